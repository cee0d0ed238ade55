"""Parts of pictures are found where they lie; other photographs are not; the index follows the rows in all cases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import delete, insert, select, update

from brandkit.catalog import parts, schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import inspected
from brandkit.catalog.parts import METHOD, found, parts_of
from brandkit.catalog.parts import index as part_index
from brandkit.catalog.parts.index import PartIndex
from brandkit.catalog.registering import add
from brandkit.sightings.photos import local_features
from brandkit.sightings.photos.local_features import encoded, features_of
from brandkit.sightings.photos.poses import like_pairs, placed, quad_of, surprise_of

PHOTOS = Path(__file__).parents[2] / "assets_catalog" / "photos"
SLUGS = ("basket-boat-at-sunrise", "bridge-over-tidal-flats", "fishing-boats-at-dawn", "hon-ba-at-low-tide",
         "jetty-over-lagoon", "lighthouse-at-dusk", "sailing-regatta-2023", "statue-on-the-headland")  # fmt: skip
STRANGERS = ("nuthatch-on-a-tree", "path-in-picos-de-europa", "kite-on-back-beach")


def photograph(slug: str, longest: int = 1000) -> np.ndarray:
    """(H, W, 3) uint8 sRGB."""
    from PIL import Image

    with Image.open(PHOTOS / f"{slug}.jpg") as image:
        image.thumbnail((longest, longest))
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parts") / "catalog"
    with Catalog.create(path, actor="tester") as catalog:
        for slug in SLUGS:
            add(
                catalog, inspected((PHOTOS / f"{slug}.jpg").read_bytes(), f"{slug}.jpg", "photo"), Wishes("photo", slug)
            )
    return path


@pytest.fixture(scope="module")
def shelf(stock: Path) -> Iterator[Catalog]:
    """A catalog that no test changes."""
    with Catalog.open(stock) as catalog:
        yield catalog


@pytest.fixture
def catalog(stock: Path, tmp_path: Path) -> Iterator[Catalog]:
    shutil.copytree(stock, tmp_path / "catalog")
    with Catalog.open(tmp_path / "catalog", actor="tester") as catalog:
        yield catalog


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two convex quads."""
    import cv2

    one, other = np.float32(one), np.float32(other)
    common, _ = cv2.intersectConvexConvex(one, other)
    return common / (cv2.contourArea(one) + cv2.contourArea(other) - common)


def box(left: float, top: float, width: float, height: float) -> np.ndarray:
    return np.array([[left, top], [left + width, top], [left + width, top + height], [left, top + height]])


def page(seed: int, width: int = 1240, height: int = 876) -> np.ndarray:
    """A layout without a photograph: a ground, a bar, lines of text."""
    from PIL import Image, ImageDraw, ImageFont

    rng = np.random.default_rng(seed)
    canvas = Image.new("RGB", (width, height), tuple(int(v) for v in rng.integers(200, 256, 3)))
    draw = ImageDraw.Draw(canvas)
    draw.rectangle((0, 0, width, 90), fill=tuple(int(v) for v in rng.integers(0, 120, 3)))
    for at in range(8):
        draw.text(
            (40, 120 + 90 * at), "Lễ hội biển Vũng Tàu 2026, Bãi Sau", fill="black", font=ImageFont.load_default(36)
        )
    return np.array(canvas)


def scaled(picture: np.ndarray, width: int) -> np.ndarray:
    import cv2

    return cv2.resize(
        picture, (width, round(width * picture.shape[0] / picture.shape[1])), interpolation=cv2.INTER_AREA
    )


def only(matches: list) -> object:
    assert len(matches) == 1
    return matches[0]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_part_is_found_and_the_quad_tells_of_what_it_is_a_part(shelf, slug):
    whole = photograph(slug)
    height, width = whole.shape[:2]
    left, top = round(width * 0.25), round(height * 0.4)
    part = whole[top : top + round(height * 0.55), left : left + round(width * 0.6)]
    match = only(found(shelf, part))
    assert (match.slug, match.method) == (slug, METHOD)
    assert overlap(match.quad, box(-left, -top, width, height)) > 0.9


