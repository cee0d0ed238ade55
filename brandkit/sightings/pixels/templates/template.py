"""What is known of a master before any page is looked at, and which masters are one geometry.

`template_of(data, media_type)` makes a `Template` from a master's bytes, once per process and file. `row_of` makes the
bytes that a catalog keeps of it (`encoding`), `template_in` reads them: both roads give the same, byte for byte.
`shapes_of(templates)` gathers templates of one silhouette (full-color, reversed and mono of a lock-up) into a `Shape`,
which is searched once; which variant it is, the colours decide afterwards. A shape is seen in one or two views: its
silhouette, and its inks where they border on each other.

Coordinates are artboard units, origin at the artboard's top left, y down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from brandkit.errors import BrandkitError
from brandkit.sightings.pixels.templates.encoding import NAME, decoded, encoded
from brandkit.sightings.pixels.templates.forms import Shape, Template, View
from brandkit.sightings.pixels.templates.survey import surveyed

__all__ = ["NAME", "Shape", "Template", "View", "row_of", "shapes_of", "template_in", "template_of"]

CACHED_MASTERS = 512  # packed, about 50 kB each
_SAME_SILHOUETTE = 0.985
_SAME_PROPORTIONS = 0.01


def template_of(data: bytes, media_type: str) -> Template:
    """The template of a master file (SVG or raster picture).

    Raises
    ------
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    return _template_of(hashlib.sha256(data).hexdigest(), data, media_type)


def row_of(data: bytes, media_type: str) -> bytes:
    """The bytes to keep of a master file, under NAME; of one in which nothing can be looked for they say so."""
    import cv2

    try:
        survey = surveyed(data, media_type)
    except (BrandkitError, OSError, ValueError, cv2.error):  # the second are Pillow's
        return encoded(None)
    return encoded(survey)


def template_in(key: str, row: bytes) -> Template | None:
    """The template that a row holds, for the file of that SHA-256; None when nothing can be looked for in it.

    Raises
    ------
    InvalidCatalog : for bytes that are damaged or of another program.
    """
    return decoded(key, row)


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
    template = decoded(key, encoded(surveyed(data, media_type)))
    assert template is not None  # nothing to look for raises
    return template


@lru_cache(maxsize=CACHED_MASTERS)
def _shape_of(templates: tuple[Template, ...]) -> Shape:
    order = sorted(templates, key=lambda t: -len(t.inks))
    lead = order[0]
    return Shape(tuple(order), lead.views, lead.symmetries, lead.colored_symmetries)


def _same_silhouette(one: Template, other: Template) -> bool:
    if abs(one.width * other.height / (one.height * other.width) - 1) > _SAME_PROPORTIONS:
        return False
    if one.sections.shape[:2] != other.sections.shape[:2]:
        return False
    if min(one.covered, other.covered) <= _SAME_SILHOUETTE * max(one.covered, other.covered):
        return False
    both = int(np.bitwise_count(one.silhouette & other.silhouette).sum())
    return both > _SAME_SILHOUETTE * (one.covered + other.covered - both)
