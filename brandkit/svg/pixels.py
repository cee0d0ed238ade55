"""An SVG drawn to pixels by resvg, which is given nothing but the cleaned bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.svg.artboard import PX_PER_INCH, page_size
from brandkit.svg.cleaning import parsed

if TYPE_CHECKING:
    import numpy as np
    from lxml.etree import _Element as Element
    from numpy.typing import NDArray


def raster(
    data: bytes,
    width_px: int | None = None,
    height_px: int | None = None,
    *,
    name: str = "picture.svg",
    font_files: Sequence[Path] = (),
) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 sRGB with straight alpha, origin top left.

    With one of width_px and height_px the other keeps the proportions; with both the drawing fills them exactly,
    stretched where it must; with none it has its own size in px. `font_files` are used for live text beside the
    fonts of the machine.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    return drawn(parsed(data, name), width_px, height_px, name=name, font_files=font_files)


def drawn(
    root: Element,
    width_px: int | None,
    height_px: int | None,
    *,
    name: str,
    font_files: Sequence[Path] = (),
) -> NDArray[np.uint8]:
    """What `raster` returns, of a tree that is clean already and is changed by this.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    import numpy as np
    import resvg_py
    from lxml import etree
    from PIL import Image

    width, height = page_size(root, name)
    out_width, out_height = _wanted(width, height, width_px, height_px)
    if out_width * out_height > limits.PICTURE_PIXELS:
        raise MaterialTooLarge(
            name, "would be {width:,} × {height:,} pixels; the limit is {limit:,}", None,
            width=out_width, height=out_height, limit=limits.PICTURE_PIXELS,
        )  # fmt: skip
    has_text = next(root.iter("{http://www.w3.org/2000/svg}text"), None) is not None
    frame = _laid_out(root, name, out_width, out_height)
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(frame, encoding="unicode"),
            dpi=PX_PER_INCH,  # the default is 0, at which millimetres vanish
            skip_system_fonts=not has_text,
            font_files=[str(path) for path in font_files] if has_text else None,
        )
    except ValueError as error:
        raise UnreadableMaterial(name, "cannot be drawn: {why}", None, why=_plain(error)) from error
    with Image.open(io.BytesIO(bytes(png)), formats=["PNG"]) as picture:
        return np.asarray(picture.convert("RGBA"))


def _wanted(width: float, height: float, width_px: int | None, height_px: int | None) -> tuple[int, int]:
    if width_px is not None and height_px is not None:
        return max(1, width_px), max(1, height_px)
    if width_px is not None:
        return max(1, width_px), max(1, round(width_px * height / width))
    if height_px is not None:
        return max(1, round(height_px * width / height)), max(1, height_px)
    return max(1, round(width)), max(1, round(height))


def _laid_out(root: Element, name: str, out_width: int, out_height: int) -> Element:
    """The drawing in a frame that resvg draws onto exactly out_width × out_height pixels.

    resvg's own width and height options keep the proportions and leave an edge. A frame around the drawing, rather
    than another viewBox on it, keeps its percentages what they are.
    """
    width, height = page_size(root, name)
    frame = root.makeelement(
        root.tag,
        {
            "width": str(out_width),
            "height": str(out_height),
            "viewBox": f"0 0 {width!r} {height!r}",
            "preserveAspectRatio": "none",
        },
        nsmap=root.nsmap,  # type: ignore[arg-type]  # lxml-stubs know no default namespace
    )
    for key in ("x", "y"):
        if key in root.attrib:
            del root.attrib[key]
    root.set("width", repr(width))
    root.set("height", repr(height))
    root.set("overflow", "visible")  # the frame clips already; a second clip of the same box doubles the time
    frame.append(root)
    return frame


def _plain(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
