"""What a table holds comes back as it was, whatever the texts are; what it cannot hold is told."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from brandkit.assets import TRAITS, Asset, File, Rights, Version
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.consents import MEDIA
from brandkit.catalog.documents import same_values
from brandkit.catalog.tables.columns import keys_in_order
from brandkit.catalog.tables.export import export_table
from brandkit.catalog.tables.importing import importing
from brandkit.catalog.transfer import export_folder, import_folder
from brandkit.errors import InvalidValue, StoreFailure
from tests.catalog.specimens import mark, picture
from tests.catalog.test_round_trip import assets as any_assets
from tests.catalog.test_round_trip import common, days, pairs, slugs, some_words, words
from tests.catalog.test_round_trip import read_bytes as any_bytes

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # every example goes through child processes
DRAWINGS = [mark(seed=seed) for seed in range(20, 26)]
PICTURES = [picture(seed) for seed in range(20, 23)]
held = {**common, "status": st.just("draft"), "replaced_by": st.just(""), "unit": st.just(""),
        "releases": st.just(()), "consents": st.just(()),
        "tags": st.lists(some_words, max_size=3, unique=True).map(tuple)}  # fmt: skip
places = st.lists(st.sampled_from(["VN", "VN-43", "LA"]), unique=True).map(tuple)
uses = st.lists(st.sampled_from(MEDIA), unique=True).map(tuple)
held["rights"] = st.builds(
    Rights, holder=words, credit=words, license=words, license_url=words, usage_terms=st.just({}) | pairs,
    territory=places, media=uses, valid_from=days, valid_to=days, commercial=st.none() | st.booleans(),
)  # fmt: skip


def file_of(data: bytes, variant: str, name: str, media_type: str, width: float, height: float) -> File:
    return File(variant, name, hashlib.sha256(data).hexdigest(), media_type, len(data), width, height)


@st.composite
def assets_for_tables(draw) -> list[Asset]:
    """A logo of several variants, photos and slogans; no two have a file in common, as no two assets may."""
    made = []
    slug = st.lists(slugs, min_size=6, max_size=6, unique=True)
    names = iter(draw(slug))
    for n in range(draw(st.integers(0, 2))):
        variants = draw(st.lists(st.sampled_from(TRAITS), min_size=1, max_size=3, unique=True))
        files = [file_of(DRAWINGS[3 * n + k], v, f"{v}.svg", "image/svg+xml", 120.0, 60.0)
                 for k, v in enumerate(variants)]  # fmt: skip
        logo = draw(st.builds(Asset, slug=st.just(next(names)), kind=st.just("logo"), **held))
        made.append(replace(logo, versions=(Version(1, files=tuple(files)),)))
    for n in range(draw(st.integers(0, 2))):
        name = next(names)
        file = file_of(PICTURES[n], "original", f"{name}.jpg", "image/jpeg", 96.0, 64.0)
        photo = draw(st.builds(Asset, slug=st.just(name), kind=st.just("photo"), **held))
        made.append(replace(photo, versions=(Version(1, files=(file,)),)))
    for _ in range(draw(st.integers(0, 2))):
        lines = st.lists(some_words, min_size=1, max_size=3, unique=True).map(tuple)
        breaks = st.dictionaries(st.sampled_from(["vi", "en"]), lines, max_size=2)
        case = st.sampled_from(["as-written", "any"])
        made.append(draw(st.builds(Asset, slug=st.just(next(names)), kind=st.just("slogan"), text=pairs, breaks=breaks,
                                   case=case, versions=st.just((Version(1),)), **held)))  # fmt: skip
    return made


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@given(made=assets_for_tables())
@settings(max_examples=12, deadline=None, phases=UNSHRUNK)
def test_everything_a_table_holds_comes_back_as_it_was(suffix, made):
    with TemporaryDirectory() as name, Catalog.create(Path(name) / "a", actor="t") as one:
        folder = Path(name)
        for data in (*DRAWINGS, *PICTURES):
            one.store.put(data)
        one.insert(made)
        export_table(one, folder / f"t{suffix}")
        export_folder(one, folder / "files")
        with Catalog.create(folder / "b", actor="t") as other:
            with importing(other, folder / f"t{suffix}", files=folder / "files") as found:
                refused = [str(row.error) for row in found.rows if row.error]
            there = other.assets()
    assert not refused
    assert [asset.slug for asset in there] == sorted(asset.slug for asset in made)
    for asset, want in zip(there, sorted(made, key=lambda each: each.slug), strict=True):
        assert without_names(asset) == without_names(want)


def without_names(asset: Asset) -> Asset:
    """The asset but for its id and what its files are called and say: those are the registration's."""
    versions = tuple(replace(version, files=tuple(replace(file, name="", metadata={}) for file in version.files))
                     for version in asset.versions)  # fmt: skip
    return replace(asset, id="", versions=versions)


