"""Fills and strokes of PDF objects as Paint values.

PDFium tells flat colours. Of a gradient or pattern it says "white": an object that claims white is therefore drawn
alone, small, and looked at.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from brandkit.color import to_hex
from brandkit.document import Paint
from brandkit.formats._pdf_bitmaps import drawn
from brandkit.formats._pdf_objects import FORM, Found
from brandkit.geometry import Box

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PROBE_PX = 64
_MOST_PROBES = 400  # on one page; later claims of white are believed
_FLAT = 6.0  # standard deviation, 0..255, up to which drawn colours are one colour


def fill_of(handle: Any) -> tuple[Paint | None, float]:
    """The flat fill colour and its alpha 0..1; (None, 1) when there is none."""
    import pypdfium2.raw as pdfium

    return _told(pdfium.FPDFPageObj_GetFillColor, handle)


def stroke_of(handle: Any) -> tuple[Paint | None, float]:
    """The flat stroke colour and its alpha 0..1; (None, 1) when there is none."""
    import pypdfium2.raw as pdfium

    return _told(pdfium.FPDFPageObj_GetStrokeColor, handle)


def is_white(paint: Paint | None) -> bool:
    """Whether the colour told is white, which a pattern is too."""
    return paint is not None and paint.hex == "#FFFFFF"


class Probe:
    """Draws single objects of a page, all others switched off. Switches everything on again at the end."""

    def __init__(self, page: Any, unit: float):
        self._page, self._unit = page, unit
        self._left = _MOST_PROBES
        self._everything: list[Any] = []

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *_: object) -> None:
        _switch(self._everything, True)

    def paint(self, found: Found, box: Box) -> tuple[Paint | None, float]:
        """The mean colour that an object leaves, as "gradient" where it varies, and its usual alpha.

        None when nothing is left on the page, or too many were asked for.
        """
        import numpy as np

        if self._left <= 0 or box.w <= 0 or box.h <= 0:
            return None, 1.0
        self._left -= 1
        shown = self._alone(found, box)
        inked = shown[shown[..., 3] > 200] if (shown[..., 3] > 200).any() else shown[shown[..., 3] > 0]
        if not len(inked):
            return None, 1.0
        mean, spread = inked[:, :3].mean(axis=0), float(inked[:, :3].std(axis=0).max())
        space = "gradient" if spread > _FLAT else "sRGB"
        values = tuple(float(v) / 255 for v in mean)
        alpha = shown[..., 3][shown[..., 3] > 0]
        return Paint(to_hex(mean), space, values), float(np.percentile(alpha, 75)) / 255

    def _alone(self, found: Found, box: Box) -> NDArray[np.uint8]:
        if not self._everything:
            self._everything = list(_handles(self._page))
            _switch(self._everything, False)
        needed = [*found.ancestors, found.handle]
        _switch(needed, True)
        scale = _PROBE_PX / max(box.w, box.h)
        width, height = (max(1, math.ceil(side * scale)) for side in (box.w, box.h))
        try:
            unit = self._unit
            return drawn(self._page, scale * unit, box.x / unit, box.y / unit, width, height, 0x00FFFFFF)
        finally:
            _switch(needed, False)


def _told(get: Any, handle: Any) -> tuple[Paint | None, float]:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(handle, *parts):
        return None, 1.0
    red, green, blue, alpha = (part.value for part in parts)
    return Paint(to_hex((red, green, blue)), "sRGB", (red / 255, green / 255, blue / 255)), alpha / 255


def _switch(handles: Iterable[Any], on: bool) -> None:
    import pypdfium2.raw as pdfium

    for handle in handles:
        pdfium.FPDFPageObj_SetIsActive(handle, on)


def _handles(page: Any) -> Iterable[Any]:
    import pypdfium2.raw as pdfium

    stack = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
    while stack:
        handle = stack.pop()
        yield handle
        if pdfium.FPDFPageObj_GetType(handle) == FORM:
            count = max(0, pdfium.FPDFFormObj_CountObjects(handle))
            stack.extend(pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count))
