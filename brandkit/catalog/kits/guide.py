"""The guide of a kit: one HTML page in both languages, drawn from the profile; it fetches nothing, runs no script.

What it shows of backgrounds is chosen by the code that hands files out, so that the page and `get` never disagree.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit.brand import Brand
from brandkit.catalog.kits import guide_drawings as drawings
from brandkit.catalog.kits.guide_words import WORDS, credit_pairs, use_of, variant_words
from brandkit.messages import LANGUAGES, say, shown

if TYPE_CHECKING:
    from jinja2 import Environment

    from brandkit.catalog.kits import Item
    from brandkit.catalog.kits.lock import Lock, LockedAsset

FILE_NAME = "index.html"
HERE = Path(__file__).with_name("guide_files")

Read = Callable[[str], bytes]


def render(lock: Lock, brand: Brand | None, items: Sequence[Item], read: Read, *, lang: str) -> bytes:
    """The page, opening in `lang`; `read` gives verified bytes by SHA-256."""
    from markupsafe import Markup

    from brandkit.reports.html import font_faces

    held = list(zip(lock.assets, items, strict=True))
    masters = drawings.Masters(read)
    logos = [_logo(locked, item, masters) for locked, item in held if item.asset.kind == "logo"]
    count = sum(item.asset.kind == "photo" for item in items)
    photos = [_photo(locked, item, masters, count) for locked, item in held if item.asset.kind == "photo"]
    style = font_faces() + _accent(brand) + _sheet()
    page = _environment().get_template("kit_guide.html.j2").render(
        lock=lock,
        brand=brand,
        lang=lang,
        style=Markup(style),
        style_sha256=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii"),
        logos=logos,
        photos=photos,
        slogans=[item.asset for _, item in held if item.asset.kind == "slogan"],
        grounds=drawings.grounds(brand, items, masters) if logos else [],
        rules=drawings.rules(brand, logos[0]["tiles"][0] if logos else None),
        conditions=[(locked, item.asset, list(credit_pairs(locked, item.asset))) for locked, item in held],
        store=masters.store(),
        last=min((asset.valid_to for asset in lock.assets if asset.valid_to), default=None),
        w=WORDS,
    )  # fmt: skip
    return str(page).encode("utf-8")


def _logo(locked: LockedAsset, item: Item, masters: drawings.Masters) -> dict[str, Any]:
    """A logo with one tile for each of its files, and the files that were made from it."""
    tiles = []
    for file in item.version.files:
        made = [locked_file for locked_file in locked.files if locked_file.master == file.sha256]
        links = [(use_of(entry.path), entry.path, _size(entry.bytes)) for entry in made]
        tiles.append({
            **masters.placed(file),
            "words": variant_words(file.variant),
            "dark": drawings.is_for_dark(file),
            "links": links,
        })  # fmt: skip
    return {"asset": item.asset, "locked": locked, "tiles": tiles}


def _photo(locked: LockedAsset, item: Item, masters: drawings.Masters, count: int) -> dict[str, Any]:
    links = [(use_of(entry.path), entry.path, _size(entry.bytes)) for entry in locked.files]
    return {
        "asset": item.asset,
        "locked": locked,
        "picture": masters.preview(item.version.files[0], photos=count) if item.version.files else None,
        "links": links,
        "lines": list(credit_pairs(locked, item.asset)),
    }


def _size(count: int) -> Any:
    if count >= 1_000_000:
        return say("{size:.1f} MB", size=count / 1_000_000)
    return say("{kilo:,.0f} kB", kilo=max(1, count / 1000))


def _accent(brand: Brand | None) -> str:
    from brandkit.reports.html import accents

    light, dark = accents([{"hex": color.hex, "role": color.role} for color in brand.colors] if brand else [])
    return (
        f":root{{--accent:{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}\n"
    )  # fmt: skip


@cache
def _sheet() -> str:
    return (HERE / "kit_guide.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from brandkit.reports._figures import day
    from brandkit.reports.html import both

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        t=both, day=lambda when: both({lang: day(when.isoformat(), lang) for lang in LANGUAGES}), say=say, shown=shown
    )
    return environment
