"""Coordinates taken out of a copy: none left for any reader, every other word and every pixel as it was."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zlib

import numpy as np
import pytest
from PIL import Image

from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.metadata import read
from brandkit.catalog.metadata.location import without_location
from brandkit.errors import InvalidValue
from tests.catalog.picture_files import ASCII, exif, jpeg, png, with_exif, with_more_xmp, with_xmp, xmp
from tests.catalog.specimens import mark, picture
from tests.catalog.test_metadata_sources import GPS, IN_XMP

DATES = {0x9003: (ASCII, b"2022:05:01 09:30:00\0")}
BLOCK = exif({0x010E: (ASCII, b"A boat\0"), 0x0112: (3, b"\1\0")}, sub=DATES, gps=GPS)
BIG = exif({0x010E: (ASCII, b"A boat\0")}, gps={
    **GPS, 2: (5, b"".join(n.to_bytes(4, "big") for n in (10, 1, 20, 1, 4556, 100))),
    4: (5, b"".join(n.to_bytes(4, "big") for n in (107, 1, 5, 1, 339, 100))), 6: (5, b"\0\0\0\x1e\0\0\0\1"),
}, order=">")  # fmt: skip
ATTRIBUTES = xmp("<dc:source>Báo</dc:source>", attributes='exif:GPSLatitude="10,20.7N" exif:GPSLongitude=\'107,5.0E\' '
                 'photoshop:City="Vũng Tàu"')  # fmt: skip


def saved(kind: str, **options: object) -> bytes:
    sink = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(sink, kind, **options)
    return sink.getvalue()


def tiff() -> bytes:
    """A gray TIFF of 16 × 16 pixels in one strip, with a GPS directory."""
    strip = bytes(range(256))

    def laid(offset: int) -> bytes:
        numbers = {256: 16, 257: 16, 258: 8, 259: 1, 262: 1, 273: offset, 277: 1, 278: 16, 279: len(strip)}
        tags = {tag: (4, number.to_bytes(4, "little")) for tag, number in numbers.items()}
        return exif({**tags, 0x010E: (ASCII, b"A boat\0")}, gps=GPS)

    return laid(len(laid(0))) + strip


FILES = {
    "EXIF": ("image/jpeg", jpeg(with_exif(BLOCK))),
    "EXIF, big endian": ("image/jpeg", jpeg(with_exif(BIG))),
    "XMP elements": ("image/jpeg", jpeg(with_xmp(IN_XMP))),
    "XMP attributes": ("image/jpeg", jpeg(with_xmp(ATTRIBUTES))),
    "both": ("image/jpeg", jpeg(with_exif(BLOCK), with_xmp(ATTRIBUTES))),
    "a second picture behind the first": ("image/jpeg", jpeg(with_exif(BLOCK)) + jpeg(with_exif(BLOCK))),
    "PNG": ("image/png", png((b"eXIf", BLOCK), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + ATTRIBUTES))),
    "PNG, packed": ("image/png", png((b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(IN_XMP)))),
    "PNG, as text": ("image/png", png((b"tEXt", b"Raw profile type exif\0\nexif\n%d\n%s" % (
        len(BLOCK) + 6, (b"Exif\0\0" + BLOCK).hex().encode())))),
    "WebP": ("image/webp", saved("WEBP", exif=BLOCK, xmp=ATTRIBUTES)),
    "TIFF": ("image/tiff", tiff()),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_no_coordinates_are_left_and_all_else_is(name):
    media_type, data = FILES[name]
    before = read(data, media_type)
    assert before != read(data, media_type, gps=False) or name.startswith("XMP attributes")
    copy = without_location(data, media_type, "a")
    after = read(copy, media_type)
    assert after == (read(data, media_type, gps=False) if name != "PNG, as text" else {})
    assert b"GPSL" not in copy
    assert (np.asarray(Image.open(io.BytesIO(copy))) == np.asarray(Image.open(io.BytesIO(data)))).all()
    assert media_type == "image/png" or len(copy) == len(data)


@pytest.mark.parametrize("name", FILES)
def test_exiftool_finds_none_either(name, tmp_path):
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool is missing (apt-get install libimage-exiftool-perl)")
    media_type, data = FILES[name]
    told = []
    for part in (data, without_location(data, media_type, "a")):
        path = tmp_path / f"a.{media_type.partition('/')[2]}"
        path.write_bytes(part)
        words = [program, "-json", "-ee", "-a", "-G1", "-GPS*", "-XMP:all", "-IFD0:all", str(path)]
        told.append(json.loads(subprocess.run(words, capture_output=True, check=True, timeout=60).stdout)[0])
    before, after = ({key for key in part if "GPS" in key.partition(":")[2]} for part in told)
    assert before
    assert not after - {"GPS:GPSVersionID"}
    assert [key for key in told[0] if "GPS" not in key and told[1].get(key) != told[0][key]] == [] or "text" in name


def test_a_file_without_coordinates_stays_byte_for_byte():
    for media_type, data in (("image/jpeg", jpeg(with_exif(exif({0x010E: (ASCII, b"A boat\0")})))),
                             ("image/png", saved("PNG")), ("image/svg+xml", mark())):  # fmt: skip
        assert without_location(data, media_type, "a") == data


def test_extended_xmp_with_coordinates_is_read_no_more():
    guid, segments = with_more_xmp(IN_XMP)
    data = jpeg(with_xmp(xmp("", attributes=f'xmpNote:HasExtendedXMP="{guid}"')), *segments)
    assert "places_created" in read(data, "image/jpeg")
    assert "GPS" not in str(read(without_location(data, "image/jpeg", "a"), "image/jpeg"))


def test_coordinates_that_cannot_be_taken_out_are_not_handed_out():
    hidden = IN_XMP.replace(b"<x:xmpmeta", b"<y:xmpmeta").replace(b"</x:xmpmeta", b"</y:xmpmeta")
    hidden = hidden.replace(b"xmlns:x=", b"xmlns:y=").replace(b"rdf:", b"r:").replace(b"xmlns:rdf", b"xmlns:r")
    data = jpeg(with_xmp(hidden))
    assert "GPSLatitude" in str(read(data, "image/jpeg"))
    with pytest.raises(InvalidValue, match=r"beach\.jpg holds coordinates"):
        without_location(data, "image/jpeg", "beach.jpg")


def test_a_hostile_packet_of_coordinates_is_blanked_in_one_go():
    many = b"<x:xmpmeta>" + b"<a:GPSx>" * 5_000 + b"</x:xmpmeta>"
    copy = without_location(jpeg(with_xmp(many)), "image/jpeg", "a")
    assert b"GPSx" not in copy


def test_get_takes_them_out_on_demand_alone(stocked, monkeypatch):
    data = jpeg(with_exif(BLOCK))
    monkeypatch.setattr(type(stocked), "read", lambda self, sha256: data)
    assert get(stocked, "basket-boat", Request()).data == data
    assert "gps" not in read(get(stocked, "basket-boat", Request(no_location=True)).data, "image/jpeg")
