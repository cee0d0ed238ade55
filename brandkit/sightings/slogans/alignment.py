"""The approved line laid on the page: which face, how large, how tracked, exactly where.

Coarse by correlation over faces and trackings, then ECC for the affine map, then each letter's own small shift (pair
kerning, rounding of pens). What is left between drawing and page is for `letters` to judge.

Source: Evangelidis and Psarakis, Parametric image alignment using enhanced correlation coefficient maximization,
IEEE TPAMI 30(10), 2008.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from brandkit.geometry import Affine, Point
from brandkit.sightings.slogans.coverage import coverage_of, grown, ink_color, sampled
from brandkit.sightings.slogans.drawing import BASE, HEIGHT, SCALE, Setting, drawn, ink_columns, pens
from brandkit.sightings.slogans.faces import Face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Coverage = NDArray[np.float32]
    Matrix = NDArray[np.float64]

TRACKINGS = (0.0, -0.02, 0.03, 0.07, 0.12, 0.18)  # em
WIDTHS = (1.0, 0.98, 1.02)  # of the length that reading gave
SIGMAS = (0.0, 0.7, 1.1, 1.6, 2.2, 3.0)  # of the page's blur, frame pixels
LARGEST_SHIFT = 0.06  # em, of one letter against the even setting
_MIDDLE = 0.36  # of the em above the baseline: the middle of lower-case letters with marks
_REACH = 22  # frame pixels above and below that the coarse search may move
_TRIED = 2  # coarse hits that are refined
_HOPELESS = 0.8  # correlation of the best of them below which no face will do
_MOST_TRACKING = 0.3  # em


@dataclass(frozen=True)
class Place:
    """Where reading says a line stands: the middle of its left end, its direction, its ink's length, picture pixels.

    ink : (3,) float32 color of its letters.
    """

    start: Point
    angle_deg: float
    length: float
    ink: Coverage


@dataclass(frozen=True)
class Alignment:
    """A drawn line on the picture.

    matrix : frame to picture pixels. seen, drawn : (HEIGHT, W) coverage of page and drawing, equally blurred.
    ncc : their correlation over the line's band. sigma : of the page's blur, frame pixels.
    """

    setting: Setting
    matrix: Affine
    seen: Coverage
    drawn: Coverage
    ncc: float
    sigma: float

    @property
    def stretch(self) -> float:
        """Its width over its height, 1 as the face has it."""
        return math.hypot(self.matrix.a, self.matrix.b) / math.hypot(self.matrix.c, self.matrix.d)

    @property
    def unevenness(self) -> float:
        """The mean of how far letters had to be moved from even setting, em: pair kerning is little, another face's
        widths are more.
        """
        shifts = [self.setting.shift(i) for i, letter in enumerate(self.setting.text) if not letter.isspace()]
        middle = float(np.median(shifts))
        return float(np.mean([abs(shift - middle) for shift in shifts]))


def aligned(picture: Pixels, place: Place, text: str, faces: Sequence[Face]) -> Alignment | None:
    """The best alignment of the text in any of the faces, None when nothing like it stands there."""
    tries = sorted(_coarse(picture, place, text, faces), key=lambda hit: -hit[0])
    best: Alignment | None = None
    for _, setting, matrix in tries[:_TRIED]:
        best = _better(best, _refined(picture, place, setting, matrix))
    if best is None or best.ncc < _HOPELESS:
        return best
    first = best
    for face in faces:
        # Letters that had to be widened to fill the line were spaced wider: the tracking is what the shapes leave.
        setting, matrix = _retracked(first, face)
        best = _better(best, _refined(picture, place, setting, matrix))
    return best


def _better(one: Alignment | None, other: Alignment | None) -> Alignment | None:
    return other if one is None or (other is not None and other.ncc > one.ncc) else one


def _retracked(fit: Alignment, face: Face) -> tuple[Setting, Matrix]:
    """The line in a face, unstretched, with the tracking that fills the length that the fit found."""
    line = fit.setting
    (a, b, c, d, e, f) = fit.matrix
    down = math.hypot(c, d)
    along = math.hypot(a, b)
    left, right = ink_columns(line)
    bare = ink_columns(Setting(face, line.text))
    gaps = max(1, len(line.text) - 1)
    tracking = ((right - left) * along / down - (bare[1] - bare[0])) / (gaps * SCALE)
    setting = Setting(face, line.text, max(-_MOST_TRACKING, min(_MOST_TRACKING, tracking)))
    new_left, new_right = ink_columns(setting)
    step = (right - left) / (new_right - new_left)
    moved = left - step * new_left
    matrix = np.array([[a * step, c, e + a * moved], [b * step, d, f + b * moved]])
    return setting, matrix


def correlation(one: Coverage, other: Coverage) -> float:
    """Normalized cross-correlation, -1 … 1; 0 where one is flat."""
    a, b = one - one.mean(), other - other.mean()
    norm = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / norm if norm > 1e-9 else 0.0


def blurred(coverage: Coverage, sigma: float) -> Coverage:
    import cv2

    return np.asarray(cv2.GaussianBlur(coverage, (0, 0), sigma), np.float32) if sigma > 0 else coverage


def _coarse(
    picture: Pixels, place: Place, text: str, faces: Sequence[Face]
) -> Iterator[tuple[float, Setting, Matrix]]:
    """Faces and trackings with their correlation: trackings in one face first, then all faces at the best two."""
    known = [face for face in faces if face.has(text)]
    if not known:
        return
    middle = known[len(known) // 2]
    first = [_laid(picture, place, Setting(middle, text, tracking)) for tracking in TRACKINGS]
    yield from first
    for _, setting, _ in sorted(first, key=lambda hit: -hit[0])[:2]:
        for face in known:
            if face is not middle:
                yield _laid(picture, place, replace(setting, face=face))


def _laid(picture: Pixels, place: Place, setting: Setting) -> tuple[float, Setting, Matrix]:
    """The best of a few widths, slid over the page at half the frame's resolution."""
    import cv2

    line = drawn(setting)
    left, right = ink_columns(setting)
    a, b = max(0, int(left) - 2), min(line.shape[1], int(right) + 3)
    rows = np.flatnonzero(line.max(axis=1) > 0.3)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    template = cv2.resize(blurred(line[top:bottom, a:b], 1.5), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    best = (-1.0, setting, np.zeros((2, 3)))
    for width in WIDTHS:
        step = place.length * width / (right - left)
        matrix = _frame_to_picture(place, step, (left + right) / 2, width)
        window = matrix.copy()
        window[:, 2] = matrix @ (a - 16, top - _REACH, 1)
        window[:, :2] *= 2
        size = (template.shape[1] + 16, template.shape[0] + _REACH)
        seen = coverage_of(sampled(picture, window, size), place.ink, em=SCALE / 2)
        if seen is None:
            continue
        scores = cv2.matchTemplate(blurred(seen, 0.75), template, cv2.TM_CCOEFF_NORMED)
        _, score, _, (dx, dy) = cv2.minMaxLoc(scores)
        if score > best[0]:
            moved = matrix.copy()
            moved[:, 2] = matrix @ (2 * dx - 16, 2 * dy - _REACH, 1)
            best = (float(score), setting, moved)
    return best


def _frame_to_picture(place: Place, step: float, center: float, width: float) -> Matrix:
    """Upright at the place's angle: the frame's column `center` at the line's middle, its lettering's middle on it."""
    turn = math.radians(place.angle_deg)
    along, down = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    mid = (place.start[0] + along[0] * place.length / 2, place.start[1] + along[1] * place.length / 2)
    row = BASE - _MIDDLE * SCALE
    return np.array(
        [
            [along[0] * step, down[0] * step, mid[0] - step * (along[0] * center + down[0] * row)],
            [along[1] * step, down[1] * step, mid[1] - step * (along[1] * center + down[1] * row)],
        ]
    )


def _refined(picture: Pixels, place: Place, setting: Setting, matrix: Matrix) -> Alignment | None:
    ink = place.ink
    for turn in range(3):
        line = drawn(setting)
        seen, ink = _seen(picture, matrix, line, ink)
        if seen is None:
            return None
        if turn == 0:
            matrix = _straightened(seen, line, setting, matrix)
            seen, ink = _seen(picture, matrix, line, ink)
            if seen is None:
                return None
        moved = _by_ecc(seen, line, matrix)
        if moved is None:
            return None
        matrix = moved
        seen, ink = _seen(picture, matrix, line, ink)
        if seen is None:
            return None
        setting = _shifted(seen, line, setting)
    line = drawn(setting)
    seen, ink = _seen(picture, matrix, line, ink)
    if seen is None:
        return None
    band = _band(line)
    sigma = max(SIGMAS, key=lambda s: correlation(seen[band], blurred(line, s)[band]))
    line = blurred(line, sigma)
    (a, c, e), (b, d, f) = matrix.tolist()
    return Alignment(setting, Affine(a, b, c, d, e, f), seen, line, correlation(seen[band], line[band]), sigma)


def _seen(picture: Pixels, matrix: Matrix, line: Coverage, ink: Coverage) -> tuple[Coverage | None, Coverage]:
    """The page's coverage in the frame, with ink's color measured where the drawing is solid."""
    patch = sampled(picture, matrix, (line.shape[1], line.shape[0]))
    ink = ink_color(patch, line)
    first = coverage_of(patch, ink, grown(line > 0.1, 2), em=SCALE)
    if first is None:
        return None, ink
    # Marks that the drawing lacks are ink too, and must not be taken for ground.
    return coverage_of(patch, ink, grown((line > 0.1) | (first > 0.5), 2), em=SCALE), ink


def _band(line: Coverage) -> slice:
    rows = np.flatnonzero(line.max(axis=1) > 0.3)
    return slice(max(0, int(rows[0]) - 4), min(HEIGHT, int(rows[-1]) + 5))


def _by_ecc(seen: Coverage, line: Coverage, matrix: Matrix) -> Matrix | None:
    """The map improved by ECC, None when it runs away."""
    import cv2

    step: Any = np.eye(2, 3, dtype=np.float32)
    nowhere: Any = None  # no mask: every pixel counts
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 40, 1e-4)
    try:
        page = blurred(seen, 0.6)
        _, step = cv2.findTransformECC(blurred(line, 1.0), page, step, cv2.MOTION_AFFINE, criteria, nowhere, 3)
    except cv2.error:  # ECC throws when it does not converge
        return None
    corner = np.abs(step - np.eye(2, 3))
    if corner[:, :2].max() > 0.12 or corner[:, 2].max() > 0.8 * SCALE:
        return None
    whole = np.vstack([step, (0, 0, 1)]).astype(np.float64)
    return np.asarray(matrix @ whole, np.float64)


