"""All that is computed of a master, from its bytes: inks, planes, outlines, parts, distinctiveness, symmetries.

Planes are rounded to 8 bits first and the rest is computed of what is left, so that nothing depends on what is lost
when a survey is kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brandkit.color import lab_of_rgb
from brandkit.sightings.pixels.proposals.regions import Regions
from brandkit.sightings.pixels.templates.artwork import artwork_of
from brandkit.sightings.pixels.templates.contours import FAR_PX, Contour, contour_of
from brandkit.sightings.pixels.templates.distinctiveness import distinctiveness_of
from brandkit.sightings.pixels.templates.forms import View
from brandkit.sightings.pixels.templates.inks import Ink, inks_of
from brandkit.sightings.pixels.templates.parts import filled_parts, parts_of
from brandkit.sightings.pixels.templates.symmetry import symmetries_of

Array = NDArray[Any]

_MIN_INNER_BORDERS = 0.04  # of the outline; with less, the inks show nothing that the silhouette does not
_APART_PX = 1.5  # two outlines nearer than this run together in a picture
_SEEN_APART = 0.5  # share of the outline that has to be seen apart from the next one


class Survey(NamedTuple):
    """A master surveyed. Fields are those of `forms.Template`; planes (h, w, n) and picture (h, w, 3) are uint8."""

    width: float
    height: float
    inks: tuple[Ink, ...]
    planes: NDArray[np.uint8]
    picture: NDArray[np.uint8]
    scale: tuple[float, float]
    ink_box: tuple[float, float, float, float]
    symmetries: tuple[Array, ...]
    colored_symmetries: tuple[Array, ...]
    views: tuple[View, ...]


def surveyed(data: bytes, media_type: str) -> Survey:
    """The survey of a master file (SVG or raster picture).

    Raises
    ------
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    art = artwork_of(data, media_type)
    inks, soft = inks_of(art.rgba)
    rounded = np.rint(soft * 255).clip(0, 255).astype(np.uint8)
    planes, picture = rounded.astype(np.float32) / np.float32(255), _shrunk(art.rgba)
    scale = (planes.shape[1] / art.width, planes.shape[0] / art.height)
    cover = planes.sum(axis=2)
    rows, columns = np.flatnonzero((cover > 0.25).any(1)), np.flatnonzero((cover > 0.25).any(0))
    box = (
        float(columns[0] / scale[0]),
        float(rows[0] / scale[1]),
        float((columns[-1] + 1) / scale[0]),
        float((rows[-1] + 1) / scale[1]),
    )
    labels = np.where(cover > 0.5, planes.argmax(axis=2) + 1, 0)
    return Survey(
        width=art.width,
        height=art.height,
        inks=inks,
        planes=rounded,
        picture=picture,
        scale=scale,
        ink_box=box,
        symmetries=_on_artboard(symmetries_of((labels > 0).astype(np.int32)), scale),
        colored_symmetries=_on_artboard(symmetries_of(labels), scale),
        views=_views(inks, planes, picture, scale, box[3] - box[1]),
    )


def silhouette_of(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Bits of the pixels that uint8 planes cover half and more, row after row, eight to a byte."""
    return np.packbits(planes.sum(axis=2, dtype=np.int32) > 127)


def _views(
    inks: tuple[Ink, ...], planes: Array, picture: Array, scale: tuple[float, float], tall: float
) -> tuple[View, ...]:
    labs = np.array([ink.lab for ink in inks])
    whole = parts_of(planes.sum(axis=2, keepdims=True), labs[:1])
    filled = filled_parts(planes)
    views = [_view("silhouette", contour_of(planes), whole, filled, scale, tall)]
    if len(inks) > 1:
        contour = contour_of(planes, lab_of_rgb(picture))
        if contour.weights[contour.outer > 0].sum() > _MIN_INNER_BORDERS * contour.weights.sum():
            views.append(_view("inks", contour, parts_of(planes, labs), filled, scale, tall))
    return tuple(views)


def _view(
    kind: Literal["silhouette", "inks"],
    contour: Contour,
    parts: Regions,
    filled: Regions,
    scale: tuple[float, float],
    tall: float,
) -> View:
    share = min(distinctiveness_of(contour.points, contour.weights, some) for some in (parts, filled))
    placed = _contour_on_artboard(contour, scale)
    smallest = smallest_height(placed, tall, FAR_PX / float(np.sqrt(np.prod(scale))))
    return View(kind, placed, _parts_on_artboard(parts, scale), share, smallest)


def smallest_height(contour: Contour, tall: float, far: float) -> float:
    """Pixels of height from which half of an outline is seen apart from the next; 0 when it is at any.

    tall : the drawing's height; far : room that is as good as any more. Both in the contour's unit.
    """
    order = np.argsort(contour.room, kind="stable")
    passed = np.cumsum(contour.weights[order])
    narrow = float(contour.room[order][int(np.searchsorted(passed, (1 - _SEEN_APART) * passed[-1]))])
    return 0.0 if narrow >= 0.999 * far else _APART_PX * tall / narrow


def _shrunk(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    size = (rgba.shape[1] // 2, rgba.shape[0] // 2)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    color = cv2.resize(rgba[..., :3] * alpha, size, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)[..., None]
    return np.asarray(np.clip(color / np.maximum(cover, 1e-3), 0, 255).round(), np.uint8)


def _on_artboard(turns: tuple[Array, ...], scale: tuple[float, float]) -> tuple[Array, ...]:
    to_raster = np.diag([*scale, 1.0])
    return tuple(np.linalg.inv(to_raster) @ turn @ to_raster for turn in turns)


def _contour_on_artboard(contour: Contour, scale: tuple[float, float]) -> Contour:
    per_unit = np.array(scale)
    normals = contour.normals * per_unit
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    mean = float(np.sqrt(per_unit.prod()))
    return contour._replace(
        points=contour.points / per_unit, normals=normals, weights=contour.weights / mean, room=contour.room / mean
    )


def _parts_on_artboard(parts: Regions, scale: tuple[float, float]) -> Regions:
    """Regions with centroids, roots, areas and boxes in artboard units; raster pixels are nearly square there."""
    per_unit = np.array(scale)
    mean = float(np.sqrt(per_unit.prod()))
    return replace(
        parts,
        centroids=parts.centroids / per_unit,
        roots=parts.roots / mean,
        areas=parts.areas / per_unit.prod(),
        boxes=parts.boxes / np.tile(per_unit, 2),
    )
