"""Gathers logos, photographs and PDFs that others made, to register, place and check.

    python benchmarks/foreign/fetch.py FOLDER [--only logos|photos|documents]… [--logos N]

Fills `FOLDER/{logos,photos,documents}/` and writes `FOLDER/manifest.json`: file, source, version, SHA-256. What a
manifest lists and still is there unchanged is not fetched again. Nothing fetched belongs into the repository;
SOURCES.md beside this file holds purposes and licenses.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

KINDS = ("logos", "photos", "documents")
LOGOS, LOGOS_VERSION = "@iconify-json/logos", "1.2.19"


class Unavailable(Exception):
    """Something cannot be fetched; the message is one line with what to do."""


@dataclass(frozen=True)
class Package:
    """Files wanted out of one Debian package, by their full paths inside; a path may end in .gz."""

    name: str
    kind: str
    paths: tuple[str, ...]


LOMIRI = "usr/share/backgrounds/{}.jpg"
PALAPELI = "usr/share/palapeli/collection/{}.jpg"
ASYMPTOTE = "usr/share/doc/asymptote/{}.pdf"
GRAPHVIZ = "usr/share/doc/graphviz/pdf/{}.pdf.gz"

PACKAGES = (
    Package("sddm-theme-maldives", "photos", ("usr/share/sddm/themes/maldives/background.jpg",)),
    Package(
        "lomiri-wallpapers-16.04",
        "photos",
        tuple(
            LOMIRI.format(name)
            for name in (
                "Bridge_by_Sander_Klootwijk",
                "Dragonfly_by_Bolly",
                "Picture_0B_by_freespace",
                "Picture_1A_by_freespace",
                "Wine_by_Jakkub_Mede",
                "aitzgorri_by_Aitzol_Berasategi",
                "free_by_Peter_Nerlich",
                "friends_by_Aitzol_Berasategi",
                "greentock_by_Peter_Nerlich",
                "life_by_Aitzol_Berasategi",
                "picosdeeuropa_by_Aitzol_Berasategi",
                "seeding_by_Clements_Engelhardt",
                "sunset_by_Aitzol_Berasategi",
            )
        ),
    ),
    Package(
        "palapeli-data",
        "photos",
        tuple(
            PALAPELI.format(name)
            for name in (
                "castle-maintenon",
                "cincinnati-bridge",
                "citrus-fruits",
                "european-honey-bee",
                "panther-chameleon-female",
            )
        ),
    ),
    Package("gnuplot-doc", "documents", ("usr/share/doc/gnuplot/gnuplot.pdf",)),
    Package("asymptote-doc", "documents", tuple(ASYMPTOTE.format(name) for name in ("CAD", "asyRefCard", "asymptote"))),
    Package("graphviz-doc", "documents", tuple(GRAPHVIZ.format(name) for name in ("dotguide", "leftyguide", "smyrna"))),
    Package(
        "developers-reference", "documents", ("usr/share/developers-reference/developers-reference.pdf",)
    ),
)  # fmt: skip


def run(command: list[str], folder: Path, *, program_from: str, advice: str) -> bytes:
    """What the command prints.

    Raises
    ------
    Unavailable
        When the program is missing, fails, or takes longer than ten minutes.
    """
    if shutil.which(command[0]) is None:
        raise Unavailable(f"{command[0]} is missing; {program_from}")
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{' '.join(command[:2])} did not answer in ten minutes; {advice}") from None
    if done.returncode:
        said = [line for line in done.stderr.decode(errors="replace").splitlines() if line.strip()]
        reason = next(
            (line for line in said if line.startswith(("E:", "npm error", "dpkg-deb: error"))), "no reason given"
        )
        raise Unavailable(f"{' '.join(command[:2])} failed ({reason.strip()}); {advice}")
    return done.stdout


def from_debian(package: Package) -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes and version of each wanted file of a Debian package, fetched through apt.

    Raises
    ------
    Unavailable
        When apt cannot give the package, or a wanted file is not in it.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        apt = ["apt-get", "download", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=20", package.name]
        debian = "Debian packages are fetched on a Debian machine"
        run(
            apt,
            folder,
            program_from=debian,
            advice=f"is the Debian mirror reachable, `apt-get update` run? ({package.name})",
        )
        archive = next(folder.glob("*.deb"))
        advice = f"{archive.name} is damaged; fetch it again"
        version = (
            run(["dpkg-deb", "-f", archive.name, "Version"], folder, program_from=debian, advice=advice)
            .decode()
            .strip()
        )
        content = run(["dpkg-deb", "--fsys-tarfile", archive.name], folder, program_from=debian, advice=advice)
        (folder / "content.tar").write_bytes(content)
        with tarfile.open(folder / "content.tar") as tar:
            members = {member.name.removeprefix("./"): member for member in tar.getmembers() if member.isfile()}
            for path in package.paths:
                if path not in members:
                    raise Unavailable(
                        f"{package.name} {version} has no {path}; correct the list in {Path(__file__).name}"
                    )
                data = tar.extractfile(members[path]).read()  # type: ignore[union-attr]
                name = PurePosixPath(path).name
                yield (name[:-3], gzip.decompress(data), version) if name.endswith(".gz") else (name, data, version)


def from_npm(count: int) -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes and version of the whole set as JSON, then of `count` logos as SVG, spread evenly over its names.

    Raises
    ------
    Unavailable
        When npm cannot give the package.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        npm = ["npm", "pack", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=60000"]
        command = [*npm, f"{LOGOS}@{LOGOS_VERSION}"]
        run(
            command, folder, program_from="install Node.js with npm", advice=f"is the npm registry reachable? ({LOGOS})"
        )
        with tarfile.open(next(folder.glob("*.tgz"))) as tar:
            data = tar.extractfile("package/icons.json").read()  # type: ignore[union-attr]
    yield "icons.json", data, LOGOS_VERSION
    icons = json.loads(data)
    names = sorted(icons["icons"])
    count = min(count, len(names))
    for name in (names[at * len(names) // count] for at in range(count)):
        icon = icons["icons"][name]
        width, height = icon.get("width", icons.get("width", 16)), icon.get("height", icons.get("height", 16))
        left, top = icon.get("left", 0), icon.get("top", 0)
        head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        svg = f'{head}viewBox="{left} {top} {width} {height}">{icon["body"]}</svg>\n'
        yield f"{name}.svg", svg.encode(), LOGOS_VERSION


def is_whole(folder: Path, entry: dict[str, Any]) -> bool:
    """Whether the file of a manifest's entry is there, unchanged."""
    path = folder / entry["file"]
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == entry["sha256"]


