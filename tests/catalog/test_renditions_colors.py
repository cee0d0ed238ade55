"""Masters in every color model become the sRGB that a color-managed viewer shows, upright."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from brandkit import sandbox_pool
from brandkit.assets import File
from brandkit.catalog import renditions_reading
from brandkit.catalog.renditions import Size, rendition
from brandkit.catalog.renditions.size import cut_box
from brandkit.errors import InvalidValue, UnreadableMaterial
from tests.catalog.specimens import mark

SIZE = (64, 48)
# As a viewer shows them; Adobe RGB and Display P3 numbers for these were computed from the published matrices.
GREEN, GRAY = (60, 160, 90), (118, 118, 118)
# Source: Adobe RGB (1998), 4.3.4; SMPTE EG 432-1 with the transfer function of IEC 61966-2-1.
TO_XYZ = {
    "sRGB": [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]],
    "Adobe RGB": [[0.5767309, 0.1855540, 0.1881852], [0.2973769, 0.6273491, 0.0752741],
                  [0.0270343, 0.0706872, 0.9911085]],
    "Display P3": [[0.4865709, 0.2656677, 0.1982173], [0.2289746, 0.6917385, 0.0792869],
                   [0.0000000, 0.0451134, 1.0439444]],
}  # fmt: skip
GAMMAS = {"Adobe RGB": 563 / 256}


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


def shown(data: bytes, media_type: str) -> np.ndarray:
    """The middle of its PNG rendition, RGB."""
    suffix = {"image/jpeg": "jpg", "image/tiff": "tif"}.get(media_type, media_type.partition("/")[2])
    file = File("original", f"a.{suffix}", "0" * 64, media_type, len(data))
    made = rendition(data, file, wanted="png", size=Size(width=32), background=None)
    image = Image.open(io.BytesIO(made))
    assert image.size == (32, 24)
    return np.asarray(image.convert("RGB"))[12, 16].astype(int)


def linear(values: np.ndarray) -> np.ndarray:
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def curved(values: np.ndarray) -> np.ndarray:
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * np.clip(values, 0, None) ** (1 / 2.4) - 0.055)


def numbers_in(space: str, srgb: tuple[int, int, int]) -> tuple[int, int, int]:
    """The numbers that stand for an sRGB color in another space, by its matrix."""
    xyz = np.array(TO_XYZ["sRGB"]) @ linear(np.array(srgb) / 255)
    own = np.linalg.inv(np.array(TO_XYZ[space])) @ xyz
    written = own ** (1 / GAMMAS[space]) if space in GAMMAS else curved(own)
    return tuple(round(255 * float(value)) for value in written)


def matrix_profile(space: str) -> bytes:
    """A profile of three primaries and a curve, built tag by tag (ICC.1:2022, 8.3), adapted to D50."""
    import struct

    bradford = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    d65, d50 = np.array([0.95047, 1.0, 1.08883]), np.array([0.96422, 1.0, 0.82521])
    cones = np.diag((bradford @ d50) / (bradford @ d65))
    columns = (np.linalg.inv(bradford) @ cones @ bradford @ np.array(TO_XYZ[space])).T

    def fixed(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    def xyz(values: np.ndarray) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(fixed(float(value)) for value in values)

    if space in GAMMAS:
        curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(GAMMAS[space] * 256)) + b"\0\0"
    else:
        parts = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
        curve = b"para\0\0\0\0\0\3\0\0" + b"".join(fixed(part) for part in parts)
    name = space.encode("utf-16-be")
    text = b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(name), 28) + name
    text += b"\0" * (-len(text) % 4)
    tags = {b"desc": text, b"cprt": text, b"wtpt": xyz(d50), b"rXYZ": xyz(columns[0]), b"gXYZ": xyz(columns[1]),
            b"bXYZ": xyz(columns[2]), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}  # fmt: skip
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        table += struct.pack(">4sII", tag, at + len(body), len(content))
        body += content
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x04300000, b"mntr", b"RGB ", b"XYZ ") + b"\0" * 12
    head += b"acsp" + b"\0" * 28 + b"".join(fixed(float(value)) for value in d50)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


@pytest.mark.parametrize("space", ["Adobe RGB", "Display P3"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_wide_color_is_brought_to_srgb(space, kind):
    numbers = numbers_in(space, GREEN)
    assert max(abs(a - b) for a, b in zip(numbers, GREEN, strict=True)) > 8
    image = Image.new("RGB", SIZE, numbers)
    options = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    data = saved(image, kind, icc_profile=matrix_profile(space), **options)
    assert np.abs(shown(data, f"image/{kind.lower()}") - GREEN).max() <= 3


def test_srgb_and_untagged_colors_stay():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for options in ({"icc_profile": profile}, {}):
        assert (shown(saved(Image.new("RGB", SIZE, GREEN), "PNG", **options), "image/png") == GREEN).all()


def test_gray_palette_and_deep_pictures_keep_their_colors():
    gray = Image.new("L", SIZE, GRAY[0])
    deep = Image.fromarray(np.full(SIZE[::-1], GRAY[0] * 257, np.uint16))
    indexed = Image.new("RGB", SIZE, GREEN).quantize(4)
    cases = [(saved(gray, "PNG"), GRAY), (saved(gray, "JPEG"), GRAY), (saved(deep, "PNG"), GRAY),
             (saved(deep, "TIFF"), GRAY), (saved(indexed, "PNG"), GREEN)]  # fmt: skip
    for data, expected in cases:
        media_type = {b"\x89P": "image/png", b"\xff\xd8": "image/jpeg"}.get(data[:2], "image/tiff")
        assert np.abs(shown(data, media_type) - expected).max() <= 2


def test_cmyk_is_shown_as_ink_also_where_adobe_wrote_it_inverted():
    """Adobe's JPEGs hold 255 less the ink; Pillow writes and reads them so, other programs write the plain numbers."""
    cyan = Image.new("CMYK", SIZE, (255, 0, 0, 0))
    adobe = saved(cyan, "JPEG", quality=95)
    assert b"Adobe" in adobe
    assert shown(adobe, "image/jpeg")[0] < 60 and shown(adobe, "image/jpeg")[2] > 180
    assert np.abs(shown(adobe, "image/jpeg") - shown(saved(cyan, "TIFF"), "image/tiff")).max() <= 4


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_becomes_upright_and_says_so_no_more(orientation):
    upright = Image.new("RGB", SIZE, "white")
    upright.paste((200, 30, 30), (0, 0, 32, 24))  # red is at the top left
    turns = {2: "FLIP_LEFT_RIGHT", 3: "ROTATE_180", 4: "FLIP_TOP_BOTTOM", 5: "TRANSPOSE", 6: "ROTATE_90",
             7: "TRANSVERSE", 8: "ROTATE_270"}  # fmt: skip
    stored = upright.transpose(Image.Transpose[turns[orientation]]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(stored, "JPEG", quality=95, exif=exif)
    file = File("original", "a.jpg", "0" * 64, "image/jpeg", len(data))
    made = Image.open(io.BytesIO(rendition(data, file, wanted="jpeg", size=Size(width=48), background=None)))
    assert made.size == (48, 36)
    assert made.getexif().get(0x0112, 1) == 1
    pixels = np.asarray(made).astype(int)
    assert np.abs(pixels[9, 12] - (200, 30, 30)).max() < 12
    assert all(pixels[place].min() > 240 for place in ((9, 36), (27, 12), (27, 36)))


def test_what_is_transparent_does_not_tint_the_rims():
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[..., 0] = 255  # red under what is transparent
    rgba[16:48, 16:48] = (0, 0, 255, 255)
    file = File("full-color", "a.png", "0" * 64, "image/png", 1)
    made = rendition(saved(Image.fromarray(rgba), "PNG"), file, wanted="png", size=Size(width=30), background=None)
    seen = np.asarray(Image.open(io.BytesIO(made)))
    assert seen[seen[..., 3] > 8][:, 0].max() <= 2


def test_a_size_that_a_format_cannot_hold_is_refused_plainly():
    file = File("full-color", "a.svg", "0" * 64, "image/svg+xml", 1)
    data = mark(width=2000, height=60)
    with pytest.raises(InvalidValue, match="WEBP holds 16,383"):
        rendition(data, file, wanted="webp", size=Size(width=17_000), background=None)
    with pytest.raises(InvalidValue, match="more than"):
        rendition(mark(), file, wanted="webp", size=Size(width=17_000), background=None)


@pytest.mark.parametrize(("wanted", "focus", "expected"), [
    ((50, 50), (0.5, 0.5), (50, 0, 150, 100)), ((50, 50), (0.0, 0.0), (0, 0, 100, 100)),
    ((50, 50), (0.9, 0.5), (100, 0, 200, 100)), ((200, 50), (0.5, 1.0), (0, 50, 200, 100)),
    ((200, 100), (0.1, 0.9), (0, 0, 200, 100)),
])  # fmt: skip
def test_a_cut_keeps_proportions_and_stays_within_the_picture(wanted, focus, expected):
    assert cut_box(200, 100, wanted, focus) == expected


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_what_a_fork_shrinks_is_what_is_shrunk_of_the_whole(kind, monkeypatch):
    pick = np.random.default_rng(7)
    coarse = Image.fromarray(pick.integers(0, 256, (24, 36, 3), dtype=np.uint8))
    data = saved(coarse.resize((801, 600), Image.Resampling.BICUBIC), kind, quality=95)
    suffix = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    file = File("original", f"a.{suffix}", "0" * 64, f"image/{kind.lower()}", len(data))
    for size in (Size(width=160), Size(height=90), Size(200, 120, (0.3, 0.8)), Size(120, 120, (1.0, 0.0))):
        forked = rendition(data, file, wanted="png", size=size, background=None)
        with monkeypatch.context() as patch:
            patch.setattr(renditions_reading, "MOST_PIXELS", 0)
            assert rendition(data, file, wanted="png", size=size, background=None) == forked


def test_an_answer_of_another_shape_is_not_believed(monkeypatch):
    file = File("original", "a.jpg", "0" * 64, "image/jpeg", 1)
    for shape, count in (([10, 40, 4], 1600), ([20, 20, 3], 1200), ([20, 20, 4], 9), ([40, 10, 4], 1600), (None, 1600)):
        answer = {"shape": shape}, {"rgba": bytes(count)}
        monkeypatch.setattr(sandbox_pool, "asked", lambda *_, answer=answer: answer)
        with pytest.raises(UnreadableMaterial):
            renditions_reading.read(b"", file, (20, 20), (0.0, 0.0, 20.0, 20.0))
