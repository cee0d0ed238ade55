"""Words in renditions: read back by other programs, and the picture is the same to the last bit."""

from __future__ import annotations

import io
import json
import shutil
import subprocess

import numpy as np
import pytest
from lxml import etree
from PIL import Image

from brandkit import svg
from brandkit.assets import Asset, File, Rights
from brandkit.catalog.metadata import read
from brandkit.catalog.metadata.credits import said_of
from brandkit.catalog.metadata.embedding import embedded
from brandkit.catalog.renditions.vector_pdf import pdf_of
from tests.catalog.picture_files import alt, exif, jpeg, with_exif, with_xmp, xmp
from tests.catalog.specimens import mark, picture

MINING = "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PHOTO = Asset(
    "thuyen", "photo", {"vi": "Thuyền thúng", "en": "Basket boat"},
    alt={"vi": 'Một chiếc "thuyền" <nhỏ> & sóng 🚤', "en": "A boat"}, creator="Nguyễn Thị Ảnh",
    rights=Rights(holder="UBND phường", credit="Ảnh: Sở Du lịch", license="CC-BY-4.0", license_url=LICENSE,
                  usage_terms={"vi": "Ghi công tác giả", "en": "Attribution"}),
)  # fmt: skip
MASTER = File("original", "a.jpg", "0" * 64, "image/jpeg", 1, metadata={
    "data_mining": MINING, "licensors": [{"LicensorURL": "https://a.vn/xin"}], "gps": {"latitude": 10.3},
})  # fmt: skip
SAID = said_of(PHOTO, MASTER)


def saved(kind: str, *, alpha: bool = False, **options: object) -> bytes:
    image = Image.open(io.BytesIO(picture()))
    if alpha:
        image = image.convert("RGBA")
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    sink = io.BytesIO()
    image.save(sink, kind, **options)
    return sink.getvalue()


PICTURES = {
    "jpeg": ("image/jpeg", saved("JPEG")),
    "progressive": ("image/jpeg", saved("JPEG", progressive=True, subsampling=0)),
    "strongly packed": ("image/jpeg", saved("JPEG", quality=30)),
    "png": ("image/png", saved("PNG", alpha=True)),
    "lossy webp": ("image/webp", saved("WEBP")),
    "lossy webp with alpha": ("image/webp", saved("WEBP", alpha=True)),
    "lossless webp": ("image/webp", saved("WEBP", lossless=True)),
    "lossless webp with alpha": ("image/webp", saved("WEBP", lossless=True, alpha=True)),
}
FILES = {**PICTURES, "pdf": ("application/pdf", pdf_of(mark())), "svg": ("image/svg+xml", mark().replace(
    b"<title>", b"<metadata>old</metadata><title>"))}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_words_come_back_and_the_same_words_give_the_same_bytes(name):
    media_type, data = FILES[name]
    written = embedded(data, media_type, SAID)
    assert written == embedded(data, media_type, SAID)
    assert embedded(written, media_type, SAID) == written
    found = read(written, media_type)
    told = {key: value for key, value in SAID.items() if key not in ("license_address", "title")}
    assert {key: found.get(key) for key in told} == told
    assert found["license_url"] == LICENSE
    if name != "svg":
        assert found["title"] == PHOTO.title


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_same_to_the_last_bit(name):
    media_type, data = PICTURES[name]
    before, after = (Image.open(io.BytesIO(part)) for part in (data, embedded(data, media_type, SAID)))
    assert (before.mode, before.size, before.format) == (after.mode, after.size, after.format)
    assert (np.asarray(before) == np.asarray(after)).all()


def test_drawings_are_drawn_the_same():
    import pypdfium2

    media_type, data = FILES["svg"]
    assert (svg.raster(embedded(data, media_type, SAID), 240, 120) == svg.raster(data, 240, 120)).all()
    media_type, data = FILES["pdf"]
    shown = [
        np.asarray(pypdfium2.PdfDocument(part)[0].render(scale=4).to_pil())
        for part in (data, embedded(data, media_type, SAID))
    ]
    assert (shown[0] == shown[1]).all()


