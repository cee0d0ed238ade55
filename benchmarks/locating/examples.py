"""What the decision is trained on: claims on drawn pages of train brands, told right or wrong by how they were drawn.

Some pages are searched as users' pages are; on others the right pose is given roughly, which costs a tenth. Near-copies
of the brands shown are looked for as well: whatever is found of them is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand, Split
from benchmarks.locating.drawing import ink_box
from benchmarks.locating.near_copies import near_copy
from benchmarks.locating.pages import Page, Target, page_of
from benchmarks.locating.placing import ink_corners, mapped
from benchmarks.locating.scenes import Batch, batch_of
from benchmarks.locating.variants import variants_of
from brandkit.errors import BrandkitError
from brandkit.geometry import Affine, overlap_share, pose_of
from brandkit.sightings.pixels.decision.claims import Claim, ink_quad
from brandkit.sightings.pixels.decision.precision import bars_of_fit
from brandkit.sightings.pixels.locate import claims_at, claims_on
from brandkit.sightings.pixels.templates.template import Shape, shapes_of, template_of

Array = NDArray[np.float64]

SHOWN, BLANK, SEARCHED = 12, 4, 4  # pages of a batch: with targets, without, and of the former those searched
_HIT, _HIT_PX = 0.05, 1.0
_ROUGH_TURN, _ROUGH_SHARE = 2.5, 0.03  # degrees, and share of the size, by which a given pose is off
_SVG = "image/svg+xml"


@dataclass(frozen=True, eq=False)
class Known:
    """A registered brand with its shapes; a near-copy bears the brand's name with a tilde."""

    brand: Brand
    shapes: tuple[Shape, ...]


def pages_of_batch(split: Split, number: int, photographs: Sequence[Path]) -> list[dict[str, Any]]:
    """One record a page: what it shows, whether it was searched, and every claim upon it."""
    batch = batch_of(split, number, SHOWN, BLANK, seed=1)
    known = [own for own in map(_known, batch.catalog) if own is not None]
    changed = (near_copy(own.brand) for own in known)
    copies = [own for own in (_known(copy) for copy in changed if copy is not None) if own is not None]
    return list(_pages(batch, known, copies, photographs))


def _known(brand: Brand) -> Known | None:
    """The brand as it would be registered; None when no template can be made of a master."""
    try:
        templates = [template_of(variant.master.svg(), _SVG) for variant in variants_of(brand)]
    except BrandkitError:
        return None
    return Known(brand, shapes_of(templates))


