"""Handing out an asset: whether it may be had now, which file fits the request, and in which form."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from brandkit.assets import Asset, File, Use
from brandkit.catalog.availability import (
    Colors,
    fitting_files,
    most_legible,
    shaped_files,
    suited_files,
    version_in_force,
)
from brandkit.catalog.grounds import demands_on
from brandkit.catalog.lifecycle_moves import asked_for
from brandkit.catalog.renditions.cache import cache_of, key_of
from brandkit.color import parse_hex, to_hex
from brandkit.errors import InvalidValue, UnknownAsset

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.renditions import Format


@dataclass(frozen=True)
class Request:
    """What is asked for. `variant` names traits; `background` is the hex it will stand on; sizes are pixels; `use` is
    what it is wanted for, judged against rights and consents. A photo with a `focus` is cut to exactly width × height
    around it: shares of its own width and height from the top left. With `no_location` a master's coordinates are
    taken out of the copy; renditions never have any."""

    variant: str = ""
    background: str | None = None
    width: int | None = None
    height: int | None = None
    format: Format | None = None
    use: Use = field(default_factory=Use)
    focus: tuple[float, float] | None = None
    no_location: bool = False


@dataclass(frozen=True)
class Handed:
    """The bytes and their type, and which file of which version they are from; `file` is None for a slogan's words."""

    data: bytes
    media_type: str
    asset: Asset
    version: int
    file: File | None


def get(catalog: Catalog, slug: str, request: Request, *, on: date | None = None) -> Handed:
    """The approved file in force on a day (today), or a rendition of it with its credits written into it.

    A rendition that was made before comes from the catalog's cache, after the same judgement.

    Raises
    ------
    UnknownAsset : for the slug, the variant, or a format that no file of it can become.
    NotAvailable : not approved, under embargo, expired, withdrawn, or not legible on the background.
    InvalidValue, DamagedBlob
    """
    asset = asked_for(catalog, slug)
    version = version_in_force(asset, on or catalog.today(), request.use)
    if asset.kind == "slogan":
        lang = request.variant or "vi"
        if not asset.text.get(lang):
            raise UnknownAsset(slug, "has no words in {lang}", None, lang=lang)
        return Handed(asset.text[lang].encode("utf-8") + b"\n", "text/plain", asset, version.number, None)
    from brandkit.catalog import renditions

    _refuse_wrong_cut(asset, request)
    background = _background(request)
    fitting = [f for f in fitting_files(asset, version, request.variant) if renditions.can_become(f, request.format)]
    files = shaped_files(fitting, request.width, request.height, request.variant)
    if not files:
        advice = "Ask for PNG, WebP or JPEG."
        raise UnknownAsset(slug, "has no file that can become {format}", advice, format=request.format or "")
    file = files[0]
    if background is not None and asset.kind == "logo":
        demands = demands_on(background, slug, [catalog.brand(name) for name in catalog.profiles()])
        suited = suited_files(asset, files, version, background, demands)
        file = most_legible(asset, suited, background, lambda f: _colors(catalog, f), demands)
    media_type = renditions.FORMATS[request.format] if request.format else file.media_type
    data = made_form(catalog, asset, file, request, background, media_type)
    return Handed(data, media_type, asset, version.number, file)


def made_form(
    catalog: Catalog, asset: Asset, file: File, request: Request, background: str | None, media_type: str
) -> bytes:
    """One form of a file of an asset that was judged: its bytes as they are, or a rendition, kept under all that it is
    made of."""
    from brandkit.catalog import renditions
    from brandkit.catalog.metadata.credits import said_of
    from brandkit.catalog.metadata.embedding import embedded
    from brandkit.catalog.metadata.location import without_location

    size = renditions.Size(request.width, request.height, request.focus)
    if renditions.is_master(file, request.format, size):
        master = catalog.read(file.sha256)
        return without_location(master, file.media_type, file.name) if request.no_location else master
    said = said_of(asset, file)

    def made() -> bytes:
        data = catalog.read(file.sha256)
        drawn = renditions.rendition(data, file, wanted=request.format, size=size, background=background)
        return embedded(drawn, media_type, said)

    key = key_of(
        master=file.sha256,
        type=media_type,
        size=[size.width, size.height, size.focus],
        ground=background if media_type == renditions.FORMATS["jpeg"] else None,
        said=said,
    )
    return cache_of(catalog.folder.absolute()).made(key, made)


def _colors(catalog: Catalog, file: File) -> Colors:
    """The colors of a file's ink, which cost a drawing: kept as renditions are."""
    from brandkit.catalog import renditions

    def made() -> bytes:
        return json.dumps(renditions.colors_of(catalog.read(file.sha256), file)).encode()

    kept = cache_of(catalog.folder.absolute()).made(key_of(master=file.sha256, what="colors"), made)
    return [(color, share) for color, share in json.loads(kept)]


def _refuse_wrong_cut(asset: Asset, request: Request) -> None:
    if request.focus is None:
        return
    if asset.kind != "photo":
        raise InvalidValue(asset.slug, "is no photo and is never cropped", "Ask for a size, or for another variant.")
    if request.width is None or request.height is None:
        raise InvalidValue(asset.slug, "can only be cropped to a width and a height", "Give --width and --height.")
    if not all(0 <= share <= 1 for share in request.focus):
        raise InvalidValue(asset.slug, "has no such point to crop around", "Give two shares from 0 to 1: 0.5,0.3.")


def _background(request: Request) -> str | None:
    """The ground as hex; a JPEG has one even when none was named, and it is white."""
    if request.background is None:
        return "#FFFFFF" if request.format == "jpeg" else None
    try:
        return to_hex(parse_hex(request.background))
    except ValueError as error:
        raise InvalidValue(request.background, "is no color like #0057A8") from error
