"""What is proposed of a photograph, what was seen of it, and how much of that is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit.geometry import quad_of
from brandkit.sightings.photos.blocks import mapped
from brandkit.sightings.photos.known import Known
from brandkit.sightings.photos.placing import nearest_affine
from brandkit.sightings.photos.verification import Evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SURE_SURPRISE, SURE_PURITY, SURE_BLOCKS = 30.0, 0.65, 32
LIKELY_SURPRISE, LIKELY_PURITY, LIKELY_BLOCKS = 22.0, 0.5, 24
LEAST_VISIBLE, SURELY_VISIBLE = 0.04, 0.06  # two drawn discs are alike in a smaller part
MOST_KEYSTONE = 0.012  # of a certain one: beyond it a screen or a print was photographed


@dataclass(frozen=True)
class Proposal:
    """A file and a (3, 3) map from its small picture to the query; `focus` is the part of it that was found."""

    sha256: str
    matrix: Floats
    focus: tuple[float, float, float, float] | None
    rank: float


@dataclass(frozen=True)
class Seen:
    """A photograph whose pixels agree at a place of the query."""

    sha256: str
    known: Known
    evidence: Evidence
    certain: bool
    is_compared: bool = False  # with the photographs that share corners with it, of which it may be a part


def is_likely(evidence: Evidence) -> bool:
    """Whether the pixels agree well enough for the photograph to be possible."""
    enough = evidence.surprise >= LIKELY_SURPRISE and evidence.agreeing >= LIKELY_BLOCKS
    return enough and evidence.purity >= LIKELY_PURITY and evidence.visible >= LEAST_VISIBLE


def is_sure(evidence: Evidence, known: Known) -> bool:
    """Whether they agree well enough for it to be certain."""
    enough = evidence.surprise >= SURE_SURPRISE and evidence.agreeing >= SURE_BLOCKS
    enough = enough and evidence.visible >= SURELY_VISIBLE
    return enough and evidence.purity >= SURE_PURITY and _keystone(evidence, known) <= MOST_KEYSTONE


def _keystone(evidence: Evidence, known: Known) -> float:
    """How far the shown part is from any affine image of itself, as a share of its longer side."""
    x0, y0, x1, y1 = evidence.shown
    box = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    there = mapped(evidence.matrix, box)
    flat = nearest_affine(evidence.matrix @ np.array([[1, 0, x0], [0, 1, y0], [0, 0, 1.0]]), x1 - x0, y1 - y0)
    apart = np.array(quad_of(flat, x1 - x0, y1 - y0)) - there
    return float(np.linalg.norm(apart, axis=1).max() / max(np.ptp(there, axis=0).max(), 1.0))


def is_told(proposal: Proposal, known: Known, other: Seen) -> bool:
    """Whether a proposal puts a photograph where it was found already: corners of both are near."""
    if proposal.sha256 != other.sha256:
        return False
    height, width = known.small.shape[:2]
    x0, y0, x1, y1 = proposal.focus or (0.0, 0.0, float(width), float(height))
    box = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    one, two = mapped(proposal.matrix, box), mapped(other.evidence.matrix, box)
    return bool(np.linalg.norm(one - two, axis=1).mean() < 0.25 * max(np.ptp(two, axis=0).max(), 1.0))
