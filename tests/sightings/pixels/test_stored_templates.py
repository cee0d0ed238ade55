"""Templates as rows: the same whether computed or read, checked when read, computed anew when they make no sense."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import tracemalloc
import zlib
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from brandkit.assets import File
from brandkit.errors import InvalidCatalog, StoreFailure
from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.pixels.templates import encoding, stored
from brandkit.sightings.pixels.templates.template import NAME, row_of, shapes_of, template_in, template_of
from tests.sightings.pixels.drawn_marks import (
    DISC,
    ICON,
    ICON_MONO,
    ICON_REVERSED,
    LOCKUP,
    PINWHEEL,
    SVG,
    document,
    ground,
    painted,
    pose,
)

ROOT = Path(__file__).resolve().parents[3]
MASTERS = {"icon": ICON, "mono": ICON_MONO, "lockup": LOCKUP, "pinwheel": PINWHEEL, "disc": DISC}


class Shelf:
    """A library that keeps features, and counts what it is asked for."""

    def __init__(self, *masters: bytes):
        self.blobs = {hashlib.sha256(data).hexdigest(): data for data in masters}
        self.files = [File("", "a.svg", sha256, SVG, len(data)) for sha256, data in self.blobs.items()]
        self.rows: dict[str, bytes] = {}
        self.read_count = 0

    def assets(self):
        return ()

    def read(self, sha256):
        self.read_count += 1
        return self.blobs[sha256]

    def features(self, files, name):
        return {sha256: self.rows[sha256] for sha256 in files if sha256 in self.rows and name == NAME}

    def keep_features(self, name, found):
        assert name == NAME
        self.rows.update(found)


class Plain:
    """A library of before: nothing but assets and bytes."""

    def __init__(self, shelf: Shelf):
        self.assets, self.read, self.files = shelf.assets, shelf.read, shelf.files


@pytest.fixture(autouse=True)
def _nothing_known():
    stored._known.clear()
    yield
    stored._known.clear()


def told(template):
    """All of a template as bytes."""
    parts = [repr((template.key, template.width, template.height, template.inks, template.scale, template.ink_box))]
    arrays = [*template.symmetries, *template.colored_symmetries, template.picture, *template.halvings]
    arrays.append(template.silhouette)
    for view in template.views:
        parts.append(repr((view.kind, view.distinctiveness, view.smallest_height)))
        arrays += [*view.contour, *(getattr(view.parts, field.name) for field in fields(view.parts))]
    parts += [f"{a.dtype} {a.shape} {hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest()}" for a in arrays]
    return "\n".join(parts)


@pytest.mark.parametrize("data", MASTERS.values(), ids=MASTERS)
def test_a_template_is_the_same_computed_or_read(data):
    key = hashlib.sha256(data).hexdigest()
    assert told(template_in(key, row_of(data, SVG))) == told(template_of(data, SVG))


def test_another_process_makes_the_same_row_whatever_the_order_of_its_hashes(tmp_path):
    (tmp_path / "master.svg").write_bytes(LOCKUP)
    words = (
        "import sys, hashlib; from pathlib import Path\n"
        "from brandkit.sightings.pixels.templates.template import row_of\n"
        "print(hashlib.sha256(row_of(Path(sys.argv[1]).read_bytes(), 'image/svg+xml')).hexdigest())"
    )
    command = [sys.executable, "-c", words, str(tmp_path / "master.svg")]
    environment = {"PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(row_of(LOCKUP, SVG)).hexdigest()


def test_what_is_lost_by_eight_bits_is_lost_in_both():
    template = template_of(LOCKUP, SVG)
    levels = template.planes * 255
    assert np.abs(levels - np.rint(levels)).max() < 1e-3
    assert np.array_equal(np.unpackbits(template.silhouette)[: levels[..., 0].size].reshape(levels.shape[:2]),
                          (np.rint(levels).sum(axis=2) > 127).astype(np.uint8))  # fmt: skip


def test_a_row_is_small_and_a_noisy_picture_loses_shades_before_it_grows(monkeypatch):
    assert len(row_of(LOCKUP, SVG)) < 90_000
    noise = np.random.default_rng(3).integers(0, 256, (500, 700, 3), np.uint8)
    sink = io.BytesIO()
    Image.fromarray(noise).save(sink, "PNG")
    assert len(row_of(sink.getvalue(), "image/png")) <= encoding.MOST_BYTES
    monkeypatch.setattr(encoding, "MOST_BYTES", 220_000)
    row = row_of(sink.getvalue(), "image/png")
    assert len(row) <= encoding.MOST_BYTES
    assert len(np.unique(template_in("x", row).picture)) <= 64


def test_a_master_that_shows_nothing_is_kept_as_such():
    row = row_of(document("", 10, 10), SVG)
    assert len(row) < 100 and template_in("x", row) is None
    assert template_in("x", row_of(b"<svg not closed", SVG)) is None
    assert template_in("x", row_of(b"no picture", "image/png")) is None


def test_every_flipped_byte_is_noticed():
    row = row_of(ICON, SVG)
    for place in {*range(40), *range(40, len(row), 997), len(row) - 1}:
        damaged = row[:place] + bytes([row[place] ^ 0x41]) + row[place + 1 :]
        with pytest.raises(InvalidCatalog):
            template_in("x", damaged)
    for foreign in (b"", b"x", row[:-1], row + b"x", row[:200], b"\x80\x04." + row, bytes(len(row))):
        with pytest.raises(InvalidCatalog):
            template_in("x", foreign)


def forged(row, find, put):
    """The row with its words changed and its checksum made right again."""
    length = int.from_bytes(row[12:16], "little")
    words = zlib.decompress(row[16 : 16 + length])
    assert find in words
    words = zlib.compress(words.replace(find, put, 1))
    rest = len(words).to_bytes(4, "little") + words + row[16 + length :]
    return row[:8] + zlib.crc32(rest).to_bytes(4, "little") + rest


@pytest.mark.parametrize(
    ("find", "put"),
    [
        (b'"planes","u1",[', b'"planes","u1",[9999999,'),
        (b'"planes","u1"', b'"planes","O8"'),
        (b'"planes","u1",[', b'"planes","u1",[-'),
        (b'"0.contour.points"', b'"0.contour.other"'),
        (b'"silhouette",', b'"outline",'),
        (b'"width":100.0', b'"width":1e999'),
        (b'"ink_box":[', b'"ink_box":[900,'),
        (b'"views":', b'"sights":'),
        (b'"arrays":', b'"fields":'),
        (b'{"width"', b'[{"width"'),
    ],
)
def test_a_row_that_says_what_cannot_be_is_refused(find, put):
    with pytest.raises(InvalidCatalog):
        encoding.require_sound(forged(row_of(ICON, SVG), find, put))


def test_a_bomb_within_a_row_is_not_unpacked():
    row, bomb = row_of(ICON, SVG), zlib.compress(bytes(200 << 20), 9)
    length = int.from_bytes(row[12:16], "little")
    words = zlib.decompress(row[16 : 16 + length])
    (size,) = re.findall(rb'"planes","u1",\[[^\]]*\],(\d+)', words)
    words = zlib.compress(words.replace(b"]," + size, b"]," + str(len(bomb)).encode(), 1))
    rest = len(words).to_bytes(4, "little") + words + bomb + row[16 + length + int(size) :]
    found = template_in("x", row[:8] + zlib.crc32(rest).to_bytes(4, "little") + rest)
    tracemalloc.start()
    with pytest.raises(InvalidCatalog):
        found.planes  # noqa: B018
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_what_a_library_keeps_is_read_and_its_files_are_not():
    shelf = Shelf(ICON, LOCKUP)
    shelf.rows = {sha256: row_of(data, SVG) for sha256, data in shelf.blobs.items()}
    found = stored.templates_of(shelf, shelf.files)
    assert list(found) == list(shelf.blobs) and shelf.read_count == 0
    assert [told(t) for t in found.values()] == [told(template_of(data, SVG)) for data in (ICON, LOCKUP)]


def test_what_is_missing_is_computed_once_and_given_to_the_library_to_keep():
    shelf = Shelf(ICON, document("", 10, 10))
    assert len(stored.templates_of(shelf, shelf.files)) == 1
    assert shelf.read_count == 2 and shelf.rows == {s: row_of(data, SVG) for s, data in shelf.blobs.items()}
    stored._known.clear()
    assert len(stored.templates_of(shelf, shelf.files)) == 1
    assert shelf.read_count == 2


def test_damaged_rows_are_computed_anew_and_replaced():
    shelf = Shelf(ICON)
    (sha256,) = shelf.blobs
    shelf.rows[sha256] = row_of(ICON, SVG)[:-3] + b"???"
    found = stored.templates_of(shelf, shelf.files)
    assert told(found[sha256]) == told(template_of(ICON, SVG))
    assert shelf.rows[sha256] == row_of(ICON, SVG)


def test_a_library_that_keeps_nothing_computes():
    shelf = Shelf(ICON)
    found = stored.templates_of(Plain(shelf), shelf.files)
    assert len(found) == 1 and shelf.read_count == 1


def test_a_file_that_cannot_be_read_now_is_tried_again_later():
    shelf = Shelf(ICON)
    read = shelf.read

    def away(sha256):
        raise StoreFailure("store", "is away")

    shelf.read = away
    assert stored.templates_of(shelf, shelf.files) == {}
    shelf.read = read
    assert len(stored.templates_of(shelf, shelf.files)) == 1


def test_the_same_is_found_with_computed_and_with_read_templates():
    masters = (ICON, ICON_REVERSED, LOCKUP)
    page = painted(ground(), ICON, pose(120, 200, 150, turn=7))
    computed = locate(page, shapes_of([template_of(data, SVG) for data in masters]))
    read = locate(page, shapes_of([template_in(hashlib.sha256(d).hexdigest(), row_of(d, SVG)) for d in masters]))
    assert len(computed) == 1
    assert [(c.matrix, c.score, c.template.key, c.errors) for c in computed] == [
        (c.matrix, c.score, c.template.key, c.errors) for c in read
    ]


def test_colored_symmetries_are_fewer_where_inks_tell_the_turns_apart():
    template = template_of(PINWHEEL, SVG)
    assert (len(template.symmetries), len(template.colored_symmetries)) == (4, 1)
    disc = template_of(DISC, SVG)
    assert len(disc.symmetries) == len(disc.colored_symmetries) > 40


def test_fine_drawings_need_more_height_than_plain_ones():
    def smallest(data):
        return shapes_of([template_of(data, SVG)])[0].smallest_height

    stripes = "".join(f'<path d="M5 {y} h90 v1.5 h-90 z"/>' for y in range(5, 95, 3))
    assert smallest(DISC) == 0
    assert smallest(document(stripes, 100, 100)) > 60
