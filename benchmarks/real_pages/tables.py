"""Plain tables of a run: agreement by size, errors, false alarms, and where the misses lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

Row = dict[str, Any]
BANDS = ((0, 24), (24, 32), (32, 48), (48, 96), (96, 200), (200, 10_000))
AIM, FROM_PX = 0.9, 32


def told(rows: Sequence[Row]) -> Iterator[str]:
    """The tables, line by line, in Markdown."""
    pages = [row for row in rows if row["kind"] == "page"]
    true = [row for row in rows if row["kind"] == "true"]
    false = [row for row in rows if row["kind"] == "false"]
    documents = {(row["package"], row["document"]) for row in rows}
    yield f"{len(documents)} documents, {len(pages)} pages, {len(true)} logos by structure"
    yield ""
    yield "| shorter side, px | logos | agree | certain | size error p95 | rotation p95, deg |"
    yield "|---|---|---|---|---|---|"
    for low, high in BANDS:
        band = [row for row in true if low <= row["px"] < high]
        if band:
            yield _line(f"{low}–{high}" if high < 10_000 else f"≥ {low}", band)
    large = [row for row in true if row["px"] >= FROM_PX]
    if large:
        yield _line(f"**≥ {FROM_PX}**", large)
        agree = _share(large)
        yield ""
        yield f"Agreement at ≥ {FROM_PX} px: {agree:.3f} (aim {AIM}: {'reached' if agree >= AIM else 'missed'})"
        for form in ("png", "jpeg"):
            yield f"- {form}: {_share([row for row in large if row['form'] == form]):.3f}"
    yield ""
    yield from _false(pages, false)
    yield from _times(pages)
    yield from _misses([row for row in large if not row["found"]])


def _share(rows: Sequence[Row]) -> float:
    return sum(row["found"] for row in rows) / len(rows) if rows else float("nan")


def _line(name: str, band: Sequence[Row]) -> str:
    found = [row for row in band if row["found"]]
    certain = sum(row["certain"] for row in found) / len(band)
    size = _p95([abs(row["size_error"]) for row in found])
    turn = _p95([abs(row["rotation_error_deg"]) for row in found])
    return f"| {name} | {len(band)} | {_share(band):.3f} | {certain:.3f} | {100 * size:.2f} % | {turn:.2f} |"


def _p95(values: Sequence[float]) -> float:
    return float(np.percentile(values, 95)) if values else float("nan")


def _false(pages: Sequence[Row], false: Sequence[Row]) -> Iterator[str]:
    empty = {(row["document"], row["page"]): row["shapes"] for row in pages if not row["structure"]}
    here = [row for row in false if (row["document"], row["page"]) in empty]
    brands = sum(empty.values())
    for name, wanted in (("certain", True), ("possible", False)):
        some = [row for row in here if row["certain"] is wanted]
        hit = len({(row["document"], row["page"]) for row in some})
        yield (f"False `{name}` on the {len(empty)} pages whose structure has none: {len(some)} on {hit} pages, "
               f"{100 * len(some) / max(1, brands):.3f} % per page and logo")  # fmt: skip
    elsewhere = Counter("certain" if row["certain"] else "possible" for row in false if row not in here)
    yield f"On pages with logos, at places where structure has none: {dict(elsewhere)}"


def _times(pages: Sequence[Row]) -> Iterator[str]:
    if pages:
        cpu = [row["cpu_s"] for row in pages]
        size = np.mean([row["mp"] for row in pages])
        yield f"CPU a page: median {np.median(cpu):.2f} s, p95 {_p95(cpu):.2f} s ({size:.1f} MP)"


def _misses(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield "| missed at ≥ 32 px: document | logo | px | times | what |"
    yield "|---|---|---|---|---|"
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["document"], row["logo"]), []).append(row)
    for (document, logo), some in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        what = Counter("pose off" if "gap" in row else "other logo" if row["near"] else "not seen" for row in some)
        sizes = f"{min(r['px'] for r in some):.0f}–{max(r['px'] for r in some):.0f}"
        yield f"| {document} | {logo[:10]} | {sizes} | {len(some)} | {', '.join(f'{k} {v}' for k, v in what.items())} |"
