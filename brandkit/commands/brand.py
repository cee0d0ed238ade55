"""`brandkit brand show|validate`: the profile in use, and whether a profile's file is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brandkit.cli import Console, pass_console

if TYPE_CHECKING:
    from brandkit.brand import Brand, PaletteColor


@click.group("brand", short_help="Show a profile, or check its file.")
def command() -> None:
    """The brand profile: decision, palette, typefaces, required logos, and the rules' clauses and options."""


@command.command("show", short_help="Show a profile.")
@click.option("--profile", help="Its name; the catalog's default unless told.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def show(console: Console, profile: str | None, as_json: bool) -> None:
    """Show a profile of the catalog: decision, palette, typefaces, required logos, clauses and options."""
    console.as_json = as_json
    brand = console.catalog().brand(profile)
    if as_json:
        console.show_json(document_of(brand))
        return
    for line in lines_of(brand, console.lang):
        console.show(line)


@command.command("validate", short_help="Check a profile's file.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def validate(console: Console, file: Path | None, as_json: bool) -> None:
    """Check a profile's file: its form, its colors, and that every rule and option in it exists and takes its value.
    Without FILE, the profiles of the catalog."""
    from brandkit.messages import say

    console.as_json = as_json
    brands = [from_file(file)] if file else from_catalog(console)
    if as_json:
        console.show_json(
            {"profiles": [{"profile": b.profile, "version": b.version, "sha256": b.sha256} for b in brands]}
        )
        return
    for brand in brands:
        console.show(
            say(
                "{profile} {version} is right: {colors} colors, {rules} rules with clauses or options.",
                profile=brand.profile,
                version=brand.version,
                colors=len(brand.colors),
                rules=len(brand.rules),
            )
        )


def from_file(file: Path) -> Brand:
    from brandkit.errors import NotFound
    from brandkit.profile_check import checked_brand

    if not file.is_file():
        raise NotFound(str(file), "is no file")
    return checked_brand(file.read_bytes(), file.name)


def from_catalog(console: Console) -> list[Brand]:
    from brandkit.linter import chosen_rules

    catalog = console.catalog()
    brands = [catalog.brand(name) for name in catalog.profiles()]
    for brand in brands:
        chosen_rules(brand)
    return brands


def document_of(brand: Brand) -> dict[str, Any]:
    """The profile as JSON, with every rule's clause, switch and options."""
    document = brand.model_dump(mode="json", exclude={"rules"})
    document["rules"] = {
        rule: {
            "enabled": settings.enabled,
            "clause": settings.clause.pair() if settings.clause else None,
            "options": settings.options,
        }
        for rule, settings in brand.rules.items()
    }
    return document


def lines_of(brand: Brand, lang: str) -> Iterator[str]:
    """The profile as lines for a terminal."""
    from brandkit.messages import say, shown

    yield f"{shown(brand.name.pair(), lang)} · {brand.profile} {brand.version}"
    if brand.decision:
        cited = say("Decision {number}: {title}", number=brand.decision.number, title=brand.decision.title.pair())
        yield shown(cited, lang)
    yield from ("", shown(say("Palette"), lang))
    yield from (color_line(color, lang) for color in brand.colors)
    yield from ("", shown(say("Typefaces"), lang))
    for typeface in brand.typefaces:
        yield "  " + ", ".join((typeface.family, *typeface.fallbacks))
    yield from ("", shown(say("Required logo"), lang), "  " + (", ".join(brand.logo.required) or "–"))
    yield from ("", shown(say("Rules"), lang))
    yield from rule_lines(brand, lang)


def color_line(color: PaletteColor, lang: str) -> str:
    from brandkit.color import parse_hex
    from brandkit.messages import shown

    cmyk = " ".join(f"{part:g}" for part in color.cmyk) if color.cmyk else "–"
    chip = click.style("   ", bg=parse_hex(color.hex))
    name = shown(color.name.pair(), lang)
    return f"  {chip} {color.hex}  {color.key:14} {name:18} CMYK {cmyk:16} {color.pantone}".rstrip()


def rule_lines(brand: Brand, lang: str) -> Iterator[str]:
    from brandkit.messages import say, shown
    from brandkit.options import plain, written

    for rule, settings in brand.rules.items():
        clause = shown(settings.clause.pair(), lang) if settings.clause else "–"
        off = "" if settings.enabled else shown(say(" (switched off)"), lang)
        yield f"  {rule:22} {clause}{off}"
        for name, value in settings.options.items():
            yield f"    {name} = {written(plain(value))}"
