"""Colour arithmetic: hex, sRGB, CIE Lab (D65), CIEDE2000 and WCAG contrast.

Arrays are (…, 3) float64. sRGB is 0..255, Lab is L* 0..100, a*, b*. Scalars go through the same functions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Array = NDArray[np.float64]

RGB = tuple[int, int, int]
_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")

# Source: IEC 61966-2-1, linear sRGB to XYZ, and its white D65 in 2 degrees.
_XYZ_OF_RGB = ((0.4123908, 0.3575843, 0.1804808), (0.2126390, 0.7151687, 0.0721923), (0.0193308, 0.1191948, 0.9505322))
_WHITE_D65 = (0.9504559, 1.0, 1.0890578)


def parse_hex(text: str) -> RGB:
    """Red, green, blue 0..255 of "#0057A8", "0057a8" or "#05A".

    Raises
    ------
    ValueError : when it is no such colour.
    """
    match = _HEX.match(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no colour like #0057A8")
    digits = match[1] if len(match[1]) == 6 else "".join(2 * d for d in match[1])
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(rgb: ArrayLike) -> str:
    """"#RRGGBB" of one sRGB colour 0..255, rounded and clamped."""
    import numpy as np

    red, green, blue = (int(min(255, max(0, round(float(v))))) for v in np.asarray(rgb).ravel()[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"


def lab_of_rgb(rgb: ArrayLike) -> Array:
    """CIE Lab (D65) of sRGB 0..255, shape kept.

    Source: IEC 61966-2-1 (transfer curve), CIE 15:2018 (Lab).
    """
    import numpy as np

    share = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.asarray(_XYZ_OF_RGB).T / np.asarray(_WHITE_D65)
    cubic = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = cubic[..., 0], cubic[..., 1], cubic[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def rgb_of_lab(lab: ArrayLike) -> Array:
    """sRGB 0..255 (not rounded, clamped to the gamut's box) of CIE Lab (D65)."""
    import numpy as np

    values = np.asarray(lab, dtype=np.float64)
    y = (values[..., 0] + 16) / 116
    cubic = np.stack([y + values[..., 1] / 500, y, y - values[..., 2] / 200], axis=-1)
    xyz = np.where(cubic > 6 / 29, cubic**3, 3 * (6 / 29) ** 2 * (cubic - 4 / 29)) * np.asarray(_WHITE_D65)
    linear = np.clip(xyz @ np.linalg.inv(np.asarray(_XYZ_OF_RGB)).T, 0, 1)
    share = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return share * 255.0


def delta_e(lab_one: ArrayLike, lab_other: ArrayLike) -> Array:
    """CIEDE2000 difference of Lab colours, broadcast over leading axes.

    Source: Sharma, Wu, Dalal, The CIEDE2000 color-difference formula, Color Res. Appl. 30(1), 2005, eq. 2-22.
    """
    import numpy as np

    one, other = np.broadcast_arrays(np.asarray(lab_one, np.float64), np.asarray(lab_other, np.float64))
    chroma_mean = (np.hypot(one[..., 1], one[..., 2]) + np.hypot(other[..., 1], other[..., 2])) / 2
    gain = 1.5 - 0.5 * np.sqrt(chroma_mean**7 / (chroma_mean**7 + 25.0**7))
    a1, a2 = one[..., 1] * gain, other[..., 1] * gain
    c1, c2 = np.hypot(a1, one[..., 2]), np.hypot(a2, other[..., 2])
    h1 = np.degrees(np.arctan2(one[..., 2], a1)) % 360
    h2 = np.degrees(np.arctan2(other[..., 2], a2)) % 360
    gray = c1 * c2 == 0

    dh = (h2 - h1 + 180) % 360 - 180
    # +180 and -180 are the same hue difference; the paper takes +180 for exactly opposite hues.
    dh = np.where(gray, 0.0, np.where(h2 - h1 == 180, 180.0, dh))
    dl, dc = other[..., 0] - one[..., 0], c2 - c1
    dhue = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(dh) / 2)

    l_mean, c_mean = (one[..., 0] + other[..., 0]) / 2, (c1 + c2) / 2
    far = np.abs(h1 - h2) > 180
    h_mean = np.where(gray, h1 + h2, (h1 + h2 + np.where(far, np.where(h1 + h2 < 360, 360, -360), 0)) / 2)
    hue = np.radians(h_mean)
    t = 1 - 0.17 * np.cos(hue - np.pi / 6) + 0.24 * np.cos(2 * hue)
    t = t + 0.32 * np.cos(3 * hue + np.radians(6)) - 0.20 * np.cos(4 * hue - np.radians(63))
    s_l = 1 + 0.015 * (l_mean - 50) ** 2 / np.sqrt(20 + (l_mean - 50) ** 2)
    s_c, s_h = 1 + 0.045 * c_mean, 1 + 0.015 * c_mean * t
    turn = 60 * np.exp(-(((h_mean - 275) / 25) ** 2))
    r_t = -2 * np.sqrt(c_mean**7 / (c_mean**7 + 25.0**7)) * np.sin(np.radians(turn))
    l_term, c_term, h_term = dl / s_l, dc / s_c, dhue / s_h
    return np.sqrt(l_term**2 + c_term**2 + h_term**2 + r_t * c_term * h_term)


def delta_e_hex(one: str, other: str) -> float:
    """CIEDE2000 between two hex colours."""
    return float(delta_e(lab_of_rgb(parse_hex(one)), lab_of_rgb(parse_hex(other))))


def luminance(rgb: ArrayLike) -> Array:
    """Relative luminance 0..1 of sRGB 0..255.

    Source: WCAG 2.2, definition of relative luminance.
    """
    import numpy as np

    share = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.asarray((0.2126, 0.7152, 0.0722))


def contrast(one: ArrayLike, other: ArrayLike) -> float:
    """WCAG contrast ratio 1..21 of two sRGB colours 0..255.

    Source: WCAG 2.2, definition of contrast ratio.
    """
    bright, dark = sorted((float(luminance(one)), float(luminance(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def contrast_hex(one: str, other: str) -> float:
    """WCAG contrast ratio of two hex colours."""
    return contrast(parse_hex(one), parse_hex(other))


def same_cmyk(shares: Sequence[float], percent: Sequence[float], slack: float = 1.0) -> bool:
    """Whether CMYK components 0..1 are the same ink as percentages 0..100, `slack` percent apart at most."""
    return len(shares) == 4 and all(abs(100 * s - p) <= slack for s, p in zip(shares, percent, strict=True))


def contrast_range(ink: str, ground: str, spread: float) -> tuple[float, float]:
    """Least and largest WCAG contrast of an ink to a ground whose lightness L* varies by ± `spread` around its hex."""
    import numpy as np

    lab = lab_of_rgb(parse_hex(ground))
    shifts = np.clip(lab[0] + np.linspace(-spread, spread, 9), 0.0, 100.0)
    grounds = rgb_of_lab(np.stack([shifts, np.full(9, lab[1]), np.full(9, lab[2])], axis=-1))
    ratios = [contrast(parse_hex(ink), shade) for shade in grounds]
    return min(ratios), max(ratios)
