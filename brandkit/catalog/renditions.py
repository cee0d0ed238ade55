"""A file of the catalog in another format or size. Drawings become pixels or PDF; pictures only ever become smaller."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from brandkit import limits, sandbox
from brandkit.assets import File
from brandkit.catalog.availability import Colors
from brandkit.catalog.fingerprinting import over
from brandkit.catalog.probe import suffix_of
from brandkit.color import parse_hex, to_hex
from brandkit.errors import InvalidValue, UnsupportedFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

Format = Literal["svg", "png", "webp", "jpeg", "pdf"]
FORMATS: dict[Format, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "pdf": "application/pdf",
}
DEFAULT_LONG_SIDE_PX = 1024  # of a drawing, which has no pixels of its own
WHITE = "#FFFFFF"
_JPEG_QUALITY, _WEBP_QUALITY = 90, 88
_INKED = 200  # alpha above which a pixel counts as ink: rims are a mixture
_TINT_BITS = 4
# A side of fewer pixels is so much rounded that the proportions show it; smaller pictures need a squarer variant.
MIN_SIDE_PX = 8
COLOR_LOOK_PX = 256  # thin strokes keep pixels of their own colour from about this size on
_COLORS: dict[str, Colors] = {}  # by SHA-256: the same bytes always have the same colours


@dataclass(frozen=True)
class Size:
    """What a rendition must fit in, in pixels; None leaves that side to the proportions."""

    width: int | None = None
    height: int | None = None


def can_become(file: File, wanted: Format | None) -> bool:
    """Whether a file can be handed out in a format; vectors come from vectors only."""
    if wanted is None or FORMATS[wanted] == file.media_type:
        return True
    if wanted == "svg":
        return False
    return wanted != "pdf" or file.media_type == "image/svg+xml"


def rendition(data: bytes, file: File, *, wanted: Format | None, size: Size, background: str | None) -> bytes:
    """The file's bytes as they are, or in the wanted format and size. JPEG stands on `background`, else on white.

    Raises
    ------
    InvalidValue : for a size that a PDF master does not have, that would enlarge pixels or that is too small.
    UnsupportedFormat : when the format cannot hold the drawing exactly.
    """
    has_size = size.width is not None or size.height is not None
    same = wanted is None or FORMATS[wanted] == file.media_type
    if same and not has_size:
        return data
    target = FORMATS[wanted] if wanted else file.media_type
    if target in (FORMATS["svg"], FORMATS["pdf"]):
        return _vectors(data, file, size, to_pdf=target == FORMATS["pdf"])
    rgba = _drawn(data, file, size)
    if has_size:
        _refuse_too_small(file, *rgba.shape[:2])
    form = next((name for name, media in FORMATS.items() if media == target), None)
    if form is None:
        raise UnsupportedFormat(file.name, "cannot be written smaller in its own format", "Ask for --format png.")
    return _encoded(rgba, form, background or WHITE, lossless=file.media_type in (FORMATS["svg"], FORMATS["png"]))


def _vectors(data: bytes, file: File, size: Size, *, to_pdf: bool) -> bytes:
    """A drawing as SVG or PDF whose artboard is shown in the size: the same vectors, 96 px an inch."""
    from brandkit import svg
    from brandkit.catalog.vector_pdf import POINTS_PER_PX, pdf_of

    if file.media_type != FORMATS["svg"]:
        raise InvalidValue(file.name, "has a size of its own on paper", "Take it as it is, or ask for --format png.")
    if size == Size():
        return pdf_of(data, name=file.name)
    width, height = svg.size(data, file.name)
    scale = scale_into(width, height, size)
    if to_pdf:
        return pdf_of(data, width_pt=width * scale * POINTS_PER_PX, name=file.name)
    return shown_in(data, file.name, width * scale, height * scale)


def shown_in(data: bytes, name: str, width_px: float, height_px: float) -> bytes:
    """The drawing with its artboard shown in that size."""
    from lxml import etree

    from brandkit.svg.artboard import view_box
    from brandkit.svg.cleaning import parsed

    root = parsed(data, name)
    root.set("viewBox", " ".join(f"{value:.10g}" for value in view_box(root, name)))
    root.set("width", f"{width_px:.6g}")
    root.set("height", f"{height_px:.6g}")
    return bytes(etree.tostring(root, encoding="utf-8"))


def _refuse_too_small(file: File, height: int, width: int) -> None:
    if min(width, height) < MIN_SIDE_PX:
        problem = "would be {width} × {height} pixels, too few to keep its proportions"
        advice = "Ask for a larger size, or for a squarer variant such as icon."
        raise InvalidValue(file.name, problem, advice, width=width, height=height)


def colors_of(data: bytes, file: File) -> Colors:
    """The colours of a file's ink with their shares, largest first; remembered by content."""
    known = _COLORS.get(file.sha256)
    if known is None:
        size = Size(COLOR_LOOK_PX, COLOR_LOOK_PX)
        rgba = _drawing(data, file, size) if file.media_type == FORMATS["svg"] else _drawn(data, file, Size())
        known = _COLORS.setdefault(file.sha256, ink_colors(rgba))
    return known


