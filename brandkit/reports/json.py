"""The report document itself, as JSON text."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brandkit.reports import Illustrations

suffix = ".json"
media_type = "application/json"


def render(document: dict[str, Any], *, lang: str, illustrations: Illustrations | None = None) -> str:
    """The document as JSON, two spaces deep, letters unescaped, with a final line break."""
    return dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
