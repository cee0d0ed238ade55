"""The artboard of an SVG: its size, and how its viewBox lies on the page.

Source: SVG 2, section 8 (coordinate systems: viewBox, preserveAspectRatio, units at 96 px an inch).
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.geometry import Affine, Box
from brandkit.svg.cleaning import parsed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PX_PER_INCH = 96.0
_PX_OF = {"": 1.0, "px": 1.0, "in": 96.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "pt": 96 / 72, "pc": 16.0, "q": 96 / 101.6}
_PAPER = ("in", "mm", "cm", "pt", "pc", "q")
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-zA-Z%]*)\s*\Z")
_NUMBERS = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
# What browsers show of a drawing that states no size at all.
_FALLBACK = (300.0, 150.0)


def size(data: bytes, name: str = "picture.svg") -> tuple[float, float]:
    """Width and height of the artboard in its own units: the viewBox, else width and height in px.

    Raises
    ------
    UnsafeMaterial, UnreadableMaterial, MaterialTooLarge
    """
    box = view_box(parsed(data, name), name)
    return box.w, box.h


def view_box(root: Element, name: str = "picture.svg") -> Box:
    """The artboard in user units; from width and height where there is no viewBox."""
    stated = numbers(root.get("viewBox", ""))
    if len(stated) == 4:
        return _checked(Box(*stated), name)
    width, height = length(root.get("width"), 0.0), length(root.get("height"), 0.0)
    return _checked(Box(0.0, 0.0, width or _FALLBACK[0], height or _FALLBACK[1]), name)


def page_size(root: Element, name: str = "picture.svg") -> tuple[float, float]:
    """Width and height in px as the drawing is shown: stated lengths, else the viewBox."""
    box = view_box(root, name)
    width, height = length(root.get("width"), 0.0), length(root.get("height"), 0.0)
    if not width and not height:
        width, height = box.w, box.h
    page = Box(0.0, 0.0, width or height * box.w / box.h, height or width * box.h / box.w)
    return _checked(page, name)[2:]


def stated_dpi(root: Element) -> float | None:
    """96 when width or height is written in millimetres, inches or points; None when no paper size is meant."""
    units = [match[2].lower() for key in ("width", "height") if (match := _LENGTH.match(root.get(key, "")))]
    return PX_PER_INCH if any(unit in _PAPER for unit in units) else None


def page_matrix(root: Element, name: str = "picture.svg") -> Affine:
    """User units to page px."""
    width, height = page_size(root, name)
    return fitted(view_box(root, name), Box(0.0, 0.0, width, height), root.get("preserveAspectRatio", ""))


def fitted(inner: Box, outer: Box, rule: str) -> Affine:
    """The map that lays `inner` into `outer` by a preserveAspectRatio value ("" is xMidYMid meet)."""
    sx, sy = outer.w / inner.w, outer.h / inner.h
    words = rule.replace("defer", "").split() or ["xMidYMid"]
    if words[0] != "none":
        sx = sy = max(sx, sy) if "slice" in words else min(sx, sy)
    share = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}
    across = share.get(words[0][1:4], 0.5) if words[0] != "none" else 0.0
    down = share.get(words[0][5:8], 0.5) if words[0] != "none" else 0.0
    dx = outer.x + (outer.w - inner.w * sx) * across - inner.x * sx
    dy = outer.y + (outer.h - inner.h * sy) * down - inner.y * sy
    return Affine(sx, 0.0, 0.0, sy, dx, dy)


def length(text: str | None, whole: float, *, em: float = 16.0) -> float:
    """A CSS length in px; percentages are of `whole`; 0.0 when it is absent or no length."""
    match = _LENGTH.match(text or "")
    if not match:
        return 0.0
    number, unit = float(match[1]), match[2].lower()
    if unit == "%":
        return number * whole / 100
    if unit in ("em", "rem"):
        return number * em
    if unit == "ex":
        return number * em / 2
    return number * _PX_OF.get(unit, 1.0)


def numbers(text: str) -> list[float]:
    """Every number of a list like a viewBox or points."""
    return [float(n) for n in _NUMBERS.findall(text)]


def _checked(box: Box, name: str) -> Box:
    if not all(math.isfinite(v) for v in box) or box.w <= 0 or box.h <= 0:
        raise UnreadableMaterial(name, "has an artboard without a size")
    if max(box.w, box.h) > limits.PAGE_SIDE_PX:
        limit = limits.PAGE_SIDE_PX
        raise MaterialTooLarge(
            name,
            "is {width:,.0f} × {height:,.0f} px; the limit is {limit:,.0f} a side",
            None,
            width=box.w,
            height=box.h,
            limit=limit,
        )
    return box
