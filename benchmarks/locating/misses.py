"""What went wrong in a run, page by page: targets missed or mistaken, and false alarms; drawn if asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.locating import brands, grounds, run, scenes
from benchmarks.locating.pages import page_of
from benchmarks.locating.placing import ink_corners, mapped

Row = dict[str, Any]


def told(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Each page of brandkit's on which something is wrong, and what."""
    for row in rows:
        if row["finder"] != run.OWN:
            continue
        for target in row["targets"]:
            fault = fault_of(target)
            if fault:
                about = f"{target['alteration']} {target['amount']:g} {target['occluder']}".strip()
                yield row, f"{fault:18} {target['size']:5.0f} px {target['ground']:9} {about:24} {target['brand']}"
        for false in row["false"]:
            sure = "certain" if false["certain"] else "possible"
            kind = "misplaced" if false["misplaced"] else f"false {sure}"
            where = f"{row['ground']:9} {row['alteration']:24}"
            yield row, f"{kind:18} {'':8} {where} {false['brand']} {false['score']:.3f}"


def fault_of(target: Row) -> str:
    """One word for what is wrong with a find, "" when nothing is."""
    if not target["found"]:
        return "missed"
    if not target["mirror_right"]:
        return "wrongly mirrored"
    return f"variant {target['variant']}" if target["variant"] in ("open", "wrong") else ""


def listed(folder: Path, drawn: Path | None) -> str:
    """A line for each fault of the results in a folder; their pages as PNG, the targets framed, into another."""
    plan = run.Plan(**json.loads((folder / "plan.json").read_text("utf-8")))
    done = sorted(folder.glob("batch-*.jsonl"))
    rows = [json.loads(line) for file in done for line in file.read_text("utf-8").splitlines()]
    found = list(told(rows))
    if drawn is not None:
        drawn.mkdir(parents=True, exist_ok=True)
        for batch, page in sorted({(row["batch"], row["page"]) for row, _ in found}):
            _draw(plan, batch, page, drawn / f"{batch:05}-{page:02}.png")
    return "\n".join(f"{row['batch']:05}-{row['page']:02} {line}" for row, line in found)


def _draw(plan: run.Plan, number: int, index: int, file: Path) -> None:
    import cv2

    shown, blank = run.counts_of(plan)[number]
    batch = scenes.batch_of(brands.load(Path(plan.logos))[plan.split], number, shown, blank, plan.seed)
    photographs = grounds.photographs_of(Path(plan.photographs) if plan.photographs else None, plan.split)
    page = page_of(batch.scenes[index], photographs)
    picture = np.ascontiguousarray(page.picture[..., ::-1])
    for target in page.targets:
        brand = next(brand for brand in batch.catalog if brand.name == target.brand)
        around = mapped(target.homography, ink_corners(brand)).round().astype(np.int32)
        cv2.polylines(picture, [around], True, (255, 0, 255), 1)
    cv2.imwrite(str(file), picture)
