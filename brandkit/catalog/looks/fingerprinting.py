"""Perceptual hashes of catalog files: which views of a picture are hashed, and how near two of them are.

`whole` is the picture over white. `shape`, of logos only, is its ink alone: trimmed, without colour, so that a logo is
found again in another colouring and with another margin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brandkit import fingerprints
from brandkit.plugins import modules_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

VIEWS = ("whole", "shape")
# As a share of a hash's bits. Meta gives 31 of 256 for PDQ; the same share holds 7 of 64 for the smaller hashes.
SAME = 31 / 256
# Beyond this two pictures have no more in common than chance: 128 ± 8 of 256 bits for unrelated ones.
RELATED = 80 / 256
HASHED_PX = 256
# Of borders: gray levels that JPEG and paper add to an even color, and the share of a line that may differ more.
_BORDER_LEVELS, _BORDER_SPECKS = 20, 0.01
_LEAST = 0.25
_INK = 0.08  # of full difference from the ground: above it a pixel is drawn on


@dataclass(frozen=True)
class Print:
    """One hash of one view of a file; `name` is a module of brandkit/fingerprints."""

    name: str
    view: str
    bits: bytes


def views_of(rgba: Pixels, *, is_logo: bool) -> Mapping[str, Pixels]:
    """The views, each (H, W, 3) uint8, of an (H, W, 4) uint8 sRGB picture with straight alpha."""
    whole = over(rgba, (255, 255, 255))
    if not is_logo:
        return {"whole": whole}
    shape = _shape(rgba, whole)
    return {"whole": whole} if shape is None else {"whole": whole, "shape": shape}


def prints_of(rgba: Pixels, *, is_logo: bool) -> tuple[Print, ...]:
    """Every hash of every view of a picture."""
    return tuple(
        Print(name, view, bytes(module.fingerprint(picture)))
        for view, picture in _reduced(views_of(rgba, is_logo=is_logo)).items()
        for name, module in modules_of(fingerprints).items()
    )


def queries_of(rgba: Pixels) -> Mapping[tuple[str, str], Sequence[bytes]]:
    """Hashes to ask with, by name and view: of the picture and of what is within its border; turned and flipped."""
    asked: dict[tuple[str, str], Sequence[bytes]] = {}
    views = views_of(rgba, is_logo=True)
    pictures = {view: [picture] for view, picture in _reduced(views).items()}
    inner = trimmed(views["whole"])
    if inner is not None:
        pictures["whole"] += _reduced({"whole": inner}).values()
    for view, shown in pictures.items():
        for name, module in modules_of(fingerprints).items():
            turned = getattr(module, "dihedral", lambda picture, one=module.fingerprint: (one(picture),))
            asked[name, view] = [bytes(bits) for picture in shown for bits in turned(picture)]
    return asked


def trimmed(picture: Pixels) -> Pixels | None:
    """The picture without the even borders around it, such as bars or a frame; None when it has none.

    Each side is cut as far as its lines are of the color of its outermost one, and a line further: that one is mixed of
    border and content. What would leave less than a quarter of a side is no border but a picture with much sky.
    """
    top, bottom = _borders(picture)
    inner = picture[top : len(picture) - bottom]
    left, right = _borders(inner.swapaxes(0, 1))
    inner = inner[:, left : inner.shape[1] - right]
    left_over = min(inner.shape[0] / picture.shape[0], inner.shape[1] / picture.shape[1])
    if not any((top, bottom, left, right)) or left_over < _LEAST:
        return None
    return np.ascontiguousarray(inner)


def _borders(picture: Pixels) -> tuple[int, int]:
    """How many rows are border at the top and at the bottom; 0 for less than a hundredth of the height."""
    found = []
    for side in (picture, picture[::-1]):
        color = np.median(side[0], axis=0).astype(np.int16)
        other = np.abs(side.astype(np.int16) - color).max(axis=2) > _BORDER_LEVELS
        content = np.flatnonzero(other.mean(axis=1) > _BORDER_SPECKS)
        count = int(content[0]) if len(content) else len(side)
        found.append(count + 1 if count >= max(2, len(side) / 100) else 0)
    return (found[0], found[1]) if sum(found) < len(picture) else (0, 0)


def _reduced(views: Mapping[str, Pixels]) -> dict[str, Pixels]:
    """The views at the size that the largest hash looks at: reduced once for all of them."""
    import cv2

    found = {}
    for view, picture in views.items():
        scale = HASHED_PX / max(picture.shape)
        size = max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA) if scale < 1 else picture
        found[view] = np.asarray(small, np.uint8)
    return found


def distances(queries: Sequence[bytes], known: Sequence[bytes]) -> NDArray[np.int64]:
    """Differing bits between each known hash and the nearest of the queries; all of one length."""
    asked = np.frombuffer(b"".join(queries), np.uint8).reshape(len(queries), -1)
    stored = np.frombuffer(b"".join(known), np.uint8).reshape(len(known), -1)
    return np.min([np.bitwise_count(stored ^ query).sum(axis=1, dtype=np.int64) for query in asked], axis=0)


def over(rgba: Pixels, ground: tuple[int, int, int]) -> Pixels:
    """The picture over a flat ground, (H, W, 3) uint8."""
    if rgba[..., 3].min(initial=255) == 255:
        import cv2

        return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgba), cv2.COLOR_RGBA2RGB), np.uint8)
    alpha = rgba[..., 3:].astype(np.float32) / 255
    mixed = rgba[..., :3] * alpha + np.asarray(ground, np.float32) * (1 - alpha)
    return np.ascontiguousarray(np.rint(mixed).astype(np.uint8))


def _shape(rgba: Pixels, whole: Pixels) -> Pixels | None:
    """Ink as black on white, trimmed; None for an empty picture."""
    ink = rgba[..., 3].astype(np.float32) / 255
    if ink.min() > 0.99:
        border = np.concatenate([whole[0], whole[-1], whole[:, 0], whole[:, -1]])
        ground = np.median(border, axis=0)
        ink = np.abs(whole - ground.astype(np.float32)).max(axis=2) / 255
    drawn = ink > _INK
    if not drawn.any():
        return None
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    trimmed = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    gray = np.rint(255 * (1 - trimmed / trimmed.max())).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(gray[..., None], 3, axis=2))
