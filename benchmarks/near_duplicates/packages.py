"""Photographs out of Debian packages: which, of which package, and what of it is left out and why.

Nothing is installed and nothing belongs into the repository: archives are fetched with `apt-get download` into a cache
folder and read there. Licenses are those of the packages, in `/usr/share/doc/*/copyright` of each.
"""

from __future__ import annotations

import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from benchmarks.near_duplicates.resources import files_in


class Unavailable(Exception):
    """A package cannot be fetched or read; the message is one line with what to do."""


@dataclass(frozen=True)
class Package:
    """A Debian package; `wanted` are patterns of paths in it, `unwanted` of those that are no photographs.

    Paths inside a resource file follow its own: `explore_monuments.rcc/gcompris/…/tajMahal.webp`.
    """

    name: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()


PACKAGES = (
    Package(
        "gcompris-qt-data",
        (
            r"details\.rcc/.*_background\.webp",
            r"(erase|explore_farm_animals|explore_monuments|explore_world_animals|explore_world_music)\.rcc/.*\.webp",
            r"categorization\.rcc/.*(fishes|monuments|renewable|others|tools)_?/?[^/]*\.webp",
        ),
        (r"Eglise_dAuvers|Gogh|PereTanguy",),  # paintings
    ),
    Package(
        "scratch",
        (r"Media/Backgrounds/.*\.jpg",),
        # drawn, not photographed
        (r"party-room|room[123]|spotlight-stage|woods-and-bench|atom-playground|school2|brick-wall1|chalkboard",),
    ),
    Package(
        "lomiri-wallpapers-16.04",
        (r"backgrounds/.*\.jpg",),
        (r"analogpattern|umang",),  # patterns
    ),
    Package("mate-backgrounds", (r"mate/nature/.*\.jpg",)),
    Package("palapeli-data", (r"palapeli/collection/.*\.jpg",)),
    Package("digikam-data", (r"about/images/body-background\.jpg",)),
    Package("sddm-theme-maldives", (r"maldives/background\.jpg",)),
    Package(
        "opencv-doc",
        (
            r"examples/data/(aloeL|baboon|basketball1|board|box|building|butterfly|chicky_512|ela_original|fruits|graf1"
            r"|HappyFish|home|leuvenA|messi5|rubberwhale1|squirrel_cls|stuff|apple|orange)\.(jpg|png)",
        ),
    ),
)


def photographs_of(package: Package, cache: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each wanted file, in the order of their names.

    Raises
    ------
    Unavailable
    """
    kept = sorted((name, data) for name, data in _files(_archive(package.name, cache)) if _is_wanted(package, name))
    if not kept:
        raise Unavailable(f"{package.name} has none of the wanted files; correct the list in {Path(__file__).name}")
    for name, data in kept:
        yield f"{package.name}/{PurePosixPath(name).parent.name}/{PurePosixPath(name).name}", data


def _is_wanted(package: Package, name: str) -> bool:
    wanted = any(re.search(f"{pattern}$", name) for pattern in package.wanted)
    return wanted and not any(re.search(pattern, name) for pattern in package.unwanted)


def _archive(name: str, cache: Path) -> Path:
    cache.mkdir(parents=True, exist_ok=True)
    if found := sorted(cache.glob(f"{name}_*.deb")):
        return found[-1]
    command = ["apt-get", "download", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", name]
    advice = f"is this a Debian machine with a mirror in reach, `apt-get update` run? ({name})"
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        try:
            done = subprocess.run(command, cwd=scratch, capture_output=True, check=False, timeout=900)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"apt-get did not answer; {advice}") from error
        fetched = list(Path(scratch).glob("*.deb"))
        if done.returncode or not fetched:
            raise Unavailable(f"apt-get download failed; {advice}")
        return fetched[0].rename(cache / fetched[0].name)


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of the package's pictures, also of those in its resource files."""
    with tempfile.TemporaryFile() as content:
        try:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=content, check=True, timeout=900)
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable(f"{archive.name} is damaged; delete it and start again") from error
        content.seek(0)
        with tarfile.open(fileobj=content) as tar:
            for member in tar:
                suffix = PurePosixPath(member.name).suffix
                if not member.isfile() or suffix not in (".jpg", ".png", ".rcc"):
                    continue
                data = tar.extractfile(member).read()  # type: ignore[union-attr]
                if suffix == ".rcc":
                    inside = PurePosixPath(member.name).name
                    yield from ((f"{inside}/{path}", found) for path, found in files_in(data))
                else:
                    yield member.name, data
