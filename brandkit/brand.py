"""The brand profile: `brand.toml` as checked values. See docs/reference/catalog-folder.md for the file's form."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from brandkit import color, text
from brandkit.assets import Asset
from brandkit.errors import InvalidProfile


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """One text in both languages; English may be missing."""

    vi: str
    en: str = ""

    @field_validator("vi", "en")
    @classmethod
    def _nfc(cls, value: str) -> str:
        return text.nfc(value)

    def pair(self) -> dict[str, str]:
        return {"vi": self.vi, "en": self.en or self.vi}


class Decision(_Strict):
    """The numbered decision that the profile writes down."""

    number: str
    title: Words
    date: Date
    valid_from: Date
    valid_to: Date | None = None


class PaletteColor(_Strict):
    """One colour of the palette; cmyk in percent."""

    key: str
    name: Words
    hex: str
    cmyk: tuple[float, float, float, float] | None = None
    pantone: str = ""
    role: Literal["primary", "secondary", "accent", "ground", "text"] = "secondary"

    @field_validator("hex")
    @classmethod
    def _hex(cls, value: str) -> str:
        return color.to_hex(color.parse_hex(value))


class Typeface(_Strict):
    """An approved family and what may stand in for it."""

    family: str
    fallbacks: tuple[str, ...] = ()
    use: Words | None = None


class LogoUse(_Strict):
    """Which logos the profile asks for; an empty `allowed` means every logo of the catalog."""

    required: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()


class RuleSettings(BaseModel):
    """One rule's table: clause, switch, and the rule's own options as further keys."""

    model_config = ConfigDict(extra="allow", frozen=True)

    clause: Words | None = None
    enabled: bool = True

    @property
    def options(self) -> dict[str, Any]:
        return dict(self.model_extra or {})


class Brand(_Strict):
    """A profile as read; `sha256` names the exact bytes it was read from."""

    name: Words
    profile: str
    version: str
    decision: Decision | None = None
    colors: tuple[PaletteColor, ...] = ()
    typefaces: tuple[Typeface, ...] = ()
    logo: LogoUse = Field(default_factory=LogoUse)
    rules: dict[str, RuleSettings] = Field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True)
class Identity:
    """What rules judge against: a profile, the catalog's assets by slug (all statuses), and the day of judgement."""

    profile: Brand
    assets: Mapping[str, Asset]
    on: Date


def load_brand(path: Path) -> Brand:
    """The profile in a TOML file.

    Raises
    ------
    InvalidProfile : naming the file, the key and what is wrong with it.
    """
    try:
        return parse_brand(path.read_bytes(), path.name)
    except OSError as error:
        raise InvalidProfile(path.name, "cannot be read: {why}", None, why=error.strerror) from error


@lru_cache(maxsize=32)  # a catalog asks for its profiles at every request, and a profile is a value
def parse_brand(data: bytes, name: str = "brand.toml") -> Brand:
    """The profile in the bytes of a TOML file; `name` is for messages.

    Raises
    ------
    InvalidProfile : naming the key and what is wrong with it.
    """
    try:
        values = tomllib.loads(data.decode("utf-8"))
        return Brand(**values, sha256=hashlib.sha256(data).hexdigest())
    except UnicodeDecodeError as error:
        raise InvalidProfile(name, "is not UTF-8 at byte {at}", None, at=error.start) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidProfile(name, "is not TOML: {why}", None, why=str(error)) from error
    except ValidationError as error:
        # A misspelt key is both unknown and missing; the unknown one is what its author has to see.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidProfile(name, "has a wrong value at {key}: {why}", None, key=where, why=first["msg"]) from error
