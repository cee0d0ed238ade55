"""Lines of lettering drawn on pages as people make them: sizes, colors, grounds, turns, compression, blur.

Drawn by resvg with its own shaping, so that nothing of what reads them helped to draw them.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

WIDTH, HEIGHT = 1000, 620
INKS = ("#0A2A4A", "#16212B", "#000000", "#0A7E8C", "#B3261E", "#FFFFFF", "#FFB13B", "#F6F1E7")
LIGHT = ("#FFFFFF", "#FFB13B", "#F6F1E7")
LIGHT_GROUNDS = ("#FFFFFF", "#F6F1E7", "#E6EEF0", "#CFE3E8")
DARK_GROUNDS = ("#0A2A4A", "#16212B", "#0B5560", "#5A1F3D")
TURNS = (0.0, 0.0, 0.0, 0.0, 0.0, 3.0, -4.0, 8.0, -12.0, 90.0, -90.0)


@dataclass(frozen=True)
class Line:
    """One drawn line. `approved` is what it should say, `written` what it says; `font` the file it is set in."""

    approved: str
    written: str
    font: Path
    em_px: float
    tracking_em: float
    ink: str
    ground: str
    turn_deg: float
    quality: int
    blur_px: float
    broken: bool
    seed: int


def plan(seed: int, approved: str, written: str, fonts: Sequence[Path]) -> Line:
    """What a seed makes of a sentence."""
    chance = random.Random(seed)
    ink = chance.choice(INKS)
    kind = chance.choice(("flat", "flat", "gradient", "photo"))
    turn = chance.choice(TURNS)
    # Height of the letters: capital with descender, about 0.95 em.
    em = math.exp(chance.uniform(math.log(19), math.log(84)))
    room = (HEIGHT if abs(turn) == 90 else WIDTH) * 0.9
    broken = len(written) * em * 0.56 > room
    if broken:
        em = min(em, 2 * room / (len(written) * 0.58))
    return Line(
        approved, written, fonts[seed % len(fonts)], em, chance.choice((0.0, 0.0, 0.0, 0.02, 0.06)), ink, kind, turn,
        chance.choice((40, 55, 70, 80, 90)), chance.choice((0.0, 0.0, 0.4, 0.8)), broken, seed,
    )  # fmt: skip


def drawn(line: Line, photographs: Sequence[Path]) -> NDArray[np.uint8]:
    """(HEIGHT, WIDTH, 3) uint8 sRGB page with the line, after blur and JPEG."""
    chance = random.Random(line.seed + 1)
    page = _ground(line, chance, photographs).convert("RGBA")
    page.alpha_composite(_lettering(line))
    shown = page.convert("RGB")
    if line.blur_px:
        shown = shown.filter(ImageFilter.GaussianBlur(line.blur_px))
    stream = io.BytesIO()
    shown.save(stream, "JPEG", quality=line.quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def halves(text: str) -> list[str]:
    """The text on two lines, broken at the space nearest to its middle."""
    spaces = [i for i, c in enumerate(text) if c == " "]
    at = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return [text[:at], text[at + 1 :]]


def _lettering(line: Line) -> Image.Image:
    import resvg_py

    rows = halves(line.written) if line.broken else [line.written]
    family, weight = face_of(line.font)
    turn = f"rotate({line.turn_deg} {WIDTH / 2} {HEIGHT / 2})"
    texts = [
        f'<text x="{WIDTH / 2}" y="{HEIGHT / 2 + line.em_px * (0.3 + 1.35 * (i - (len(rows) - 1) / 2)):.2f}" '
        f'text-anchor="middle" font-family="{family}" font-weight="{weight}" font-size="{line.em_px:.2f}" '
        f'letter-spacing="{line.tracking_em * line.em_px:.3f}" fill="{line.ink}">{escape(row)}</text>'
        for i, row in enumerate(rows)
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><g transform="{turn}">'
        f"{''.join(texts)}</g></svg>"
    )
    png = resvg_py.svg_to_bytes(svg_string=svg, font_files=[str(line.font)], skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def face_of(font: Path) -> tuple[str, int]:
    """Family and weight as the font file names them."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        names = opened["name"]
        family = names.getDebugName(16) or names.getDebugName(1)
        return str(family), int(opened["OS/2"].usWeightClass)


def _ground(line: Line, chance: random.Random, photographs: Sequence[Path]) -> Image.Image:
    grounds = DARK_GROUNDS if line.ink in LIGHT else LIGHT_GROUNDS
    if line.ground == "photo" and photographs:
        return _photograph(photographs[chance.randrange(len(photographs))], line, chance)
    first = Image.new("RGB", (WIDTH, HEIGHT), chance.choice(grounds))
    if line.ground == "flat":
        return first
    second = Image.new("RGB", (WIDTH, HEIGHT), chance.choice(grounds))
    ramp = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    return Image.composite(first, second, ramp.rotate(chance.choice((0, 180))))


def _photograph(path: Path, line: Line, chance: random.Random) -> Image.Image:
    """A photograph, made darker or lighter where need be so that a person can read the line on it."""
    photo = Image.open(path).convert("RGB")
    scale = max(WIDTH / photo.width, HEIGHT / photo.height)
    photo = photo.resize((math.ceil(photo.width * scale), math.ceil(photo.height * scale)))
    x, y = chance.randint(0, photo.width - WIDTH), chance.randint(0, photo.height - HEIGHT)
    photo = photo.crop((x, y, x + WIDTH, y + HEIGHT))
    toward = Image.new("RGB", photo.size, "#000000" if line.ink in LIGHT else "#FFFFFF")
    return Image.blend(photo, toward, 0.55)
