"""PDF: embedded pictures, byte-exact where they are files, with masks and true colours as pixels."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name

from brandkit.errors import MaterialTooLarge
from brandkit.formats import image, pdf
from tests.formats.made import FOUR, Sheet, fresh, jpeg_of, noise, read


def shown(path: Path, key: str) -> np.ndarray:
    with fresh():
        return pdf.picture(path, key)


def one_picture(tmp_path: Path, stored: object, sheet: Sheet, content: bytes = b"q 60 0 0 40 9 9 cm /P Do Q") -> Path:
    sheet.resource("XObject", "P", stored)
    return sheet.save(tmp_path / "a.pdf", content)


def only_pixels(path: Path) -> np.ndarray:
    (key,) = read(path).pictures
    return shown(path, key)


def test_an_embedded_jpeg_has_the_hash_of_its_file(tmp_path: Path) -> None:
    data, sheet = jpeg_of(noise(64, 48)), Sheet()
    (found,) = read(one_picture(tmp_path, sheet.jpeg(data, 64, 48), sheet)).pictures.values()
    assert (found.sha256, found.media_type) == (hashlib.sha256(data).hexdigest(), "image/jpeg")
    assert (found.width_px, found.height_px) == (64, 48)


def test_a_jpeg_packed_once_more_still_has_the_hash_of_its_file(tmp_path: Path) -> None:
    import zlib

    data, sheet = jpeg_of(noise(64, 48)), Sheet()
    stored = sheet.jpeg(zlib.compress(data), 64, 48)
    stored.Filter = Array([Name.FlateDecode, Name.DCTDecode])
    (found,) = read(one_picture(tmp_path, stored, sheet)).pictures.values()
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_a_picture_without_a_file_has_no_hash(tmp_path: Path) -> None:
    sheet = Sheet()
    (found,) = read(one_picture(tmp_path, sheet.picture(FOUR), sheet)).pictures.values()
    assert (found.sha256, found.media_type) == ("", "")


@pytest.mark.parametrize("turn", [0, 90])
def test_pixels_come_as_stored_however_the_page_turns_them(tmp_path: Path, turn: int) -> None:
    sheet = Sheet(Rotate=turn)
    path = one_picture(tmp_path, sheet.picture(FOUR), sheet, b"q 20 35 -35 20 80 20 cm /P Do Q")
    found = only_pixels(path)
    assert np.array_equal(found[..., :3], FOUR) and (found[..., 3] == 255).all()


def test_a_soft_mask_becomes_the_alpha_and_colors_stay_exact(tmp_path: Path) -> None:
    colors, alpha = noise(40, 30), np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))
    sheet = Sheet()
    path = one_picture(tmp_path, sheet.picture(colors, SMask=sheet.picture(alpha)), sheet)
    found = only_pixels(path)
    assert np.abs(found[..., 3].astype(int) - alpha).max() <= 1
    assert np.array_equal(found[..., :3], colors)


def test_a_larger_mask_is_fitted_to_its_picture(tmp_path: Path) -> None:
    alpha = np.zeros((80, 80), np.uint8)
    alpha[:, 40:] = 255
    sheet = Sheet()
    found = only_pixels(one_picture(tmp_path, sheet.picture(noise(40, 40), SMask=sheet.picture(alpha)), sheet))
    assert (found[:, :19, 3] < 8).all() and (found[:, 21:, 3] > 247).all()


def test_opacity_is_of_the_placement_not_of_the_picture(tmp_path: Path) -> None:
    sheet = Sheet()
    sheet.resource("ExtGState", "G", Dictionary(Type=Name.ExtGState, ca=0.4))
    alpha = np.array([[0, 100], [200, 255]], np.uint8)
    stored = sheet.picture(FOUR, SMask=sheet.picture(alpha))
    path = one_picture(tmp_path, stored, sheet, b"q /G gs 60 0 0 40 9 9 cm /P Do Q")
    (placement,) = read(path).pages[0].placements
    assert placement.opacity == pytest.approx(0.4, abs=0.005)
    assert np.abs(shown(path, placement.picture)[..., 3].astype(int) - alpha).max() <= 2


def test_a_picture_used_twice_is_one_and_two_masks_make_two(tmp_path: Path) -> None:
    sheet = Sheet()
    one, other = np.full((2, 2), 255, np.uint8), np.array([[0, 255], [255, 0]], np.uint8)
    sheet.resource("XObject", "A", sheet.picture(FOUR, SMask=sheet.picture(one)))
    sheet.resource("XObject", "B", sheet.picture(FOUR, SMask=sheet.picture(other)))
    content = b"q 9 0 0 9 0 0 cm /A Do Q q 9 0 0 9 20 0 cm /A Do Q q 9 0 0 9 40 0 cm /B Do Q"
    document = read(sheet.save(tmp_path / "a.pdf", content))
    keys = [placement.picture for placement in document.pages[0].placements]
    assert len(document.pictures) == 2 and keys[0] == keys[1] != keys[2]


def test_a_stencil_is_its_ink_where_it_lets_ink_through(tmp_path: Path) -> None:
    sheet = Sheet()
    mask = sheet.picture(np.array([[0b10000000], [0b01000000]], np.uint8), ImageMask=True, BitsPerComponent=1, Width=2)
    del mask.ColorSpace
    found = only_pixels(one_picture(tmp_path, mask, sheet, b"q 1 0 0 rg 60 0 0 40 9 9 cm /P Do Q"))
    assert found.shape == (2, 2, 4)
    assert found[..., 3].tolist() == [[0, 255], [255, 0]]
    assert tuple(found[0, 1, :3]) == (255, 0, 0)


def test_gray_palette_and_inverted_pictures_have_their_colors(tmp_path: Path) -> None:
    gray = np.array([[0, 80], [160, 255]], np.uint8)
    sheet = Sheet()
    assert np.array_equal(only_pixels(one_picture(tmp_path, sheet.picture(gray), sheet))[..., 0], gray)
    sheet = Sheet()
    inverted = sheet.picture(gray, Decode=Array([1, 0]))
    assert np.array_equal(only_pixels(one_picture(tmp_path, inverted, sheet))[..., 1], 255 - gray)
    sheet = Sheet()
    palette = Array([Name.Indexed, Name.DeviceRGB, 3, bytes(FOUR.reshape(-1))])
    indexed = sheet.picture(np.array([[0, 1], [2, 3]], np.uint8), ColorSpace=palette)
    assert np.array_equal(only_pixels(one_picture(tmp_path, indexed, sheet))[..., :3], FOUR)


def test_cmyk_without_a_profile_looks_alike_in_a_pdf_and_in_a_jpeg(tmp_path: Path) -> None:
    inks = np.zeros((48, 96, 4), np.uint8)
    inks[:, :48, 0], inks[:, :48, 1], inks[:, 48:, 2], inks[:, 48:, 3] = 255, 112, 200, 60
    sheet = Sheet()
    in_pdf = only_pixels(one_picture(tmp_path, sheet.picture(inks), sheet))[..., :3].astype(int)
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg_of(inks, "CMYK", quality=100, subsampling=0))
    with fresh():
        alone = image.picture(path, "page")[..., :3].astype(int)
    for column in (20, 76):
        assert np.abs(in_pdf[24, column] - alone[24, column]).max() <= 4
    assert np.abs(in_pdf[24, 20] - (0, 123, 194)).max() <= 12  # not the (0, 143, 255) of a plain 255 - ink


def test_a_picture_beyond_the_limit_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    sheet = Sheet()
    bomb = sheet.picture(np.zeros((4, 4), np.uint8), Width=20_000, Height=20_000)
    with pytest.raises(MaterialTooLarge, match="20,000 × 20,000"):
        read(one_picture(tmp_path, bomb, sheet))


def test_a_picture_that_cannot_be_decoded_leaves_the_rest_readable(tmp_path: Path) -> None:
    sheet = Sheet()
    broken = sheet.jpeg(b"\xff\xd8\xff\xe0 no picture at all", 30, 20)
    path = one_picture(tmp_path, broken, sheet, b"q 60 0 0 40 9 9 cm /P Do Q 1 0 0 rg 0 0 9 9 re f")
    document = read(path)
    assert len(document.pages[0].shapes) == 1
    for key in document.pictures:
        assert shown(path, key).shape == (20, 30, 4)
