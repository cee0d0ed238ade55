"""All that registering asks of a file, in one pass: what it is, how it looks, what it says. Runs in a sandbox's fork.

A photograph is decoded once, at the size that hashes and local features look at; a drawing is drawn once. Hashes,
features and the thumbnail are made of those pixels, metadata of the same bytes; `inspection` checks the answer. What a
logo is looked for by, its template and its shapes, is made of the file anew.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.catalog import metadata, probe
from brandkit.catalog.looks.fingerprinting import over, prints_of
from brandkit.errors import BrandkitError, UnreadableMaterial
from brandkit.sightings.photos import local_features
from brandkit.sightings.pixels.templates import stored, template
from brandkit.sightings.structure import stored_outlines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brandkit.document import Shape

    Pixels = NDArray[np.uint8]

# Hashes look at 256 px and less, local features at 512; a JPEG may be given some less, see formats.image.reduced.
LOOK_PX = 512
THUMBNAIL_PX = 256
_THUMBNAIL_QUALITY = 80
_START_OF_SCAN = 0xDA  # source: ITU-T T.81, B.1.1.3
_ANY_NAME = "file"  # the file's own name stays outside the sandbox


def looked(path: Path, *, module: str, media_type: str, is_logo: bool) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What is registered of a file: facts, words and hashes as JSON values; features and thumbnail as bytes.

    Raises
    ------
    UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    import cv2
    import numpy as np

    cv2.setNumThreads(1)
    rgba, size = _seen(path, module, media_type, LOOK_PX, single=True)
    data = _with_words(path, media_type)
    width, height = _size(data, media_type, size)
    gray = cv2.cvtColor(over(rgba, (255, 255, 255)), cv2.COLOR_RGB2GRAY)
    features = local_features.features_of(np.asarray(gray, np.uint8))
    words = {
        "width": width,
        "height": height,
        "said": metadata.read(data, media_type),
        "prints": [[p.name, p.view, p.bits.hex()] for p in prints_of(rgba, is_logo=is_logo)],
    }
    parts = {local_features.NAME: local_features.encoded(features), "thumbnail": thumbnail_of(rgba)}
    if is_logo:
        parts |= _sought_by(path, module, media_type)
    return words, parts


def _sought_by(path: Path, module: str, media_type: str) -> dict[str, bytes]:
    """What a logo is looked for by: its template in pixels, its shapes among shapes; it is a logo without them too."""
    found: dict[str, bytes] = {}
    if media_type in stored.MEDIA_TYPES:
        found[template.NAME] = template.row_of(path.read_bytes(), media_type)
    with suppress(BrandkitError):
        drawing: tuple[Sequence[Shape], float, float] | None = None
        if media_type == stored_outlines.SVG:
            from brandkit import svg

            data = path.read_bytes()
            drawing = (svg.outlines(data, _ANY_NAME), *svg.size(data))
        elif media_type == stored_outlines.PDF:
            page = _first_page(import_module(module), path, single=True)
            drawing = (page.shapes, page.width, page.height)
        if drawing and len(row := stored_outlines.row_of(*drawing)) <= stored_outlines.MOST_BYTES:
            found[stored_outlines.NAME] = row
    return found


def warm() -> None:
    """Does all that `looked` does to a picture of our own, once in a program from which forks are made."""
    import numpy as np
    from PIL import Image

    pattern = np.add.outer(np.arange(600), 7 * np.arange(800)).astype(np.uint8)
    sink = io.BytesIO()
    Image.fromarray(np.dstack([pattern, pattern.T.reshape(600, 800), pattern])).save(sink, "JPEG", quality=90)
    descriptor = os.memfd_create("warm", os.MFD_CLOEXEC)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(sink.getvalue())
        stream.flush()
        path = Path(f"/proc/self/fd/{descriptor}")
        looked(path, module="brandkit.formats.image", media_type="image/jpeg", is_logo=True)


def pixels(
    path: Path, *, module: str, media_type: str, longest_px: list[int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The first page as (H, W, 4) uint8 sRGB with straight alpha at each of the sizes, and its own width and height.

    Raises
    ------
    UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    shapes, parts, size = [], {}, (0.0, 0.0)
    for longest in longest_px:
        rgba, size = _seen(path, module, media_type, longest, single=False)
        shapes.append(list(rgba.shape))
        parts[str(longest)] = rgba.tobytes()
    return {"shapes": shapes, "width": size[0], "height": size[1]}, parts


def thumbnail_of(rgba: Pixels) -> bytes:
    """A small WebP of the picture, with its transparency; no metadata goes into it."""
    from PIL import Image

    opaque = rgba[..., 3].min() == 255
    picture = Image.fromarray(rgba)
    picture.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.BOX)
    if opaque:
        picture = picture.convert("RGB")
    sink = io.BytesIO()
    picture.save(sink, "WEBP", quality=_THUMBNAIL_QUALITY, method=0)
    return sink.getvalue()


def _seen(
    path: Path, module: str, media_type: str, longest: int, *, single: bool
) -> tuple[Pixels, tuple[float, float]]:
    """Pixels of the first page, about `longest` px long, and its width and height in its own unit."""
    reader = import_module(module)
    if hasattr(reader, "reduced"):
        found: tuple[Pixels, tuple[float, float]] = reader.reduced(path, longest)
        return found
    page = _first_page(reader, path, single=single)
    scale = longest / max(page.width, page.height)
    if media_type == "image/svg+xml":
        from brandkit import svg

        sides = max(1, round(page.width * scale)), max(1, round(page.height * scale))
        return svg.raster(path.read_bytes(), *sides, name=_ANY_NAME), (page.width, page.height)
    import numpy as np

    rgb = reader.render(path, page.number, scale)
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)]), (page.width, page.height)


def _first_page(reader: Any, path: Path, *, single: bool) -> Any:
    pages = reader.read(path).pages
    if not pages:
        raise UnreadableMaterial(_ANY_NAME, "has no pages")
    if single and len(pages) != 1:
        problem = "has {count} pages; an asset is one"
        raise UnreadableMaterial(_ANY_NAME, problem, "Export the page alone.", count=len(pages))
    return pages[0]


def _with_words(path: Path, media_type: str) -> bytes:
    """What metadata is read from: of a JPEG its segments up to the picture itself, which are a hundredth of it."""
    if media_type != "image/jpeg":
        return path.read_bytes()
    with path.open("rb") as stream:
        head = bytearray(stream.read(2))
        while len(mark := stream.read(4)) == 4 and mark[0] == 0xFF and mark[1] != _START_OF_SCAN:
            head += mark
            head += stream.read(int.from_bytes(mark[2:], "big") - 2)
    return bytes(head)


def _size(data: bytes, media_type: str, seen: tuple[float, float]) -> tuple[float, float]:
    if media_type in probe.PICTURES:
        return float(seen[0]), float(seen[1])
    facts = probe.facts_of(data, _ANY_NAME + probe.suffix_of(media_type))
    return facts.width or seen[0], facts.height or seen[1]
