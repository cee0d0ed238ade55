"""Pages with logos at known poses, each altered in one way: a `Scene` says what, `page_of` draws it by its seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.locating import grounds
from benchmarks.locating.alterations import (
    CUT,
    OCCLUDERS,
    backed,
    colored,
    covering,
    degraded,
    magnitude,
    painted,
)
from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import ink_box, inks, raster, raster_window
from benchmarks.locating.placing import (
    LEGIBLE,
    Place,
    affine_part,
    free_shift,
    ink_corners,
    laid_out,
    linear_map,
    map_at,
    mapped,
    middle_of,
    readable_share,
)
from benchmarks.locating.variants import FULL, MONO, Variant, variants_of

Array = NDArray[np.float64]
Picture = NDArray[np.uint8]

SIZES = (24, 28, 32, 48, 72, 110, 200, 400, 600)
PAGE, LARGE_PAGE = (1000, 700), (1640, 1240)
LARGE_FROM_PX = 300
SEVERAL_PX = 110  # of each of several logos on one page, at most
STRANGER_VARIANTS = 0.3
STRANGER_SIZES = (24, 32, 48, 72, 110, 200)
PLATE = 0.25  # of the logo's smaller side: free ground around it on documents
_SUPERSAMPLED = 3


@dataclass(frozen=True)
class Scene:
    """What a page shows: variants at a nominal size in pixels (of the smaller side), and logos of no catalog.

    amount : the alteration's magnitude; None takes one from its range. occluder : a kind of OCCLUDERS, None for any.
    """

    seed: int
    shown: tuple[Variant, ...]
    alteration: str
    size: int
    ground: str
    strangers: tuple[Brand, ...] = ()
    amount: float | None = None
    occluder: str | None = None


@dataclass(frozen=True, eq=False)
class Target:
    """A logo on a page.

    pose : (2, 3), artboard units to page pixels; for perspective the affine part at the drawing's middle.
    homography : (3, 3) of the same; its last row is 0, 0, 1 but for perspective.
    form : the variant drawn, "" when its colours are no variant's. size : smaller side of the drawing in pixels.
    nominal : the size of SIZES that was reached. visible : share of the drawing's ink that shows.
    """

    brand: str
    form: str
    pose: Array
    homography: Array
    alteration: str
    amount: float
    occluder: str
    size: float
    nominal: int
    ground: str
    visible: float


@dataclass(frozen=True, eq=False)
class Page:
    """A picture with what is on it: targets, and the names of logos of no catalog."""

    picture: Picture
    targets: tuple[Target, ...]
    strangers: tuple[str, ...] = ()


def page_of(scene: Scene, photographs: Sequence[Path] = ()) -> Page:
    """The page of a scene; photographs as grounds and over logos, drawn ones when there are none."""
    rng = np.random.default_rng(scene.seed)
    dark = _wants_dark(scene, rng)
    width, height = _page_size(scene)
    page = grounds.drawn(scene.ground, rng, width, height, dark, photographs).copy()
    base = page[2, 2].copy()
    taken: list[Array] = []
    size = min(scene.size, SEVERAL_PX) if len(scene.shown) > 1 else scene.size
    fitted = [laid_out(rng, shown, scene.alteration, scene.amount, size, page, taken) for shown in scene.shown]
    strangers = tuple(other.name for other in scene.strangers if _add_stranger(rng, page, other, taken))
    targets = [
        _drawn_target(rng, scene, variant, place, page, base, photographs)
        for variant, place in zip(scene.shown, fitted, strict=True)
        if place is not None
    ]
    amounts = [target.amount for target in targets]
    page = degraded(page, scene.alteration, amounts[0] if amounts else 0.0, rng)
    return Page(page, tuple(targets), strangers)


def _page_size(scene: Scene) -> tuple[int, int]:
    return LARGE_PAGE if scene.shown and len(scene.shown) == 1 and scene.size >= LARGE_FROM_PX else PAGE


def _wants_dark(scene: Scene, rng: np.random.Generator) -> bool:
    """Whether the first logo needs a dark ground to be seen."""
    if not scene.shown:
        return bool(rng.uniform() < 0.3)
    luma = inks(scene.shown[0].master)[1] @ np.array([0.299, 0.587, 0.114])
    if not len(luma) or 100 < luma.mean() < 150:
        return bool(rng.uniform() < 0.4)
    return bool(luma.mean() > 150)


def _add_stranger(rng: np.random.Generator, page: Picture, stranger: Brand, taken: list[Array]) -> bool:
    """Another logo where there is room, if there is; some turned, mirrored or in another variant, as ours may be."""
    limits = np.array([page.shape[1], page.shape[0]])
    how = str(rng.choice(["none", "turned", "mirrored", "recolored"], p=[0.7, 0.12, 0.08, 0.1]))
    amount = magnitude(rng, how)
    if rng.uniform() < STRANGER_VARIANTS:
        forms = variants_of(stranger)
        stranger = forms[int(rng.integers(0, len(forms)))].master
    linear, _ = linear_map(stranger, how, amount, float(rng.choice(STRANGER_SIZES)), limits * 0.7)
    corners = ink_corners(stranger)
    still = map_at(linear, np.zeros(2), middle_of(stranger), corners)
    for _ in range(12):
        shift = free_shift(rng, still, corners, limits, taken)
        if shift is not None:
            taken.append(shift[1])
            rgba, x, y = _cut_out(stranger, shift[0] @ still, 2)
            painted(page, colored(rgba, how, amount, rng)[0], x, y)
            return True
    return False


def _drawn_target(
    rng: np.random.Generator, scene: Scene, variant: Variant, place: Place, page: Picture, base: Picture,
    photographs: Sequence[Path],
) -> Target:  # fmt: skip
    """Paints one target with its alteration; tells it as it came out."""
    alteration, amount, occluder = scene.alteration, place.amount, ""
    if scene.ground == "document" or not place.legible:
        _plate(page, variant, scene, place, base)
    rgba, x, y = _cut_out(variant.master, place.homography, 4 + math.ceil(0.3 * place.size))
    ink = rgba[..., 3].copy()
    if alteration != "mono" or variant.form != MONO:
        rgba, amount = colored(rgba, alteration, amount, rng)
    if alteration in ("shadow", "outlined"):
        rgba = backed(rgba, alteration, place.size, rng)
    painted(page, rgba, x, y)
    shows = _on_page(ink, x, y, page)
    if alteration == "occluded":
        occluder, cover = _occlude(rng, scene, page, ink, x, y, amount, photographs)
        shows = shows * (1 - cover)
    visible = float(shows.sum() / max(1.0, ink.astype(float).sum()))
    if alteration in (*CUT, "occluded"):
        amount = 1 - visible
    return Target(
        brand=variant.brand.name,
        form=_form(variant, alteration),
        pose=affine_part(place.homography, middle_of(variant.brand)),
        homography=place.homography,
        alteration=alteration,
        amount=amount,
        occluder=occluder,
        size=place.size,
        nominal=max((s for s in SIZES if s <= place.size * 1.02), default=SIZES[0]),
        ground=scene.ground,
        visible=visible,
    )


def _form(variant: Variant, alteration: str) -> str:
    recolored = alteration == "recolored" or (alteration == "mono" and variant.form == FULL)
    return "" if recolored else variant.form


def _cut_out(brand: Brand, homography: Array, margin: int) -> tuple[Picture, int, int]:
    """The drawing with a margin about it, and where its first pixel lies on the page."""
    board = np.array([[0, 0], [brand.width, 0], [brand.width, brand.height], [0, brand.height]], float)
    whole, tight = mapped(homography, board), mapped(homography, ink_corners(brand))
    low = np.maximum(whole.min(axis=0), tight.min(axis=0) - 2) - margin
    high = np.minimum(whole.max(axis=0), tight.max(axis=0) + 2) + margin
    x0, y0 = (int(v) for v in np.floor(low))
    x1, y1 = (int(v) for v in np.ceil(high))
    if np.allclose(homography[2], [0, 0, 1]):
        return raster_window(brand, homography[:2], (x0, y0, x1, y1)), x0, y0
    return _bent(brand, homography, (x0, y0, x1, y1)), x0, y0


def _bent(brand: Brand, homography: Array, window: tuple[int, int, int, int]) -> Picture:
    """Drawn upright at three times the size, bent, and averaged down; premultiplied throughout."""
    import cv2

    x0, y0, x1, y1 = window
    unit = _SUPERSAMPLED * math.sqrt(abs(np.linalg.det(affine_part(homography, middle_of(brand))[:, :2])))
    upright = raster(
        brand, np.array([[unit, 0, 0], [0, unit, 0]]), math.ceil(brand.width * unit), math.ceil(brand.height * unit)
    ).astype(np.float32)
    upright[..., :3] *= upright[..., 3:] / 255
    to_fine = np.diag([_SUPERSAMPLED, _SUPERSAMPLED, 1.0]) @ np.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1.0]])
    # Pixel centres lie at +0.5 here and at 0 in OpenCV.
    half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    warp = np.linalg.inv(half) @ to_fine @ homography @ np.diag([1 / unit, 1 / unit, 1]) @ half
    fine = cv2.warpPerspective(upright, warp, ((x1 - x0) * _SUPERSAMPLED, (y1 - y0) * _SUPERSAMPLED))
    small = cv2.resize(fine, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3) / 255
    return np.asarray(small.round().clip(0, 255), np.uint8)


def _on_page(ink: Picture, x: int, y: int, page: Picture) -> Array:
    """The (H, W) ink with what lies beyond the page set to zero."""
    rows = np.arange(ink.shape[0]) + y
    columns = np.arange(ink.shape[1]) + x
    inside = ((rows >= 0) & (rows < page.shape[0]))[:, None] & ((columns >= 0) & (columns < page.shape[1]))
    return np.asarray(ink * inside, float)


def _occlude(
    rng: np.random.Generator, scene: Scene, page: Picture, ink: Picture, x: int, y: int, hidden: float,
    photographs: Sequence[Path],
) -> tuple[str, Array]:  # fmt: skip
    """Lays a foreign thing over a drawing on the page; its kind and its cover."""
    kind = scene.occluder or str(rng.choice(OCCLUDERS))
    rows, columns = ink.shape
    patch = grounds.drawn("photo", rng, max(columns, 64), max(rows, 64), True, photographs)[:rows, :columns]
    found = covering(ink, hidden, kind, rng, patch)
    if found is None:
        kind = "bar"
        found = covering(ink, hidden, kind, rng, patch)
    assert found is not None, "a bar can hide any share of a drawing"
    thing, cover = found
    painted(page, np.dstack([thing, (cover * 255).round().astype(np.uint8)]), x, y)
    return kind, cover


def _plate(
    page: Picture, variant: Variant, scene: Scene, place: Place, base: Picture
) -> None:
    """An empty field under the logo: nobody sets a logo into running text, or where it cannot be read."""
    import cv2

    left, top, right, bottom = ink_box(variant.brand)
    pad = PLATE * min(right - left, bottom - top)
    box = [[left - pad, top - pad], [right + pad, top - pad], [right + pad, bottom + pad], [left - pad, bottom + pad]]
    tones = [base, np.array([255, 255, 255]), np.array([24, 26, 32])] if scene.ground == "document" else []
    tones = tones or [np.array([255, 255, 255]), np.array([24, 26, 32])]
    single = np.zeros((1, 1, 3), np.uint8)
    fits = []
    for tone in tones:
        single[:] = tone
        whole = np.broadcast_to(single, page.shape)
        fits.append(readable_share(whole, variant, scene.alteration, place.homography))
    tone = tones[0] if fits[0] >= LEGIBLE else tones[int(np.argmax(fits))]
    corners = mapped(place.homography, np.array(box))
    cv2.fillPoly(page, [corners.round().astype(np.int32)], [int(v) for v in tone])
