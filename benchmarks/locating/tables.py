"""Rows of results as plain tables. Recall and false alarms always stand side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.locating.alterations import ALTERATIONS, OCCLUDERS
from benchmarks.locating.brands import KINDS
from benchmarks.locating.grounds import GROUNDS
from benchmarks.locating.limits import UNCOVERED, limits_table
from benchmarks.locating.pages import SIZES
from benchmarks.locating.run import OWN
from benchmarks.locating.scores import Chosen, Row, Tally, share_right, tally

_HEAD = (
    f"{'':18}{'targets':>8}{'found':>7}{'certain':>8} |{'pages':>6}{'certain':>8}{'per pair':>9}{'possible':>9}"
    f"{'mispl.':>7} |{'height':>7}{'p95 %':>6}{'aspect':>7}{'p95 %':>6}{'turn':>6}{'p95 °':>6}{'mirror':>7}"
    f"{'variant':>8}{'shown':>6} |{'bars h':>7}{'asp.':>5}{'turn':>5} |{'CPU s':>6}"
)
_ABOVE = f"{'':18}{'':23} |{'false alarms, % of pages and of page × brand':^39} |"


def report(rows: Sequence[Row]) -> str:
    """All tables of a run: what must be shown, per size, ground and alteration, and the peers."""
    own = [row for row in rows if row["finder"] == OWN]
    names = {name for row in own for name in row["strangers"]}
    brands = {target["brand"] for row in own for target in row["targets"]}
    shown = sum(len(row["targets"]) for row in own)
    empty = sum(not row["targets"] for row in own)
    lines = [
        f"{shown} targets of {len(brands)} brands, {empty} pages without any, {len(names)} other logos as strangers",
        "",
        limits_table(own, shown, empty, len(names)),
        "",
        *_table(own),
    ]
    compared = [row for row in rows if row["compared"]]
    for name in sorted({row["finder"] for row in compared}, key=lambda name: (name != OWN, name)):
        part = [row for row in compared if row["finder"] == name]
        lines += ["", f"{name}, on the {len(part)} pages that all finders looked at", _ABOVE, _HEAD]
        lines += [
            _line("32 px and more", tally(part, _at_least(32), lambda row: True)),
            _line("of them unoccluded", tally(part, lambda t: t["nominal"] >= 32 and t["alteration"] not in UNCOVERED)),
            _line("all", tally(part, pages=lambda row: True)),
        ]
    return "\n".join(lines)


def _at_least(size: int) -> Chosen:
    return lambda target: target["nominal"] >= size


def _table(own: Sequence[Row]) -> list[str]:
    lines = [_ABOVE, _HEAD]
    chosen: list[tuple[str, Chosen]] = [(f"{size} px", _is("nominal", size)) for size in SIZES]
    lines += [_line(label, tally(own, test)) for label, test in chosen]
    lines.append("from 32 px:")
    for label, test in _parts():
        lines.append(_line(label, tally(own, lambda t, test=test: t["nominal"] >= 32 and test(t))))
    lines.append("without a target:")
    for ground in GROUNDS:
        blank = [row for row in own if not row["targets"] and row["ground"] == ground]
        lines.append(_line(f"on {ground}", tally(blank, pages=lambda row: True)))
    lines.append(_line("any ground", tally(own, lambda target: False, lambda row: not row["targets"])))
    lines.append(_line("all pages", tally(own, pages=lambda row: True)))
    return lines


def _parts() -> list[tuple[str, Chosen]]:
    found: list[tuple[str, Chosen]] = [(name, _is("alteration", name)) for name in ALTERATIONS]
    found += [(f"occluded: {kind}", _is("occluder", kind)) for kind in OCCLUDERS]
    found += [(f"on {ground}", _is("ground", ground)) for ground in GROUNDS]
    return found + [(f"logo: {kind}", _is("kind", kind)) for kind in KINDS]


def _is(key: str, value: object) -> Callable[[Row], bool]:
    return lambda target: target[key] == value


def _line(label: str, row: Tally) -> str:
    pages, pairs = max(1, row.pages), max(1, row.pairs)
    recall = f"{row.recall:7.3f}{row.certain / row.targets:8.3f}" if row.targets else f"{'–':>7}{'–':>8}"
    height = [100 * row.percentile("height", share) for share in (0.5, 0.95)]
    aspect = [100 * row.percentile("stretch", share) for share in (0.5, 0.95)]
    turn = [row.percentile("turn", share) for share in (0.5, 0.95)]
    variant = share_right([v == "right" for v in row.variants])
    shown = float(np.mean(row.visible)) if row.visible else float("nan")
    bars = "".join(f"{row.coverage(name):{width}.2f}" for name, width in (("height", 7), ("stretch", 5), ("turn", 5)))
    text = (
        f"{label:18}{row.targets:8}{recall} |{row.pages:6}{100 * row.pages_with_certain / pages:8.2f}"
        f"{100 * row.false_certain / pairs:9.3f}{100 * row.pages_with_possible / pages:9.2f}{row.misplaced:7} |"
        f"{height[0]:7.2f}{height[1]:6.2f}{aspect[0]:7.2f}{aspect[1]:6.2f}{turn[0]:6.2f}{turn[1]:6.2f}"
        f"{share_right(row.mirror):7.3f}{variant:8.3f}{shown:6.3f} |{bars} |{row.seconds / pages:6.2f}"
    )
    return text.replace("nan", "  –")
