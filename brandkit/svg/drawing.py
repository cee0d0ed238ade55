"""An SVG taken apart: outlines, carried pictures and live text, with transforms, styles, clips and uses worked out.

Source: SVG 2; CSS Masking Level 1 (clip-path). Not followed: masks and filters (named in `effects`), markers.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.document import Contour, Paint, Picture, Placement, Shape, TextRun
from brandkit.errors import MaterialTooLarge
from brandkit.geometry import Affine, Box, Point, apply, box_of, clipped, compose, corners, grown, translation
from brandkit.svg.artboard import fitted, length, numbers, view_box
from brandkit.svg.cleaning import parsed
from brandkit.svg.elements import XML, by_id, href_of, local
from brandkit.svg.paints import paint_of, share
from brandkit.svg.paths import SHAPES, contours_of
from brandkit.svg.styles import Style, Stylesheet, computed
from brandkit.svg.transforms import transform_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from brandkit.svg.lettering import Node

_BLENDS = ("normal", "inherit", "auto", "")


@dataclass(frozen=True)
class Place:
    """Where an element stands: the map to the page and all that its ancestors hand down."""

    matrix: Affine
    style: Style
    viewport: tuple[float, float]
    opacity: float = 1.0
    clip: tuple[Point, ...] | None = None
    group: str = ""
    effects: tuple[str, ...] = ()
    language: str = ""


@dataclass
class Drawing:
    """What was found, in painting order. `data` holds the bytes of carried pictures by key."""

    placements: list[Placement] = field(default_factory=list)
    texts: list[TextRun] = field(default_factory=list)
    lettering: list[list[Node]] = field(default_factory=list)  # where each text stands in the tree
    shapes: list[Shape] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    data: dict[str, bytes] = field(default_factory=dict)
    order: int = 0
    points: int = 0

    def next_order(self) -> int:
        self.order += 1
        return self.order


def outlines(data: bytes, name: str = "picture.svg") -> list[Shape]:
    """Every painted outline in artboard units: the viewBox's top left is (0, 0).

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    root = parsed(data, name)
    artboard = view_box(root, name)
    return taken_apart(root, translation(-artboard.x, -artboard.y), (artboard.w, artboard.h), name).shapes


def taken_apart(root: Element, matrix: Affine, viewport: tuple[float, float], name: str) -> Drawing:
    """A cleaned drawing's parts under the map from its user units to the page.

    Raises
    ------
    MaterialTooLarge : when its outlines have more points than the limit.
    """
    found = Drawing()
    take_apart_into(found, root, Place(matrix, {}, viewport), name)
    return found


def take_apart_into(found: Drawing, root: Element, place: Place, name: str) -> None:
    """Adds a cleaned drawing that stands at `place` to what was found already."""
    _Walk(root, found, name).children(root, place)


