"""Pictures that an SVG carries: rasters as placements, drawings taken apart where they lie."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from brandkit.document import Picture, Placement
from brandkit.geometry import Affine, Box, apply, clipped, compose, corners
from brandkit.svg import addresses
from brandkit.svg.artboard import fitted, length, page_matrix, page_size
from brandkit.svg.cleaning import parsed
from brandkit.svg.elements import href_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from brandkit.svg.drawing import Drawing, Place


def add_image(element: Element, place: Place, found: Drawing, name: str) -> None:
    """Adds what an <image> shows to the drawing."""
    address = href_of(element)
    if not address.startswith("data:"):
        return
    media_type, data = addresses.decoded(address, name)
    drawn = addresses.is_svg(media_type, data)
    root = parsed(data, name) if drawn else None
    own = page_size(root, name) if root is not None else _pixels_of(data)
    frame = _frame(element, place, own)
    if frame.w <= 0 or frame.h <= 0:
        return
    fit = fitted(Box(0.0, 0.0, *own), frame, element.get("preserveAspectRatio", ""))
    placed = replace(place, matrix=compose(place.matrix, fit), clip=_clip(place, frame, own, fit))
    if root is not None:
        _add_drawing(root, placed, found, name, own)
        return
    key = _keep(data, found)
    width, height = own
    found.placements.append(
        Placement(
            key,
            compose(placed.matrix, Affine(width, 0.0, 0.0, height, 0.0, 0.0)),
            found.next_order(),
            placed.clip,
            place.opacity,
            None,
            place.effects,
        )
    )


def _frame(element: Element, place: Place, own: tuple[float, float]) -> Box:
    across, down = place.viewport
    width, height = length(element.get("width"), across), length(element.get("height"), down)
    if not width and not height:
        width, height = own
    width, height = width or height * own[0] / own[1], height or width * own[1] / own[0]
    return Box(length(element.get("x"), across), length(element.get("y"), down), width, height)


def _clip(place: Place, frame: Box, own: tuple[float, float], fit: Affine) -> tuple[tuple[float, float], ...] | None:
    """A picture that fills its frame by slicing is cut at the frame."""
    if own[0] * fit.a <= frame.w * 1.000001 and own[1] * fit.d <= frame.h * 1.000001:
        return place.clip
    seen = tuple(apply(place.matrix, corner) for corner in corners(frame))
    if place.clip is None:
        return seen
    return tuple(clipped(seen, place.clip)) if len(place.clip) > 2 else ()


def _add_drawing(root: Element, place: Place, found: Drawing, name: str, own: tuple[float, float]) -> None:
    from brandkit.svg.drawing import take_apart_into

    take_apart_into(
        found, root, replace(place, matrix=compose(place.matrix, page_matrix(root, name)), viewport=own), name
    )


def _pixels_of(data: bytes) -> tuple[float, float]:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=addresses.PILLOW_FORMATS) as picture:
        width, height = picture.size
    return float(width), float(height)


def _keep(data: bytes, found: Drawing) -> str:
    """The key of a carried picture; the same bytes twice are one picture."""
    from PIL import Image

    digest = hashlib.sha256(data).hexdigest()
    for key, picture in found.pictures.items():
        if picture.sha256 == digest:
            return key
    key = f"image-{len(found.pictures) + 1}"
    with Image.open(io.BytesIO(data), formats=addresses.PILLOW_FORMATS) as opened:
        width, height = opened.size
        media_type = Image.MIME.get(opened.format or "", "")
    found.pictures[key] = Picture(key, width, height, media_type, digest)
    found.data[key] = data
    return key
