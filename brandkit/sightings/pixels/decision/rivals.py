"""Claims of other shapes on the very place of one that holds: versions, languages and lock-ups that look alike."""

from __future__ import annotations

from collections.abc import Sequence

from brandkit.geometry import overlap_share
from brandkit.sightings.pixels.decision.claims import Claim, ink_quad, strength_of

_SAME_PLACE = 0.8  # intersection over union of the two drawings' boxes
_MUCH_WEAKER = 0.7
MOST_RIVALS = 4


def rivals_of(claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The best fitting claim of each other shape that covers the same place nearly as strongly, strongest first."""
    quad, least = ink_quad(claim.shape, claim.pose), _MUCH_WEAKER * strength_of(claim)
    best: dict[int, Claim] = {}
    for other in claims:
        if other.shape is claim.shape or strength_of(other) < least:
            continue
        if overlap_share(quad, ink_quad(other.shape, other.pose)) < _SAME_PLACE:
            continue
        known = best.get(id(other.shape))
        if known is None or other.evidence.explained > known.evidence.explained:
            best[id(other.shape)] = other
    return sorted(best.values(), key=strength_of, reverse=True)[:MOST_RIVALS]
