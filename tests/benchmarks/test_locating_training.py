"""The training of the decision: what it learns from, what it writes, and that a killed run goes on."""

from __future__ import annotations

import json
import tomllib

import numpy as np
import pytest

from benchmarks.locating import fitting, training
from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import raster
from benchmarks.locating.near_copies import near_copy
from brandkit.sightings.pixels.decision.model import FEATURES, features_of, model_of, value_of
from brandkit.sightings.pixels.verification.evidence import Evidence

BODY = (
    '<path fill="#0A2A4A" d="M4 72 h92 q-6 16 -20 14 q-24 -6 -40 6 q-22 -2 -32 -20 z"/>'
    '<path fill="#E25A0B" d="M46 12 q40 6 44 30 l-44 -8 z"/><path fill="#0A7E8C" d="M18 22 h20 l4 44 h-28 z"/>'
)
GOOD = {
    "support": 0.97, "weakest": 0.9, "seen": 0.95, "visible": 1.0, "hidden": 0.0, "explained": 0.98, "worst": 0.9,
    "agreeing": 0.98, "least_agreeing": 0.95, "uneven": 0.05, "contrast": 200.0, "restless": 0.0, "offset_px": 0.1,
    "length_px": 500.0, "distinct_px": 300.0, "inner_px": 100.0, "color_away": 2.0, "stretch": 1.0, "turn_deg": 0.0,
    "skew_deg": 0.0, "mirrored": 0.0, "smaller_px": 80.0, "larger_px": 100.0,
}  # fmt: skip
BAD = GOOD | {"support": 0.6, "weakest": 0.2, "explained": 0.5, "worst": -0.5, "agreeing": 0.5, "least_agreeing": 0.2}


def claim(evidence, family, *, right, rng, place=0.0):
    shaken = {name: value * (1 + 0.03 * rng.normal()) if value else value for name, value in evidence.items()}
    corners = [[place, 0.0], [place + 80, 0.0], [place + 80, 100.0], [place, 100.0]]
    found = {"brand": family, "family": family, "right": right, "target": 0 if right else -1, "quad": corners}
    wide = {"stretch": 0.01, "rotation": 0.2, "skew": 0.2, "height": 0.5}
    errors = {name: abs(bar * rng.normal()) for name, bar in wide.items()}
    return found | {"evidence": shaken} | ({"errors": errors, "bars": wide} if right else {})


def page(number, rng):
    family = f"brand {number % 23}"
    claims = [claim(BAD, family, right=False, rng=rng, place=200)]
    if number % 2:
        claims.append(claim(GOOD, family, right=True, rng=rng))
    targets = [{"brand": family, "size": 80.0, "visible": 1.0}] if number % 2 else []
    return {"batch": number, "page": 0, "searched": True, "alteration": "none", "ground": "flat", "brands": 4,
            "shown": [], "claims": claims, "targets": targets}  # fmt: skip


@pytest.fixture(scope="module")
def fitted():
    rng = np.random.default_rng(4)
    return fitting.fit([page(number, rng) for number in range(120)])


def test_what_was_right_is_worth_more_than_what_was_wrong(fitted):
    right, wrong = (value_of(Evidence(**evidence), fitted.model) for evidence in (GOOD, BAD))
    assert right > 0.9 > 0.1 > wrong
    assert wrong < fitted.model.possible <= fitted.model.certain < 1


def test_curves_go_the_way_that_is_known(fitted):
    for name in fitting.RISING:
        assert np.diff(fitted.model.curves[name][1]).min(initial=0) >= 0
    for name in fitting.FALLING:
        assert np.diff(fitted.model.curves[name][1]).max(initial=0) <= 0


def test_bars_hold_nineteen_errors_of_twenty(fitted):
    # The errors drawn have the bar as their standard deviation, so 1.96 of it holds 95 %.
    for name in fitting.BARS:
        assert 1.5 < np.median(fitted.model.bars[name]) < 2.8


def test_the_weights_file_says_what_was_fitted(fitted):
    text = fitting.weights_file(fitted, "python -m benchmarks.locating.training --batches 3")
    again = model_of(tomllib.loads(text))
    assert again == fitted.model
    assert "pages = 120" in text


def test_the_same_examples_give_the_same_file(fitted):
    rng = np.random.default_rng(4)
    other = fitting.fit([page(number, rng) for number in range(120)])
    assert fitting.weights_file(other, "x") == fitting.weights_file(fitted, "x")


def test_a_pose_near_the_right_one_teaches_nothing():
    rng = np.random.default_rng(1)
    shown = page(1, rng)
    shown["claims"].append(claim(BAD | {"length_px": 100.0}, "brand 1", right=True, rng=rng))
    for found in shown["claims"]:
        found["seen"] = Evidence(**found["evidence"])
    telling = fitting._telling(shown)
    assert [found["right"] for found in telling] == [False, True]
    assert telling[1]["evidence"]["length_px"] > 300


def test_features_are_figures_of_the_evidence_in_order():
    assert tuple(features_of(Evidence(**GOOD))) == FEATURES


def test_a_line_that_a_kill_cut_short_is_drawn_again(tmp_path):
    cache = tmp_path / "examples.jsonl"
    lines = [json.dumps({"batch": number, "pages": []}) for number in (2, 0)]
    cache.write_text("\n".join([*lines, '{"batch": 1, "pa']), "utf-8")
    assert [line["batch"] for line in training._lines(cache)] == [0, 2]


def test_a_near_copy_is_the_brand_with_one_part_another_way_round():
    brand = Brand("test:boat", BODY, 0, 0, 100, 100, "boat")
    copy = near_copy(brand)
    assert copy is not None
    assert copy.name == "test:boat~"
    unit = np.array([[1.6, 0, 0], [0, 1.6, 0]])
    one, other = (raster(each, unit, 160, 160).astype(int) for each in (brand, copy))
    changed = (np.abs(one - other).max(axis=2) > 48).sum() / (one[..., 3] > 127).sum()
    assert 0.05 < changed < 0.5
    assert near_copy(brand) == copy
