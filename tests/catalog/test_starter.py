"""The city's starter catalog lives: it comes in whole, goes out equal, is sound, and hands out what it approved."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from brandkit import linter
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.folder import read_folder
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.looks.duplicates import clusters
from brandkit.catalog.transfer import export_folder
from brandkit.errors import NotAvailable
from tests.catalog.test_round_trip import assert_equal_folders

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def living(living_starter):
    with Catalog.open(living_starter, actor="t") as catalog:
        yield catalog


def test_it_goes_through_a_live_catalog_without_loss(living, starter, tmp_path):
    export_folder(living, tmp_path / "out")
    assert_equal_folders(read_folder(starter), read_folder(tmp_path / "out"))


def test_it_is_sound_and_nothing_in_it_looks_like_anything_else(living):
    assert check(living, read_data=True).faults == ()
    assert clusters(living.looks()) == []


def test_every_approved_logo_has_a_form_for_light_and_dark_grounds(living):
    for asset in living.assets():
        if asset.kind != "logo" or asset.status != "approved":
            continue
        for ground in ("#FFFFFF", "#000000"):
            handed = get(living, asset.slug, Request(background=ground, format="png", width=64), on=DAY)
            assert handed.data.startswith(b"\x89PNG"), (asset.slug, ground)


def test_embargoed_expired_and_withdrawn_photos_are_refused_with_their_reason(living):
    refused = {}
    for asset in living.assets():
        try:
            get(living, asset.slug, Request(), on=DAY)
        except NotAvailable as error:
            refused[asset.slug] = error.problem
    said = " ".join(refused.values())
    assert "embargo" in said and "expired" in said and "withdrawn" in said
    assert len(refused) < len(living.assets()) / 2


def test_all_three_profiles_hold(living):
    assert living.profiles()[0] == "city"
    assert len(living.profiles()) == 3
    assert living.brand().profile == "city"
    assert living.brand("tourism").profile == "tourism"


@pytest.mark.parametrize("ground", ["#FFFFFF", "#0A7E8C", "#777777"])
def test_what_is_handed_out_for_a_ground_is_not_accused_on_it(living, ground, tmp_path):
    """The same page goes through the whole check: nothing is said against the variant or its contrast."""
    handed = get(living, "vung-tau", Request(background=ground), on=DAY)
    root = etree.fromstring(handed.data)
    _, _, width, height = map(float, root.get("viewBox").split())
    root.set("x", "200")
    root.set("y", "200")
    root.set("width", "600")
    root.set("height", str(600 * height / width))
    page = etree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1000" height="1000" viewBox="0 0 1000 1000">'
        f'<rect width="1000" height="1000" fill="{ground}"/></svg>'
    )
    page.append(root)
    (tmp_path / "page.svg").write_bytes(etree.tostring(page))
    rules = ("wrong-variant", "low-contrast-logo")
    report = linter.check(tmp_path / "page.svg", living, living.brand(), on=DAY, only=rules)
    assert {(finding.rule, finding.outcome) for finding in report.findings} == {(rule, "pass") for rule in rules}
