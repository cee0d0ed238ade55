"""Whether files are still what was handed out: by hash, and for other bytes by sight. Needs no catalog but a lock.

Four states: `current`; `superseded` by another version; `altered` from ours; `unknown`, not ours as far as can be told.
In a kit every file is judged; elsewhere, as in a web site's folder, only pictures are, and unknown ones are no fault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from brandkit import limits
from brandkit.catalog.kits import archive as kit_archive
from brandkit.catalog.kits.lock import FILE_NAME, LOCK_BYTES, Lock, LockedAsset, LockedFile, Master, parse_lock
from brandkit.catalog.verifying import sight as verifying_sight
from brandkit.errors import BrandkitError, MaterialTooLarge, NotFound, UnreadableMaterial
from brandkit.messages import Message, say

State = Literal["current", "superseded", "altered", "unknown"]
STATES: tuple[State, ...] = ("current", "superseded", "altered", "unknown")
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".pdf"})
FILES = 50_000  # of a folder
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Judged:
    """One file. `changes` are what differs in sight; `instead` is the kit's path of the file to use; `ended` the last
    day on which it might be used, when that is past; `reason` why the catalog no longer hands it out."""

    path: str
    state: State
    method: Literal["hash", "sight"] | None = None
    slug: str = ""
    version: int | None = None
    variant: str = ""
    distance: int | None = None
    changes: tuple[Message, ...] = ()
    instead: str = ""
    ended: date | None = None
    reason: BrandkitError | None = None


@dataclass(frozen=True)
class Verified:
    """What was found. `missing` are paths of the lock that are not there; `refused` files that could not be read."""

    lock: Lock
    in_kit: bool
    judged: tuple[Judged, ...]
    missing: tuple[str, ...]
    refused: tuple[BrandkitError, ...]

    @property
    def faults(self) -> tuple[Judged, ...]:
        """What must not be used as it is: superseded, altered or ended; in a kit also what does not belong to it."""
        bad = ("superseded", "altered", "unknown") if self.in_kit else ("superseded", "altered")
        return tuple(
            one for one in self.judged if one.state in bad or one.ended is not None or one.path == FILE_NAME
        )


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The folder to look through: a folder itself, or a ZIP unpacked until the end of the block.

    Raises
    ------
    NotFound
    UnreadableMaterial, UnsafeMaterial, MaterialTooLarge : for a ZIP that is damaged or hostile.
    """
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise NotFound(str(path), "is no folder and no file")
    if not kit_archive.is_archive(path):
        advice = "Name a folder, a ZIP, or the folder of a web site."
        raise UnreadableMaterial(path.name, "is no ZIP file, or a damaged one", advice)
    with kit_archive.unpacked(path) as folder:
        yield folder


def lock_of(folder: Path) -> Lock | None:
    """The lock that lies in a folder, or in the one folder that it consists of; None when there is none.

    Raises
    ------
    UnreadableMaterial : when it is no lock.
    """
    root = kit_root(folder)
    return read_lock(root / FILE_NAME) if root is not None else None


def kit_root(folder: Path) -> Path | None:
    """Where the lock lies: programs that unpack a ZIP like to put a folder around it."""
    if (folder / FILE_NAME).is_file():
        return folder
    inside = [path for path in folder.iterdir() if not path.name.startswith((".", "__MACOSX"))]
    if len(inside) == 1 and (inside[0] / FILE_NAME).is_file():
        return inside[0]
    return None


def read_lock(path: Path) -> Lock:
    """The lock in a file; raises NotFound, UnreadableMaterial."""
    if not path.is_file():
        raise NotFound(str(path), "is no file")
    with path.open("rb") as stream:
        return parse_lock(stream.read(LOCK_BYTES + 1), path.name)


def verify(
    folder: Path,
    lock: Lock,
    *,
    on: date,
    reasons: Mapping[str, BrandkitError] | None = None,
    keys: frozenset[str] | None = None,
) -> Verified:
    """Judges every file of a folder against a lock on a day; `reasons`, by slug, are why assets are handed out no more.

    With the `keys` of the lock's catalog the lock itself is judged too: it must be signed by one of them.

    Raises
    ------
    MaterialTooLarge : for a folder of too many files.
    """
    root = kit_root(folder)
    known = Known(lock, on, reasons or {})
    judged = list(_seal_faults(lock, keys))
    refused: list[BrandkitError] = []
    there: set[str] = set()
    for name, path in files_in(root or folder, pictures_only=root is None):
        there.add(name)
        try:
            judged.append(known.judged(path, name, in_kit=root is not None))
        except BrandkitError as error:
            refused.append(error)
    missing = tuple(file.path for file in lock.files() if file.path not in there) if root is not None else ()
    return Verified(lock, root is not None, tuple(judged), missing, tuple(refused))


def _seal_faults(lock: Lock, keys: frozenset[str] | None) -> Iterator[Judged]:
    """The lock file itself, when what it says is not what its catalog signed."""
    if lock.seal is not None and not lock.seal.holds:
        yield Judged(FILE_NAME, "altered", "hash", changes=(say("its signature does not hold"),))
    elif keys is not None and (lock.seal is None or lock.seal.key not in keys):
        yield Judged(FILE_NAME, "unknown", "hash", changes=(say("it is not signed by this catalog"),))