def _pages(
    batch: Batch, known: list[Known], copies: list[Known], photographs: Sequence[Path]
) -> Iterator[dict[str, Any]]:
    for place, scene in enumerate(batch.scenes):
        page = page_of(scene, photographs)
        searched = not page.targets or place % (SHOWN // SEARCHED) == 0
        owners = {shape.lead.key: own for own in known for shape in own.shapes}
        claims = claims_on(page.picture, [s for own in known for s in own.shapes]) if searched else []
        found = [_record(claim, owners[claim.shape.lead.key], page) for claim in claims]
        shown = {target.brand for target in page.targets}
        rng = np.random.default_rng(scene.seed)
        for target in page.targets:
            own = next((k for k in known if k.brand.name == target.brand), None)
            if own is None:
                continue
            if not any(record["right"] and record["brand"] == target.brand for record in found):
                found += [_record(c, own, page) | {"given": True} for c in _given(page, own, target, rng)]
            for copy in copies:
                if copy.brand.name == target.brand + "~":
                    near = _given(page, copy, target, rng)
                    found += [_record(c, copy, page) | {"copy": True, "given": True} for c in near]
        yield {
            "batch": batch.number, "page": place, "searched": searched, "alteration": scene.alteration,
            "ground": scene.ground, "brands": len(known), "shown": sorted(shown), "claims": found,
            "targets": [{"brand": t.brand, "size": round(t.size, 2), "visible": round(t.visible, 4)}
                        for t in page.targets],
        }  # fmt: skip


def _given(page: Page, own: Known, target: Target, rng: np.random.Generator) -> list[Claim]:
    """Claims of a brand from its true pose, or a near-copy's from its original's, a little off."""
    turn, size = math.radians(rng.uniform(-1, 1) * _ROUGH_TURN), 1 + rng.uniform(-1, 1) * _ROUGH_SHARE
    c, s = math.cos(turn), math.sin(turn)
    motion = np.array([[c, -s], [s, c]]) * size
    left, top, right, bottom = ink_box(own.brand)
    middle = target.pose @ [(left + right) / 2, (top + bottom) / 2, 1]
    shift = motion @ (target.pose[:, 2] - middle) + middle + rng.uniform(-1, 1, 2) * _ROUGH_SHARE * target.size
    pose = np.column_stack([motion @ target.pose[:, :2], shift])
    return [claim for shape in own.shapes for claim in claims_at(page.picture, shape, [pose])]


def _record(claim: Claim, own: Known, page: Page) -> dict[str, Any]:
    quad = ink_quad(claim.shape, claim.pose)
    record: dict[str, Any] = {
        "brand": own.brand.name, "family": own.brand.family, "right": False, "target": -1,
        "quad": [[round(x, 2), round(y, 2)] for x, y in quad],
        "evidence": {name: round(float(value), 5) for name, value in claim.evidence._asdict().items()},
    }  # fmt: skip
    for number, target in enumerate(page.targets):
        if target.brand != own.brand.name:
            continue
        pose = _aligned(claim, own.brand, target)
        if pose is not None:
            return record | {"right": True, "target": number} | _errors(claim, pose, target)
        truth = [(float(x), float(y)) for x, y in mapped(target.homography, ink_corners(own.brand))]
        if overlap_share(quad, truth) > 0.3:
            record["target"] = number
    return record


def _aligned(claim: Claim, brand: Brand, target: Target) -> Array | None:
    """The claim's pose, turned within its symmetries onto the target; None when it lies elsewhere."""
    corners = ink_corners(brand)
    truth = mapped(target.homography, corners)
    size = math.sqrt(abs(np.linalg.det(target.pose[:, :2])) * float(np.prod(np.ptp(corners, axis=0))))
    slack = _HIT * size + _HIT_PX + (target.amount * size / 2 if target.alteration == "perspective" else 0)
    for turn in claim.shape.symmetries:
        pose = np.column_stack([claim.pose[:, :2] @ turn[:2, :2], claim.pose @ [*turn[:2, 2], 1]])
        if np.abs(corners @ pose[:, :2].T + pose[:, 2] - truth).max() < slack:
            return pose
    return None


def _errors(claim: Claim, pose: Array, target: Target) -> dict[str, Any]:
    """Errors of stretch, turn, skew and height, and the bars that the fit alone puts on them."""
    bars = bars_of_fit(claim.drawn, pose, claim.shape.lead)
    if bars is None or target.alteration == "perspective":
        return {}
    seen, truth = (_pose(matrix, claim.shape) for matrix in (pose, target.pose))
    return {
        "errors": {
            "stretch": abs(seen.stretch - truth.stretch),
            "rotation": abs((seen.rotation_deg - truth.rotation_deg + 180) % 360 - 180),
            "skew": abs(seen.skew_deg - truth.skew_deg),
            "height": abs(seen.height - truth.height),
        },
        "bars": {"stretch": bars.stretch, "rotation": bars.rotation_deg, "skew": bars.skew_deg, "height": bars.height},
        "truth": {"stretch": truth.stretch, "height": truth.height},
    }


def _pose(matrix: Array, shape: Shape) -> Any:
    (a, c, e), (b, d, f) = matrix.tolist()
    return pose_of(Affine(a, b, c, d, e, f), shape.lead.width, shape.lead.height)
