"""The profiles as files beside catalog.toml, edited with any editor; the database takes up what changed when a profile
is next asked for, and keeps every version that was ever in force.

A profile that comes in another way is written to its file first and to the database after it, so that a crash in
between is completed by the next look and never undone by it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from brandkit.brand import parse_brand
from brandkit.catalog.folder import Profile, read_profiles
from brandkit.durable import write_durably
from brandkit.errors import StoreFailure

DEFAULT = "brand.toml"
STARTER_NAME = "default"

_STARTER = """\
# The brand profile of this catalog, by which `brandkit check` judges: at first the rules' own limits, and no palette.
# The form of this file: docs/reference/catalog-folder.md. The options of a rule: `brandkit explain RULE`.
name = {{ vi = {name}, en = {name} }}
profile = "default"
version = "1"

# [decision]
# number = "…"
# title = {{ vi = "…", en = "…" }}
# date = 2026-01-01
# valid_from = 2026-01-01

# [[colors]]
# key = "sea"
# name = {{ vi = "Biển", en = "Sea" }}
# hex = "#0B3C5D"
# role = "primary"

# [logo]
# required = ["slug"]

# [rules.stretched-logo]
# clause = {{ vi = "điều 6", en = "article 6" }}
# max_stretch = 0.015
"""


def starter(name: str) -> Profile:
    """The profile of a catalog that has none yet, for a catalog of that name."""
    # JSON's escapes are TOML's too.
    data = _STARTER.format(name=json.dumps(name, ensure_ascii=False)).encode("utf-8")
    return Profile(STARTER_NAME, data, parse_brand(data, DEFAULT))


def stale(folder: Path, in_force: Iterable[Profile]) -> tuple[Profile, ...]:
    """The profiles whose files say something else than the database.

    Raises
    ------
    InvalidProfile : naming the file and what is wrong with it.
    """
    known = {profile.name: profile.data for profile in in_force}
    return tuple(profile for profile in read_profiles(folder) if known.get(profile.name) != profile.data)


def write(folder: Path, changed: Iterable[Profile], default: str) -> None:
    """Writes profiles to their files durably, the default one to brand.toml.

    Raises
    ------
    StoreFailure
    """
    try:
        for profile in changed:
            if profile.name == default:
                write_durably(folder / DEFAULT, profile.data)
                continue
            (folder / "profiles").mkdir(exist_ok=True)
            write_durably(folder / "profiles" / f"{profile.name}.toml", profile.data)
    except OSError as error:
        why = error.strerror or os.strerror(error.errno or 0)
        raise StoreFailure(DEFAULT, "could not be written: {why}", None, why=why) from error
