"""Logos found in pixels.

`locate(image, shapes)` looks for shapes (`templates.shapes_of`) in an (H, W, 3) uint8 sRGB picture and returns a
`Candidate` for each place that is, or may be, one of their masters. `locate_transparent` takes (H, W, 4) with straight
alpha. A candidate's `matrix` takes artboard units to pixels of the picture given, pixel edges: the centre of the first
pixel is (0.5, 0.5). The same picture and shapes give the same candidates, in order of strength.

The road: connected regions propose poses (`proposals`), outlines make them exact (`refinement`), drawing the master
anew measures pose, blur and colours and tells what is left over (`adjustment`, `verification`), overlapping claims are
settled (`claims`), colours tell the variant (`variants`), and `decision` says how sure it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brandkit.color import parse_hex
from brandkit.findings import Certainty, ColorMatch, ErrorBars
from brandkit.geometry import Affine
from brandkit.sightings.pixels.decision.alteration import Altered
from brandkit.sightings.pixels.decision.claims import Claim, holding
from brandkit.sightings.pixels.decision.model import certainty_of, is_possible, value_of, worth_deciding
from brandkit.sightings.pixels.decision.precision import error_bars
from brandkit.sightings.pixels.decision.rivals import rivals_of
from brandkit.sightings.pixels.decision.variants import Alternative, reading_of
from brandkit.sightings.pixels.page_signal import PageSignal
from brandkit.sightings.pixels.refinement.adjustment import FIRST_VARIANCE, polished
from brandkit.sightings.pixels.refinement.keystone import unbent
from brandkit.sightings.pixels.refinement.outline import refined
from brandkit.sightings.pixels.refinement.poses import SMALLEST_PX, rough_poses, sane
from brandkit.sightings.pixels.templates.template import Shape, Template, View
from brandkit.sightings.pixels.verification.evidence import Evidence, evidence_of
from brandkit.sightings.pixels.verification.halo import rimmed_ground
from brandkit.sightings.pixels.verification.occlusion import hidden_in
from brandkit.sightings.pixels.verification.sharpness import edge_blur
from brandkit.sightings.pixels.verification.shown import shown_ink
from brandkit.sightings.pixels.verification.synthesis import (
    PIXEL_VARIANCE,
    Drawn,
    Window,
    explained,
    explained_share,
    into,
    out_of,
    window_of,
)

Array = NDArray[Any]

SEARCH_AREA_PX = 2_200_000  # a larger picture is shrunk to this for the search
_STRAIGHT = 0.985  # share explained from which no perspective is looked for
_BEND_GAIN = 0.7  # of what is left over, the most that may stay when perspective is taken out
_ASTRAY = 0.6  # share explained below which a rim may have led the fit away from the logo
_NO_RIM = 0.93  # share explained from which no rim around the logo is looked for
_BARE = 0.985  # share explained from which nothing lies over the logo
_LOOKS_FOR_COVER = 2  # the second with colours that the cover no longer dyes


@dataclass(frozen=True, eq=False)
class Candidate:
    """A master on a picture.

    matrix : artboard units to pixels. score : 0..1.
    visible : share of the ink that is on the picture with nothing over it; hidden : that something covers.
    colors : per ink of the master, measured against expected. blur_px : Gaussian sigma beyond a clean rendering.
    reason : why it is only possible ("low-confidence", "too-small"), else None.
    opacity : share of ink in the colors. alternatives : masters that it may be as well.
    altered : what of it is otherwise than in the master; None where the ground does not let that be told.
    homography : (3, 3) artboard units to pixels of a logo in perspective, `matrix` being its first-order map at the
        middle; None without.
    """

    shape: Shape
    template: Template
    matrix: Affine
    certainty: Certainty
    reason: str | None
    score: float
    visible: float
    colors: tuple[ColorMatch, ...]
    blur_px: float
    mirrored: bool
    errors: ErrorBars
    view: Literal["silhouette", "inks"]
    evidence: Evidence
    opacity: float = 1.0
    alternatives: tuple[Alternative, ...] = ()
    altered: Altered | None = None
    homography: Array | None = None
    hidden: float = 0.0


def locate(image: NDArray[np.uint8], shapes: Sequence[Shape]) -> list[Candidate]:
    """The masters of `shapes` seen in an (H, W, 3) uint8 sRGB picture, surest first."""
    claims = [claim for claim in claims_on(image, shapes) if is_possible(claim.value)]
    found = [_candidate(image, claim, rivals_of(claim, claims)) for claim in holding(claims)]
    return sorted(found, key=lambda candidate: -candidate.score)


def claims_on(image: NDArray[np.uint8], shapes: Sequence[Shape]) -> list[Claim]:
    """Everything that some shape explains somewhat, also where claims overlap: what `locate` decides upon."""
    import cv2

    cv2.setNumThreads(1)
    if min(image.shape[:2]) < SMALLEST_PX / 2 or not shapes:
        return []
    page, scale = _searched(image)
    claims: list[Claim] = []
    for shape in shapes:
        for view in shape.views:
            for pose in rough_poses(page, shape, view):
                claim = _claim(image, scale, shape, view, pose)
                if claim is not None:
                    claims.append(claim)
    return claims


def claims_at(image: NDArray[np.uint8], shape: Shape, poses: Sequence[Array]) -> list[Claim]:
    """Claims of a shape near (2, 3) poses on a picture, without a search: for training and for places known already."""
    signal = PageSignal(np.ascontiguousarray(image))
    refinements = [(view, refined(signal, view.contour, pose)) for pose in poses for view in shape.views]
    claims = [_claim(image, 1.0, shape, view, pose) for view, pose in refinements if pose is not None]
    return [claim for claim in claims if claim is not None]


def locate_transparent(image: NDArray[np.uint8], shapes: Sequence[Shape]) -> list[Candidate]:
    """The same for an (H, W, 4) uint8 picture with straight alpha, laid on a ground that all its colours stand off."""
    alpha = image[..., 3:].astype(np.float32) / 255
    ground = contrasting_ground(image)
    flat = np.round(image[..., :3] * alpha + np.asarray(ground, np.float32) * (1 - alpha)).astype(np.uint8)
    return locate(flat, shapes)


def contrasting_ground(image: NDArray[np.uint8]) -> tuple[int, int, int]:
    """The plain colour that the opaque pixels of an (H, W, 4) picture stand off most."""
    from brandkit.color import lab_of_rgb

    opaque = image[image[..., 3] > 127][:, :3]
    grounds = ((255, 255, 255), (0, 0, 0), (128, 128, 128), (255, 0, 255), (0, 160, 0))
    if not len(opaque):
        return grounds[0]
    packed = np.unique(opaque // 16 @ np.array([256, 16, 1]))
    inks = lab_of_rgb(np.stack([packed >> 8, packed >> 4 & 15, packed & 15], axis=1) * 16 + 8)
    away = [float(np.percentile(np.linalg.norm(inks - lab_of_rgb(np.array(g)), axis=1), 5)) for g in grounds]
    return grounds[int(np.argmax(away))]


def _searched(image: NDArray[np.uint8]) -> tuple[PageSignal, float]:
    import cv2

    scale = min(1.0, math.sqrt(SEARCH_AREA_PX / (image.shape[0] * image.shape[1])))
    if scale == 1:
        return PageSignal(np.ascontiguousarray(image)), 1.0
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return PageSignal(cv2.resize(image, size, interpolation=cv2.INTER_AREA)), size[0] / image.shape[1]


def _claim(image: NDArray[np.uint8], scale: float, shape: Shape, view: View, pose: Array) -> Claim | None:
    if scale < 1:
        pose = np.column_stack([pose[:, :2] / scale, pose[:, 2] / scale])
    window = window_of(image, pose, shape.lead)
    if window is None:
        return None
    fitted = _fitted(window, shape.lead, into(window.to_window, pose))
    if fitted is None:
        return None
    window, drawn, bend = _straightened(*fitted, shape.lead, view)
    window, drawn = _uncovered(window, drawn, shape.lead)
    pose = out_of(window, drawn.pose)
    if not sane(pose, shape.lead):
        return None
    seen = evidence_of(shape, view, window, drawn, pose)
    if not worth_deciding(seen):
        return None
    return Claim(shape, view, pose, window, drawn, seen, value_of(seen), bend)


def _fitted(window: Window, template: Template, pose: Array) -> tuple[Window, Drawn] | None:
    """The drawing fitted to the page, on a ground with a rim where that explains much more; None where nothing fits."""
    drawn = polished(window, template, pose)
    share = -1.0 if drawn is None else explained_share(drawn)
    if drawn is not None and share > _NO_RIM:
        return window, drawn
    start = drawn if drawn is not None and share > _ASTRAY else explained(window, template, pose, FIRST_VARIANCE)
    ground = rimmed_ground(window, start)
    if ground is not None:
        ringed = window._replace(ground=ground)
        on_rim = polished(ringed, template, start.pose)
        if on_rim is not None and explained_share(on_rim) > share:
            return ringed, on_rim
    return None if drawn is None else (window, drawn)


def _straightened(
    window: Window, drawn: Drawn, template: Template, view: View
) -> tuple[Window, Drawn, Array | None]:
    """The drawing fitted to the window with its perspective taken out, where that explains much more; and the bend."""
    share = explained_share(drawn)
    if share > _STRAIGHT or window.ground is not None:
        return window, drawn, None
    found = unbent(window.picture, view.contour, drawn.pose)
    if found is None:
        return window, drawn, None
    picture, pose, to_bent = found
    flat = window._replace(picture=picture)
    again = polished(flat, template, pose, rounds=3, variance=drawn.variance)
    if again is None or 1 - explained_share(again) > _BEND_GAIN * (1 - share):
        return window, drawn, None
    to_window = np.vstack([window.to_window, [0, 0, 1]])
    return flat, again, np.linalg.inv(to_window) @ to_bent @ to_window


def _uncovered(window: Window, drawn: Drawn, template: Template) -> tuple[Window, Drawn]:
    """The drawing fitted anew without what lies over it."""
    if explained_share(drawn) > _BARE:
        return window, drawn
    expected = np.array([parse_hex(ink.hex) for ink in template.inks])
    for _ in range(_LOOKS_FOR_COVER):
        hidden = hidden_in(window, drawn, expected)
        if hidden is None:
            return window, drawn
        apart = window._replace(hidden=hidden)
        again = polished(apart, template, drawn.pose, rounds=2, variance=drawn.variance)
        if again is None:
            return window, drawn
        window, drawn = apart, again
    return window, drawn


def _candidate(image: NDArray[np.uint8], claim: Claim, rivals: Sequence[Claim]) -> Candidate:
    reading = reading_of(claim, rivals)
    certainty, reason = certainty_of(claim.value, claim.evidence)
    (a, c, e), (b, d, f) = reading.pose.tolist()
    to_page = np.vstack([reading.pose, [0, 0, 1]])
    if claim.bend is not None:
        to_page = claim.bend @ to_page
    shown, hidden = shown_ink(reading.template, to_page, image.shape[:2], claim.window, claim.drawn)
    blur = edge_blur(image, claim.view.contour, claim.pose)
    if blur is None:
        blur = math.sqrt(max(0.0, reading.drawn.variance - 2 * PIXEL_VARIANCE)) / claim.window.scale
    return Candidate(
        shape=claim.shape,
        template=reading.template,
        matrix=Affine(a, b, c, d, e, f),
        certainty=certainty,
        reason=reason,
        score=claim.value,
        visible=min(shown, 1 - (reading.altered.cut if reading.altered else 0.0)),
        colors=reading.colors,
        blur_px=blur,
        mirrored=reading.pose[0, 0] * reading.pose[1, 1] < reading.pose[0, 1] * reading.pose[1, 0],
        errors=error_bars(claim, reading),
        view=claim.view.kind,
        evidence=claim.evidence,
        opacity=reading.opacity,
        alternatives=reading.alternatives,
        altered=reading.altered,
        homography=None if claim.bend is None else to_page,
        hidden=hidden,
    )
