"""What is seen in an open material, as the reports tell it, and which of its pages are worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brandkit import sandbox
    from brandkit.catalog.catalog import Catalog
    from brandkit.findings import MaterialReport


def seen_in(material: sandbox.Material, catalog: Catalog) -> MaterialReport:
    """What is seen in an open material, in the form of a report without findings."""
    from brandkit.findings import MaterialReport
    from brandkit.sightings.find import find

    document = material.document
    return MaterialReport(
        name=document.name,
        sha256=document.sha256,
        media_type=document.media_type,
        verdict="pass",
        score=None,
        decided=0,
        applicable=0,
        pages=document.pages,
        sightings=find(material, catalog, on=catalog.today()),
        findings=(),
    )


def pages_shown(told: MaterialReport) -> list[int]:
    """Numbers of the pages with something on them; the first page when nothing was seen."""
    return sorted({sighting.page for sighting in told.sightings}) or [page.number for page in told.pages[:1]]
