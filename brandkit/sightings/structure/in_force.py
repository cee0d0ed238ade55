"""Which file a logo in pixels is said to be, when the page does not tell several masters apart.

Nobody is accused of an outdated logo that cannot be told from the one in force: then it is the one in force, and only
possible. Variants of one drawing that look alike leave no doubt about the version; nor do files of one look. Another
drawing that it may be, as a lock-up with the name in another language, does leave doubt.
"""

from __future__ import annotations

from typing import NamedTuple

from brandkit.findings import ColorMatch
from brandkit.geometry import Affine
from brandkit.sightings.pixels.locate import Candidate
from brandkit.sightings.pixels.templates.template import Template
from brandkit.sightings.structure.masters import Entry, Masters

TELLING_PX = 64.0  # smaller side below which size is the likely reason why two masters look the same


class Settled(NamedTuple):
    """The master to name, where it stands, and whether that is certain."""

    entry: Entry
    template: Template
    matrix: Affine
    colors: tuple[ColorMatch, ...]
    certain: bool
    reason: str | None


def settled(candidate: Candidate, masters: Masters) -> Settled:
    """The master that a candidate stands for among those that it may be."""
    own = masters.entry_of(candidate.template.key)
    small = "too-small" if candidate.evidence.smaller_px < TELLING_PX else "low-confidence"
    certain, reason = candidate.certainty == "certain", candidate.reason
    if any(not o.identical and o.template not in candidate.shape.templates for o in candidate.alternatives):
        certain, reason = False, reason or small
    as_read = Settled(own, candidate.template, candidate.matrix, candidate.colors, certain, reason)
    others = [(masters.entry_of(other.template.key), other) for other in candidate.alternatives]
    others = [(entry, other) for entry, other in others if not _same_version(entry, own)]
    current = next(((entry, other) for entry, other in others if in_force(entry)), None)
    if not others or (current is None and not in_force(own)):
        return as_read
    doubtful = any(not other.identical for _, other in others)
    reason = (reason or small) if doubtful else reason
    certain = certain and not doubtful
    if in_force(own) or current is None:
        return as_read._replace(certain=certain, reason=reason)
    entry, other = current
    (a, c, e), (b, d, f) = other.pose.tolist()
    return Settled(entry, other.template, Affine(a, b, c, d, e, f), other.colors, certain, reason)


def in_force(entry: Entry) -> bool:
    """Whether a file is of an approved version of an approved asset."""
    return entry.asset.status == "approved" and entry.version.status == "approved"


def _same_version(one: Entry, other: Entry) -> bool:
    return (one.asset.slug, one.version.number) == (other.asset.slug, other.version.number)