class _Walk:
    def __init__(self, root: Element, found: Drawing, name: str):
        self.found, self.name = found, name
        self.known, self.sheet = by_id(root), Stylesheet(root)
        self.root = root
        self.paints: dict[tuple[str, str], tuple[Paint | None, float]] = {}

    def children(self, element: Element, place: Place) -> None:
        if element is self.root:
            style = computed(place.style, self.sheet.declared(element))
            place = replace(place, style=style, language=element.get(f"{{{XML}}}lang", ""))
        for number, child in enumerate(element):
            self.visit(child, place, number)

    def visit(self, element: Element, above: Place, number: int) -> None:
        tag = local(element)
        if tag not in ("g", "a", "svg", "switch", "use", "image", "text", "symbol", *SHAPES):
            return
        place = self._stood(element, above, number)
        clipped_away = place.clip is not None and len(place.clip) < 3
        if clipped_away or place.style.get("display") == "none" or abs(place.matrix.determinant) < 1e-12:
            return
        if tag in SHAPES:
            self._shape(element, place)
        elif tag == "use":
            self._use(element, place)
        elif tag == "image":
            self._image(element, place)
        elif tag == "text":
            from brandkit.svg.lettering import runs_of

            for run, nodes in runs_of(element, place, self.sheet, self.known, self.found.next_order):
                self.found.texts.append(run)
                self.found.lettering.append(nodes)
        elif tag == "switch":
            self._switch(element, place)
        elif tag == "svg":
            self._viewport(element, place, element)
        elif tag != "symbol":
            self.children(element, place)

    def _stood(self, element: Element, above: Place, number: int) -> Place:
        style = computed(above.style, self.sheet.declared(element))
        matrix = compose(above.matrix, transform_of(style.get("transform", "")))
        place = Place(
            matrix=matrix,
            style=style,
            viewport=above.viewport,
            opacity=above.opacity * share(style.get("opacity"), 1.0),
            clip=above.clip,
            group=above.group,
            effects=above.effects + self._effects(style),
            language=element.get(f"{{{XML}}}lang", above.language),
        )
        if local(element) in ("g", "a", "svg", "use", "switch"):
            place = replace(place, group=f"{above.group}/{number}".lstrip("/"))
        if (address := style.get("clip-path", "none")) != "none":
            place = replace(place, clip=self._clip(address, element, place))
        return place

    def _effects(self, style: Style) -> tuple[str, ...]:
        found = []
        filter_value = style.get("filter", "none")
        if filter_value != "none":
            target = self._target(filter_value)
            parts = [local(part) for part in target] if target is not None else [filter_value.partition("(")[0]]
            found.append("filter: " + " ".join(part for part in parts if part))
        if style.get("mask", "none") != "none":
            found.append("mask")
        if style.get("mix-blend-mode", "normal") not in _BLENDS:
            found.append(f"blend: {style['mix-blend-mode']}")
        return tuple(found)

    def _target(self, value: str) -> Element | None:
        from brandkit.svg.addresses import URL

        match = URL.match(value.strip())
        return self.known.get(match[2].strip().removeprefix("#")) if match else None

    def _clip(self, address: str, element: Element, place: Place) -> tuple[Point, ...] | None:
        from brandkit.svg.clips import region_of

        target = self._target(address)
        if target is None or local(target) != "clipPath":
            return place.clip
        region = region_of(target, element, place, self.sheet, self.known)
        if place.clip is None:
            return region
        return tuple(clipped(region, place.clip)) if len(region) > 2 and len(place.clip) > 2 else ()

    def _shape(self, element: Element, place: Place) -> None:
        style = place.style
        if style.get("visibility") in ("hidden", "collapse"):
            return
        current = style.get("color", "black")
        fill, fill_alpha = self._paint(style.get("fill", "black"), current)
        stroke, stroke_alpha = self._paint(style.get("stroke", "none"), current)
        width = length(style.get("stroke-width", "1"), max(place.viewport)) * abs(place.matrix.determinant) ** 0.5
        if local(element) == "line":
            fill = None
        stroke = stroke if width > 0 else None
        if fill is None and stroke is None:
            return
        contours = self._placed(contours_of(element, place.viewport), place.matrix)
        if not contours:
            return
        alpha = fill_alpha * share(style.get("fill-opacity"), 1.0)
        if fill is None:
            alpha = stroke_alpha * share(style.get("stroke-opacity"), 1.0)
        box = box_of(point for contour in contours for point in contour.points)
        if stroke is None and not (box.w and box.h):
            return
        self._add(Shape(
            contours, grown(box, width / 2) if stroke else box, fill, stroke, width if stroke else 0.0,
            clip=place.clip, opacity=place.opacity * alpha, even_odd=style.get("fill-rule") == "evenodd",
            group=place.group, effects=place.effects,
        ))  # fmt: skip

    def _paint(self, value: str, current: str) -> tuple[Paint | None, float]:
        if (value, current) not in self.paints:
            self.paints[value, current] = paint_of(value, current, self.known, self.sheet)
        return self.paints[value, current]

    def _placed(self, contours: list[Contour], matrix: Affine) -> tuple[Contour, ...]:
        self.found.points += sum(len(contour.points) for contour in contours)
        if self.found.points > limits.PAGE_POINTS:
            limit = limits.PAGE_POINTS
            raise MaterialTooLarge(self.name, "has outlines of more than {limit:,} points", None, limit=limit)
        return tuple(Contour(tuple(apply(matrix, p) for p in c.points), c.closed) for c in contours)

    def _add(self, shape: Shape) -> None:
        self.found.shapes.append(replace(shape, order=self.found.next_order()))

    def _use(self, element: Element, place: Place) -> None:
        target = self.known.get(href_of(element).removeprefix("#"))
        if target is None:
            return
        x, y = self._lengths(element, place, "x", "y")
        inner = replace(place, matrix=compose(place.matrix, translation(x, y)))
        if local(target) == "symbol":
            self._viewport(target, self._stood(target, inner, 0), element)
        elif local(target) == "svg":
            self._viewport(target, self._stood(target, inner, 0), target)
        else:
            self.visit(target, inner, 0)

    def _viewport(self, element: Element, place: Place, sized_by: Element) -> None:
        """A nested svg or symbol: its own viewBox in the place that it, or its use, is given."""
        across, down = place.viewport
        x, y = self._lengths(element, place, "x", "y") if local(element) == "svg" else (0.0, 0.0)
        width = length(sized_by.get("width", "100%"), across) or across
        height = length(sized_by.get("height", "100%"), down) or down
        outer = Box(x, y, width, height)
        inner = numbers(element.get("viewBox", ""))
        if len(inner) == 4 and inner[2] > 0 and inner[3] > 0:
            fit = fitted(Box(*inner), outer, element.get("preserveAspectRatio", ""))
            seen = (inner[2], inner[3])
        else:
            fit, seen = translation(x, y), (width, height)
        frame = tuple(apply(place.matrix, corner) for corner in corners(outer))
        if place.style.get("overflow", "hidden") not in ("visible", "auto"):
            frame = frame if place.clip is None else tuple(clipped(frame, place.clip)) if len(place.clip) > 2 else ()
            place = replace(place, clip=frame)
        self.children(element, replace(place, matrix=compose(place.matrix, fit), viewport=seen))

    def _lengths(self, element: Element, place: Place, across: str, down: str) -> tuple[float, float]:
        return length(element.get(across), place.viewport[0]), length(element.get(down), place.viewport[1])

    def _switch(self, element: Element, place: Place) -> None:
        for number, child in enumerate(element):
            if child.get("systemLanguage") is None and child.get("requiredExtensions") is None:
                self.visit(child, place, number)
                return

    def _image(self, element: Element, place: Place) -> None:
        from brandkit.svg.images import add_image

        if place.style.get("visibility") not in ("hidden", "collapse"):
            add_image(element, place, self.found, self.name)
