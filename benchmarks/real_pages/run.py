"""The run: what each document has for logos, then its pages; one file a document, so that a killed run goes on."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.real_pages import masters, truth
from benchmarks.real_pages.comparing import compared
from brandkit import limits, sandbox
from brandkit.errors import BrandkitError

Row = dict[str, Any]
DPI = (100.0, 150.0, 200.0)
PHOTOGRAPHIC_COPY = 3  # each third page is a JPEG
QUALITY = 75
FOREIGN = 3


@dataclass(frozen=True)
class Plan:
    """What is looked at. with_logo, without : pages of one document."""

    pdfs: str
    with_logo: int
    without: int
    documents: int | None = None


def documents_of(plan: Plan) -> list[Path]:
    """The PDFs, in an order that mixes the packages and is the same every time; of equal files one."""
    found: dict[str, Path] = {}
    for path in sorted(Path(plan.pdfs).rglob("*.pdf")):
        found.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
    return [found[key] for key in sorted(found)]


def run(plan: Plan, out: Path, workers: int) -> list[Row]:
    """Every row; what the folder already holds is not done again."""
    for name in ("logos", "rows"):
        (out / name).mkdir(parents=True, exist_ok=True)
    paths = documents_of(plan)
    chosen: list[Path] = []
    for path in paths:  # until there are enough documents that have a logo at all
        if plan.documents is not None and len(chosen) >= plan.documents:
            break
        if _studied(out, path):
            chosen.append(path)
    work = partial(_compared, plan, out)
    if workers == 1:
        done = [work(path) for path in chosen]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            done = list(pool.map(work, chosen))
    return [row for rows in done for row in rows]


def _name(path: Path) -> str:
    return hashlib.sha256(f"{path.parent.name}/{path.name}".encode()).hexdigest()[:16]


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _studied(out: Path, path: Path) -> list[dict[str, Any]]:
    """The document's logos as they were stored, looked for when they were not; none when it cannot be read."""
    kept = out / "logos" / f"{_name(path)}.json"
    if not kept.is_file():
        logos = _looked_for(path) if masters.may_have_any(path) else []
        for logo in logos:
            (out / "logos" / logo.key).write_bytes(logo.data)
        told = [{"key": x.key, "media_type": x.media_type, "seen": x.seen, "picture": x.picture} for x in logos]
        _write(kept, json.dumps(told))
    stored: list[dict[str, Any]] = json.loads(kept.read_text("utf-8"))
    return stored


def _looked_for(path: Path) -> list[masters.Logo]:
    try:
        with sandbox.opened(path) as material:
            return [logo for logo in masters.logos_of(material) if _can_be_looked_for(logo)]
    except BrandkitError:
        return []


def _can_be_looked_for(logo: masters.Logo) -> bool:
    from brandkit.sightings.pixels.templates.template import template_of

    try:
        return bool(template_of(logo.data, logo.media_type))
    except (BrandkitError, OSError, ValueError):
        return False


def _logos(out: Path, stored: Sequence[dict[str, Any]]) -> list[masters.Logo]:
    return [masters.Logo(x["key"], (out / "logos" / x["key"]).read_bytes(), x["media_type"], x["seen"], x["picture"])
            for x in stored]  # fmt: skip


def _foreign(out: Path, own: set[str], seed: str) -> list[masters.Logo]:
    """Logos of other documents, the same ones every time as long as the same documents were studied."""
    known: dict[str, dict[str, Any]] = {}
    for path in sorted((out / "logos").glob("*.json")):
        known |= {x["key"]: x for x in json.loads(path.read_text("utf-8")) if x["key"] not in own}
    return _logos(out, random.Random(seed).sample([known[key] for key in sorted(known)], min(FOREIGN, len(known))))


def _compared(plan: Plan, out: Path, path: Path) -> list[Row]:
    kept = out / "rows" / f"{_name(path)}-{plan.with_logo}-{plan.without}.json"
    if not kept.is_file():
        _write(kept, json.dumps(_looked_at(plan, out, path)))
    rows: list[Row] = json.loads(kept.read_text("utf-8"))
    return rows


def _looked_at(plan: Plan, out: Path, path: Path) -> list[Row]:
    import cv2

    from brandkit.sightings.pixels.locate import locate
    from brandkit.sightings.pixels.templates.template import shapes_of, template_of

    cv2.setNumThreads(1)
    logos = _logos(out, _studied(out, path))
    foreign = _foreign(out, {logo.key for logo in logos}, path.name)
    shapes = shapes_of([template_of(logo.data, logo.media_type) for logo in (*logos, *foreign)])
    outlines = truth.prepared(logos)
    rows: list[Row] = []
    with sandbox.opened(path) as material:
        pages = material.document.pages[: masters.PAGES_READ]
        places = {page.number: truth.places_on(page, logos, outlines) for page in pages}
        for page in _chosen(pages, places, plan):
            image, scale, form = _pixels(material, page, path.name)
            start = time.process_time()
            found = locate(image, shapes)
            told = {"document": path.name, "package": path.parent.name, "page": page.number, "form": form,
                    "scale": scale, "structure": len(places[page.number])}  # fmt: skip
            rows.append({**told, "kind": "page", "shapes": len(shapes), "mp": round(image.size / 3e6, 3),
                         "cpu_s": round(time.process_time() - start, 3)})  # fmt: skip
            rows += [{**told, **row} for row in compared(places[page.number], found, scale)]
    return rows


def _chosen(pages: Sequence[Any], places: dict[int, list[truth.Place]], plan: Plan) -> list[Any]:
    """Pages spread over the document: some that hold a logo, some whose structure holds none."""
    having = [page for page in pages if any(place.sure for place in places[page.number])]
    empty = [page for page in pages if not places[page.number]]
    return sorted([*_spread(having, plan.with_logo), *_spread(empty, plan.without)], key=lambda page: page.number)


def _spread(pages: Sequence[Any], most: int) -> list[Any]:
    if len(pages) <= most:
        return list(pages)
    return [pages[round(i * (len(pages) - 1) / max(1, most - 1))] for i in range(most)]


def _pixels(material: sandbox.Material, page: Any, name: str) -> tuple[np.ndarray, float, str]:
    """(H, W, 3) uint8 of a page as pixels alone, pixels per page unit, and "png" or "jpeg"."""
    from PIL import Image

    lot = int(hashlib.sha256(f"{name}/{page.number}".encode()).hexdigest()[:8], 16)
    scale = DPI[lot % len(DPI)] / 72
    scale = min(scale, (limits.PAGE_PIXELS / (page.width * page.height)) ** 0.5)
    image = material.pixels(page.number, scale)
    if (lot // 7) % PHOTOGRAPHIC_COPY:
        return image, scale, "png"
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "JPEG", quality=QUALITY)
    return np.asarray(Image.open(stream).convert("RGB")), scale, "jpeg"
