"""Every sample of the starter catalog gets the verdict it was drawn for: no fault missed, nothing accused."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brandkit import linter
from brandkit.catalog.folder import FolderLibrary

ROOT = Path(__file__).resolve().parent.parent
STARTER = ROOT / "assets_catalog"


def demo() -> ModuleType:
    """tools/demo.py, which compares in the same way."""
    spec = importlib.util.spec_from_file_location("demo", ROOT / "tools" / "demo.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["demo"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


DEMO = demo()
SAMPLES = DEMO.samples(STARTER)


@pytest.fixture(scope="module")
def library() -> FolderLibrary:
    return FolderLibrary(STARTER)


def test_there_are_samples_of_both_kinds_and_all_have_an_expectation():
    names = {sample.path.name for sample in SAMPLES}
    files = {p.name for p in (STARTER / "samples").iterdir() if not p.name.endswith(".expected.toml")}
    assert names == files
    assert len(names) >= 10
    assert {name.split("-")[0] for name in names} == {"pass", "fail"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.path.name)
def test_a_sample_is_judged_as_expected(sample, library):
    report = linter.check(sample.path, library, library.brand(sample.profile), on=DEMO.DAY)
    assert DEMO.differences(sample, report) == []


def test_the_comparison_tells_what_was_missed_and_what_was_made_up(library):
    sample = next(s for s in SAMPLES if s.path.name.startswith("pass-"))
    report = linter.check(sample.path, library, library.brand(sample.profile), on=DEMO.DAY, only=["missing-logo"])
    wanted = DEMO.Sample(sample.path, None, "violation", (("missing-logo", "violation", 1),))
    told = DEMO.differences(wanted, report)
    assert f"{sample.path.name}: missed missing-logo violation on page 1" in told
    assert f"{sample.path.name}: verdict pass, expected violation" in told
