"""How long a rendition takes when it is made and when it is kept, beside Pillow's own resize of the same photograph."""

from __future__ import annotations

import io
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.renditions.cache import FOLDER
from brandkit.catalog.transfer import import_folder

STARTER = Path(__file__).resolve().parent.parent / "assets_catalog"
RUNS = 7
LOGO, PHOTO = "vung-tau", "lighthouse-at-dusk"
REQUESTS = {
    "logo → PNG 800": (LOGO, Request(format="png", width=800)),
    "logo → PDF": (LOGO, Request(format="pdf")),
    "logo → JPEG on a ground": (LOGO, Request(format="jpeg", background="#0B3C5D", width=800)),
    "photo → JPEG 600": (PHOTO, Request(format="jpeg", width=600)),
    "photo → WebP 600 × 400, cut": (PHOTO, Request(format="webp", width=600, height=400, focus=(0.5, 0.5))),
}


def milliseconds(do: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The median of several runs; `before` is not counted."""
    taken = []
    for _ in range(RUNS):
        before()
        start = time.perf_counter()
        do()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def resized_by_pillow(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.thumbnail((600, 600), Image.Resampling.LANCZOS)
        image.save(io.BytesIO(), "JPEG", quality=90)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Catalog.create(Path(folder) / "catalog") as catalog:
        import_folder(catalog, STARTER)

        def empty() -> None:
            shutil.rmtree(catalog.folder / FOLDER, ignore_errors=True)

        print(f"{'rendition':<30}{'made, ms':>10}{'kept, ms':>10}{'ratio':>8}")
        for name, (slug, request) in REQUESTS.items():
            made = milliseconds(lambda slug=slug, request=request: get(catalog, slug, request), empty)
            kept = milliseconds(lambda slug=slug, request=request: get(catalog, slug, request))
            print(f"{name:<30}{made:>10.1f}{kept:>10.1f}{made / kept:>8.0f}")
        photo = get(catalog, PHOTO, Request()).data
        print(f"{'Pillow alone, JPEG 600':<30}{milliseconds(lambda: resized_by_pillow(photo)):>10.1f}")


if __name__ == "__main__":
    main()
