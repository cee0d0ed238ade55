"""Any Pillow picture as sRGB with straight alpha: palettes, gray, 16 bit, CMYK and embedded profiles.

Source: ICC.1:2022 through LittleCMS; CMYK without a profile is shown as PDFium shows DeviceCMYK.
"""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from brandkit.errors import UnreadableMaterial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    Pixels = NDArray[np.uint8]

_SRGB_ROUNDING = 2  # largest step a profile may move a colour and still be plain sRGB


def colors_of(picture: Image, name: str) -> tuple[Pixels, Pixels | None]:
    """(H, W, 3) uint8 sRGB and (H, W) uint8 alpha, None when all is opaque; orientation as stored.

    Raises
    ------
    UnreadableMaterial : for pictures that hold numbers rather than colours.
    """
    alpha = _alpha_of(picture)
    if picture.mode in ("P", "PA", "La", "RGBa"):
        picture = picture.convert("RGBA").convert("RGB")
    return _rgb_of(picture, name), alpha


def rgba_of(picture: Image, name: str) -> Pixels:
    """(H, W, 4) uint8 sRGB, straight alpha, origin top left, orientation as stored.

    Raises
    ------
    UnreadableMaterial : for pictures that hold numbers rather than colours.
    """
    return joined(*colors_of(picture, name))


def joined(rgb: Pixels, alpha: Pixels | None) -> Pixels:
    """(H, W, 4) uint8 of colours and alpha; opaque where there is none."""
    import numpy as np

    result = np.empty((*rgb.shape[:2], 4), np.uint8)
    result[..., :3] = rgb
    result[..., 3] = 255 if alpha is None else alpha
    return result


def over_white(rgb: Pixels, alpha: Pixels | None) -> Pixels:
    """(H, W, 3) uint8: the picture laid on white paper."""
    import numpy as np

    if alpha is None or (alpha == 255).all():
        return np.ascontiguousarray(rgb)
    result = np.empty(rgb.shape, np.uint8)
    for top in range(0, rgb.shape[0], 256):  # in bands: 40 megapixels in 16 bits would not fit
        part = alpha[top : top + 256, :, None].astype(np.uint16)
        shown = rgb[top : top + 256] * part + 255 * (255 - part)
        result[top : top + 256] = (shown + 127) // 255
    return result


def _alpha_of(picture: Image) -> Pixels | None:
    import numpy as np

    if picture.mode in ("LA", "RGBA", "PA", "La", "RGBa"):
        return np.asarray(picture.getchannel("A"))
    if "transparency" not in picture.info:
        return None
    if picture.mode in ("P", "1", "L", "RGB"):
        return np.asarray(picture.convert("RGBA").getchannel("A"))
    return None


def _rgb_of(picture: Image, name: str) -> Pixels:
    import numpy as np

    mode = picture.mode
    if mode == "1":
        gray = np.asarray(picture.convert("L"))
        return np.repeat(gray[..., None], 3, axis=2)
    if mode.startswith("I;16") or mode == "I":
        values = np.asarray(picture).astype(np.uint32)
        gray = np.clip(values // 257 if values.max(initial=0) > 255 or mode != "I" else values, 0, 255)
        return np.repeat(gray.astype(np.uint8)[..., None], 3, axis=2)
    if mode == "F":
        raise UnreadableMaterial(name, "holds numbers, not colours; export it with 8 or 16 bits a channel")
    if mode in ("LA", "RGBA"):
        picture = picture.convert(mode[:-1])
    managed = _managed(picture)
    if managed is not None:
        return managed
    if picture.mode == "CMYK":
        from brandkit.formats._device_cmyk import shown

        return shown(np.asarray(picture))
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))


def _managed(picture: Image) -> Pixels | None:
    """Through the embedded profile to sRGB; None without one, and for one that is broken or of another kind."""
    import numpy as np
    from PIL import Image, ImageCms

    profile_bytes = picture.info.get("icc_profile")
    if not profile_bytes or picture.mode not in ("RGB", "L", "CMYK", "LAB"):
        return None
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile_bytes))
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            picture.mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if picture.mode == "RGB" and _is_srgb(transform, ImageCms, Image):
            return np.asarray(picture)
        return np.asarray(ImageCms.applyTransform(picture, transform))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, zlib.error):
        return None


def _is_srgb(transform: object, cms: object, image: object) -> bool:
    """Whether a transform leaves a grid of colours where they are: then rounding is all it would add."""
    import numpy as np

    steps = np.linspace(0, 255, 6).astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), -1).reshape(1, -1, 3)
    moved = np.asarray(cms.applyTransform(image.fromarray(grid), transform))  # type: ignore[attr-defined]
    return int(np.abs(moved.astype(int) - grid.astype(int)).max()) <= _SRGB_ROUNDING
