"""Which day it is for a catalog: embargo and expiry turn at midnight where the city is, not where the machine is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from brandkit.errors import InvalidCatalog

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"
# Some small images have no zone files. Việt Nam has kept UTC+7, without summer time, since 1975 (IANA tz, "asia").
_WITHOUT_FILES = {DEFAULT_ZONE: timezone(timedelta(hours=7), DEFAULT_ZONE), "UTC": UTC}


def today(zone: str = DEFAULT_ZONE, *, now: datetime | None = None) -> date:
    """The day at a moment (with its offset; this one, unless given) in a zone of the IANA database.

    Raises
    ------
    InvalidCatalog : for a zone that is not known.
    """
    return (now or datetime.now(UTC)).astimezone(zone_of(zone)).date()


@cache
def zone_of(name: str) -> tzinfo:
    """The zone of that name; raises InvalidCatalog."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError) as error:  # a path, a folder, no such zone or no zone files at all
        if name in _WITHOUT_FILES:
            return _WITHOUT_FILES[name]
        raise InvalidCatalog(
            "catalog.toml", "names a timezone that is not known, {name}", "Write one as in Asia/Ho_Chi_Minh.", name=name
        ) from error
