"""Boats, drawn from the side in their own coordinates: x along the hull, y up from the waterline, in hull lengths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import cos, radians, sin

from PIL import ImageDraw

Point = tuple[float, float]


def placed(
    x: float, waterline: float, length: float, *, heel_deg: float = 0, facing: int = 1, scale: float = 3.0
) -> Callable[[Sequence[Point]], list[Point]]:
    """Turns boat coordinates into canvas pixels; `facing` -1 looks to the left."""
    turn_cos, turn_sin = cos(radians(heel_deg)), sin(radians(heel_deg))

    def place(points: Sequence[Point]) -> list[Point]:
        return [
            (
                (x + facing * length * (a * turn_cos + b * turn_sin)) * scale,
                (waterline - length * (b * turn_cos - a * turn_sin)) * scale,
            )
            for a, b in points
        ]

    return place


def blended(first: str, second: str, share: float) -> str:
    """A hex color between two, by share."""
    pairs = zip((first[at : at + 2] for at in (1, 3, 5)), (second[at : at + 2] for at in (1, 3, 5)), strict=True)
    return "#" + "".join(f"{round(int(a, 16) + (int(b, 16) - int(a, 16)) * share):02x}" for a, b in pairs)


def yacht(
    pen: ImageDraw.ImageDraw,
    scale: float,
    x: float,
    waterline: float,
    length: float,
    *,
    heel_deg: float,
    facing: int,
    hull: str,
    lit: str,
    shade: str,
) -> None:
    """A sloop under mainsail and jib; the sails go from `shade` at the mast to `lit` at the leech."""
    place = placed(x, waterline, length, heel_deg=heel_deg, facing=facing, scale=scale)
    mast, top, boom = 0.06, 1.62, 0.2
    for step in range(24):
        low, high = step / 24, (step + 1) / 24
        color = blended(shade, lit, 0.15 + 0.85 * abs(low - 0.35) ** 0.7)
        # The leech bows outwards: a sail full of wind, not a triangle of paper.
        main = [
            (mast - 0.47 * share * (1 - height) ** 0.85, boom + height * (top - boom))
            for share in (low, high)
            for height in _ladder(share == high)
        ]
        pen.polygon(place(main), fill=color)
        jib = [
            (mast + 0.02 + 0.42 * share * (1 - height) ** 1.12, 0.12 + height * 1.22)
            for share in (low, high)
            for height in _ladder(share == high)
        ]
        pen.polygon(place(jib), fill=blended(shade, lit, 0.35 + 0.6 * low))
    for height in (0.25, 0.5, 0.72):
        level = boom + height * (top - boom)
        pen.line(
            place([(mast, level), (mast - 0.46 * (1 - height) ** 0.85, level - 0.015)]),
            fill=blended(shade, lit, 0.3),
            width=max(1, round(length * scale * 0.003)),
        )
    pen.line(
        place([(mast, 0.05), (mast - 0.015, top + 0.03)]), fill="#6d7378", width=max(2, round(length * scale * 0.008))
    )
    pen.polygon(
        place([(-0.5, 0.1), (0.55, 0.13), (0.47, 0.05), (0.4, -0.03), (-0.44, -0.03), (-0.49, 0.03)]), fill=hull
    )
    pen.polygon(place([(-0.5, 0.1), (0.55, 0.13), (0.535, 0.108), (-0.497, 0.078)]), fill="#f2efe8")
    pen.polygon(place([(-0.2, 0.1), (0.16, 0.11), (0.1, 0.155), (-0.16, 0.15)]), fill="#e4e2dc")
    pen.polygon(
        place([(-0.489, 0.02), (0.45, 0.026), (0.4, -0.03), (-0.44, -0.03)]), fill=blended(hull, "#05090d", 0.45)
    )
    foam = [(0.4 - 0.9 * step / 40, 0.004 + 0.014 * abs(sin(step * 1.7) * sin(step * 0.41))) for step in range(41)]
    pen.polygon(place([*foam, (-0.5, -0.03), (0.4, -0.03)]), fill="#e3ebec")
    for seat in (-0.36, -0.3, -0.25):
        pen.ellipse(
            place([(seat - 0.018, 0.2)]) + place([(seat + 0.018, 0.155)])
            if facing > 0
            else place([(seat + 0.018, 0.2)]) + place([(seat - 0.018, 0.155)]),
            fill="#3a3f46",
        )
        pen.polygon(
            place([(seat - 0.022, 0.16), (seat + 0.022, 0.16), (seat + 0.028, 0.1), (seat - 0.028, 0.1)]),
            fill="#b9462e",
        )


def _ladder(downwards: bool) -> list[float]:
    steps = [step / 12 for step in range(13)]
    return steps[::-1] if downwards else steps


def fishing_boat(
    pen: ImageDraw.ImageDraw,
    scale: float,
    x: float,
    waterline: float,
    length: float,
    *,
    facing: int,
    hull: str,
    trim: str,
    cabin: str,
    light: float = 1.0,
) -> None:
    """A wooden boat of the southern coast: high painted bow, wheelhouse astern, booms for lamps and nets."""
    place = placed(x, waterline, length, facing=facing, scale=scale)

    def tone(color: str) -> str:
        return blended("#0b1118", color, light)

    thin = max(1, round(length * scale * 0.006))
    sheer = [(-0.5, 0.15), (-0.3, 0.115), (0, 0.1), (0.25, 0.135), (0.42, 0.21), (0.53, 0.31)]
    keel = [(0.5, 0.17), (0.44, 0.05), (0.38, -0.02), (-0.42, -0.02), (-0.47, 0.05)]
    pen.line(place([(0.06, 0.1), (0.06, 0.68)]), fill=tone("#5a4a3a"), width=thin * 2)
    for end in ((0.46, 0.5), (-0.2, 0.5)):
        pen.line(place([(0.06, 0.3), end]), fill=tone("#6a5844"), width=thin)
        pen.line(place([(0.06, 0.67), end]), fill=tone("#2e2b2a"), width=max(1, thin // 2))
    pen.line(place([(0.06, 0.67), (0.52, 0.31)]), fill=tone("#2e2b2a"), width=max(1, thin // 2))
    pen.polygon(place(sheer + keel), fill=tone(hull))
    for plank in range(1, 5):
        drop = plank * 0.024
        pen.line(
            place([(a * (1 - 0.02 * plank), b - drop) for a, b in sheer]),
            fill=tone(blended(hull, "#000000", 0.22)),
            width=max(1, thin // 2),
        )
    pen.polygon(place(sheer + [(a, b - 0.03) for a, b in sheer[::-1]]), fill=tone(trim))
    pen.polygon(place([(-0.47, 0.03), (0.42, 0.03), (0.38, -0.02), (-0.42, -0.02)]), fill=tone("#7c2a22"))
    # The eyes at the bow see the way home; boats of the region carry them.
    for radius, color in ((0.026, "#f4f1e8"), (0.014, "#14181c")):
        corners = place([(0.41 - radius, 0.145 + radius * 0.62), (0.41 + radius, 0.145 - radius * 0.62)])
        (left, top), (right, bottom) = corners
        pen.ellipse((min(left, right), min(top, bottom), max(left, right), max(top, bottom)), fill=tone(color))
    pen.polygon(place([(-0.42, 0.13), (-0.42, 0.36), (-0.12, 0.36), (-0.09, 0.11)]), fill=tone(cabin))
    pen.polygon(place([(-0.46, 0.36), (-0.46, 0.395), (-0.06, 0.385), (-0.08, 0.36)]), fill=tone(trim))
    for left in (-0.39, -0.31, -0.23):
        pen.polygon(
            place([(left, 0.25), (left, 0.325), (left + 0.055, 0.325), (left + 0.055, 0.25)]), fill=tone("#1d2a33")
        )
    pen.line(place([(-0.3, 0.39), (-0.3, 0.6)]), fill=tone("#5a4a3a"), width=thin)
    pen.polygon(place([(-0.3, 0.6), (-0.3, 0.525), (-0.41, 0.545), (-0.4, 0.61)]), fill=tone("#c8322b"))
    for barrel, color in ((0.14, "#2d6fa3"), (0.19, "#2d6fa3"), (0.24, "#d9822b")):
        pen.polygon(
            place([(barrel, 0.1), (barrel, 0.165), (barrel + 0.04, 0.17), (barrel + 0.04, 0.11)]), fill=tone(color)
        )


def basket_boat(
    pen: ImageDraw.ImageDraw, scale: float, x: float, waterline: float, width: float, *, light: float = 1.0
) -> None:
    """A thúng, the round boat of woven bamboo."""
    place = placed(x, waterline, width, scale=scale)

    def tone(color: str) -> str:
        return blended("#0b1118", color, light)

    bowl = [(cos(radians(angle)) * 0.5, -0.02 + 0.27 + sin(radians(angle)) * 0.27) for angle in range(180, 361, 6)]
    pen.polygon(place([*bowl, (0.5, 0.27), (-0.5, 0.27)]), fill=tone("#6b4a2d"))
    for row in range(5):
        level = 0.05 + row * 0.045
        reach = 0.5 * (1 - ((0.25 - level) / 0.27) ** 2) ** 0.5
        for column in range(-9, 10, 2):
            a = column / 10 * reach + (0.5 / 10 * reach if row % 2 else 0)
            pen.line(
                place([(a, level), (a + 0.035, level + 0.03)]),
                fill=tone("#8f6a42"),
                width=max(1, round(width * scale * 0.012)),
            )
    rim = [(cos(radians(angle)) * 0.5, 0.255 + sin(radians(angle)) * 0.065) for angle in range(0, 360, 6)]
    pen.polygon(place(rim), fill=tone("#8f6a42"))
    pen.polygon(place([(a * 0.93, 0.25 + (b - 0.255) * 0.8) for a, b in rim]), fill=tone("#2c2018"))
