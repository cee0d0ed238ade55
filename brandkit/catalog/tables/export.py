"""Assets as rows of a table: one a file, what is said of the asset on its first row alone.

A table holds what a person edits. Earlier versions, releases and consents it cannot hold: that is for a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from brandkit.assets import Asset, File, Version, current_version
from brandkit.catalog.tables import writing as tables_writing
from brandkit.catalog.tables.columns import PAIRS, keys_in_order
from brandkit.catalog.tables.rows import written

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Form = Literal["brandkit", "resourcespace"]
_RIGHTS = ("holder", "credit", "license", "license_url")
_DAYS = ("valid_from", "valid_to")
# Its CSV upload finds fields by these headings; keywords go to the field that any resource type has.
_RESOURCESPACE: Mapping[str, str] = {
    "Resource type": "kind", "Title": "title", "Caption": "caption", "Keywords - Subject": "tags", "Credit": "credit",
    "Date": "created", "Country": "location", "Notes": "description", "Original filename": "file",
}  # fmt: skip
_RESOURCE_TYPES = {"photo": "Photo", "logo": "Photo", "slogan": "Document"}


@dataclass(frozen=True)
class Written:
    """How many rows a table got, and the assets that say more than it holds, by slug."""

    rows: int
    partly: tuple[str, ...]


def export_table(catalog: Catalog, path: Path, *, form: Form = "brandkit") -> Written:
    """Writes all assets as a CSV or XLSX table, which is there whole or not at all.

    Raises
    ------
    InvalidValue : for another ending, or a text that no cell holds.
    StoreFailure
    """
    tables_writing.require_suffix(path)
    assets = catalog.assets()
    rows = resourcespace_rows(assets) if form == "resourcespace" else rows_of(assets)
    count = tables_writing.write(path, rows)
    return Written(count, tuple(asset.slug for asset in assets if says_more(asset, form)))


def rows_of(assets: Iterable[Asset]) -> Iterator[list[str]]:
    """The header, then the rows of every asset."""
    keys = keys_in_order()
    yield list(keys)
    for asset in assets:
        for number, placed in enumerate(_files(asset)):
            said = placed | (_said(asset) if number == 0 else {})
            yield [said.get(key, "") for key in keys]


def resourcespace_rows(assets: Iterable[Asset]) -> Iterator[list[str]]:
    """The same for ResourceSpace's CSV upload: one row a file, under its headings."""
    yield list(_RESOURCESPACE)
    for asset in assets:
        for placed in _files(asset):
            said = {**_said(asset), **placed, "kind": _RESOURCE_TYPES[asset.kind], "tags": ", ".join(asset.tags)}
            yield [said.get(key, "") for key in _RESOURCESPACE.values()]


def shown_version(asset: Asset) -> Version | None:
    """The version whose files a table names: the approved one, else the newest."""
    return current_version(asset) or (asset.versions[-1] if asset.versions else None)


def says_more(asset: Asset, form: Form = "brandkit") -> bool:
    """Whether the asset says what a table cannot hold."""
    more = len(asset.versions) > 1 or asset.releases or asset.consents or asset.replaced_by
    dated = any(version.valid_from or version.valid_to or version.note for version in asset.versions)
    return bool(more or dated or form == "resourcespace")


def _files(asset: Asset) -> list[dict[str, str]]:
    """Each file's own columns; one row of them for an asset without a file."""
    version = shown_version(asset)
    about = {"kind": asset.kind, "slug": asset.slug, "status": asset.status}
    if version is None or not version.files:
        return [about]
    return [{**about, "file": path_of(asset, file), "sha256": file.sha256, "variant": file.variant,
             "version": str(version.number)} for file in version.files]  # fmt: skip


def path_of(asset: Asset, file: File) -> str:
    """Where an exported folder has the file."""
    return f"{asset.kind}s/{asset.slug}/{file.name}" if asset.kind == "logo" else f"{asset.kind}s/{file.name}"


def _said(asset: Asset) -> dict[str, str]:
    rights = asset.rights
    texts = {name: getattr(rights if name == "usage_terms" else asset, name) for name in PAIRS if name != "breaks"}
    said = {name: pair.get("vi", "") for name, pair in texts.items()}
    said |= {f"{name}_en": pair.get("en", "") for name, pair in texts.items()}
    said |= {key: _lines(asset.breaks.get(lang, ())) for key, lang in (("breaks", "vi"), ("breaks_en", "en"))}
    said |= {name: getattr(rights, name) for name in _RIGHTS}
    said |= {name: _iso(getattr(rights, name)) for name in _DAYS}
    said |= {"territory": written(rights.territory), "media": written(rights.media), "tags": written(asset.tags)}
    commercial = {None: "", True: "yes", False: "no"}[rights.commercial]
    case = asset.case if asset.kind == "slogan" else ""
    return {**said, "creator": asset.creator, "created": _iso(asset.created), "unit": asset.unit, "case": case,
            "commercial": commercial}  # fmt: skip


def _lines(lines: tuple[str, ...]) -> str:
    return written(lines, separators="\n") if lines else ""


def _iso(day: object) -> str:
    return "" if day is None else str(day)
