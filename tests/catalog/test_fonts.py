"""A catalog keeps the fonts of the folder that it was made from."""

from __future__ import annotations

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.folder import FolderLibrary


def test_a_folder_and_the_catalog_made_of_it_have_the_same_fonts(starter, living_starter):
    wanted = {f"fonts/{path.name}": path.read_bytes() for path in (starter / "fonts").glob("*.ttf")}
    assert len(wanted) == 4
    assert FolderLibrary(starter).fonts() == wanted
    with Catalog.open(living_starter) as catalog:
        assert catalog.fonts() == wanted
