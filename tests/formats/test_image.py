"""Pictures: size, density, colour and orientation as people see them."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.formats import image
from tests.formats.made import BLUE, FOUR, GREEN, RED, YELLOW, fresh, jpeg_of, noise, read

ORIENTED = {  # what is stored so that FOUR is seen. Source: EXIF 2.32, table 6
    1: FOUR,
    2: FOUR[:, ::-1],
    3: FOUR[::-1, ::-1],
    4: FOUR[::-1],
    5: FOUR.transpose(1, 0, 2),
    6: FOUR.transpose(1, 0, 2)[::-1],
    7: FOUR.transpose(1, 0, 2)[::-1, ::-1],
    8: FOUR.transpose(1, 0, 2)[:, ::-1],
}


def saved(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def pixels(path: Path) -> np.ndarray:
    with fresh():
        return image.picture(path, "page")


def page_pixels(path: Path, scale: float = 1.0) -> np.ndarray:
    with fresh():
        return image.render(path, 1, scale)


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".gif"])
def test_every_kind_is_one_page_of_one_picture(tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path / f"a{suffix}", Image.fromarray(noise(64, 48)))
    document = read(path)
    (page,) = document.pages
    assert (page.width, page.height, page.unit, page.raster_only) == (64, 48, "px", True)
    assert page.placements[0].matrix == (64, 0, 0, 48, 0, 0)
    assert document.pictures["page"].sha256 == hashlib.sha256(path.read_bytes()).hexdigest() == document.sha256
    assert document.media_type == document.pictures["page"].media_type == image.media_types[suffix]
    assert page_pixels(path).shape == (48, 64, 3) and pixels(path).shape == (48, 64, 4)


@pytest.mark.parametrize("orientation", ORIENTED)
@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_orientation_is_applied(tmp_path: Path, orientation: int, suffix: str) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    stored = np.ascontiguousarray(np.kron(ORIENTED[orientation], np.ones((8, 16, 1), np.uint8)))
    options = {"lossless": True} if suffix == ".webp" else {}
    path = saved(tmp_path / f"a{suffix}", Image.fromarray(stored), exif=exif, **options)
    seen = page_pixels(path)
    height, width = seen.shape[:2]
    quarters = [tuple(seen[height * v // 4, width * u // 4]) for v in (1, 3) for u in (1, 3)]
    assert quarters == [RED, GREEN, BLUE, YELLOW]
    assert (read(path).pages[0].width, read(path).pages[0].height) == (width, height)


@pytest.mark.parametrize(
    ("suffix", "options", "dpi"),
    [
        (".png", {"dpi": (300, 300)}, 300),
        (".png", {}, None),
        (".jpg", {"dpi": (150, 150)}, 150),
        (".jpg", {}, None),  # JFIF unit 0
        (".tif", {"dpi": (72, 72)}, 72),
        (".tif", {"resolution_unit": 3, "x_resolution": 118.11, "y_resolution": 118.11}, 300),
        (".tif", {}, None),
        (".gif", {}, None),
        (".png", {"dpi": (300, 150)}, None),
        (".png", {"dpi": (1, 1)}, None),
    ],
)
def test_density_is_what_the_file_states(tmp_path: Path, suffix: str, options: dict, dpi: float | None) -> None:
    found = read(saved(tmp_path / f"a{suffix}", Image.fromarray(FOUR), **options)).pages[0].dpi
    assert found == (None if dpi is None else pytest.approx(dpi, abs=0.05))


def test_density_in_exif_alone_counts_and_a_camera_without_one_states_none(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[271] = "Camera"
    assert read(saved(tmp_path / "a.jpg", Image.fromarray(FOUR), exif=exif)).pages[0].dpi is None
    exif[282], exif[283], exif[296] = 240.0, 240.0, 2
    assert read(saved(tmp_path / "b.webp", Image.fromarray(FOUR), exif=exif)).pages[0].dpi == 240


def test_transparency_is_kept_in_the_picture_and_white_on_the_page(tmp_path: Path) -> None:
    rgba = np.dstack([FOUR, [[0, 128], [255, 64]]]).astype(np.uint8)
    path = saved(tmp_path / "a.png", Image.fromarray(rgba))
    assert np.array_equal(pixels(path), rgba)
    share = rgba[..., 3:].astype(float) / 255
    assert np.abs(page_pixels(path) - (rgba[..., :3] * share + 255 * (1 - share))).max() <= 0.51


def palette(transparent: int | None) -> Image.Image:
    picture = Image.fromarray(np.array([[0, 1], [2, 3]], np.uint8), "P")
    picture.putpalette(bytes(FOUR.reshape(-1)))
    if transparent is not None:
        picture.info["transparency"] = transparent
    return picture


def test_palettes_keep_their_colors_and_their_transparent_one(tmp_path: Path) -> None:
    found = pixels(saved(tmp_path / "a.png", palette(1)))
    assert np.array_equal(found[..., :3], FOUR) and found[..., 3].tolist() == [[255, 0], [255, 255]]
    assert np.array_equal(page_pixels(saved(tmp_path / "a.gif", palette(None))), FOUR)


def test_gray_with_alpha_one_bit_and_sixteen_bits_are_read(tmp_path: Path) -> None:
    la = Image.fromarray(np.array([[[10, 0], [200, 255]]], np.uint8), "LA")
    assert pixels(saved(tmp_path / "a.png", la)).tolist() == [[[10, 10, 10, 0], [200, 200, 200, 255]]]
    bits = Image.fromarray(np.array([[0, 255]], np.uint8)).convert("1")
    assert page_pixels(saved(tmp_path / "b.png", bits)).tolist() == [[[0] * 3, [255] * 3]]
    deep = Image.fromarray(np.array([[0, 257 * 90, 65535]], np.uint16))
    assert page_pixels(saved(tmp_path / "c.png", deep))[0, :, 0].tolist() == [0, 90, 255]
    assert page_pixels(saved(tmp_path / "d.tif", deep))[0, :, 0].tolist() == [0, 90, 255]


def test_a_picture_of_numbers_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", Image.fromarray(np.zeros((4, 4), np.float32)))
    with pytest.raises(UnreadableMaterial, match="numbers"):
        read(path)


def display_profile() -> bytes:
    """A profile of a wider screen than sRGB, written tag by tag. Source: ICC.1:2022, matrix-based display profiles."""

    def fixed(*values: float) -> bytes:
        return struct.pack(f">{len(values)}i", *(round(v * 65536) for v in values))

    tags = {
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(0.60974, 0.31111, 0.01947),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(0.20528, 0.62567, 0.06087),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(0.14919, 0.06322, 0.74457),
    }
    gamma = b"curv\0\0\0\0" + struct.pack(">IH2x", 1, round(2.2 * 256))
    tags |= {b"rTRC": gamma, b"gTRC": gamma, b"bTRC": gamma}
    words = "wide".encode("utf-16-be")
    tags[b"desc"] = b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(words), 28) + words
    tags[b"cprt"] = tags[b"desc"]
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(
        ">I4sI4s4s4s12x4s", start + len(body), b"\0\0\0\0", 0x04400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    return head.ljust(68, b"\0") + fixed(0.9642, 1.0, 0.8249) + b"\0" * 48 + table + body


def test_an_embedded_profile_moves_colors_to_srgb(tmp_path: Path) -> None:
    green = Image.fromarray(np.full((4, 4, 3), (40, 200, 60), np.uint8))
    plain = page_pixels(saved(tmp_path / "a.png", green))
    wide = page_pixels(saved(tmp_path / "b.png", green, icc_profile=display_profile()))
    assert tuple(plain[0, 0]) == (40, 200, 60)
    assert wide[0, 0, 0] < 20 and wide[0, 0, 1] >= 200  # more saturated than sRGB's same numbers


def test_an_srgb_profile_and_a_broken_one_change_nothing(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    colors = noise(32, 32)
    for number, profile in enumerate((srgb, b"no profile at all", srgb[:200])):
        path = saved(tmp_path / f"{number}.png", Image.fromarray(colors), icc_profile=profile)
        assert np.array_equal(page_pixels(path), colors)


def test_another_scale_keeps_the_picture_in_its_place(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Image.fromarray(np.kron(FOUR, np.ones((50, 50, 1), np.uint8))))
    for scale, side in ((0.5, 50), (2.0, 200)):
        seen = page_pixels(path, scale)
        assert seen.shape == (side, side, 3)
        assert tuple(seen[side // 4, side // 4]) == RED and tuple(seen[3 * side // 4, 3 * side // 4]) == YELLOW


def bomb(width: int, height: int) -> bytes:
    """A small PNG that claims, and decodes to, very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_a_pixel_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(bomb(12_000, 12_000))
    assert path.stat().st_size < 30_000
    with pytest.raises(MaterialTooLarge, match="12,000 × 12,000"):
        read(path)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "GIF"])
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_picture_cut_short_is_refused(tmp_path: Path, kind: str, share: float) -> None:
    stream = io.BytesIO()
    Image.fromarray(noise(300, 200)).save(stream, kind)
    path = tmp_path / ("a" + {"JPEG": ".jpg", "TIFF": ".tif"}.get(kind, f".{kind.lower()}"))
    path.write_bytes(stream.getvalue()[: int(share * len(stream.getvalue()))])
    with pytest.raises(UnreadableMaterial):
        read(path)


def test_metadata_is_what_exif_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[305], exif[315] = "Paint 1", "Photographer"
    document = read(saved(tmp_path / "a.jpg", Image.fromarray(FOUR), exif=exif))
    assert document.metadata == {"software": "Paint 1", "creator": "Photographer"}


def test_a_cmyk_jpeg_with_a_broken_profile_is_read_as_without_one(tmp_path: Path) -> None:
    inks = np.zeros((16, 16, 4), np.uint8)
    inks[..., 0] = 255
    one, other = tmp_path / "a.jpg", tmp_path / "b.jpg"
    one.write_bytes(jpeg_of(inks, "CMYK"))
    other.write_bytes(jpeg_of(inks, "CMYK", icc_profile=b"broken"))
    assert np.array_equal(page_pixels(one), page_pixels(other))
    assert page_pixels(one)[8, 8, 2] > 200 and page_pixels(one)[8, 8, 0] < 60
