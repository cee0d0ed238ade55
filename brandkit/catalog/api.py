"""The everyday verbs of a catalog for programs, with the words of the command line: docs/reference/api.md shows them.

Each hands over to the module that does the work, and imports it only then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from brandkit.errors import InvalidValue

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from brandkit.assets import Asset, Kind
    from brandkit.catalog.catalog import Catalog
    from brandkit.catalog.checkup import Checkup
    from brandkit.catalog.handing_out import Handed
    from brandkit.catalog.looks.similar import Match
    from brandkit.catalog.registering import Added
    from brandkit.catalog.tables.export import Form, Written
    from brandkit.catalog.tables.importing import Row
    from brandkit.catalog.transfer import Imported
    from brandkit.findings import Sighting


class Verbs:
    """What people do with a catalog; `Catalog` is the one class that has these."""

    def add(
        self,
        path: Path | str,
        *,
        kind: Kind,
        slug: str = "",
        title: str = "",
        title_en: str = "",
        alt: str = "",
        variant: str = "",
        tags: Iterable[str] = (),
        credit: str = "",
        license: str = "",
        unit: str = "",
        dry_run: bool = False,
    ) -> Added:
        """Registers a file as a draft; what is not told comes from the file.

        Raises
        ------
        NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge : for the file.
        InvalidValue, AssetExists, WrongMove, StoreFailure : as `registering.add`.
        """
        from brandkit.catalog import inspection, registering
        from brandkit.catalog.drafts import Wishes

        wishes = Wishes(kind, slug=slug, title=title, title_en=title_en, alt=alt, variant=variant, tags=tuple(tags),
                        credit=credit, license=license, unit=unit)  # fmt: skip
        found = inspection.inspect(Path(path), kind)
        return registering.add(cast("Catalog", self), found, wishes, dry_run=dry_run)

    def add_slogan(self, slug: str, text: str, *, text_en: str = "", title: str = "", unit: str = "") -> Added:
        """Registers a slogan by its words, as a draft; raises as `registering.add_slogan`."""
        from brandkit.assets import Asset, Version
        from brandkit.catalog import registering
        from brandkit.text import nfc

        catalog = cast("Catalog", self)
        words = {lang: nfc(said) for lang, said in (("vi", text), ("en", text_en)) if nfc(said)}
        if "vi" not in words:
            raise InvalidValue("text", "may not be empty")
        registering.check_unit(catalog, unit)
        titles = {"vi": nfc(title) or words["vi"]}
        slogan = Asset(slug, "slogan", titles, unit=unit, versions=(Version(1),), text=words)
        return registering.add_slogan(catalog, slogan)

    def get(self, slug: str, *, on: date | None = None, **request: Any) -> Handed:
        """The approved file, or a rendition of it; `request` has the fields of `handing_out.Request`.

        Raises
        ------
        UnknownAsset, NotAvailable, InvalidValue, DamagedBlob
        """
        from brandkit.catalog import handing_out

        return handing_out.get(cast("Catalog", self), slug, handing_out.Request(**request), on=on)

    def similar(self, path: Path | str, *, limit: int = 10) -> list[Match]:
        """The files of the catalog that look like a picture or share a part with it, nearest first.

        Raises
        ------
        NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
        """
        from brandkit.catalog import inspection
        from brandkit.catalog.looks import alike

        return list(alike.to_picture(cast("Catalog", self), inspection.seen(Path(path)), limit=limit))

    def identify(
        self, material: Path | str | bytes | NDArray[np.uint8], *, on: date | None = None
    ) -> tuple[Sighting, ...]:
        """The catalog's assets in a material: which, where, how altered, how certain; nothing is judged.

        Parameters
        ----------
        material : the path of a picture, PDF or drawing; the bytes of one; or (H, W, 3) uint8 sRGB or (H, W, 4) uint8
            sRGB with straight alpha. All of them are read in the sandbox.
        on : the day for which `superseded_by` counts; today unless told.

        Raises
        ------
        NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
        InvalidValue : for an array of another shape or type.
        """
        from brandkit.sightings import identification

        catalog = cast("Catalog", self)
        return identification.identify(material, catalog, on=on or catalog.today())

    def submit(self, slug: str, *, note: str = "") -> Asset:
        """Hands a draft in for approval; raises UnknownAsset, WrongMove."""
        return cast("Catalog", self).move(slug, "submit", note=note)

    def approve(self, slug: str, *, note: str = "") -> Asset:
        """Puts what was submitted in force; raises UnknownAsset, WrongMove, NotAvailable."""
        return cast("Catalog", self).move(slug, "approve", note=note)

    def reject(self, slug: str, *, note: str = "") -> Asset:
        """Gives what was submitted back as a draft; raises UnknownAsset, WrongMove."""
        return cast("Catalog", self).move(slug, "reject", note=note)

    def retire(self, slug: str, *, replaced_by: str = "", note: str = "") -> Asset:
        """Ends the use of an approved asset, naming what takes its place; raises UnknownAsset, WrongMove."""
        return cast("Catalog", self).move(slug, "retire", replaced_by=replaced_by, note=note)

    def withdraw(self, slug: str, *, note: str = "") -> Asset:
        """Takes an asset back for good; raises UnknownAsset, WrongMove."""
        return cast("Catalog", self).move(slug, "withdraw", note=note)

    def import_folder(self, path: Path | str) -> Imported:
        """Takes in a catalog folder; raises as `transfer.import_folder`."""
        from brandkit.catalog import transfer

        return transfer.import_folder(cast("Catalog", self), Path(path))

    def import_table(self, path: Path | str, **options: Any) -> list[Row]:
        """Takes in a CSV or XLSX table and tells what became of each row; options are those of `importing`.

        For tables of many thousand rows go through `table_import.importing` instead, which holds no list.
        """
        from brandkit.catalog.tables.importing import importing

        with importing(cast("Catalog", self), Path(path), **options) as found:
            return list(found.rows)

    def export_folder(self, path: Path | str) -> int:
        """Writes everything as plain files; returns how many assets. Raises AssetExists, DamagedBlob, StoreFailure."""
        from brandkit.catalog import transfer

        return transfer.export_folder(cast("Catalog", self), Path(path))

    def export_table(self, path: Path | str, *, form: Form = "brandkit") -> Written:
        """Writes the metadata as a CSV or XLSX table; raises InvalidValue, StoreFailure."""
        from brandkit.catalog.tables import export as table_export

        return table_export.export_table(cast("Catalog", self), Path(path), form=form)

    def check_up(self, *, read_data: bool = False) -> Checkup:
        """Whether rows, files and history agree; `read_data` reads and verifies every file."""
        from brandkit.catalog import checkup

        return checkup.check(cast("Catalog", self), read_data=read_data)
