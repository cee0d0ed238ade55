"""Finds are matched with truth, counted and held to the limits; a run goes on after a kill and repeats itself."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.locating import curves, misses, run
from benchmarks.locating.brands import Brand, Split
from benchmarks.locating.finders import Found, sift_ransac, template_matching
from benchmarks.locating.limits import lines
from benchmarks.locating.matching import aligned, judged
from benchmarks.locating.pages import Page, Scene, Target, page_of
from benchmarks.locating.scores import tally
from benchmarks.locating.tables import report
from benchmarks.locating.variants import FULL, MONO, Variant
from brandkit.findings import ErrorBars

MARK = Brand("fake:mark", '<path fill="#0b5fa5" d="M4 4h40v10H16v10h20v8H16v16H4z"/>', 0, 0, 60, 52, "mark")
RICH = replace(MARK, name="fake:rich", body=MARK.body + "".join(
    f'<circle fill="#c8102e" cx="{14 + 5 * n}" cy="{40 + n % 3 * 4}" r="{1 + n % 4 * 0.6}"/>' for n in range(8)
))  # fmt: skip
BARS = ErrorBars(stretch=0.01, rotation_deg=0.2, height=1.0)
LETTERS = {
    "cutting": "M3 3h10v3H6v7h7v3H3z",
    "ladders": "M3 2h3v12h7v3H3z",
    "table": "M2 3h13v3h-5v11H7V6H2z",
    "heading": "M2 2h3v5h6V2h3v13h-3v-5H5v5H2z",
    "yard": "M1 2h4l3 5 3-5h4L10 9v7H6V9z",
    "nine": "M4 2h9v14h-3v-4H4zm3 3v4h3V5z",
}


def target(**more: object) -> Target:
    pose = np.array([[2.0, 0, 30.25], [0, 2.0, 40.5]])
    told: dict[str, object] = {
        "brand": "fake:mark", "form": FULL, "pose": pose, "homography": np.vstack([pose, [0, 0, 1]]),
        "alteration": "none", "amount": 0.0, "occluder": "", "size": 88.0, "nominal": 72, "ground": "flat",
        "visible": 1.0,
    }  # fmt: skip
    return Target(**(told | more))  # type: ignore[arg-type]


def found(pose: np.ndarray, **more: object) -> Found:
    return Found("fake:mark", pose, **({"certain": True, "errors": BARS} | more))  # type: ignore[arg-type]


def page(*targets: Target) -> Page:
    return Page(np.zeros((8, 8, 3), np.uint8), targets)


def altered(stretch: float = 1.0, degrees: float = 0.0, shift: float = 0.0) -> np.ndarray:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    linear = 2 * np.array([[c, -s], [s, c]]) @ np.diag([stretch, 1])
    middle = np.array([24.0, 26.0])
    return np.column_stack([linear, [30.25 + shift, 40.5] + (2 * np.eye(2) - linear) @ middle])


def test_errors_are_found_minus_true() -> None:
    row = judged(page(target()), [found(altered(stretch=1.006, degrees=0.3))], [MARK])["targets"][0]
    assert row["found"] and row["certain"] and row["variant"] == "right" and row["mirror_right"]
    assert row["stretch_error"] == pytest.approx(0.006, abs=1e-5)
    assert row["turn_error"] == pytest.approx(0.3, abs=1e-3)
    assert row["height_error"] == pytest.approx(0.0, abs=1e-6)
    assert row["bars"]["height"] == pytest.approx(1.0 / 104, abs=1e-5)


def test_a_find_beside_the_target_is_misplaced_and_one_elsewhere_is_a_false_alarm() -> None:
    near, far = found(altered(shift=18)), found(altered(shift=400))
    result = judged(page(target()), [near, far], [MARK])
    assert not result["targets"][0]["found"]
    assert [false["misplaced"] for false in result["false"]] == [True, False]


def test_a_second_find_on_the_same_target_is_not_a_second_hit() -> None:
    result = judged(page(target()), [found(altered()), found(altered(shift=1))], [MARK])
    assert result["targets"][0]["found"] and len(result["false"]) == 1


def test_a_find_that_is_wrongly_mirrored_is_found_and_mirrored_wrongly() -> None:
    mirrored = np.array([[-2.0, 0, 30.25 + 2 * 2 * 24], [0, 2.0, 40.5]])
    assert aligned(found(mirrored), target(), MARK) is not None
    row = judged(page(target()), [found(mirrored)], [MARK])["targets"][0]
    assert row["found"] and not row["mirror_right"]
    assert tally([{**ROW, "targets": [row]}]).errors["turn"] == []


def test_a_find_in_perspective_is_held_to_the_corners_of_its_homography() -> None:
    bent = page_of(Scene(4, (Variant(MARK, FULL),), "perspective", 200, "flat", amount=0.25)).targets[0]
    flat = found(bent.pose)
    assert aligned(flat, bent, MARK) is None
    assert aligned(replace(flat, homography=bent.homography), bent, MARK) is not None


def test_a_variant_may_be_right_left_open_or_wrong_and_recolored_targets_have_none() -> None:
    cases = [(FULL, (), "right"), (MONO, (FULL,), "open"), (MONO, (), "wrong")]
    for form, others, told in cases:
        find = found(altered(), form=form, open_forms=others)
        assert judged(page(target()), [find], [MARK])["targets"][0]["variant"] == told
    assert judged(page(target(form="")), [found(altered())], [MARK])["targets"][0]["variant"] == ""


ROW = {"finder": "brandkit", "compared": False, "catalog": 4, "ground": "flat", "seconds": 1.0, "strangers": ["a"],
       "targets": [], "false": []}  # fmt: skip


def hit(**more: object) -> dict[str, object]:
    return judged(page(target()), [found(altered())], [MARK])["targets"][0] | more


def test_a_tally_counts_pages_and_pairs_of_page_and_brand() -> None:
    alarms = [{"brand": "a", "certain": True, "score": 1, "misplaced": False},
              {"brand": "a", "certain": True, "score": 1, "misplaced": False},
              {"brand": "b", "certain": False, "score": 1, "misplaced": False},
              {"brand": "c", "certain": True, "score": 1, "misplaced": True}]  # fmt: skip
    rows = [{**ROW, "false": alarms}, ROW, {**ROW, "targets": [hit(), hit(found=False)]}]
    total = tally(rows, pages=lambda row: True)
    assert (total.pages, total.pairs, total.targets, total.found) == (3, 12, 2, 1)
    assert (total.false_certain, total.false_possible) == (1, 1)
    assert (total.pages_with_certain, total.pages_with_possible, total.misplaced) == (1, 1, 1)
    assert total.recall == 0.5


def test_coverage_is_the_share_of_errors_inside_their_bars() -> None:
    bars = {"height": 0.01, "stretch": 0.01, "turn": 0.2}
    rows = [{**ROW, "targets": [hit(stretch_error=error, bars=bars)]} for error in (0.002, -0.009, 0.03, -0.011)]
    assert tally(rows).coverage("stretch") == 0.5
    assert tally(rows).coverage("turn") == 1.0
    assert math.isnan(tally([ROW]).coverage("turn"))


def test_every_limit_is_kept_missed_or_not_measured() -> None:
    good = [{**ROW, "targets": [hit(nominal=32)]}, {**ROW, "targets": [hit(nominal=72)]}]
    bad = [{**ROW, "targets": [hit(nominal=32, height_error=0.05)]}, {**ROW, "targets": [hit(nominal=72, found=False)]}]
    told = {line.label: line.kept for line in lines(good)}
    assert told["recall from 32 px, unoccluded"] is True
    assert told["size error p95 at 32 px"] is True
    assert told["recall at 24 to 31 px"] is None
    told = {line.label: line.kept for line in lines(bad)}
    assert told["recall from 32 px, unoccluded"] is False
    assert told["size error p95 at 32 px"] is False


def test_occluded_and_half_cropped_logos_are_not_counted_as_unoccluded() -> None:
    hidden = [hit(alteration=name, found=False) for name in ("occluded", "half-cropped")]
    rows = [{**ROW, "targets": [hit(), *hidden]}]
    told = {line.label: line for line in lines(rows)}
    assert (told["recall from 32 px, unoccluded"].figure, told["recall from 32 px, unoccluded"].count) == (100, 1)
    assert told["recall, 15 to 30 % occluded, from 32 px"].figure == 0


@pytest.mark.parametrize("peer", [sift_ransac, template_matching])
def test_the_peers_find_a_large_upright_logo_and_nothing_on_an_empty_page(peer) -> None:  # type: ignore[no-untyped-def]
    drawn = page_of(Scene(3, (Variant(RICH, FULL),), "none", 200, "flat"))
    hits = peer(drawn.picture, [RICH])
    assert [find.brand for find in hits] == ["fake:rich"]
    assert aligned(hits[0], drawn.targets[0], RICH) is not None or peer is sift_ransac
    assert peer(page_of(Scene(3, (), "none", 0, "flat")).picture, [RICH]) == []


@pytest.fixture
def plan(tmp_path: Path) -> run.Plan:
    icons = {
        f"{name}{chr(97 + n)}z": {"body": f'<path fill="#0b5fa5" transform="rotate({n * 40} 9 9)" d="{path}"/>'}
        for name, path in LETTERS.items() for n in range(9)
    }  # fmt: skip
    for set_name in ("logos", "simple-icons", "token-branded"):
        (tmp_path / "sets" / set_name).mkdir(parents=True)
        own = {f"{set_name[:2]}{name}": icon for name, icon in icons.items()}
        text = json.dumps({"width": 18, "height": 18, "icons": own})
        (tmp_path / "sets" / set_name / "icons.json").write_text(text, "utf-8")
    return run.Plan(str(tmp_path / "sets"), None, "train", targets=3, empty=1, peers=0)


def test_a_killed_run_goes_on_and_ends_as_one_that_was_not(
    plan: run.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def nothing(picture: np.ndarray, catalog: object) -> list[Found]:
        looked.append(picture.shape)
        return []

    monkeypatch.setattr(run.scenes, "BATCH", 2)
    monkeypatch.setattr(run, "brandkit", nothing)
    monkeypatch.setattr(run, "shapes_for", lambda catalog: None)
    whole = run.run(plan, tmp_path / "whole", 1)
    assert len(whole) == 4 and len(looked) == 4
    (tmp_path / "whole" / "batch-00001.jsonl").unlink()
    looked.clear()
    again = run.run(plan, tmp_path / "whole", 1)
    assert len(looked) == 1
    assert run.digest(again) == run.digest(whole)
    wrong = misses.listed(tmp_path / "whole", tmp_path / "drawn").splitlines()
    assert {line.split()[1] for line in wrong} == {"missed"}
    assert len(list((tmp_path / "drawn").glob("*.png"))) == 3
    text = report(again)
    assert "not measured" in text and "Too few to show anything" in text
    with pytest.raises(ValueError, match="another plan"):
        run.run(replace(plan, seed=2), tmp_path / "whole", 1)


def test_one_and_two_workers_have_the_same_results(plan: run.Plan, tmp_path: Path) -> None:
    one = run.run(replace(plan, targets=1), tmp_path / "one", 1)
    two = run.run(replace(plan, targets=1), tmp_path / "two", 2)
    assert run.digest(one) == run.digest(two)
    assert [row["seconds"] for row in one] and run.digest([{**row, "seconds": 9} for row in one]) == run.digest(one)
    assert run.digest([{**row, "ground": "?"} for row in one]) != run.digest(one)


def test_a_page_is_as_bad_as_the_gravest_thing_that_a_rule_said_of_it() -> None:
    assert curves.worst(["pass", "needs_review", "violation"]) == "violation"
    assert curves.worst(["pass", "needs_review"]) == "needs_review"
    assert curves.worst(["inapplicable"]) == ""


def test_the_rule_of_a_curve_lets_an_untouched_logo_pass_and_no_stretched_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "SIZES", (200,))
    curve = curves.CURVES[0]
    assert curve.rule == "stretched-logo"
    split = Split("train", (RICH,), (RICH,))
    [right], [wrong] = (list(curves.outcomes(split, curve, amount, 1, 0, ())) for amount in (0, 0.06))
    assert right == "pass"
    assert wrong in ("violation", "needs_review")
