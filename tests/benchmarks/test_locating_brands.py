"""The splits of the logo benchmark: a brand's logos lie in one split, whatever they are called."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.locating import brands
from benchmarks.locating.families import compact, families, same_drawings

BODY = '<path fill="#c00" d="M2 2h12v9H2z"/>'


def icon_set(folder: Path, name: str, icons: dict[str, dict[str, object]]) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "icons.json").write_text(json.dumps({"width": 16, "height": 16, "icons": icons}), "utf-8")


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Two sets of 400 brands each; every brand is in both, under two spellings."""
    plain = {f"brand{chr(97 + n % 26)}{chr(97 + n // 26)}x": {"body": BODY} for n in range(400)}
    icon_set(tmp_path, "logos", {f"{name}-icon": icon for name, icon in plain.items()})
    icon_set(tmp_path, "simple-icons", {f"{name}js": {"body": BODY.replace("#c00", "currentColor")} for name in plain})
    return tmp_path


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("html-5-wordmark", "html"),
        ("nodejs-icon", "node"),
        ("nextdotjs", "next"),
        ("500px", "500px"),
        ("c-plusplus", "cplusplus"),
        ("icon", "icon"),
    ],
)
def test_forms_versions_and_tails_are_no_part_of_a_brand_s_name(name: str, short: str) -> None:
    assert compact(name) == short


def test_products_of_one_maker_are_one_family_however_they_are_spelled() -> None:
    names = ["google-play", "google-maps", "google-drive", "google-cloud", "googleplay", "google", "gopher"]
    found = families(names, joined=())
    assert len({found[name] for name in names if name != "gopher"}) == 1
    assert found["gopher"] != found["google"]


def test_names_of_one_drawing_are_one_family() -> None:
    assert len(set(families(["twitter", "x"], joined=[("twitter", "x")]).values())) == 1
    assert len(set(families(["twitter", "x"], joined=()).values())) == 2


def test_the_list_of_drawings_under_two_names_is_read_and_has_no_name_twice_in_a_line() -> None:
    pairs = same_drawings()
    assert len(pairs) > 100
    assert all(one < other for one, other in pairs)


def test_no_family_lies_in_two_splits_and_every_logo_lies_in_one(sets: Path) -> None:
    splits = brands.load(sets)
    homes: dict[str, set[str]] = {}
    for name, split in splits.items():
        for brand in split.strangers:
            homes.setdefault(brand.family, set()).add(name)
    assert all(len(where) == 1 for where in homes.values())
    assert sum(len(split.strangers) for split in splits.values()) == 800
    assert all(len(split.strangers) for split in splits.values())


def test_both_spellings_of_a_brand_are_of_its_family_and_one_of_them_is_registered(sets: Path) -> None:
    for split in brands.load(sets).values():
        assert set(Counter(brand.family for brand in split.strangers).values()) == {2}
        assert max(Counter(brand.family for brand in split.registered).values(), default=1) == 1


def test_what_earlier_versions_showed_is_never_in_the_test_split(sets: Path) -> None:
    shown = {compact(name) for name in brands.shown_before(sets)}
    assert len(shown) == brands.SHOWN_TEST + brands.SHOWN_TUNE
    assert not shown & {compact(brand.name.split(":")[1]) for brand in brands.load(sets)["test"].strangers}


def test_hidden_icons_pictures_and_strips_are_left_out(tmp_path: Path) -> None:
    icons: dict[str, dict[str, object]] = {
        "good": {"body": BODY},
        "gone": {"body": BODY, "hidden": True},
        "photo": {"body": '<image href="data:,"/>'},
        "strip": {"body": BODY, "width": 400},
    }
    icon_set(tmp_path, "logos", icons)
    found = [brand.name for split in brands.load(tmp_path).values() for brand in split.strangers]
    assert found == ["logos:good"]


def test_what_has_no_color_gets_one_that_it_keeps(sets: Path) -> None:
    painted = [b for s in brands.load(sets).values() for b in s.strangers if b.name.startswith("simple-icons")]
    assert all("currentColor" not in brand.body for brand in painted)
    assert len({brand.body for brand in painted}) > 3
