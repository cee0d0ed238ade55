"""Work to be interrupted: catalogs of small files, and children that register until they are stopped.

Files are random bytes with a print made of them: what is proved here is the keeping, and a child process per picture
would only stretch the time between two registrations. Children are forked, so that a kill lands in the work and not in
the imports.
"""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check, collect
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import Inspected
from brandkit.catalog.looks.fingerprinting import Print
from brandkit.catalog.registering import add
from brandkit.sightings.photos import local_features

# What is kept of a picture without corners; made by hand, since OpenCV would start threads.
NO_FEATURES = {
    local_features.NAME: local_features.encoded(
        local_features.Features(
            96, 64, np.zeros((0, 2), np.float32), np.zeros(0, np.float32), np.zeros(0, np.float32),
            np.zeros((0, local_features.DESCRIPTOR_BYTES), np.uint8),
        )
    )
}  # fmt: skip


def inspected(data: bytes) -> Inspected:
    """What `inspect` would give of a photo of these bytes."""
    sha256 = hashlib.sha256(data).hexdigest()
    prints = (Print("pdq", "whole", hashlib.sha256(b"look" + data).digest()),)
    return Inspected("file.jpg", data, sha256, "image/jpeg", 96.0, 64.0, {}, prints, NO_FEATURES)


def register(catalog: Catalog, data: bytes, slug: str) -> str:
    """Registers a photo of these bytes; returns its SHA-256 once it is acknowledged."""
    found = inspected(data)
    add(catalog, found, Wishes("photo", slug=slug))
    return found.sha256


def endless(folder: Path, name: str, size: int = 2_000) -> Callable[[int], int]:
    """Work for `forked`: registers without end and tells each acknowledged file as "slug sha256"."""

    def work(pipe: int) -> int:
        with Catalog.open(folder, actor="ingest") as catalog:
            number = 0
            while True:
                slug = f"{name}-{number}"
                sha256 = register(catalog, os.urandom(size), slug)
                os.write(pipe, f"{slug} {sha256}\n".encode("ascii"))
                number += 1

    return work


def forked(work: Callable[[int], int]) -> tuple[int, int]:
    """A child that does `work` with the writing end of a pipe; its process id and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 99
        try:
            compute_alone()
            status = work(writing)
        finally:
            os._exit(status)
    os.close(writing)
    return child, reading


def compute_alone() -> None:
    """Has a forked child do without the threads that its parent may have started, which it does not have."""
    import faiss

    faiss.omp_set_num_threads(1)


def apart(work: Callable[[], None]) -> str:
    """Does the work in a child; what went wrong, "" when nothing did.

    Libraries that compute start threads, and a process with threads forks no sound children: it must not compute.
    """

    def told(pipe: int) -> int:
        try:
            work()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is told)
            os.write(pipe, f"{type(error).__name__}: {error}"[:2_000].encode())
            return 1
        return 0

    child, pipe = forked(told)
    with os.fdopen(pipe, "rb") as stream:
        said = stream.read().decode("utf-8", "replace")
    status = os.waitpid(child, 0)[1]
    return said or ("" if status == 0 else f"ended with {status}")


def acknowledged(pipe: int) -> dict[str, str]:
    """What a child told until it ended, by slug; a line that it could not finish counts as never said."""
    with os.fdopen(pipe, "rb") as stream:
        whole = [line for line in stream.read().decode("ascii").splitlines(keepends=True) if line.endswith("\n")]
    return dict(line.split() for line in whole)


def was_killed(status: int) -> bool:
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@dataclass(frozen=True)
class Verdict:
    """What is left of a catalog after all that was done to it.

    lost : acknowledged files that are not there as they were; dangling : rows whose bytes are missing or damaged;
    faults : of `fsck` after `gc`; unreferenced : blobs that `gc` left behind.
    """

    lost: int
    dangling: int
    faults: tuple[str, ...]
    unreferenced: int

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.dangling or self.faults or self.unreferenced)


def judged(folder: Path, expected: dict[str, str]) -> Verdict:
    """Compares a catalog with what was acknowledged of it, reads every byte, and cleans up without grace."""
    with Catalog.open(folder, actor="judge") as catalog:
        there = {asset.slug: asset.versions[0].files[0].sha256 for asset in catalog.assets()}
        lost = sum(there.get(slug) != sha256 for slug, sha256 in expected.items())
        dangling = sum(fault.where == "blob" for fault in check(catalog, read_data=True).faults)
        collect(catalog, grace=timedelta(0))
        after = check(catalog, read_data=True)
    return Verdict(lost, dangling, tuple(f"{fault.code} {fault.subject}" for fault in after.faults), after.unreferenced)
