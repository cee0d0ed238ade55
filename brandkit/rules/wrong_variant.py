"""Logos in a coloring that was not made for their ground.

Why                     A full-color mark drowns on a dark ground and a reversed one vanishes on a light one; each
                        ground has its own approved file.
Measured as             Lightness L* of the ground around the drawing, or of its plate: light, dark, or between, and
                        whether the variant's coloring is listed for it.
Not found by this rule  Which lock-up or language fits the place; grounds between the two limits carry either
                        coloring. A logo painted in other colors is of no variant (see recolored-logo).
Options                 light: colorings for light grounds.
                        dark: colorings for dark grounds.
                        light_from: L* from which a ground is light; black reads better than white well before it.
                        dark_to: L* up to which a ground is dark; white and black contrast equally at 50.
                        repainted_delta_e: distance from its own colors beyond which most of a logo is painted over.
Source                  A common clause of published brand manuals: full-color on light grounds, reversed on dark
                        ones. CIE 15:2018 (L*).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form, coloring_of
from brandkit.brand import Identity
from brandkit.color import lab_of_rgb, parse_hex
from brandkit.document import Document
from brandkit.findings import Finding, Measure, Sighting, between, needs_review, own_logos, passed, violation
from brandkit.messages import Message, say

severity = "serious"
by_color = True


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    light: Sequence[str] = ("full-color", "mono-black"),
    dark: Sequence[str] = ("reversed", "mono-white"),
    light_from: float = 65.0,
    dark_to: float = 50.0,
    repainted_delta_e: float = 10.0,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        if is_repainted(logo, repainted_delta_e):
            continue
        if logo.ground is None:
            told = say("{title} stands on a ground that could not be measured.", title=logo.title)
            yield needs_review(logo, told, reason="low-confidence")
            continue
        field = logo.ground.plate or logo.ground.hex
        lightness = float(lab_of_rgb(parse_hex(field))[0])
        coloring = coloring_of(logo.variant)
        allowed = suited(lightness, light, dark, light_from, dark_to)
        details: dict[str, Any] = {
            "measured": Measure(lightness, "L*"),
            "allowed": between(light_from, 100.0) if coloring in light else between(0.0, dark_to),
            "evidence": {"ground": field, "coloring": coloring, "allowed": list(allowed)},
        }
        if coloring in allowed:
            yield passed(logo, say("{title} has the coloring for this ground.", title=logo.title), **details)
            continue
        instead = approved_form(brand.assets, logo.asset, logo.variant, allowed)
        details["use_instead"] = instead
        told = say(
            "{title} is the {coloring} variant; this ground asks for {allowed}.",
            title=logo.title,
            coloring=word_of(coloring),
            allowed=words_of(allowed),
        )
        if instead is None:
            alone = say("{title} has no approved variant for this ground.", title=logo.title)
            remedy = say("Put it on a plate of another lightness, or ask its owner for a variant.")
            yield needs_review(logo, alone, reason="missing-variant", remedy=remedy, **details)
        elif varies_across(lightness, logo, light_from, dark_to):
            remedy = say("Look at the ground: take {variant} where it is like this.", variant=instead)
            yield needs_review(logo, told, reason="busy-background", remedy=remedy, **details)
        else:
            yield violation(logo, told, remedy=say("Take the file {variant}.", variant=instead), **details)


def suited(
    lightness: float, light: Sequence[str], dark: Sequence[str], light_from: float, dark_to: float
) -> tuple[str, ...]:
    """The colorings for a ground of a lightness L*; those of both kinds between the two limits."""
    if lightness >= light_from:
        return tuple(light)
    return tuple(dark) if lightness <= dark_to else (*light, *dark)


def is_repainted(logo: Sighting, repainted_delta_e: float) -> bool:
    """Whether most of the drawing has other colors than its variant, so that nobody can say which variant it was."""
    whole = sum(match.share for match in logo.colors)
    off = sum(match.share for match in logo.colors if match.delta_e > repainted_delta_e)
    return off > whole / 2


def varies_across(lightness: float, logo: Sighting, light_from: float, dark_to: float) -> bool:
    """Whether the ground's own variation reaches into the lightness where this coloring would be right."""
    ground = logo.ground
    if ground is None or ground.plate or ground.kind == "flat":
        return False
    if lightness >= light_from:
        return lightness - ground.spread < light_from
    return lightness + ground.spread > dark_to


def word_of(coloring: str) -> Message | str:
    """The coloring's name in words; its own trait when it is none of the usual."""
    words = {
        "full-color": say("full-color"),
        "reversed": say("reversed"),
        "mono-black": say("one-color black"),
        "mono-white": say("one-color white"),
    }
    return words.get(coloring, coloring)


def words_of(colorings: Sequence[str]) -> Message | str:
    """The colorings joined by "or"."""
    *rest, last = colorings
    if not rest:
        return word_of(last)
    return say("{these} or {last}", these=words_of(rest), last=word_of(last))
