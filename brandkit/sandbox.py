"""The one door through which untrusted files are read: a child process per material, with limits, thrown away after.

The parent never parses the file. It looks at the first bytes, starts `sandbox_child.py` on an open descriptor (the
name never leaves the parent), and rebuilds what comes back as JSON through a schema; pixels come as raw bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from brandkit import limits
from brandkit.document import Document, Page
from brandkit.errors import MaterialTooLarge, UnreadableMaterial
from brandkit.sandbox_admission import admitted
from brandkit.sandbox_process import Reader, isolation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Material", "isolation", "opened"]

_KEPT_RENDERINGS = 2


class Material:
    """An open material: its document, and its pixels on demand. Arrays are read-only; copy before drawing on them."""

    def __init__(self, path: Path, document: Document, reader: Reader):
        self.path = path
        self.document = document
        self._reader = reader
        self._rendered: dict[tuple[int, float], NDArray[np.uint8]] = {}

    def scale(self, page: int) -> float:
        """Default pixels per page unit: 1 for pixels, 150 dpi for points, less where that is over 12 megapixels."""
        return default_scale(self._page(page))

    def pixels(self, page: int, pixels_per_unit: float | None = None) -> NDArray[np.uint8]:
        """(H, W, 3) uint8 sRGB of a page over white, origin top left; W is the page's width × scale, rounded.

        Raises
        ------
        UnreadableMaterial, MaterialTooLarge
        """
        shown = self._page(page)
        scale = pixels_per_unit or default_scale(shown)
        if shown.width * shown.height * scale * scale > limits.PICTURE_PIXELS * 1.01:
            raise MaterialTooLarge(
                self.path.name, "would be more than {limit:,} pixels at that scale", None, limit=limits.PICTURE_PIXELS
            )
        if (page, scale) not in self._rendered:
            while len(self._rendered) >= _KEPT_RENDERINGS:
                self._rendered.pop(next(iter(self._rendered)))
            request = {"do": "render", "page": page, "pixels_per_unit": scale}
            self._rendered[page, scale] = self._reader.pixels(request, channels=3)
        return self._rendered[page, scale]

    def picture(self, key: str) -> NDArray[np.uint8]:
        """(H, W, 4) uint8 sRGB, straight alpha, of an embedded picture.

        Raises
        ------
        KeyError : for a key that the document does not have.
        UnreadableMaterial, MaterialTooLarge
        """
        if key not in self.document.pictures:
            raise KeyError(key)
        return self._reader.pixels({"do": "picture", "key": key}, channels=4)

    def _page(self, number: int) -> Page:
        return next(page for page in self.document.pages if page.number == number)


@contextmanager
def opened(path: Path) -> Iterator[Material]:
    """A material, read; its child process ends with the block.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
    """
    stream, module = admitted(Path(path))
    with stream, Reader(Path(path).name, stream.fileno(), _module_name(module)) as reader:
        document = reader.document()
        _refuse_pages(document)
        yield Material(Path(path), document, reader)


def default_scale(page: Page) -> float:
    """Pixels per page unit at which a page is looked at unless told otherwise."""
    wanted = limits.DEFAULT_DPI / 72.0 if page.unit == "pt" else 1.0
    return float(min(wanted, (limits.PAGE_PIXELS / (page.width * page.height)) ** 0.5))


def _refuse_pages(document: Document) -> None:
    if not document.pages:
        raise UnreadableMaterial(document.name, "has no pages")
    total = sum(page.width * page.height * default_scale(page) ** 2 for page in document.pages)
    if total > limits.DOCUMENT_PIXELS:
        limit = limits.DOCUMENT_PIXELS
        raise MaterialTooLarge(document.name, "has pages of more than {limit:,} pixels together", None, limit=limit)


def _module_name(module: ModuleType) -> str:
    return module.__name__
