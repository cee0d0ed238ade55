"""Which assets are in anything that can be looked at: a file, bytes that somebody sent, a picture in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeAlias

from brandkit import limits, sandbox
from brandkit.assets import Library
from brandkit.errors import InvalidValue, MaterialTooLarge, UnreadableMaterial
from brandkit.findings import Sighting
from brandkit.sandbox_admission import suffix_for
from brandkit.sightings.find import find

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Lookable: TypeAlias = Path | str | bytes | NDArray[np.uint8]

_HEAD_BYTES = 4096


def identify(material: Lookable, library: Library, *, on: Date, name: str = "picture") -> tuple[Sighting, ...]:
    """Sightings of the library's assets, ids 0 … n in reading order.

    Parameters
    ----------
    material : a file's path; the bytes of a file of any kind that is read; or (H, W, 3) uint8 sRGB or (H, W, 4) uint8
        sRGB with straight alpha, origin top left. Everything is read in the sandbox.
    on : the day for which successors count.
    name : what bytes and arrays are called in errors.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    InvalidValue : for an array of another shape or type.
    """
    with _laid_down(material, name) as path, sandbox.opened(path) as opened:
        return find(opened, library, on=on)


@contextmanager
def _laid_down(material: Lookable, name: str) -> Iterator[Path]:
    if isinstance(material, Path | str):
        yield Path(material)
        return
    data = bytes(material) if isinstance(material, bytes | bytearray | memoryview) else _png(material, name)
    if not data:
        raise UnreadableMaterial(name, "is empty")
    if len(data) > limits.MATERIAL_BYTES:
        raise MaterialTooLarge(name, "has more than {limit} MB", None, limit=limits.MATERIAL_BYTES // 2**20)
    with TemporaryDirectory(prefix="brandkit-") as folder:
        path = Path(folder) / f"{name}{suffix_for(data[:_HEAD_BYTES], name)}"
        path.write_bytes(data)
        yield path


def _png(pixels: NDArray[np.uint8], name: str) -> bytes:
    """The picture as a file, without loss: the one road through the sandbox is taken by arrays too."""
    from PIL import Image

    shape, kind = tuple(getattr(pixels, "shape", ())), str(getattr(pixels, "dtype", ""))
    if len(shape) != 3 or shape[2] not in (3, 4) or kind != "uint8" or 0 in shape:
        raise InvalidValue(name, "is no (height, width, 3 or 4) array of uint8", "Convert it to sRGB with 8 bits.")
    if shape[0] * shape[1] > limits.PICTURE_PIXELS:
        raise MaterialTooLarge(name, "has more than {limit:,} pixels", None, limit=limits.PICTURE_PIXELS)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG", compress_level=1)
    return stream.getvalue()
