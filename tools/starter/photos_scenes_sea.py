"""Drawn scenes on the water."""

from __future__ import annotations

import numpy as np
from photos_boats import basket_boat, fishing_boat, yacht
from photos_composition import Scene, afloat, whole
from photos_figures import fisherman
from photos_land import hill
from photos_light import Camera, clouds, film, linear, sky
from photos_sea import sea


def sailing_regatta() -> Scene:
    """Five sloops on a reach, sun over the water."""
    camera = Camera(width=2000, height=1333, horizon=760, focal=2300, eye_m=4)
    sun = (1620, 300)
    field = sky(camera, [(0, "#2f71ad"), (0.5, "#6fa9cf"), (0.85, "#bcd6de"), (1, "#dfe2da")], sun, "#fff3dc", 0.8)
    field = clouds(camera, field, seed=11, cover=0.25, lit="#fffdf6", shade="#8fa6b8", sun_x=sun[0], scale=0.8)
    water, surface = sea(camera, field, wind_m_s=5, body="#0d4a5c", seed=3, sun=sun, glitter_strength=0.004)
    frame, air = whole(camera, field, water), field[-40:].mean(axis=(0, 1))
    fleet = [
        (1790, 772, 62, 9, "#27405c", "#f3efe6"),
        (1500, 778, 88, 10, "#f1ede4", "#f6f2ea"),
        (300, 784, 110, 8, "#7e2b2b", "#efe9dc"),
        (1130, 812, 210, 11, "#f1ede4", "#f9f6ef"),
        (620, 884, 420, 12, "#12395a", "#fbf8f1"),
    ]
    for x, line, length, heel, hull, lit in fleet:

        def draw(pen, scale, x=x, line=line, length=length, heel=heel, hull=hull, lit=lit):
            yacht(pen, scale, x, line, length, heel_deg=heel * 0.15, facing=1, hull=hull, lit=lit, shade="#a9b4bd")

        frame = afloat(camera, frame, surface, draw, line, air=air, haze=0.45 * (1 - min(1, length / 300)), depth=0.25)
    return film(frame, seed=1)


def fishing_boats_at_dawn() -> Scene:
    """Wooden boats and a thúng at anchor in a still harbor before sunrise."""
    camera = Camera(width=2000, height=1333, horizon=600, focal=1900, eye_m=4)
    sun = (1480, 590)
    field = sky(camera, [(0, "#6f9bb8"), (0.5, "#b5c4c8"), (0.8, "#f0cdb2"), (1, "#f8d3a8")], sun, "#ffd29a", 0.55)
    field = clouds(
        camera, field, seed=37, cover=0.5, lit="#ffe3c8", shade="#a9aebb", sun_x=sun[0], scale=0.55, softness=1.5
    )
    far = [(0, 470), (200, 430), (430, 418), (640, 470), (860, 548), (1060, 590), (1130, 601)]
    field = hill(
        camera, field, far, dark="#3d5866", light="#6d8a8c", haze=0.55, seed=3, rough_px=4, crown_px=14, sun_x=sun[0]
    )
    field = hill(
        camera,
        field,
        [(900, 601), (1200, 585), (1500, 589), (1800, 572), (1999, 560)],
        dark="#465a63",
        light="#7a8b8c",
        haze=0.7,
        seed=5,
        rough_px=3,
        crown_px=9,
        sun_x=sun[0],
    )
    water, surface = sea(camera, field, wind_m_s=0.7, body="#1f4f5c", seed=13)
    frame, air = whole(camera, field, water), field[-30:].mean(axis=(0, 1))
    fleet = [
        (1690, 640, 190, -1, "#3b6d87", "#d8b25a", "#d7d2c4", 0.42),
        (260, 652, 230, 1, "#2f6e62", "#c9a04e", "#cfc7b2", 0.36),
        (1180, 716, 430, -1, "#1f5f95", "#e2b24a", "#e6e0d0", 0.14),
        (560, 860, 690, 1, "#17608a", "#d9542f", "#efe8d6", 0.02),
    ]
    for x, line, length, facing, hull, trim, cabin, haze in fleet:

        def draw(pen, scale, x=x, line=line, length=length, facing=facing, hull=hull, trim=trim, cabin=cabin):
            fishing_boat(pen, scale, x, line, length, facing=facing, hull=hull, trim=trim, cabin=cabin, light=0.86)

        frame = afloat(camera, frame, surface, draw, line, air=air, haze=haze)
    frame = afloat(
        camera, frame, surface, lambda pen, scale: basket_boat(pen, scale, 1560, 985, 250, light=0.8), 985, air=air
    )
    return film(frame, exposure=0.98, seed=3)


def fisherman_in_a_basket_boat() -> Scene:
    """A man standing in a thúng, the low sun beside him."""
    camera = Camera(width=2000, height=1333, horizon=520, focal=1900, eye_m=2.6)
    sun = (1370, 452)
    field = sky(camera, [(0, "#5d6f86"), (0.4, "#b08f86"), (0.75, "#eeaa6c"), (1, "#ffc476")], sun, "#ffd08a", 1.5)
    field = clouds(
        camera, field, seed=53, cover=0.15, lit="#ffd9a6", shade="#8b7078", sun_x=sun[0], scale=0.7, softness=1.6
    )
    far = [(0, 505), (260, 494), (620, 500), (980, 516), (1100, 521)]
    field = hill(
        camera, field, far, dark="#5b4a4c", light="#7d6258", haze=0.6, seed=6, rough_px=2, crown_px=9, sun_x=sun[0]
    )
    rows, columns = np.mgrid[0 : field.shape[0], 0 : field.shape[1]].astype(np.float32)
    away = np.hypot(columns - sun[0], rows - (field.shape[0] - camera.horizon) - sun[1])
    disc = np.clip(46 - away, 0, 1)[..., None]
    field = field + disc * linear("#fff0cf") * 2.2
    water, surface = sea(
        camera, field, wind_m_s=1.6, body="#28414a", seed=29, sun=sun, glitter="#ffc06a", glitter_strength=0.006
    )
    frame, air = whole(camera, field, water), field[-30:].mean(axis=(0, 1))
    frame = afloat(
        camera,
        frame,
        surface,
        lambda pen, scale: basket_boat(pen, scale, 1640, 610, 120, light=0.3),
        610,
        air=air,
        haze=0.2,
    )
    frame = afloat(
        camera,
        frame,
        surface,
        lambda pen, scale: basket_boat(pen, scale, 320, 640, 150, light=0.3),
        640,
        air=air,
        haze=0.15,
    )

    def draw(pen, scale):
        fisherman(pen, scale, 790, 930, 560, cloth="#1c2530", lit="#ffb662")
        basket_boat(pen, scale, 790, 1015, 520, light=0.32)

    return film(afloat(camera, frame, surface, draw, 1015, air=air, haze=0.015, depth=0.6), exposure=0.95, seed=4)
