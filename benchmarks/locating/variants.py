"""The variants that a logo can honestly be given: its colours, all black, all white.

Only a logo of plain fills without white, whose colours hardly touch: painted in one colour it is still itself. Others
have one variant, and are drawn in one colour only as an alteration.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import drawable, raster

FULL, MONO, REVERSED = "full-color", "mono-black", "reversed"
_PAINT = re.compile(
    r"""(?P<where>\b(?:fill|stroke)\s*[=:]\s*["']?\s*)(?P<paint>#[0-9a-fA-F]{3,8}|rgb[^)]*\)|[a-zA-Z]+)"""
)
_HARD = re.compile(r"url\(|<style|<use|gradient|<mask|<filter|opacity|currentColor|class=", re.IGNORECASE)
_SIDE_PX = 160
_WHITE, _BLACK = 232, 40
_TOUCHING = 0.1  # of the outline: borders between colours


@dataclass(frozen=True)
class Variant:
    """One master of a brand."""

    brand: Brand
    form: str

    @property
    def master(self) -> Brand:
        """The brand as this variant draws it."""
        return _painted(self.brand, {FULL: None, MONO: "#000000", REVERSED: "#ffffff"}[self.form])


@lru_cache(maxsize=2048)
def variants_of(brand: Brand) -> tuple[Variant, ...]:
    """The variants to register, full colour first."""
    full = Variant(brand, FULL)
    if _HARD.search(brand.body) or not drawable(brand):
        return (full,)
    unit = _SIDE_PX / max(brand.width, brand.height)
    rgba = raster(brand, np.array([[unit, 0, 0], [0, unit, 0]]), round(brand.width * unit), round(brand.height * unit))
    opaque = rgba[..., 3] > 250
    colors = rgba[..., :3].astype(int)
    if opaque.all() or not opaque.any() or (colors[opaque].min(axis=1) > _WHITE).any() or _touching(rgba) > _TOUCHING:
        return (full,)
    black = bool((colors[opaque].max(axis=1) < _BLACK).all())
    forms = (REVERSED,) if black else (MONO, REVERSED)
    return (full, *(Variant(brand, form) for form in forms))


def _touching(rgba: np.ndarray) -> float:
    """Length of borders between colours within the drawing, as a share of its outline."""
    alpha, colors = rgba[..., 3] > 250, rgba[..., :3].astype(int)
    inner = outer = 0
    for axis in (0, 1):
        both = np.logical_and(*_neighbors(alpha, axis))
        step = np.abs(np.subtract(*_neighbors(colors, axis))).max(axis=-1) > 24
        inner += int((both & step).sum())
        outer += int(np.logical_xor(*_neighbors(alpha, axis)).sum())
    return inner / max(1, outer)


def _neighbors(values: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    return (values[1:], values[:-1]) if axis == 0 else (values[:, 1:], values[:, :-1])


@lru_cache(maxsize=2048)
def _painted(brand: Brand, paint: str | None) -> Brand:
    if paint is None:
        return brand
    body = _PAINT.sub(lambda m: m["where"] + (m["paint"] if m["paint"] in ("none", "inherit") else paint), brand.body)
    body = f'<g fill="{paint}">{body}</g>'
    return Brand(brand.name, body, brand.left, brand.top, brand.width, brand.height, brand.family)
