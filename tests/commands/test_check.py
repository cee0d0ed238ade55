"""`check`: exit status, forms, a batch that goes on, files written whole, errors of one line."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from brandkit import cli, reports
from brandkit.commands import _batch, check
from brandkit.errors import InvalidValue, StoreFailure
from brandkit.plugins import modules_of
from tests.commands import harbor
from tests.reports import specimen


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return harbor.catalog(tmp_path_factory.mktemp("harbor"))


@pytest.fixture
def good(tmp_path) -> Path:
    return harbor.material(tmp_path / "đúng.svg", stretch=1.0)


@pytest.fixture
def faulty(tmp_path) -> Path:
    return harbor.material(tmp_path / "kéo giãn.svg", stretch=1.2)


@pytest.fixture
def brandkit(place, capsys):
    def run(*words: object) -> tuple[int, str, str]:
        status = cli.run(["--catalog", str(place), "--lang", "en", *map(str, words)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return status, out, err

    return run


def test_right_material_ends_with_0_and_a_fault_with_1(brandkit, good, faulty):
    status, out, _ = brandkit("check", good, "--rule", "stretched-logo")
    assert (status, "No fault found" in out) == (0, True)
    status, out, _ = brandkit("check", faulty, "--rule", "stretched-logo")
    assert status == 1
    assert "1.200" in out and "allowed 0.985–1.015" in out and "Decision 7/QĐ, article 6" in out
    assert "\x1b" not in out


def test_json_is_one_document_that_validates_and_nothing_else(brandkit, faulty):
    status, out, err = brandkit("check", faulty, "--json")
    told = json.loads(out)
    jsonschema.Draft202012Validator(reports.schema()).validate(told)
    assert (status, err) == (1, "")
    assert told["reports"][0]["material"]["name"] == "kéo giãn.svg"
    found = next(f for f in told["reports"][0]["findings"] if f["rule"] == "stretched-logo")
    assert found["measured"]["value"] == pytest.approx(1.2, abs=0.001)
    assert json.loads(brandkit("check", faulty, "--format", "json")[1])["reports"] == told["reports"]


def test_every_form_of_the_folder_can_be_asked_for(brandkit, good):
    assert set(modules_of(reports)) == set(check.FORMATS)
    for form in check.FORMATS:
        status, out, _ = brandkit("check", good, "--rule", "stretched-logo", "--format", form)
        assert status == 0
        assert "đúng.svg" in out


def test_the_page_shows_the_material_and_the_approved_file(brandkit, faulty, tmp_path):
    target = tmp_path / "report.html"
    status, out, _ = brandkit("check", faulty, "--format", "html", "-o", target)
    page = target.read_text("utf-8")
    assert (status, out) == (1, "")
    assert page.startswith("<!doctype html>")
    assert "data:image/webp;base64," in page
    assert 'download="harbor-horizontal-full-color.svg"' in page


def test_several_materials_are_one_report(brandkit, good, faulty):
    status, out, _ = brandkit("check", good, faulty, "--json", "--rule", "stretched-logo")
    told = json.loads(out)
    assert [r["verdict"] for r in told["reports"]] == ["pass", "violation"]
    assert status == 1


def test_a_batch_goes_on_past_a_bad_file_tells_it_and_ends_with_2(brandkit, good, tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.touch()
    status, out, err = brandkit("check", empty, good, tmp_path / "nowhere.png", "--json", "--rule", "stretched-logo")
    told = json.loads(out)
    jsonschema.Draft202012Validator(reports.schema()).validate(told)
    assert status == 2
    assert [r["verdict"] for r in told["reports"]] == ["pass"]
    assert [(e["material"], e["code"]) for e in told["errors"]] == [
        ("empty.pdf", "unreadable-material"),
        ("nowhere.png", "not-found"),
    ]
    assert len(err.splitlines()) == 2
    status, out, err = brandkit("check", empty, good, "--rule", "stretched-logo")
    assert status == 2
    assert "đúng.svg" in out and "empty.pdf" in err


@pytest.mark.parametrize("name", ["nowhere.png", "folder", "empty.png"])
def test_what_cannot_be_read_is_one_line_and_2(brandkit, tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.png").touch()
    status, out, err = brandkit("check", tmp_path / name)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert name in err
    status, out, err = brandkit("check", tmp_path / name, "--json")
    assert (status, err) == (2, "")
    assert set(json.loads(out)["error"]) == {"code", "message", "advice"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--rule", "no-such-rule"], "unknown-rule"),
        (["--profile", "nobody"], "invalid-profile"),
        (["--date", "yesterday"], "invalid-value"),
        (["--format", "scroll"], "invalid-value"),
    ],
)
def test_a_wrong_wish_is_refused_before_anything_is_read(brandkit, tmp_path, words, code):
    status, out, _ = brandkit("check", tmp_path / "nowhere.png", "--json", *words)
    assert (status, json.loads(out)["error"]["code"]) == (2, code)


def test_strict_ends_with_1_also_when_a_person_must_look():
    doubtful = replace(specimen.material(), verdict="needs_review")
    clean = specimen.clean_material()
    assert check.status_of([clean, doubtful], strict=False) == 0
    assert check.status_of([clean, doubtful], strict=True) == 1
    assert check.status_of([clean], strict=True) == 0
    assert check.status_of([clean, specimen.material()], strict=False) == 1
    assert check.status_of([clean, replace(clean, verdict="error")], strict=False) == 2


def test_the_day_of_judgement_can_be_named(brandkit, good):
    _, out, _ = brandkit("check", good, "--json", "--rule", "outdated-logo", "--date", "2022-01-31")
    told = json.loads(out)["reports"][0]["findings"]
    assert {f["measured"]["value"] for f in told if f["measured"]} == {date(2022, 1, 31).isoformat()}


def test_a_result_is_written_whole_and_leaves_nothing_beside_it(tmp_path):
    target = tmp_path / "report.json"
    target.write_text("old", "utf-8")
    _batch.deliver("mới\n", target)
    assert target.read_text("utf-8") == "mới\n"
    assert list(tmp_path.iterdir()) == [target]
    assert stat.S_IMODE(target.stat().st_mode) & 0o400


def test_a_result_that_cannot_be_written_keeps_what_was_there(tmp_path, monkeypatch):
    target = tmp_path / "report.json"
    target.write_text("old", "utf-8")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_batch.os, "fsync", full)
    with pytest.raises(StoreFailure):
        _batch.deliver("new", target)
    assert target.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_or_a_missing_folder_is_no_place_to_write_to(tmp_path):
    for target in (tmp_path, tmp_path / "nowhere" / "report.json"):
        with pytest.raises(InvalidValue):
            _batch.deliver("x", target)


def test_colour_is_for_a_terminal_and_only_repeats_what_signs_say():
    assert check.styled("■", "critical") != "■"
    assert check.styled("plain", "") == "plain"


def test_the_ending_of_the_output_chooses_the_form_and_what_was_written_is_told(brandkit, faulty, tmp_path):
    page, data = tmp_path / "o.HTML", tmp_path / "o.json"
    status, out, err = brandkit("check", faulty, "--rule", "stretched-logo", "-o", page)
    assert (status, out) == (1, "")
    assert "o.HTML: 1 of 1 have faults" in err
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    brandkit("check", faulty, "--rule", "stretched-logo", "-o", data)
    assert json.loads(data.read_text("utf-8"))["reports"]
