"""Debian packages whose PDFs are looked at: fetched by apt into a folder of the caller's, never into the repository."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import tarfile
from pathlib import Path

MOST_BYTES = 4_000_000  # of one PDF: larger ones are mostly scans and slow to open
NAMED = "packages.json"

# Manuals, decks, theses and flyers; the licence is that of the documents as debian/copyright tells it.
PACKAGES = {
    "debian-edu-doc-en": "GPL-2+",
    "developers-reference": "GPL-2+",
    "debian-policy": "GPL-2+",
    "octave-doc": "GPL-3+",
    "texlive-latex-recommended-doc": "LPPL-1.3c, GPL, GFDL",
    "texlive-latex-extra-doc": "LPPL-1.3c, GPL, GFDL, CC-BY-SA and others",
    "texlive-publishers-doc": "LPPL-1.3c, GPL and others",
    "texlive-pictures-doc": "LPPL-1.3c, GPL, GFDL and others",
}


def download(folder: Path) -> None:
    """Fetches what is missing of the packages and unpacks their PDFs.

    Raises
    ------
    subprocess.CalledProcessError : when apt cannot fetch one, or dpkg-deb cannot open it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        if not any(folder.glob(f"{name}_*.deb")):
            subprocess.run(["apt-get", "download", "-q", name], cwd=folder, check=True)
        unpack(next(iter(sorted(folder.glob(f"{name}_*.deb")))), folder / name)
    (folder / NAMED).write_text(json.dumps(versions(folder), indent=2), encoding="utf-8")


def unpack(package: Path, target: Path) -> None:
    """Lays a package's PDFs into a folder, named by where they lay; does nothing when the folder is there."""
    if target.is_dir():
        return
    part = target.with_name(f".{target.name}.part")
    part.mkdir(exist_ok=True)
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as files,
    ):
        for entry in files:
            if entry.isfile() and entry.name.endswith((".pdf", ".pdf.gz")) and entry.size <= MOST_BYTES:
                stream = files.extractfile(entry)
                data = stream.read() if stream else b""
                (part / _flat(entry.name)).write_bytes(_plain(data))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "dpkg-deb")
    part.rename(target)


def versions(folder: Path) -> dict[str, str]:
    """Versions of the packages in a folder, by name."""
    found = (path.name.split("_") for path in sorted(folder.glob("*.deb")))
    return {name: version.replace("%3a", ":") for name, version, *_ in found if name in PACKAGES}


def _flat(name: str) -> str:
    """usr/share/doc/x/y/a.pdf.gz as x~y~a.pdf: of a tree the last three names tell them apart."""
    return "~".join(Path(name.removesuffix(".gz")).parts[-3:])


def _plain(data: bytes) -> bytes:
    return gzip.GzipFile(fileobj=io.BytesIO(data)).read() if data[:2] == b"\x1f\x8b" else data
