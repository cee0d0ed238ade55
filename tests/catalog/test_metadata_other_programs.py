"""Files whose metadata was written by other programs: ExifTool, ImageMagick, Inkscape's form, librsvg."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from brandkit.catalog.metadata import read
from brandkit.catalog.metadata.iptc import CORE, EXTENSION
from tests.catalog.specimens import mark, picture
from tests.catalog.test_iptc import GROUPS, YOUNG, exiftool, listed, version  # noqa: F401 - a fixture

WORDS = "Ngọn hải đăng Vũng Tàu, “Bãi Sau” – đẹp"
FLAT = [prop for prop in (*CORE, *EXTENSION) if prop.form in ("text", "pair", "list") and prop.key != "created"]
# Properties that hold numbers, dates or codes: ExifTool refuses other words there.
VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
CODES = {
    "data_mining": "DMI-PROHIBITED",
    "model_release_status": "MR-UMR",
    "property_release_status": "PR-UPR",
    "minor_age_disclosure": "AG-A25",
}
VALUES = {"rating": "4", "model_ages": ["25"], "max_width": "4000", "max_height": "3000"}


def needs(program: str, package: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is missing (apt-get install {package})")
    return found


def bare(kind: str, path: Path) -> Path:
    Image.open(io.BytesIO(picture())).save(path, kind)
    return path


@pytest.fixture(scope="module")
def names() -> dict[tuple[str, str], str]:
    """ExifTool's own name of each property, by prefix and name in XMP."""
    found: dict[tuple[str, str], str] = {}
    for prefix, tags in listed().items():
        for tag in tags:
            found.setdefault((prefix, tag.get("id")), tag.get("name"))
    return found


def test_every_flat_property_that_exiftool_writes_is_read(names, version, tmp_path):  # noqa: F811
    path = bare("JPEG", tmp_path / "a.jpg")
    words, expected = ["-XMP-photoshop:DateCreated=2022:05:01"], {"created": "2022-05-01"}
    for prop in FLAT:
        prefix, _, name = prop.xmp.partition(":")
        if version < YOUNG.get(prop.name, 0):
            continue
        code = CODES.get(prop.key)
        value = code or VALUES.get(prop.key, [f"{WORDS} 1", f"{WORDS} 2"] if prop.form == "list" else WORDS)
        tag = f"-XMP-{GROUPS.get(prefix, prefix)}:{names[prefix, name]}"
        for item in value if isinstance(value, list) else [value]:
            words.append(f"{tag}#={item}")
        if prop.form == "pair":
            words += [f"{tag}-vi={value}", f"{tag}-en=In English"]
        kept = VOCABULARY + code if code else value
        expected[prop.key] = {"vi": value, "en": "In English"} if prop.form == "pair" else kept
    arguments = tmp_path / "arguments"
    arguments.write_text("\n".join(["-charset", "utf8", "-sep", "|||", *words, str(path)]), "utf-8")
    exiftool("-q", "-@", str(arguments))
    found = read(path.read_bytes(), "image/jpeg")
    assert {key: found.get(key) for key in expected} == expected
    assert len(expected) > 42


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_xmp_and_coordinates_are_read_from_every_format_that_exiftool_writes(kind, tmp_path):
    path = bare(kind, tmp_path / f"a.{kind.lower()}")
    place = ["-EXIF:GPSLatitude=10.345989", "-EXIF:GPSLatitudeRef=N", "-EXIF:GPSLongitude=107.084275",
             "-EXIF:GPSLongitudeRef=E", "-XMP-iptcExt:LocationShownCity=Vũng Tàu"]  # fmt: skip
    words = ["-XMP-dc:Title=" + WORDS, "-XMP-photoshop:Credit=" + WORDS, "-EXIF:UserComment=" + WORDS]
    exiftool("-q", *place, *words, "-XMP-plus:LicensorURL=https://a.vn", str(path))
    found = read(path.read_bytes(), f"image/{kind.lower()}")
    assert found["title"] == {"vi": WORDS}
    assert found["credit"] == WORDS
    assert found["places_shown"] == [{"City": "Vũng Tàu"}]
    assert found["licensor_url"] == "https://a.vn"
    assert found["gps"] == {"latitude": 10.345989, "longitude": 107.084275}
    assert found["comment"] == WORDS


@pytest.mark.parametrize("charset", ["UTF8", ""])
def test_iim_that_exiftool_writes_is_read_with_and_without_its_declaration(charset, tmp_path):
    path = bare("JPEG", tmp_path / "a.jpg")
    declared = [f"-IPTC:CodedCharacterSet={charset}"] if charset else []
    exiftool("-q", "-charset", "iptc=utf8", *declared, f"-IPTC:Credit={WORDS[:20]}", "-IPTC:Keywords=biển",
             "-IPTC:Keywords=đảo", "-IPTC:By-line=Nguyễn Ảnh", str(path))  # fmt: skip
    found = read(path.read_bytes(), "image/jpeg")
    assert (found["credit"], found["tags"], found["creator"]) == (WORDS[:20], ["biển", "đảo"], "Nguyễn Ảnh")


def test_iim_that_was_changed_behind_the_back_of_xmp_counts_by_its_digest(tmp_path):
    path = bare("JPEG", tmp_path / "a.jpg")
    exiftool("-q", "-IPTC:Credit=Old", "-XMP-photoshop:Credit=Old", "-IPTCDigest=new", str(path))
    assert read(path.read_bytes(), "image/jpeg")["credit"] == "Old"
    exiftool("-q", "-overwrite_original", "-IPTC:Credit=New", str(path))
    assert read(path.read_bytes(), "image/jpeg")["credit"] == "New"


def test_a_pdf_that_librsvg_draws_and_exiftool_labels_is_read(tmp_path):
    program = needs("rsvg-convert", "librsvg2-bin")
    (tmp_path / "a.svg").write_bytes(mark())
    subprocess.run(
        [program, "-f", "pdf", "-o", str(tmp_path / "a.pdf"), str(tmp_path / "a.svg")], check=True, timeout=60
    )
    exiftool("-q", f"-XMP-dc:Title={WORDS}", f"-PDF:Author={WORDS}", "-XMP-dc:Subject=biển", str(tmp_path / "a.pdf"))
    found = read((tmp_path / "a.pdf").read_bytes(), "application/pdf")
    assert (found["title"], found["creator"], found["tags"]) == ({"vi": WORDS}, WORDS, ["biển"])


@pytest.mark.parametrize("suffix", ["jpg", "tif", "png"])
def test_what_imagemagick_carries_from_one_format_to_another_is_read(suffix, tmp_path):
    program = needs("convert", "imagemagick")
    source = bare("JPEG", tmp_path / "a.jpg")
    exiftool("-q", "-overwrite_original", f"-XMP-dc:Title={WORDS}", f"-EXIF:Artist={WORDS}", str(source))
    target = tmp_path / f"b.{suffix}"
    subprocess.run([program, str(source), str(target)], check=True, timeout=60)
    media_type = {"jpg": "image/jpeg", "tif": "image/tiff"}.get(suffix, f"image/{suffix}")
    assert read(target.read_bytes(), media_type)["title"] == {"vi": WORDS}
