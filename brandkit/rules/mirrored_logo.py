"""Logos shown as in a mirror.

Why                     A mirrored mark is another mark: its lettering cannot be read and its gesture points the wrong
                        way.
Measured as             The sign of the determinant of the map from the master to the page: +1 as drawn, -1 mirrored.
Not found by this rule  Logos that are their own mirror image; a photograph of a window or sticker seen from behind.
Options                 None.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): the mark is not flipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document
from brandkit.findings import Finding, Measure, Sighting, at_least, own_logos, passed, violation
from brandkit.messages import say

severity = "critical"


def judge(document: Document, sightings: Sequence[Sighting], brand: Identity) -> Iterator[Finding]:
    for logo in own_logos(sightings, brand.profile):
        details: dict[str, Any] = {"measured": Measure(-1 if logo.mirrored else 1, "sign"), "allowed": at_least(1)}
        if not logo.mirrored:
            yield passed(logo, say("{title} is not mirrored.", title=logo.title), **details)
            continue
        yield violation(
            logo,
            say("{title} is mirrored.", title=logo.title),
            remedy=say("Take back the flip of this picture, or place the approved file again."),
            use_instead=approved_form(brand.assets, logo.asset, logo.variant),
            **details,
        )
