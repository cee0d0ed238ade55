"""The texts of a kit: credits and conditions, and the palette for programs and people, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from brandkit.assets import Asset
from brandkit.brand import Brand
from brandkit.messages import LANGUAGES, Message, say, shown

if TYPE_CHECKING:
    from brandkit.catalog.kits import Item
    from brandkit.catalog.kits.lock import Lock, LockedAsset

CREDITS = "CREDITS.txt"
_RULE = "\u2500" * 64


def texts_of(lock: Lock, brand: Brand | None, items: Sequence[Item]) -> dict[str, bytes]:
    """The text files by their path in the kit."""
    found = {CREDITS: credits_text(lock, [item.asset for item in items])}
    if brand is not None and brand.colors:
        found |= {
            "palette/palette.json": palette_json(brand),
            "palette/palette.css": palette_css(brand),
            "palette/palette.txt": palette_text(brand),
        }
    return {path: text.encode("utf-8") for path, text in found.items()}


def credits_text(lock: Lock, assets: Sequence[Asset]) -> str:
    """Who is to be named and on which terms, asset by asset, once in each language."""
    parts = []
    for lang in LANGUAGES:
        lines = [shown(say("Credits and conditions of use"), lang), _RULE, ""]
        for locked, asset in zip(lock.assets, assets, strict=True):
            lines += [
                shown(locked.title, lang).upper(),
                *(shown(line, lang) for line in credit_lines(locked, asset)),
                "",
            ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def credit_lines(locked: LockedAsset, asset: Asset) -> Iterator[Message]:
    """What holds for one asset, as lines."""
    if asset.caption:
        yield say("Caption: {said}", said=asset.caption)
    if asset.creator:
        yield say("Creator: {said}", said=asset.creator)
    if asset.rights.holder:
        yield say("Holder: {said}", said=asset.rights.holder)
    if locked.credit:
        yield say("Credit: {said}", said=locked.credit)
    license = " ".join(part for part in (locked.license, locked.license_url) if part)
    yield say("License: {said}", said=license or say("none stated: all rights are the holder's"))
    if asset.rights.usage_terms:
        yield say("Terms of use: {said}", said=asset.rights.usage_terms)
    if locked.territory:
        yield say("Territory: {said}", said=", ".join(locked.territory))
    if locked.media:
        yield say("Media: {said}", said=Joined.of(locked.media))
    if asset.rights.commercial is False:
        yield say("Not for commercial use.")
    if locked.valid_to:
        yield say("To be used until {day}.", day=locked.valid_to.isoformat())


class Joined:
    """Words of a list, each in the language they are shown in."""

    @staticmethod
    def of(words: Sequence[str]) -> dict[str, str]:
        return {lang: ", ".join(shown(say(word), lang) for word in words) for lang in LANGUAGES}


def palette_json(brand: Brand) -> str:
    """The palette for programs."""
    colors = [color.model_dump(mode="json", exclude_defaults=True) | {"role": color.role} for color in brand.colors]
    whole = {"profile": brand.profile, "version": brand.version, "colors": colors}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def palette_css(brand: Brand) -> str:
    """The palette as CSS custom properties."""
    names = (f"  --{color.key}: {color.hex};  /* {_harmless(color.name.vi)} */" for color in brand.colors)
    return "\n".join([f"/* {_harmless(brand.name.vi)} {_harmless(brand.version)} */", ":root {", *names, "}", ""])


def palette_text(brand: Brand) -> str:
    """The palette for people: name, HEX, RGB, CMYK and Pantone in columns."""
    from brandkit.color import parse_hex

    lines = [f"{brand.name.vi} \u00b7 {brand.name.en or brand.name.vi} \u00b7 {brand.profile} {brand.version}", ""]
    for color in brand.colors:
        rgb = " ".join(f"{part:3d}" for part in parse_hex(color.hex))
        cmyk = " ".join(f"{part:3g}" for part in color.cmyk) if color.cmyk else "\u2013"
        name = " / ".join(dict.fromkeys((color.name.vi, color.name.en or color.name.vi)))
        lines.append(f"{color.hex}   RGB {rgb}   CMYK {cmyk:15}   {name}   {color.pantone}".rstrip())
    return "\n".join([*lines, ""])


def _harmless(words: str) -> str:
    return words.replace("*/", "* /")