@pytest.mark.parametrize("slug", SLUGS)
def test_an_inset_on_a_seventh_of_a_page_is_found_where_it_lies(shelf, slug):
    whole, query = photograph(slug), page(1)
    inset = scaled(whole, round((0.15 * query.shape[0] * query.shape[1] * whole.shape[1] / whole.shape[0]) ** 0.5))
    query[300 : 300 + inset.shape[0], 500 : 500 + inset.shape[1]] = inset
    match = only(found(shelf, query))
    assert match.slug == slug
    assert overlap(match.quad, box(500, 300, inset.shape[1], inset.shape[0])) > 0.9


@pytest.mark.parametrize("turn", [7, 33, 90, 151, 250])
def test_a_turned_photograph_is_found_and_the_quad_turns_with_it(shelf, turn):
    import cv2

    whole = scaled(photograph("lighthouse-at-dusk"), 600)
    height, width = whole.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
    matrix[:, 2] += 500 - width / 2, 500 - height / 2
    query = cv2.warpAffine(whole, matrix, (1000, 1000), borderValue=(90, 120, 60))
    match = only(found(shelf, query))
    corners = box(0, 0, width, height) @ matrix[:, :2].T + matrix[:, 2]
    assert match.slug == "lighthouse-at-dusk"
    assert overlap(match.quad, corners) > 0.9
    assert np.abs(np.array(match.quad) - corners).max() < 25


def test_a_mirrored_part_is_found_and_its_corners_are_those_of_the_picture(shelf):
    whole = photograph("jetty-over-lagoon")
    height, width = whole.shape[:2]
    query = np.ascontiguousarray(whole[:, : round(width * 0.7)][:, ::-1])
    match = only(found(shelf, query))
    corners = np.array(match.quad)
    assert match.slug == "jetty-over-lagoon"
    assert corners[0, 0] > corners[1, 0]  # its left is at the right
    assert overlap(corners[[1, 0, 3, 2]], box(query.shape[1] - width, 0, width, height)) > 0.9


