"""`python -m benchmarks.soundness [NAME …] [--quick]`: every proof of this folder that has `main`."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time

import benchmarks.soundness


def main() -> int:
    words = [word for word in sys.argv[1:] if word != "--quick"]
    quick = "--quick" in sys.argv
    names = [found.name for found in pkgutil.iter_modules(benchmarks.soundness.__path__) if found.name[0] != "_"]
    modules = {name: importlib.import_module(f"benchmarks.soundness.{name}") for name in names}
    proofs = {name: module for name, module in modules.items() if hasattr(module, "main")}
    if unknown := set(words) - set(proofs):
        print(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(proofs)}", file=sys.stderr)
        return 2
    broken = 0
    for name, module in proofs.items():
        if words and name not in words:
            continue
        print(f"\n{name} — {(module.__doc__ or '').splitlines()[0]}", flush=True)
        start = time.perf_counter()
        broken += not module.main(quick=quick)
        print(f"({time.perf_counter() - start:.0f} s)", flush=True)
    print("\nevery promise was kept" if not broken else f"\n{broken} PROOFS FAILED")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
