"""`get`: cuts, descriptions, and credits in what it writes."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from brandkit.catalog.metadata import read


def test_a_photo_is_cut_to_a_size_around_a_point(run, tmp_path):
    for name, words in {"a.png": ["--crop"], "b.png": ["--focus", "0.0,0.5"], "c.png": ["--focus", "0.5,0.5"]}.items():
        told = run("get", "basket-boat", "--width", "40", "--height", "40", *words, "-o", tmp_path / name)
        assert told.status == 0, told.err
        assert Image.open(tmp_path / name).size == (40, 40)
    shown = {name: Image.open(tmp_path / f"{name}.png").convert("RGB").tobytes() for name in "abc"}
    assert shown["a"] == shown["c"] != shown["b"]


@pytest.mark.parametrize(("words", "told"), [
    (("thang-tam", "--crop", "--width", "40", "--height", "40"), "is no photo and is never cropped"),
    (("basket-boat", "--crop", "--width", "40"), "Give --width and --height"),
    (("basket-boat", "--focus", "middle", "--width", "40", "--height", "40"), "is no point like 0.5,0.3"),
    (("basket-boat", "--focus", "0.5", "--width", "40", "--height", "40"), "is no point like 0.5,0.3"),
    (("basket-boat", "--focus", "2,0", "--width", "40", "--height", "40"), "no such point"),
    (("basket-boat", "--crop", "--width", "400", "--height", "40"), "never enlarged"),
    (("song-goi", "--describe"), "not a picture"),
])  # fmt: skip
def test_what_cannot_be_is_one_line_and_writes_nothing(run, tmp_path, words, told):
    ran = run("get", *words, "-o", tmp_path / "x.png")
    assert ran.status == 2
    assert ran.err.count("\n") == 1 and told in ran.err
    assert not (tmp_path / "x.png").exists()


def test_describe_writes_what_schema_org_says_of_the_file(run, tmp_path):
    document = json.loads(run("get", "basket-boat", "--width", "48", "--describe", "-o", "-").out)
    assert (document["@type"], document["width"]["value"]) == ("ImageObject", 48)
    assert {"@language": "vi", "@value": "Thuyền thúng"} in document["name"]
    told = run("get", "thang-tam", "--format", "png", "--describe", "-o", tmp_path / "x.jsonld", "--json").document
    assert (told["media_type"], told["bytes"]) == ("application/ld+json", (tmp_path / "x.jsonld").stat().st_size)
    assert json.loads((tmp_path / "x.jsonld").read_text("utf-8"))["encodingFormat"] == "image/png"


def test_what_is_written_says_whose_it_is_and_the_master_is_as_it_was(run, tmp_path):
    run("edit", "basket-boat", "credit=Ảnh: Sở Du lịch")
    assert run("get", "basket-boat", "--width", "48", "-o", tmp_path / "x.webp").status == 0
    assert read((tmp_path / "x.webp").read_bytes(), "image/webp")["credit"] == "Ảnh: Sở Du lịch"
    told = run("get", "basket-boat", "-o", tmp_path / "x.jpg", "--json").document
    assert told["sha256"] == told["master"]
