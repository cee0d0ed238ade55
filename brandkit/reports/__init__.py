"""Telling: one file a report, `render(document, *, lang, illustrations) -> str`, with `suffix` and `media_type`.

Every report is a rendering of one plain document, `brandkit-report/1` (`report-1.schema.json` beside this file), and
holds nothing that the document lacks but pictures, which it asks of `Illustrations`.
"""

from __future__ import annotations

from typing import Protocol

from brandkit.reports._document import SCHEMA, as_document, schema


class Illustrations(Protocol):
    """The pictures a report may show; whoever opened the materials and the catalog has them."""

    def page(self, report: int, number: int) -> bytes | None:
        """PNG, JPEG or WebP of one page of the report with that index; None when there is none."""
        ...

    def asset(self, slug: str, variant: str | None) -> tuple[bytes, str] | None:
        """The approved file of an asset and its media type, safe to show (an SVG is already cleaned); None without."""
        ...


__all__ = ["SCHEMA", "Illustrations", "as_document", "schema"]
