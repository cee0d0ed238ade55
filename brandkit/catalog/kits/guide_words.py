"""What the guide of a kit says, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from brandkit.assets import COLORINGS, LANGUAGE_TRAITS, LOCKUPS, Asset, traits_of
from brandkit.catalog.kits.texts import credit_lines
from brandkit.messages import LANGUAGES, Message, say, shown

if TYPE_CHECKING:
    from brandkit.catalog.kits.lock import LockedAsset

WORDS: Mapping[str, Message] = {
    "kit": say("Brand kit"),
    "skip": say("Skip to the content"),
    "made": say("Everything here was approved and free to use on this day"),
    "until": say("To be used until"),
    "logos": say("Take a logo"),
    "logos_lead": say("Choose by the ground it will stand on. SVG and PDF stay sharp at any size; PNG is for programs "
                      "that take nothing else."),
    "grounds": say("On which ground"),
    "grounds_lead": say("The form that reads best on each color of the palette. Where none stands here, put a white "
                        "plate behind the logo."),
    "no_form": say("not on this ground"),
    "rules": say("How it stands"),
    "colors": say("Colors"),
    "typefaces": say("Typefaces"),
    "instead": say("Where it is missing:"),
    "slogans": say("Slogans"),
    "slogans_lead": say("Copied exactly, with every mark; never set anew from memory."),
    "photos": say("Photographs"),
    "conditions": say("Credits and conditions of use"),
    "verify": say("Is this kit still current?"),
    "verify_lead": say("The file brandkit.lock.json holds the fingerprint of every file. Whoever has brandkit can ask, "
                       "without a network, whether files are current, superseded or altered:"),
    "colophon": say("From the catalog"),
    "decision": say("Decision"),
    "profile": say("Profile"),
    "judged": say("Judged on"),
}  # fmt: skip

_USES = {
    "svg": say("SVG · for web and design"),
    "pdf": say("PDF · for print"),
    "2048": say("PNG 2048 px · for slides and documents"),
    "512": say("PNG 512 px · for web and posts"),
    "1600": say("1600 px · for web and posts"),
    "master": say("Full size · for print"),
}
_TRAITS = {
    "horizontal": say("horizontal"),
    "stacked": say("stacked"),
    "icon": say("icon"),
    "full-color": say("full color"),
    "reversed": say("reversed, for dark grounds"),
    "mono-black": say("black"),
    "mono-white": say("white, for dark grounds"),
    "vi": say("Vietnamese"),
    "en": say("English"),
}


def variant_words(variant: str) -> dict[str, str]:
    """A variant's name in words: "horizontal, full color, Vietnamese"."""
    traits = traits_of(variant)
    known = [trait for trait in (*LOCKUPS, *COLORINGS, *LANGUAGE_TRAITS) if trait in traits]
    rest = sorted(traits - set(known))
    told = {lang: ", ".join([*(shown(_TRAITS[trait], lang) for trait in known), *rest]) for lang in LANGUAGES}
    return {lang: words[:1].upper() + words[1:] for lang, words in told.items()}


def use_of(path: str) -> Message:
    """What a file of the kit is for, by where it lies."""
    pure = PurePosixPath(path)
    if pure.suffix in (".svg", ".pdf"):
        return _USES[pure.suffix[1:]]
    return _USES.get(pure.stem.rpartition("-")[2], _USES["master"])


def credit_pairs(locked: LockedAsset, asset: Asset) -> Iterator[dict[str, str]]:
    """What holds for an asset, line by line, in both languages; its caption aside."""
    for line in credit_lines(locked, asset):
        if line.template != "Caption: {said}":
            yield {lang: shown(line, lang) for lang in LANGUAGES}