def test_every_photograph_of_a_collage_is_found_in_its_place(shelf):
    query = np.full((900, 1400, 3), 255, np.uint8)
    places = {}
    for at, slug in enumerate([*SLUGS[:3], STRANGERS[0]]):
        picture = scaled(photograph(slug), 600)[:400]
        left, top = 50 + 700 * (at % 2), 30 + 440 * (at // 2)
        query[top : top + picture.shape[0], left : left + 600] = picture
        places[slug] = left, top
    matches = {match.slug: match for match in found(shelf, query)}
    assert sorted(matches) == sorted(SLUGS[:3])
    for slug, match in matches.items():
        whole = scaled(photograph(slug), 600)
        assert overlap(match.quad, box(*places[slug], 600, whole.shape[0])) > 0.85


def test_lettered_framed_and_poor_copies_are_found(shelf):
    import cv2

    whole = photograph("sailing-regatta-2023").copy()
    cv2.rectangle(whole, (0, 0), (whole.shape[1], whole.shape[0] // 4), (200, 30, 40), -1)
    cv2.putText(whole, "REGATTA 2023", (40, whole.shape[0] // 2), cv2.FONT_HERSHEY_DUPLEX, 3, (255, 255, 255), 12)
    _, data = cv2.imencode(".jpg", np.pad(whole, ((60, 60), (90, 90), (0, 0))), [cv2.IMWRITE_JPEG_QUALITY, 25])
    assert only(found(shelf, cv2.imdecode(data, 1))).slug == "sailing-regatta-2023"


@pytest.mark.parametrize("slug", STRANGERS)
def test_other_photographs_whole_cut_and_on_a_page_find_nothing(shelf, slug):
    whole = photograph(slug)
    layout = page(2)
    inset = scaled(whole, 600)[:400]
    layout[200 : 200 + len(inset), 500:1100] = inset
    for query in (whole, whole[100:400, 100:500], layout, page(3)):
        assert found(shelf, query) == []


@pytest.mark.parametrize(
    "query",
    [
        np.zeros((1, 1, 3), np.uint8),
        np.full((1, 9000, 4), 200, np.uint8),
        np.full((9000, 3, 3), 7, np.uint8),
        np.full((400, 600, 4), 255, np.uint8),
        np.zeros((400, 600, 4), np.uint8),
        np.tile(np.uint8([[[0], [255]], [[255], [0]]]).repeat(8, 0).repeat(8, 1), (40, 40, 3)),
        np.random.default_rng(1).integers(0, 256, (500, 700, 3), dtype=np.uint8),
    ],
    ids=["a pixel", "a row", "a column", "white", "transparent", "chessboard", "noise"],
)
def test_queries_without_a_picture_find_nothing(shelf, query):
    assert found(shelf, query) == []


def test_there_are_at_most_as_many_matches_as_asked_for_the_surest_first(shelf):
    left, right = photograph(SLUGS[5], 900), scaled(photograph(SLUGS[6]), 400)
    query = np.full((900, 1300, 3), 255, np.uint8)
    query[: left.shape[0], : left.shape[1]] = left
    query[300 : 300 + right.shape[0], 900:1300] = right
    assert [match.slug for match in found(shelf, query)] == list(SLUGS[5:7])
    assert [match.slug for match in found(shelf, query, limit=1)] == [SLUGS[5]]


def test_an_empty_catalog_finds_nothing(empty):
    assert found(empty, photograph(SLUGS[0])) == []


def test_a_photograph_added_later_is_found_by_who_asked_before(catalog):
    kept = parts_of(catalog)
    query = photograph(STRANGERS[0])[100:600, 200:700]
    assert found(catalog, query, parts=kept) == []
    data = (PHOTOS / f"{STRANGERS[0]}.jpg").read_bytes()
    add(catalog, inspected(data, "nuthatch.jpg", "photo"), Wishes("photo", "nuthatch"))
    assert [match.slug for match in found(catalog, query, parts=kept)] == ["nuthatch"]


def test_a_row_that_is_gone_is_not_found_although_the_index_has_it(catalog):
    kept = parts_of(catalog)
    query = photograph(SLUGS[2])[50:500, 100:700]
    assert len(found(catalog, query, parts=kept)) == 1
    with catalog.database.writing() as connection:
        connection.execute(delete(schema.features))
    assert found(catalog, query, parts=kept) == []


def test_a_damaged_row_is_passed_over_and_the_others_are_found(catalog):
    with catalog.database.writing() as connection:
        table = schema.features
        some = connection.execute(select(table.c.number).where(table.c.name == local_features.NAME)).scalars().first()
        connection.execute(update(table).where(table.c.number == some).values(data=b"\x10\x00"))
    hits = [found(catalog, photograph(slug)[40:520, 60:700]) for slug in SLUGS]
    assert sorted(len(each) for each in hits) == [0] + [1] * (len(SLUGS) - 1)


@pytest.fixture
def on_disk(monkeypatch) -> None:
    """Segments are written however few pictures there are."""
    monkeypatch.setattr(part_index, "_FEW", 1)


@pytest.mark.usefixtures("on_disk")
@pytest.mark.parametrize("file", ["held.json", "files", "starts", "descriptors", "turns", "order-0", "offsets-1"])
@pytest.mark.parametrize("damage", ["gone", "empty", "short", "zeros", "ones"])
def test_a_damaged_index_is_made_again_or_does_no_harm(catalog, file, damage):
    query = photograph(SLUGS[3])[60:480, 150:800]
    assert only(found(catalog, query)).slug == SLUGS[3]
    path = next(catalog.folder.joinpath(*parts.CACHE).glob(f"*/{file}"))
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes(
            {"empty": b"", "short": data[:-7], "zeros": bytes(len(data)), "ones": b"\xff" * len(data)}[damage]
        )
    matches = found(catalog, query)
    # Of the large files only the length is looked at: such damage may cost a hit, never a false one or a crash.
    is_noticed = damage in ("gone", "empty", "short") or file in ("held.json", "files", "starts")
    assert {match.slug for match in matches} <= {SLUGS[3]}
    assert len(matches) == 1 or not is_noticed


@pytest.mark.usefixtures("on_disk")
def test_a_deleted_index_is_made_again(catalog):
    query = photograph(SLUGS[4])[60:480, 150:800]
    kept = parts_of(catalog)
    for _ in range(2):
        assert only(found(catalog, query, parts=kept)).slug == SLUGS[4]
        shutil.rmtree(catalog.folder / "cache")


@pytest.mark.usefixtures("on_disk")
def test_where_nothing_can_be_written_the_index_is_in_memory(catalog):
    (catalog.folder / "cache").mkdir(exist_ok=True)
    catalog.folder.joinpath(*parts.CACHE).write_text("in the way of the folder")
    assert only(found(catalog, photograph(SLUGS[5])[60:480, 150:800])).slug == SLUGS[5]


@pytest.mark.usefixtures("on_disk")
def test_segments_are_merged_and_old_ones_deleted(empty):
    folder = empty.folder.joinpath(*parts.CACHE)
    index = PartIndex(folder)
    rng = np.random.default_rng(3)
    counts = []
    for number in range(24):
        picture = np.kron(rng.integers(0, 256, (12, 16)), np.ones((16, 16))).astype(np.uint8)
        row = {"sha256": f"{number:064x}", "name": local_features.NAME, "data": encoded(features_of(picture))}
        with empty.database.writing() as connection:
            connection.execute(insert(schema.features), [row])
        with empty.database.reading() as connection:
            index.follow(connection)
        counts.append(len(list(folder.iterdir())))
    assert len(index) == 24
    assert max(counts) <= 4
    assert len(PartIndex(folder)) == 0  # nothing is read before it is asked


@pytest.mark.usefixtures("on_disk")
def test_an_index_with_many_deleted_pictures_is_made_anew(catalog, monkeypatch):
    index = PartIndex(catalog.folder.joinpath(*parts.CACHE))
    with catalog.database.reading() as connection:
        index.follow(connection)
    assert len(index) == len(SLUGS)
    with catalog.database.writing() as connection:
        table = schema.features
        kept = connection.execute(select(table.c.number).where(table.c.name == local_features.NAME)).scalars().first()
        connection.execute(delete(table).where(table.c.number != kept))
    with catalog.database.reading() as connection:
        index.follow(connection)
    assert len(index) == 1


def test_candidates_are_those_of_a_comparison_with_every_corner(shelf):
    with shelf.database.reading() as connection:
        index = parts_of(shelf).index
        index.follow(connection)
        every = connection.execute(select(schema.features.c.sha256)).scalars().all()
        known = part_index.features_of(connection, sorted(set(every)))
    for slug in SLUGS:
        query, _ = local_features.query_features_of(parts.gray_of(photograph(slug)[80:460, 120:640]))
        laid = {sha256: placed(features, query, like_pairs(features, query)) for sha256, features in known.items()}
        best = max(laid, key=lambda sha256: laid[sha256].surprise if laid[sha256] else 0)
        assert index.candidates(query, 1)[0][0] == best


def test_chance_explains_few_inliers_and_never_many():
    values = [surprise_of(60, inliers, 1e-3) for inliers in range(3, 30)]
    assert values[0] == 0
    assert values[2] < 2
    assert all(one < other for one, other in pairwise(values[3:]))
    assert surprise_of(600, 12, 1e-3) < surprise_of(60, 12, 1e-3)


def test_few_corners_of_the_many_that_would_show_are_no_evidence():
    features = features_of(parts.gray_of(photograph(SLUGS[6], 512)))
    pairs = like_pairs(features, features)
    few = pairs[np.isin(pairs[:, 0], np.arange(0, len(features), 25))]
    assert placed(features, features, pairs).surprise > 100
    assert placed(features, features, few).surprise == 0


def test_the_quad_of_an_unmoved_picture_is_its_frame():
    picture = parts.gray_of(photograph(SLUGS[6], 512))
    features = features_of(picture)
    there = placed(features, features, like_pairs(features, features))
    assert np.allclose(quad_of(there, features), box(0, 0, picture.shape[1], picture.shape[0]), atol=1)
