"""A logo's neighborhood on the rendered page, upright in the logo's own frame.

The frame's x runs along the artboard's top edge, y at right angles to it toward the artboard's bottom; its unit is the
page's. A mirrored logo's frame is mirrored with it, so left and right are the logo's own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit.color import lab_of_rgb
from brandkit.geometry import Affine, Box, Point, apply, box_of, compose, corners, invert, scaling, translation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float32]

TALLEST_PX = 160.0  # of the logo in the neighborhood: more shows nothing new
_MOST_PX = 1_500_000
DENOISED_PX = 0.8  # Gaussian sigma: grain of scans goes, letters stay
OWN_RIM_PX = 3.0  # anti-aliasing and JPEG ringing around the logo's own ink
OWN_RIM_SHARE = 0.02  # the same for soft pictures, of the logo's height


@dataclass(frozen=True)
class Frame:
    """Where a logo's ink lies in its own upright frame.

    to_page : frame to page.  ink : its box in the frame.  height : of the logo, in page units.
    """

    to_page: Affine
    ink: Box
    height: float

    @property
    def from_page(self) -> Affine:
        return invert(self.to_page)


@dataclass(frozen=True)
class Neighborhood:
    """Pixels around a logo. Arrays are (h, w) over `zone`, a box in the frame, at `scale` pixels per page unit.

    lab : (h, w, 3) CIE Lab.  own : the logo's ink with its rim.  on_page : inside the page.
    """

    frame: Frame
    zone: Box
    scale: float
    lab: Floats
    own: Mask
    on_page: Mask

    def rows_columns(self, box: Box) -> tuple[slice, slice]:
        """The part of the arrays that a box of the frame covers."""
        x0, x1 = ((v - self.zone.x) * self.scale for v in (box.x, box.right))
        y0, y1 = ((v - self.zone.y) * self.scale for v in (box.y, box.bottom))
        height, width = self.own.shape
        rows = slice(max(0, math.floor(y0)), min(height, max(math.floor(y0) + 1, math.ceil(y1))))
        return rows, slice(max(0, math.floor(x0)), min(width, max(math.floor(x0) + 1, math.ceil(x1))))

    def beyond(self) -> tuple[Floats, Floats]:
        """(h, w) signed distances beyond the ink box across and down, in page units: negative left of or above it."""
        height, width = self.own.shape
        x = (np.arange(width) + 0.5) / self.scale + self.zone.x
        y = (np.arange(height) + 0.5) / self.scale + self.zone.y
        ink = self.frame.ink
        across = np.where(x < ink.x, x - ink.x, np.where(x > ink.right, x - ink.right, 0.0))
        down = np.where(y < ink.y, y - ink.y, np.where(y > ink.bottom, y - ink.bottom, 0.0))
        wide, tall = np.broadcast_arrays(across[None, :], down[:, None])
        return wide.astype(np.float32), tall.astype(np.float32)


def frame_of(matrix: Affine, ink: Box, height: float) -> Frame:
    """The frame of a logo whose artboard lies on the page by `matrix`; `ink` is the drawing's box on the artboard."""
    along = math.hypot(matrix.a, matrix.b) or 1.0
    ux, uy = matrix.a / along, matrix.b / along
    side = 1.0 if matrix.determinant >= 0 else -1.0
    axes = Affine(ux, uy, -uy * side, ux * side, matrix.e, matrix.f)
    into = compose(invert(axes), matrix)
    return Frame(axes, box_of(apply(into, corner) for corner in corners(ink)), height)


def neighborhood(
    image: Pixels, pixels_per_unit: float, frame: Frame, matrix: Affine, cover: Floats, reach: float
) -> Neighborhood:
    """What an (H, W, 3) uint8 sRGB page shows within `reach` page units around a logo.

    cover : (h, w) 0..1 of the master's ink over its whole artboard, on which `matrix` acts in units of the array.
    """
    ink = frame.ink
    zone = Box(ink.x - reach, ink.y - reach, ink.w + 2 * reach, ink.h + 2 * reach)
    scale = min(pixels_per_unit, TALLEST_PX / frame.height, math.sqrt(_MOST_PX / (zone.w * zone.h)))
    size = (max(4, round(zone.w * scale)), max(4, round(zone.h * scale)))
    to_zone = compose(scaling(scale), translation(-zone.x, -zone.y))
    from_image = compose(to_zone, compose(frame.from_page, scaling(1 / pixels_per_unit)))
    shrunk, from_image = _halved(image, from_image, scale / pixels_per_unit)
    shown = cv2.warpAffine(shrunk, _array(from_image), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(shrunk.shape[:2], np.uint8), _array(from_image), size, flags=cv2.INTER_NEAREST)
    to_array = _array(compose(to_zone, compose(frame.from_page, matrix)))
    drawn = cv2.warpAffine(cover, to_array, size, flags=cv2.INTER_LINEAR)
    rim = round(max(OWN_RIM_PX, OWN_RIM_SHARE * frame.height * scale))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1))
    own = cv2.dilate((drawn > 0.05).astype(np.uint8), kernel) > 0
    lab = np.asarray(cv2.GaussianBlur(lab_of_rgb(shown), (0, 0), DENOISED_PX), np.float32)
    return Neighborhood(frame, zone, scale, lab, own, inside > 0)


def page_box(frame: Frame, box: Box) -> Box:
    """The upright page box around a box of the frame."""
    return box_of(apply(frame.to_page, corner) for corner in corners(box))


def _halved(image: Pixels, matrix: Affine, shrink: float) -> tuple[Pixels, Affine]:
    """The picture at half its size as often as that stays finer than the zone, with the map corrected."""
    while shrink <= 0.5 and min(image.shape[:2]) > 8:
        size = (image.shape[1] // 2, image.shape[0] // 2)
        matrix = compose(matrix, scaling(image.shape[1] / size[0], image.shape[0] / size[1]))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        shrink *= 2
    return image, matrix


def _array(matrix: Affine) -> NDArray[np.float64]:
    """OpenCV's form of a map between pixel edges: its pixel centres lie on whole numbers."""
    half = 0.5 * (matrix.a + matrix.c - 1), 0.5 * (matrix.b + matrix.d - 1)
    return np.array([[matrix.a, matrix.c, matrix.e + half[0]], [matrix.b, matrix.d, matrix.f + half[1]]])


def polygon_in(frame: Frame, polygon: tuple[Point, ...]) -> list[Point]:
    """A page polygon in the frame."""
    back = frame.from_page
    return [apply(back, point) for point in polygon]
