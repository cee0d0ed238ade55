"""Finds against truth: which found logo lies on which target, and how far off it is. Results are plain JSON values."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating.brands import Brand, kind_of
from benchmarks.locating.drawing import ink_box
from benchmarks.locating.finders import Found, shape_of
from benchmarks.locating.pages import Page, Target
from benchmarks.locating.placing import mapped
from brandkit.geometry import Affine, Pose, overlap_share, pose_of

Array = NDArray[np.float64]

HIT, HIT_SEEN_OBLIQUELY = 0.05, 0.09  # of the logo's size: a corner further off is another place
HIT_PX = 1.0
SAME_PLACE = 0.3  # overlap from which a find of the right brand is a target badly measured, not a false alarm


def judged(page: Page, found: Sequence[Found], catalog: Sequence[Brand]) -> dict[str, Any]:
    """One row of results: each target with its find, and what was found where nothing is."""
    by_name = {brand.name: brand for brand in catalog}
    left = list(found)
    targets = []
    for target in page.targets:
        hit = next((f for f in left if aligned(f, target, by_name[target.brand]) is not None), None)
        if hit is not None:
            left.remove(hit)
        targets.append(told(target, hit, by_name[target.brand]))
    false = []
    for other in left:
        spoiled = any(_same_place(other, target, by_name[other.brand]) for target in page.targets)
        row = {"brand": other.brand, "certain": other.certain, "score": round(other.score, 5), "misplaced": spoiled}
        false.append(row)
    return {"targets": targets, "false": false}


def told(target: Target, hit: Found | None, brand: Brand) -> dict[str, Any]:
    """A target's row; errors are found minus true, of height and stretch as shares, of turn in degrees."""
    row: dict[str, Any] = {
        "brand": target.brand,
        "kind": "gradient" if "Gradient" in brand.body else kind_of(brand),
        "form": target.form,
        "alteration": target.alteration,
        "amount": round(target.amount, 4),
        "occluder": target.occluder,
        "size": round(target.size, 2),
        "nominal": target.nominal,
        "ground": target.ground,
        "visible": round(target.visible, 4),
        "found": hit is not None,
        "certain": hit is not None and hit.certain,
    }
    if hit is None:
        return row
    pose = aligned(hit, target, brand)
    assert pose is not None
    seen, true = _pose(pose, brand), _pose(target.pose, brand)
    turn = (seen.rotation_deg - true.rotation_deg + 180) % 360 - 180
    # A logo that is mirrored in itself reads as turned either way round; so does one seen wrongly mirrored.
    row |= {
        "score": round(hit.score, 5),
        "reason": hit.reason,
        "height_error": round(seen.height / true.height - 1, 6),
        "stretch_error": round(seen.stretch / true.stretch - 1, 6),
        "turn_error": round(turn, 4),
        "mirror_right": seen.mirrored == true.mirrored,
        "variant": _variant(target, hit),
        "visible_error": round(hit.visible - target.visible, 4),
    }
    if hit.errors is not None:
        row["bars"] = {
            "height": round(hit.errors.height / true.height, 6),
            "stretch": round(hit.errors.stretch / true.stretch, 6),
            "turn": round(hit.errors.rotation_deg, 4),
        }
    return row


def aligned(found: Found, target: Target, brand: Brand) -> Array | None:
    """The found (2, 3) pose, turned within the logo's own symmetries to lie on the target; None when it does not.

    A pose that lies on the target only when it is mirrored is returned as it is: found, and mirrored wrongly.
    """
    if found.brand != target.brand:
        return None
    corners = _corners(brand)
    truth = mapped(target.homography, corners)
    left, top, right, bottom = ink_box(brand)
    size = math.sqrt(abs(np.linalg.det(target.pose[:, :2])) * (right - left) * (bottom - top))
    near = (HIT_SEEN_OBLIQUELY if target.alteration == "perspective" else HIT) * size + HIT_PX
    turns = [np.asarray(turn)[:2] for turn in shape_of(brand).symmetries]
    flip = np.array([[-1, 0, left + right], [0, 1, 0]])
    for inner in turns:
        if _away(found, inner, corners, truth) < near:
            return _composed(found.pose, inner)
    if any(_away(found, _composed(inner, flip), corners, truth) < near for inner in turns):
        return found.pose
    return None


def _away(found: Found, inner: Array, corners: Array, truth: Array) -> float:
    """Largest distance of the corners, taken through `inner` first, from where they ought to be."""
    return float(np.abs(_at(found, _affine(inner, corners)) - truth).max())


def _variant(target: Target, hit: Found) -> str:
    """"right", "open" (the finder says that it cannot tell), "wrong"; "" when the target is in no variant's colours."""
    if not target.form:
        return ""
    if hit.form == target.form:
        return "right"
    return "open" if target.form in hit.open_forms else "wrong"


def _same_place(found: Found, target: Target, brand: Brand) -> bool:
    if found.brand != target.brand:
        return False
    corners = _corners(brand)
    one, other = _at(found, corners), mapped(target.homography, corners)
    return overlap_share([tuple(p) for p in one.tolist()], [tuple(p) for p in other.tolist()]) > SAME_PLACE


def _corners(brand: Brand) -> Array:
    left, top, right, bottom = ink_box(brand)
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]])


def _at(found: Found, points: Array) -> Array:
    return _affine(found.pose, points) if found.homography is None else mapped(found.homography, points)


def _affine(pose: Array, points: Array) -> Array:
    return points @ pose[:, :2].T + pose[:, 2]


def _composed(outer: Array, inner: Array) -> Array:
    return np.column_stack([outer[:, :2] @ inner[:, :2], outer[:, :2] @ inner[:, 2] + outer[:, 2]])


def _pose(pose: Array, brand: Brand) -> Pose:
    (a, c, e), (b, d, f) = pose.tolist()
    return pose_of(Affine(a, b, c, d, e, f), brand.width, brand.height)
