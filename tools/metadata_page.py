"""Writes docs/reference/metadata.md: what is read from files and written into renditions, from the table of `iptc`.

`python tools/metadata_page.py` writes it; with --check it writes nothing and ends with 1 when it is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from brandkit.catalog.metadata import SAID_CHARACTERS  # noqa: E402
from brandkit.catalog.metadata.carriers import BLOCK_BYTES  # noqa: E402
from brandkit.catalog.metadata.credits import CARRIED  # noqa: E402
from brandkit.catalog.metadata.iptc import BESIDE, CORE, EXTENSION, PROPERTIES, Property  # noqa: E402
from brandkit.catalog.metadata.png import UNPACKED_BYTES  # noqa: E402
from brandkit.catalog.metadata.xmp import MOST_ITEMS, PACKET_BYTES, TEXT_CHARACTERS  # noqa: E402
from brandkit.catalog.renditions.cache import MOST_BYTES  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "metadata.md"
GENERATED = "<!-- Written by tools/metadata_page.py from brandkit/catalog/metadata/iptc.py; change it there. -->"
FORMS = {
    "text": "text", "pair": "vi, en", "joined": "text, several joined by commas", "list": "list of texts",
    "structures": "list of structures",
}  # fmt: skip
MB = 1 << 20

READ = """
A file tells what it holds when it is registered: the keys below are kept with it and stand for what the person who
registers it leaves open. Texts are kept in NFC, without control characters; texts with languages as `{ vi, en }`, where
a text that names no language counts as Vietnamese. Beside the keys of the table there are `location` (the sublocation,
else the city), `licensor_url`, `gps` (`latitude`, `longitude`, `altitude_m`), `icc` (`description`, `space`), `comment`
(EXIF), `camera_make`, `camera`, `lens` and `software`. A key that nothing says is not there.

## Where it is looked for

