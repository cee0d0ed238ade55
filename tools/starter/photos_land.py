"""Land for drawn scenes: wooded hills, a lit town front, sand. Colors are hex, places are frame pixels."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from photos_light import Camera, Picture, linear, mix, noise, sampled, smoothstep, spectral_noise
from scipy.interpolate import PchipInterpolator


def ridge(camera: Camera, points: Sequence[tuple[float, float]], *, rough_px: float, seed: int) -> Picture:
    """Row of the skyline for every column (W,): a smooth line through the points, overgrown with trees."""
    columns = np.arange(camera.width, dtype=np.float32)
    line = PchipInterpolator(*zip(*points, strict=True))(columns)
    rng = np.random.default_rng(seed)
    for scale, share in ((60, 0.45), (22, 0.35), (8, 0.25), (3, 0.12)):
        knots = rng.normal(size=camera.width // scale + 4)
        # Crowns are round on top and sharp between: the absolute value turns a wave into a row of crowns.
        bumps = np.interp(columns / scale, np.arange(knots.size), knots)
        line = line - rough_px * share * np.abs(bumps)
    return line.astype(np.float32)


def hill(
    camera: Camera,
    field: Picture,
    points: Sequence[tuple[float, float]],
    *,
    dark: str,
    light: str,
    haze: float,
    seed: int,
    rough_px: float = 7,
    crown_px: float = 26,
    sun_x: float = 0,
    rim: float = 0.0,
    rim_color: str = "#ffd9a0",
) -> Picture:
    """The sky `field` with a wooded hill in front of its horizon; `haze` mixes in the air of the horizon."""
    rows, columns = np.mgrid[0 : field.shape[0], 0 : field.shape[1]].astype(np.float32)
    rows -= field.shape[0] - camera.horizon
    line = ridge(camera, points, rough_px=rough_px, seed=seed)
    inside = np.clip(rows - line[None, :] + 0.5, 0, 1) * (columns >= points[0][0]) * (columns <= points[-1][0])
    height, width = field.shape[:2]
    crowns, forms = noise(height, width, crown_px, seed, 1.7), noise(height, width, crown_px * 9, seed + 1, 2.3)
    side = 1 if sun_x > camera.width / 2 else -1
    # Light on a crown, and on a whole spur of the hill, is how much it rises towards the sun.
    lit = np.roll(crowns, -side * 2, axis=1) - crowns + np.roll(crowns, 3, axis=0) - crowns
    spurs = np.roll(forms, side * 30, axis=1) - forms
    light_share = np.clip(0.36 + 0.2 * lit - 0.3 * spurs + 0.07 * crowns, 0, 1)
    color = mix(linear(dark)[None, None], linear(light)[None, None], light_share)
    edge = np.exp(-np.maximum(rows - line[None, :], 0) / 5) * np.exp(-np.abs(columns - sun_x) / 600)
    color = color + (rim * edge)[..., None] * linear(rim_color)
    air = field[-12:].mean(axis=0)[None]
    low = smoothstep(0, 1, (rows - line[None, :]) / np.maximum(camera.horizon - line[None, :], 1))
    return mix(field, mix(color, np.broadcast_to(air, color.shape), np.clip(haze * (0.75 + 0.5 * low), 0, 1)), inside)


def town_front(
    camera: Camera, field: Picture, *, left: float, right: float, base: float, tallest: float, seed: int, lit: float
) -> Picture:
    """Houses along the water at night, some of their windows lit; `lit` is the share of lit windows."""
    rng = np.random.default_rng(seed)
    offset = field.shape[0] - camera.horizon
    picture, x = field.copy(), left
    while x < right:
        width = rng.uniform(34, 120)
        place = (x - left) / (right - left)
        height = (
            tallest
            * rng.uniform(0.12, 0.55)
            * (0.45 + 0.9 * np.exp(-(((place - 0.58) / 0.22) ** 2)))
            * (1.7 if rng.random() < 0.16 else 1)
        )
        top, wall = base - height, linear("#131c2b") * rng.uniform(0.75, 1.6)
        box = np.s_[int(top + offset) : int(base + offset), max(0, int(x)) : int(min(x + width, camera.width))]
        shade = np.linspace(0.85, 1.25, picture[box].shape[0])[:, None, None] if picture[box].size else 1
        picture[box] = wall * shade
        if height > tallest * 0.3:
            crown = np.s_[
                int(top - height * 0.07 + offset) : int(top + offset),
                max(0, int(x + width * 0.25)) : int(min(x + width * 0.7, camera.width)),
            ]
            picture[crown] = wall
        step_x, step_y = rng.choice([9, 11, 13]), rng.choice([12, 14])
        warm = linear("#ffc987") if rng.random() < 0.8 else linear("#cfe2ff")
        busy = lit * rng.uniform(0.4, 1.5)
        for row in np.arange(top + 8, base - 12, step_y):
            for column in np.arange(x + 6, min(x + width, camera.width) - 7, step_x):
                if rng.random() < busy and column >= 0:
                    picture[int(row + offset) : int(row + offset) + 6, int(column) : int(column) + 5] = (
                        warm * rng.uniform(0.5, 2.6)
                    )
        x += width + (rng.uniform(6, 50) if rng.random() < 0.3 else 0)
    return picture


def lights(
    field: Picture, places: Sequence[tuple[float, float]], *, color: str, radius: float, strength: float
) -> Picture:
    """Lamps at (column, row of the field): a hot core and a wide glow."""
    core = np.zeros(field.shape[:2], np.float32)
    for x, y in places:
        if 0 <= round(x) < core.shape[1] and 0 <= round(y) < core.shape[0]:
            cv2.circle(core, (round(x), round(y)), max(1, round(radius)), 1.0, -1, cv2.LINE_AA)
    glow = (
        cv2.GaussianBlur(core, (0, 0), radius * 1.1)
        + 0.35 * cv2.GaussianBlur(core, (0, 0), radius * 4)
        + 0.25 * cv2.GaussianBlur(core, (0, 0), radius * 12)
    )
    return (field + strength * (core + glow)[..., None] * linear(color)).astype(np.float32)


def beach(
    camera: Camera,
    frame: Picture,
    field: Picture,
    shore: Picture,
    *,
    dry: str,
    wet: str,
    wet_px: float,
    seed: int,
    foam: str = "#f7f7f2",
) -> Picture:
    """The frame with sand below the row `shore` (W,): a wet mirror first, then dry; foam where the sea ends."""
    rows, columns = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32)
    below = rows - shore[None, :]
    distance = camera.eye_m * camera.focal / np.maximum(rows - camera.horizon, 1)
    grain, dunes = spectral_noise(seed, 0.7), spectral_noise(seed + 1, 1.8)
    u, v = (columns - camera.width / 2) * distance / camera.focal, distance
    sand = 1 + 0.09 * sampled(grain, u * 90, v * 90) + 0.11 * sampled(dunes, u * 40, v * 14)
    dryness = smoothstep(0.35, 1.0, below / wet_px + 0.14 * sampled(dunes, u * 30, v * 30))
    mirror_rows = np.clip(field.shape[0] - (rows - camera.horizon) * 1.0, 0, field.shape[0] - 1).astype(np.float32)
    mirrored = cv2.remap(cv2.GaussianBlur(field, (0, 0), 5), columns, mirror_rows, cv2.INTER_LINEAR)
    ground = mix(linear(wet) * sand[..., None] * 0.75 + mirrored * 0.34, linear(dry) * sand[..., None], dryness)
    picture = mix(frame, ground, np.clip(below + 0.5, 0, 1))
    texture = sampled(spectral_noise(seed + 2, 1.25), u * 120 + 7, v * 120)
    for shift, thick, strength in ((0, 11, 0.95), (-34, 16, 0.75), (-92, 12, 0.5)):
        line = (
            shore[None, :] + shift + 9 * sampled(dunes, columns * 0.35 + 90 * shift, np.full_like(rows, 40.0 - shift))
        )
        near = (rows - line) / thick
        lace = np.exp(-(np.maximum(near, 0) ** 2) * 3) * np.exp(-np.maximum(-near, 0) / 1.6)
        picture = mix(picture, linear(foam)[None, None], np.clip(lace * strength * (0.75 + 0.42 * texture), 0, 1))
    return picture


def path_of_rocks(
    camera: Camera,
    frame: Picture,
    points: Sequence[tuple[float, float, float]],
    *,
    seed: int,
    dark: str,
    light: str,
    count: int = 1500,
) -> Picture:
    """The frame with `count` boulders along (column, row, half width); those in front cover those behind."""
    rng = np.random.default_rng(seed)
    picture = frame.copy()
    share = np.linspace(0, 1, len(points))
    curves = [PchipInterpolator(share, values) for values in zip(*points, strict=True)]
    stones = []
    for along in rng.uniform(0, 1, count):
        x, y, reach = (float(curve(along)) for curve in curves)
        off = np.clip(rng.normal() * 0.45, -1.1, 1.1)
        stones.append((y + off * reach * 0.2, x + off * reach, reach * rng.uniform(0.05, 0.17)))
    for y, x, size in sorted(stones):
        tone = mix(linear(dark), linear(light), np.float32(rng.random() ** 1.6))
        axes, turn = (max(1, round(size * 8)), max(1, round(size * 8 * rng.uniform(0.4, 0.65)))), rng.uniform(-20, 20)
        for drop, shade in ((size * 0.25, 0.45), (0, 1.0), (-size * 0.16, 1.5)):
            grow = 1.0 if shade <= 1 else 0.62
            cv2.ellipse(
                picture,
                (round(x * 8), round((y + drop) * 8)),
                (round(axes[0] * grow), round(axes[1] * grow)),
                turn,
                0,
                360,
                [float(value * shade) for value in tone],
                -1,
                cv2.LINE_AA,
                3,
            )
    return picture
