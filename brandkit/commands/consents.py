"""`brandkit consents list|add|sign|withdraw`: who agreed to be shown, how far, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from brandkit.assets import BASES, MEDIA
from brandkit.cli import DONE, Console, pass_console

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("consents", short_help="Who agreed to be shown.")
def command() -> None:
    """Consents of the people who are shown: on which basis, for what, where, until when. The same reference on several
    assets is one consent: signed or withdrawn once, it holds for all of them at once."""


@command.command("list", short_help="List consents and releases.")
@click.argument("slug", required=False, default="")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def list_(console: Console, slug: str, as_json: bool) -> int:
    """List consents and releases, of one asset or of all, with the assets that name them and what is missing."""
    from brandkit.catalog.consents_register import registered
    from brandkit.commands._consents import document_of, lines_of
    from brandkit.messages import say

    console.as_json = as_json
    catalog = console.catalog()
    found, today = registered(catalog, slug=slug), catalog.today()
    if as_json:
        console.show_json({"consents": [document_of(entry, today) for entry in found]})
        return DONE
    if not found:
        console.show(say("No consent is registered yet. Add one with `brandkit consents add SLUG --reference …`."))
    for entry in found:
        for line in lines_of(entry.paper, today, slugs=entry.slugs):
            console.show(line)
    return DONE


@command.command("add", short_help="Write a consent on an asset.")
@click.argument("slug")
@click.option("--reference", required=True, help="Its number in your register; the same on every asset it is for.")
@click.option("--subject", default="", help="The person, or words by which you know who it is.")
@click.option("--basis", type=click.Choice(BASES), default="consent", help="Why the person may be shown.")
@click.option("--purpose", "purposes", multiple=True, help="What it is given for; all purposes unless told.")
@click.option("--media", multiple=True, type=click.Choice(MEDIA), help="Where it may be used; everywhere unless told.")
@click.option("--territory", multiple=True, metavar="CODE", help="Countries, as in VN; everywhere unless told.")
@click.option("--given", type=_DAY, help="The day it was given; today unless told.")
@click.option("--valid-to", type=_DAY, help="Its last day.")
@click.option("--child", is_flag=True, help="The person is under 16: the guardian signs, from 7 on the child too.")
@click.option("--age", type=int, help="The child's age in years when it was given.")
@click.option("--guardian", default="", help="Who signs for the child.")
@click.option("--guardian-signed", type=_DAY, help="The day the guardian signed.")
@click.option("--child-signed", type=_DAY, help="The day the child signed.")
@click.option("--document", default="", help="Where the signed paper is kept.")
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def add(console: Console, slug: str, note: str, as_json: bool, **told: Any) -> int:
    """Write a consent on an asset. With nothing but a reference that another asset has, that consent is taken over."""
    from brandkit.assets import Consent
    from brandkit.catalog import consents_register
    from brandkit.commands._consents import document_of, lines_of
    from brandkit.text import nfc

    console.as_json = as_json
    catalog = console.catalog()
    values = {key: _plain(value, nfc) for key, value in told.items()}
    made = consents_register.add(catalog, slug, Consent(**values), note=note)
    entry = next(e for e in consents_register.registered(catalog, slug=slug) if e.paper == made)
    if as_json:
        console.show_json({"consent": document_of(entry, catalog.today())})
        return DONE
    for line in lines_of(made, catalog.today(), slugs=entry.slugs):
        console.show(line)
    return DONE


@command.command("sign", short_help="Write down a signature.")
@click.argument("reference")
@click.option("--guardian", type=_DAY, help="The day the guardian signed.")
@click.option("--child", type=_DAY, help="The day the child signed.")
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def sign(
    console: Console, reference: str, guardian: datetime | None, child: datetime | None, note: str, as_json: bool
) -> int:
    """Write down the days on which the guardian and the child signed a child's consent."""
    from brandkit.catalog import consents_register
    from brandkit.errors import InvalidValue
    from brandkit.messages import say

    console.as_json = as_json
    if guardian is None and child is None:
        raise InvalidValue("--guardian, --child", "neither is given", "Say the day on which it was signed.")
    days = {"guardian": guardian and guardian.date(), "child": child and child.date()}
    slugs = consents_register.sign(console.catalog(), reference, note=note, **days)
    if as_json:
        console.show_json({"reference": reference, "assets": list(slugs)})
        return DONE
    console.show(say("Consent {reference} is signed, on {slugs}.", reference=reference, slugs=", ".join(slugs)))
    return DONE


@command.command("withdraw", short_help="End a consent everywhere, at once.")
@click.argument("reference")
@click.option("--on", "on", type=_DAY, help="The day it was withdrawn; today unless told, and never a day to come.")
@click.option("--by", default="", help="Who told so.")
@click.option("--note", default="", help="Why; kept in the history.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@pass_console
def withdraw(console: Console, reference: str, on: datetime | None, by: str, note: str, as_json: bool) -> int:
    """End a consent or release: no asset that names it is handed out from now on."""
    from brandkit.catalog import consents_register
    from brandkit.messages import say

    console.as_json = as_json
    slugs = consents_register.withdraw(console.catalog(), reference, on=on.date() if on else None, by=by, note=note)
    if as_json:
        console.show_json({"reference": reference, "assets": list(slugs)})
        return DONE
    console.show(say("Consent {reference} is withdrawn.", reference=reference))
    console.show(say("  No longer handed out: {slugs}", slugs=", ".join(slugs)))
    return DONE


def _plain(value: Any, nfc: Any) -> Any:
    """An option's value as a Consent keeps it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, tuple):
        return tuple(nfc(word) for word in value)
    return nfc(value) if isinstance(value, str) else value
