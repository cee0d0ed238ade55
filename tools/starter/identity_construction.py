"""The drawing of how the city's mark is constructed: grid, circles, rays from one lamp, gaps of one width."""

from __future__ import annotations

import math

from identity_drawing import path_data, placed
from identity_lettering import outlines
from identity_marks import AXIS, BAY, DECK, GAP, LAMP, LEECH, RAYS, SEA_LEVEL, city

SCALE = 10
MARGIN = 14
RULE = "#C9C3B8"
GUIDE = "#E25A0B"
TINT = {"ink": "#B9C4CF", "light": "#F3C6A9", "sea": "#B0D4D8"}


def construction() -> str:
    """An SVG of 92 x 92 grid units: the mark in tints under the lines that make it."""
    side = (64 + 2 * MARGIN) * SCALE
    body = [f'<rect width="{side}" height="{side}" fill="#FFFFFF"/>', *_grid()]
    for role, contours in city():
        moved = [placed(c, scale=SCALE, dx=MARGIN * SCALE, dy=MARGIN * SCALE) for c in contours]
        body.append(f'<path fill="{TINT[role]}" d="{"".join(map(path_data, moved))}"/>')
    body += [*_guides(), *_labels()]
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">',
                      "<title>Dựng hình biểu trưng · Construction of the mark</title>", *body, "</svg>", ""])


def _at(value: float) -> str:
    return f"{(value + MARGIN) * SCALE:.1f}"


def _line(x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> str:
    return (f'<path d="M{_at(x0)} {_at(y0)}L{_at(x1)} {_at(y1)}" fill="none" stroke="{color}" '
            f'stroke-width="{width}"/>')


def _grid() -> list[str]:
    lines = []
    for i in range(0, 65, 4):
        width = 1.2 if i % 16 == 0 else 0.5
        lines += [_line(i, 0, i, 64, RULE, width), _line(0, i, 64, i, RULE, width)]
    return lines


def _guides() -> list[str]:
    guides = [f'<circle cx="{_at(c.center[0])}" cy="{_at(c.center[1])}" r="{c.radius * SCALE:.1f}" fill="none" '
              f'stroke="{GUIDE}" stroke-width="1.4"/>' for c in (BAY, LEECH)]
    for circle in (BAY, LEECH):
        x, y = circle.center
        guides += [_line(x - 1, y, x + 1, y, GUIDE, 1.4), _line(x, y - 1, x, y + 1, GUIDE, 1.4)]
    for angle in RAYS:
        a = math.radians(angle)
        guides.append(_line(*LAMP.at, AXIS + 53 * math.cos(a), LAMP.at[1] + 53 * math.sin(a), GUIDE, 1.4))
    guides += [_line(-6, SEA_LEVEL, 70, SEA_LEVEL, GUIDE, 1.4), _line(-6, DECK, 70, DECK, GUIDE, 1.4),
               _line(AXIS, -4, AXIS, 68, GUIDE, 1.4)]
    return guides


def _labels() -> list[str]:
    notes = [(f"{GAP:g}", 71.2, (SEA_LEVEL + DECK) / 2 + 0.9), (f"R {LEECH.radius:g}", 60.4, 27.2),
             (f"R {BAY.radius:g}", 34, 66.6)]
    notes += [(f"{abs(angle):g}°", x, y) for angle, x, y in
              ((RAYS[0], 73.5, 8.8), (RAYS[1], 70.6, 32.6), (RAYS[2], 57, 55))]
    paths = []
    for text, x, y in notes:
        for letter in outlines(text, weight="Medium", size=2.6 * SCALE, x=(x + MARGIN) * SCALE,
                               baseline=(y + MARGIN) * SCALE):
            paths.append(f'<path fill="#16212B" d="{"".join(map(path_data, letter))}"/>')
    return paths
