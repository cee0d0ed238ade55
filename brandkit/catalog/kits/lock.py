"""`brandkit.lock.json`: what a kit held when it was made, so that it can be verified later without its catalog.

Every file stands there with its SHA-256; every master, also of versions that were in use before, with how it looks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date as Date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brandkit.assets import Kind
from brandkit.catalog.kits.seal import Seal, seal_of, sealed
from brandkit.errors import UnreadableMaterial

if TYPE_CHECKING:
    from brandkit.catalog.checkpoints import Checkpoints

FILE_NAME = "brandkit.lock.json"
LOCK_BYTES = 64 * 1024 * 1024  # of a lock that is read: a kit of ten thousand files needs 20 MB

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Words = dict[str, str]


class _Strict(BaseModel):
    # What a later brandkit adds is left aside: an old kit and a new program, and the other way round, understand.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Look(_Strict):
    """One perceptual hash of one view of a master; `bits` in hex."""

    name: str
    view: str
    bits: Annotated[str, Field(pattern=r"^([0-9a-f]{2})+$", max_length=256)]


class Master(_Strict):
    """One master file. `shape` is width over height of what is drawn; `colors` are its ink's, each with its share."""

    sha256: Sha256
    version: int
    variant: str
    in_use: bool
    shape: float | None = None
    colors: tuple[tuple[Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")], float], ...] = ()
    looks: tuple[Look, ...] = ()


class LockedFile(_Strict):
    """One file of the kit; `master` is the SHA-256 of the master that it was made from, "" for other files."""

    path: str
    sha256: Sha256
    bytes: int
    master: str = ""


class LockedAsset(_Strict):
    """One asset as it was handed out, and until when it may be used; a missing day is no limit."""

    slug: str
    kind: Kind
    title: Words
    version: int
    credit: str = ""
    license: str = ""
    license_url: str = ""
    media: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    valid_from: Date | None = None
    valid_to: Date | None = None
    files: tuple[LockedFile, ...] = ()
    masters: tuple[Master, ...] = ()


class LockedProfile(_Strict):
    """The profile that the guide was drawn from."""

    name: str
    version: str
    sha256: str
    decision: str = ""


class Lock(_Strict):
    """A whole lock file; `on` is the day for which everything in the kit was judged."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    schema_: Literal["brandkit-lock/1"] = Field(default="brandkit-lock/1", alias="schema")
    brandkit: str
    catalog: str
    on: Date
    timezone: str
    profile: LockedProfile | None = None
    assets: tuple[LockedAsset, ...] = ()
    others: tuple[LockedFile, ...] = ()
    # Not among the file's values but told of them when it was read.
    seal: Seal | None = Field(default=None, exclude=True)

    def files(self) -> Iterator[LockedFile]:
        """Every file of the kit but the lock itself."""
        yield from self.others
        for asset in self.assets:
            yield from asset.files


def lock_bytes(lock: Lock, checkpoints: Checkpoints | None = None) -> bytes:
    """The lock file, the same bytes for the same values; signed with the key of the catalog's checkpoints, if told."""
    document = lock.model_dump(mode="json", by_alias=True)
    if checkpoints is not None:
        document = sealed(document, checkpoints)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def parse_lock(data: bytes, name: str = FILE_NAME) -> Lock:
    """The lock in a file's bytes; `name` is for messages.

    Raises
    ------
    UnreadableMaterial : when it is too large, no JSON, or no lock of this form.
    """
    advice = "Take the kit once more from where it came from."
    if len(data) > LOCK_BYTES:
        raise UnreadableMaterial(name, "is larger than any lock file", advice)
    try:
        document = json.loads(data)
        return Lock(**document).model_copy(update={"seal": seal_of(document)})
    except (ValueError, TypeError, RecursionError) as error:
        why = "no JSON object"
        if isinstance(error, ValidationError):
            first = error.errors()[0]
            why = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise UnreadableMaterial(name, "is no lock file: {why}", advice, why=why) from error
