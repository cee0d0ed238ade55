"""Mending what a check-up found, as far as it can be known what was there (`fsck --repair`).

Rows say what sidecars and search entries must be; blobs say how they look; a copy of the same bytes makes a damaged
blob sound. A history that was changed, rows that are gone and a damaged database cannot be mended from what is left
here; for those there are backups and `rebuild`.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from brandkit.catalog import checkpoints_signing, probe, search, sidecars
from brandkit.catalog.backup.archive import blobs_in
from brandkit.catalog.changing import View
from brandkit.catalog.checkpoints import Checkpoints
from brandkit.catalog.checkup.faults import Fault
from brandkit.catalog.checkup.needs import needed
from brandkit.catalog.looks import similar
from brandkit.catalog.rows import Stored, load_units
from brandkit.errors import BrandkitError, NotFound, StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

Progress = Callable[[int, int], None]
_ASSETS = "assets:"


def repair(
    catalog: Catalog, faults: Sequence[Fault], *, source: Path | None = None, progress: Progress | None = None
) -> None:
    """Mends of these faults what can be mended; look again to see what that was.

    Parameters
    ----------
    source : a folder (searched at any depth) or a backup that may hold sound copies of damaged and missing files.

    Raises
    ------
    NotFound, UnreadableMaterial : there is no such source, or it is damaged.
    StoreFailure
    """
    blobs = {fault.subject for fault in faults if fault.where == "blob"}
    if source is not None:
        _take_copies(catalog, source, blobs)
    _index(catalog, _slugs(faults, "missing-search-entry"))
    look_again(catalog, _slugs(faults, "missing-fingerprint"), progress=progress)
    beside = {fault.subject for fault in faults if fault.code in ("missing-sidecar", "stale-sidecar")}
    write_beside(catalog, beside)
    codes = {fault.code for fault in faults}
    if not codes & checkpoints_signing.ALTERED:
        _sign(catalog, codes)


def write_beside(catalog: Catalog, subjects: Iterable[str]) -> None:
    """Writes the sidecars of assets ("assets:SLUG") and of the whole (WHOLE) as the rows have them."""
    for subject in subjects:
        with catalog.database.reading() as connection:
            if subject == sidecars.WHOLE:
                whole = sidecars.of_whole(connection)
                wanted = [whole] if whole else []
            else:
                stored = View(connection).find(subject.removeprefix(_ASSETS))
                wanted = list(sidecars.of_assets(connection, [stored])) if stored else []
        for sidecar in wanted:
            sidecars.write(catalog.store, sidecar)


def look_again(catalog: Catalog, slugs: Iterable[str], *, progress: Progress | None = None) -> None:
    """Computes anew how the files of assets look, from their blobs; a file that cannot be read is passed over."""
    from brandkit.catalog.inspection import inspect

    wanted = list(slugs)
    for number, slug in enumerate(wanted, start=1):
        with catalog.database.reading() as connection:
            stored = View(connection).find(slug)
        for sha256, suffix in _files(stored):
            with suppress(BrandkitError), tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"file{suffix}"
                path.write_bytes(catalog.store.get(sha256))
                found = inspect(path, stored.asset.kind if stored else "photo")
                with catalog.changing() as change:
                    change.remember({sha256: found.prints})
                    similar.remember_features(change.connection, found)
        if progress is not None:
            progress(number, len(wanted))


def _files(stored: Stored | None) -> Iterator[tuple[str, str]]:
    files = {file.sha256: file for version in (stored.asset.versions if stored else ()) for file in version.files}
    for sha256, file in files.items():
        yield sha256, probe.suffix_of(file.media_type)


def _index(catalog: Catalog, slugs: Sequence[str]) -> None:
    for slug in slugs:
        with catalog.database.writing() as connection:
            stored = View(connection).find(slug)
            if stored is not None:
                units = {unit.slug: unit for unit in load_units(connection)}
                search.index(connection, stored.key, stored.asset, units)


def _take_copies(catalog: Catalog, source: Path, blobs: set[str]) -> None:
    """Puts what the source has of the blobs; `put` replaces damaged bytes with sound ones."""
    if source.is_dir():
        with catalog.database.reading() as connection:
            sizes = {size for sha256, size in needed(connection).items() if sha256 in blobs}
        for path in _alike(source, sizes):
            with suppress(OSError), path.open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() in blobs:
                    stream.seek(0)
                    catalog.store.put(stream)
        return
    if not source.is_file():
        raise NotFound(str(source), "is no folder and no backup")
    for _, member in blobs_in(source, blobs):
        catalog.store.put(cast(BinaryIO, member))


def _alike(folder: Path, sizes: set[int | None]) -> Iterator[Path]:
    """Files that may be wanted, by their length; all of them when a length is not known."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and (None in sizes or path.stat().st_size in sizes):
                yield path


def _sign(catalog: Catalog, codes: set[str]) -> None:
    checkpoints = Checkpoints(catalog.folder)
    if codes & {"missing-checkpoints", "unsigned-history"}:
        with suppress(StoreFailure):  # told again by the next look
            checkpoints_signing.start(checkpoints, catalog.database)


def _slugs(faults: Sequence[Fault], code: str) -> list[str]:
    return [fault.subject.removeprefix(_ASSETS) for fault in faults if fault.code == code]
