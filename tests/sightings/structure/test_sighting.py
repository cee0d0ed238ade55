"""Sightings say in a designer's words what a map does, what hides a logo, and how dense its raster is."""

from __future__ import annotations

from datetime import date

import pytest

from brandkit.assets import Asset, File, Version
from brandkit.document import Page, Placement
from brandkit.geometry import Affine, Box, compose, rotation, scaling, translation
from brandkit.sightings.structure.masters import Entry, superseded_by
from brandkit.sightings.structure.sighting import in_picture, placed_logo, share_within, shown_share

PAGE = Page(1, 595, 842, "pt")
FILE = File("icon-full-color", "icon.svg", "ab" * 32, "image/svg+xml", 10)
ON = date(2024, 5, 1)


def entry(**more):
    version = Version(1, "approved", files=(FILE,))
    return Entry(Asset("harbor", "logo", {"vi": "Bến cảng"}, versions=(version,), **more), version, FILE)


AT = Affine(1, 0, 0, 1, 100, 100)


def logo(matrix=AT, page=PAGE):
    return placed_logo(page, entry(), matrix, (200, 50), Box(10, 5, 180, 40))


def test_pose_and_millimetres_follow_from_the_map():
    matrix = compose(translation(50, 60), compose(rotation(5), scaling(0.52, 0.5)))
    seen = logo(matrix)
    assert seen.rotation_deg == pytest.approx(5)
    assert seen.stretch == pytest.approx(1.04)
    assert seen.height == pytest.approx(25) and seen.height_mm == pytest.approx(25 * 25.4 / 72)
    assert seen.quad[0] == pytest.approx((50, 60))


def test_pixels_of_unknown_density_have_no_millimetres():
    assert logo(page=Page(1, 1000, 800, "px")).height_mm is None
    assert logo(page=Page(1, 1000, 800, "px", dpi=254)).height_mm == pytest.approx(5)


def test_the_ink_and_not_the_artboard_counts_as_seen():
    placement = Placement("p", scaling(1), clip=((105.0, 0.0), (900.0, 0.0), (900.0, 900.0), (105.0, 900.0)))
    seen = in_picture(logo(), PAGE, placement, 100.0)
    assert seen.visible == 1
    assert seen.ppi == pytest.approx(100 / (50 / 72))


def test_the_page_edge_hides_and_a_hair_over_it_does_not():
    square = ((-10.0, 0.0), (10.0, 0.0), (10.0, 20.0), (-10.0, 20.0))
    assert shown_share(square, PAGE, None) == pytest.approx(0.5, abs=0.05)
    hair = ((-0.01, 0.0), (20.0, 0.0), (20.0, 20.0), (-0.01, 20.0))
    assert shown_share(hair, PAGE, None) == 1
    assert shown_share(square, PAGE, ()) == 0


def test_share_within_a_window():
    square = ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0))
    assert share_within(square, ((0.0, 0.0), (1.0, 0.0), (1.0, 4.0), (0.0, 4.0))) == pytest.approx(0.25)
    assert share_within(square, square) == 1


def versions(*statuses, starts=None):
    numbered = enumerate(statuses, 1)
    return tuple(Version(n, s, valid_from=(starts or {}).get(n), files=(FILE,)) for n, s in numbered)


def test_the_newest_approved_version_is_the_successor():
    asset = Asset("harbor", "logo", {"vi": "x"}, versions=versions("superseded", "superseded", "approved"))
    assert superseded_by(asset, asset.versions[0], [asset], ON) == "harbor@3"
    assert superseded_by(asset, asset.versions[2], [asset], ON) is None


def test_a_draft_or_a_version_of_the_future_supersedes_nothing():
    draft = Asset("harbor", "logo", {"vi": "x"}, versions=versions("approved", "draft"))
    assert superseded_by(draft, draft.versions[0], [draft], ON) is None
    starts = {2: date(2030, 1, 1)}
    future = Asset("harbor", "logo", {"vi": "x"}, versions=versions("approved", "approved", starts=starts))
    assert superseded_by(future, future.versions[0], [future], ON) is None
    assert superseded_by(future, future.versions[0], [future], date(2030, 1, 1)) == "harbor@2"


def test_an_asset_that_was_replaced_names_its_heir():
    heir = Asset("bay", "logo", {"vi": "x"}, versions=versions("approved", "approved"))
    old = Asset("harbor", "logo", {"vi": "x"}, versions=versions("superseded"), replaced_by="bay")
    assert superseded_by(old, old.versions[0], [old, heir], ON) == "bay@2"
    assert superseded_by(old, old.versions[0], [old], ON) is None