def files_in(root: Path, *, pictures_only: bool) -> list[tuple[str, Path]]:
    """The files below a folder by name, hidden ones, links and the lock left out; raises MaterialTooLarge."""
    found = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        hidden = any(part.startswith((".", "__MACOSX")) for part in inside.parts)
        if hidden or path.is_symlink() or not path.is_file() or inside.as_posix() == FILE_NAME:
            continue
        if not pictures_only or path.suffix.lower() in PICTURES:
            found.append((inside.as_posix(), path))
    if len(found) > FILES:
        raise MaterialTooLarge(str(root), "holds more than {limit:,} files", "Verify its folders one by one.",
                               limit=FILES)  # fmt: skip
    return found


class Known:
    """A lock, ready to be asked: what it holds by hash, by path and by sight."""

    def __init__(self, lock: Lock, on: date, reasons: Mapping[str, BrandkitError]):
        self.on = on
        self.reasons = reasons
        self.made: dict[str, tuple[LockedAsset | None, LockedFile]] = {}
        self.masters: dict[str, tuple[LockedAsset, Master]] = {}
        self.paths = {file.path: file for file in lock.files()}
        for other in lock.others:
            self.made[other.sha256] = (None, other)
        for asset in lock.assets:
            self.made.update({file.sha256: (asset, file) for file in asset.files})
            self.masters.update({master.sha256: (asset, master) for master in asset.masters})
        self.sight = verifying_sight.Sight([*self.masters.values()])

    def judged(self, path: Path, name: str, *, in_kit: bool) -> Judged:
        """One file; raises what the sandbox raises for a picture that cannot be read."""
        sha256 = sha256_of(path)
        by_hash = self._by_hash(name, sha256)
        if by_hash is not None:
            return by_hash
        promised = self.paths.get(name) if in_kit else None
        seen = self._by_sight(path, name) if path.suffix.lower() in PICTURES else None
        if promised is None:
            return seen or Judged(name, "unknown")
        # The lock says which bytes lie here: others are altered, whatever they look like.
        asset, _ = self.made[promised.sha256]
        if seen is not None and seen.state == "superseded":
            return seen
        changes = seen.changes if seen is not None else ()
        return Judged(name, "altered", "hash", asset.slug if asset else "", asset.version if asset else None,
                      changes=changes, ended=self._ended(asset))  # fmt: skip

    def _by_hash(self, name: str, sha256: str) -> Judged | None:
        if sha256 in self.masters:
            asset, master = self.masters[sha256]
            return self._of_master(name, asset, master, "hash")
        if sha256 not in self.made:
            return None
        owner, file = self.made[sha256]
        if owner is None:
            return Judged(name, "current", "hash")
        if file.master in self.masters:
            return self._of_master(name, *self.masters[file.master], "hash")
        # A slogan's words have no master; its asset's state is theirs.
        state: State = "superseded" if owner.slug in self.reasons else "current"
        return Judged(name, state, "hash", owner.slug, owner.version, ended=self._ended(owner),
                      reason=self.reasons.get(owner.slug))  # fmt: skip

    def _by_sight(self, path: Path, name: str) -> Judged | None:
        match = self.sight.match(path)
        if match is None:
            return None
        if match.changes:
            asset, master = match.asset, match.master
            return Judged(name, "altered", "sight", asset.slug, master.version, master.variant, match.distance,
                          match.changes, _instead(asset, master), self._ended(asset))  # fmt: skip
        return self._of_master(name, match.asset, match.master, "sight", match.distance)

    def _of_master(
        self,
        name: str,
        asset: LockedAsset,
        master: Master,
        method: Literal["hash", "sight"],
        distance: int | None = None,
    ) -> Judged:
        state: State = "current" if master.in_use else "superseded"
        instead = "" if master.in_use else _instead(asset, master)
        ended = self._ended(asset) if master.in_use else None
        reason = self.reasons.get(asset.slug)
        return Judged(name, state, method, asset.slug, master.version, master.variant, distance, (), instead, ended,
                      reason)  # fmt: skip

    def _ended(self, asset: LockedAsset | None) -> date | None:
        if asset is None or asset.valid_to is None or self.on <= asset.valid_to:
            return None
        return asset.valid_to


def _instead(asset: LockedAsset, master: Master) -> str:
    """The kit's path of the file that takes a master's place: the same variant now, else the first one."""
    current = [now for now in asset.masters if now.in_use]
    best = next((now for now in current if now.variant == master.variant), current[0] if current else None)
    if best is None:
        return ""
    return next((file.path for file in asset.files if file.master == best.sha256), "")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces.

    Raises
    ------
    MaterialTooLarge, UnreadableMaterial
    """
    digest = hashlib.sha256()
    try:
        if path.stat().st_size > limits.MATERIAL_BYTES:
            limit = limits.MATERIAL_BYTES // 2**20
            raise MaterialTooLarge(path.name, "has more than {limit} MB", None, limit=limit)
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise UnreadableMaterial(path.name, "cannot be opened: {why}", "Check the path.", why=error.strerror) from error
    return digest.hexdigest()


def counts(judged: Sequence[Judged]) -> dict[State, int]:
    """How many files there are of each state."""
    return {state: sum(one.state == state for one in judged) for state in STATES}
