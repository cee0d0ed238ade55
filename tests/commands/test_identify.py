"""`identify`: what is in a material, where and how altered, without a judgement."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from brandkit import cli, reports
from tests.commands import harbor


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return harbor.catalog(tmp_path_factory.mktemp("harbor"))


def test_it_tells_asset_place_and_alteration_and_judges_nothing(place, tmp_path, capsys):
    material = harbor.material(tmp_path / "poster.svg", stretch=1.1)
    assert cli.run(["--catalog", str(place), "identify", str(material), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(reports.schema()).validate(told)
    (report,) = told["reports"]
    assert list(report) == ["material", "pages", "sightings"]
    (seen,) = report["sightings"]
    assert (seen["asset"], seen["version"], seen["variant"]) == ("harbor", 1, "horizontal-full-color")
    assert seen["stretch"] == pytest.approx(1.1, abs=0.001)
    assert seen["quad"][0] == pytest.approx([150, 160], abs=0.5)


def test_it_says_so_in_words(place, tmp_path, capsys):
    material = harbor.material(tmp_path / "poster.svg", stretch=1.0)
    assert cli.run(["--catalog", str(place), "--lang", "vi", "identify", str(material)]) == 0
    out = capsys.readouterr().out
    assert "Nhận ra 1 tài sản" in out
    assert "harbor@1:horizontal-full-color · trang 1" in out


def test_a_material_without_any_asset_is_told_as_such(place, tmp_path, capsys):
    blank = tmp_path / "blank.svg"
    blank.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"/>', "utf-8")
    assert cli.run(["--catalog", str(place), "--lang", "en", "identify", str(blank)]) == 0
    assert "Nothing of the catalog was seen" in capsys.readouterr().out


def test_a_bad_file_ends_with_2_and_one_line(place, tmp_path, capsys):
    assert cli.run(["--catalog", str(place), "identify", str(tmp_path / "nowhere.svg")]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
