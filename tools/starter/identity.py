"""Draws the logos of the starter catalog: `python tools/starter/identity.py`; the same bytes every time.

Writes every variant into assets_catalog/logos/<slug>/ and the construction drawing of the city's mark.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from identity_construction import construction
from identity_drawing import bounds, path_data, placed
from identity_lettering import cap_height, glyph_runs, outlines
from identity_marks import Part, badge, city, one_door, tourism

LOGOS = Path(__file__).resolve().parents[2] / "assets_catalog" / "logos"
UNITS = 10                                   # of the SVG, a unit of the grid

# Roles: ink carries mark and letters, light the rays, sea the water.
FULL_COLOR = {"ink": "#0A2A4A", "light": "#E25A0B", "sea": "#0A7E8C"}
REVERSED = {"ink": "#FFFFFF", "light": "#FFB13B", "sea": "#8AD6D0"}
MONO_BLACK = dict.fromkeys(FULL_COLOR, "#000000")
COLORINGS = {"full-color": FULL_COLOR, "reversed": REVERSED, "mono-black": MONO_BLACK}
BEFORE_2022 = {"ink": "#1B4F9C", "light": "#D3222A", "sea": "#1B4F9C"}


@dataclass(frozen=True)
class Lettering:
    """One line of a lock-up; size, x and baseline in grid units, tracking in thousandths of the size."""

    text: str
    weight: str
    size: float
    x: float
    baseline: float
    tracking: float = 0

    def width(self) -> float:
        return glyph_runs(self.text, self.weight, self.tracking)[1] * self.size / 1000

    def parts(self) -> list[Part]:
        letters = outlines(self.text, weight=self.weight, size=self.size, x=self.x, baseline=self.baseline,
                           tracking=self.tracking)
        return [("ink", letter) for letter in letters]


def size_for_caps(height: float, weight: str) -> float:
    """The size whose capitals are `height` high."""
    return height * 1000 / cap_height(weight)


def horizontal_lockup(mark: list[Part], name: str, line: str, *, right: float, top: float = 15, baseline: float = 39,
                      foot: float = 59.4) -> list[Part]:
    """Capitals of the name from the gallery down; the line below clears every descender and every stacked mark."""
    x = right + 9
    title = Lettering(name, "SemiBold", size_for_caps(baseline - top, "SemiBold"), x, baseline, -8)
    legend = Lettering(line, "Medium", 11.6, x + 0.5, foot, 6)
    return mark + title.parts() + legend.parts()


def stacked_lockup(mark: list[Part], name: str, line: str, *, axis: float, foot: float) -> list[Part]:
    """Name and line centered below the mark, on the axis of its hull."""
    caps = 15.5
    title = Lettering(name, "SemiBold", size_for_caps(caps, "SemiBold"), 0, foot + 9 + caps, -4)
    legend = Lettering(line, "Medium", 8.6, 0, foot + 9 + caps + 14.5, 12)
    centered = [Lettering(t.text, t.weight, t.size, axis - t.width() / 2, t.baseline, t.tracking)
                for t in (title, legend)]
    return mark + centered[0].parts() + centered[1].parts()


def two_lines(mark: list[Part], first: str, second: str, *, right: float, baselines: tuple[float, float],
              size: float) -> list[Part]:
    """Two equal lines beside the mark: a department is named before the city."""
    parts = [Lettering(text, "SemiBold", size, right + 9, y, -6).parts()
             for text, y in zip((first, second), baselines, strict=True)]
    return mark + parts[0] + parts[1]


def old_lockup(stacked: bool) -> list[Part]:
    """Version 1: bold capitals beside or below the shield."""
    if stacked:
        lines = [Lettering("VŨNG TÀU", "Bold", 17.5, 0, 84, 30), Lettering("THÀNH PHỐ DU LỊCH", "Bold", 7.2, 0, 97, 60)]
        lines = [Lettering(t.text, t.weight, t.size, 32 - t.width() / 2, t.baseline, t.tracking) for t in lines]
    else:
        lines = [Lettering("VŨNG TÀU", "Bold", 34, 68, 41, 20),
                 Lettering("THÀNH PHỐ DU LỊCH", "Bold", 13, 68.8, 61, 45)]
    return badge() + [part for line in lines for part in line.parts()]


def svg(parts: list[Part], colors: dict[str, str], title: str) -> str:
    """The drawing as plain filled paths, its artboard hugging the outline."""
    left, top, right, bottom = bounds([contour for _, contours in parts for contour in contours])
    size = f"{round((right - left) * UNITS, 2):g} {round((bottom - top) * UNITS, 2):g}"
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">', f"<title>{title}</title>"]
    for role, contours in parts:
        moved = [placed(c, scale=UNITS, dx=-left * UNITS, dy=-top * UNITS) for c in contours]
        lines.append(f'<path fill="{colors[role]}" d="{"".join(map(path_data, moved))}"/>')
    return "\n".join([*lines, "</svg>", ""])


def city_variants() -> dict[str, list[Part]]:
    words = {"vi": ("Vũng Tàu", "Thành phố biển"), "en": ("Vung Tau", "City by the sea")}
    drawings = {f"horizontal-{{}}-{lang}": horizontal_lockup(city(), *text, right=61.75)
                for lang, text in words.items()}
    drawings |= {f"stacked-{{}}-{lang}": stacked_lockup(city(), *text, axis=32, foot=63)
                 for lang, text in words.items()}
    return drawings | {"icon-{}": city()}


def tourism_variants() -> dict[str, list[Part]]:
    words = {"vi": ("Du lịch", "Vũng Tàu"), "en": ("Visit", "Vung Tau")}
    return {f"horizontal-{{}}-{lang}": two_lines(tourism(), *text, right=69.5, baselines=(28, 55), size=26)
            for lang, text in words.items()} | {"icon-{}": tourism()}


def one_door_variants() -> dict[str, list[Part]]:
    words = {"vi": ("Một cửa", "Thành phố Vũng Tàu"), "en": ("One-Stop Shop", "Vung Tau City")}
    return {f"horizontal-{{}}-{lang}": horizontal_lockup(one_door(), *text, right=54, top=13, baseline=37, foot=57.4)
            for lang, text in words.items()} | {"icon-{}": one_door()}


FAMILY: dict[str, tuple[str, Callable[[], dict[str, list[Part]]]]] = {
    "vung-tau": ("Thành phố Vũng Tàu", city_variants),
    "vung-tau-tourism": ("Du lịch Vũng Tàu", tourism_variants),
    "mot-cua": ("Một cửa thành phố Vũng Tàu", one_door_variants),
}


def main() -> None:
    """Write every file of every logo."""
    for slug, (title, variants) in FAMILY.items():
        folder = LOGOS / slug
        folder.mkdir(parents=True, exist_ok=True)
        for pattern, parts in variants().items():
            for coloring, colors in COLORINGS.items():
                (folder / f"{pattern.format(coloring)}.svg").write_text(svg(parts, colors, title), encoding="utf-8")
    old = LOGOS / "vung-tau" / "v1"
    old.mkdir(exist_ok=True)
    for name, parts in {"horizontal-full-color-vi": old_lockup(False), "stacked-full-color-vi": old_lockup(True),
                        "icon-full-color": badge()}.items():
        (old / f"{name}.svg").write_text(svg(parts, BEFORE_2022, "Thành phố Vũng Tàu (2009–2022)"), encoding="utf-8")
    (LOGOS / "vung-tau" / "construction.svg").write_text(construction(), encoding="utf-8")


if __name__ == "__main__":
    main()
