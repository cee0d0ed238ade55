"""Where the starter catalog's real photographs come from: Debian packages whose license allows passing them on.

Author and license are those of the package's `copyright` file, read in the version named here.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """One photograph inside a Debian package; `crop` is left, top, right, bottom as shares of the picture."""

    package: str
    version: str
    path: str
    crop: tuple[float, float, float, float] = (0, 0, 1, 1)


LOMIRI_16, LOMIRI_20 = ("lomiri-wallpapers-16.04", "20.04.0-2"), ("lomiri-wallpapers-20.04", "20.04.0-2")
BACKGROUNDS = "usr/share/backgrounds/"

PHOTOGRAPHS = {
    "jetty-over-lagoon": Source("sddm-theme-maldives", "0.19.0-5", "usr/share/sddm/themes/maldives/background.jpg"),
    "bridge-over-tidal-flats": Source(*LOMIRI_16, BACKGROUNDS + "Bridge_by_Sander_Klootwijk.jpg"),
    "sun-over-hills": Source(*LOMIRI_16, BACKGROUNDS + "sunset_by_Aitzol_Berasategi.jpg"),
    "dandelions-in-evening-light": Source(*LOMIRI_16, BACKGROUNDS + "seeding_by_Clements_Engelhardt.jpg"),
    "path-in-picos-de-europa": Source(*LOMIRI_16, BACKGROUNDS + "picosdeeuropa_by_Aitzol_Berasategi.jpg"),
    "nuthatch-on-a-tree": Source(*LOMIRI_20, BACKGROUNDS + "Kleiber_by_Lukas_Baubkus.jpg"),
}


def unpacked(source: Source, cache: Path) -> Path:
    """The photograph's file, its package fetched through apt and unpacked in the cache when it is not there yet.

    Raises
    ------
    SystemExit
        One line, when apt or dpkg-deb is missing or the version is not to be had.
    """
    folder = cache / f"{source.package}_{source.version}"
    if not folder.exists():
        for program in ("apt-get", "dpkg-deb"):
            if shutil.which(program) is None:
                raise SystemExit(
                    f"{program} is not here; photographs are taken from Debian packages on a Debian machine"
                )
        cache.mkdir(parents=True, exist_ok=True)
        command = ["apt-get", "download", f"{source.package}={source.version}"]
        if subprocess.run(command, cwd=cache, capture_output=True, check=False).returncode:
            raise SystemExit(
                f"{source.package} {source.version} could not be fetched through apt; try `apt-get update`"
            )
        package = next(cache.glob(f"{source.package}_{source.version.replace(':', '%3a')}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
    return folder / source.path
