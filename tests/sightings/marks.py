"""Vector marks for tests, as a reader would give them: flattened contours with paints."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from brandkit.assets import Asset, File, Version
from brandkit.document import Contour, Page, Paint, Shape
from brandkit.geometry import Affine, apply, box_of, compose, rotation, scaling, translation
from brandkit.sightings.structure.outlines import Master
from brandkit.sightings.structure.outlines_master import outline_of

SEA, SUN, INK, WHITE = "#0B3C5D", "#F2A900", "#000000", "#FFFFFF"
WIDTH, HEIGHT = 200.0, 64.0


def curve(center, radius, waves, turns=120, phase=0.0):
    """A closed wavy loop: radius × (1 + sum of cosine waves)."""
    angle = np.linspace(0, 2 * np.pi, turns, endpoint=False) + phase
    swing = np.ones(turns) + sum(size * np.cos(k * angle + shift) for k, size, shift in waves)
    x, y = center[0] + radius * swing * np.cos(angle), center[1] + radius * swing * np.sin(angle)
    return list(zip(x, y, strict=True))


def shape(*loops, fill=SEA, order=0, **more):
    contours = tuple(Contour(tuple((float(x), float(y)) for x, y in loop)) for loop in loops)
    return Shape(contours, box_of([p for c in contours for p in c.points]), Paint(fill), order=order, **more)


def icon(turns=120):
    """Three parts: a sail, a sea with a hole, a sun."""
    sail = curve((30, 22), 14, ((2, 0.25, 0.4), (3, 0.12, 1.0)), turns)
    sea = curve((32, 48), 11, ((1, 0.2, 0.0), (3, 0.2, 2.0), (4, 0.1, 0.5)), turns)
    hole = curve((32, 49), 4, ((2, 0.3, 0.2), (3, 0.1, 0.3)), turns)
    sun = curve((10, 12), 6, (), turns)
    return [shape(sail, fill=SEA), shape(sea, hole[::-1], fill=SEA), shape(sun, fill=SUN)]


def wordmark(seed=3, turns=60, fill=SEA):
    """Eight letters, each its own form."""
    random = np.random.default_rng(seed)
    letters = []
    for index in range(8):
        waves = [(k, random.uniform(0.05, 0.22), random.uniform(0, 6)) for k in (2, 3, 4)]
        letters.append(curve((72 + 16 * index, 32), 6, waves, turns))
    return [shape(*letters, fill=fill)]


def horizontal(seed=3, turns=120):
    return [*icon(turns), *wordmark(seed, turns // 2)]


def recolored(shapes, colors):
    return [replace(s, fill=Paint(colors.get(s.fill.hex, s.fill.hex))) for s in shapes]


def master(shapes, variant="horizontal-full-color", slug="harbor", number=2, status="approved", width=WIDTH, sha=None):
    file = File(variant, f"{variant}.svg", sha or f"{slug}{number}{variant}", "image/svg+xml", 1, width, HEIGHT)
    version = Version(number, status, files=(file,))
    asset = Asset(slug, "logo", {"vi": slug}, versions=(version,))
    return Master(asset, version, file, outline_of(shapes, width, HEIGHT))


def pose(x=100.0, y=120.0, scale=1.0, stretch=1.0, degrees=0.0, mirrored=False):
    flip = -1.0 if mirrored else 1.0
    return compose(translation(x, y), compose(rotation(degrees), scaling(flip * scale * stretch, scale)))


def moved(shapes, matrix: Affine, order=0, **more):
    placed = []
    for index, one in enumerate(shapes):
        contours = tuple(replace(c, points=tuple(apply(matrix, p) for p in c.points)) for c in one.contours)
        box = box_of([p for c in contours for p in c.points])
        placed.append(replace(one, contours=contours, box=box, order=order + index, **more))
    return placed


def page(*shapes, width=595.0, height=842.0, **more):
    return Page(1, width, height, "pt", shapes=tuple(shapes), **more)


def text_contours(count, seed=5):
    """Many small letter-like shapes over the page, as text turned to outlines."""
    random = np.random.default_rng(seed)
    letters = []
    for _ in range(40):
        waves = [(k, random.uniform(0.05, 0.2), random.uniform(0, 6)) for k in (2, 3, 4)]
        letters.append(curve((0, 0), 3, waves, 24))
    made = []
    for index in range(count):
        where = (random.uniform(20, 575), random.uniform(20, 820))
        letter = letters[int(random.integers(40))]
        made.append(shape([(x + where[0], y + where[1]) for x, y in letter], fill=INK, order=1000 + index))
    return made
