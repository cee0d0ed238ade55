"""Logos of which a part is cut off.

Why                     A mark without its edge, its lettering or its emblem says something that nobody approved.
Measured as             The share of the drawing that can be seen: what the page's edge and clips leave of it. In a
                        flattened picture, what the picture's edge leaves of it.
Not found by this rule  Which thing hides the missing part; parts that were removed in a drawing program and closed
                        again; in a flattened picture, a part that is cut or covered away from the picture's edge.
Options                 min_visible: least share to be seen; one percent is what rounding at an edge takes.
                        pixel_error: half-width of the error bar (95 %) of a share measured in pixels.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): no part of the mark is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document, Page, page_of
from brandkit.findings import Finding, Measure, Sighting, at_least, exceeds, needs_review, own_logos, passed, violation
from brandkit.geometry import Box, clipped, corners, polygon_area
from brandkit.messages import Message, say

severity = "critical"


def judge(
    document: Document,
    sightings: Sequence[Sighting],
    brand: Identity,
    *,
    min_visible: float = 0.99,
    pixel_error: float = 0.05,
) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        on_page = share_on_page(logo, page_of(document, logo.page))
        stated = logo.method == "structure" or on_page < logo.visible
        visible = min(on_page, logo.visible)
        error = edge_error(logo) if stated else pixel_error
        details: dict[str, Any] = {
            "measured": Measure(visible, "share", error or None),
            "allowed": at_least(min_visible),
            "evidence": {"visible": visible, "on_page": on_page},
        }
        # The tolerance is one percent, so an error of five must not read as "too small to tell".
        beyond = exceeds(1 - visible, max(1 - min_visible, error / 2), error)
        if beyond is False:
            yield passed(logo, whole(logo), **details)
            continue
        told = say("{title} is seen only to {visible:.0%}.", title=logo.title, visible=visible)
        details["remedy"] = say("Show it whole: move it inside the page and take away what cuts or covers it.")
        details["use_instead"] = approved_form(brand.assets, logo.asset, logo.variant)
        if beyond is None:
            yield needs_review(logo, told, reason="low-confidence", **details)
        else:
            yield violation(logo, told, **details)


def whole(logo: Sighting) -> Message:
    if logo.method == "pixels":
        return say("{title} lies wholly on the page.", title=logo.title)
    return say("{title} is seen whole.", title=logo.title)


def share_on_page(logo: Sighting, page: Page) -> float:
    """The share of the drawing's box that lies on the page, 0..1."""
    ink = logo.ink or logo.quad
    whole = abs(polygon_area(ink))
    inside = clipped(ink, corners(Box(0, 0, page.width, page.height)))
    return min(1.0, abs(polygon_area(inside)) / whole) if whole and len(inside) >= 3 else 0.0


def edge_error(logo: Sighting) -> float:
    """Error of a share cut by the page's edge: the pose is that uncertain, one error bar of height on each side."""
    return 2 * logo.errors.height / logo.height if logo.height else 0.0
