"""How long `brandkit --help` takes, beside a bare interpreter and a bare click program in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15
LIMIT_S = 0.25
BARE_CLICK = "import click\n@click.command()\ndef f():\n    pass\nf(['--help'], standalone_mode=False)"
PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "bare click --help": ["-c", BARE_CLICK],
    "brandkit --help": ["cli.py", "--help"],
    "brandkit check --help": ["cli.py", "check", "--help"],
}


def seconds_of(words: list[str]) -> float:
    """Wall seconds of one run of the interpreter with the words."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(RUNS):
        for name, words in PROGRAMS.items():
            times[name].append(seconds_of(words))
    bare = statistics.median(times["python -c pass"])
    print(f"{'program':<24}{'median s':>10}{'p95 s':>10}{'× python':>10}")
    for name, taken in times.items():
        median, late = statistics.median(taken), sorted(taken)[int(0.95 * (RUNS - 1))]
        kept = "kept" if median <= LIMIT_S else "MISSED"
        mark = f"   limit {LIMIT_S} s: {kept}" if name.startswith("brandkit") else ""
        print(f"{name:<24}{median:>10.3f}{late:>10.3f}{median / bare:>10.1f}{mark}")


if __name__ == "__main__":
    main()
