"""Drawn scenes of the coast and the town."""

from __future__ import annotations

import cv2
import numpy as np
from photos_composition import Scene, onto, relief, stars, whole
from photos_figures import child, kite, lighthouse, statue
from photos_land import beach, hill, lights, path_of_rocks, town_front
from photos_light import Camera, clouds, film, linear, mix, noise, painted, sky, smoothstep
from photos_sea import sea
from PIL import ImageDraw


def lighthouse_at_dusk() -> Scene:
    """The lighthouse on its headland after sunset, lamp lit, afterglow over the sea."""
    camera = Camera(width=2000, height=1333, horizon=860, focal=2000, eye_m=5)
    sun = (420, 872)
    field = sky(
        camera,
        [(0, "#1d3557"), (0.42, "#4a6b8e"), (0.7, "#a08fa0"), (0.88, "#e0a27c"), (1, "#f2b880")],
        sun,
        "#ffb066",
        0.75,
    )
    field = clouds(
        camera, field, seed=23, cover=0.35, lit="#f0a987", shade="#46536f", sun_x=sun[0], scale=0.6, softness=1.4
    )
    far = [(0, 838), (180, 815), (420, 822), (700, 846), (900, 858), (960, 861)]
    field = hill(
        camera, field, far, dark="#39435c", light="#5a5f78", haze=0.62, seed=4, rough_px=2, crown_px=10, sun_x=sun[0]
    )
    near = [
        (840, 861),
        (980, 845),
        (1120, 760),
        (1260, 655),
        (1400, 560),
        (1500, 515),
        (1600, 508),
        (1690, 506),
        (1770, 528),
        (1880, 592),
        (1999, 640),
    ]
    field = hill(
        camera,
        field,
        near,
        dark="#0a1119",
        light="#2a3836",
        haze=0.08,
        seed=9,
        rough_px=9,
        crown_px=22,
        sun_x=sun[0],
        rim=0.35,
        rim_color="#e8946a",
    )
    field = onto(
        camera,
        field,
        lambda pen, scale: lighthouse(pen, scale, 1600, 512, 300, wall="#e9c6b0", shade="#3d4560", lamp="#fff0c0"),
    )
    offset = field.shape[0] - camera.horizon
    field = lights(field, [(1600, 512 - 300 * 0.855 + offset)], color="#ffdf9e", radius=10, strength=1.3)
    houses = [
        (1130, 842),
        (1180, 850),
        (1236, 836),
        (1310, 846),
        (1388, 838),
        (1466, 850),
        (1540, 842),
        (1660, 848),
        (1745, 838),
        (1850, 846),
        (1930, 850),
    ]
    field = lights(field, [(x, y + offset) for x, y in houses], color="#ffc07a", radius=2.2, strength=1.1)
    water, _ = sea(
        camera,
        field,
        wind_m_s=2.2,
        body="#102c3d",
        seed=7,
        sun=(sun[0], 830),
        glitter="#ffb27a",
        glitter_strength=0.0035,
    )
    return film(whole(camera, field, water), exposure=1.05, seed=2)


def statue_on_the_headland() -> Scene:
    """The statue of Christ on its hill against a bright morning, seen from the sea; upright picture."""
    camera = Camera(width=1400, height=2000, horizon=1560, focal=2300, eye_m=6)
    sun = (330, 420)
    field = sky(camera, [(0, "#3b78ad"), (0.45, "#83b3cf"), (0.8, "#cbdcdc"), (1, "#eadfcb")], sun, "#fff0d2", 0.9)
    field = clouds(camera, field, seed=61, cover=0.05, lit="#fffaf0", shade="#93a9b8", sun_x=sun[0], scale=0.62)
    far = [(0, 1500), (240, 1478), (560, 1512), (900, 1546), (1399, 1561)]
    field = hill(
        camera, field, far, dark="#4c6a78", light="#7d979a", haze=0.6, seed=8, rough_px=3, crown_px=11, sun_x=sun[0]
    )
    near = [
        (0, 1561),
        (90, 1530),
        (250, 1415),
        (430, 1230),
        (530, 1105),
        (600, 1058),
        (720, 1046),
        (850, 1054),
        (930, 1098),
        (1060, 1196),
        (1220, 1320),
        (1399, 1400),
    ]
    field = hill(
        camera,
        field,
        near,
        dark="#12291f",
        light="#5f7d46",
        haze=0.14,
        seed=15,
        rough_px=12,
        crown_px=26,
        sun_x=sun[0],
        rim=0.1,
    )
    field = onto(
        camera,
        field,
        lambda pen, scale: statue(pen, scale, 720, 1060, 440, stone="#fbf4e6", shade="#66747f"),
        air=field[-camera.horizon + 700, 720].copy(),
        haze=0.08,
    )
    shore = [(60, 1561), (180, 1540), (420, 1533), (700, 1540), (1000, 1530), (1399, 1522)]
    field = hill(
        camera, field, shore, dark="#3b3a36", light="#a39a86", haze=0.1, seed=19, rough_px=10, crown_px=18, sun_x=sun[0]
    )
    water, _ = sea(camera, field, wind_m_s=4, body="#125064", seed=17, sun=sun, glitter_strength=0.003)
    return film(whole(camera, field, water), seed=5)