@given(made=any_assets)
@settings(max_examples=12, deadline=None, phases=UNSHRUNK)
def test_everything_comes_back_from_a_folder_as_it_was(made):
    with TemporaryDirectory() as name, Catalog.create(Path(name) / "a", actor="t") as one:
        for asset in made:
            for version in asset.versions:
                for file in version.files:
                    one.store.put(any_bytes(file.sha256))
        one.insert(made)
        export_folder(one, Path(name) / "out")
        with Catalog.create(Path(name) / "b", actor="t") as other:
            found = import_folder(other, Path(name) / "out")
            there = other.assets()
    assert not found.refused
    wanted = sorted(made, key=lambda asset: asset.slug)
    assert len(there) == len(wanted)
    assert all(same_values(asset, want) for asset, want in zip(there, wanted, strict=True))


def cells_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def test_no_cell_of_a_table_runs(stocked, tmp_path):
    stocked.edit("basket-boat", {"title": '=HYPERLINK("http://x","y")', "credit": "@SUM(1)", "caption": "-2+3"})
    export_table(stocked, tmp_path / "t.csv")
    assert not [cell for row in cells_of(tmp_path / "t.csv") for cell in row if cell.startswith(("=", "@", "-", "+"))]
    export_table(stocked, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}
    assert not [c.value for row in book.active for c in row if c.value and not isinstance(c.value, str)]


def test_controls_that_xml_cannot_hold_come_back_from_a_workbook(stocked, tmp_path):
    said = "a\x0bb\x1fc_x000B_d\re"
    stocked.edit("basket-boat", {"creator": said})
    export_table(stocked, tmp_path / "t.xlsx")
    with importing(stocked, tmp_path / "t.xlsx", dry_run=True) as found:
        assert {row.outcome for row in found.rows} == {"known"}


def test_every_column_is_written_and_metadata_on_the_first_row_of_an_asset_alone(stocked, tmp_path):
    written = export_table(stocked, tmp_path / "t.csv")
    header, *rows = cells_of(tmp_path / "t.csv")
    assert header == list(keys_in_order())
    assert written.rows == len(rows) == 4
    told = [dict(zip(header, row, strict=True)) for row in rows]
    logos = [row for row in told if row["slug"] == "thang-tam"]
    assert [row["file"] for row in logos] == ["logos/thang-tam/full-color.svg", "logos/thang-tam/reversed.svg"]
    assert [row["title"] for row in logos] == ["Biểu trưng phường Thắng Tam", ""]
    assert [row["version"] for row in logos] == ["2", "2"]


def test_a_table_comes_back_without_the_files_that_the_catalog_has(stocked, tmp_path):
    path = tmp_path / "t.csv"
    export_table(stocked, path)
    path.write_text(path.read_text("utf-8").replace("Thuyền thúng,", "Thuyền nan,"), "utf-8")
    with importing(stocked, path, update=True) as found:
        outcomes = {row.slug: row.outcome for row in found.rows}
    assert outcomes == dict.fromkeys(outcomes, "known") | {"basket-boat": "updated"}
    assert stocked.asset("basket-boat").title["vi"] == "Thuyền nan"


def test_bytes_that_nobody_has_are_refused_without_their_file(stocked, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"file,sha256,kind,slug\nx.jpg,{'0' * 64},photo,basket-boat\n", "utf-8")
    with importing(stocked, path, update=True) as found:
        (row,) = found.rows
    assert row.outcome == "refused" and "is not in the folder" in str(row.error)


def test_assets_that_say_more_than_a_table_holds_are_told(stocked, tmp_path):
    assert export_table(stocked, tmp_path / "t.csv").partly == ("basket-boat", "thang-tam")


def test_resourcespace_gets_its_own_headings(stocked, tmp_path):
    export_table(stocked, tmp_path / "t.csv", form="resourcespace")
    header, *rows = cells_of(tmp_path / "t.csv")
    assert header[:2] == ["Resource type", "Title"]
    boat = dict(zip(header, next(row for row in rows if "Thuyền thúng" in row), strict=True))
    assert boat["Date"] == "2022-05-01"
    assert boat["Original filename"] == "photos/basket-boat.jpg"


def test_a_text_too_long_for_a_cell_is_refused_and_no_half_table_is_left(stocked, tmp_path):
    stocked.edit("basket-boat", {"description": "x" * 33_000})
    for name in ("t.csv", "t.xlsx"):
        with pytest.raises(InvalidValue):
            export_table(stocked, tmp_path / name)
    assert not [path for path in tmp_path.iterdir() if path.name != "catalog"]


@pytest.mark.parametrize("name", ["t.txt", "none/t.csv", "t"])
def test_a_name_that_cannot_be_a_table_is_refused(stocked, tmp_path, name):
    with pytest.raises(InvalidValue):
        export_table(stocked, tmp_path / name)


def test_a_folder_that_cannot_be_written_to_is_told(stocked):
    with pytest.raises(StoreFailure):
        export_table(stocked, Path("/proc/t.csv"))
