"""catalog.toml: what a catalog is called and where its rows and bytes lie. No credentials ever stand in it."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path

import tomli_w

from brandkit.catalog.days import DEFAULT_ZONE, zone_of
from brandkit.durable import write_durably
from brandkit.errors import InvalidCatalog, NoCatalog

FILE_NAME = "catalog.toml"


@dataclass(frozen=True)
class Settings:
    """The file's keys; `profile` is the default one."""

    name: str
    database: str = "sqlite:catalog.db"
    blobs: str = "file:blobs"
    profile: str = ""
    timezone: str = DEFAULT_ZONE  # whose midnight begins and ends embargoes, an IANA name


def read_settings(folder: Path) -> Settings:
    """The settings of the catalog in a folder.

    Raises
    ------
    NoCatalog : when the folder holds no catalog.toml.
    InvalidCatalog : when a key is missing, unknown or no text.
    """
    path = folder / FILE_NAME
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoCatalog(str(folder), "holds no catalog") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidCatalog(str(path), "cannot be read: {why}", None, why=str(error)) from error
    wrong = [key for key, value in values.items() if key not in Settings.__annotations__ or not isinstance(value, str)]
    if wrong or "name" not in values:
        raise InvalidCatalog(str(path), "has a wrong or missing key, {key}", None, key=(wrong or ["name"])[0])
    settings = Settings(**values)
    zone_of(settings.timezone)
    return settings


def write_settings(folder: Path, settings: Settings) -> None:
    """Writes catalog.toml durably; a catalog exists from the moment it is there."""
    write_durably(folder / FILE_NAME, tomli_w.dumps(asdict(settings)).encode("utf-8"))
