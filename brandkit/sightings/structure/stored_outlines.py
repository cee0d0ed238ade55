"""Vector masters' shapes as rows that a library keeps, and the outlines prepared of them.

An SVG takes some milliseconds to read, a PDF a child process. A row is all shapes as they were read, as packed JSON:
numbers come back exactly, so that an outline is the same whether its shapes were read from the file or from a row.
"""

from __future__ import annotations

import json
import logging
import math
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from brandkit import sandbox, svg
from brandkit.assets import File, Library, features, keep_features
from brandkit.document import Contour, Paint, Shape
from brandkit.errors import BrandkitError, InvalidCatalog
from brandkit.geometry import Box
from brandkit.sightings.structure.outlines_master import Outline, outline_of

log = logging.getLogger(__name__)

NAME = "outline-1"  # of the rows in the table `features`; other shapes of the same file are another name
SVG, PDF = "image/svg+xml", "application/pdf"
KEPT = 1024  # of a process
_MAGIC = b"bkline1\n"
MOST_BYTES, _MOST_JSON = 4 << 20, 32 << 20  # packed and not; a drawing of more is read from its file each time
_PAGE_UNITS = 1e7

_known: dict[str, Outline | None] = {}


def outlines_of(library: Library, files: Sequence[File]) -> dict[str, Outline]:
    """Outlines by SHA-256 of vector files with an area; broken ones are left out.

    What the library does not have, or has damaged, is read from the file and given to it to keep.
    """
    wanted = {file.sha256: file.media_type for file in files if file.media_type in (SVG, PDF)}
    found = {sha256: _known[sha256] for sha256 in wanted if sha256 in _known}
    found |= _read(library, {sha256: media_type for sha256, media_type in wanted.items() if sha256 not in found})
    return {sha256: outline for sha256 in wanted if (outline := found.get(sha256)) is not None}


def row_of(shapes: Sequence[Shape], width: float, height: float) -> bytes:
    """A drawing's shapes and the size of its artboard as bytes; no shapes for a file that cannot be looked for."""
    told = {"width": width, "height": height, "shapes": [_told(shape) for shape in shapes]}
    words = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 6)
    return _MAGIC + zlib.crc32(words).to_bytes(4, "little") + words


def shapes_in(row: bytes) -> tuple[tuple[Shape, ...], float, float]:
    """What `row_of` made bytes of.

    Raises
    ------
    InvalidCatalog : when they are damaged, or not of that form.
    """
    try:
        if row[:8] != _MAGIC or zlib.crc32(row[12:]) != int.from_bytes(row[8:12], "little"):
            raise ValueError("checksum")
        stream = zlib.decompressobj()
        words = stream.decompress(row[12:], _MOST_JSON)
        if not stream.eof or stream.unused_data:
            raise ValueError("packed")
        told = json.loads(words)
        width, height = _lengths([told["width"], told["height"]])
        return tuple(_shape(one) for one in told["shapes"]), width, height
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, zlib.error) as error:
        raise InvalidCatalog(NAME, "is no row of an outline", "Mend it with `brandkit fsck --repair`.") from error


@contextmanager
def opened_master(data: bytes) -> Iterator[sandbox.Material]:
    """A master PDF through the same door as any other."""
    with tempfile.TemporaryDirectory(prefix="brandkit-master-") as folder:
        path = Path(folder) / "master.pdf"
        path.write_bytes(data)
        with sandbox.opened(path) as material:
            yield material


def _read(library: Library, wanted: Mapping[str, str]) -> dict[str, Outline | None]:
    found: dict[str, Outline | None] = {}
    rows, fresh = features(library, wanted, NAME), dict[str, bytes]()
    for sha256, media_type in wanted.items():
        try:
            drawing = shapes_in(rows[sha256])
        except (KeyError, InvalidCatalog):
            try:
                row = row_of(*_drawing(library.read(sha256), media_type))
            except BrandkitError as error:  # `fsck` and registration speak of it, and the next try may be better
                log.info("%s cannot be read and is not looked for: %s", sha256, error)
                continue
            drawing = shapes_in(row)
            if len(row) <= MOST_BYTES:
                fresh[sha256] = row
        found[sha256] = outline_of(*drawing)
        while len(_known) >= KEPT:
            _known.pop(next(iter(_known)), None)
        _known[sha256] = found[sha256]
    keep_features(library, NAME, fresh)
    return found


def _drawing(data: bytes, media_type: str) -> tuple[Sequence[Shape], float, float]:
    if media_type == SVG:
        return (svg.outlines(data), *svg.size(data))
    with opened_master(data) as material:
        page = material.document.pages[0]
        return page.shapes, page.width, page.height


def _told(shape: Shape) -> list[Any]:
    """A shape's fields in their order, as lists."""
    return [
        [[contour.closed, *(value for point in contour.points for value in point)] for contour in shape.contours],
        list(shape.box),
        _told_paint(shape.fill),
        _told_paint(shape.stroke),
        shape.stroke_width,
        shape.order,
        shape.clip,
        shape.opacity,
        shape.even_odd,
        shape.group,
        shape.effects,
    ]


def _told_paint(paint: Paint | None) -> list[Any] | None:
    return None if paint is None else [paint.hex, paint.space, paint.values, paint.name]


def _shape(told: Sequence[Any]) -> Shape:
    contours, box, fill, stroke, width, order, clip, opacity, even_odd, group, effects = told
    return Shape(
        contours=tuple(_contour(one) for one in contours),
        box=Box(*_numbers(box)),
        fill=_paint(fill),
        stroke=_paint(stroke),
        stroke_width=_numbers([width])[0],
        order=int(order),
        clip=None if clip is None else tuple((x, y) for x, y in (_numbers(point) for point in clip)),
        opacity=_numbers([opacity])[0],
        even_odd=bool(even_odd),
        group=str(group),
        effects=tuple(map(str, effects)),
    )


def _contour(told: Sequence[Any]) -> Contour:
    closed, *values = told
    numbers = _numbers(values)
    return Contour(tuple(zip(numbers[::2], numbers[1::2], strict=True)), bool(closed))


def _paint(told: Sequence[Any] | None) -> Paint | None:
    if told is None:
        return None
    hex_, space, values, name = told
    return Paint(str(hex_), str(space), tuple(_numbers(values)), str(name))


def _numbers(values: Sequence[Any]) -> list[float]:
    found = [float(value) for value in values]
    if not all(map(math.isfinite, found)):
        raise ValueError("number")
    return found


def _lengths(values: Sequence[Any]) -> list[float]:
    found = _numbers(values)
    if not all(0 < value < _PAGE_UNITS for value in found):
        raise ValueError("length")
    return found