def promenade_at_night() -> Scene:
    """The front of Front Beach after dark, lamps and windows in the bay."""
    camera = Camera(width=2000, height=1250, horizon=640, focal=2000, eye_m=4)
    field = sky(
        camera, [(0, "#0c1a33"), (0.5, "#1b3355"), (0.82, "#46506f"), (1, "#7a6570")], (300, 660), "#d98a6a", 0.35
    )
    field = clouds(
        camera, field, seed=71, cover=0.4, lit="#56607f", shade="#1d2a45", sun_x=300, scale=0.6, softness=1.6
    )
    field = stars(camera, field, seed=5)
    mountain = [
        (0, 560),
        (180, 470),
        (380, 390),
        (560, 366),
        (760, 420),
        (980, 520),
        (1200, 585),
        (1500, 610),
        (1999, 622),
    ]
    field = hill(camera, field, mountain, dark="#081220", light="#15233a", haze=0.08, seed=21, rough_px=6, crown_px=16)
    offset = field.shape[0] - camera.horizon
    pylons = [(180 + step * 42, 474 - step * 12 + 0.55 * (step - 5) ** 2) for step in range(10)]
    field = lights(field, [(x, y + offset) for x, y in pylons], color="#cfe0ff", radius=1.6, strength=0.6)
    field = town_front(camera, field, left=260, right=2000, base=628, tallest=330, seed=12, lit=0.42)
    quay = np.s_[offset + 622 : offset + 640, :]
    field[quay] = linear("#151a22")
    lamps = [(40 + step * 74, 596 + offset) for step in range(27)]
    posts = np.zeros(field.shape[:2], np.float32)
    for x, y in lamps:
        posts[y : y + 32, x : x + 2] = 1
    field = mix(field, linear("#20242c")[None, None], posts)
    field = lights(field, lamps, color="#ffc680", radius=3.2, strength=4.5)
    water, _ = sea(camera, field, wind_m_s=1.1, body="#06131f", seed=41, samples=14)
    return film(whole(camera, field, water), exposure=1.35, grain=0.016, bloom=0.3, seed=6)


def kite_on_the_beach() -> Scene:
    """A child with a kite where the waves run out."""
    camera = Camera(width=2000, height=1333, horizon=700, focal=1800, eye_m=2.2)
    sun = (180, 330)
    field = sky(camera, [(0, "#2d7db8"), (0.5, "#74b1d3"), (0.85, "#c4dde0"), (1, "#e5e8df")], sun, "#fff2d8", 0.7)
    field = clouds(camera, field, seed=83, cover=0.55, lit="#ffffff", shade="#a3b8c6", sun_x=sun[0], scale=0.75)
    far = [(1180, 701), (1380, 668), (1560, 612), (1700, 590), (1850, 604), (1999, 640)]
    field = hill(
        camera, field, far, dark="#3c5d5e", light="#7fa08f", haze=0.42, seed=14, rough_px=4, crown_px=13, sun_x=sun[0]
    )
    water, _ = sea(camera, field, wind_m_s=4.5, body="#1d6f7c", seed=47, sun=sun, glitter_strength=0.003)
    frame = whole(camera, field, water)
    columns = np.arange(camera.width, dtype=np.float32)
    shore = (905 + 0.085 * columns + 16 * np.sin(columns / 210) + 7 * np.sin(columns / 63)).astype(np.float32)
    frame = beach(camera, frame, field, shore, dry="#d9c19a", wet="#8d7a62", wet_px=230, seed=31)
    return film(with_child(camera, frame), seed=7)


def with_child(camera: Camera, frame: np.ndarray) -> np.ndarray:
    """The beach with the child, its shadow on the sand and its kite."""
    ground, height = 1105, 285

    def draw(pen, scale):
        kite(pen, scale, 1330, 250, 200, (684, ground - 0.99 * height))
        child(pen, scale, 620, ground, height, shirt="#d8452e", shorts="#24435e")

    layer, coverage = painted(camera, draw)
    below = coverage.copy()
    below[: ground - height - 20] = 0
    rows, columns = np.mgrid[0 : camera.height, 0 : camera.width].astype(np.float32)
    # The sun stands left behind the sea: the shadow falls towards us and to the right, flattened.
    depth = rows - ground
    shadow = cv2.remap(below, columns - depth * 0.9, ground - depth * 1.9, cv2.INTER_LINEAR)
    shadow = cv2.GaussianBlur(shadow * (depth > 0), (0, 0), 2.2)
    frame = mix(frame, frame * np.float32(0.5), shadow)
    return mix(frame, relief(layer, coverage, sun_side=-1, depth=0.5), coverage)