def _straightened(seen: Coverage, line: Coverage, setting: Setting, matrix: Matrix) -> Matrix:
    """The map with length and start put right by the letters' own offsets, before ECC, whose reach is a stroke."""
    places = pens(setting)
    centers, offsets = [], []
    for index, letter in enumerate(setting.text):
        found = None if letter.isspace() else _offset(seen, line, places[index], places[index + 1], 10)
        if found is not None and found[1] > 0.5:
            centers.append((places[index] + places[index + 1]) / 2)
            offsets.append(found[0])
    if len(centers) < 4:
        return matrix
    slope, start = _robust_line(np.array(centers), np.array(offsets))
    if abs(slope) > 0.05:
        return matrix
    step = np.array([[1 + slope, 0, start], [0, 1, 0], [0, 0, 1]])
    return np.asarray(matrix @ step, np.float64)


def _robust_line(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float]:
    """Slope and intercept by medians over pairs. Source: Theil 1950, Sen 1968."""
    i, j = np.triu_indices(len(x), 1)
    slope = float(np.median((y[j] - y[i]) / (x[j] - x[i])))
    return slope, float(np.median(y - slope * x))


def _shifted(seen: Coverage, line: Coverage, setting: Setting) -> Setting:
    places = pens(setting)
    shifts = []
    for index, letter in enumerate(setting.text):
        found = None if letter.isspace() else _offset(seen, line, places[index], places[index + 1], 4)
        more = found[0] / SCALE if found is not None and found[1] > 0.6 else 0.0
        shifts.append(float(np.clip(setting.shift(index) + more, -LARGEST_SHIFT, LARGEST_SHIFT)))
    return replace(setting, shifts=tuple(shifts))


def _offset(seen: Coverage, line: Coverage, left: float, right: float, reach: int) -> tuple[float, float] | None:
    """How far right of its pen a letter stands, frame pixels to a fraction, and the correlation there."""
    import cv2

    a, b = round(left) - 1, round(right) + 1
    if a - reach < 0 or b + reach > line.shape[1]:
        return None
    template = line[6:-2, a:b]
    if template.std() < 1e-3:
        return None
    scores = cv2.matchTemplate(seen[6:-2, a - reach : b + reach], template, cv2.TM_CCOEFF_NORMED)[0]
    at = int(scores.argmax())
    peak = float(scores[at])
    if 0 < at < len(scores) - 1:
        low, high = float(scores[at - 1]), float(scores[at + 1])
        bend = low - 2 * peak + high
        return at - reach + (0.5 * (low - high) / bend if bend < -1e-9 else 0.0), peak
    return float(at - reach), peak
