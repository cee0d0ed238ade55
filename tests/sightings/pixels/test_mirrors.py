"""A nearly symmetric logo that the search took for the wrong hand is found in the other, a good fit is left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from brandkit.sightings.pixels.decision.claims import holding
from brandkit.sightings.pixels.decision.mirrors import mirrored_claim
from brandkit.sightings.pixels.locate import claims_on
from brandkit.sightings.pixels.refinement.adjustment import polished
from brandkit.sightings.pixels.verification.synthesis import into, out_of
from tests.sightings.pixels.drawn_marks import document, ground, painted, pose, shapes

NEARLY = document(
    '<path d="M50 4 L92 40 L80 92 L20 92 L8 40 z M50 30 L30 50 L36 76 L64 76 L70 50 z" fill-rule="evenodd" '
    'fill="#0A2A4A"/><circle cx="60" cy="60" r="9" fill="#0A2A4A"/>',
    100, 100,
)  # fmt: skip


def claim_on(page):
    return holding(claims_on(page, shapes(NEARLY)))[0]


def test_the_other_hand_is_found_where_the_wrong_one_fits_badly():
    right = claim_on(painted(ground(260, 220), NEARLY, pose(120, 130, 110, mirrored=True)))
    assert right.evidence.mirrored
    flipped = into(right.pose, np.array([[-1, 0, 100], [0, 1, 0]], float))
    drawn = polished(right.window, right.shape.lead, into(right.window.to_window, flipped))
    seen = right.evidence._replace(mirrored=False, support=0.8, explained=0.9)
    wrong = replace(right, pose=out_of(right.window, drawn.pose), drawn=drawn, evidence=seen)
    found = mirrored_claim(wrong)
    assert np.abs(found.pose - right.pose).max() < 0.3


def test_a_good_fit_is_not_looked_at_in_the_mirror():
    assert mirrored_claim(claim_on(painted(ground(260, 220), NEARLY, pose(120, 130, 110)))) is None


def test_a_bad_fit_that_the_mirror_does_not_better_stays_what_it_is():
    claim = claim_on(painted(ground(260, 220), NEARLY, pose(120, 130, 110)))
    assert mirrored_claim(replace(claim, evidence=claim.evidence._replace(support=0.8, explained=0.9))) is None
