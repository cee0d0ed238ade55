"""Draws the samples to check: `python tools/starter/samples.py [NAME…]`; the same bytes every time."""

from __future__ import annotations

import sys

import samples_fail_print
import samples_fail_screen
import samples_pass
from samples_material import SAMPLES


def main(names: list[str]) -> None:
    """Write all samples, or those whose name contains one of `names`."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    modules = [samples_pass, samples_fail_print, samples_fail_screen]
    for material in [material for module in modules for material in module.materials()]:
        if not names or any(name in material.name for name in names):
            material.write()


if __name__ == "__main__":
    main(sys.argv[1:])
