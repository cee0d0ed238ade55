"""SVG made safe, measured, taken apart and drawn. Every door here cleans first: nothing outside the bytes is read."""

from __future__ import annotations

from brandkit.svg.artboard import size
from brandkit.svg.cleaning import clean
from brandkit.svg.drawing import outlines
from brandkit.svg.pixels import raster

__all__ = ["clean", "outlines", "raster", "size"]
