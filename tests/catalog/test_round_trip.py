"""export(import(x)) is x, in values and bytes: for made-up folders, a live catalog, and the starter catalog."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brandkit.assets import BASES, STATUSES, TRAITS, Asset, Consent, File, Release, Rights, Unit, Version
from brandkit.catalog import manifest
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.documents import asset_document, asset_of, same_values
from brandkit.catalog.folder import FolderContents, read_folder
from brandkit.catalog.folder_writer import write_folder
from brandkit.catalog.transfer import export_folder, import_folder
from brandkit.errors import AssetExists, DamagedBlob
from brandkit.text import nfc
from tests.catalog.specimens import mark, picture

words = st.text("aăâeêioôơuưyđĐẮệỡ ượ́-_.,:;'\"#=[]{}\\\n\t\u200b😀", max_size=20).map(nfc)
some_words = words.filter(bool)
pairs = st.builds(lambda vi, en: {"vi": vi, "en": en} if en else {"vi": vi}, some_words, words)
days = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
statuses = st.sampled_from(STATUSES)
slugs = st.from_regex(manifest.SLUG, fullmatch=True).filter(lambda slug: len(slug) < 40)
several = st.lists(some_words, max_size=3).map(tuple)
rights = st.builds(
    Rights, holder=words, credit=words, license=words, usage_terms=st.just({}) | pairs, territory=several,
    media=several, valid_from=days, valid_to=days, commercial=st.none() | st.booleans(),
)  # fmt: skip
releases = st.lists(
    st.builds(
        Release, type=st.sampled_from(["model", "property"]), reference=some_words, subject=words, date=days,
        valid_to=days, withdrawn=days,
    ),
    max_size=2,
).map(tuple)  # fmt: skip
consents = st.lists(
    st.builds(
        Consent, reference=some_words, subject=words, basis=st.sampled_from(BASES), purposes=several, media=several,
        territory=several, given=days, valid_to=days, withdrawn=days, withdrawn_by=words, child=st.booleans(),
        age=st.none() | st.integers(0, 15), guardian=words, guardian_signed=days, child_signed=days, document=words,
    ),
    max_size=2,
).map(tuple)  # fmt: skip
common = {
    "title": pairs, "status": statuses, "alt": st.just({}) | pairs, "description": st.just({}) | pairs,
    "unit": st.just("") | slugs, "tags": several, "rights": rights, "releases": releases,
    "consents": consents,
    "caption": st.just({}) | pairs, "creator": words, "location": st.just({}) | pairs, "created": days,
    "replaced_by": st.just("") | slugs,
}  # fmt: skip
DRAWINGS = {hashlib.sha256(data).hexdigest(): data for data in (mark(seed=n) for n in range(4))}
PICTURE = picture(1)


def file_of(sha256: str, variant: str, name: str) -> File:
    return File(variant, name, sha256, "image/svg+xml", len(DRAWINGS[sha256]), 120.0, 60.0)


@st.composite
def logos(draw) -> Asset:
    versions = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        variants = draw(st.lists(st.sampled_from(TRAITS), min_size=1, max_size=3, unique=True))
        files = [file_of(draw(st.sampled_from(sorted(DRAWINGS))), v, f"v{number}/{v}.svg") for v in variants]
        status, note = draw(statuses), draw(st.just({}) | pairs)
        versions.append(Version(number, status, draw(days), draw(days), note, tuple(files)))
    return draw(st.builds(Asset, slug=slugs, kind=st.just("logo"), versions=st.just(tuple(versions)), **common))


@st.composite
def photos(draw) -> Asset:
    asset = draw(st.builds(Asset, slug=slugs, kind=st.just("photo"), **common))
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    file = File("original", f"{asset.slug}.jpg", sha256, "image/jpeg", len(PICTURE), 96.0, 64.0)
    version = Version(1, draw(st.just(asset.status) | statuses), draw(days), draw(days), {}, (file,))
    return replace(asset, versions=(version,))


@st.composite
def slogans(draw) -> Asset:
    lines = st.lists(some_words, min_size=1, max_size=3).map(tuple)
    breaks = st.dictionaries(st.sampled_from(["vi", "en"]), lines, max_size=2)
    case = st.sampled_from(["as-written", "any"])
    asset = draw(st.builds(Asset, slug=slugs, kind=st.just("slogan"), text=pairs, breaks=breaks, case=case, **common))
    return replace(asset, versions=(Version(1, draw(st.just(asset.status) | statuses)),))


assets = st.lists(logos() | photos() | slogans(), max_size=4, unique_by=lambda asset: asset.slug)
unit = st.builds(
    Unit, slug=slugs, name=pairs, short=st.just({}) | pairs, valid_from=days, valid_to=days,
    successors=st.lists(slugs, max_size=2).map(tuple),
)  # fmt: skip
units = st.lists(unit, max_size=3, unique_by=lambda made: made.slug).map(tuple)


def read_bytes(sha256: str) -> bytes:
    return DRAWINGS.get(sha256, PICTURE)


@given(assets, units)
@settings(max_examples=30, deadline=None)
def test_whatever_is_written_as_a_folder_is_read_back_equal(made, owners):
    with TemporaryDirectory() as folder:
        write_folder(Path(folder) / "out", made, read_bytes, units=owners)
        found = read_folder(Path(folder) / "out")
        assert list(found.assets) == sorted(made, key=lambda asset: asset.slug)
        assert found.units == owners
        for sha256, path in found.files.items():
            assert path.read_bytes() == read_bytes(sha256)


@given(logos() | photos() | slogans())
@settings(max_examples=30, deadline=None)
def test_a_document_beside_the_blobs_holds_all_of_an_asset(asset):
    assert asset_of(asset_document(asset)) == asset


@given(assets)
@settings(max_examples=8, deadline=None)
def test_rows_hold_all_of_every_asset(made):
    with TemporaryDirectory() as folder, Catalog.create(Path(folder) / "c", actor="t") as catalog:
        for data in (*DRAWINGS.values(), PICTURE):
            catalog.store.put(data)
        catalog.insert(made)
        found = catalog.assets()
    assert [replace(asset, id="") for asset in found] == sorted(made, key=lambda asset: asset.slug)


def assert_equal_folders(one: FolderContents, other: FolderContents) -> None:
    assert one.assets == other.assets
    assert one.units == other.units
    assert [(p.name, p.data) for p in one.profiles] == [(p.name, p.data) for p in other.profiles]
    assert set(one.files) == set(other.files)
    assert {k: p.read_bytes() for k, p in one.extras.items()} == {k: p.read_bytes() for k, p in other.extras.items()}


def test_a_folder_goes_through_a_live_catalog_without_loss(stocked, folder, tmp_path):
    assert export_folder(stocked, tmp_path / "out") == 3
    assert_equal_folders(read_folder(folder), read_folder(tmp_path / "out"))


def test_the_starter_catalog_goes_through_files_without_loss(starter, tmp_path):
    """Its bytes go through the live catalog in test_starter.py, where each file is parsed by a child process."""
    contents = read_folder(starter)
    sources = {**contents.files, **{hashlib.sha256(p.read_bytes()).hexdigest(): p for p in contents.extras.values()}}
    extras = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in contents.extras.items()}
    write_folder(tmp_path / "out", contents.assets, lambda sha256: sources[sha256].read_bytes(),
                 profiles=contents.profiles, units=contents.units, extras=extras)  # fmt: skip
    assert_equal_folders(contents, read_folder(tmp_path / "out"))


def test_importing_again_changes_nothing(stocked, folder):
    before = [(s.slug, stocked.stored(s.slug).revision) for s in stocked.assets()]
    again = import_folder(stocked, folder)
    assert (again.added, again.refused, again.profiles) == ((), (), ())
    assert set(again.unchanged) == {"basket-boat", "song-goi", "thang-tam"}
    assert [(s.slug, stocked.stored(s.slug).revision) for s in stocked.assets()] == before


def test_importing_never_overwrites_what_was_decided_here(stocked, folder):
    stocked.move("thang-tam", "withdraw")
    again = import_folder(stocked, folder)
    assert [type(error) for error in again.refused] == [AssetExists]
    assert stocked.asset("thang-tam").status == "withdrawn"


def test_a_bad_file_stops_its_asset_and_no_other(empty, folder, tmp_path):
    import shutil

    shutil.copytree(folder, tmp_path / "own")
    truncated = picture(5)[:700]
    (tmp_path / "own/photos/basket-boat.jpg").write_bytes(truncated)
    found = import_folder(empty, tmp_path / "own")
    assert len(found.refused) == 1
    assert set(found.added) == {"song-goi", "thang-tam"}


def test_what_is_imported_says_what_its_files_say(stocked, folder):
    read = {asset.slug: asset for asset in read_folder(folder).assets}
    for asset in stocked.assets():
        assert same_values(asset, read[asset.slug])
    assert stocked.asset("thang-tam").versions[1].files[0].metadata["title"] == {"vi": "Dấu 3"}


def test_a_damaged_blob_stops_an_export_and_leaves_no_half_of_it(stocked, tmp_path):
    sha256 = stocked.asset("basket-boat").versions[0].files[0].sha256
    (stocked.store.root / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"rot")
    with pytest.raises(DamagedBlob):
        export_folder(stocked, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))
