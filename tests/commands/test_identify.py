"""`identify`: what is in a material, where and how altered, without a judgement."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

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


def test_a_page_of_both_languages_is_written_with_the_logo_outlined(place, tmp_path):
    material, out = harbor.material(tmp_path / "poster.svg", stretch=1.1), tmp_path / "seen.html"
    assert cli.run(["--catalog", str(place), "--quiet", "identify", str(material), "-o", str(out)]) == 0
    page = out.read_text("utf-8")
    assert "Biểu trưng cảng" in page and "Harbor logo" in page
    assert page.count('class="outline"') >= 2
    assert "<script" not in page


def test_several_materials_go_into_one_page_and_a_bad_one_ends_it_with_2(place, tmp_path, capsys):
    one = harbor.material(tmp_path / "one.svg", stretch=1.0)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    other = harbor.material(tmp_path / "other.svg", stretch=1.2)
    arguments = ["--catalog", str(place), "--lang", "en", "identify", str(one), str(broken), str(other), "--format"]
    assert cli.run([*arguments, "html"]) == 2
    out, err = capsys.readouterr()
    assert [name in out for name in ("one.svg", "broken.png", "other.svg")] == [True] * 3
    assert len(err.splitlines()) == 1 and "broken.png" in err
    assert cli.run([*arguments, "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert [len(report["sightings"]) for report in told["reports"]] == [1, 1]
    assert [failure["material"] for failure in told["errors"]] == ["broken.png"]


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        return picture.size


def test_a_picture_holds_the_page_with_room_around_it(place, tmp_path):
    material, out = harbor.material(tmp_path / "poster.svg", stretch=1.0), tmp_path / "seen.png"
    assert cli.run(["--catalog", str(place), "--quiet", "identify", str(material), "-o", str(out)]) == 0
    width, height = size_of(out)
    assert 600 < width < 700 and 400 < height < 520


def two_pages(path: Path) -> Path:
    """A PDF whose first and third page carry the logo, whose second is blank."""
    import resvg_py

    svg = harbor.material(path.with_suffix(".svg"), stretch=1.0)
    with Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_path=str(svg))))) as drawn:
        page = drawn.convert("RGB")
    page.save(path, save_all=True, append_images=[Image.new("RGB", page.size, "white"), page], resolution=72)
    return path


def test_each_page_with_something_on_it_has_a_picture_of_its_own(place, tmp_path, capsys):
    material = two_pages(tmp_path / "deck.pdf")
    arguments = ["--catalog", str(place), "--lang", "en", "identify", str(material), "--format", "png"]
    assert cli.run([*arguments, "-o", str(tmp_path / "seen.png")]) == 0
    assert sorted(path.name for path in tmp_path.glob("seen*")) == ["seen-1.png", "seen-3.png"]
    assert "seen-3.png" in capsys.readouterr().err
    assert cli.run([*arguments, "-o", "-"]) == 2
    assert "2 pages" in capsys.readouterr().err


def test_pictures_of_several_materials_are_told_apart_by_number(place, tmp_path, capsys):
    one, other = (harbor.material(tmp_path / f"{name}.svg", stretch=1.0) for name in ("one", "other"))
    arguments = ["--catalog", str(place), "--quiet", "identify", str(one), str(other), "--format", "png"]
    assert cli.run([*arguments, "-o", str(tmp_path / "seen.png")]) == 0
    assert sorted(path.name for path in tmp_path.glob("seen*")) == ["seen-1.png", "seen-2.png"]
    assert cli.run(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_one_picture_goes_to_stdout(place, tmp_path, capfdbinary):
    material = harbor.material(tmp_path / "poster.svg", stretch=1.0)
    assert cli.run(["--catalog", str(place), "identify", str(material), "--format", "png", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"\x89PNG")


HOSTILE = {
    "empty.png": b"",
    "words.png": b"not a picture at all",
    "cut.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x10\0\0\0\x10\0\x08\x02\0\0\0",
    "huge.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0\x9f\xd8\xa9\x42",
    "program.exe": b"MZ\x90\0",
}


@pytest.mark.parametrize("form", ["text", "json", "html", "png"])
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_picture_ends_with_2_and_one_line_and_writes_nothing(place, tmp_path, capsys, name, form):
    material, out = tmp_path / name, tmp_path / "out"
    material.write_bytes(HOSTILE[name])
    assert cli.run(["--catalog", str(place), "identify", str(material), "--format", form, "-o", str(out)]) == 2
    told = capsys.readouterr()
    assert len((told.out if form == "json" else told.err).strip().splitlines()) in (1, 7), told
    assert "Traceback" not in told.out + told.err
    assert not out.exists()


def test_without_a_catalog_it_says_so(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("BRANDKIT_CATALOG", raising=False)
    monkeypatch.chdir(tmp_path)
    material = harbor.material(tmp_path / "poster.svg", stretch=1.0)
    assert cli.run(["identify", str(material), "--format", "html"]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)


def test_a_folder_that_is_not_there_is_refused_before_anything_is_lost(place, tmp_path, capsys):
    material = harbor.material(tmp_path / "poster.svg", stretch=1.0)
    for form in ("html", "png"):
        out = tmp_path / "nowhere" / f"seen.{form}"
        assert cli.run(["--catalog", str(place), "identify", str(material), "-o", str(out)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
