"""`brand` shows the profile in use and says where a profile's file is wrong."""

from __future__ import annotations

import json

import pytest

from brandkit.cli import run


@pytest.fixture
def profile(tmp_path, starter):
    path = tmp_path / "brand.toml"
    path.write_bytes((starter / "brand.toml").read_bytes())
    return path


def test_the_starter_profiles_are_right(capsys, starter):
    for path in (starter / "brand.toml", *sorted((starter / "profiles").glob("*.toml"))):
        assert run(["brand", "validate", str(path)]) == 0
    assert "city 2022.1" in capsys.readouterr().out


def test_a_wrong_option_is_told_with_its_line(capsys, profile):
    text = profile.read_text("utf-8") + "\n[rules.outdated-logo.extra]\nmonths = 3\n"
    profile.write_text(text, "utf-8")
    assert run(["--lang", "en", "brand", "validate", str(profile)]) == 2
    told = capsys.readouterr().err
    assert f"brand.toml:{len(text.splitlines()) - 1}" in told
    assert "outdated-logo" in told


def test_a_wrong_color_is_told_as_json(capsys, profile):
    profile.write_text(profile.read_text("utf-8").replace("#0A2A4A", "navy", 1), "utf-8")
    assert run(["brand", "validate", str(profile), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "invalid-profile"


def test_a_missing_file_is_told(capsys, tmp_path):
    assert run(["brand", "validate", str(tmp_path / "none.toml")]) == 2
    assert "none.toml" in capsys.readouterr().err


@pytest.fixture
def catalog(living_starter, capsys):
    capsys.readouterr()
    return living_starter


def test_the_profile_in_use_is_shown(capsys, catalog):
    assert run(["--catalog", str(catalog), "--lang", "vi", "brand", "show"]) == 0
    told = capsys.readouterr().out
    assert "#0A2A4A" in told
    assert "Bảng màu" in told
    assert "điều 6 khoản 1" in told


def test_another_profile_is_shown_as_json(capsys, catalog):
    assert run(["--catalog", str(catalog), "brand", "show", "--profile", "tourism", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["profile"] == "tourism"
    assert told["colors"][0]["hex"].startswith("#")


def test_every_profile_of_a_catalog_is_validated(capsys, catalog):
    assert run(["--catalog", str(catalog), "brand", "validate"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_an_explanation_shows_the_profiles_clause(capsys, catalog):
    assert run(["--catalog", str(catalog), "--lang", "en", "explain", "stretched-logo"]) == 0
    assert "article 6(1)" in capsys.readouterr().out
