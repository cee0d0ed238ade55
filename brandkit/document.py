"""A material once read: pages with placed pictures, text runs and outlines, in page coordinates.

Origin top left, y down. Plain data: it can be saved as JSON and judged again. Pixels are asked of the reader on demand
(`sandbox.Material`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from brandkit.geometry import MM_PER_INCH, POINTS_PER_INCH, Affine, Box, Point

Unit = Literal["pt", "px"]

# Key of Document.metadata: the colour space of pixels that come without a profile, so that their look is a guess.
UNCALIBRATED = "uncalibrated"


@dataclass(frozen=True)
class Paint:
    """A colour as shown (sRGB hex) and as written in the file."""

    hex: str
    space: str = "sRGB"  # DeviceRGB DeviceCMYK DeviceGray ICCBased Separation gradient pattern …
    values: tuple[float, ...] = ()  # components in that space, 0..1
    name: str = ""  # spot name


@dataclass(frozen=True)
class Picture:
    """A raster that the material embeds; `Material.picture(key)` gives its pixels."""

    key: str  # unique in the document
    width_px: int
    height_px: int
    media_type: str = ""
    sha256: str = ""  # of the embedded file's bytes where it is a whole file (a JPEG stream, a data address), else ""
    photographic: float | None = None  # 0 drawn … 1 photograph, as its pixels look; None when nobody looked


@dataclass(frozen=True)
class Placement:
    """A picture put on the page.

    matrix : maps the picture's unit square (0,0 its top left, 1,1 its bottom right as stored, y down) to the page.
    clip : convex polygon that bounds what is seen, None when nothing clips.
    opacity : 0..1.
    order : position in painting order over placements, texts and shapes of the page.
    """

    picture: str
    matrix: Affine
    order: int = 0
    clip: tuple[Point, ...] | None = None
    opacity: float = 1.0
    alt: str | None = None
    effects: tuple[str, ...] = ()  # shadow, glow, blend mode …, as the format names them


@dataclass(frozen=True)
class Contour:
    """One closed or open subpath, flattened; deviation from the true curve ≤ 0.1 % of the shape's size."""

    points: tuple[Point, ...]
    closed: bool = True


@dataclass(frozen=True)
class Shape:
    """A vector path with its paint."""

    contours: tuple[Contour, ...]
    box: Box
    fill: Paint | None = None
    stroke: Paint | None = None
    stroke_width: float = 0.0
    order: int = 0
    clip: tuple[Point, ...] | None = None
    opacity: float = 1.0
    even_odd: bool = False
    group: str = ""  # path of the forms or groups it lies in, "" at the top
    effects: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextRun:
    """Text with one font, size and colour on one line. `text` is NFC; `size` is the height of its em on the page."""

    text: str
    box: Box
    font: str = ""  # family as the file names it, subset prefix removed
    size: float = 0.0  # in the page's unit
    paint: Paint | None = None
    order: int = 0
    opacity: float = 1.0
    language: str = ""
    rotation_deg: float = 0.0
    embedded: bool | None = None


@dataclass(frozen=True)
class FlatColor:
    """An even colour that was measured on a raster page; `share` of the page's area, logos left out."""

    hex: str
    share: float


@dataclass(frozen=True)
class Page:
    """One page, slide or picture. `raster_only`: its content is one picture, so no structure is known."""

    number: int
    width: float
    height: float
    unit: Unit
    dpi: float | None = None  # px only: pixels per inch as the file states them, None when it does not
    placements: tuple[Placement, ...] = ()
    texts: tuple[TextRun, ...] = ()
    shapes: tuple[Shape, ...] = ()
    raster_only: bool = False
    flat_colors: tuple[FlatColor, ...] = ()  # raster pages only, largest first; empty when nobody measured them
    unread: str | None = None  # raster pages: why their lettering was not read, None when it was or nobody asked


@dataclass(frozen=True)
class Document:
    """A material as read. `pictures` by key; `metadata` as the file states it (title, author, created, …)."""

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...]
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)


def mm_per_unit(page: Page) -> float | None:
    """Millimetres of one page unit; None for pixels of unknown density."""
    if page.unit == "pt":
        return MM_PER_INCH / POINTS_PER_INCH
    return MM_PER_INCH / page.dpi if page.dpi else None


def page_of(document: Document, number: int) -> Page:
    """The page with that number.

    Raises
    ------
    KeyError : when the document has none.
    """
    for page in document.pages:
        if page.number == number:
            return page
    raise KeyError(number)


def medium_of(page: Page, print_dpi: float = 150.0) -> Literal["print", "screen"]:
    """What a page is made for: points and pixels at `print_dpi` or denser are for print, other pixels for a screen."""
    if page.unit == "pt":
        return "print"
    return "print" if page.dpi is not None and page.dpi >= print_dpi else "screen"


def taken_by_camera(document: Document) -> bool:
    """Whether the file names the camera that took it, so that its angles and proportions are partly the camera's."""
    return bool(document.metadata.get("camera"))
