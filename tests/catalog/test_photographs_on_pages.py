"""A catalog finds its photographs on pages by its indexes, as a folder of files would, and touches no others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from sqlalchemy import delete

from brandkit.catalog import parts, schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import inspected
from brandkit.catalog.parts import index as part_index
from brandkit.catalog.registering import add
from brandkit.sightings.photos import known
from brandkit.sightings.photos.match import Photos
from tests.catalog.test_parts import PHOTOS, page, photograph, scaled

SLUGS = ("basket-boat-at-sunrise", "bridge-over-tidal-flats", "jetty-over-lagoon", "sailing-regatta-2023")
STRANGER = "nuthatch-on-a-tree"


def register(catalog: Catalog, slug: str) -> None:
    data = (PHOTOS / f"{slug}.jpg").read_bytes()
    add(catalog, inspected(data, f"{slug}.jpg", "photo"), Wishes("photo", slug))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photographs") / "catalog"
    with Catalog.create(path, actor="tester") as catalog:
        for slug in SLUGS:
            register(catalog, slug)
    return path


@pytest.fixture
def catalog(stock: Path, tmp_path: Path) -> Iterator[Catalog]:
    shutil.copytree(stock, tmp_path / "catalog")
    with Catalog.open(tmp_path / "catalog", actor="tester") as catalog:
        yield catalog


@pytest.fixture(scope="module")
def sheet() -> np.ndarray:
    """A page with a part of one photograph, and another one small."""
    drawn = page(5)
    cut = scaled(photograph(SLUGS[2])[100:500, 100:800], 560)
    small = scaled(photograph(SLUGS[3]), 300)
    drawn[130 : 130 + len(cut), 60:620] = cut
    drawn[600 : 600 + len(small), 860:1160] = small
    return drawn


class Plain:
    """The same library without an index."""

    def __init__(self, catalog: Catalog):
        self.assets, self.read = catalog.assets, catalog.read


def told(library, picture) -> list:
    found = Photos(library, library.assets()).found_in(picture)
    return [(m.entry.asset.slug, m.certain, *np.round(np.array(m.shown).ravel(), 6)) for m in found]


def test_photographs_on_a_page_are_found_with_the_index_and_without_alike(catalog, sheet):
    found = told(catalog, sheet)
    assert sorted(slug for slug, *_ in found) == [SLUGS[2], SLUGS[3]]
    assert all(certain for _, certain, *_ in found)
    plain = told(Plain(catalog), sheet)
    assert [match[:2] for match in plain] == [match[:2] for match in found]
    # Corners were told in pixels that were reduced another way.
    assert np.array([match[2:] for match in plain]) == pytest.approx(np.array([match[2:] for match in found]), abs=1)


def test_only_candidates_that_may_be_shown_are_decoded(catalog, sheet, monkeypatch):
    known.known_of.cache_clear()
    decoded: list[str] = []
    monkeypatch.setattr(catalog, "read", lambda sha256, read=catalog.read: decoded.append(sha256) or read(sha256))
    assert len(told(catalog, sheet)) == 2
    assert len(set(decoded)) == len(decoded) < len(SLUGS)


def test_a_photograph_that_is_registered_later_is_found_by_who_asked_before(catalog):
    picture = photograph(STRANGER)[60:560, 80:780]
    assert told(catalog, picture) == []
    register(catalog, STRANGER)
    assert [slug for slug, *_ in told(catalog, picture)] == [STRANGER]


def test_where_local_features_are_gone_whole_copies_are_found_by_their_hash(catalog):
    with catalog.database.writing() as connection:
        connection.execute(delete(schema.features))
    assert [slug for slug, *_ in told(catalog, scaled(photograph(SLUGS[0]), 500))] == [SLUGS[0]]
    assert told(catalog, photograph(SLUGS[1])[100:400, 100:500]) == []


@pytest.mark.parametrize("file", ["descriptors", "offsets-0", "starts", "held.json"])
def test_a_damaged_index_is_made_again(catalog, sheet, file, monkeypatch):
    monkeypatch.setattr(part_index, "_FEW", 1)
    before = told(catalog, sheet)
    for path in catalog.folder.joinpath(*parts.CACHE).glob(f"*/{file}"):
        path.write_bytes(path.read_bytes()[:-9])
    with Catalog.open(catalog.folder) as again:
        assert told(again, sheet) == before


def test_a_catalog_without_photographs_finds_none(empty, sheet):
    assert told(empty, sheet) == []
    assert empty.photo_index().alike([bytes(32)], 80) == {}


def test_a_page_of_noise_and_a_chessboard_show_nothing(catalog):
    noise = np.random.default_rng(1).integers(0, 256, (500, 700, 3), dtype=np.uint8)
    board = np.kron(np.indices((20, 30)).sum(axis=0) % 2, np.ones((24, 24))).astype(np.uint8) * 255
    for picture in (noise, cv2.cvtColor(board, cv2.COLOR_GRAY2RGB), np.zeros((400, 400, 3), np.uint8)):
        assert told(catalog, picture) == []
