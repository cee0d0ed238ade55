"""The mapping table against an independent one: ExifTool's, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring

from brandkit.catalog.metadata.iptc import BESIDE, CORE, EXTENSION, NAMESPACES, PROPERTIES, qualified

GROUPS = {"Iptc4xmpCore": "iptcCore", "Iptc4xmpExt": "iptcExt"}
TYPES = {"pair": ("lang-alt",), "structures": ("struct",), "text": ("string", "date", "integer", "real"),
         "joined": ("string",), "list": ("string", "integer")}  # fmt: skip
# Properties younger than ExifTool 12.57, which Debian 12 has: PLUS Data Mining of 2023.1, the four of 2025.1.
YOUNG = {
    "Data Mining": 12.67, "AI Prompt Information": 13.40, "AI Prompt Writer Name": 13.40, "AI System Used": 13.40,
    "AI System Version Used": 13.40,
}  # fmt: skip
YOUNG_FIELDS = {"GPSAltitudeRef": 13.0}
MAPPED = [*CORE, *EXTENSION]


def exiftool(*words: str) -> bytes:
    program = shutil.which("exiftool")
    if program is None:
        pytest.skip("exiftool is missing (apt-get install libimage-exiftool-perl)")
    return subprocess.run([program, *words], capture_output=True, check=True, timeout=120).stdout


@pytest.fixture(scope="session")
def version() -> float:
    return float(exiftool("-ver"))


@cache
def listed() -> dict[str, list[Element]]:
    """Every XMP property that ExifTool knows of our prefixes; one run, because it reads all of its tables each time."""
    prefixes = sorted({prop.xmp.partition(":")[0] for prop in MAPPED})
    groups = {f"XMP-{GROUPS.get(prefix, prefix)}": prefix for prefix in prefixes}
    root = fromstring(exiftool("-f", "-listx", "-XMP:all"))
    found: dict[str, list[Element]] = {prefix: [] for prefix in prefixes}
    for table in root.iter("table"):
        if table.get("g1") in groups:
            found[groups[table.get("g1")]] += list(table.iter("tag"))
    return found


@pytest.fixture(scope="session")
def reference() -> dict[str, dict[str, tuple[str, str]]]:
    """Type and flags of each, by prefix and name."""
    return {
        prefix: {tag.get("id"): (tag.get("type"), tag.get("flags") or "") for tag in tags}
        for prefix, tags in listed().items()
    }


@pytest.fixture(scope="session")
def datasets() -> dict[int, tuple[str, str]]:
    root = fromstring(exiftool("-f", "-listx", "-IPTC:all"))
    tables = [table for table in root.iter("table") if table.get("name") == "IPTC::ApplicationRecord"]
    return {int(tag.get("id")): (tag.get("name"), tag.get("count") or "") for tag in tables[0].iter("tag")}


@pytest.mark.parametrize("prop", MAPPED, ids=lambda prop: prop.name)
def test_a_property_is_where_exiftool_has_it(prop, reference, version):
    if version < YOUNG.get(prop.name, 0):
        pytest.skip(f"ExifTool {version} is older than the property")
    prefix, _, name = prop.xmp.partition(":")
    kind, flags = reference[prefix][name]
    assert kind in TYPES[prop.form]
    assert ("List" in flags) == (prop.form in ("list", "joined") or (prop.form == "structures" and "Info" not in name))


@pytest.mark.parametrize("prop", [p for p in MAPPED if p.fields], ids=lambda prop: prop.name)
def test_the_fields_of_a_structure_are_those_that_exiftool_has(prop, reference, version):
    prefix, _, name = prop.xmp.partition(":")
    fields = [field.partition(":")[2] for field in prop.fields]
    fields = [field for field in fields if version >= YOUNG_FIELDS.get(field, 0)]
    assert [f for f in fields if f"{name}{f[0].upper()}{f[1:]}" not in reference[prefix]] == []


IIM_NAMES = {
    "Title": "ObjectName", "Description": "Caption-Abstract", "Creator": "By-line",
    "Creator's Jobtitle": "By-lineTitle", "Copyright Notice": "CopyrightNotice", "Credit Line": "Credit",
    "Source": "Source", "Headline": "Headline",
    "Keywords": "Keywords", "City (legacy)": "City", "Sublocation (legacy)": "Sub-location",
    "Province or State (legacy)": "Province-State", "Country (legacy)": "Country-PrimaryLocationName",
    "Country Code (legacy)": "Country-PrimaryLocationCode", "Description Writer": "Writer-Editor",
    "Instructions": "SpecialInstructions", "Job Id": "OriginalTransmissionReference", "Date Created": "DateCreated",
    "Subject Code": "SubjectReference", "Intellectual Genre": "ObjectAttributeReference",
}  # fmt: skip


@pytest.mark.parametrize("prop", [p for p in MAPPED if p.iim], ids=lambda prop: prop.name)
def test_a_dataset_has_the_number_and_size_that_exiftool_has(prop, datasets):
    name, count = datasets[prop.iim]
    assert name == IIM_NAMES[prop.name]
    if count:
        assert prop.iim_bytes == int(count.partition(",")[2] or count)


def test_the_namespaces_are_those_that_exiftool_writes(tmp_path):
    picture = tmp_path / "a.xmp"
    exiftool("-XMP-dc:Title=a", "-XMP-iptcCore:Location=a", "-XMP-iptcExt:PersonInImage=a", "-XMP-xmp:Rating=3",
             "-XMP-plus:LicensorURL=a", "-XMP-photoshop:City=a", "-XMP-xmpRights:WebStatement=a", "-XMP-cc:License=a",
             "-XMP-pdf:Keywords=a", "-XMP-exif:GPSAltitude=1", str(picture))  # fmt: skip
    written = picture.read_text("utf-8")
    assert [prefix for prefix, uri in NAMESPACES.items() if f"'{uri}'" not in written] == []


def test_every_property_is_named_once_and_every_key_is_a_plain_word():
    assert len({prop.xmp for prop in PROPERTIES}) == len(PROPERTIES)
    assert len({prop.name for prop in MAPPED}) == len(MAPPED)
    keys = [prop.key for prop in MAPPED]
    assert len(set(keys)) == len(keys)
    assert all(key.isidentifier() and key == key.lower() for key in keys)
    assert all(qualified(name) for prop in [*MAPPED, *BESIDE] for name in (prop.xmp, *prop.fields))
