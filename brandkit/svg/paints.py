"""Colours, gradients and patterns of an SVG as Paint values.

Source: CSS Color Module Level 4 (sRGB notations); SVG 2, section 13 (paint servers).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from brandkit.color import to_hex
from brandkit.document import Paint
from brandkit.svg.addresses import URL
from brandkit.svg.elements import href_of, local
from brandkit.svg.styles import Stylesheet

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

RGBA = tuple[float, float, float, float]  # 0..255 each, alpha 0..1

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\Z")
_FUNCTION = re.compile(r"(rgba?|hsla?)\(([^()]*)\)")
_SAMPLES = 64


def color_of(text: str, current: str = "black") -> RGBA | None:
    """Red, green, blue and alpha of a CSS colour; None for "none" and for what is no colour."""
    value = text.strip().lower()
    if value == "currentcolor":
        return color_of(current) if current.strip().lower() != "currentcolor" else (0.0, 0.0, 0.0, 1.0)
    if value == "transparent":
        return (0.0, 0.0, 0.0, 0.0)
    if function := _FUNCTION.match(value):
        return _of_function(function[1], function[2])
    value = value.partition(" ")[0]  # "#0057a8 icc-color(…)" has its sRGB stand-in first
    if match := _HEX.match(value):
        digits = match[1] if len(match[1]) > 4 else "".join(2 * d for d in match[1])
        parts = [int(digits[i : i + 2], 16) for i in range(0, len(digits), 2)]
        return (float(parts[0]), float(parts[1]), float(parts[2]), parts[3] / 255 if len(parts) == 4 else 1.0)
    from PIL.ImageColor import colormap, getrgb

    if value not in colormap:
        return None
    red, green, blue = getrgb(value)[:3]
    return float(red), float(green), float(blue), 1.0


def paint_of(value: str, current: str, known: Mapping[str, Element], sheet: Stylesheet) -> tuple[Paint | None, float]:
    """The paint of a `fill` or `stroke` value and its own alpha 0..1; (None, 1) for none or an unknown server."""
    text = value.strip()
    if match := URL.match(text):
        server = known.get(match[2].strip().removeprefix("#"))
        if server is not None and local(server) in ("linearGradient", "radialGradient"):
            return gradient(server, known, sheet)
        if server is not None and local(server) == "pattern":
            return _pattern(server, known, sheet)
        text = text[match.end() :].strip() or "none"
    found = None if text == "none" else color_of(text, current)
    if found is None:
        return None, 1.0
    return Paint(to_hex(found[:3]), "sRGB", tuple(v / 255 for v in found[:3])), found[3]


def gradient(server: Element, known: Mapping[str, Element], sheet: Stylesheet) -> tuple[Paint | None, float]:
    """A gradient as the mean colour over its length (over its disc when radial), and its mean alpha."""
    stops = _stops(server, known, sheet)
    if not stops:
        return None, 1.0
    total, sums = 0.0, [0.0, 0.0, 0.0, 0.0]
    for sample in range(_SAMPLES):
        at = (sample + 0.5) / _SAMPLES
        weight = at if local(server) == "radialGradient" else 1.0
        total += weight
        for channel, value in enumerate(_between(stops, at)):
            sums[channel] += weight * value
    mean = [value / total for value in sums]
    return Paint(to_hex(mean[:3]), "gradient", tuple(v / 255 for v in mean[:3]), server.get("id", "")), mean[3]


def _stops(server: Element, known: Mapping[str, Element], sheet: Stylesheet) -> list[tuple[float, RGBA]]:
    seen: set[Element] = set()
    while server is not None and server not in seen:
        seen.add(server)
        found: list[tuple[float, RGBA]] = []
        for stop in server:
            if local(stop) != "stop":
                continue
            style = sheet.declared(stop)
            told = color_of(style.get("stop-color", "black"), style.get("color", "black")) or (0.0, 0.0, 0.0, 1.0)
            alpha = told[3] * share(style.get("stop-opacity"), 1.0)
            at = max(share(stop.get("offset"), 0.0), found[-1][0] if found else 0.0)
            found.append((at, (told[0], told[1], told[2], alpha)))
        if found:
            return found
        server = known.get(href_of(server).removeprefix("#"))  # type: ignore[assignment]
    return []


def _between(stops: list[tuple[float, RGBA]], at: float) -> RGBA:
    if at <= stops[0][0]:
        return stops[0][1]
    for (start, one), (end, other) in itertools.pairwise(stops):
        if at <= end:
            part = (at - start) / (end - start) if end > start else 1.0
            a, b, c, d = (u + (v - u) * part for u, v in zip(one, other, strict=True))
            return (a, b, c, d)
    return stops[-1][1]


def _pattern(server: Element, known: Mapping[str, Element], sheet: Stylesheet) -> tuple[Paint | None, float]:
    """The first flat colour in a pattern's tile; a tile without one tells no colour."""
    for element in server.iter():
        value = sheet.declared(element).get("fill", "")
        if value and not value.startswith("url("):
            found = color_of(value)
            if found is not None:
                return Paint(to_hex(found[:3]), "pattern", (), server.get("id", "")), 1.0
    return Paint("#000000", "pattern", (), server.get("id", "")), 1.0


def share(text: str | None, default: float) -> float:
    """A number or percentage as 0..1; `default` when it is absent or no number."""
    try:
        value = (text or "").strip()
        number = float(value[:-1]) / 100 if value.endswith("%") else float(value)
    except ValueError:
        return default
    return min(1.0, max(0.0, number))


def _of_function(name: str, inside: str) -> RGBA | None:
    parts = re.split(r"[\s,/]+", inside.strip())
    if len(parts) not in (3, 4):
        return None
    alpha = share(parts[3], 1.0) if len(parts) == 4 else 1.0
    try:
        if name.startswith("rgb"):
            red, green, blue = (float(p[:-1]) * 255 / 100 if p.endswith("%") else float(p) for p in parts[:3])
        else:
            red, green, blue = _of_hsl(parts)
    except ValueError:
        return None
    clamp = [min(255.0, max(0.0, v)) for v in (red, green, blue)]
    return (clamp[0], clamp[1], clamp[2], alpha)


def _of_hsl(parts: list[str]) -> tuple[float, float, float]:
    import colorsys

    hue = float(parts[0].removesuffix("deg")) / 360 % 1.0
    red, green, blue = colorsys.hls_to_rgb(hue, share(parts[2], 0.0), share(parts[1], 0.0))
    return red * 255, green * 255, blue * 255
