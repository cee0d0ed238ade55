"""Which files of an asset go into a kit: its masters, and of each the forms that print, screens and Office ask for.

A photo is always written anew, at its full size for print: what its own file says of the place where it was taken, or
of a camera's owner, stays in the catalog.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brandkit.assets import Asset, File, Version
from brandkit.catalog.probe import suffix_of

if TYPE_CHECKING:
    from brandkit.catalog.renditions import Format

Use = Literal["master", "print", "screen", "words"]

SVG = "image/svg+xml"
LOGO_PX = (2048, 512)  # long sides: slides and documents; web pages and posts
PHOTO_PX = 1600  # long side for the web; the master is for print
_PICTURE_FORMATS: dict[str, Format] = {"image/jpeg": "jpeg", "image/png": "png", "image/webp": "webp"}


@dataclass(frozen=True)
class Form:
    """One file to make: its path in the kit, what it is for, and from which master in which format and size.

    `long_side` is in pixels, None for a file as it is or vectors.
    """

    path: str
    use: Use
    file: File | None
    format: Format | None = None
    long_side: int | None = None


def forms_of(asset: Asset, version: Version) -> Iterator[Form]:
    """The forms of an asset in a kit, in the version's order of preference."""
    if asset.kind == "slogan":
        yield Form(f"slogans/{asset.slug}.txt", "words", None)
    for file in version.files:
        yield from _logo_forms(asset, file) if asset.kind == "logo" else _photo_forms(asset, file)


def _logo_forms(asset: Asset, file: File) -> Iterator[Form]:
    folder = f"logos/{asset.slug}"
    if file.media_type != SVG:
        yield Form(f"{folder}/original/{file.variant}{suffix_of(file.media_type)}", "master", file)
        return
    yield Form(f"{folder}/svg/{file.variant}.svg", "master", file)
    yield Form(f"{folder}/pdf/{file.variant}.pdf", "print", file, "pdf")
    for side in LOGO_PX:
        yield Form(f"{folder}/png/{file.variant}-{side}.png", "screen", file, "png", side)


def _photo_forms(asset: Asset, file: File) -> Iterator[Form]:
    several = len({f.variant for version in asset.versions for f in version.files}) > 1
    name = f"photos/{asset.slug}/{asset.slug}{f'-{file.variant}' if several else ''}"
    form = _PICTURE_FORMATS.get(file.media_type, "jpeg")
    ending = suffix_of(file.media_type) if file.media_type in _PICTURE_FORMATS else ".jpg"
    full = int(max(file.width or 0, file.height or 0)) or None
    yield Form(f"{name}{ending}", "print", file, form, full)
    if full is not None and full > PHOTO_PX:
        yield Form(f"{name}-{PHOTO_PX}{ending}", "screen", file, form, PHOTO_PX)
