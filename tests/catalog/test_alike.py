"""Whole pictures and parts of them are found by one question, and told once, the surest first."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from brandkit.catalog import parts
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.drafts import Wishes
from brandkit.catalog.inspection import inspect, inspect_all, seen
from brandkit.catalog.looks import alike
from brandkit.catalog.looks.duplicates import clusters
from brandkit.catalog.looks.fingerprinting import SAME
from brandkit.catalog.registering import add

NAMES = ("fishing-boats-at-dawn", "lighthouse-at-dusk", "path-in-picos-de-europa", "statue-on-the-headland",
         "nuthatch-on-a-tree")  # fmt: skip
SHOWN = "path-in-picos-de-europa"


@pytest.fixture(scope="module")
def photos(tmp_path_factory, starter):
    with Catalog.create(tmp_path_factory.mktemp("photos") / "catalog", actor="tester") as catalog:
        for _, found in inspect_all([starter / "photos" / f"{name}.jpg" for name in NAMES], "photo"):
            add(catalog, found, Wishes("photo"))
        yield catalog


@pytest.fixture(scope="module")
def shown(starter):
    with Image.open(starter / "photos" / f"{SHOWN}.jpg", formats=["JPEG"]) as opened:
        return np.asarray(opened.convert("RGB"))


def asked(catalog, pixels, tmp_path, **options):
    path = tmp_path / "query.png"
    Image.fromarray(np.ascontiguousarray(pixels)).save(path)
    return alike.to_picture(catalog, seen(path), **options)


def middle(pixels, share):
    height, width = pixels.shape[:2]
    top, left = round(height * (1 - share) / 2), round(width * (1 - share) / 2)
    return pixels[top : height - top, left : width - left]


def test_the_file_itself_comes_first_and_is_told_once(photos, starter):
    matches = alike.to_picture(photos, seen(starter / "photos" / f"{SHOWN}.jpg"))
    assert (matches[0].slug, matches[0].distance, matches[0].method) == (SHOWN, 0, "pdq")
    assert [match.slug for match in matches].count(SHOWN) == 1


@pytest.mark.parametrize("share", [0.7, 0.5])
@pytest.mark.parametrize("mirrored", [False, True])
def test_what_was_cut_out_of_a_photo_is_found(photos, shown, tmp_path, share, mirrored):
    cut = middle(shown, share)
    matches = asked(photos, cut[:, ::-1] if mirrored else cut, tmp_path)
    assert matches[0].slug == SHOWN


def test_an_inset_is_found_and_its_place_told_in_the_pictures_own_pixels(photos, shown, tmp_path):
    page = np.full((1600, 2400, 3), 240, np.uint8)
    inset = np.asarray(Image.fromarray(shown).resize((900, round(900 * shown.shape[0] / shown.shape[1]))))
    page[300 : 300 + inset.shape[0], 1200:2100] = inset
    (match,) = asked(photos, page, tmp_path)
    assert match.slug == SHOWN
    expected = [(1200, 300), (2100, 300), (2100, 300 + inset.shape[0]), (1200, 300 + inset.shape[0])]
    assert np.abs(np.array(match.quad) - expected).max() < 25


def test_something_else_finds_nothing(photos, starter, tmp_path):
    assert alike.to_picture(photos, seen(starter / "photos" / "front-beach-at-night.jpg")) == []
    assert asked(photos, np.full((300, 400, 3), 255, np.uint8), tmp_path) == []


def test_the_limit_is_kept(photos, shown, tmp_path):
    assert len(asked(photos, shown, tmp_path, limit=1)) == 1


def test_adding_warns_of_the_same_picture_and_else_of_a_part(photos, shown, tmp_path):
    Image.fromarray(shown).resize((700, round(700 * shown.shape[0] / shown.shape[1]))).save(tmp_path / "small.jpg")
    Image.fromarray(middle(shown, 0.6)).save(tmp_path / "cut.jpg", quality=85)
    same = add(photos, inspect(tmp_path / "small.jpg", "photo"), Wishes("photo"), dry_run=True)
    part = add(photos, inspect(tmp_path / "cut.jpg", "photo"), Wishes("photo"), dry_run=True)
    assert [match.slug for match in same.near] == [SHOWN] and same.near[0].share <= SAME
    assert [(match.slug, match.method) for match in part.near] == [(SHOWN, parts.METHOD)]


def test_adding_something_new_warns_of_nothing(photos, starter):
    found = inspect(starter / "photos" / "front-beach-at-night.jpg", "photo")
    assert add(photos, found, Wishes("photo"), dry_run=True).near == ()


def test_what_was_withdrawn_from_the_rows_is_not_told(empty, starter):
    from sqlalchemy import delete

    from brandkit.catalog import schema

    path = starter / "photos" / f"{SHOWN}.jpg"
    add(empty, inspect(path, "photo"), Wishes("photo"))
    assert alike.to_picture(empty, seen(path))
    with empty.database.writing() as connection:
        connection.execute(delete(schema.files))
    assert alike.to_picture(empty, seen(path)) == []
    assert clusters(empty.looks()) == []


WRITER = """
import sys
from pathlib import Path
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.looks.index import LookIndex
from tests.catalog.test_look_index import codes, fill
number = int(sys.argv[2])
with Catalog.open(Path(sys.argv[1])) as catalog:
    index = LookIndex(catalog.folder / "cache" / "looks")
    for turn in range(12):
        fill(catalog, codes(20, 100 * number + turn), first=10_000 * number + 100 * turn)
        with catalog.database.reading() as connection:
            index.follow(connection)
        asked = codes(20, 100 * number + turn)
        print(len(index.near(asked, "whole", 0)))
"""


def test_processes_that_write_at_the_same_time_all_see_everything(empty):
    root = Path(__file__).resolve().parents[2]
    words = [sys.executable, "-c", WRITER, str(empty.folder)]
    running = [
        subprocess.Popen([*words, str(number)], cwd=root, stdout=subprocess.PIPE, text=True) for number in range(3)
    ]
    told = [process.communicate(timeout=120)[0].split() for process in running]
    assert told == [["20"] * 12] * 3
    from tests.catalog.test_look_index import brute, codes, index_of

    index, asked = index_of(empty), codes(1, 5)
    assert index.near(asked, "whole", 256) == brute(empty, asked, 256) and len(index) == 3 * 12 * 20


def test_the_commands_tell_parts_in_the_contracts_shape(photos, shown, tmp_path):
    path = tmp_path / "cut.png"
    Image.fromarray(middle(shown, 0.5)).save(path)
    words = [sys.executable, "-m", "brandkit", "--catalog", str(photos.folder), "similar", str(path), "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    (match,) = [m for m in json.loads(done.stdout)["matches"] if m["slug"] == SHOWN]
    assert set(match) == {"slug", "sha256", "distance", "method", "quad"} and np.array(match["quad"]).shape == (4, 2)
    plain = subprocess.run([*words[:-1]], capture_output=True, text=True, check=True, env={"BRANDKIT_LANG": "en"})
    assert SHOWN in plain.stdout and not plain.stderr


def test_picture_bytes_of_memory_are_never_written_to(photos, shown, tmp_path):
    sink = io.BytesIO()
    Image.fromarray(shown).save(sink, "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(sink.getvalue())
    page = seen(path)
    assert not page.rgba.flags.writeable and not page.close.flags.writeable
