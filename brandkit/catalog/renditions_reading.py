"""A picture's pixels in the size of a rendition, decoded and shrunk in a fork of the sandbox.

`pixels` runs in the fork, so that a picture of 40 megapixels never crosses to here; `read` asks for it and checks the
answer, because a hostile file may have its reader in its hands.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import limits, sandbox_pool
from brandkit.assets import File
from brandkit.catalog.renditions.size import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

MOST_PIXELS = 7_500_000  # of four bytes: a fork's whole answer has 32 MB
_OURS, _READER = "brandkit.catalog.renditions_reading", "brandkit.formats.image"
_LOADED = (_OURS, _READER, "brandkit.formats._cpu_limit", "brandkit.formats._raster_colors", "PIL.ImageCms")
_SHRUNK_FIRST = 3.0  # Lanczos after a box filter to thrice the size: the same picture in a fraction of the time


def pixels(path: Path, *, wanted: list[int], box: list[float]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A part of the picture, upright in sRGB, in `wanted` width and height: its shape, and (H, W, 4) uint8 as bytes.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge
    """
    reader = import_module(_READER)
    left, top, right, bottom = box
    rgba = resized(reader.picture(path, reader.KEY), (wanted[0], wanted[1]), (left, top, right, bottom))
    return {"shape": list(rgba.shape)}, {"rgba": rgba.tobytes()}


def resized(rgba: Pixels, wanted: tuple[int, int], box: Box) -> Pixels:
    """A part of an (H, W, 4) picture in another width and height."""
    import numpy as np
    from PIL import Image

    # Pillow weighs colors by their alpha, so that what is transparent does not tint the rims.
    image = Image.fromarray(np.ascontiguousarray(rgba))
    small = image.resize(wanted, Image.Resampling.LANCZOS, box=box, reducing_gap=_SHRUNK_FIRST)
    return np.asarray(small, np.uint8)


def read(data: bytes, file: File, wanted: tuple[int, int], box: Box) -> Pixels:
    """What `pixels` gives, of at most MOST_PIXELS.

    Raises
    ------
    UnreadableMaterial, MaterialTooLarge, StoreFailure
    """
    import numpy as np

    options = {"wanted": list(wanted), "box": list(box)}
    request = sandbox_pool.Request(_OURS, "pixels", options, _LOADED, limits.DRAW_CPU_S)
    words, parts = sandbox_pool.asked(file.name, data, request)
    try:
        rgba = np.frombuffer(parts["rgba"], np.uint8).reshape(wanted[1], wanted[0], 4)
        if words["shape"] != list(rgba.shape):
            raise ValueError(words["shape"])
    except (KeyError, TypeError, ValueError) as error:
        raise sandbox_pool.no_sense(file.name) from error
    return rgba