def ink_colors(rgba: Pixels) -> Colors:
    """Colours of the opaque pixels of an (H, W, 4) picture, in steps of 16 levels, with their shares."""
    import numpy as np

    inked = rgba[rgba[..., 3] >= _INKED][:, :3]
    if not len(inked):
        return []
    bins, index, counts = np.unique(inked >> _TINT_BITS, axis=0, return_inverse=True, return_counts=True)
    means = [np.bincount(index.ravel(), weights=inked[:, channel]) / counts for channel in range(3)]
    order = np.argsort(-counts)
    return [(to_hex([mean[n] for mean in means]), float(counts[n] / len(inked))) for n in order[: len(bins)]]


def _drawn(data: bytes, file: File, size: Size) -> Pixels:
    """The file as (H, W, 4) uint8 sRGB, fitted into the size."""
    if file.media_type == FORMATS["svg"]:
        return _drawing(data, file, size)
    import cv2
    import numpy as np

    with TemporaryDirectory(prefix="brandkit-") as folder:
        suffix = suffix_of(file.media_type)
        with sandbox.opened(_laid(folder, data, suffix)) as material:
            page = material.document.pages[0]
            if page.unit == "pt":
                width, height = fitted(page.width, page.height, size)
                rgb = material.pixels(1, width / page.width)
                return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
            rgba = material.picture(next(iter(material.document.pictures)))
    natural = rgba.shape[1], rgba.shape[0]
    if size.width is None and size.height is None:
        return rgba
    width, height = fitted(*natural, size)
    if width > natural[0] or height > natural[1]:
        problem = "has {width} × {height} pixels and is never enlarged"
        raise InvalidValue(file.name, problem, "Ask for a smaller size.", width=natural[0], height=natural[1])
    return np.asarray(cv2.resize(rgba, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _drawing(data: bytes, file: File, size: Size) -> Pixels:
    from brandkit import svg

    natural = svg.size(data, file.name)
    width, height = fitted(*natural, size)
    if width * height > limits.PICTURE_PIXELS:
        problem = "would be {width} × {height} pixels, more than {limit:,}"
        raise InvalidValue(
            file.name, problem, "Ask for a smaller size.", width=width, height=height, limit=limits.PICTURE_PIXELS
        )
    return svg.raster(data, width, height, name=file.name)


def fitted(width: float, height: float, size: Size) -> tuple[int, int]:
    """Whole pixels, in the proportions of width × height, as large as fits in the size; never stretched."""
    scale = scale_into(width, height, size)
    return max(1, round(width * scale)), max(1, round(height * scale))


def scale_into(width: float, height: float, size: Size) -> float:
    """By how much width × height grows to fill the size."""
    if size.width is None and size.height is None:
        return DEFAULT_LONG_SIDE_PX / max(width, height)
    across = size.width / width if size.width is not None else float("inf")
    down = size.height / height if size.height is not None else float("inf")
    return min(across, down)


def _encoded(rgba: Pixels, wanted: Format, background: str, *, lossless: bool) -> bytes:
    from PIL import Image

    sink = BytesIO()
    if wanted == "jpeg":
        Image.fromarray(over(rgba, parse_hex(background))).save(sink, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
        return sink.getvalue()
    opaque = int(rgba[..., 3].min()) == 255
    image = Image.fromarray(rgba[..., :3] if opaque else rgba)
    if wanted == "webp":
        image.save(sink, "WEBP", lossless=lossless, quality=_WEBP_QUALITY)
    else:
        image.save(sink, "PNG", optimize=True)
    return sink.getvalue()


def _laid(folder: str, data: bytes, suffix: str) -> Path:
    path = Path(folder) / f"file{suffix}"
    path.write_bytes(data)
    return path
