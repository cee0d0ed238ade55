"""What was seen, as picture files: the pages' names, and the drawing of each while its material is open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from brandkit.commands._identifying import pages_shown, seen_in
from brandkit.errors import InvalidValue
from brandkit.messages import say, shown

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog

STREAM = Path("-")
# More pictures than anybody looks through; the HTML page and the JSON document tell of all of them.
MOST_PAGES = 60


class Brush:
    """Draws materials one after another.

    Parameters
    ----------
    output : the file, or what the files' names begin with; None and `-` are stdout.
    several : whether more than one material is drawn, so that names need the material's number.
    """

    def __init__(self, catalog: Catalog, lang: str, output: Path | None, *, several: bool):
        from brandkit.reports import html

        self._catalog, self._lang, self._several = catalog, lang, several
        self._output = STREAM if output is None else output
        self._brand = catalog.brand()
        colors = [{"hex": color.hex, "role": color.role} for color in self._brand.colors]
        self._accent = html.accents(colors)[0]

    def draw(self, index: int, path: Path) -> list[str]:
        """Writes the pictures of one material; returns what was written, in words.

        Raises
        ------
        InvalidValue : when several pages would go into one stream.
        NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge, StoreFailure
        """
        from brandkit import reports, sandbox
        from brandkit.commands._files import laid, write_whole
        from brandkit.findings import Report
        from brandkit.reports._picture_of_sightings import picture_of

        written: list[str] = []
        with laid(path) as file, sandbox.opened(file) as material:
            told = seen_in(material, self._catalog)
            numbers = pages_shown(told)
            self._refuse_one_stream(path, numbers)
            whole = Report(datetime.now().astimezone(), self._brand, (told,))
            (report,) = reports.as_document(whole, self._lang, judged=False)["reports"]
            for page in [page for page in report["pages"] if page["number"] in numbers[:MOST_PAGES]]:
                pixels = material.pixels(page["number"])
                target = self._named(index, page["number"], one=len(numbers) == 1)
                write_whole(target, picture_of(report, page, pixels, lang=self._lang, accent=self._accent))
                if target != STREAM:
                    written.append(str(target))
        if len(numbers) > MOST_PAGES:
            left = say("{n} more pages are not drawn", n=len(numbers) - MOST_PAGES)
            written.append(shown(left, self._lang))
        return written

    def _named(self, index: int, page: int, *, one: bool) -> Path:
        if self._output == STREAM:
            return STREAM
        parts = ([str(index + 1)] if self._several else []) + ([] if one else [str(page)])
        return self._output.with_name("-".join([self._output.stem, *parts]) + (self._output.suffix or ".png"))

    def _refuse_one_stream(self, path: Path, numbers: list[int]) -> None:
        if self._output == STREAM and len(numbers) > 1:
            problem = "holds something on {n} pages, which do not go into one stream"
            raise InvalidValue(path.name, problem, "Name a file with -o.", n=len(numbers))
