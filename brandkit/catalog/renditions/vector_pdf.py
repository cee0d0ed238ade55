"""An SVG logo as a PDF of the same vectors: every curve stays a curve, every flat colour its own value.

What PDF could only approximate is refused and named: gradients, filters, masks, clips, live text, carried pictures.

Source: ISO 32000-1, 8.4 to 8.5 (graphics state, paths), 11.6.4.4 (constant alpha); SVG 2, 9 to 13.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from brandkit.document import Paint
from brandkit.errors import UnsupportedFormat
from brandkit.geometry import Affine, compose, translation
from brandkit.svg.artboard import length, view_box
from brandkit.svg.cleaning import parsed
from brandkit.svg.elements import by_id, href_of, local
from brandkit.svg.paints import paint_of, share
from brandkit.svg.paths import SHAPES
from brandkit.svg.styles import Style, Stylesheet, computed
from brandkit.svg.transforms import transform_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

POINTS_PER_PX = 0.75
_SILENT = frozenset(
    ("title", "desc", "metadata", "defs", "style", "symbol", "clipPath", "mask", "filter", "marker", "pattern")
) | {"linearGradient", "radialGradient"}
_PLAIN = (None, "", "none", "normal", "inherit", "auto")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_MAX_DEPTH = 60


@dataclass(frozen=True)
class _Place:
    matrix: Affine
    style: Style = field(default_factory=dict)
    opacity: float = 1.0


def pdf_of(data: bytes, *, width_pt: float | None = None, title: str = "", name: str = "logo.svg") -> bytes:
    """A PDF of one page as large as the artboard (1 px = 0.75 pt, or `width_pt` wide); the same input, the same bytes.

    Raises
    ------
    UnsupportedFormat : naming what cannot be written as exact vectors.
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    import pikepdf

    root = parsed(data, name)
    box = view_box(root, name)
    scale = width_pt / box.w if width_pt else POINTS_PER_PX
    writer = _Writer(root, name)
    to_page = Affine(scale, 0.0, 0.0, -scale, -box.x * scale, (box.h + box.y) * scale)
    writer.children(root, _Place(to_page), 0)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(box.w * scale, box.h * scale))
        states = {key: pikepdf.Dictionary(ca=alpha, CA=alpha) for alpha, key in writer.alphas.items()}
        page.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(states) if states else pikepdf.Dictionary())
        page.Contents = pdf.make_stream(writer.content())
        if title:
            pdf.docinfo["/Title"] = title
        sink = BytesIO()
        pdf.save(sink, deterministic_id=True)
        return sink.getvalue()


class _Writer:
    """Walks a cleaned drawing and writes what it paints, in painting order."""

    def __init__(self, root: Element, name: str):
        self.root, self.name = root, name
        self.sheet, self.known = Stylesheet(root), by_id(root)
        self.lines: list[str] = []
        self.alphas: dict[float, str] = {}

    def content(self) -> bytes:
        return "\n".join(self.lines).encode("ascii")

    def children(self, element: Element, place: _Place, depth: int) -> None:
        if element is self.root:
            place = replace(place, style=computed({}, self.sheet.declared(element)))
        for child in element:
            self.visit(child, place, depth + 1)

    def visit(self, element: Element, above: _Place, depth: int) -> None:
        tag = local(element)
        if tag in _SILENT or not tag:
            return
        place = self._stood(element, above)
        if place.style.get("display") == "none":
            return
        if depth > _MAX_DEPTH or tag not in ("g", "a", "use", *SHAPES):
            raise self._refused(f"<{tag}>")
        if tag in SHAPES:
            self._shape(element, place)
        elif tag == "use":
            self._use(element, place, depth)
        else:
            self.children(element, place, depth)

    def _stood(self, element: Element, above: _Place) -> _Place:
        style = computed(above.style, self.sheet.declared(element))
        for key in ("clip-path", "mask", "filter", "mix-blend-mode", "marker-start", "marker-mid", "marker-end"):
            if style.get(key) not in _PLAIN:
                raise self._refused(key)
        own = share(style.get("opacity"), 1.0)
        if own < 1.0 and local(element) in ("g", "a", "use") and len(element) != 1:
            raise self._refused("opacity")
        matrix = compose(above.matrix, transform_of(style.get("transform", "")))
        return _Place(matrix, style, above.opacity * own)

    def _use(self, element: Element, place: _Place, depth: int) -> None:
        target = self.known.get(href_of(element).removeprefix("#"))
        if target is None:
            return
        if local(target) in ("symbol", "svg"):
            raise self._refused("<symbol>")
        move = translation(length(element.get("x"), 0.0), length(element.get("y"), 0.0))
        self.visit(target, replace(place, matrix=compose(place.matrix, move)), depth + 1)

    def _shape(self, element: Element, place: _Place) -> None:
        style = place.style
        if style.get("visibility") in ("hidden", "collapse"):
            return
        fill, fill_alpha = self._paint(style.get("fill", "black"), style)
        stroke, stroke_alpha = self._paint(style.get("stroke", "none"), style)
        width = length(style.get("stroke-width", "1"), 0.0)
        stroke = stroke if width > 0 else None
        path = " ".join(_operators(element))
        if not path or (fill is None and stroke is None):
            return
        fill_alpha *= share(style.get("fill-opacity"), 1.0) * place.opacity
        stroke_alpha *= share(style.get("stroke-opacity"), 1.0) * place.opacity
        rule = "*" if style.get("fill-rule") == "evenodd" else ""
        # Fill and stroke are painted one after the other, as SVG does; PDF's B would blend them as one.
        if fill is not None and local(element) != "line":
            self._put(place, fill_alpha, _color(fill, "rg"), path, f"f{rule}")
        if stroke is not None:
            self._put(place, stroke_alpha, f"{_color(stroke, 'RG')} {_n(width)} w {self._pen(element)}", path, "S")

    def _put(self, place: _Place, alpha: float, state: str, path: str, paint: str) -> None:
        matrix = " ".join(_n(value) for value in place.matrix)
        gs = ""
        if alpha < 1.0:
            gs = f"{self.alphas.setdefault(round(alpha, 6), f'/A{len(self.alphas)}')} gs "
        self.lines.append(f"q {matrix} cm {gs}{state} {path} {paint} Q")

    def _paint(self, value: str, style: Style) -> tuple[Paint | None, float]:
        paint, alpha = paint_of(value, style.get("color", "black"), self.known, self.sheet)
        if paint is not None and paint.space != "sRGB":
            raise self._refused(paint.space)
        return paint, alpha

    def _pen(self, element: Element) -> str:
        dashes = self._handed_down(element, "stroke-dasharray", "none").replace(",", " ").split()
        pattern = "[]" if dashes in (["none"], []) else f"[{' '.join(_n(length(dash, 0.0)) for dash in dashes)}]"
        offset = _n(length(self._handed_down(element, "stroke-dashoffset", "0"), 0.0))
        cap = _CAPS.get(self._handed_down(element, "stroke-linecap", "butt"), 0)
        join = _JOINS.get(self._handed_down(element, "stroke-linejoin", "miter"), 0)
        miter = _n(max(1.0, length(self._handed_down(element, "stroke-miterlimit", "4"), 0.0)))
        return f"{cap} J {join} j {miter} M {pattern} {offset} d"

    def _handed_down(self, element: Element, key: str, default: str) -> str:
        for holder in (element, *element.iterancestors()):
            said = self.sheet.declared(holder).get(key) or holder.get(key)
            if said and said != "inherit":
                return said.strip()
        return default

    def _refused(self, feature: str) -> UnsupportedFormat:
        problem = "uses {feature}, which has no exact form in PDF"
        return UnsupportedFormat(self.name, problem, "Take it as SVG or PNG.", feature=feature)


