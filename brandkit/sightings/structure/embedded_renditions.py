"""Pictures that are a catalog logo from edge to edge: its file, or its artboard drawn at some size on some ground.

Then the picture's own place says exactly how the logo stands. A rendition has the master's proportions to within a
pixel and its pixels to within what another renderer or a JPEG does to them.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from brandkit import svg
from brandkit.color import delta_e_hex, to_hex
from brandkit.findings import ColorMatch
from brandkit.sightings.structure.in_force import in_force
from brandkit.sightings.structure.masters import PDF, RASTERS, SVG, Entry, Masters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Floats = NDArray[np.float32]

COMPARED_PX = 200  # longer side at which pictures are compared
LEAST_PX = 16
SAME_MEAN = 5.0  # mean difference of ink, 0..255 per channel; other renderers and JPEG at 50 stay below 4
SAME_WORST = 0.02  # share of pixels that may differ by more than a quarter of full scale
SOFTENED_PX = 1.0  # Gaussian sigma
_ALIKE = 0.5  # difference of two means that says nothing
_PROPORTION_PX = 1.0


@dataclass(frozen=True)
class Rendition:
    """The catalog file that a picture shows whole, with its colours as they are in the picture.

    certain : no other version looks the same at this size.
    """

    entry: Entry
    size: tuple[float, float]
    colors: tuple[ColorMatch, ...]
    certain: bool


def rendition_of(rgba: Pixels, masters: Masters) -> Rendition | None:
    """The logo that an (H, W, 4) uint8 picture shows from edge to edge, None when it shows none so."""
    height, width = rgba.shape[:2]
    if min(height, width) < LEAST_PX:
        return None
    found: list[tuple[float, Entry, Pixels, tuple[float, float]]] = []
    for entry in masters.entries:
        size = size_of(entry, masters)
        if size is None or not _same_proportions(size, width, height):
            continue
        drawn = drawn_at(entry, masters, *_compared(width, height))
        far = _difference(_reduced(rgba), drawn)
        if far is not None:
            found.append((far, entry, drawn, size))
    if not found:
        return None
    least = min(far for far, *_ in found)
    # Of files that look the same here, the one in use: nobody is accused of an old version that cannot be told.
    alike = [match for match in found if match[0] <= least + _ALIKE]
    _, entry, drawn, size = min(alike, key=lambda match: (not in_force(match[1]), match[0]))
    doubtful = not in_force(entry) and any(in_force(e) and far <= least + 3 * _ALIKE for far, e, *_ in found)
    known = masters.entry_of(entry.file.sha256)
    return Rendition(known, size, colors_in(_reduced(rgba), drawn), certain=not doubtful)


def size_of(entry: Entry, masters: Masters) -> tuple[float, float] | None:
    """Width and height of a master's artboard, None for kinds that are not compared."""
    if entry.file.width and entry.file.height:
        return entry.file.width, entry.file.height
    if entry.file.media_type == SVG:
        return svg.size(masters.read(entry))
    if entry.file.media_type in RASTERS:
        drawn = _decoded(entry.file.sha256, _Reader(entry, masters))
        return float(drawn.shape[1]), float(drawn.shape[0])
    if entry.file.media_type == PDF:
        shown = masters.drawn(entry.file.sha256)
        return float(shown.shape[1]), float(shown.shape[0])
    return None


def drawn_at(entry: Entry, masters: Masters, width_px: int, height_px: int) -> Pixels:
    """(height, width, 4) uint8 straight alpha of a master's artboard."""
    return _drawn(entry.file.sha256, _Reader(entry, masters), width_px, height_px)


