"""A logo with one part changed: what imitators and careless hands draw. It is not the logo."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import lru_cache

import numpy as np
from lxml import etree

from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import drawable, raster

_LEAST, _MOST = 0.08, 0.45  # share of the ink that the changed part is
_SIDE_PX = 160
_SHAPES = ("path", "circle", "rect", "ellipse", "polygon")
_SVG = "http://www.w3.org/2000/svg"


@lru_cache(maxsize=2048)
def near_copy(brand: Brand) -> Brand | None:
    """The brand with a part turned about its own middle; None when no part is worth it.

    A part taken out makes no near-copy: what remains is on the page.
    """
    draw = random.Random("near copy " + brand.name)
    whole = _drawn(brand)
    parts = range(len(_parts(_tree(brand))))
    for number in draw.sample(parts, min(12, len(parts))):
        changed = _turned(brand, number)
        away = np.abs(_drawn(changed) - whole).max(axis=2) > 48
        share = float(away.sum() / max(1, (whole[..., 3] > 127).sum()))
        if _LEAST < share < _MOST and drawable(changed):
            return changed
    return None


def _without(brand: Brand, number: int) -> Brand:
    tree = _tree(brand)
    part = _parts(tree)[number]
    part.getparent().remove(part)
    return _of_tree(brand, tree)


def _turned(brand: Brand, number: int) -> Brand:
    """With a part turned by half a turn about the middle of what it alone draws."""
    shown = (np.abs(_drawn(brand) - _drawn(_without(brand, number))).max(axis=2) > 48).nonzero()
    if not len(shown[0]):
        return brand
    unit = max(brand.width, brand.height) / _SIDE_PX
    x, y = (float(shown[axis].min() + shown[axis].max() + 1) / 2 * unit for axis in (1, 0))
    tree = _tree(brand)
    part = _parts(tree)[number]
    part.set("transform", f"rotate(180 {x + brand.left:g} {y + brand.top:g}) {part.get('transform', '')}".strip())
    return _of_tree(brand, tree)


def _tree(brand: Brand) -> etree._Element:
    return etree.fromstring(
        f'<svg xmlns="{_SVG}" xmlns:xlink="http://www.w3.org/1999/xlink">{brand.body}</svg>'.encode()
    )


def _parts(tree: etree._Element) -> list[etree._Element]:
    hidden = {f"{{{_SVG}}}{name}" for name in ("defs", "clipPath", "mask", "symbol")}
    return [
        element
        for name in _SHAPES
        for element in tree.iter(f"{{{_SVG}}}{name}")
        if not any(above.tag in hidden for above in element.iterancestors())
    ]


def _of_tree(brand: Brand, tree: etree._Element) -> Brand:
    body = "".join(etree.tostring(child, encoding="unicode") for child in tree)
    return replace(brand, body=body, name=brand.name + "~")


def _drawn(brand: Brand) -> np.ndarray:
    unit = _SIDE_PX / max(brand.width, brand.height)
    size = max(1, round(brand.width * unit)), max(1, round(brand.height * unit))
    return raster(brand, np.array([[unit, 0, 0], [0, unit, 0]]), *size).astype(int)
