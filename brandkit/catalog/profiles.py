"""Brand profiles in the database: every version ever in force, as the exact bytes it was written in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from brandkit.brand import parse_brand
from brandkit.catalog.folder import Profile
from brandkit.catalog.schema import profiles
from brandkit.errors import InvalidProfile


def current(connection: Connection, default: str = "") -> tuple[Profile, ...]:
    """The profiles in force, the default one first, then in the order in which they came."""
    query = select(profiles).where(profiles.c.retired_at.is_(None)).order_by(profiles.c.key)
    found = [Profile(row.name, row.data, parse_brand(row.data, row.name)) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda profile: profile.name != default))


def one(found: Sequence[Profile], name: str | None) -> Profile:
    """The profile of that name, or the first.

    Raises
    ------
    InvalidProfile : when there is none.
    """
    for profile in found:
        if name in (None, profile.name):
            return profile
    if name is None:
        raise InvalidProfile("catalog", "has no brand profile", "Import one with `brandkit import FOLDER`.")
    known = ", ".join(profile.name for profile in found) or "—"
    raise InvalidProfile(name, "is no profile of this catalog, which has {known}", None, known=known)


def put(connection: Connection, new: Sequence[Profile], *, at: str) -> list[str]:
    """Puts profiles in force; those of the same name and other bytes are retired. Returns the names that changed."""
    in_force = {profile.name: profile.data for profile in current(connection)}
    changed = [profile for profile in new if in_force.get(profile.name) != profile.data]
    for profile in changed:
        same = (profiles.c.name == profile.name) & profiles.c.retired_at.is_(None)
        connection.execute(update(profiles).where(same).values(retired_at=at))
        sha256 = hashlib.sha256(profile.data).hexdigest()
        row = {"name": profile.name, "version": profile.brand.version, "sha256": sha256, "data": profile.data}
        connection.execute(insert(profiles).values(**row, added_at=at))
    return [profile.name for profile in changed]


def hashed(connection: Connection) -> dict[str, Profile]:
    """The profiles in force by the SHA-256 of their bytes."""
    return {hashlib.sha256(profile.data).hexdigest(): profile for profile in current(connection)}
