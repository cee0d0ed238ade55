"""Vector masters' shapes as rows: exact, checked when read, read from the file when they make no sense."""

from __future__ import annotations

import hashlib
from dataclasses import fields

import numpy as np
import pytest

from brandkit import sandbox, svg
from brandkit.assets import File
from brandkit.document import Contour, Paint, Shape
from brandkit.errors import InvalidCatalog
from brandkit.geometry import Box
from brandkit.sightings.structure import stored_outlines
from brandkit.sightings.structure.stored_outlines import NAME, outlines_of, row_of, shapes_in
from tests.sightings.libraries import svg_of
from tests.sightings.marks import horizontal
from tests.sightings.structure.test_masters import pdf_of

SVG, PDF = "image/svg+xml", "application/pdf"
EVERYTHING = Shape(
    (Contour(((0.1, 1 / 3), (2.5, -1e-9), (7, 4))), Contour(((1, 1), (2, 2)), closed=False)),
    Box(0.1, -1e-9, 6.9, 4), Paint("#0A2A4A", "Separation", (0.25, 1.0), "Đỏ"), Paint("#FFFFFF"), 0.3, 7,
    ((0, 0), (1, 0), (1, 1.7)), 0.4, True, "a/b", ("blur",),
)  # fmt: skip


class Shelf:
    def __init__(self, **files):
        self.blobs = {hashlib.sha256(data).hexdigest(): data for data, _ in files.values()}
        self.files = [File("", "a", hashlib.sha256(data).hexdigest(), kind, len(data)) for data, kind in files.values()]
        self.rows, self.read_count = {}, 0

    def read(self, sha256):
        self.read_count += 1
        return self.blobs[sha256]

    def features(self, files, name):
        return {sha256: self.rows[sha256] for sha256 in files if sha256 in self.rows and name == NAME}

    def keep_features(self, name, found):
        assert name == NAME
        self.rows.update(found)


@pytest.fixture(autouse=True)
def _nothing_known():
    stored_outlines._known.clear()
    yield
    stored_outlines._known.clear()


def told(outline):
    arrays = [*outline.contours.points, outline.contours.moments, outline.contours.signature, outline.depth]
    digests = [hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest() for array in arrays]
    return (outline.width, outline.height, outline.ink_box, outline.form, outline.shapes, digests)


def test_every_field_of_a_shape_comes_back_exactly():
    plain = Shape((Contour(((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))),), Box(0, 0, 1, 1))
    assert shapes_in(row_of([EVERYTHING, plain], 120.5, 60)) == ((EVERYTHING, plain), 120.5, 60)


def test_a_field_more_is_another_row():
    """A new field of these values must be written as well, under another NAME."""
    assert [len(fields(value)) for value in (Shape, Contour, Paint)] == [11, 2, 4]


def test_what_is_read_from_a_row_is_what_is_read_from_the_file():
    shelf = Shelf(drawing=(svg_of(horizontal()), SVG), page=(pdf_of(horizontal()), PDF))
    computed = outlines_of(shelf, shelf.files)
    assert len(computed) == 2 and shelf.read_count == 2 and set(shelf.rows) == set(shelf.blobs)
    stored_outlines._known.clear()
    read = outlines_of(shelf, shelf.files)
    assert shelf.read_count == 2
    assert [told(outline) for outline in read.values()] == [told(outline) for outline in computed.values()]


def test_a_stored_pdf_needs_no_child_process(monkeypatch):
    shelf = Shelf(page=(pdf_of(horizontal()), PDF))
    outlines_of(shelf, shelf.files)
    stored_outlines._known.clear()
    monkeypatch.setattr(sandbox, "opened", None)
    assert len(outlines_of(shelf, shelf.files)) == 1


@pytest.mark.parametrize("row", [b"", b"x" * 40, row_of([EVERYTHING], 1, 1)[:-1], row_of([EVERYTHING], 1, 1) + b"x",
                                 row_of([EVERYTHING], 0, 1), row_of([EVERYTHING], float("nan"), 1)])  # fmt: skip
def test_foreign_and_damaged_rows_are_refused_and_replaced(row):
    with pytest.raises(InvalidCatalog):
        shapes_in(row)
    shelf = Shelf(drawing=(svg_of(horizontal()), SVG))
    (sha256,) = shelf.blobs
    shelf.rows[sha256] = row
    assert len(outlines_of(shelf, shelf.files)) == 1
    assert shelf.rows[sha256] == row_of(svg.outlines(shelf.blobs[sha256]), *svg.size(shelf.blobs[sha256]))


def test_broken_files_are_left_out_and_nothing_is_kept_of_them():
    shelf = Shelf(broken=(b"<svg not closed", SVG), whole=(svg_of(horizontal()), SVG))
    assert len(outlines_of(shelf, shelf.files)) == 1
    assert len(shelf.rows) == 1
