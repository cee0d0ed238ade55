"""What files say of themselves, with Vietnamese intact, and nothing from files that are broken."""

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from brandkit.catalog.metadata import read
from tests.catalog.specimens import mark, picture

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="Ảnh: Sở Du lịch">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Boat</rdf:li><rdf:li xml:lang="vi">Thuyền thúng</rdf:li>
<rdf:li xml:lang="en-GB">Basket boat</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Nguyễn A</rdf:li><rdf:li>Trần B</rdf:li></rdf:Seq></dc:creator>
<dc:subject><rdf:Bag><rdf:li>bie\u0302\u0309n</rdf:li><rdf:li>đảo</rdf:li></rdf:Bag></dc:subject>
<dc:description>Chỉ một dòng</dc:description>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Một chiếc thuyền</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta>"""
EXPECTED = {
    "title": {"vi": "Thuyền thúng", "en": "Basket boat"},
    "creator": "Nguyễn A, Trần B",
    "tags": ["biển", "đảo"],
    "caption": {"vi": "Chỉ một dòng"},
    "alt": {"vi": "Một chiếc thuyền"},
    "credit": "Ảnh: Sở Du lịch",
}


def saved(kind: str, xmp: str = XMP) -> bytes:
    sink = io.BytesIO()
    image = Image.open(io.BytesIO(picture()))
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp)
        image.save(sink, kind, pnginfo=info)
        return sink.getvalue()
    image.save(sink, kind, xmp=xmp.encode())
    return sink.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_xmp_is_read_with_its_languages(kind):
    found = read(saved(kind), f"image/{kind.lower()}")
    assert {key: found[key] for key in EXPECTED} == EXPECTED


def test_exif_fills_what_xmp_leaves_open():
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "A boat", "Someone"
    exif.get_ifd(0x8769)[0x9003] = "2022:05:01 09:30:00"
    sink = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(sink, "JPEG", exif=exif)
    found = read(sink.getvalue(), "image/jpeg")
    assert found == {"caption": {"vi": "A boat"}, "creator": "Someone", "created": "2022-05-01T09:30:00"}
    both = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(both, "JPEG", exif=exif, xmp=XMP.encode())
    assert read(both.getvalue(), "image/jpeg")["creator"] == "Nguyễn A, Trần B"


def test_a_drawing_says_its_title_and_description():
    data = mark(seed=8).replace(b"</title>", "</title><desc>Ngọn <b>hải</b> đăng</desc>".encode())
    assert read(data, "image/svg+xml") == {"title": {"vi": "Dấu 8"}, "caption": {"vi": "Ngọn hải đăng"}}


def test_the_starter_photographs_say_what_their_tables_say(starter):
    from brandkit.catalog.folder import read_folder

    contents = read_folder(starter)
    photos = [asset for asset in contents.assets if asset.kind == "photo"]
    assert len(photos) >= 8
    for asset in photos:
        file = asset.versions[0].files[0]
        said = read(contents.files[file.sha256].read_bytes(), file.media_type)
        assert said["title"] == asset.title, asset.slug
        assert said["alt"] == asset.alt, asset.slug


BROKEN = {
    "no XMP": b"\xff\xd8\xff\xd9",
    "XMP cut off": saved("JPEG")[:900],
    "XMP that is no XML": saved("JPEG", XMP.replace("</dc:title>", "")),
    "an entity bomb": saved("JPEG", '<!DOCTYPE a [<!ENTITY b "x">]>' + XMP.replace("Boat", "&b;")),
    "nonsense EXIF": b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00MM\x00*\xff\xff\xff\xff" + b"\x00" * 40,
    "nothing": b"",
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_metadata_says_nothing_and_breaks_nothing(fault):
    assert isinstance(read(BROKEN[fault], "image/jpeg"), dict)
    assert "title" not in read(BROKEN[fault], "image/jpeg")


def test_an_svg_that_is_no_xml_says_nothing():
    assert read(b"<svg", "image/svg+xml") == {}
