"""The starter identity is what its scripts draw, and the samples say what is wrong with them."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[2] / "tools" / "starter"


@pytest.fixture(autouse=True)
def drawing_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])


def drawn() -> dict[str, str]:
    import identity

    return {
        f"{slug}/{pattern.format(coloring)}.svg": identity.svg(parts, colors, title)
        for slug, (title, variants) in identity.FAMILY.items()
        for pattern, parts in variants().items()
        for coloring, colors in identity.COLORINGS.items()
    }


def test_every_logo_file_is_what_the_script_draws(starter: Path) -> None:
    for name, text in drawn().items():
        assert (starter / "logos" / name).read_text(encoding="utf-8") == text, name


def test_asset_files_name_every_drawing_and_no_other(starter: Path) -> None:
    for folder in (starter / "logos").iterdir():
        listed = {
            row["file"]
            for version in tomllib.loads((folder / "asset.toml").read_text(encoding="utf-8"))["versions"]
            for row in version["files"]
        }
        there = {str(path.relative_to(folder)) for path in folder.rglob("*.svg")} - {"construction.svg"}
        assert listed == there


def test_masters_are_plain_filled_paths_on_an_artboard_that_hugs_them(starter: Path) -> None:
    for path in (starter / "logos").rglob("*.svg"):
        if path.name == "construction.svg":
            continue
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"<([a-z]+)", text)) == {"svg", "title", "path"}, path
        width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', text).groups())
        numbers = [float(n) for d in re.findall(r' d="([^"]+)"', text) for n in re.findall(r"-?[\d.]+", d)]
        assert min(numbers) >= -0.01
        assert max(numbers[::2]) == pytest.approx(width, abs=0.02)
        # A curve's handles may lie outside its outline: the artboard follows the outline.
        assert max(numbers[1::2]) == pytest.approx(height, rel=0.05)


def test_the_mark_is_not_its_own_mirror_image_nor_half_turn() -> None:
    import numpy as np
    from identity_marks import city
    from samples_sheet import Logo
    from samples_svg import logo_png

    assert sum(len(contours) for _, contours in city()) == 7
    mark = np.asarray(logo_png(Logo("vung-tau/icon-mono-black", 0, 0, 1, pixels=200)).getchannel("A")) > 127
    for turned in (mark[:, ::-1], mark[::-1], mark[::-1, ::-1]):
        assert (mark & turned).sum() / (mark | turned).sum() < 0.75


def test_vietnamese_letters_keep_the_kerning_of_their_base_letter() -> None:
    from identity_lettering import face, kerning

    font = face("SemiBold")
    names = font.getBestCmap()
    for left, right, base in (("V", "ũ", "u"), ("T", "ễ", "e"), ("T", "ứ", "u"), ("A", "Ỹ", "Y")):
        assert kerning(font, names[ord(left)], names[ord(right)]) == kerning(font, names[ord(left)], names[ord(base)])
    assert kerning(font, names[ord("V")], names[ord("ũ")]) < 0


def test_every_sample_has_its_expectation_and_every_rule_a_sample(starter: Path) -> None:
    expected = {}
    for path in (starter / "samples").glob("*.expected.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        assert (starter / "samples" / data["material"]).is_file()
        assert (data["verdict"] == "pass") == path.name.startswith("pass-")
        expected[data["material"]] = {row["rule"] for row in data.get("findings", ())}
    materials = {path.name for path in (starter / "samples").iterdir() if path.suffix != ".toml"}
    assert set(expected) == materials
    profile = tomllib.loads((starter / "brand.toml").read_text(encoding="utf-8"))
    assert set().union(*expected.values()) == set(profile["rules"])


def test_a_pdf_sample_drawn_again_has_the_same_bytes(starter: Path, tmp_path: Path) -> None:
    from samples_fail_print import materials
    from samples_pdf import write_pdf

    chosen = next(material for material in materials() if material.name == "fail-altered-slogan.pdf")
    write_pdf(chosen.sheets, tmp_path / chosen.name)
    assert (tmp_path / chosen.name).read_bytes() == (starter / "samples" / chosen.name).read_bytes()