def gather(folder: Path, *, kinds: tuple[str, ...] = KINDS, logos: int = 120) -> dict[str, list[dict[str, Any]]]:
    """The manifest, after everything of these kinds lies in the folder.

    Raises
    ------
    Unavailable
        When a registry cannot be reached; what was fetched before stays and is listed.
    """
    listing = folder / "manifest.json"
    manifest = json.loads(listing.read_text("utf-8")) if listing.is_file() else {}
    jobs = [(LOGOS, "logos", None)] + [(package.name, package.kind, package) for package in PACKAGES]
    for source, kind, package in jobs:
        had = manifest.get(source, [])
        expected = len(package.paths) if package else logos + 1
        if kind not in kinds or (len(had) == expected and all(is_whole(folder, entry) for entry in had)):
            continue
        (folder / kind).mkdir(parents=True, exist_ok=True)
        entries = []
        for name, data, version in from_debian(package) if package else from_npm(logos):
            file = f"{kind}/{name if kind == 'logos' else f'{source}_{name}'}"
            (folder / file).write_bytes(data)
            entries.append({"file": file, "version": version, "sha256": hashlib.sha256(data).hexdigest()})
        manifest[source] = entries
        listing.write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    return manifest


def main() -> int:
    """Gather what the command line asks for; 0 when all of it is there, 2 with one line when it is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the cache folder to fill")
    parser.add_argument("--only", action="append", choices=KINDS, help="one kind; may be given again")
    parser.add_argument("--logos", type=int, default=120, metavar="N", help="how many logos (120)")
    arguments = parser.parse_args()
    if arguments.logos < 1:
        parser.error("--logos: at least 1")
    try:
        manifest = gather(arguments.folder, kinds=tuple(arguments.only or KINDS), logos=arguments.logos)
    except (Unavailable, OSError) as problem:
        print(f"fetch: {problem}", file=sys.stderr)
        return 2
    for source, entries in sorted(manifest.items()):
        print(f"{source:26} {entries[0]['version'] if entries else '':18} {len(entries):4} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
