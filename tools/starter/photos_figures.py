"""People and monuments for drawn scenes, as outlines in their own coordinates: feet or base at 0, height 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, pi, sin

from photos_boats import blended, placed
from PIL import ImageDraw

Point = tuple[float, float]


def limb(
    pen: ImageDraw.ImageDraw,
    scale: float,
    place: Callable[[Sequence[Point]], list[Point]],
    joints: Sequence[Point],
    width: float,
    color: str,
) -> None:
    """Joints connected by a round stroke, `width` in figure heights."""
    points = place(joints)
    unit = place([(0, 0), (0, 1)])
    thick = width * (unit[0][1] - unit[1][1])
    pen.line(points, fill=color, width=round(thick), joint="curve")
    for a, b in points:
        pen.ellipse((a - thick / 2, b - thick / 2, a + thick / 2, b + thick / 2), fill=color)


def rounded(points: Sequence[Point], passes: int = 3) -> list[Point]:
    """The closed outline with its corners cut again and again. Source: Chaikin 1974."""
    for _ in range(passes):
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        points = [
            corner
            for (ax, ay), (bx, by) in pairs
            for corner in (
                (0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by),
                (0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by),
            )
        ]
    return list(points)


def child(
    pen: ImageDraw.ImageDraw, scale: float, x: float, ground: float, height: float, *, shirt: str, shorts: str
) -> None:
    """A child seen from behind, running, one arm up."""
    place = placed(x, ground, height, scale=scale)
    skin, hair = "#8a5a3c", "#1d1714"
    limb(pen, scale, place, [(-0.04, 0.42), (-0.08, 0.24), (-0.2, 0.16)], 0.06, blended(skin, "#000000", 0.25))
    limb(pen, scale, place, [(-0.2, 0.16), (-0.22, 0.2)], 0.05, blended(skin, "#000000", 0.25))
    limb(pen, scale, place, [(0.05, 0.42), (0.09, 0.22), (0.08, 0.03)], 0.065, skin)
    limb(pen, scale, place, [(0.075, 0.025), (0.125, 0.02)], 0.042, skin)
    pen.polygon(
        place(
            rounded(
                [
                    (-0.1, 0.54),
                    (0.1, 0.54),
                    (0.12, 0.43),
                    (0.135, 0.29),
                    (0.03, 0.28),
                    (0.0, 0.38),
                    (-0.05, 0.27),
                    (-0.14, 0.31),
                    (-0.11, 0.43),
                ]
            )
        ),
        fill=shorts,
    )
    limb(pen, scale, place, [(-0.09, 0.76), (-0.17, 0.64), (-0.2, 0.52)], 0.046, skin)
    limb(pen, scale, place, [(0.08, 0.76), (0.17, 0.88), (0.225, 0.99)], 0.046, skin)
    limb(pen, scale, place, [(-0.085, 0.76), (-0.135, 0.685)], 0.075, shirt)
    limb(pen, scale, place, [(0.08, 0.765), (0.135, 0.835)], 0.075, shirt)
    pen.polygon(
        place(
            rounded(
                [
                    (-0.12, 0.79),
                    (-0.04, 0.83),
                    (0.05, 0.83),
                    (0.12, 0.79),
                    (0.115, 0.6),
                    (0.125, 0.47),
                    (-0.12, 0.47),
                    (-0.105, 0.6),
                ]
            )
        ),
        fill=shirt,
    )
    pen.polygon(
        place(rounded([(-0.11, 0.78), (-0.06, 0.81), (-0.05, 0.6), (-0.06, 0.48), (-0.115, 0.48), (-0.1, 0.6)])),
        fill=blended(shirt, "#fff2d8", 0.28),
    )
    limb(pen, scale, place, [(0.005, 0.8), (0.01, 0.86)], 0.055, skin)
    pen.polygon(
        place([(0.012 + 0.07 * cos(step * pi / 12), 0.915 + 0.08 * sin(step * pi / 12)) for step in range(24)]),
        fill=hair,
    )


def fisherman(
    pen: ImageDraw.ImageDraw, scale: float, x: float, ground: float, height: float, *, cloth: str, lit: str
) -> None:
    """A man standing in his boat with a long paddle and a conical hat, the sun behind him on his right."""
    place = placed(x, ground, height, scale=scale)
    rim, dark = blended(cloth, lit, 0.75), blended(cloth, "#000000", 0.4)
    limb(pen, scale, place, [(-0.04, 0.46), (-0.07, 0.24), (-0.1, 0.0)], 0.085, dark)
    limb(pen, scale, place, [(0.055, 0.46), (0.085, 0.24), (0.1, 0.0)], 0.085, rim)
    limb(pen, scale, place, [(0.045, 0.46), (0.075, 0.24), (0.088, 0.0)], 0.08, cloth)
    torso = [
        (-0.13, 0.77),
        (-0.05, 0.84),
        (0.05, 0.84),
        (0.13, 0.77),
        (0.1, 0.6),
        (0.105, 0.44),
        (-0.1, 0.44),
        (-0.1, 0.6),
    ]
    pen.polygon(place(rounded([(a + 0.012, b + 0.004) for a, b in torso])), fill=rim)
    pen.polygon(place(rounded(torso)), fill=cloth)
    limb(pen, scale, place, [(-0.58, -0.34), (0.36, 0.92)], 0.014, "#20160f")
    pen.polygon(place(rounded([(-0.66, -0.5), (-0.6, -0.29), (-0.53, -0.3), (-0.55, -0.48)])), fill="#20160f")
    limb(pen, scale, place, [(-0.11, 0.75), (-0.2, 0.56), (-0.08, 0.37)], 0.052, dark)
    limb(pen, scale, place, [(0.12, 0.755), (0.235, 0.62), (0.21, 0.725)], 0.056, rim)
    limb(pen, scale, place, [(0.11, 0.75), (0.225, 0.615), (0.2, 0.715)], 0.05, cloth)
    limb(pen, scale, place, [(0.0, 0.83), (0.005, 0.89)], 0.085, "#2a1a13")
    pen.polygon(place([(-0.18, 0.89), (0.005, 1.03), (0.19, 0.89), (0.1, 0.874), (-0.09, 0.874)]), fill=rim)
    pen.polygon(
        place([(-0.18, 0.89), (0.002, 1.026), (0.165, 0.894), (0.09, 0.874), (-0.09, 0.874)]),
        fill=blended(cloth, "#a88655", 0.35),
    )


def lighthouse(
    pen: ImageDraw.ImageDraw, scale: float, x: float, ground: float, height: float, *, wall: str, shade: str, lamp: str
) -> None:
    """A round white tower with a gallery, lamp room and a low keeper's house; light from the left."""
    place = placed(x, ground, height, scale=scale)
    pen.polygon(place([(0.02, -0.02), (0.52, -0.02), (0.52, 0.17), (0.02, 0.17)]), fill=blended(wall, shade, 0.55))
    pen.polygon(place([(0.0, 0.165), (0.55, 0.165), (0.48, 0.24), (0.08, 0.24)]), fill=blended("#8d3b2c", shade, 0.5))
    for window in (0.2, 0.31, 0.42):
        pen.polygon(
            place([(window, 0.05), (window + 0.05, 0.05), (window + 0.05, 0.125), (window, 0.125)]), fill="#2a2a31"
        )
    for strip in range(24):
        left, right = -1 + strip / 12, -1 + (strip + 1.3) / 12
        color = blended(wall, shade, min(1, max(0, 0.08 + 0.55 * (strip / 23) ** 1.2 + (0.12 if strip < 2 else 0))))
        pen.polygon(
            place([(left * 0.115, 0), (right * 0.115, 0), (right * 0.082, 0.74), (left * 0.082, 0.74)]), fill=color
        )
    for low, high, reach, color in (
        (0.72, 0.75, 0.125, shade),
        (0.75, 0.79, 0.118, blended(wall, shade, 0.3)),
        (0.79, 0.805, 0.13, shade),
    ):
        pen.polygon(place([(-reach, low), (reach, low), (reach, high), (-reach, high)]), fill=color)
    pen.polygon(place([(-0.062, 0.805), (0.062, 0.805), (0.062, 0.905), (-0.062, 0.905)]), fill=lamp)
    for bar in (-0.062, -0.022, 0.02, 0.058):
        pen.polygon(place([(bar, 0.805), (bar + 0.006, 0.805), (bar + 0.006, 0.905), (bar, 0.905)]), fill="#2b2f38")
    pen.polygon(
        place(
            [
                (-0.078, 0.905),
                (0.078, 0.905),
                (0.03, 0.965),
                (0.006, 0.972),
                (0.006, 1.03),
                (-0.006, 1.03),
                (-0.006, 0.972),
                (-0.03, 0.965),
            ]
        ),
        fill="#3a2f33",
    )
    for level in (0.2, 0.42, 0.62):
        pen.polygon(
            place([(-0.016, level), (0.014, level), (0.014, level + 0.05), (-0.016, level + 0.05)]), fill="#30343d"
        )


