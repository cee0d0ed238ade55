"""Logos that nobody drew for this, from npm icon sets of brands, split by brand family into train, tune and test.

`load(folder)` reads every set that lies in a node_modules (or @iconify-json) folder. A family is in the split that the
hash of its name says; families that earlier versions of this benchmark printed figures of are never in "test".
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.locating.families import families

SETS = ("logos", "devicon", "fa6-brands", "cib", "simple-icons", "cryptocurrency-color", "token-branded", "skill-icons")
SPLITS = ("train", "tune", "test")
TRAIN_SHARE, TUNE_SHARE = 0.45, 0.15
SHOWN_TEST, SHOWN_TUNE = 100, 160
# Of the registered logos: multicoloured ones first, as real ones are; coins, which are many and alike, last.
_CATALOG_SHARES = {"drawn": 0.6, "one-color": 0.25, "coin": 0.15}
KINDS = ("drawn", "gradient", "one-color", "coin")
_KIND = {"logos": "drawn", "devicon": "drawn", "cryptocurrency-color": "coin", "token-branded": "coin"}
_TILE = "-background"  # a coin's sign on a square to its edges: an app's button, not what anyone registers
_PLACES = ("", "@iconify-json", "node_modules/@iconify-json")
_PAINTS = (
    "#111111", "#c8102e", "#0b5fa5", "#00843d", "#e4572e", "#5b2a86", "#008c95", "#243746", "#b5006e", "#a15c00",
)  # fmt: skip


@dataclass(frozen=True)
class Brand:
    """A logo's name ("set:icon") and SVG body with its artboard; `family` is the brand that it is one form of."""

    name: str
    body: str
    left: float
    top: float
    width: float
    height: float
    family: str = ""

    def svg(self) -> bytes:
        """The master file."""
        box = f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{self.body}</svg>'.encode()


@dataclass(frozen=True)
class Split:
    """Logos to register, one of a family, and every logo of the split's families; both in an order by hash."""

    name: str
    registered: tuple[Brand, ...]
    strangers: tuple[Brand, ...]


def sets_folder(path: str | None) -> Path | None:
    """The @iconify-json folder under a given one, else under BRANDKIT_FOREIGN; None when there is none."""
    start = path or os.environ.get("BRANDKIT_FOREIGN")
    if not start:
        return None
    found = (Path(start) / place for place in _PLACES)
    return next((folder for folder in found if (folder / "logos" / "icons.json").is_file()), None)


@lru_cache(maxsize=2)
def load(folder: Path) -> dict[str, Split]:
    """The three splits of the sets that lie in a folder."""
    logos = [(name, found) for name in SETS for found in _logos_of(folder, name)]
    family = families([found.name.split(":")[1] for _, found in logos])
    shown = shown_before(folder)
    shown_families = {family[name] for name in shown if name in family}
    by_split: dict[str, list[Brand]] = {name: [] for name in SPLITS}
    for _, found in logos:
        own = family[found.name.split(":")[1]]
        brand = Brand(found.name, found.body, found.left, found.top, found.width, found.height, own)
        by_split[split_of(own, own in shown_families)].append(brand)
    return {name: _split(name, found) for name, found in by_split.items()}


def split_of(family: str, shown: bool = False) -> str:
    """The split of a family; what has been shown goes to train instead of test."""
    share = int(_hash("family " + family)[:12], 16) / 16**12
    if share < TRAIN_SHARE:
        return "train"
    if share < TRAIN_SHARE + TUNE_SHARE:
        return "tune"
    return "train" if shown else "test"


def shown_before(folder: Path) -> list[str]:
    """Icons of the set "logos" on which the thresholds of earlier versions were set or their figures printed."""
    data = json.loads((folder / "logos" / "icons.json").read_text("utf-8"))
    halves: dict[bool, list[str]] = {True: [], False: []}
    seen: set[str] = set()
    for name in sorted(data["icons"], key=_hash):
        icon, first = data["icons"][name], name.removesuffix("-icon").split("-")[0]
        proportion = icon.get("width", data.get("width", 16)) / icon.get("height", data.get("height", 16))
        if icon.get("hidden") or first in seen or not 1 / 3 < proportion < 9 or "<image" in icon["body"]:
            continue
        seen.add(first)
        halves[_hash("split " + first)[0] < "6"].append(name)
    return halves[True][:SHOWN_TEST] + halves[False][:SHOWN_TUNE]


def kind_of(brand: Brand) -> str:
    """"drawn" (in its colours), "one-color" (painted by us) or "coin"."""
    return _KIND.get(brand.name.split(":")[0], "one-color")


def _split(name: str, found: list[Brand]) -> Split:
    order = sorted(found, key=lambda brand: _hash(brand.name))
    first: dict[str, Brand] = {}
    own = [brand for brand in order if not brand.name.endswith(_TILE)]
    for brand in sorted(own, key=lambda brand: SETS.index(brand.name.split(":")[0])):
        first.setdefault(brand.family, brand)
    of_kind: dict[str, list[Brand]] = {kind: [] for kind in _CATALOG_SHARES}
    for brand in sorted(first.values(), key=lambda brand: _hash(brand.name)):
        of_kind[kind_of(brand)].append(brand)
    whole = min(len(of_kind[kind]) / share for kind, share in _CATALOG_SHARES.items())
    chosen = [b for kind, share in _CATALOG_SHARES.items() for b in of_kind[kind][: int(whole * share)]]
    return Split(name, tuple(sorted(chosen, key=lambda brand: _hash("turn " + brand.name))), tuple(order))


def _logos_of(folder: Path, set_name: str) -> list[Brand]:
    """Every logo of a set that can be drawn as one: no hidden ones, no embedded pictures, no strips."""
    file = folder / set_name / "icons.json"
    if not file.is_file():
        return []
    data = json.loads(file.read_text("utf-8"))
    found = []
    for name, icon in sorted(data["icons"].items()):
        size = (icon.get("width", data.get("width", 16)), icon.get("height", data.get("height", 16)))
        if icon.get("hidden") or "<image" in icon["body"] or not 1 / 3 < size[0] / size[1] < 9:
            continue
        key = f"{set_name}:{name}"
        found.append(Brand(key, _painted(icon, key), icon.get("left", 0), icon.get("top", 0), *size))
    return found


def _painted(icon: dict[str, Any], key: str) -> str:
    """The body; what has no color of its own gets one."""
    body = str(icon["body"])
    if "currentColor" not in body:
        return body
    return body.replace("currentColor", _PAINTS[int(_hash("paint " + key)[:8], 16) % len(_PAINTS)])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
