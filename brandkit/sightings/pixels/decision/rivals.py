"""Other claims on the place of one that holds: look-alike versions, languages and lock-ups, or other ways round."""

from __future__ import annotations

from collections.abc import Sequence

from brandkit.geometry import overlap_share
from brandkit.sightings.pixels.decision.claims import Claim, ink_quad, strength_of

_SAME_PLACE = 0.8  # intersection over union of the two drawings' boxes
_MUCH_WEAKER = 0.7
_OTHER_WAY_DEG = 12.0
MOST_RIVALS = 4


def rivals_of(claim: Claim, claims: Sequence[Claim]) -> list[Claim]:
    """The best fitting claim of each other shape, and of this shape the other way round, on about the same place.

    Only claims that are nearly as strong count; the strongest come first.
    """
    quad, least = ink_quad(claim.shape, claim.pose), _MUCH_WEAKER * strength_of(claim)
    best: dict[tuple[int, bool, int], Claim] = {}
    for other in claims:
        if (other.shape is claim.shape and not other_way_round(claim, other)) or strength_of(other) < least:
            continue
        if overlap_share(quad, ink_quad(other.shape, other.pose)) < _SAME_PLACE:
            continue
        key = (id(other.shape), False, 0) if other.shape is not claim.shape else (id(other.shape), *_way(other))
        known = best.get(key)
        if known is None or other.evidence.explained > known.evidence.explained:
            best[key] = other
    return sorted(best.values(), key=strength_of, reverse=True)[:MOST_RIVALS]


def other_way_round(one: Claim, other: Claim) -> bool:
    """Whether one is mirrored or turned against the other."""
    apart = (one.evidence.turn_deg - other.evidence.turn_deg + 180) % 360 - 180
    return one.evidence.mirrored != other.evidence.mirrored or abs(apart) > _OTHER_WAY_DEG


def _way(claim: Claim) -> tuple[bool, int]:
    return claim.evidence.mirrored, round(claim.evidence.turn_deg / _OTHER_WAY_DEG)