| file | in this order, the first that says something of a key |
|---|---|
| JPEG | XMP (APP1, with extended XMP), IPTC-IIM (APP13), EXIF |
| TIFF | XMP (tag 700), IPTC-IIM (tags 33723, 34377), EXIF |
| PNG | XMP (`iTXt`), IPTC-IIM and EXIF (`eXIf`, and ImageMagick's raw profiles), the texts Title, Author, … |
| WebP | XMP, EXIF |
| PDF | XMP (`/Metadata`), then Info: Title, Subject, Author, Keywords, CreationDate |
| SVG | `title` and `desc`, then the RDF in `metadata`, with Creative Commons' `cc:Work` |

IPTC-IIM comes before XMP where the digest that Photoshop leaves (8BIM 0x0425) says that the IIM was changed and the XMP
was not: then its words count, unless they are the XMP's own, cut to the dataset's size (Metadata Working Group 2.0,
4.3). EXIF comes last, where those guidelines have it first: its ASCII has no Vietnamese, and cameras write their own
name into it.

Vietnamese is read from UTF-8 in XMP, in IIM (declared by 1:90 or not; what is no UTF-8 is taken for Windows-1252) and
in EXIF, from UTF-16 in `UserComment` (either byte order) and in the tags that Windows writes (`XPTitle`, `XPSubject`,
`XPComment`, `XPAuthor`, `XPKeywords`). `metadata.read(data, media_type, gps=False)` leaves out coordinates wherever
they stand.

## Bounds

What is over a bound, or broken, says nothing; registering goes on without it. XML that declares
entities is not read.

| | |
|---|---|
"""

WRITE = """
## Written into renditions

Masters are handed out byte for byte, with what their makers wrote. A rendition (another size or format, a cut) carries
XMP, and a JPEG also IPTC-IIM in UTF-8 for old programs; an SVG has the RDF in `metadata`, a PDF also Title, Author and
Subject. The coded picture is not touched. The same words give the same bytes. A place is never written; where a master
itself goes out, `get --no-location` blanks the coordinates in the copy (EXIF and XMP, not makers' notes).

| property | from |
|---|---|
| `dc:title` | the title, in both languages; the default is the Vietnamese |
| `dc:description` | the caption, else the description |
| `Iptc4xmpCore:AltTextAccessibility` | the alt text, else the title |
| `dc:creator` | the creator, else what the file says |
| `photoshop:Credit` | the credit, else what the file says |
| `dc:rights`, `xmpRights:Marked`, `xmpRights:Owner`, `plus:CopyrightOwner` | © and the holder, else the file's |
| `xmpRights:UsageTerms` | the usage terms, else the license, else what the file says |
| `xmpRights:WebStatement`, `cc:license` | the license's address, else what the file says |
| `photoshop:DateCreated` | the day of its making |
| {carried} | carried on from the master |

`brandkit get SLUG --describe -o FILE` writes schema.org's `ImageObject` (JSON-LD) of what would be handed out.

## Renditions

`--width` and `--height` are a box that the picture fits into. `--crop` cuts a photo to exactly both, around its middle
or around `--focus X,Y`: shares of its width and height from the top left. A logo is never cropped, and no pixels are
enlarged. Pictures are turned upright and brought to sRGB through their embedded profile. What was made once is kept in
`cache/renditions` of the catalog, {cache} MB at most, named by all that it is made of: the master's hash, the request,
the words and the program's version. It is verified when it is read; the folder may be deleted at any time. Whether an
asset may be had is judged before.

## The table

IPTC Photo Metadata Standard 2025.1: Core 1.5 and Extension 1.9, with the properties that it takes from PLUS. The
numbers are datasets of IPTC-IIM's record 2, with the most bytes that one holds.
"""


def page() -> str:
    """The page's text."""
    names = {prop.key: prop.xmp for prop in reversed(PROPERTIES)}
    carried = ", ".join(f"`{names[key]}`" for key in CARRIED)
    written = WRITE.strip("\n").format(carried=carried, cache=MOST_BYTES // MB)
    lines = ["# Metadata", "", GENERATED, READ.rstrip("\n"), *bounds(), "", written]
    for title, properties in (("Core", CORE), ("Extension", EXTENSION), ("Beside the standard", BESIDE)):
        lines += ["", f"### {title}", "", *table(properties)]
    return "\n".join([*lines, "", "### Fields of structures", "", *structures()]) + "\n"


def bounds() -> Iterator[str]:
    yield f"| an XMP packet, extended or not | {PACKET_BYTES // MB} MB |"
    yield f"| a color profile, or one tag of a TIFF | {BLOCK_BYTES // MB} MB |"
    yield f"| a packed profile of a PNG, unpacked | {UNPACKED_BYTES // MB} MB |"
    yield f"| one text | {TEXT_CHARACTERS:,} characters |"
    yield f"| all that one file says; the longest values go first | {SAID_CHARACTERS:,} characters |"
    yield f"| values of one list | {MOST_ITEMS} |"


def table(properties: tuple[Property, ...]) -> Iterator[str]:
    yield "| property | XMP | IIM | EXIF | key | kept as |"
    yield "|---|---|---|---|---|---|"
    for prop in properties:
        iim = f"2:{prop.iim:02d} ({prop.iim_bytes})" if prop.iim else ""
        exif = f"`{prop.exif.partition(' ')[2]}`" if prop.exif else ""
        yield f"| {prop.name} | `{prop.xmp}` | {iim} | {exif} | `{prop.key}` | {FORMS[prop.form]} |"


def structures() -> Iterator[str]:
    """Each set of fields once, with the properties that have it."""
    holders: dict[tuple[str, ...], list[str]] = {}
    for prop in PROPERTIES:
        if prop.fields:
            holders.setdefault(prop.fields, []).append(f"`{prop.key}`")
    for fields, keys in holders.items():
        yield f"- {', '.join(keys)}: {', '.join(f'`{field}`' for field in fields)}"


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        stale = not PAGE.is_file() or PAGE.read_text("utf-8") != page()
        if stale:
            print(f"{PAGE.name} is out of date; run tools/metadata_page.py", file=sys.stderr)
        return int(stale)
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
