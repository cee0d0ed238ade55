"""Files looked at in one pass: many at once, good ones whole, bad ones each with its own line and no other's."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

from brandkit import limits, sandbox_pool
from brandkit.catalog import inspection
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import inspect, inspect_all, seen
from brandkit.catalog.looks import thumbnails
from brandkit.catalog.looks.fingerprinting import prints_of
from brandkit.catalog.registering import add
from brandkit.errors import BrandkitError, MaterialTooLarge, UnreadableMaterial, UnsupportedFormat
from brandkit.fingerprints import pdq
from brandkit.sightings.photos import local_features
from tests.catalog.specimens import mark, picture
from tests.formats.test_image import bomb
from tests.svg.test_cleaning import BOMBS, drawing


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def saved(pixels: np.ndarray, kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    Image.fromarray(pixels).save(sink, kind, **options)
    return sink.getvalue()


def scene(width: int, height: int, seed: int = 1) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 256, (9, 13, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))


def distance(one: inspection.Inspected, other: inspection.Inspected, view: str = "whole") -> int:
    first, second = (next(p.bits for p in i.prints if (p.name, p.view) == ("pdq", view)) for i in (one, other))
    return pdq.distance(first, second)


def test_all_of_a_photo_comes_of_one_pass(tmp_path):
    data = saved(scene(2400, 1600), "JPEG", quality=90)
    found = inspect(written(tmp_path / "a.jpg", data), "photo")
    assert (found.width, found.height, found.media_type) == (2400, 1600, "image/jpeg")
    assert found.data == data and found.sha256 == hashlib.sha256(data).hexdigest()
    assert {(p.name, p.view) for p in found.prints} == {(n, "whole") for n in ("dhash", "pdq", "phash")}
    assert local_features.decoded(found.features[local_features.NAME]).width <= 512
    with Image.open(io.BytesIO(found.thumbnail), formats=["WEBP"]) as small:
        assert small.size == (256, 171)


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif")])
def test_every_size_and_format_of_a_photo_looks_the_same(tmp_path, kind, suffix):
    large = inspect(written(tmp_path / "large.jpg", saved(scene(4000, 3000), "JPEG", quality=95)), "photo")
    for width, height in ((4000, 3000), (1999, 1499), (1000, 750), (640, 480)):
        data = saved(scene(width, height), kind)
        assert distance(large, inspect(written(tmp_path / f"a.{suffix}", data), "photo")) <= 10, (width, height)


def test_a_small_decoding_is_near_the_full_one(starter):
    for path in sorted((starter / "photos").glob("*.jpg"))[:4]:
        with Image.open(path, formats=["JPEG"]) as photo:
            full = prints_of(np.asarray(photo.convert("RGBA")), is_logo=False)
        quick = inspect(path, "photo").prints
        assert all(
            sum((a ^ b).bit_count() for a, b in zip(one.bits, other.bits, strict=True)) <= len(one.bits) * 8 * 0.04
            for one, other in zip(full, quick, strict=True)
        )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_and_its_size_as_seen(tmp_path, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    plain = Image.fromarray(scene(1600, 1200))
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    stored = plain if turn is None else plain.transpose(Image.Transpose(turn))
    sink = io.BytesIO()
    stored.save(sink, "JPEG", quality=95, exif=exif)
    found = inspect(written(tmp_path / "a.jpg", sink.getvalue()), "photo")
    upright = inspect(written(tmp_path / "b.jpg", saved(np.asarray(plain), "JPEG", quality=95)), "photo")
    assert (found.width, found.height) == (1600, 1200)
    assert distance(found, upright) <= 10


def test_drawings_and_documents_have_a_whole_and_a_shape(tmp_path):
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 100))
    page = made.pages[0]
    page.Contents = made.make_stream(b"0 0.3 0.6 rg 20 20 100 40 re f 150 30 20 50 re f")
    made.save(tmp_path / "mark.pdf")
    document = inspect(tmp_path / "mark.pdf", "logo")
    assert (document.width, document.height) == (200, 100)
    logo = inspect(written(tmp_path / "mark.svg", mark()), "logo")
    assert (logo.width, logo.height, logo.said["title"]) == (120, 60, {"vi": "Dấu 1"})
    for found in (document, logo):
        assert {p.view for p in found.prints} == {"whole", "shape"} and found.thumbnail


def test_two_pages_are_no_asset_but_may_be_asked_for(tmp_path):
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 100)), made.add_blank_page(page_size=(9, 9))
    made.save(tmp_path / "a.pdf")
    with pytest.raises(UnreadableMaterial, match="has 2 pages"):
        inspect(tmp_path / "a.pdf", "logo")
    page = seen(tmp_path / "a.pdf")
    assert (page.width, page.height, page.rgba.shape, page.close.shape) == (200, 100, (256, 512, 4), (512, 1024, 4))


def test_what_is_asked_for_looks_as_it_was_registered(tmp_path):
    from brandkit.catalog.looks.fingerprinting import queries_of

    path = written(tmp_path / "a.jpg", saved(scene(3000, 2000), "JPEG"))
    asked = queries_of(seen(path).rgba)
    assert all(p.bits == asked[p.name, p.view][0] for p in inspect(path, "photo").prints)


def hostile(folder: Path) -> dict[str, bytes]:
    """Files that must not be registered, by name."""
    good = picture(1)
    whole = saved(scene(800, 600), "JPEG", quality=95)
    return {
        "empty.jpg": b"",
        "cut.jpg": whole[: len(whole) // 2],
        "cut-short.jpg": whole[:-200],
        "text.jpg": b"hello, world" * 100,
        "page.jpg": b"<!doctype html><script>alert(1)</script>",
        "named-wrong.png": good,
        "bomb.png": bomb(20_000, 20_000),
        "numbers.tif": saved(np.ones((9, 9), np.float32), "TIFF"),
        "moving.gif": saved(scene(40, 40), "GIF"),
        "two.jpg": good[:300] + b"%PDF-1.4\n" + good[300:],
        "script.svg": drawing("<script>1</script>"),
        **{f"bomb-{number}.svg": drawing(body) for number, body in enumerate(BOMBS.values())},
        "out.svg": drawing('<image href="file:///etc/passwd"/>'),
        "cut.webp": saved(scene(400, 300), "WEBP")[:-300],
        "cut.pdf": b"%PDF-1.7\n1 0 obj\n<<",
    }


def test_bad_files_in_the_midst_of_a_batch_leave_one_line_each_and_take_nothing_along(tmp_path):
    bad = hostile(tmp_path)
    names: list[str] = []
    for number, (name, data) in enumerate(bad.items()):
        written(tmp_path / name, data)
        written(tmp_path / f"good-{number}.jpg", picture(number))
        names += [name, f"good-{number}.jpg"]
    names.insert(3, "missing.jpg")
    results = {path.name: found for path, found in inspect_all([tmp_path / name for name in names], "logo")}
    assert list(results) == names
    for name, found in results.items():
        if name.startswith("good"):
            assert isinstance(found, inspection.Inspected) and found.data == (tmp_path / name).read_bytes()
            continue
        if name == "script.svg" and isinstance(found, inspection.Inspected):
            continue  # cleaned of its script as it is drawn
        assert isinstance(found, BrandkitError), name
        line = str(found)
        assert line.startswith(name) and "\n" not in line and "Traceback" not in line and "/proc" not in line


def test_broken_bytes_end_in_our_errors_alone(tmp_path):
    rng = np.random.default_rng(5)
    whole = {kind: saved(scene(300, 200), kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF")}
    paths = []
    for kind, data in whole.items():
        for number in range(12):
            broken = np.frombuffer(data, np.uint8).copy()
            broken[rng.integers(4, len(broken), 8)] = rng.integers(0, 256, 8)
            suffix = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
            paths.append(written(tmp_path / f"{number}.{suffix}", broken.tobytes()))
    for path, found in inspect_all(paths, "photo"):
        assert isinstance(found, inspection.Inspected) or str(found).startswith(path.name)


def test_pixels_are_counted_before_they_are_decoded(tmp_path):
    with pytest.raises(MaterialTooLarge):
        inspect(written(tmp_path / "a.png", bomb(12_000, 12_000)), "photo")


def test_a_file_over_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MATERIAL_BYTES", 100)
    with pytest.raises(MaterialTooLarge):
        inspect(written(tmp_path / "a.jpg", picture(1)), "photo")


def good_words() -> dict:
    print_of = [["pdq", "whole", "00" * 32]]
    return {"width": 3.0, "height": 2.0, "said": {"title": {"vi": "x"}, "tags": ["y"]}, "prints": print_of}


@pytest.mark.parametrize(
    "changed",
    [
        {"width": 0},
        {"width": float("inf")},
        {"height": "3"},
        {"height": None},
        {"said": []},
        {"said": {"title": ["x"]}},
        {"said": {"title": {"vi": 3}}},
        {"said": {"tags": "x"}},
        {"said": {"tags": [{}]}},
        {"said": {"x": "y" * 2_000_000}},
        {"prints": [["pdq", "whole", "00"]]},
        {"prints": [["pdq", "else", "00" * 32]]},
        {"prints": [["md5", "whole", "00" * 32]]},
        {"prints": [["pdq", "whole", "00" * 32]] * 2},
        {"prints": [["pdq", "whole", "00" * 32]] * 9999},
        {"prints": "x"},
        {"prints": [3]},
    ],
    ids=str,
)
def test_an_answer_that_a_file_forged_is_refused(tmp_path, monkeypatch, changed):
    path = written(tmp_path / "a.jpg", picture(1))
    monkeypatch.setattr(sandbox_pool, "asked", lambda *_: (good_words(), {}))
    assert inspect(path, "photo").said["tags"] == ["y"]
    monkeypatch.setattr(sandbox_pool, "asked", lambda *_: (good_words() | changed, {}))
    with pytest.raises(UnreadableMaterial, match="no sense"):
        inspect(path, "photo")


@pytest.mark.parametrize("words", [None, [], {}, "x", {"prints": []}])
def test_an_answer_of_another_kind_is_refused(tmp_path, monkeypatch, words):
    monkeypatch.setattr(sandbox_pool, "asked", lambda *_: (words, {}))
    path = written(tmp_path / "a.jpg", picture(1))
    for ask in (lambda: inspect(path, "photo"), lambda: seen(path)):
        with pytest.raises(UnreadableMaterial, match="no sense"):
            ask()


@pytest.mark.parametrize("shapes", [[[9, 9, 4]], [[9, 9, 3], [9, 9, 3]], [[9, 9, 4], [99999, 9, 4]], [[9, 9], [9, 9]]])
def test_pixels_of_another_shape_are_refused(tmp_path, monkeypatch, shapes):
    parts = {"512": bytes(9 * 9 * 4), "1024": bytes(9 * 9 * 4)}
    monkeypatch.setattr(sandbox_pool, "asked", lambda *_: ({"shapes": shapes, "width": 9, "height": 9}, parts))
    with pytest.raises(UnreadableMaterial):
        seen(written(tmp_path / "a.jpg", picture(1)))


def test_thumbnails_are_kept_and_made_again_when_they_are_gone(empty, tmp_path):
    found = inspect(written(tmp_path / "mark.svg", mark()), "logo")
    add(empty, found, Wishes("logo"))
    folder = empty.folder.joinpath(*thumbnails.CACHE)
    (path,) = folder.rglob("*.webp")
    assert thumbnails.of(empty, found.sha256) == path.read_bytes() == found.thumbnail
    path.unlink()
    assert thumbnails.of(empty, found.sha256) == found.thumbnail == path.read_bytes()
    with pytest.raises(ValueError):
        thumbnails.of(empty, "../../catalog.toml")


def test_thumbnails_are_bounded_and_need_no_room(empty, monkeypatch):
    monkeypatch.setattr(thumbnails, "MOST_IN_A_FOLDER", 8)
    for number in range(40):
        thumbnails.keep(empty, f"ab{number:062x}", b"x")
    folder = empty.folder.joinpath(*thumbnails.CACHE, "ab")
    assert 0 < len(list(folder.iterdir())) <= 8
    (empty.folder.joinpath(*thumbnails.CACHE) / "cd").write_bytes(b"a file where the folder should be")
    thumbnails.keep(empty, "cd" + "0" * 62, b"x")


def test_features_are_kept_once(empty, tmp_path):
    from sqlalchemy import select

    from brandkit.catalog import schema

    found = inspect(written(tmp_path / "a.jpg", saved(scene(900, 600), "JPEG")), "photo")
    for slug in ("one", "two"):
        add(empty, found, Wishes("photo", slug=slug))
    with empty.database.reading() as connection:
        rows = connection.execute(select(schema.features.c.name, schema.features.c.data)).all()
    assert [(row.name, bytes(row.data)) for row in rows] == list(found.features.items())


def test_a_drawing_is_no_photo(tmp_path):
    with pytest.raises(UnsupportedFormat):
        inspect(written(tmp_path / "mark.svg", mark()), "photo")
