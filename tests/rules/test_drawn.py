"""Drawn materials, read, searched and judged: every fault is found, and nothing else is said."""

from __future__ import annotations

from datetime import date

import pytest

from brandkit import linter
from brandkit.catalog.folder import FolderLibrary
from brandkit.messages import shown
from brandkit.sightings.slogans import program
from tests.corpus.drawing import WRITERS
from tests.corpus.sheets import Drawn, drawn_cases

CASES = tuple(drawn_cases())
ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def library(starter) -> FolderLibrary:
    return FolderLibrary(starter)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}.{case.medium}")
def test_a_drawn_sheet_is_judged_as_expected(case: Drawn, library, tmp_path):
    path = tmp_path / f"{case.name}.{case.medium}"
    path.write_bytes(WRITERS[case.medium](case.sheet))
    report = linter.check(path, library, library.brand(), on=ON)
    told = [f for f in report.findings if f.outcome not in ("pass", "inapplicable")]
    if not program.available():
        # Pages of pixels are then told to be unread, by the one rule that reads; the others judge as ever.
        told = [f for f in told if f.reason != "missing-tesseract"]
    assert {f"{f.rule}: {f.outcome}" for f in told} == case.expected, [
        (f.rule, f.reason, shown(f.message, "en"), f.measured, f.allowed) for f in told
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}/{case.name}.{case.medium}")
def test_a_drawn_sheet_is_named_after_its_worst_outcome(case: Drawn):
    outcomes = {told.split(": ")[1] for told in case.expected}
    worst = "fail" if "violation" in outcomes else "review" if "needs_review" in outcomes else "pass"
    assert case.name.startswith(f"{worst}-")
