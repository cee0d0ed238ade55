"""The figures as text: recall, placement, wrong photographs, time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.near_duplicates.photographs import Photograph
from benchmarks.near_duplicates.tables import _aligned
from benchmarks.photos_on_pages.run import Line, Target

GOAL_RECALL, GOAL_FALSE = 0.97, 1e-5
MISPLACED = 0.1  # of the shown part's longer side: farther off it was not found there


def targets_of(lines: Sequence[Line]) -> list[Target]:
    return [target for line in lines for target in line.targets]


def is_found(target: Target) -> bool:
    return bool(target.told) and target.error <= MISPLACED


def recall(lines: Sequence[Line]) -> float:
    """Share of the photographs on pages that were told, surely or as possible, in their place."""
    targets = targets_of(lines)
    return sum(map(is_found, targets)) / max(1, len(targets))


def false_share(lines: Sequence[Line], photographs: int, *, certain_alone: bool = False) -> float:
    """Wrong photographs told, over all pairs of a page and a photograph of the catalog."""
    wrong = sum(certain or not certain_alone for line in lines for _, certain in line.wrong)
    return wrong / max(1, len(lines) * photographs)


def recall_table(lines: Sequence[Line], attacks: Sequence[str]) -> str:
    """For each attack: photographs, found at all, surely, misplaced, mirrored rightly; error in thousandths."""
    rows = [
        ["attack", "photos", "found", "certain", "mirror ok", "place p50 ‰", "p95 ‰", "share p95 %", "false", "CPU s"]
    ]
    for attack in [*attacks, "all"]:
        some = [line for line in lines if attack in (line.attack, "all")]
        targets = targets_of(some)
        if not some:
            continue
        found = [target for target in targets if is_found(target)]
        errors = [1000 * target.error for target in found] or [float("nan")]
        shares = [100 * abs(target.visible_error) for target in found] or [float("nan")]
        wrong = sum(len(line.wrong) for line in some)
        rows.append([
            attack, str(len(targets)), _share(len(found), len(targets)),
            _share(sum(t.told == "certain" for t in found), len(targets)),
            _share(sum(t.mirrored for t in found), len(found)), *_quantiles(errors), f"{np.quantile(shares, 0.95):.1f}",
            str(wrong), f"{np.mean([line.seconds for line in some]):.2f}",
        ])  # fmt: skip
    return _aligned(rows)


def false_table(lines: Sequence[Line], photographs: int) -> str:
    """Wrong photographs of ours and of the peers, on the pages that they all were shown."""
    rows = [["", "pages", "recall", "wrong", "per page", "per 1e6 comparisons", "CPU s per page"]]
    shown = [line for line in lines if line.peers]
    for title, some in (("ours", lines), ("ours, certain alone", lines), ("ours, the peers' pages", shown)):
        if some:
            alone = title.endswith("alone")
            share = false_share(some, photographs, certain_alone=alone)
            targets = targets_of(some)
            hits = sum(is_found(t) and (t.told == "certain" or not alone) for t in targets)
            rows.append(
                _false_row(title, some, photographs, hits / max(1, len(targets)), share, [li.seconds for li in some])
            )
    for name in shown[0].peers if shown else ():
        hits = [t.number in line.peers[name][0] for line in shown for t in line.targets]
        wrong = sum(len(set(line.peers[name][0]) - {t.number for t in line.targets}) for line in shown)
        share = wrong / (len(shown) * photographs)
        seconds = [line.peers[name][1] for line in shown]
        rows.append(_false_row(name, shown, photographs, float(np.mean(hits)) if hits else 0.0, share, seconds))
    return _aligned(rows)


def worst_pairs(lines: Sequence[Line], photographs: Sequence[Photograph], most: int = 12) -> str:
    """Which photograph was told wrongly on whose pages, to be looked at by eye."""
    counted: dict[tuple[str, str, str], int] = {}
    for line in lines:
        for other, certain in line.wrong:
            key = (photographs[line.photograph].name, photographs[other].name, "certain" if certain else "possible")
            counted[key] = counted.get(key, 0) + 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:most]
    return "\n".join(f"  {n:4} {how}  {other} on a page of {one}" for (one, other, how), n in ordered) or "  none"


def _false_row(
    title: str, lines: Sequence[Line], photographs: int, found: float, share: float, seconds: Sequence[float]
) -> list[str]:
    wrong = round(share * len(lines) * photographs)
    return [title, str(len(lines)), f"{found:.4f}", str(wrong), f"{wrong / len(lines):.4f}", f"{1e6 * share:.1f}",
            f"{np.mean(seconds):.2f}"]  # fmt: skip


def _quantiles(values: Sequence[float]) -> tuple[str, str]:
    return f"{np.quantile(values, 0.5):.1f}", f"{np.quantile(values, 0.95):.1f}"


def _share(count: int, of: int) -> str:
    return f"{count / of:.3f}" if of else "-"