def _operators(element: Element) -> Iterator[str]:
    """PDF path operators of a basic shape or path, in its own user units."""
    for segment in _path(element):
        kind = type(segment).__name__
        if kind == "Close":
            yield "h"
        elif getattr(segment, "end", None) is None:
            return
        elif kind == "Move":
            yield f"{_xy(segment.end)} m"
        elif kind == "CubicBezier":
            yield f"{_xy(segment.control1)} {_xy(segment.control2)} {_xy(segment.end)} c"
        elif kind == "QuadraticBezier":
            yield _raised(segment)
        elif kind == "Arc":
            # A cubic per eighth of a turn is within 1e-6 of the radius.
            for piece in segment.as_cubic_curves(max(1, int(abs(segment.sweep) / 0.785) + 1)):
                yield f"{_xy(piece.control1)} {_xy(piece.control2)} {_xy(piece.end)} c"
        else:
            yield f"{_xy(segment.end)} l"


def _path(element: Element) -> Any:
    from svgelements import Circle, Ellipse, Path, Polygon, Polyline, Rect, SimpleLine

    tag = local(element)
    if tag == "path":
        path = Path()
        try:
            path.parse(element.get("d", ""))
        except (ValueError, IndexError, TypeError, AttributeError, ArithmeticError):
            return path  # browsers too draw up to the first fault
        return path
    kinds = {"rect": Rect, "circle": Circle, "ellipse": Ellipse, "polygon": Polygon, "polyline": Polyline}
    keys = ("x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "y1", "x2", "y2", "points")
    values = {key: value for key in keys if (value := element.get(key)) is not None}
    if tag in ("polygon", "polyline"):
        return Path(kinds[tag](values.get("points", "")))
    return Path((kinds.get(tag) or SimpleLine)(values))


def _raised(segment: Any) -> str:
    """A quadratic curve as the cubic that is the same curve."""
    start, control, end = segment.start, segment.control, segment.end
    one = (start.x + 2 * (control.x - start.x) / 3, start.y + 2 * (control.y - start.y) / 3)
    two = (end.x + 2 * (control.x - end.x) / 3, end.y + 2 * (control.y - end.y) / 3)
    return f"{_n(one[0])} {_n(one[1])} {_n(two[0])} {_n(two[1])} {_xy(end)} c"


def _color(paint: Paint, operator: str) -> str:
    return f"{' '.join(_n(value) for value in paint.values)} {operator}"


def _xy(point: Any) -> str:
    return f"{_n(point.x)} {_n(point.y)}"


def _n(value: float) -> str:
    return f"{float(value):.6f}".rstrip("0").rstrip(".") or "0"
