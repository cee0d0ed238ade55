"""The TOML files of a catalog folder as checked values, and back. The form: docs/reference/catalog-folder.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date as Date
from typing import Annotated, Any, Literal, TypeVar

import tomli_w
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from brandkit import text
from brandkit.assets import Asset, Basis, Consent, Release, Rights, Status, Unit
from brandkit.errors import InvalidCatalog

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _pair(words: dict[str, str]) -> dict[str, str]:
    if set(words) - {"vi", "en"} or not words.get("vi"):
        raise ValueError("a text has vi, and may have en")
    return {lang: text.nfc(words[lang]) for lang in ("vi", "en") if words.get(lang)}


Words = Annotated[dict[str, str], AfterValidator(_pair)]
Text = Annotated[str, AfterValidator(text.nfc)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RightsTable(_Strict):
    """[rights] of an asset."""

    holder: Text = ""
    credit: Text = ""
    license: Text = ""
    license_url: str = ""
    usage_terms: Words | None = None
    territory: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    valid_from: Date | None = None
    valid_to: Date | None = None
    commercial: bool | None = None

    def value(self) -> Rights:
        return Rights(**{**self.model_dump(), "usage_terms": self.usage_terms or {}})


class ReleaseTable(_Strict):
    """One of [[releases]]."""

    type: Literal["model", "property"]
    reference: Text
    subject: Text = ""
    date: Date | None = None
    valid_to: Date | None = None
    withdrawn: Date | None = None

    def value(self) -> Release:
        return Release(**self.model_dump())


class ConsentTable(_Strict):
    """One of [[consents]]."""

    reference: Text
    subject: Text = ""
    basis: Basis = "consent"
    purposes: tuple[Text, ...] = ()
    media: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    given: Date | None = None
    valid_to: Date | None = None
    withdrawn: Date | None = None
    withdrawn_by: Text = ""
    child: bool = False
    age: int | None = None
    guardian: Text = ""
    guardian_signed: Date | None = None
    child_signed: Date | None = None
    document: Text = ""

    def value(self) -> Consent:
        return Consent(**self.model_dump())


class FileTable(_Strict):
    """One of [[versions.files]]."""

    variant: str = ""
    file: str


class VersionTable(_Strict):
    """One of [[versions]]. A photo may name its one `file` in the version itself."""

    number: int
    status: Status = "draft"
    valid_from: Date | None = None
    valid_to: Date | None = None
    note: Words | None = None
    files: tuple[FileTable, ...] = ()
    file: str = ""

    def entries(self) -> tuple[FileTable, ...]:
        return (FileTable(file=self.file), *self.files) if self.file else self.files


class AssetTable(_Strict):
    """A whole asset.toml, slogans/<slug>.toml or photos/<slug>.toml."""

    title: Words
    alt: Words | None = None
    description: Words | None = None
    caption: Words | None = None
    creator: Text = ""
    location: Words | None = None
    created: Date | None = None
    unit: str = ""
    tags: tuple[Text, ...] = ()
    status: Status = "draft"
    replaced_by: str = ""
    text: Words | None = None
    breaks: dict[Literal["vi", "en"], tuple[Text, ...]] | None = None
    case: Literal["as-written", "any"] = "as-written"
    rights: RightsTable = RightsTable()
    releases: tuple[ReleaseTable, ...] = ()
    consents: tuple[ConsentTable, ...] = ()
    versions: tuple[VersionTable, ...] = ()


class UnitTable(_Strict):
    """One of [[units]] in units.toml."""

    slug: str
    name: Words
    short: Words | None = None
    valid_from: Date | None = None
    valid_to: Date | None = None
    successors: tuple[str, ...] = ()

    def value(self) -> Unit:
        return Unit(**{**self.model_dump(), "short": self.short or {}})


class UnitsFile(_Strict):
    """units.toml."""

    units: tuple[UnitTable, ...] = ()


_Table = TypeVar("_Table", bound=BaseModel)


def parse(table: type[_Table], data: bytes, name: str) -> _Table:
    """The checked table in the bytes of a TOML file; `name` is for messages.

    Raises
    ------
    InvalidCatalog : naming the file, the key and what is wrong with it.
    """
    try:
        return table(**tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise InvalidCatalog(name, "is not UTF-8 at byte {at}", None, at=error.start) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidCatalog(name, "is not TOML: {why}", None, why=str(error)) from error
    except ValidationError as error:
        # A misspelled key explains the one that is missing, so it is told first.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidCatalog(name, "has a wrong value at {key}: {why}", None, key=where, why=first["msg"]) from error


def asset_fields(table: AssetTable) -> dict[str, Any]:
    """The fields of an Asset that stand in its TOML file, versions left out."""
    pairs = ("alt", "description", "caption", "location", "text", "breaks")
    plain = ("title", "creator", "created", "unit", "tags", "status", "replaced_by", "case")
    return {
        **{key: getattr(table, key) for key in plain},
        **{key: getattr(table, key) or {} for key in pairs},
        "rights": table.rights.value(),
        "releases": tuple(release.value() for release in table.releases),
        "consents": tuple(consent.value() for consent in table.consents),
    }


def asset_toml(asset: Asset, *, versions: bool) -> bytes:
    """The asset as the bytes of its TOML file; `versions` writes [[versions]] out."""
    left_out = {"slug", "kind", "id"} | (set() if versions else {"versions"})
    table = _without_defaults(asdict(asset), asdict(Asset("", asset.kind, {})), left_out)
    for version, value in zip(table.get("versions", ()), asset.versions, strict=False):
        version["files"] = [{"variant": f.variant, "file": f.name} for f in value.files]
        if not version["files"]:
            del version["files"]
    return tomli_w.dumps(table, multiline_strings=False).encode("utf-8")


def units_toml(units: tuple[Unit, ...]) -> bytes:
    """All units as the bytes of units.toml."""
    return tomli_w.dumps({"units": [_told(asdict(unit)) for unit in units]}).encode("utf-8")


def _without_defaults(values: dict[str, Any], defaults: Mapping[str, Any], left_out: set[str]) -> dict[str, Any]:
    # `status` is always written: a reader must not have to know that a missing one means draft.
    kept = {k: v for k, v in values.items() if k not in left_out and (v != defaults.get(k) or k == "status")}
    return {key: _told(value) for key, value in kept.items()}


def _told(value: Any) -> Any:
    """The value without what says nothing: None, empty texts, empty tables and lists."""
    if isinstance(value, Mapping):
        return {k: _told(v) for k, v in value.items() if v is not None and v not in ("", {}, (), [])}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    return value
