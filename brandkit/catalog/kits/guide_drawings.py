"""What the guide of a kit draws: masters, each stored once, grounds with the form that reads on them, and rules."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from brandkit.assets import File, coloring_of
from brandkit.brand import Brand
from brandkit.catalog import renditions
from brandkit.catalog.availability import most_legible, suited_files
from brandkit.catalog.grounds import demands_on
from brandkit.errors import NotAvailable
from brandkit.messages import say
from brandkit.options import options_of

if TYPE_CHECKING:
    from brandkit.catalog.kits import Item

# Of a photo on the page; where there are many, smaller: the page holds them all within itself.
_PREVIEW_PX, _SMALL_PREVIEW_PX, _FEW = 1280, 640, 12
_LOGO_PX = 640
_DARK = ("reversed", "mono-white")


class Masters:
    """The pictures of the page: each of them stands in it once and is placed by its name."""

    def __init__(self, read: Callable[[str], bytes]):
        self.read = read
        self._kept: dict[str, tuple[str, float, float]] = {}

    def placed(self, file: File) -> dict[str, Any]:
        """The name and size of a logo's file."""
        if file.sha256 not in self._kept:
            width, height = file.width or 100.0, file.height or 100.0
            self._kept[file.sha256] = (self._address(file, _LOGO_PX), width, height)
        _, width, height = self._kept[file.sha256]
        return {"name": f"m-{file.sha256[:16]}", "width": width, "height": height, "file": file}

    def preview(self, file: File, *, photos: int) -> str:
        """A photo, as large as a page of so many shows it, as an address."""
        return self._address(file, _PREVIEW_PX if photos <= _FEW else _SMALL_PREVIEW_PX)

    def store(self) -> list[tuple[str, str, float, float]]:
        """Name, address, width and height of every logo that was placed."""
        return [(f"m-{sha256[:16]}", *kept) for sha256, kept in self._kept.items()]

    def _address(self, file: File, long_side: int) -> str:
        data = self.read(file.sha256)
        if file.media_type == "image/svg+xml":
            return _data_address(file.media_type, data)
        wide = (file.width or 1) >= (file.height or 1)
        form: renditions.Format = "png" if file.media_type in ("image/png", "application/pdf") else "jpeg"
        most = int(max(file.width or long_side, file.height or long_side))
        side = long_side if file.media_type == "application/pdf" else min(long_side, most)
        size = renditions.Size(side if wide else None, None if wide else side)
        small = renditions.rendition(data, file, wanted=form, size=size, background=None)
        return _data_address(renditions.FORMATS[form], small)


def is_for_dark(file: File) -> bool:
    """Whether a file is a form for dark grounds."""
    return coloring_of(file.variant) in _DARK


def grounds(brand: Brand | None, items: Sequence[Item], masters: Masters) -> list[dict[str, Any]]:
    """Each color of the palette with the form of the first logo that reads best on it, None where none may stand."""
    logo = next(item for item in items if item.asset.kind == "logo")
    return [
        {"color": color, "tile": _form_on(color.hex, logo, brand, masters)} for color in (brand.colors if brand else ())
    ]


def _form_on(ground: str, logo: Item, brand: Brand | None, masters: Masters) -> dict[str, Any] | None:
    demands = demands_on(ground, logo.asset.slug, [brand] if brand else [])

    def colors(file: File) -> renditions.Colors:
        return renditions.colors_of(masters.read(file.sha256), file)

    try:
        suited = suited_files(logo.asset, logo.version.files, logo.version, ground, demands)
        return masters.placed(most_legible(logo.asset, suited, ground, colors, demands))
    except NotAvailable:
        return None


def rules(brand: Brand | None, tile: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Free space, smallest size and proportions of a logo, as the profile sets them, each with its clause."""
    from brandkit.rules import crowded_logo, stretched_logo, undersized_logo

    if tile is None:
        return []
    space = _options(brand, "crowded-logo", crowded_logo)
    small = _options(brand, "undersized-logo", undersized_logo)
    stretch = _options(brand, "stretched-logo", stretched_logo)
    found = [
        space and {
            "id": "space", "share": space["share"], "clause": space["clause"],
            "words": say("Around it stays free: {share:.0%} of its height on every side.", share=space["share"]),
        },
        small and {
            "id": "size", "mm": small["min_mm"], "clause": small["clause"],
            "words": say("Never lower than {mm:g} mm in print, {px:g} px on a screen.", mm=small["min_mm"],
                         px=small["min_px"]),
        },
        stretch and {
            "id": "stretch", "clause": stretch["clause"],
            "words": say("Its proportions stay as they are: scale it by a corner."),
        },
    ]  # fmt: skip
    return [{**rule, "tile": tile} for rule in found if rule]


def _options(brand: Brand | None, name: str, module: Any) -> dict[str, Any] | None:
    settings = brand.rules.get(name) if brand else None
    if settings is not None and not settings.enabled:
        return None
    clause = settings.clause.pair() if settings and settings.clause else None
    return {**options_of(module), **(settings.options if settings else {}), "clause": clause}


def _data_address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
