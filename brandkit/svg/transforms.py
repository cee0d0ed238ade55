"""The `transform` attribute as an affine map.

Source: CSS Transforms Level 1, section 8 (SVG syntax).
"""

from __future__ import annotations

import math
import re

from brandkit.geometry import Affine, compose, rotation, scaling, translation
from brandkit.svg.artboard import length

_FUNCTION = re.compile(r"([a-zA-Z]+)\s*\(([^()]*)\)")
_COUNTS = {
    "matrix": (6,), "translate": (1, 2), "translatex": (1,), "translatey": (1,), "scale": (1, 2), "scalex": (1,),
    "scaley": (1,), "rotate": (1, 3), "skewx": (1,), "skewy": (1,),
}  # fmt: skip


def transform_of(text: str) -> Affine:
    """The map of a transform list; the identity for "none" and from the first function that cannot be read."""
    result = Affine()
    for name, inside in _FUNCTION.findall(text):
        values = [_number(part) for part in re.split(r"[\s,]+|(?<=[\d.])(?=[-+])", inside.strip()) if part]
        if len(values) not in _COUNTS.get(name.lower(), ()) or not all(math.isfinite(v) for v in values):
            return result
        result = compose(result, _map(name.lower(), values))
    return result


def _map(name: str, v: list[float]) -> Affine:
    if name == "matrix":
        return Affine(*v)
    if name.startswith("translate"):
        x = 0.0 if name.endswith("y") else v[0]
        y = v[0] if name.endswith("y") else v[1] if len(v) == 2 else 0.0
        return translation(x, y)
    if name.startswith("scale"):
        if name != "scale":
            return scaling(v[0], 1.0) if name.endswith("x") else scaling(1.0, v[0])
        return scaling(v[0], v[-1])
    if name == "rotate":
        turn = rotation(v[0])
        return compose(compose(translation(v[1], v[2]), turn), translation(-v[1], -v[2])) if len(v) == 3 else turn
    slope = math.tan(math.radians(v[0]))
    return Affine(1, 0, slope, 1, 0, 0) if name == "skewx" else Affine(1, slope, 0, 1, 0, 0)


def _number(text: str) -> float:
    """A number, an angle in any unit as degrees, or a length as px; NaN when it is none."""
    for unit, factor in (("deg", 1.0), ("grad", 0.9), ("rad", 180 / math.pi), ("turn", 360.0)):
        if text.endswith(unit):
            text, scale = text.removesuffix(unit), factor
            break
    else:
        scale = 1.0
    try:
        return float(text) * scale
    except ValueError:
        return length(text, 0.0) or math.nan
