"""Each place where a file says something, each way of writing Vietnamese there, and whose word counts."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import unicodedata
import zlib

import pytest
from PIL import Image, ImageCms

from brandkit.catalog.metadata import read
from tests.catalog.picture_files import (
    ASCII,
    BYTE,
    RATIONAL,
    UNDEFINED,
    alt,
    dataset,
    exif,
    jpeg,
    png,
    rationals,
    resource,
    segment,
    with_exif,
    with_iim,
    with_more_xmp,
    with_xmp,
    xmp,
)
from tests.catalog.specimens import mark, picture

WORDS = "Ảnh: Nguyễn Thị Thuý, Vũng Tàu"
UTF8 = dataset(90, b"\x1b%G", record=1)


def said(*segments: bytes, **options: bool) -> dict:
    return read(jpeg(*segments), "image/jpeg", **options)


@pytest.mark.parametrize("declared", [UTF8, b""], ids=["declared", "undeclared"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_iim_in_utf8_keeps_its_vietnamese(declared, form):
    iim = declared + dataset(110, unicodedata.normalize(form, WORDS).encode())
    assert said(with_iim(iim))["credit"] == WORDS


def test_iim_without_a_declared_encoding_is_latin_when_it_is_no_utf8():
    iim = dataset(110, "Café “Été” ©".encode("cp1252")) + dataset(105, "naïve".encode("latin-1"))
    found = said(with_iim(iim))
    assert (found["credit"], found["headline"]) == ("Café “Été” ©", "naïve")


def test_iim_says_what_its_datasets_are_for():
    iim = UTF8 + b"".join(
        [
            dataset(5, "Thuyền thúng".encode()), dataset(120, "Một chiếc thuyền".encode()),
            dataset(80, b"A"), dataset(80, "Bình".encode()), dataset(25, "biển".encode()), dataset(25, "đảo".encode()),
            dataset(90, "Vũng Tàu".encode()), dataset(92, "Bãi Sau".encode()), dataset(55, b"20220501"),
            dataset(60, b"093000+0700"), dataset(116, "© Sở".encode()),
        ]
    )  # fmt: skip
    assert said(with_iim(iim)) == {
        "title": {"vi": "Thuyền thúng"}, "caption": {"vi": "Một chiếc thuyền"}, "creator": "A, Bình",
        "tags": ["biển", "đảo"], "city": "Vũng Tàu", "sublocation": "Bãi Sau", "location": "Bãi Sau",
        "created": "2022-05-01T09:30:00+07:00", "rights": {"vi": "© Sở"},
    }  # fmt: skip


@pytest.mark.parametrize(("day", "expected"), [(b"20220000", "2022"), (b"20220500", "2022-05"), (b"2022", None)])
def test_iim_dates_may_be_partial(day, expected):
    assert said(with_iim(dataset(55, day))).get("created") == expected


def test_a_long_dataset_tells_its_size_in_more_bytes():
    text = "biển " * 8000
    long = b"\x1c\x02" + bytes((120,)) + struct.pack(">HI", 0x8004, len(text.encode())) + text.encode()
    data = b"Photoshop 3.0\0" + resource(0x0404, long)
    halves = segment(0xED, data[:40_000]), segment(0xED, b"Photoshop 3.0\0" + data[40_000:])
    assert said(*halves)["caption"]["vi"].startswith("biển biển")


XMP = xmp(alt("dc:title", vi="Cũ", en="Old") + "<photoshop:Credit>Báo cũ</photoshop:Credit>")
IIM = UTF8 + dataset(5, "Mới".encode()) + dataset(110, "Báo mới".encode()) + dataset(115, "Nguồn".encode())


def test_xmp_counts_before_iim_and_iim_fills_it():
    for digest in (None, hashlib.md5(IIM).digest()):
        found = said(with_xmp(XMP), with_iim(IIM, digest=digest))
        assert (found["title"], found["credit"]) == ({"vi": "Cũ", "en": "Old"}, "Báo cũ")
        assert found["source"] == "Nguồn"


def test_iim_counts_where_its_digest_says_that_it_was_changed_alone():
    found = said(with_xmp(XMP), with_iim(IIM, digest=hashlib.md5(b"as it was").digest()))
    assert (found["title"], found["credit"]) == ({"vi": "Mới"}, "Báo mới")


def test_iim_that_only_lacks_room_or_languages_leaves_the_xmp_in_force():
    title = "Lễ hội Nghinh Ông thành phố Vũng Tàu năm 2022 nhìn từ phía biển"
    packet = xmp(alt("dc:title", vi=title, en="Festival"))
    iim = UTF8 + dataset(5, title.encode()[:64])
    found = said(with_xmp(packet), with_iim(iim, digest=b"\0" * 16))
    assert found["title"] == {"vi": title, "en": "Festival"}


def test_extended_xmp_is_put_together_and_the_main_packet_counts_first():
    more = xmp(alt("dc:description", vi="Dài " * 20_000) + alt("dc:title", vi="Không lấy"))
    guid, segments = with_more_xmp(more)
    main = xmp(alt("dc:title", vi="Tên"), attributes=f'xmpNote:HasExtendedXMP="{guid}"')
    found = said(with_xmp(main), *reversed(segments))
    assert len(segments) > 2
    assert found["title"] == {"vi": "Tên"}
    assert found["caption"]["vi"].startswith("Dài Dài")
    assert "caption" not in said(with_xmp(main), *segments[:-1])
    _, forged = with_more_xmp(more, guid="A" * 32)
    forged_main = xmp("", attributes=f'xmpNote:HasExtendedXMP="{"A" * 32}"')
    assert "caption" not in said(with_xmp(forged_main), *forged)


def test_structures_of_the_extension_are_kept_by_their_names():
    found = said(with_xmp(xmp(
        '<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>Sở</plus:LicensorName>'
        "<plus:LicensorURL>https://a.vn</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>"
        '<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li><rdf:Description Iptc4xmpExt:City="Vũng Tàu">'
        + alt("Iptc4xmpExt:LocationName", vi="Bãi Sau", en="Back Beach")
        + "</rdf:Description></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"
        '<Iptc4xmpCore:CreatorContactInfo rdf:parseType="Resource"><Iptc4xmpCore:CiEmailWork>a@b.vn'
        "</Iptc4xmpCore:CiEmailWork></Iptc4xmpCore:CreatorContactInfo>"
        "<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED</plus:DataMining>"
        "<Iptc4xmpExt:AISystemUsed>Máy</Iptc4xmpExt:AISystemUsed>"
        + alt("Iptc4xmpCore:ExtDescrAccessibility", vi="Dài")
    )))  # fmt: skip
    assert found["licensors"] == [{"LicensorName": "Sở", "LicensorURL": "https://a.vn"}]
    assert found["licensor_url"] == "https://a.vn"
    assert found["places_shown"] == [{"City": "Vũng Tàu", "LocationName": {"vi": "Bãi Sau", "en": "Back Beach"}}]
    assert found["contact"] == [{"CiEmailWork": "a@b.vn"}]
    assert found["data_mining"].endswith("DMI-PROHIBITED")
    assert (found["ai_system"], found["alt_extended"]) == ("Máy", {"vi": "Dài"})


USER_COMMENTS = {
    "UNICODE in the block's order": ("<", b"UNICODE\0" + WORDS.encode("utf-16-le")),
    "UNICODE big endian": (">", b"UNICODE\0" + WORDS.encode("utf-16-be")),
    "UNICODE in the other order": ("<", b"UNICODE\0" + WORDS.encode("utf-16-be")),
    "UNICODE with a mark": (">", b"UNICODE\0\xff\xfe" + WORDS.encode("utf-16-le")),
    "UNICODE that is UTF-8": ("<", b"UNICODE\0" + WORDS.encode()),
    "ASCII that is UTF-8": ("<", b"ASCII\0\0\0" + WORDS.encode()),
    "no code": ("<", b"\0" * 8 + WORDS.encode()),
    "decomposed": ("<", b"UNICODE\0" + unicodedata.normalize("NFD", WORDS).encode("utf-16-le")),
}


@pytest.mark.parametrize("case", USER_COMMENTS)
def test_a_comment_keeps_its_vietnamese_in_every_encoding(case):
    order, written = USER_COMMENTS[case]
    assert said(with_exif(exif({}, sub={0x9286: (UNDEFINED, written)}, order=order)))["comment"] == WORDS


def test_a_comment_of_more_than_a_thousand_bytes_is_whole():
    text = "Thuyền thúng trên biển. " * 100
    found = said(with_exif(exif({}, sub={0x9286: (UNDEFINED, b"UNICODE\0" + text.encode("utf-16-le"))})))
    assert found["comment"] == text.strip()


def test_windows_tags_are_read_and_fill_what_is_open():
    tags = {0x9C9B: "Thuyền", 0x9C9D: "Ảnh Một;Ảnh Hai", 0x9C9E: "biển; đảo"}
    block = exif({tag: (BYTE, text.encode("utf-16-le") + b"\0\0") for tag, text in tags.items()})
    assert said(with_exif(block)) == {
        "title": {"vi": "Thuyền"}, "creator": "Ảnh Một, Ảnh Hai", "tags": ["biển", "đảo"]
    }  # fmt: skip


def test_exif_ascii_that_is_utf8_or_latin_is_read_as_such():
    for written, expected in ((WORDS.encode(), WORDS), ("Café".encode("cp1252"), "Café")):
        assert said(with_exif(exif({0x013B: (ASCII, written + b"\0")})))["creator"] == expected


def test_a_date_has_its_offset_and_a_clock_that_was_never_set_says_nothing():
    dates = {0x9003: (ASCII, b"2022:05:01 09:30:00\0"), 0x9011: (ASCII, b"+07:00\0")}
    assert said(with_exif(exif({}, sub=dates)))["created"] == "2022-05-01T09:30:00+07:00"
    assert "created" not in said(with_exif(exif({}, sub={0x9003: (ASCII, b"0000:00:00 00:00:00\0")})))


GPS = {1: (ASCII, b"N\0"), 2: (RATIONAL, rationals((10, 1), (20, 1), (4556, 100))),
       3: (ASCII, b"E\0"), 4: (RATIONAL, rationals((107, 1), (5, 1), (339, 100))),
       5: (BYTE, b"\0"), 6: (RATIONAL, rationals((305, 10)))}  # fmt: skip
IN_XMP = xmp(
    '<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Vũng Tàu'
    "</Iptc4xmpExt:City><exif:GPSLatitude>10,20.7N</exif:GPSLatitude></rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>"
)


def test_coordinates_are_told_and_stripped_on_demand_wherever_they_stand():
    file = with_exif(exif({}, gps=GPS)), with_xmp(IN_XMP)
    found = said(*file)
    assert found["gps"] == {"latitude": 10.345989, "longitude": 107.084275, "altitude_m": 30.5}
    assert found["places_created"] == [{"City": "Vũng Tàu", "GPSLatitude": "10,20.7N"}]
    stripped = said(*file, gps=False)
    assert stripped["places_created"] == [{"City": "Vũng Tàu"}]
    assert "GPS" not in str(stripped).upper()


@pytest.mark.parametrize("fault", [
    {2: (RATIONAL, rationals((10, 0), (0, 1), (0, 1)))}, {2: (RATIONAL, rationals((200, 1), (0, 1), (0, 1)))},
    {1: (ASCII, b"?\0")}, {4: (RATIONAL, rationals((107, 1)))}, {3: (BYTE, b"\1")},
])  # fmt: skip
def test_a_place_that_is_none_is_not_told(fault):
    assert "gps" not in said(with_exif(exif({}, gps={**GPS, **fault})))


def profile(name: str = "sRGB") -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_the_color_profile_is_named_in_every_format(kind):
    sink = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(sink, kind, icc_profile=profile())
    found = read(sink.getvalue(), f"image/{kind.lower()}")
    assert found["icc"] == {"space": "RGB", "description": "sRGB built-in"}


def test_a_tiff_says_what_is_in_its_tags():
    sink = io.BytesIO()
    iim = UTF8 + dataset(110, WORDS.encode())
    tags = {700: xmp(alt("dc:title", vi="Tên")), 33723: iim, 315: "Nguyễn".encode()}
    Image.open(io.BytesIO(picture())).save(sink, "TIFF", tiffinfo=tags)
    found = read(sink.getvalue(), "image/tiff")
    assert found["title"] == {"vi": "Tên"}
    assert found["credit"] == WORDS
    assert found["creator"] == "Nguyễn"


def test_png_texts_are_read_where_xmp_is_silent():
    chunks = (
        (b"iTXt", b"Title\0\1\0\0\0" + zlib.compress("Thuyền thúng".encode())),
        (b"tEXt", b"Author\0" + "Nguyễn".encode()), (b"zTXt", b"Copyright\0\0" + zlib.compress(b"\xa9 S\xe9")),
        (b"eXIf", exif({0x010E: (ASCII, b"A boat\0")})),
    )  # fmt: skip
    assert read(png(*chunks), "image/png") == {
        "title": {"vi": "Thuyền thúng"}, "creator": "Nguyễn", "rights": {"vi": "© Sé"}, "caption": {"vi": "A boat"},
    }  # fmt: skip


def test_an_svg_says_what_its_rdf_and_its_titles_say():
    rdf = (
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org'
        '/ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"><cc:Work rdf:about=""><dc:title>Khác</dc:title><dc:creator>'
        "<cc:Agent><dc:title>Trần Vẽ</dc:title></cc:Agent></dc:creator><dc:rights><cc:Agent><dc:title>© Sở</dc:title>"
        '</cc:Agent></dc:rights><cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/></cc:Work>'
        "</rdf:RDF></metadata>"
    )
    doctype = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    data = mark(seed=8).replace(b"</title>", f'</title><title xml:lang="en">Mark 8</title>{rdf}'.encode())
    assert read(doctype.encode() + data, "image/svg+xml") == {
        "title": {"vi": "Dấu 8", "en": "Mark 8"}, "creator": "Trần Vẽ", "rights": {"vi": "© Sở"},
        "license_url": "https://creativecommons.org/licenses/by/4.0/",
    }  # fmt: skip


def test_a_pdf_says_what_its_info_and_its_xmp_say():
    import pikepdf
    from reportlab.pdfgen.canvas import Canvas

    sink = io.BytesIO()
    canvas = Canvas(sink, invariant=1)
    canvas.setTitle("Biểu trưng")
    canvas.setAuthor("Trần Vẽ")
    canvas.setKeywords("biển; đảo")
    canvas.showPage()
    canvas.save()
    found = read(sink.getvalue(), "application/pdf")
    assert found["title"] == {"vi": "Biểu trưng"}
    assert (found["creator"], found["tags"]) == ("Trần Vẽ", ["biển", "đảo"])
    assert found["created"].startswith("2000-01-01T")
    with pikepdf.open(io.BytesIO(sink.getvalue())) as pdf:
        pdf.Root.Metadata = pikepdf.Stream(pdf, xmp(alt("dc:title", vi="Tên trong XMP")))
        packed = io.BytesIO()
        pdf.save(packed, recompress_flate=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert read(packed.getvalue(), "application/pdf")["title"] == {"vi": "Tên trong XMP"}


def test_imagemagick_writes_png_profiles_as_text_and_they_are_read(tmp_path):
    import shutil

    if not shutil.which("convert"):
        pytest.skip("ImageMagick is missing (apt-get install imagemagick)")
    source, target = tmp_path / "a.jpg", tmp_path / "a.png"
    iim = UTF8 + dataset(110, WORDS.encode())
    source.write_bytes(jpeg(with_exif(exif({0x013B: (ASCII, WORDS.encode() + b"\0")})), with_iim(iim)))
    subprocess.run(["convert", str(source), str(target)], check=True, timeout=60)
    found = read(target.read_bytes(), "image/png")
    assert found["creator"] == WORDS
    assert found["credit"] == WORDS
