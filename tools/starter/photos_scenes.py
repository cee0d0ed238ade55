"""Drawn scenes of the Vũng Tàu coast by name; each returns (H, W, 3) uint8 sRGB."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from photos_boats import yacht
from photos_light import Camera, clouds, film, mix, painted, sky
from photos_sea import floating, sea


def sailing_regatta() -> NDArray[np.uint8]:
    """Five sloops on a reach, sun over the water."""
    camera = Camera(width=2000, height=1333, horizon=760, focal=2300, eye_m=4)
    sun = (1620, 300)
    field = sky(camera, [(0, "#2f71ad"), (0.5, "#6fa9cf"), (0.85, "#bcd6de"), (1, "#dfe2da")], sun, "#fff3dc", 0.8)
    field = clouds(camera, field, seed=11, cover=0.25, lit="#fffdf6", shade="#8fa6b8", sun_x=sun[0], scale=0.8)
    picture, surface = sea(camera, field, wind_m_s=5, body="#0d4a5c", seed=3, sun=sun, glitter_strength=0.004)
    fleet = [
        (1790, 772, 62, 9, "#27405c", "#f3efe6"), (1500, 778, 88, 10, "#f1ede4", "#f6f2ea"), (300, 784, 110, 8, "#7e2b2b", "#efe9dc"),
        (1130, 812, 210, 11, "#f1ede4", "#f9f6ef"), (620, 884, 420, 12, "#12395a", "#fbf8f1"),
    ]
    frame = np.concatenate([field[camera.horizon :], picture])
    for x, waterline, length, heel, hull, lit in fleet:

        def draw(pen, scale, x=x, waterline=waterline, length=length, heel=heel, hull=hull, lit=lit):
            yacht(pen, scale, x, waterline, length, heel_deg=heel * 0.15, facing=1, hull=hull, lit=lit, shade="#a9b4bd")

        layer, coverage = painted(camera, draw)
        haze = 0.45 * (1 - min(1, length / 300))
        layer = mix(layer, field[-40:].mean(axis=(0, 1))[None, None], np.float32(haze))
        frame[camera.horizon :] = floating(frame[camera.horizon :], camera, surface, layer, coverage, waterline, seed=x)
        frame = mix(frame, layer, coverage)
    return film(frame, seed=1)


SCENES = {"sailing-regatta-2023": sailing_regatta}
