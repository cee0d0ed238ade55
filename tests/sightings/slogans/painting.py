"""Pictures with a line of lettering, drawn by Pillow's own layout, for tests of slogans in pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from brandkit.sightings.slogans import program

STARTER = Path(__file__).resolve().parents[3] / "assets_catalog"
BOLD, REGULAR = (STARTER / "fonts" / f"BeVietnamPro-{weight}.ttf" for weight in ("Bold", "Regular"))
needs_tesseract = pytest.mark.skipif(
    not program.available(), reason="Tesseract or its Vietnamese data is missing (tesseract-ocr, tesseract-ocr-vie)"
)


class BrandFonts:
    """The starter catalog's fonts, as a library keeps them."""

    def fonts(self):
        return {path.name: path.read_bytes() for path in (BOLD, REGULAR)}


def lettered(text, *, size=44, ink="#0A2A4A", ground="#F6F1E7", font=BOLD, turn=0, area=(1000, 420)) -> np.ndarray:
    """(H, W, 3) uint8 picture with the text in its middle, turned clockwise as seen; `ground` may be a picture."""
    page = Image.new("RGB", area, ground) if isinstance(ground, str) else Image.fromarray(ground).resize(area)
    ink_only = Image.new("L", (1400, 1400), 0)
    face = ImageFont.truetype(str(font), size)
    ImageDraw.Draw(ink_only).multiline_text((700, 700), text, fill=255, font=face, anchor="mm", align="center",
                                        spacing=size // 3)  # fmt: skip
    ink_only = ink_only.rotate(-turn, Image.Resampling.BICUBIC)
    x, y = 700 - area[0] // 2, 700 - area[1] // 2
    page.paste(Image.new("RGB", area, ink), mask=ink_only.crop((x, y, x + area[0], y + area[1])))
    return np.asarray(page)
