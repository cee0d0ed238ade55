"""The walls around a child: a bubblewrap command line with no network, an empty home and read-only libraries."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "bwrap"
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin")
_SETTINGS = ("/etc/ld.so.cache", "/etc/fonts")


def command(inner: Sequence[str], import_roots: Sequence[str], isolation: str) -> list[str]:
    """The command line that runs `inner` behind the walls; `inner` itself for "rlimits"."""
    if isolation != "bubblewrap":
        return [*inner]
    words = [PROGRAM, "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"]
    for folder in _SYSTEM:
        if Path(folder).is_symlink():
            words += ["--symlink", str(Path(folder).readlink()), folder]
        elif Path(folder).is_dir():
            words += ["--ro-bind", folder, folder]
    for settings in _SETTINGS:
        words += ["--ro-bind-try", settings, settings]
    for folder in _libraries(inner, import_roots):
        words += ["--ro-bind", folder, folder]
    return [*words, "--chdir", "/", "--", *inner]


def _libraries(inner: Sequence[str], import_roots: Sequence[str]) -> list[str]:
    """The interpreter's and libraries' folders outside /usr, and of this package nothing but the package."""
    package = Path(__file__).resolve().parent
    program = os.path.realpath(inner[0])
    wanted = [sys.prefix, sys.base_prefix, str(Path(program).parent), str(package)]
    wanted += [root for root in import_roots if root != str(package.parent) or Path(root).name.endswith("-packages")]
    return [folder for folder in dict.fromkeys(wanted) if not folder.startswith("/usr/") and folder != "/usr"]
