"""A drawing of flat fills as paths of a PDF page; nothing of what is measured takes part in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def draw_outlines(canvas: Any, master: Path) -> None:
    """Draws an SVG of flat fills on a reportlab canvas, in artboard units, y down.

    Raises
    ------
    ValueError : for a segment that a PDF has no operator for.
    """
    import svgelements

    width, height = artboard_of(master)
    for shape in svgelements.SVG.parse(str(master), width=width, height=height).elements():
        if not isinstance(shape, svgelements.Shape) or shape.fill.value is None:
            continue
        path, outline = canvas.beginPath(), svgelements.Path(shape)
        outline.approximate_arcs_with_cubics()
        for segment in outline:
            _add(path, segment)
        canvas.setFillColorRGB(shape.fill.red / 255, shape.fill.green / 255, shape.fill.blue / 255)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=1)


def artboard_of(master: Path) -> tuple[float, float]:
    """Width and height of an SVG's viewBox."""
    from lxml import etree

    box = etree.parse(str(master)).getroot().get("viewBox").split()
    return float(box[2]), float(box[3])


def _add(path: Any, segment: Any) -> None:
    name = type(segment).__name__
    if name == "Move":
        path.moveTo(*segment.end)
    elif name == "Line":
        path.lineTo(*segment.end)
    elif name == "CubicBezier":
        path.curveTo(*segment.control1, *segment.control2, *segment.end)
    elif name == "Close":
        path.close()
    else:
        raise ValueError(f"a segment of another kind: {name}")
