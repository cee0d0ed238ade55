"""`python -m benchmarks.slogans_in_pixels`: lines drawn, looked at and counted; resumes where it was stopped.

Known: lines in the brand's fonts, half of them with one wrong mark. Foreign: the same in fonts that the catalog lacks.
Others: sentences that are no slogan of the catalog. Beside it Tesseract alone, by exact comparison, on the same pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from statistics import mean

from benchmarks.slogans_in_pixels.lines import Line, plan
from benchmarks.slogans_in_pixels.sentences import OTHERS, REPORTED, SEEN, TUNE, with_one_wrong_mark

ROOT = Path(__file__).resolve().parents[2]
BRAND = tuple(sorted((ROOT / "assets_catalog" / "fonts").glob("*.ttf")))
PHOTOGRAPHS = tuple(sorted((ROOT / "assets_catalog" / "photos").glob("*.jpg")))
KNOWN, FOREIGN, OTHER = 200, 100, 100
QUICK = 10  # one line of so many
SPLITS = {"tune": TUNE, "seen": SEEN, "reported": REPORTED}
FIRST_SEED = {"tune": 500_000, "seen": 0, "reported": 900_000}
OUTCOMES = ("right", "found", "misread", "undecided", "missed", "let-through", "accused", "nothing", "sighted")


def lines_of(sentences: Sequence[str], foreign: Sequence[Path], first: int) -> Iterator[tuple[str, Line]]:
    """Every line with its group."""
    marked = [text for text in sentences if not text.isascii()]
    for i in range(KNOWN):
        if i % 2:
            text = marked[(i // 2) % len(marked)]
            yield "known, one wrong mark", plan(first + i, text, with_one_wrong_mark(text, 7 * i + 3), BRAND)
        else:
            text = sentences[(i // 2) % len(sentences)]
            yield "known, right", plan(first + i, text, text, BRAND)
    for i in range(FOREIGN if foreign else 0):
        text = marked[i % len(marked)] if i % 2 else sentences[i % len(sentences)]
        written = with_one_wrong_mark(text, 5 * i + 1) if i % 2 else text
        group = "foreign font, one wrong mark" if i % 2 else "foreign font, right"
        yield group, plan(first + 10_000 + i, text, written, foreign)
    for i in range(OTHER):
        text = OTHERS[i % len(OTHERS)]
        yield "other sentences", plan(first + 20_000 + i, "", text, BRAND)


def looked_at(task: tuple[int, Line, tuple[str, ...]]) -> tuple[int, dict[str, object]]:
    import cv2

    from benchmarks.slogans_in_pixels.trials import tried

    cv2.setNumThreads(1)
    number, line, sentences = task
    catalog = (line.approved,) if line.approved else sentences
    return number, asdict(tried(line, catalog, BRAND, PHOTOGRAPHS))


def main() -> int:
    options = _options()
    sentences = SPLITS[options.split]
    foreign = tuple(sorted(path for folder in options.foreign for path in _fonts(folder)))
    planned = list(lines_of(sentences, foreign, FIRST_SEED[options.split]))
    wanted = [i for i in range(len(planned)) if not options.quick or i % QUICK in (0, QUICK // 2)]
    done = _read(options.kept)
    tasks = [(i, planned[i][1], tuple(sentences)) for i in wanted if str(i) not in done]
    with ProcessPoolExecutor(options.workers) as pool:
        for number, outcome in pool.map(looked_at, tasks):
            done[str(number)] = outcome
            if options.kept:
                options.kept.write_text(json.dumps(done, ensure_ascii=False), "utf-8")
            if options.verbose:
                _tell(number, planned[number][1], outcome)
    _table([(planned[i][0], done[str(i)]) for i in wanted])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slogans_in_pixels", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of the lines")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--split", choices=tuple(FIRST_SEED), default="reported")
    parser.add_argument("--foreign", type=Path, action="append", default=[],
                        help="a font file, or a folder of them, that the catalog lacks")  # fmt: skip
    parser.add_argument("--kept", type=Path, help="a file that keeps what was done, to go on from")
    parser.add_argument("--verbose", action="store_true", help="tell every line that did not go well")
    return parser.parse_args()


def _fonts(path: Path) -> list[Path]:
    return [p for p in path.rglob("*") if p.suffix in (".ttf", ".otf")] if path.is_dir() else [path]


def _read(kept: Path | None) -> dict[str, dict[str, object]]:
    return json.loads(kept.read_text("utf-8")) if kept and kept.exists() else {}


def _tell(number: int, line: Line, outcome: dict[str, object]) -> None:
    if outcome["told"] not in ("right", "found", "nothing"):
        where = f"{line.font.stem} em {line.em_px:.0f} {line.ground} {line.turn_deg:.0f}° JPEG {line.quality}"
        print(f"{number} {outcome['told']} {outcome['score']:.3f} “{line.written}” as “{outcome['text']}”; {where} "
              f"blur {line.blur_px} tracking {line.tracking_em}", flush=True)  # fmt: skip


def _table(results: Sequence[tuple[str, dict[str, object]]]) -> None:
    groups = list(dict.fromkeys(group for group, _ in results))
    for which in ("told", "peer"):
        shown = [o for o in OUTCOMES if any(outcome[which] == o for _, outcome in results)]
        print("\n" + ("brandkit" if which == "told" else "Tesseract alone, exact"))
        print(f"{'':30}{'lines':>7}" + "".join(f"{name:>13}" for name in shown))
        for group in groups:
            counts = Counter(str(outcome[which]) for g, outcome in results if g == group)
            print(f"{group:30}{sum(counts.values()):7}" + "".join(f"{counts[name]:13}" for name in shown))
    spent = sorted(float(str(outcome["cpu_s"])) for _, outcome in results)
    print(f"\nCPU a page: {mean(spent):.2f} s in the mean, {spent[int(0.95 * (len(spent) - 1))]:.2f} s at 95 %")


if __name__ == "__main__":
    sys.exit(main())
