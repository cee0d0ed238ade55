"""Material on which the required logo is not shown.

Why                     Without its mark a notice does not say who speaks, and the office is not recognized.
Measured as             How many of the required logos are seen on each page where one is asked for; one of them is
                        enough.
Not found by this rule  Logos hidden under other things or smaller than the search can recognize; whether the place is
                        good.
Options                 pages: "first" (a cover or poster), "any" (somewhere in the material) or "every" page.
Source                  A common clause of published brand decisions and manuals, such as Quảng Nam 622/QĐ-UBND
                        (2022): publications carry the mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from brandkit.assets import approved_form
from brandkit.brand import Identity
from brandkit.document import Document, Page
from brandkit.findings import (
    Finding,
    Measure,
    Sighting,
    at_least,
    inapplicable,
    logos,
    needs_review,
    passed,
    violation,
)
from brandkit.messages import say

severity = "critical"

Pages = Literal["first", "any", "every"]


def judge(
    document: Document, sightings: Sequence[Sighting], brand: Identity, *, pages: Pages = "first"
) -> Iterator[Finding]:
    required = brand.profile.logo.required
    if not required:
        yield inapplicable(say("The profile asks for no logo."))
        return
    seen = [s for s in logos(sightings) if s.asset in accepted(required, brand)]
    if pages == "any":
        yield judged(None, seen, brand)
        return
    for page in document.pages[:1] if pages == "first" else document.pages:
        yield judged(page, [s for s in seen if s.page == page.number], brand)


def judged(page: Page | None, seen: Sequence[Sighting], brand: Identity) -> Finding:
    """The finding on one page, or on the whole material."""
    sure = [s for s in seen if s.certainty == "certain"]
    details: dict[str, Any] = {"measured": Measure(len(sure), "count"), "allowed": at_least(1)}
    if sure:
        return passed(sure[0], say("{title} is shown.", title=sure[0].title), **details)
    wanted = brand.profile.logo.required[0]
    asset = brand.assets.get(wanted)
    name = asset.title if asset else wanted
    if seen:
        told = say("{title} seems to be shown, but not surely.", title=seen[0].title)
        return needs_review(seen[0], told, reason=seen[0].reason or "low-confidence", **details)
    return violation(
        page,
        say("{title} is not shown.", title=name),
        remedy=say("Place the approved logo."),
        use_instead=approved_form(brand.assets, wanted),
        **details,
    )


def accepted(required: Sequence[str], brand: Identity) -> set[str]:
    """The required slugs and those that they replaced: an old mark is outdated, not missing."""
    replaced = {slug for slug, asset in brand.assets.items() if asset.replaced_by in required}
    return set(required) | replaced
