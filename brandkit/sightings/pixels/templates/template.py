"""What is known of a master before any page is looked at, and which masters are one geometry.

`template_of(data, media_type)` makes a `Template` from a master's bytes, once per process and file.
`shapes_of(templates)` gathers templates of one silhouette (full-color, reversed and mono of a lock-up) into a `Shape`,
which is searched once; which variant it is, the colours decide afterwards. A shape is seen in one or two views: its
silhouette, and its inks where they border on each other.

Coordinates are artboard units, origin at the artboard's top left, y down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from brandkit.color import lab_of_rgb
from brandkit.sightings.pixels.proposals.regions import Regions
from brandkit.sightings.pixels.templates.artwork import artwork_of
from brandkit.sightings.pixels.templates.contours import Contour, contour_of
from brandkit.sightings.pixels.templates.distinctiveness import distinctiveness_of
from brandkit.sightings.pixels.templates.inks import Ink, inks_of
from brandkit.sightings.pixels.templates.parts import parts_of
from brandkit.sightings.pixels.templates.symmetry import symmetries_of

Array = NDArray[Any]

CACHED_MASTERS = 128  # about 4 MB each
_SAME_SILHOUETTE = 0.985
_SAME_PROPORTIONS = 0.01
_MIN_INNER_BORDERS = 0.04  # of the outline; with less, the inks show nothing that the silhouette does not


@dataclass(frozen=True, eq=False)
class Template:
    """One master: artboard size, inks, how far each covers each raster pixel, and the box of its drawing.

    planes : (h, w, n) float32 cover of each ink; `scale` (x, y) raster pixels per artboard unit. `halvings` are the
        planes, and then the same at halved sizes.
    picture : (h, w, 3) uint8 sRGB of the drawing at the size of the planes, its colours carried over its rim.
    ink_box : x0, y0, x1, y1 of the drawing within the artboard.
    """

    key: str
    width: float
    height: float
    inks: tuple[Ink, ...]
    halvings: tuple[Array, ...]
    picture: NDArray[np.uint8]
    scale: tuple[float, float]
    ink_box: tuple[float, float, float, float]

    @property
    def planes(self) -> Array:
        return self.halvings[0]


@dataclass(frozen=True, eq=False)
class View:
    """One way in which a shape shows: outline points and parts in artboard units.

    kind : "silhouette" (one ink) or "inks" (borders between inks count).
    distinctiveness : share of the outline that no plain figure explains, 0..1.
    """

    kind: Literal["silhouette", "inks"]
    contour: Contour
    parts: Regions
    distinctiveness: float


@dataclass(frozen=True, eq=False)
class Shape:
    """One geometry: its masters, the one with most inks first, its views, and the symmetries of its silhouette.

    symmetries : (3, 3) maps of the artboard onto itself.
    """

    templates: tuple[Template, ...]
    views: tuple[View, ...]
    symmetries: tuple[Array, ...]

    @property
    def lead(self) -> Template:
        return self.templates[0]


def template_of(data: bytes, media_type: str) -> Template:
    """The template of a master file (SVG or raster picture).

    Raises
    ------
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    return _template_of(hashlib.sha256(data).hexdigest(), data, media_type)


def shapes_of(templates: Sequence[Template]) -> tuple[Shape, ...]:
    """The geometries of some templates, in order of first appearance."""
    groups: list[list[Template]] = []
    for template in templates:
        home = next((group for group in groups if _same_silhouette(group[0], template)), None)
        if home is None:
            groups.append([template])
        elif all(template.key != other.key for other in home):
            home.append(template)
    return tuple(_shape_of(tuple(group)) for group in groups)


@lru_cache(maxsize=CACHED_MASTERS)
def _template_of(key: str, data: bytes, media_type: str) -> Template:
    art = artwork_of(data, media_type)
    inks, planes = inks_of(art.rgba)
    scale = (planes.shape[1] / art.width, planes.shape[0] / art.height)
    drawn = planes.sum(axis=2) > 0.25
    rows, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    box = (
        float(columns[0] / scale[0]),
        float(rows[0] / scale[1]),
        float((columns[-1] + 1) / scale[0]),
        float((rows[-1] + 1) / scale[1]),
    )
    return Template(key, art.width, art.height, inks, _halved(planes), _shrunk(art.rgba), scale, box)


@lru_cache(maxsize=CACHED_MASTERS)
def _shape_of(templates: tuple[Template, ...]) -> Shape:
    order = sorted(templates, key=lambda t: -len(t.inks))
    lead = order[0]
    labs = np.array([ink.lab for ink in lead.inks])
    outline = contour_of(lead.planes)
    views = [_view_of(lead, "silhouette", outline, parts_of(lead.planes.sum(axis=2, keepdims=True), labs[:1]))]
    if len(lead.inks) > 1:
        contour = contour_of(lead.planes, lab_of_rgb(lead.picture))
        if contour.weights[contour.outer > 0].sum() > _MIN_INNER_BORDERS * contour.weights.sum():
            views.append(_view_of(lead, "inks", contour, parts_of(lead.planes, labs)))
    labels = (lead.planes.sum(axis=2) > 0.5).astype(np.int32)
    to_raster = np.diag([*lead.scale, 1.0])
    symmetries = tuple(np.linalg.inv(to_raster) @ turn @ to_raster for turn in symmetries_of(labels))
    return Shape(tuple(order), tuple(views), symmetries)


def _shrunk(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    size = (rgba.shape[1] // 2, rgba.shape[0] // 2)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    color = cv2.resize(rgba[..., :3] * alpha, size, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)[..., None]
    return np.asarray(np.clip(color / np.maximum(cover, 1e-3), 0, 255).round(), np.uint8)


def _halved(planes: Array) -> tuple[Array, ...]:
    import cv2

    found = [planes]
    while min(found[-1].shape[:2]) > 12:
        last = np.pad(found[-1], ((0, found[-1].shape[0] % 2), (0, found[-1].shape[1] % 2), (0, 0)))
        size = (last.shape[1] // 2, last.shape[0] // 2)
        found.append(cv2.resize(last, size, interpolation=cv2.INTER_AREA).reshape(size[1], size[0], -1))
    return tuple(found)


def _view_of(template: Template, kind: Literal["silhouette", "inks"], contour: Contour, parts: Regions) -> View:
    share = distinctiveness_of(contour.points, contour.weights, parts)
    return View(kind, _contour_on_artboard(contour, template.scale), _parts_on_artboard(parts, template.scale), share)


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


def _same_silhouette(one: Template, other: Template) -> bool:
    if abs(one.width * other.height / (one.height * other.width) - 1) > _SAME_PROPORTIONS:
        return False
    if one.planes.shape[:2] != other.planes.shape[:2]:
        return False
    mask, test = one.planes.sum(axis=2) > 0.5, other.planes.sum(axis=2) > 0.5
    return bool((mask & test).sum() > _SAME_SILHOUETTE * (mask | test).sum())
