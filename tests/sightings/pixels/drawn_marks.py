"""SVG masters and pages for tests of finding in pixels: everything is drawn here, poses are known exactly."""

from __future__ import annotations

import math

import numpy as np

from brandkit import svg
from brandkit.geometry import Affine, compose, rotation, scaling, translation
from brandkit.sightings.pixels.templates.template import shapes_of, template_of

SVG = "image/svg+xml"
NAVY, ORANGE, TEAL = "#0A2A4A", "#E25A0B", "#0A7E8C"


def icon(navy=NAVY, orange=ORANGE, teal=TEAL):
    """A lamp, a sail of two pieces, a hull and a wave: nothing of it is symmetric. 100 × 100."""
    return (
        f'<path fill="{navy}" d="M20 8 h16 v10 h-16 z M18 22 h20 l4 44 h-28 z"/>'
        f'<path fill="{orange}" d="M46 12 q40 6 44 30 l-44 -8 z M46 40 l44 8 q0 12 -6 20 h-38 z"/>'
        f'<path fill="{navy}" d="M4 72 h92 q-6 16 -20 14 q-24 -6 -40 6 q-22 -2 -32 -20 z"/>'
        f'<path fill="{teal}" d="M40 96 q20 -10 44 -6 q-20 12 -44 6 z"/>'
    )


def letters(fill=NAVY):
    """Nine figures that stand for a name, right of the icon."""
    pieces = [
        "M120 30 h8 l10 28 l10 -28 h8 l-14 40 h-8 z",
        "M164 42 h8 v20 q6 4 10 -2 v-18 h8 v28 h-8 q-14 4 -18 -6 z",
        "M198 42 h8 v4 q8 -8 18 0 v24 h-8 v-20 q-6 -4 -10 2 v18 h-8 z",
        "M250 40 q-16 0 -16 15 t16 15 q6 0 8 -3 v9 q-8 6 -18 2 v7 q26 6 26 -12 v-31 z",
        "M276 30 h34 v8 h-13 v32 h-8 v-32 h-13 z",
        "M316 44 q16 -8 24 4 v22 h-8 q-18 4 -18 -8 q2 -10 18 -8 q-4 -8 -16 -2 z",
        "M348 42 h8 v20 q6 4 10 -2 v-18 h8 v28 h-26 z",
        "M120 82 h60 v4 h-24 v10 h-8 v-10 h-28 z",
        "M196 82 h90 l-8 6 h-30 l-6 8 h-46 z",
    ]
    return "".join(f'<path fill="{fill}" d="{d}"/>' for d in pieces)


def document(body, width, height):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{body}</svg>'.encode()


ICON = document(icon(), 100, 100)
ICON_MONO = document(icon("#000", "#000", "#000"), 100, 100)
ICON_REVERSED = document(icon("#FFFFFF", "#FFB13B", "#8AD6D0"), 100, 100)
LOCKUP = document(icon() + letters(), 380, 100)
LOCKUP_MONO = document(icon("#000", "#000", "#000") + letters("#000"), 380, 100)
OTHER = document(
    '<path fill="#7B1FA2" d="M10 50 L50 10 L90 50 L70 50 L70 90 L55 90 L55 60 L45 60 L45 90 L20 90 L20 50 z"/>'
    '<circle cx="78" cy="20" r="9" fill="#388E3C"/>',
    100, 100,
)  # fmt: skip
DISC = document('<circle cx="50" cy="50" r="48" fill="#C62828"/>', 100, 100)
# The outline is the same after every quarter turn; only the inks tell how it stands.
PINWHEEL = document(
    "".join(
        f'<path fill="{fill}" transform="rotate({turn} 50 50)" d="M52 4 q34 4 40 36 l-28 8 q0 -8 -12 -12 z"/>'
        for turn, fill in ((0, "#C62828"), (90, "#1565C0"), (180, "#2E7D32"), (270, "#F9A825"))
    ),
    100, 100,
)  # fmt: skip


def shapes(*masters):
    return shapes_of([template_of(master, SVG) for master in masters])


def ground(width=480, height=360, color=(238, 236, 230)):
    page = np.empty((height, width, 3), np.uint8)
    page[:] = color
    return page


def pose(height, x, y, *, turn=0.0, stretch=1.0, mirrored=False, artboard=(100, 100)):
    """Artboard units to page pixels: `height` pixels high, its middle at x, y."""
    unit = height / artboard[1]
    sized = scaling(unit * stretch * (-1 if mirrored else 1), unit)
    middle = translation(-artboard[0] / 2, -artboard[1] / 2)
    return compose(translation(x, y), compose(rotation(turn), compose(sized, middle)))


def painted(page, master, at):
    """The page with a master drawn on it at an `Affine` pose."""
    height, width = page.shape[:2]
    body = master.decode().split(">", 1)[1].rsplit("</svg>", 1)[0]
    matrix = " ".join(f"{value:.9f}" for value in at)
    size = f'width="{width}" height="{height}"'
    sheet = f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g transform="matrix({matrix})">{body}</g></svg>'
    rgba = svg.raster(sheet.encode(), width_px=width, height_px=height)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.round(rgba[..., :3] * alpha + page * (1 - alpha)).astype(np.uint8)


def corner_error(found: Affine, truth: Affine, artboard=(100, 100)):
    """Largest distance in pixels between the corners of two placed artboards."""
    from brandkit.geometry import quad_of

    one, other = quad_of(found, *artboard), quad_of(truth, *artboard)
    return max(math.dist(a, b) for a, b in zip(one, other, strict=True))
