"""Logos that nobody drew for this: the SVG set @iconify-json/logos, split by brand."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

SPLITS = ("tune", "test")
_PLACES = ("", "logos", "@iconify-json/logos", "node_modules/@iconify-json/logos")


@dataclass(frozen=True)
class Brand:
    """A logo's name and SVG body with its artboard."""

    name: str
    body: str
    left: float
    top: float
    width: float
    height: float

    def svg(self) -> bytes:
        """The master file."""
        box = f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{self.body}</svg>'.encode()


def icons_file(path: str | None) -> Path | None:
    """icons.json under a given folder, else under BRANDKIT_FOREIGN; None when there is none."""
    start = path or os.environ.get("BRANDKIT_FOREIGN")
    if not start:
        return None
    found = (Path(start) / place / "icons.json" for place in _PLACES)
    return next((file for file in found if file.is_file()), None)


def load(file: Path) -> dict[str, list[Brand]]:
    """The brands of each split, in an order that has nothing to do with their names. One logo a brand."""
    data = json.loads(file.read_text("utf-8"))
    width, height = data.get("width", 16), data.get("height", 16)
    splits: dict[str, list[Brand]] = {name: [] for name in SPLITS}
    seen: set[str] = set()
    for name in sorted(data["icons"], key=_shuffled):
        icon, family = data["icons"][name], name.removesuffix("-icon").split("-")[0]
        size = (icon.get("width", width), icon.get("height", height))
        brand = Brand(name, icon["body"], icon.get("left", 0), icon.get("top", 0), *size)
        proportion = brand.width / brand.height
        if icon.get("hidden") or family in seen or not 1 / 3 < proportion < 9 or "<image" in brand.body:
            continue
        seen.add(family)
        splits["test" if _shuffled("split " + family)[0] < "6" else "tune"].append(brand)
    return splits


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