def islet_at_low_tide() -> Scene:
    """Hòn Bà and the causeway that the ebb lays bare, from above."""
    camera = Camera(width=2000, height=1333, horizon=300, focal=1900, eye_m=34)
    sun = (1700, -500)
    field = sky(camera, [(0, "#7db6d2"), (0.6, "#b8d8e0"), (1, "#e2e8e2")], sun, "#ffffff", 0.3)
    field = clouds(camera, field, seed=97, cover=0.2, lit="#ffffff", shade="#b4c6cf", sun_x=sun[0], scale=0.5)
    height = camera.height - camera.horizon
    rows, columns = np.mgrid[0:height, 0 : camera.width].astype(np.float32)
    middle = np.interp(rows[:, :1], [0, 250, 520, 780, height], [1010, 1010, 900, 1000, 1240])
    width = np.interp(rows[:, :1], [0, 180, 420, 780, height], [30, 330, 200, 380, 900])
    shallow = np.exp(-(((columns - middle) / width) ** 2)) + 0.2 * noise(height, camera.width, 240, 18) * smoothstep(
        60, 260, rows
    )
    body = mix(linear("#0d5470")[None, None], linear("#2f9aa0")[None, None], np.clip(shallow * 1.25, 0, 1))
    body = mix(body, linear("#a8b98c")[None, None], smoothstep(0.68, 1.15, shallow) * 0.75)
    water, _ = sea(camera, field, wind_m_s=2.4, body=body, seed=59, samples=6)
    frame = whole(camera, field, water)
    rocks = [
        (1330, 1345, 150),
        (1150, 1180, 100),
        (985, 1010, 64),
        (930, 880, 40),
        (930, 780, 28),
        (965, 700, 22),
        (1005, 655, 20),
    ]
    frame = path_of_rocks(camera, frame, rocks, seed=3, dark="#3d3a33", light="#9a8d73")
    return film(with_islet(camera, frame, field), seed=8)


def with_islet(camera: Camera, frame: np.ndarray, field: np.ndarray) -> np.ndarray:
    """The frame with the wooded islet, boulders around it and the roof of its shrine."""
    foot = 648
    base = Camera(camera.width, camera.height, foot, camera.focal, camera.eye_m)
    wood = [(790, 628), (830, 588), (890, 540), (970, 500), (1050, 498), (1130, 535), (1200, 585), (1262, 630)]
    plain = np.zeros((foot, camera.width, 3), np.float32)
    islet = hill(
        base, plain, wood, dark="#12301d", light="#86a552", haze=0.0, seed=25, rough_px=16, crown_px=20, sun_x=1700
    )
    columns = np.arange(camera.width, dtype=np.float32)
    # Seen from above, the shore nearest to us lies lowest: the foot of the islet is half an ellipse.
    shore = 622 + 26 * np.sqrt(np.clip(1 - ((columns - 1026) / 250) ** 2, 0, 1))
    rows = np.arange(foot, dtype=np.float32)[:, None]
    inside = (islet.sum(axis=2) > 0) * np.clip(shore[None, :] - rows, 0, 1)
    result = frame.copy()
    water_shade = np.exp(
        -(((columns[None, :] - 1026) / 300) ** 2) - ((np.arange(camera.height)[:, None] - 650) / 60.0) ** 2
    )
    result = mix(result, result * np.float32(0.55), water_shade.astype(np.float32) * 0.8)
    result[:foot] = mix(result[:foot], islet, inside.astype(np.float32))
    turns = np.linspace(-0.06, np.pi + 0.06, 15)
    ring = [(1026 - 262 * np.cos(turn), 622 + 30 * np.sin(turn), 16.0) for turn in turns]
    foam = [(x + (x - 1026) * 0.03, y + 6, 22.0) for x, y, _ in ring]
    result = path_of_rocks(camera, result, foam, seed=6, dark="#8fb3b3", light="#eef4f2", count=380)
    result = path_of_rocks(camera, result, ring, seed=4, dark="#4a4239", light="#c2ac88", count=900)
    layer, coverage = painted(camera, shrine)
    return mix(result, relief(layer, coverage, sun_side=1, depth=0.5), coverage)


def shrine(pen: ImageDraw.ImageDraw, scale: float) -> None:
    """A small shrine with a double roof, half in the trees."""

    def shape(points: list[tuple[float, float]], color: str) -> None:
        pen.polygon([(x * scale, y * scale) for x, y in points], fill=color)

    shape([(974, 548), (1056, 548), (1056, 572), (974, 572)], "#efe4cc")
    for x in (978, 997, 1016, 1035, 1048):
        shape([(x, 548), (x + 5, 548), (x + 5, 572), (x, 572)], "#8d3a2a")
    shape([(950, 546), (958, 548), (1072, 548), (1080, 546), (1064, 526), (966, 526)], "#a8402b")
    shape([(984, 526), (1046, 526), (1042, 518), (988, 518)], "#e6d8bb")
    shape([(972, 518), (1058, 518), (1044, 500), (986, 500)], "#bd4f36")
