"""Power cuts on ext4 while files are registered: nothing acknowledged is lost; without the folder's fsync it would be.

A file system on a loop device is shut down by its own ioctl without flushing its journal, which is what a power cut
leaves; mounted again, it plays its journal, and the catalog is judged. Needs root and loop devices.
Source: linux/fs/ext4/ioctl.c, EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH.
"""

from __future__ import annotations

import fcntl
import os
import random
import select
import shutil
import signal
import stat
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.soundness.workload import acknowledged, apart, endless, forked
from brandkit.catalog.catalog import Catalog

CUTS, QUICK_CUTS = 100, 5
CONTROLS, QUICK_CONTROLS = 10, 3
MOST_S = 0.4
_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_NO_LOG_FLUSH = 2
_IMAGE_MB = 400  # sparse; a hundred cuts leave some thousand files


@dataclass
class Disk:
    """An ext4 file system in a file, mounted at `folder` while it is on."""

    image: Path
    folder: Path

    def switch_on(self) -> None:
        subprocess.run(["mount", "-o", "loop", str(self.image), str(self.folder)], check=True, capture_output=True)

    def cut(self) -> None:
        """From this moment nothing that is not on the disk will be there again."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NO_LOG_FLUSH))
        finally:
            os.close(handle)

    def switch_off(self) -> None:
        subprocess.run(["umount", str(self.folder)], check=True, capture_output=True)


@contextmanager
def disk() -> Iterator[Disk | None]:
    """A disk that is on; None where it cannot be made: no root, no loop device, no mkfs.ext4."""
    with tempfile.TemporaryDirectory() as space:
        image, folder = Path(space) / "disk", Path(space) / "mounted"
        folder.mkdir()
        with image.open("wb") as sink:
            sink.truncate(_IMAGE_MB << 20)
        made = Disk(image, folder)
        try:
            subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True, capture_output=True)
            made.switch_on()
        except (OSError, subprocess.CalledProcessError):
            yield None
            return
        try:
            yield made
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def main(*, quick: bool = False) -> bool:
    """Prints the table; whether every promise was kept and the control lost something."""
    with disk() as place:
        if place is None:
            print("not shown here: it needs root, loop devices and mkfs.ext4")
            return True
    cuts = QUICK_CUTS if quick else CUTS
    told, landed, wrong = cut_again_and_again(cuts)
    print(f"{'':<34}{'cuts':>6}{'landed':>8}{'acknowledged':>14}{'broken':>8}")
    print(f"{'registering':<34}{cuts:>6}{landed:>8}{told:>14}{len(wrong):>8}")
    for line in wrong[:5]:
        print(f"    {line}")
    controls = QUICK_CONTROLS if quick else CONTROLS
    kept, without = (sum(lost_blobs(sync_folders=sync) for _ in range(controls)) for sync in (True, False))
    print(f"{'':<34}{'cuts':>6}{'files':>8}{'lost':>6}")
    print(f"{'a blob put':<34}{controls:>6}{controls:>8}{kept:>6}")
    print(f"{'  control: no fsync of folders':<34}{controls:>6}{controls:>8}{without:>6}")
    return not wrong and landed == cuts and told >= cuts and kept == 0 and without > 0


def cut_again_and_again(cuts: int, seed: int = 20260303) -> tuple[int, int, list[str]]:
    """Registers and cuts the power at random moments; how much was acknowledged, how often it was cut, what was wrong.

    After each cut the catalog is judged as it lies, cleaned up, and used further.
    """
    pick = random.Random(seed)
    told: dict[str, str] = {}
    landed, wrong = 0, list[str]()
    with disk() as place:
        if place is None:
            raise RuntimeError("no disk can be made here")
        folder = place.folder / "c"
        if fault := apart(lambda: Catalog.create(folder, actor="power").close()):
            raise RuntimeError(fault)
        for number in range(cuts):
            if shutil.disk_usage(place.folder).free < (_IMAGE_MB << 20) // 4:
                break
            child, pipe = forked(endless(folder, f"c{number}"))
            select.select([pipe], [], [], 30)
            select.select([], [], [], pick.uniform(0, MOST_S))
            landed += os.waitpid(child, os.WNOHANG)[0] == 0  # it is at work at this moment
            place.cut()
            os.kill(child, signal.SIGKILL)  # unless the failing disk has ended it already
            os.waitpid(child, 0)
            told |= acknowledged(pipe)
            place.switch_off()
            place.switch_on()
            if fault := apart(partial(_require, folder, told)):
                wrong.append(f"cut {number}: {fault}")
    return len(told), landed, wrong


def _require(folder: Path, told: dict[str, str]) -> None:
    from benchmarks.soundness.workload import judged

    verdict = judged(folder, told)
    if not verdict.is_sound:
        raise AssertionError(str(verdict))


@contextmanager
def _folders_unsynced() -> Iterator[None]:
    """As a program works that forgets that names need an fsync too."""
    fsync = os.fsync

    def of_files_only(handle: int) -> None:
        if not stat.S_ISDIR(os.fstat(handle).st_mode):
            fsync(handle)

    os.fsync = of_files_only
    try:
        yield
    finally:
        os.fsync = fsync


def lost_blobs(*, sync_folders: bool) -> int:
    """Puts one blob and cuts the power at once; 1 when it is lost though it was acknowledged."""
    from brandkit.stores import file

    data = os.urandom(3_000)
    with disk() as place:
        if place is None:
            raise RuntimeError("no disk can be made here")
        store = file.Store(place.folder / "blobs")
        os.sync()
        with nullcontext() if sync_folders else _folders_unsynced():
            sha256 = store.put(data)
        place.cut()
        place.switch_off()
        place.switch_on()
        return int(not file.Store(place.folder / "blobs").exists(sha256))
