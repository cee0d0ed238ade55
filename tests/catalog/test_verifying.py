"""Current, superseded, altered or unknown: by hash and by sight, with the lock alone and with the catalog."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from brandkit import svg
from brandkit.assets import Consent
from brandkit.catalog import consents_register, kits, verifying
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.kits.lock import FILE_NAME
from brandkit.catalog.transfer import import_folder
from brandkit.catalog.verifying.against_catalog import brought_up_to_date, lock_now
from brandkit.errors import MaterialTooLarge, NotFound, UnreadableMaterial
from tests.catalog.specimens import SAND, SEA, mark, small_folder

DAY = date(2026, 3, 1)
SLUGS = ("thang-tam", "basket-boat", "song-goi")
SVG = "logos/thang-tam/svg/horizontal-full-color.svg"


def scene(seed: int, *, width: int = 480, height: int = 320) -> Image.Image:
    """A picture with detail of every size, as photographs have it."""
    random = np.random.default_rng(seed)
    total = np.zeros((height, width, 3))
    for cells in (2, 4, 8, 16, 32, 64):
        noise = random.normal(size=(cells, cells, 3)) * 90 / cells**0.7
        total += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return Image.fromarray(np.clip(total + np.array([150, 120, 90]), 0, 255).astype(np.uint8))


@pytest.fixture(scope="module")
def stock(tmp_path_factory) -> Path:
    """The small catalog with a photo that has detail."""
    place = tmp_path_factory.mktemp("verifying")
    folder = small_folder(place / "folder")
    scene(5).save(folder / "photos/basket-boat.jpg", quality=92)
    with Catalog.create(place / "catalog", profile="ward", actor="tester") as catalog:
        assert not import_folder(catalog, folder).refused
    return place / "catalog"


@pytest.fixture(scope="module")
def packed(stock, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("packed")
    shutil.copytree(stock, place / "catalog")
    with Catalog.open(place / "catalog") as catalog, (place / "kit.zip").open("w+b") as sink:
        kits.build(catalog, SLUGS, sink, on=DAY)
    return place / "kit.zip"


@pytest.fixture
def stocked(stock, tmp_path):
    shutil.copytree(stock, tmp_path / "catalog")
    with Catalog.open(tmp_path / "catalog", actor="tester") as catalog:
        yield catalog


@pytest.fixture
def kit(packed: Path, tmp_path: Path) -> Path:
    with verifying.opened(packed) as folder:
        shutil.copytree(folder, tmp_path / "kit")
    return tmp_path / "kit"


def judged(folder: Path, lock=None, on: date = DAY, **wishes) -> dict[str, verifying.Judged]:
    found = verifying.verify(folder, lock or verifying.lock_of(folder), on=on, **wishes)
    return {one.path: one for one in found.judged}


def drawn(path: Path, data: bytes, width: int, *, ground: str | None = None, margin: int = 0) -> Image.Image:
    """A drawing as a picture file; with a ground it is flattened on it."""
    across, down = svg.size(data, "x.svg")
    image = Image.fromarray(svg.raster(data, width, round(width * down / across), name="x.svg"))
    if ground is not None:
        plate = Image.new("RGB", (image.width + 2 * margin, image.height + 2 * margin), ground)
        plate.paste(image, (margin, margin), image)
        image = plate
    image.save(path)
    return image


def test_an_untouched_kit_is_current_in_every_file(packed, kit):
    with verifying.opened(packed) as folder:
        found = verifying.verify(folder, verifying.lock_of(folder), on=DAY)
    assert {one.state for one in found.judged} == {"current"}
    assert not found.faults and not found.missing and not found.refused
    assert len(found.judged) == sum(1 for _ in found.lock.files())


def test_a_folder_around_the_kit_is_seen_through(kit, tmp_path):
    (tmp_path / "outer").mkdir()
    shutil.move(kit, tmp_path / "outer" / "kit")
    assert judged(tmp_path / "outer")[SVG].state == "current"


def test_a_file_of_other_bytes_is_altered_whatever_it_looks_like(kit):
    path = kit / SVG
    path.write_bytes(path.read_bytes() + b"<!-- -->")
    (kit / "CREDITS.txt").write_text("nobody", "utf-8")
    found = judged(kit)
    assert (found[SVG].state, found[SVG].method, found[SVG].slug) == ("altered", "hash", "thang-tam")
    assert found["CREDITS.txt"].state == "altered"
    assert sum(one.state != "current" for one in found.values()) == 2


def test_what_was_taken_out_and_put_in_is_told(kit):
    (kit / "slogans/song-goi.txt").unlink()
    (kit / "extra.txt").write_text("x")
    found = verifying.verify(kit, verifying.lock_of(kit), on=DAY)
    assert found.missing == ("slogans/song-goi.txt",)
    assert [one.path for one in found.faults] == ["extra.txt"]
    assert found.faults[0].state == "unknown"


@pytest.fixture
def site(stock: Path, tmp_path: Path) -> Path:
    """The pictures of a web site: no kit, other sizes, other formats, other names."""
    folder = tmp_path / "site" / "img"
    folder.mkdir(parents=True)
    logo, reversed_ = mark(SEA, seed=3), mark("#FFFFFF", seed=3)
    image = drawn(folder / "current.png", logo, 300)
    drawn(folder / "current-flat.jpg", logo, 260, ground="#FFFFFF", margin=24)
    drawn(folder / "current-reversed.webp", reversed_, 300, ground=SEA, margin=10)
    image.resize((300, 180)).save(folder / "stretched.png")
    ImageOps.mirror(image).save(folder / "mirrored.png")
    (folder / "recolored.svg").write_bytes(mark("#C0209A", seed=3))
    (folder / "old.svg").write_bytes(mark(SAND, seed=9))
    drawn(folder / "old.png", mark(SAND, seed=9), 200)
    (folder / "foreign.svg").write_bytes(mark(SEA, seed=77))
    scene(88).save(folder / "foreign.jpg")
    with Catalog.open(stock) as catalog:
        (folder / "photo.jpg").write_bytes(catalog.read(catalog.asset("basket-boat").versions[0].files[0].sha256))
    with Image.open(folder / "photo.jpg") as photo:
        photo.resize((240, 160)).save(folder / "photo-again.webp", quality=60)
        ImageOps.grayscale(photo).convert("RGB").save(folder / "photo-gray.png")
        ImageOps.mirror(photo).save(folder / "photo-mirrored.png")
    (folder / "page.html").write_text("<p>")
    return tmp_path / "site"


SEEN = {
    "current.png": ("current", "sight"),
    "current-flat.jpg": ("current", "sight"),
    "current-reversed.webp": ("current", "sight"),
    "stretched.png": ("altered", "sight"),
    "mirrored.png": ("altered", "sight"),
    "recolored.svg": ("altered", "sight"),
    "old.svg": ("superseded", "hash"),
    "old.png": ("superseded", "sight"),
    "foreign.svg": ("unknown", None),
    "foreign.jpg": ("unknown", None),
    "photo.jpg": ("current", "hash"),
    "photo-again.webp": ("current", "sight"),
    "photo-gray.png": ("altered", "sight"),
    "photo-mirrored.png": ("altered", "sight"),
}


def test_a_site_is_judged_by_the_lock_alone(site, kit):
    found = judged(site, verifying.read_lock(kit / FILE_NAME))
    assert {path.removeprefix("img/"): (one.state, one.method) for path, one in found.items()} == SEEN
    assert found["img/current-reversed.webp"].variant == "horizontal-reversed"
    told = {path: [str(change) for change in one.changes] for path, one in found.items() if one.changes}
    assert told["img/stretched.png"] == ["stretched by \u221217\u00a0%"]
    assert told["img/mirrored.png"] == ["turned or mirrored"]
    assert told["img/recolored.svg"] == ["recolored"]
    assert found["img/old.png"].instead == SVG


def test_unknown_pictures_of_a_site_are_no_fault(site, kit):
    for path in (site / "img").iterdir():
        if not path.name.startswith("foreign"):
            path.unlink()
    found = verifying.verify(site, verifying.read_lock(kit / FILE_NAME), on=DAY)
    assert [one.state for one in found.judged] == ["unknown", "unknown"]
    assert found.faults == ()


def test_the_catalog_says_the_same_without_any_kit(site, stocked):
    lock, reasons = lock_now(stocked, on=DAY)
    found = judged(site, lock, reasons=reasons)
    expected = SEEN | {"photo-gray.png": ("current", "sight")}  # rows keep no colors of photos
    assert {path.removeprefix("img/"): (one.state, one.method) for path, one in found.items()} == expected
    assert reasons == {}


def test_a_kit_grows_old_when_its_catalog_moves_on(kit, stocked):
    from brandkit.catalog.inspection import Inspected
    from brandkit.catalog.registering import Wishes, add
    from tests.catalog.specimens import inspected

    newer: Inspected = inspected(mark(SEA, seed=50), name="full-color.svg", media_type="image/svg+xml")
    add(stocked, newer, Wishes("logo", slug="thang-tam", variant="horizontal-full-color"))
    stocked.move("thang-tam", "submit")
    stocked.move("thang-tam", "approve", on=DAY)
    consents_register.add(stocked, "basket-boat", Consent("DY-1", given=date(2026, 1, 1)))
    consents_register.withdraw(stocked, "DY-1", on=DAY)
    now, reasons = lock_now(stocked, on=DAY)
    found = judged(kit, brought_up_to_date(verifying.lock_of(kit), now), reasons=reasons)
    assert found[SVG].state == "superseded"
    assert found["logos/thang-tam/png/horizontal-full-color-512.png"].state == "superseded"
    assert found["logos/thang-tam/svg/horizontal-reversed.svg"].state == "current"  # taken over by the new version
    photo = found["photos/basket-boat/basket-boat.jpg"]
    assert photo.state == "superseded"
    assert "DY-1 was withdrawn" in str(photo.reason)
    assert found["CREDITS.txt"].state == "current"
    assert judged(kit)[SVG].state == "current"  # the lock alone cannot know


def test_what_has_run_out_is_told_from_the_next_day_on(stocked, tmp_path):
    stocked.edit("thang-tam", {"valid_to": "2026-08-31"})
    with (tmp_path / "kit.zip").open("w+b") as sink:
        kits.build(stocked, SLUGS, sink, on=DAY)
    with verifying.opened(tmp_path / "kit.zip") as folder:
        assert judged(folder, on=date(2026, 8, 31))[SVG].ended is None
        found = verifying.verify(folder, verifying.lock_of(folder), on=date(2026, 9, 1))
    assert {one.path.split("/")[1] for one in found.faults} == {"thang-tam"}
    assert {one.ended for one in found.faults} == {date(2026, 8, 31)}
    assert {one.state for one in found.faults} == {"current"}


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(site, kit):
    (site / "img/broken.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    (site / "img/liar.png").write_bytes(b"%PDF-1.7 not a picture")
    found = verifying.verify(site, verifying.read_lock(kit / FILE_NAME), on=DAY)
    assert sorted(error.subject for error in found.refused) == ["broken.png", "liar.png"]
    assert len(found.judged) == len(SEEN)


def test_links_hidden_files_and_what_macos_adds_are_left_aside(kit, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"x")
    (kit / "link.png").symlink_to(tmp_path / "secret.png")
    (kit / ".DS_Store").write_bytes(b"x")
    (kit / "__MACOSX").mkdir()
    (kit / "__MACOSX/x.png").write_bytes(b"x")
    assert {one.state for one in judged(kit).values()} == {"current"}


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path):
    with pytest.raises(NotFound), verifying.opened(tmp_path / "nowhere"):
        pytest.fail("it was opened")
    (tmp_path / "x.zip").write_bytes(b"words")
    with pytest.raises(UnreadableMaterial), verifying.opened(tmp_path / "x.zip"):
        pytest.fail("it was opened")


def test_a_folder_of_too_many_files_is_refused(kit, monkeypatch):
    monkeypatch.setattr(verifying, "FILES", 3)
    with pytest.raises(MaterialTooLarge):
        judged(kit)
