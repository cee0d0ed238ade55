"""Whether `verify` tells current, superseded, altered and foreign pictures apart by sight, with a lock and no catalog.

The starter catalog's logos and photos, drawn and saved as web sites do: other sizes, formats, grounds and margins; the
same altered (stretched, mirrored, recolored, gray, cropped); versions that were in use before; and pictures that are
none of the lock's: the logos of the other brands of the catalog, the photos left out of it, marks drawn at random.
No picture has the bytes of any file, so hashes decide nothing. `--quick` takes every fifth picture.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from brandkit import svg
from brandkit.catalog import kits, verifying
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.kits.lock import Lock
from brandkit.catalog.transfer import import_folder

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "assets_catalog"
LOGO, OTHERS = "vung-tau", ("vung-tau-tourism", "mot-cua")
DAY = date(2024, 6, 1)  # the example's consent was withdrawn later
FOREIGN_MARKS = 200
LIGHT, DARK = ("#FFFFFF", "#F6F1E7"), ("#0A2A4A", "#000000")
WIDTHS = (9, 12, 9, 9)
Picture = tuple[str, str, bytes, str]  # what was done, the right answer, bytes, ending


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--quick", action="store_true")
    every = 5 if words.parse_known_args()[0].quick else 1
    with tempfile.TemporaryDirectory() as place:
        lock, foreign_photos = locked(Path(place) / "catalog")
        answers: dict[str, Counter[str]] = defaultdict(Counter)
        expected: dict[str, str] = {}
        for done, right, told in judged(lock, [*pictures(foreign_photos)][::every], Path(place)):
            answers[done][told] += 1
            expected[done] = right
    states = "".join(f"{state:>{wide}}" for state, wide in zip(verifying.STATES, WIDTHS, strict=True))
    print(f"{'what was done':<34}{'pictures':>9}{'right':>8}{states}")
    for done, told in answers.items():
        count, right = sum(told.values()), told[expected[done]]
        shares = "".join(f"{told[state]:>{wide}}" for state, wide in zip(verifying.STATES, WIDTHS, strict=True))
        print(f"{done:<34}{count:>9}{right / count:>8.1%}{shares}")
    total = sum(sum(told.values()) for told in answers.values())
    false = sum(told["altered"] + told["superseded"] for done, told in answers.items() if expected[done] in
                ("current", "unknown"))  # fmt: skip
    print(f"accused wrongly: {false} of {total}")


def locked(place: Path) -> tuple[Lock, list[bytes]]:
    """The lock of one logo and half of the photos, and the other photos."""
    with Catalog.create(place, name="benchmark") as catalog:
        import_folder(catalog, STARTER)
        photos = [asset for asset in catalog.assets() if asset.kind == "photo"]
        items, _ = kits.judged(catalog, [asset.slug for asset in photos], on=DAY, use=kits.Use())
        kept = [item.asset for item in items][::2]
        lock = kits.build(catalog, [LOGO, *(asset.slug for asset in kept)], io.BytesIO(), on=DAY)
        foreign = [asset for asset in photos if asset not in kept]
        return lock, [catalog.read(asset.versions[-1].files[0].sha256) for asset in foreign]


def judged(lock: Lock, found: list[Picture], place: Path) -> Iterator[tuple[str, str, str]]:
    """Each picture with the right answer and the one that was given."""
    site = place / "site"
    site.mkdir()
    for number, (_, _, data, ending) in enumerate(found):
        (site / f"{number:05d}{ending}").write_bytes(data)
    told = verifying.verify(site, lock, on=DAY)
    assert not told.refused, told.refused[:3]
    for one in told.judged:
        done, right, _, _ = found[int(Path(one.path).stem)]
        assert one.method != "hash", one
        yield done, right, one.state


def pictures(foreign_photos: list[bytes]) -> Iterator[Picture]:
    """Every picture of the run."""
    own = sorted((STARTER / "logos" / LOGO).glob("*.svg"))
    for path in (path for path in own if path.stem != "construction"):
        yield from logo_pictures(path, "current", altered=True)
    for path in sorted((STARTER / "logos" / LOGO / "v1").glob("*.svg")):
        yield from logo_pictures(path, "superseded", altered=False)
    for slug in OTHERS:
        for path in sorted((STARTER / "logos" / slug).glob("*.svg")):
            yield "another brand's logo", "unknown", _png(drawn(path.read_bytes(), 300)), ".png"
    for number in range(FOREIGN_MARKS):
        yield "a mark drawn at random", "unknown", _png(drawn(random_mark(number), 200)), ".png"
    yield from photo_pictures(foreign_photos)


def logo_pictures(path: Path, right: str, *, altered: bool) -> Iterator[Picture]:
    """One master as sites show it, and as they should not."""
    data = path.read_bytes()
    named = "" if right == "current" else f", {right}"
    grounds = DARK if "reversed" in path.stem else LIGHT
    for width in (96, 160, 320, 800):
        yield f"PNG with alpha{named}", right, _png(drawn(data, width)), ".png"
        flat = flattened(drawn(data, width), grounds[width == 320], width // 12)
        yield f"JPEG 80 on a ground{named}", right, _saved(flat, "JPEG", quality=80), ".jpg"
        yield f"WebP 75 on a ground{named}", right, _saved(flat, "WEBP", quality=75), ".webp"
    if not altered:
        return
    image = drawn(data, 400)
    for share in (0.9, 1.1):
        stretched = image.resize((round(image.width * share), image.height), Image.Resampling.LANCZOS)
        yield "stretched by 10 %", "altered", _png(stretched), ".png"
    yield "mirrored", "altered", _png(ImageOps.mirror(image)), ".png"
    tinted = np.array(image)
    tinted[..., :3] = (200, 30, 120)
    yield "recolored", "altered", _png(Image.fromarray(tinted)), ".png"


def photo_pictures(foreign: list[bytes]) -> Iterator[Picture]:
    """Photos of the kit and others, saved again and altered."""
    left_out = {hash(data) for data in foreign}
    for path in sorted((STARTER / "photos").glob("*.jpg")):
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as opened:
            image = opened.convert("RGB")
        small = image.resize((800, round(800 * image.height / image.width)), Image.Resampling.LANCZOS)
        if hash(data) in left_out:
            yield "another photo", "unknown", _saved(small, "JPEG", quality=85), ".jpg"
            continue
        for quality in (60, 85):
            yield "photo saved again, smaller", "current", _saved(small, "JPEG", quality=quality), ".jpg"
        yield "photo in gray", "altered", _png(ImageOps.grayscale(small).convert("RGB")), ".png"
        yield "photo mirrored", "altered", _saved(ImageOps.mirror(small), "WEBP", quality=80), ".webp"
        yield "photo stretched by 10 %", "altered", _png(small.resize((880, small.height))), ".png"
        cut = small.crop((small.width // 12, small.height // 12, small.width, small.height))
        yield "photo cropped by 1/12", "altered", _png(cut), ".png"


def random_mark(seed: int) -> bytes:
    """A logo-like drawing of a few shapes."""
    pick = random.Random(seed)
    shapes = []
    for _ in range(pick.randint(2, 5)):
        x, y, size = pick.uniform(5, 95), pick.uniform(5, 55), pick.uniform(6, 30)
        ink = pick.choice(("#0A2A4A", "#E25A0B", "#0A7E8C", "#D3222A", "#111111"))
        shapes.append(pick.choice((
            f'<circle cx="{x}" cy="{y}" r="{size / 2}" fill="{ink}"/>',
            f'<rect x="{x}" y="{y}" width="{size * 1.4}" height="{size}" fill="{ink}"/>',
            f'<path d="M{x} {y}l{size} {size * 1.2}h{-size * 1.6}z" fill="{ink}"/>',
        )))  # fmt: skip
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">{"".join(shapes)}</svg>'.encode()


def drawn(data: bytes, width: int) -> Image.Image:
    """A drawing as a picture with alpha."""
    across, down = svg.size(data, "x.svg")
    return Image.fromarray(svg.raster(data, width, max(8, round(width * down / across)), name="x.svg"))


def flattened(image: Image.Image, ground: str, margin: int) -> Image.Image:
    """A picture on a plate with a margin around it."""
    plate = Image.new("RGB", (image.width + 2 * margin, image.height + 2 * margin), ground)
    plate.paste(image, (margin, margin), image)
    return plate


def _png(image: Image.Image) -> bytes:
    return _saved(image, "PNG")


def _saved(image: Image.Image, form: str, **options: int) -> bytes:
    sink = io.BytesIO()
    image.save(sink, form, **options)
    return sink.getvalue()


if __name__ == "__main__":
    main()
