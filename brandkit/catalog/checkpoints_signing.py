"""When checkpoints are signed, and whether the history still reaches them."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from brandkit.catalog import history
from brandkit.catalog.checkpoints import Checkpoint, Checkpoints
from brandkit.catalog.checkup.faults import Fault
from brandkit.catalog.schema import history as rows
from brandkit.errors import StoreFailure
from brandkit.messages import say

if TYPE_CHECKING:
    from brandkit.catalog.database import Database

# The first change of a process is signed at once, later ones together: a signature and its fsync take milliseconds.
EVERY = 64
SECONDS = 2.0
# Rows without a signature for longer than this were left by a crash, or their signer cannot write.
PATIENCE = timedelta(hours=1)
# Faults of a history that must not be signed as it is.
ALTERED = frozenset({"broken-history", "truncated-history", "rewritten-history", "forged-checkpoint"})
_log = logging.getLogger(__name__)


class Signing:
    """Signs the history of one open catalog as it grows."""

    def __init__(self, folder: Path, database: Database):
        self._folder = folder
        self._database = database
        self._waiting = 0
        self._signed_at = float("-inf")

    def committed(self) -> None:
        """After every committed change."""
        self._waiting += 1
        if self._waiting >= EVERY or time.monotonic() - self._signed_at >= SECONDS:
            self.settle()

    def settle(self) -> None:
        """Signs what waits for it. A change that was committed is acknowledged even if it cannot be signed: `fsck`
        tells of it, and the next signature covers it."""
        if not self._waiting:
            return
        self._waiting, self._signed_at = 0, time.monotonic()
        try:
            follow(Checkpoints(self._folder), self._database)
        except StoreFailure as error:
            _log.info("the history was not signed: %s", error)


def follow(checkpoints: Checkpoints, database: Database) -> bool:
    """Signs the newest row, if the rows still reach the checkpoint before it; whether there was anything to sign.

    Raises
    ------
    StoreFailure : there is no checkpoint to go on from, the rows do not reach it, or it cannot be written.
    """
    with checkpoints.following() as place:
        with database.reading() as connection:
            number, sha256 = newest(connection)
            reached = _reaches(connection, place.newest)
        if not reached:
            raise StoreFailure("history", "no longer reaches its newest checkpoint", "See `brandkit fsck`.")
        if number == place.newest.number:
            return False
        place.sign(number, sha256, at=history.now())
        return True


def start(checkpoints: Checkpoints, database: Database) -> None:
    """Signs the history as it is, also where nothing was signed yet; raises StoreFailure."""
    with database.reading() as connection:
        number, sha256 = newest(connection)
    checkpoints.start(number, sha256, at=history.now())


def newest(connection: Connection) -> tuple[int, str]:
    """Number and hash of the newest row; 0 and "" before the first."""
    row = connection.execute(select(rows.c.number, rows.c.sha256).order_by(rows.c.number.desc()).limit(1)).first()
    return (int(row.number), str(row.sha256)) if row else (0, "")


def faults(connection: Connection, checkpoints: Checkpoints, *, chain_holds: bool) -> Iterator[Fault]:
    """What is wrong between the rows and the checkpoints of every place.

    Where the chain itself is broken, that is told already, and rows are not told again as others than were signed.
    """
    end, _ = newest(connection)
    for place in checkpoints.places:
        if not place.is_file() or not checkpoints.keys():
            yield Fault("missing-checkpoints", str(place), say("No checkpoint of the history is there."))
            continue
        for fault in _faults_of(connection, checkpoints, place, end):
            if chain_holds or fault.code != "rewritten-history":
                yield fault


def _faults_of(connection: Connection, checkpoints: Checkpoints, place: Path, end: int) -> Iterator[Fault]:
    reached, altered = 0, False
    for line, found in checkpoints.lines(place):
        if found is None:
            yield Fault("forged-checkpoint", f"{place}:{line}", say("The line is not signed by a known key."))
            continue
        if altered:
            continue
        if found.number > end:
            told = say("The history ends at {end}; on {at} it had {number} rows.", end=end, at=found.at,
                       number=found.number)  # fmt: skip
            yield Fault("truncated-history", f"{place}:{line}", told)
            altered = True
        elif not _reaches(connection, found):
            told = say("Row {number} is not the one that was signed on {at}.", number=found.number, at=found.at)
            yield Fault("rewritten-history", f"{place}:{line}", told)
            altered = True
        reached = max(reached, found.number)
    if not altered and (first := _unsigned_since(connection, reached)) is not None:
        told = say("The history is not signed from row {number} on.", number=first)
        yield Fault("unsigned-history", f"history:{first}", told)


def _reaches(connection: Connection, checkpoint: Checkpoint) -> bool:
    if checkpoint.number == 0:
        return checkpoint.sha256 == ""
    there = connection.execute(select(rows.c.sha256).where(rows.c.number == checkpoint.number)).scalar()
    return bool(there == checkpoint.sha256)


def _unsigned_since(connection: Connection, reached: int) -> int | None:
    """The first row after the newest checkpoint, when it has waited for a signature for too long."""
    later = select(rows.c.number, rows.c.at).where(rows.c.number > reached).order_by(rows.c.number).limit(1)
    row = connection.execute(later).first()
    if row is None or datetime.now().astimezone() - datetime.fromisoformat(row.at) < PATIENCE:
        return None
    return int(row.number)
