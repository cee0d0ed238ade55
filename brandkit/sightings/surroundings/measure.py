"""What lies behind and around a sighted logo, measured on the rendered page: its ground and its free space."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brandkit.document import Page
from brandkit.findings import ErrorBars, Sighting
from brandkit.geometry import Affine, compose, scaling
from brandkit.sightings.structure.sighting import Found
from brandkit.sightings.surroundings.frame import frame_of, neighborhood
from brandkit.sightings.surroundings.ground import backdrop_of
from brandkit.sightings.surroundings.things import clearance_by_pixels, clearance_by_structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

SEARCHED = 1.0  # of the logo's height: how far free space is looked for


def with_surroundings(found: Found, page: Page, image: Pixels, pixels_per_unit: float, cover: Floats) -> Found:
    """A sighted logo with its ground and clearance.

    Parameters
    ----------
    image : (H, W, 3) uint8 sRGB of the page at `pixels_per_unit`.
    cover : (h, w) 0..1 of the master's ink over its whole artboard.
    """
    sighting = found.sighting
    if sighting.matrix is None or found.ink is None or abs(sighting.matrix.determinant) < 1e-12 or sighting.height <= 0:
        return found
    frame = frame_of(sighting.matrix, found.ink, sighting.height)
    near = neighborhood(
        image, pixels_per_unit, frame, _over_array(sighting, found, cover), cover, SEARCHED * sighting.height
    )
    backdrop = backdrop_of(near)
    if backdrop is None:
        return found
    if is_placed_by_structure(sighting, page):
        clearance = clearance_by_structure(
            page, frame, SEARCHED * sighting.height, found.shapes, found.placement, (near, backdrop)
        )
    else:
        clearance = clearance_by_pixels(near, backdrop, SEARCHED * sighting.height)
    return replace(found, sighting=replace(sighting, ground=backdrop.ground, clearance=clearance))


def is_placed_by_structure(sighting: Sighting, page: Page) -> bool:
    """Whether its neighbors can be read from the page: not on flattened pages, nor inside a larger picture."""
    return not page.raster_only and (sighting.vector or sighting.errors == ErrorBars())


def _over_array(sighting: Sighting, found: Found, cover: Floats) -> Affine:
    """The cover array's pixels to the page."""
    assert sighting.matrix is not None and found.artboard is not None
    height, width = cover.shape
    return compose(sighting.matrix, scaling(found.artboard[0] / width, found.artboard[1] / height))


