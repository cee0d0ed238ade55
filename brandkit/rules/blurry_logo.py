"""Logos without the sharpness that print or a screen needs.

Why                     A soft or blocky mark looks copied from somewhere, and the office behind it careless.
Measured as             Pixels of the placed picture per inch of paper, or per pixel of the screen; outlines are
                        always sharp. In a flattened picture: the blur of its edges beyond a clean drawing, as the
                        sigma of a Gaussian in pixels.
Not found by this rule  Blocks of a strong JPEG compression; a file that was enlarged before it was placed, unless its
                        edges show it. Photographs and scans are softer by themselves: little blur in them is left to
                        a person.
Options                 min_ppi: least pixels per inch in print; 300 is what printers ask for.
                        min_px_per_px: least pixels of the file per pixel of the screen.
                        max_blur_px: blur that a clean export has at most.
                        sure_blur_px: blur from which an enlarged picture is the only explanation.
                        print_dpi: pictures from this density on are made for print.
Source                  A common clause of published brand manuals: vector files, or 300 pixels per inch in print.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document, Page, medium_of, page_of
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    at_least,
    at_most,
    needs_review,
    own_logos,
    passed,
    violation,
)
from brandkit.messages import Message, say

severity = "serious"

# Programs round a placed size; a figure that is shown as the limit is not below it.
FORGIVEN = 0.995


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    min_ppi: float = 300.0,
    min_px_per_px: float = 1.0,
    max_blur_px: float = 1.0,
    sure_blur_px: float = 2.0,
    print_dpi: float = 150.0,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        page = page_of(document, logo.page)
        form = approved_form(brand.assets, logo.asset, logo.variant)
        if logo.vector:
            told = say("{title} is drawn with outlines, sharp at any size.", title=logo.title)
            yield passed(logo, told, measured=Measure("vector", "ppi"), allowed=at_least(min_ppi))
        elif logo.method == "pixels":
            yield from judged_by_blur(logo, max_blur_px, sure_blur_px, form)
        else:
            yield from judged_by_density(logo, page, medium_of(page, print_dpi), min_ppi, min_px_per_px, form)


def judged_by_density(
    logo: Sighting, page: Page, medium: str, min_ppi: float, min_px_per_px: float, form: str | None
) -> Iterator[Finding]:
    on_screen = logo.scale_px / logo.height if logo.scale_px and page.unit == "px" and logo.height else None
    value, unit, least = (logo.ppi, "ppi", min_ppi) if medium == "print" else (on_screen, "px/px", min_px_per_px)
    if value is None:
        told = say("{title} has a resolution that cannot be told.", title=logo.title)
        yield needs_review(logo, told, reason="no-dpi")
        return
    details: dict[str, Any] = {"measured": Measure(value, unit), "allowed": at_least(least)}
    if value >= least * FORGIVEN:
        yield passed(logo, say("{title} has enough pixels for its size.", title=logo.title), **details)
        return
    yield violation(logo, too_few(logo, value, least, unit), remedy=sharper(), use_instead=form, **details)


def judged_by_blur(logo: Sighting, max_blur_px: float, sure_blur_px: float, form: str | None) -> Iterator[Finding]:
    if logo.blur_px is None:
        return
    details: dict[str, Any] = {"measured": Measure(logo.blur_px, "px"), "allowed": at_most(max_blur_px)}
    if logo.blur_px <= max_blur_px:
        yield passed(logo, say("{title} has sharp edges.", title=logo.title), **details)
        return
    told = say("{title} has edges blurred by {blur:.1f} px.", title=logo.title, blur=logo.blur_px)
    details |= {"remedy": sharper(), "use_instead": form}
    if logo.blur_px < sure_blur_px:
        yield needs_review(logo, told, reason="raster-only", **details)
    else:
        yield violation(logo, told, **details)


def too_few(logo: Sighting, value: float, least: float, unit: str) -> Message:
    if unit == "ppi":
        return say(
            "{title} has {value:.0f} pixels per inch; print needs {least:.0f}.",
            title=logo.title,
            value=value,
            least=least,
        )
    return say(
        "{title} has {value:.1f} pixels for each pixel of the screen; it needs {least:.1f}.",
        title=logo.title,
        value=value,
        least=least,
    )


def sharper() -> Message:
    return say("Place the vector file, or a larger picture of it.")
