"""How large a rendition is: whole pixels in the picture's own proportions, or a part of it cut to a size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_LONG_SIDE_PX = 1024  # of a drawing, which has no pixels of its own
CENTER = (0.5, 0.5)

Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True)
class Size:
    """What a rendition must fit in, in pixels; None leaves that side to the proportions.

    With a `focus`, shares of width and height from the top left, it does not fit in but fills both sides: what is too
    much is cut off, and the focus stays as near to the middle as the picture allows.
    """

    width: int | None = None
    height: int | None = None
    focus: tuple[float, float] | None = None


def fitted(width: float, height: float, size: Size) -> tuple[int, int]:
    """Whole pixels, in the proportions of width × height, as large as fits in the size; never stretched."""
    scale = scale_into(width, height, size)
    return max(1, round(width * scale)), max(1, round(height * scale))


def scale_into(width: float, height: float, size: Size) -> float:
    """By how much width × height grows to fill the size."""
    if size.width is None and size.height is None:
        return DEFAULT_LONG_SIDE_PX / max(width, height)
    across = size.width / width if size.width is not None else float("inf")
    down = size.height / height if size.height is not None else float("inf")
    return min(across, down)


def cut_box(width: int, height: int, wanted: tuple[int, int], focus: tuple[float, float]) -> Box:
    """The largest part of width × height in the proportions of `wanted`, around a focus and within the picture."""
    scale = max(wanted[0] / width, wanted[1] / height)
    across, down = min(width, wanted[0] / scale), min(height, wanted[1] / scale)
    # On whole pixels, so that a cut without shrinking leaves every pixel as it is.
    left = min(max(round(focus[0] * width - across / 2), 0.0), width - across)
    top = min(max(round(focus[1] * height - down / 2), 0.0), height - down)
    return left, top, left + across, top + down
