"""A file of the catalog in another format or size. Drawings become pixels or PDF; pictures only ever become smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from brandkit.assets import File
from brandkit.catalog.availability import Colors
from brandkit.catalog.renditions.pixels import drawing, drawn, encoded
from brandkit.catalog.renditions.size import Size, fitted, scale_into
from brandkit.color import to_hex
from brandkit.errors import InvalidValue, UnsupportedFormat

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

__all__ = ["FORMATS", "Format", "Size", "can_become", "colors_of", "fitted", "ink_colors", "is_master", "rendition"]

Format = Literal["svg", "png", "webp", "jpeg", "pdf"]
FORMATS: dict[Format, str] = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "pdf": "application/pdf",
}
WHITE = "#FFFFFF"
_INKED = 200  # alpha above which a pixel counts as ink: rims are a mixture
_TINT_BITS = 4
# A side of fewer pixels is so much rounded that the proportions show it; smaller pictures need a squarer variant.
MIN_SIDE_PX = 8
COLOR_LOOK_PX = 256  # thin strokes keep pixels of their own colour from about this size on
_COLORS: dict[str, Colors] = {}  # by SHA-256: the same bytes always have the same colours


def can_become(file: File, wanted: Format | None) -> bool:
    """Whether a file can be handed out in a format; vectors come from vectors only."""
    if wanted is None or FORMATS[wanted] == file.media_type:
        return True
    if wanted == "svg":
        return False
    return wanted != "pdf" or file.media_type == "image/svg+xml"


def is_master(file: File, wanted: Format | None, size: Size) -> bool:
    """Whether the request is for the file as it is."""
    same = wanted is None or FORMATS[wanted] == file.media_type
    return same and size.width is None and size.height is None


def rendition(data: bytes, file: File, *, wanted: Format | None, size: Size, background: str | None) -> bytes:
    """The file's bytes as they are, or in the wanted format and size. JPEG stands on `background`, else on white.

    Raises
    ------
    InvalidValue : for a size that a PDF master does not have, that would enlarge pixels, or that no picture can have.
    UnsupportedFormat : when the format cannot hold the drawing exactly.
    """
    if is_master(file, wanted, size):
        return data
    target = FORMATS[wanted] if wanted else file.media_type
    if target in (FORMATS["svg"], FORMATS["pdf"]):
        return _vectors(data, file, size, to_pdf=target == FORMATS["pdf"])
    form = next((name for name, media in FORMATS.items() if media == target), None)
    if form is None:
        raise UnsupportedFormat(file.name, "cannot be written smaller in its own format", "Ask for --format png.")
    rgba = drawn(data, file, size)
    if size.width is not None or size.height is not None:
        _refuse_too_small(file, *rgba.shape[:2])
    return encoded(rgba, form, background or WHITE, lossless=file.media_type in (FORMATS["svg"], FORMATS["png"]))


def _vectors(data: bytes, file: File, size: Size, *, to_pdf: bool) -> bytes:
    """A drawing as SVG or PDF whose artboard is shown in the size: the same vectors, 96 px an inch."""
    from brandkit import svg
    from brandkit.catalog.renditions.vector_pdf import POINTS_PER_PX, pdf_of

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
        rgba = drawing(data, file, size) if file.media_type == FORMATS["svg"] else drawn(data, file, Size())
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
