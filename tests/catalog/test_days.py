"""The day is the city's own, wherever the machine stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from brandkit.catalog import days
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.handing_out import Request, get
from brandkit.catalog.settings import read_settings
from brandkit.errors import InvalidCatalog, NotAvailable

MIDNIGHT = datetime(2026, 6, 30, 17, 0, tzinfo=UTC)  # 0:00 on 1 July in Việt Nam


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (MIDNIGHT - timedelta(seconds=1), "Asia/Ho_Chi_Minh", date(2026, 6, 30)),
        (MIDNIGHT, "Asia/Ho_Chi_Minh", date(2026, 7, 1)),
        (MIDNIGHT, "UTC", date(2026, 6, 30)),
        (MIDNIGHT, "America/New_York", date(2026, 6, 30)),
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 3, 30)),  # summer time began
    ],
)
def test_the_day_turns_at_midnight_of_the_zone(moment, zone, day):
    assert days.today(zone, now=moment) == day


@pytest.mark.parametrize("zone", ["Nowhere/City", "", "/etc/passwd", "../UTC", "Asia"])
def test_a_zone_that_is_none_is_refused(zone):
    with pytest.raises(InvalidCatalog, match="timezone"):
        days.zone_of(zone)


def test_without_zone_files_the_default_is_known(monkeypatch):
    def missing(name):
        raise KeyError(name)

    days.zone_of.cache_clear()
    monkeypatch.setattr(days, "ZoneInfo", missing)
    assert days.today(now=MIDNIGHT) == date(2026, 7, 1)
    days.zone_of.cache_clear()


def test_catalog_toml_names_the_zone(empty):
    assert read_settings(empty.folder).timezone == "Asia/Ho_Chi_Minh"
    path = empty.folder / "catalog.toml"
    written = path.read_text("utf-8")
    path.write_text(written.replace("Asia/Ho_Chi_Minh", "Pacific/Kiritimati"), "utf-8")
    with Catalog.open(empty.folder) as catalog:
        assert catalog.settings.timezone == "Pacific/Kiritimati"
    path.write_text(written.replace("Asia/Ho_Chi_Minh", "Moon/Base"), "utf-8")
    with pytest.raises(InvalidCatalog, match="Moon/Base"):
        Catalog.open(empty.folder)


def test_an_embargo_opens_at_the_citys_midnight(stocked, monkeypatch):
    stocked.edit("thang-tam", {"valid_from": "2026-07-01"})
    now = [MIDNIGHT - timedelta(seconds=1)]
    known = days.today
    monkeypatch.setattr(days, "today", lambda zone: known(zone, now=now[0]))
    with pytest.raises(NotAvailable, match="embargo until 2026-07-01"):
        get(stocked, "thang-tam", Request())
    now[0] = MIDNIGHT
    assert get(stocked, "thang-tam", Request()).version == 2


def test_an_expiry_holds_until_the_end_of_its_day(stocked, monkeypatch):
    stocked.edit("thang-tam", {"valid_to": "2026-06-30"})
    now = [MIDNIGHT - timedelta(seconds=1)]
    known = days.today
    monkeypatch.setattr(days, "today", lambda zone: known(zone, now=now[0]))
    assert get(stocked, "thang-tam", Request()).version == 2
    now[0] = MIDNIGHT
    with pytest.raises(NotAvailable, match="expired on 2026-06-30"):
        get(stocked, "thang-tam", Request())
