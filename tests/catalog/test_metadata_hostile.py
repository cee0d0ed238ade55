"""Files that lie about their lengths, loop, nest or explode: nothing is said, nothing is raised, little is done."""

from __future__ import annotations

import random
import struct
import zlib

import pytest

from brandkit.catalog.metadata import SAID_CHARACTERS, read
from brandkit.catalog.metadata import exif as metadata_exif
from brandkit.catalog.metadata.carriers import carried
from brandkit.catalog.metadata.xmp import PACKET_BYTES, TEXT_CHARACTERS
from tests.catalog.picture_files import (
    ASCII,
    alt,
    dataset,
    exif,
    jpeg,
    png,
    resource,
    segment,
    with_exif,
    with_iim,
    with_more_xmp,
    with_xmp,
    xmp,
)
from tests.catalog.specimens import mark, picture


def lol(depth: int = 9) -> str:
    rows = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, depth))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{rows}]>'


def bomb(content: bytes) -> bytes:
    return zlib.compress(content, 9)


DEEP = "<a:b>" * 100_000 + "</a:b>" * 100_000
NESTED_8BIM = resource(0x0404, resource(0x0404, resource(0x0404, dataset(5, b"deep"))))
FAR_PROFILE = b"\0" * 36 + b"acsp" + b"\0" * 88 + struct.pack(">I4sII", 1, b"desc", 1 << 31, 99)
PACKETS = {
    "an entity bomb": lol().encode() + xmp(alt("dc:title", vi="&l8;")),
    "an outside entity": b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + xmp(alt("dc:title", vi="&e;")),
    "a parameter entity": b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://a.invalid/x">%p;]>' + xmp(alt("dc:title", vi="x")),
    "an entity in an attribute": lol().encode() + xmp("", attributes='photoshop:Credit="&l8;"'),
    "elements a hundred thousand deep": xmp(DEEP, prefixes='xmlns:a="a"'),
    "no end": xmp(alt("dc:title", vi="x"))[:-40],
    "two roots": xmp("") + xmp(""),
    "a broken character": xmp(alt("dc:title", vi="x")).replace(b">x<", b">\xff\xfe<"),
    "a null": xmp(alt("dc:title", vi="x")).replace(b">x<", b">\0<"),
    "an encoding nobody has": b'<?xml version="1.0" encoding="nobody"?>' + xmp(alt("dc:title", vi="x"))[:-1],
    "roots without end": b"<rdf:RDF " * 6_000,
    "no XML": b"\x89" * 500,
}
JPEGS = {
    **{name: jpeg(with_xmp(packet[:65_000])) for name, packet in PACKETS.items()},
    "a segment longer than the file": picture()[:2] + b"\xff\xe1\xff\xffhttp://ns.adobe.com/xap/1.0/\0",
    "a segment of length nothing": picture()[:2] + b"\xff\xe1\0\0" * 1000,
    "fill bytes to the end": picture()[:2] + b"\xff" * 100_000,
    "extended XMP beyond its size": jpeg(segment(
        0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", 10, 4_000_000_000) + b"x" * 20)),
    "extended XMP of four gigabytes": jpeg(segment(
        0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + struct.pack(">II", 0xFFFFFFFF, 0) + b"x" * 20)),
    "a dataset longer than its block": jpeg(with_iim(b"\x1c\x02\x05\x7f\xff")),
    "a dataset of a size of 32 thousand bytes": jpeg(with_iim(b"\x1c\x02\x05\xff\xff" + b"\xff" * 200)),
    "a resource longer than its block": jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\xff\xff\xff\xff")),
    "a resource cut in its name": jpeg(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\xff")),
    "resources in resources": jpeg(segment(0xED, b"Photoshop 3.0\0" + NESTED_8BIM)),
    "EXIF whose directory is itself": jpeg(with_exif(b"MM\0*\0\0\0\x08\0\0\0\0\0\x08" * 20)),
    "EXIF that points behind its end": jpeg(with_exif(b"II*\0" + struct.pack("<IHHHI", 8, 1, 0x010E, 2, 0xFFFFFFFF))),
    "EXIF of unknown types": jpeg(with_exif(b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x010E, 999, 4, 0))),
    "EXIF that is no TIFF": jpeg(with_exif(b"XX*\0\0\0\0\x08")),
    "a profile that is none": jpeg(segment(0xE2, b"ICC_PROFILE\0\x01\x01" + b"\xff" * 300)),
    "a profile with a tag behind its end": jpeg(segment(0xE2, b"ICC_PROFILE\0\x01\x01" + FAR_PROFILE)),
}  # fmt: skip
KEYS = {"title", "caption", "creator", "credit", "rights", "tags"}


@pytest.mark.parametrize("fault", JPEGS)
def test_a_hostile_jpeg_says_nothing(fault):
    assert not read(JPEGS[fault], "image/jpeg").keys() & KEYS


PNGS = {
    "XMP that unpacks to a gigabyte": [(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb(b" " * (64 << 20)))],
    "a text that unpacks to a gigabyte": [(b"zTXt", b"Comment\0\0" + bomb(b"x" * (64 << 20)))],
    "a profile that unpacks to a gigabyte": [(b"iCCP", b"a\0\0" + bomb(b"\0" * (64 << 20)))],
    "a raw profile that is no number": [(b"tEXt", b"Raw profile type iptc\0\niptc\n  zz\nnothex")],
    "a raw profile without an end": [(b"tEXt", b"Raw profile type exif\0")],
    "thousands of packed texts": [(b"zTXt", b"Comment\0\0" + bomb(b"x" * (1 << 20)))] * 5_000,
    "texts without end": [(b"tEXt", b"")] * 300,
    "packed texts that are not": [(b"zTXt", b"Title\0\0nothing"), (b"iTXt", b"Title\0\1\0\0\0nothing")],
    "EXIF that is none": [(b"eXIf", b"MM\0*\xff\xff\xff\xff")],
}


@pytest.mark.parametrize("fault", PNGS)
def test_a_hostile_png_says_nothing(fault):
    assert not read(png(*PNGS[fault]), "image/png").keys() & KEYS


def test_a_letter_with_thousands_of_marks_keeps_a_few_and_costs_little():
    text = "a" + "\u0301" * 9_000 + "\u0327" * 9_000 + " e\u0302\u0323"
    found = read(jpeg(with_xmp(xmp(alt("dc:title", vi=text)))), "image/jpeg")["title"]["vi"]
    assert found.endswith(" ệ")
    assert len(found) < 40


def test_a_packed_chunk_is_unpacked_up_to_its_bound_only():
    data = png((b"iCCP", b"a\0\0" + bomb(b"\0" * (64 << 20))))
    assert len(carried(data, "image/png").icc) == 16 << 20


OTHERS = {
    "a WebP whose chunk is longer": (b"RIFF\xff\xff\xff\xffWEBPXMP \xff\xff\xff\xff<x", "image/webp"),
    "a WebP of empty chunks": (b"RIFF\0\0\0\0WEBP" + b"XMP \0\0\0\0" * 5000, "image/webp"),
    "a TIFF whose directory is behind it": (b"II*\0\xff\xff\xff\xff", "image/tiff"),
    "a TIFF of four bytes": (b"MM\0*", "image/tiff"),
    "a TIFF whose XMP is behind it": (b"II*\0" + struct.pack("<IHHHII", 8, 1, 700, 1, 1 << 31, 8), "image/tiff"),
    "an SVG with an entity bomb": (lol().encode() + mark().replace(b"</title>", b"&l8;</title>"), "image/svg+xml"),
    "an SVG as deep as a well": (b"<svg>" + b"<g>" * 50_000, "image/svg+xml"),
    "a PDF that is none": (b"%PDF-1.7\nnothing", "application/pdf"),
    "a PDF of loops": (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R/Metadata 1 0 R>>endobj\n"
                       b"trailer<</Root 1 0 R/Info 1 0 R>>", "application/pdf"),
    "no bytes": (b"", "image/tiff"),
    "a type nobody has": (b"abc", "application/x-nothing"),
}  # fmt: skip


@pytest.mark.parametrize("fault", OTHERS)
def test_another_hostile_file_says_nothing(fault):
    assert read(*OTHERS[fault]) == {}


def test_a_pdf_metadata_stream_that_explodes_is_not_unpacked():
    import io

    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        packed = zlib.compress(b" " * (64 << 20) + xmp(alt("dc:title", vi="Xa")), 9)
        stream = pikepdf.Stream(pdf, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        pdf.Root.Metadata = stream
        sink = io.BytesIO()
        pdf.save(sink, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(sink.getvalue()) < 200_000
    assert read(sink.getvalue(), "application/pdf") == {}


def test_a_packet_over_the_bound_says_nothing_and_one_below_it_does():
    for size, expected in ((PACKET_BYTES + 1, False), (PACKET_BYTES // 2, True)):
        packet = xmp(alt("dc:title", vi="Tên") + "<dc:source>" + "x" * size + "</dc:source>")
        guid, segments = with_more_xmp(packet, portion=65_000)
        found = read(jpeg(with_xmp(xmp("", attributes=f'xmpNote:HasExtendedXMP="{guid}"')), *segments), "image/jpeg")
        assert ("title" in found) == expected


def test_what_is_kept_is_bounded_however_much_is_said():
    many = "<dc:subject><rdf:Bag>" + "<rdf:li>x</rdf:li>" * 2000 + "</rdf:Bag></dc:subject>"
    numbered = "".join(f"<rdf:li>thẻ {n}</rdf:li>" for n in range(1500))
    assert read(jpeg(with_xmp(xmp(many))), "image/jpeg")["tags"] == ["x"]
    packet = xmp(f"<dc:subject><rdf:Bag>{numbered}</rdf:Bag></dc:subject>")
    assert len(read(jpeg(with_xmp(packet)), "image/jpeg")["tags"]) == 500
    long = read(jpeg(with_xmp(xmp(alt("dc:description", vi="a" * 60_000)))), "image/jpeg")
    assert len(long["caption"]["vi"]) == TEXT_CHARACTERS


def test_all_that_is_said_together_is_bounded_and_the_longest_goes_first():
    keywords = "".join(f"<rdf:li>{'x' * 19_000}{n}</rdf:li>" for n in range(40))
    packet = xmp(alt("dc:title", vi="Tên") + f"<dc:subject><rdf:Bag>{keywords}</rdf:Bag></dc:subject>")
    guid, segments = with_more_xmp(packet, portion=65_000)
    found = read(jpeg(with_xmp(xmp("", attributes=f'xmpNote:HasExtendedXMP="{guid}"')), *segments), "image/jpeg")
    assert found == {"title": {"vi": "Tên"}}
    assert len(packet) > SAID_CHARACTERS


def directories_over_one_another(count: int) -> bytes:
    """Directories that start two bytes apart, each of thousands of entries of 999 values: billions of reads."""
    entry = struct.pack("<HHII", 0x0100, 4, 999, 8)
    body = b"".join(struct.pack("<H", 5000) + entry for _ in range(count))
    return b"II*\0" + struct.pack("<I", 8) + body


def test_directories_that_multiply_are_given_up_after_a_bounded_number_of_reads(monkeypatch):
    files = []

    class Watched(metadata_exif._Bounded):
        def __init__(self, *words):
            super().__init__(*words)
            files.append(self)

    monkeypatch.setattr(metadata_exif, "_Bounded", Watched)
    assert metadata_exif.said_by(directories_over_one_another(4000)) == {}
    assert files[0].reads == metadata_exif._MOST_READS + 1
    sound = exif({0x010E: (ASCII, b"A boat\0")}, sub={0x9003: (ASCII, b"2022:05:01 09:30:00\0")})
    assert metadata_exif.said_by(sound)["caption"] == {"vi": "A boat"}
    assert files[1].reads < 100


SOUND = jpeg(
    with_exif(exif({0x010E: (ASCII, b"A boat\0")}, gps={1: (ASCII, b"N\0")})),
    with_xmp(xmp(alt("dc:title", vi="Thuyền", en="Boat"))),
    with_iim(dataset(5, "Thuyền".encode())),
)


@pytest.mark.parametrize("seed", range(60))
def test_random_damage_never_raises(seed):
    pick = random.Random(seed)
    data = bytearray(SOUND)
    for _ in range(pick.randrange(1, 30)):
        data[pick.randrange(2, 1500)] = pick.randrange(256)
    for media_type in ("image/jpeg", "image/tiff", "image/png", "image/webp"):
        assert isinstance(read(bytes(data), media_type), dict)
    assert isinstance(read(bytes(data[: pick.randrange(len(data))]), "image/jpeg"), dict)
    block = bytearray(SOUND[12:400])
    for _ in range(20):
        block[pick.randrange(8, len(block))] = pick.randrange(256)
    assert isinstance(metadata_exif.said_by(bytes(block)), dict)
