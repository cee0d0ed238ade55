"""`make bench`: every module of this folder that has `main()`, one table each."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks


def main() -> int:
    wanted = sys.argv[1:]
    for found in pkgutil.iter_modules(benchmarks.__path__):
        if found.name.startswith("_") or found.ispkg or (wanted and found.name not in wanted):
            continue
        module = importlib.import_module(f"benchmarks.{found.name}")
        print(f"\n{found.name} — {(module.__doc__ or '').splitlines()[0]}")
        module.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