def colors_in(rgba: Pixels, drawn: Pixels) -> tuple[ColorMatch, ...]:
    """Each colour of the master beside the median of the picture where only that colour is, largest first."""
    solid = cv2.erode((drawn[..., 3] > 250).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    packed = drawn[..., :3].astype(np.int64) @ np.array([65536, 256, 1])
    values, counts = np.unique(packed[solid], return_counts=True)
    found: list[ColorMatch] = []
    for value, count in sorted(zip(values.tolist(), counts.tolist(), strict=True), key=lambda pair: -pair[1]):
        if count < 0.01 * solid.sum() or len(found) == 12:
            break
        here = rgba[solid & (packed == value)][:, :3]
        expected = to_hex((value >> 16, value >> 8 & 255, value & 255))
        measured = to_hex(np.median(here, axis=0))
        share = count / int(solid.sum())
        found.append(ColorMatch(expected, measured, round(delta_e_hex(expected, measured), 2), share))
    return tuple(found)


def _same_proportions(size: tuple[float, float], width: int, height: int) -> bool:
    """Whether the picture is the artboard at some scale, each side rounded to a whole pixel."""
    return abs(width * size[1] / size[0] - height) <= _PROPORTION_PX * max(1.0, size[1] / size[0])


def _compared(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, COMPARED_PX / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _reduced(rgba: Pixels) -> Pixels:
    size = _compared(rgba.shape[1], rgba.shape[0])
    return _resized(rgba, *size)


def _resized(rgba: Pixels, width: int, height: int) -> Pixels:
    if (width, height) == rgba.shape[1::-1]:
        return rgba
    alpha = rgba[..., 3:].astype(np.float32) / 255
    mode = cv2.INTER_AREA if width < rgba.shape[1] else cv2.INTER_CUBIC
    color = cv2.resize(rgba[..., :3] * alpha, (width, height), interpolation=mode)
    cover = np.clip(cv2.resize(alpha, (width, height), interpolation=mode), 0, 1)[..., None]
    straight = np.where(cover > 1e-3, color / np.maximum(cover, 1e-3), 0)
    return np.clip(np.rint(np.concatenate([straight, cover * 255], axis=2)), 0, 255).astype(np.uint8)


def _difference(picture: Pixels, drawn: Pixels) -> float | None:
    """Mean difference where either shows something, None when they are not one picture."""
    if picture[..., 3].min() < 255:
        cover_gap = np.abs(picture[..., 3].astype(np.int16) - drawn[..., 3].astype(np.int16))
        if float((cover_gap > 64).mean()) > SAME_WORST:
            return None
        ground: Floats = np.zeros(3, np.float32)
    else:
        ground = _ground_of(picture, drawn)
    # Renderers and resampling differ on rims alone; a little blur lets rims agree and leaves fields as they are.
    one, other = (cv2.GaussianBlur(_over(p, ground), (0, 0), SOFTENED_PX) for p in (picture, drawn))
    gap = np.abs(one - other).max(axis=2)
    shown = (drawn[..., 3] > 8) | (gap > 8)
    mean = float(gap[shown].mean()) if shown.any() else 0.0
    return mean if mean <= SAME_MEAN and float((gap > 64).mean()) <= SAME_WORST else None


def _ground_of(picture: Pixels, drawn: Pixels) -> Floats:
    """The colour on which an opaque picture shows the drawing; nothing to see where it covers all."""
    bare = drawn[..., 3] == 0
    colors = picture[..., :3][bare] if bare.any() else picture[..., :3].reshape(-1, 3)
    return np.asarray(np.median(colors, axis=0), np.float32)


def _over(rgba: Pixels, ground: Floats) -> Floats:
    alpha = rgba[..., 3:].astype(np.float32) / 255
    return np.asarray(rgba[..., :3] * alpha + ground * (1 - alpha), np.float32)


class _Reader:
    """A file's bytes on demand, passed through a cache without being part of its key."""

    def __init__(self, entry: Entry, masters: Masters):
        self.entry, self.masters = entry, masters

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reader)


@lru_cache(maxsize=512)
def _drawn(sha256: str, reader: _Reader, width: int, height: int) -> Pixels:
    if reader.entry.file.media_type == SVG:
        return svg.raster(reader.masters.read(reader.entry), width, height)
    if reader.entry.file.media_type == PDF:
        return _resized(reader.masters.drawn(sha256), width, height)
    return _resized(_decoded(sha256, reader), width, height)


@lru_cache(maxsize=64)
def _decoded(sha256: str, reader: _Reader) -> Pixels:
    from PIL import Image, ImageOps

    data = io.BytesIO(reader.masters.read(reader.entry))
    with Image.open(data, formats=["PNG", "JPEG", "WEBP", "TIFF", "GIF"]) as opened:
        return np.asarray(ImageOps.exif_transpose(opened).convert("RGBA"))
