"""The decision is what its weights file says."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest

from brandkit.sightings.pixels.decision import model as decision
from brandkit.sightings.pixels.decision.precision import factors_at
from brandkit.sightings.pixels.locate import claims_on
from tests.sightings.pixels.drawn_marks import ICON, ground, painted, pose, shapes


@pytest.fixture(scope="module")
def evidence():
    claims = claims_on(painted(ground(), ICON, pose(90, 240, 180)), shapes(ICON))
    return max(claims, key=lambda claim: claim.value).evidence


def data():
    return tomllib.loads(decision.WEIGHTS_FILE.read_text("utf-8"))


def test_the_weights_file_is_well_formed():
    fitted = decision.model()
    assert tuple(fitted.curves) == decision.FEATURES
    assert 0 < fitted.possible <= fitted.certain < 1
    assert {len(row) for row in fitted.bars.values()} == {len(fitted.bars["size_px"])}
    assert data()["command"].startswith("python -m benchmarks.locating.training")
    assert data()["counts"]["brands"] > 0


def test_every_feature_is_a_figure_of_the_evidence(evidence):
    assert tuple(decision.features_of(evidence)) == decision.FEATURES


def test_limits_are_figures_of_the_evidence(evidence):
    assert all(isinstance(getattr(evidence, name), float) for name in decision.model().limits)


def test_a_changed_weight_changes_the_value(evidence):
    fitted = decision.model()
    changed = replace(fitted, constant=fitted.constant - 1)
    assert decision.value_of(evidence, changed) < decision.value_of(evidence, fitted)
    at, gives = fitted.curves["support"]
    tilted = replace(fitted, curves=fitted.curves | {"support": (at, tuple(h - 2 for h in gives))})
    assert decision.value_of(evidence, tilted) < decision.value_of(evidence, fitted)


def test_a_well_seen_logo_is_certain_and_a_worse_seen_one_is_worth_less(evidence):
    value = decision.value_of(evidence)
    assert decision.certainty_of(value, evidence) == ("certain", None)
    worse = evidence._replace(support=0.55, weakest=0.1, explained=0.4, agreeing=0.4, least_agreeing=0.0)
    assert decision.value_of(worse) < value
    assert decision.certainty_of(0.9999, worse)[0] == "possible"


def test_weights_of_other_features_are_refused():
    other = data()
    del other["curves"]["support"]
    with pytest.raises(ValueError, match="other features"):
        decision.model_of(other)


def test_a_curve_without_a_height_for_each_knot_is_refused():
    other = data()
    other["curves"]["support"]["gives"].append(1.0)
    with pytest.raises(ValueError, match="height"):
        decision.model_of(other)


def test_error_bars_change_between_counted_sizes_and_not_beyond():
    bars = {"size_px": (20.0, 80.0), "height": (3.0, 1.0)}
    assert factors_at(bars, 10)["height"] == 3.0
    assert factors_at(bars, 40)["height"] == pytest.approx(2.0)
    assert factors_at(bars, 500)["height"] == 1.0
