"""Even fields are measured; photographs, shades and the logos' own parts are not."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from brandkit.color import delta_e_hex
from brandkit.sightings.structure.flat_colors import flat_colors

NAVY, FLAME = (10, 42, 74), (226, 90, 11)


def poster(size=(900, 1200)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 2 - 1), fill=NAVY)
    draw.ellipse((300, 700, 600, 1000), fill=FLAME)
    return image


def as_jpeg(image: Image.Image, quality: int) -> Image.Image:
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(io.BytesIO(stream.getvalue())).convert("RGB")


def shares(image: Image.Image, **more) -> dict[str, float]:
    return {flat.hex: flat.share for flat in flat_colors(np.asarray(image), **more)}


def test_fields_are_found_with_their_share():
    found = shares(poster())
    assert set(found) == {"#FFFFFF", "#0A2A4A", "#E25A0B"}
    assert found["#0A2A4A"] == pytest.approx(0.5, abs=0.01)
    assert found["#E25A0B"] == pytest.approx(np.pi * 150**2 / (900 * 1200), abs=0.005)


def test_the_largest_comes_first():
    listed = flat_colors(np.asarray(poster()))
    assert [flat.share for flat in listed] == sorted((flat.share for flat in listed), reverse=True)


@pytest.mark.parametrize("quality", [30, 60, 90])
def test_jpeg_keeps_the_fields_within_a_small_distance(quality):
    found = shares(as_jpeg(poster(), quality))
    for expected in ("#FFFFFF", "#0A2A4A", "#E25A0B"):
        assert min(delta_e_hex(expected, hex_) for hex_ in found) < 3


def test_a_shade_is_no_field():
    ramp = np.linspace(0, 1, 1000)[:, None, None] * np.array([60, 90, 200]) + np.array([20, 40, 30])
    shade = Image.fromarray(np.broadcast_to(ramp, (1000, 800, 3)).astype(np.uint8))
    assert not shares(shade)


def test_a_photograph_is_no_field():
    noise = np.random.default_rng(7).normal(0, 25, (800, 800, 3))
    assert not shares(Image.fromarray(np.clip(128 + noise, 0, 255).astype(np.uint8)))


def test_what_is_left_out_does_not_count():
    found = shares(poster(), left_out=[[(280, 680), (620, 680), (620, 1020), (280, 1020)]])
    assert "#E25A0B" not in found


def test_a_page_of_one_pixel_is_no_trouble():
    assert shares(Image.new("RGB", (1, 1), NAVY)) == {"#0A2A4A": 1.0}