def statue(
    pen: ImageDraw.ImageDraw, scale: float, x: float, ground: float, height: float, *, stone: str, shade: str
) -> None:
    """A robed figure with open arms on a stepped base; light from the left."""
    place = placed(x, ground, height, scale=scale)
    for low, high, reach in ((0, 0.05, 0.27), (0.05, 0.19, 0.19), (0.19, 0.21, 0.21)):
        for strip in range(20):
            a, b = (-1 + strip / 10) * reach, (-1 + (strip + 1.2) / 10) * reach
            pen.polygon(
                place([(a, low), (min(b, reach), low), (min(b, reach), high), (a, high)]),
                fill=blended(stone, shade, 0.25 + 0.55 * (strip / 19) ** 1.4),
            )
    sleeve = [
        (0.0, 0.845),
        (0.1, 0.86),
        (0.3, 0.853),
        (0.43, 0.858),
        (0.44, 0.845),
        (0.38, 0.815),
        (0.26, 0.765),
        (0.14, 0.735),
        (0.0, 0.72),
    ]
    for side, tone in ((1, 0.62), (-1, 0.16)):
        limb(pen, scale, place, [(side * 0.4, 0.85), (side * 0.485, 0.856)], 0.018, blended(stone, shade, tone))
        pen.polygon(place(rounded([(side * a, b) for a, b in sleeve], 2)), fill=blended(stone, shade, tone))
        pen.polygon(
            place(
                rounded(
                    [
                        (side * a, b)
                        for a, b in [(0.0, 0.8), (0.2, 0.79), (0.4, 0.83), (0.26, 0.768), (0.14, 0.738), (0.0, 0.72)]
                    ],
                    2,
                )
            ),
            fill=blended(stone, shade, tone + 0.22),
        )
    robe = [(0.0, 0.87), (0.08, 0.855), (0.105, 0.76), (0.085, 0.6), (0.1, 0.4), (0.128, 0.21)]
    for strip in range(30):
        first, last = -1 + strip / 15, -1 + (strip + 1.3) / 15
        fold = 0.16 + 0.62 * (strip / 29) ** 1.3 + 0.1 * sin(strip * 1.15)
        outline = [(first * a, b) for a, b in robe] + [(min(last, 1) * a, b) for a, b in reversed(robe)]
        pen.polygon(place(outline), fill=blended(stone, shade, min(1, max(0, fold))))
    limb(pen, scale, place, [(0.0, 0.86), (0.0, 0.9)], 0.06, blended(stone, shade, 0.5))
    pen.polygon(
        place([(0.052 * cos(step * pi / 16), 0.925 + 0.062 * sin(step * pi / 16)) for step in range(32)]),
        fill=blended(stone, shade, 0.62),
    )
    pen.polygon(
        place([(-0.008 + 0.042 * cos(step * pi / 16), 0.926 + 0.058 * sin(step * pi / 16)) for step in range(32)]),
        fill=blended(stone, shade, 0.3),
    )
    pen.polygon(
        place(
            rounded(
                [
                    (-0.05, 0.945),
                    (-0.03, 0.986),
                    (0.01, 0.992),
                    (0.045, 0.968),
                    (0.054, 0.9),
                    (0.036, 0.905),
                    (0.03, 0.95),
                    (0, 0.962),
                    (-0.036, 0.95),
                    (-0.05, 0.9),
                ],
                2,
            )
        ),
        fill=blended(stone, shade, 0.45),
    )


def kite(pen: ImageDraw.ImageDraw, scale: float, x: float, y: float, size: float, hand: tuple[float, float]) -> None:
    """A diamond kite with a ribbon tail and its line to a hand, places in frame pixels."""
    sag = [
        (hand[0] + (x - hand[0]) * s, hand[1] + (y + size * 0.1 - hand[1]) * s + 34 * sin(pi * s))
        for s in (step / 40 for step in range(41))
    ]
    pen.line([(a * scale, b * scale) for a, b in sag], fill="#e9edf0", width=3)
    place = placed(x, y, size, heel_deg=-24, scale=scale)
    top, right, bottom, left, center = (0, 0.5), (0.34, 0.12), (0, -0.5), (-0.34, 0.12), (0, 0.12)
    for corners, color in (
        ((top, right, center), "#e4572e"),
        ((top, left, center), "#f2a33a"),
        ((bottom, right, center), "#1f6f8b"),
        ((bottom, left, center), "#f6efe1"),
    ):
        pen.polygon(place(corners), fill=color)
    tail = [(0.1 * sin(step * 0.75) * (1 - step / 80), -0.5 - step * 0.05) for step in range(28)]
    pen.line(place(tail), fill="#e4572e", width=round(size * scale * 0.018), joint="curve")