EXPECTED = {
    "XMP-dc:Title": "Thuyền thúng", "XMP-dc:Title-en": "Basket boat", "XMP-dc:Title-vi": "Thuyền thúng",
    "XMP-iptcCore:AltTextAccessibility": PHOTO.alt["vi"], "XMP-iptcCore:AltTextAccessibility-en": "A boat",
    "XMP-dc:Creator": "Nguyễn Thị Ảnh", "XMP-photoshop:Credit": "Ảnh: Sở Du lịch", "XMP-dc:Rights": "© UBND phường",
    "XMP-xmpRights:UsageTerms": "Ghi công tác giả", "XMP-xmpRights:WebStatement": LICENSE,
    "XMP-xmpRights:Owner": "UBND phường", "XMP-xmpRights:Marked": True, "XMP-cc:License": LICENSE,
    "XMP-plus:LicensorURL": "https://a.vn/xin", "XMP-plus:CopyrightOwnerName": "UBND phường",
}  # fmt: skip
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "application/pdf": "pdf",
            "image/svg+xml": "svg"}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_exiftool_reads_every_word(name, tmp_path):
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool is missing (apt-get install libimage-exiftool-perl)")
    media_type, data = FILES[name]
    path = tmp_path / f"a.{SUFFIXES[media_type]}"
    path.write_bytes(embedded(data, media_type, SAID))
    words = [program, "-json", "-G1", "-a", "-validate", "-warning", "-XMP:all", "-IPTC:all", "-PDF:all", str(path)]
    told = json.loads(subprocess.run(words, capture_output=True, check=True, timeout=60).stdout)[0]
    assert {key: told.get(key) for key in EXPECTED} == EXPECTED
    # ExifTool takes every property of an SVG for wrongly enclosed, its own too.
    assert media_type == "image/svg+xml" or told["ExifTool:Validate"] == "OK"
    if media_type == "image/jpeg":
        assert told["IPTC:By-line"] == "Nguyễn Thị Ảnh"
        assert told["IPTC:CodedCharacterSet"] == "UTF8"
        assert told["IPTC:CopyrightNotice"] == "© UBND phường"
    if media_type == "application/pdf":
        assert told["PDF:Title"] == "Thuyền thúng"


def test_pillow_pikepdf_and_lxml_find_the_packet():
    import pikepdf

    for name in ("jpeg", "png", "lossless webp with alpha"):
        media_type, data = FILES[name]
        image = Image.open(io.BytesIO(embedded(data, media_type, SAID)))
        assert "Thuyền thúng" in str(image.getxmp())
    with pikepdf.open(io.BytesIO(embedded(FILES["pdf"][1], "application/pdf", SAID))) as pdf:
        assert "Thuyền thúng" in str(pdf.open_metadata()["dc:title"])
        assert str(pdf.docinfo["/Author"]) == "Nguyễn Thị Ảnh"
    root = etree.fromstring(embedded(FILES["svg"][1], "image/svg+xml", SAID))
    assert len(root.findall("{http://www.w3.org/2000/svg}metadata")) == 1
    assert root.xpath("string(//*[local-name()='Credit'])") == "Ảnh: Sở Du lịch"


def test_a_place_is_never_written():
    for media_type, data in FILES.values():
        written = embedded(data, media_type, SAID)
        assert b"GPS" not in written
        assert "gps" not in read(written, media_type)


def test_old_words_are_replaced_and_the_rest_of_a_jpeg_stays():
    block = exif({0x010F: (2, b"Camera\0")})
    data = jpeg(with_exif(block), with_xmp(xmp(alt("dc:title", vi="Tên cũ"))))
    written = embedded(data, "image/jpeg", SAID)
    assert written.count(b"http://ns.adobe.com/xap/1.0/\0") == 1
    assert "Tên cũ".encode() not in written
    assert block in written
    assert written[2:4] == b"\xff\xe1" or written[6:10] == b"JFIF"


def test_words_too_many_for_a_jpeg_are_cut_and_the_short_ones_stay():
    said = {**SAID, "caption": {"vi": "dài " * 5_000, "en": "long " * 4_000}, "alt": {"vi": "ả" * 19_000}}
    written = embedded(picture(), "image/jpeg", said)
    found = read(written, "image/jpeg")
    assert found["title"] == PHOTO.title
    assert found["credit"] == "Ảnh: Sở Du lịch"
    assert found["caption"]["vi"].startswith("dài dài")
    assert (np.asarray(Image.open(io.BytesIO(written))) == np.asarray(Image.open(io.BytesIO(picture())))).all()


def test_what_the_catalog_says_comes_before_what_the_file_says():
    bare = Asset("a", "photo", {"vi": "Tên"})
    file = File("original", "a.jpg", "0" * 64, "image/jpeg", 1, metadata={
        "creator": "Từ tệp", "credit": "Báo", "rights": {"vi": "© Tệp"}, "license_url": "https://a.vn",
        "gps": {"latitude": 10.0}, "comment": "riêng",
    })  # fmt: skip
    assert said_of(bare, file) == {
        "title": {"vi": "Tên"}, "alt": {"vi": "Tên"}, "creator": "Từ tệp", "credit": "Báo", "rights": {"vi": "© Tệp"},
        "license_url": "https://a.vn",
    }  # fmt: skip
    assert said_of(PHOTO, file)["creator"] == "Nguyễn Thị Ảnh"
    assert said_of(PHOTO, None)["rights"] == {"vi": "© UBND phường"}
