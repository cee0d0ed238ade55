"""Claims that overlap: the one that accounts for more holds, unless what it asks for is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from brandkit.sightings.pixels.decision.claims import holding, strength_of
from brandkit.sightings.pixels.locate import claims_on
from tests.sightings.pixels.drawn_marks import ICON, LOCKUP, ground, painted, pose, shapes


def claims_of(page, *masters):
    return [claim for claim in claims_on(page, shapes(*masters)) if claim.value > 0.5]


def test_of_two_claims_on_one_place_only_the_stronger_holds():
    claims = claims_of(painted(ground(640, 300), LOCKUP, pose(90, 320, 150, artboard=(380, 100))), ICON, LOCKUP)
    assert len({claim.shape.lead.key for claim in claims}) == 2
    (held,) = holding(claims)
    assert strength_of(held) == max(strength_of(claim) for claim in claims)


def test_claims_apart_both_hold():
    claims = claims_of(painted(ground(), ICON, pose(90, 120, 180)), ICON)
    moved = replace(claims[0], pose=claims[0].pose + np.array([[0, 0, 200.0], [0, 0, 0]]))
    assert len(holding([claims[0], moved])) == 2


def test_missing_outline_outweighs_present_outline():
    claim = claims_of(painted(ground(), ICON, pose(90, 240, 180)), ICON)[0]
    longer = claim.evidence._replace(length_px=1.6 * claim.evidence.length_px, support=0.5)
    assert strength_of(replace(claim, evidence=longer)) < strength_of(claim)


def test_outline_beyond_the_page_counts_against():
    claim = claims_of(painted(ground(), ICON, pose(90, 240, 180)), ICON)[0]
    assert strength_of(replace(claim, evidence=claim.evidence._replace(visible=0.6))) < strength_of(claim)
