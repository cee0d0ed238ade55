"""What may be handed out on a day, and which variant is read on which ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from brandkit.assets import STATUSES, Asset, File, Release, Rights, Version
from brandkit.catalog.availability import (
    fill_of,
    fitting_files,
    legible_share,
    most_legible,
    shaped_files,
    suited_files,
    version_in_force,
)
from brandkit.catalog.grounds import Demands
from brandkit.errors import NotAvailable, UnknownAsset

DAY = date(2026, 3, 1)
FILES = tuple(
    File(variant, f"{variant}.svg", str(n) * 64, "image/svg+xml", 1)
    for n, variant in enumerate(["horizontal-full-color-vi", "horizontal-reversed-vi", "icon-full-color"])
)
PLAIN = Asset("a", "logo", {"vi": "A"}, status="approved", versions=(Version(1, "approved", files=FILES),))
ANY = Demands(None, min_contrast=3.0, share=0.5)
INKS = {FILES[0].sha256: [("#0B3C5D", 0.8), ("#F2A900", 0.2)], FILES[1].sha256: [("#FFFFFF", 1.0)]}


def test_an_approved_asset_is_available():
    assert version_in_force(PLAIN, DAY).number == 1


@pytest.mark.parametrize("status", [s for s in STATUSES if s != "approved"])
def test_any_other_status_is_refused_and_named(status):
    with pytest.raises(NotAvailable, match=status):
        version_in_force(replace(PLAIN, status=status), DAY)


def test_the_successor_is_named():
    with pytest.raises(NotAvailable, match="new-logo takes its place"):
        version_in_force(replace(PLAIN, status="superseded", replaced_by="new-logo"), DAY)


@pytest.mark.parametrize(
    ("first", "last", "available"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 2, 28), False),
        (date(2020, 1, 1), date(2030, 1, 1), True),
    ],
)
@pytest.mark.parametrize("where", ["rights", "version"])
def test_embargo_and_expiry_are_judged_on_the_day(where, first, last, available):
    asset = PLAIN
    if where == "rights":
        asset = replace(asset, rights=Rights(valid_from=first, valid_to=last))
    else:
        asset = replace(asset, versions=(replace(asset.versions[0], valid_from=first, valid_to=last),))
    if available:
        assert version_in_force(asset, DAY).number == 1
        return
    with pytest.raises(NotAvailable, match="embargo" if first else "expired"):
        version_in_force(asset, DAY)


def test_the_version_of_the_day_is_taken_not_the_newest():
    old = replace(PLAIN.versions[0], valid_to=date(2026, 6, 30))
    new = Version(2, "approved", valid_from=date(2026, 7, 1), files=FILES)
    asset = replace(PLAIN, versions=(old, new))
    assert version_in_force(asset, DAY).number == 1
    assert version_in_force(asset, date(2026, 7, 1)).number == 2


@pytest.mark.parametrize(
    ("release", "available"),
    [
        (Release("model", "MR"), True),
        (Release("model", "MR", withdrawn=DAY), False),
        (Release("model", "MR", withdrawn=date(2026, 3, 2)), True),
        (Release("property", "PR", valid_to=date(2026, 2, 28)), False),
        (Release("property", "PR", valid_to=DAY), True),
    ],
)
def test_a_consent_that_ended_stops_it_from_that_day(release, available):
    asset = replace(PLAIN, releases=(release,))
    if available:
        assert version_in_force(asset, DAY)
        return
    with pytest.raises(NotAvailable, match=release.reference):
        version_in_force(asset, DAY)


def test_traits_choose_files_in_order_of_preference():
    version = PLAIN.versions[0]
    assert fitting_files(PLAIN, version, "") == FILES
    assert fitting_files(PLAIN, version, "full-color") == (FILES[0], FILES[2])
    assert fitting_files(PLAIN, version, "reversed-vi") == (FILES[1],)
    with pytest.raises(UnknownAsset, match="stacked, but horizontal-full-color-vi"):
        fitting_files(PLAIN, version, "stacked")


@pytest.mark.parametrize(
    ("ground", "wanted"), [("#FFFFFF", 0), ("#0B3C5D", 1), ("#000000", 1), ("#E8EEF2", 0), ("#777777", 1)]
)
def test_the_variant_is_picked_by_contrast(ground, wanted):
    assert most_legible(PLAIN, FILES[:2], ground, lambda file: INKS[file.sha256], ANY) == FILES[wanted]


def test_a_ground_on_which_nothing_can_be_read_is_refused():
    with pytest.raises(NotAvailable, match="#FFFFFF"):
        most_legible(PLAIN, FILES[1:2], "#FFFFFF", lambda file: INKS[file.sha256], ANY)


def test_the_legible_share_counts_ink_at_three_to_one():
    assert legible_share([("#767676", 0.6), ("#FFFFFF", 0.4)], "#FFFFFF", 3.0) == pytest.approx(0.6)
    assert legible_share([], "#FFFFFF", 3.0) == 0


def test_only_colorings_for_the_ground_are_taken_unless_there_are_none():
    version = PLAIN.versions[0]
    dark = replace(ANY, colorings=("reversed", "mono-white"))
    assert suited_files(PLAIN, FILES, version, "#0A7E8C", dark) == [FILES[1]]
    assert suited_files(PLAIN, FILES, version, "#0A7E8C", ANY) == [*FILES]
    with pytest.raises(NotAvailable, match="horizontal-reversed-vi"):
        suited_files(PLAIN, FILES[2:], version, "#0A7E8C", dark)
    alone = replace(version, files=FILES[2:])
    assert suited_files(PLAIN, FILES[2:], alone, "#0A7E8C", dark) == [FILES[2]]


SHAPES = tuple(
    File(variant, f"{variant}.svg", str(n) * 64, "image/svg+xml", 1, width, height)
    for n, (variant, width, height) in enumerate([
        ("horizontal-full-color", 400, 100), ("stacked-full-color", 100, 95), ("icon-full-color", 100, 100),
        ("icon-reversed", 100, 100), ("horizontal-reversed", 400, 100),
    ])
)  # fmt: skip


@pytest.mark.parametrize(
    ("width", "height", "variant", "first"),
    [
        (None, None, "", "horizontal-full-color"),
        (300, None, "", "horizontal-full-color"),
        (800, 200, "", "horizontal-full-color"),
        (500, 250, "", "horizontal-full-color"),  # half full is full enough
        (600, 600, "", "stacked-full-color"),
        (64, 64, "", "icon-full-color"),
        (64, 64, "horizontal", "horizontal-full-color"),
        (600, 600, "icon", "icon-full-color"),
    ],
)
def test_a_box_of_two_sides_prefers_the_lockup_of_its_shape(width, height, variant, first):
    files = fitting_files(replace(PLAIN, versions=(Version(1, files=SHAPES),)), Version(1, files=SHAPES), variant)
    assert shaped_files(files, width, height, variant)[0].variant == first


def test_the_order_within_a_lockup_stays():
    told = [file.variant for file in shaped_files(SHAPES, 64, 64, "")]
    assert told[:2] == ["icon-full-color", "icon-reversed"]
    assert sorted(told) == sorted(file.variant for file in SHAPES)
    assert shaped_files([], 64, 64, "") == []


def test_a_file_of_unknown_size_fills_any_box():
    assert fill_of(FILES[0], 10, 1000) == 1.0
    assert fill_of(SHAPES[0], 100, 100) == pytest.approx(0.25)
