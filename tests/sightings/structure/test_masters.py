"""Masters are prepared once from SVG, PDF and pictures; broken ones are left out and the rest is found."""

from __future__ import annotations

import hashlib
import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from brandkit.assets import Asset, File, Version
from brandkit.geometry import pose_of
from brandkit.sightings.structure.masters import Masters
from brandkit.sightings.structure.outlines import locate
from tests.sightings.libraries import Shelf
from tests.sightings.marks import HEIGHT, WIDTH, horizontal, moved, page, pose


def pdf_of(shapes) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT))
    canvas.transform(1, 0, 0, -1, 0, HEIGHT)
    for shape in shapes:
        path = canvas.beginPath()
        for contour in shape.contours:
            path.moveTo(*contour.points[0])
            for point in contour.points[1:]:
                path.lineTo(*point)
            path.close()
        canvas.setFillColor(shape.fill.hex)
        canvas.drawPath(path, stroke=0, fill=1)
    canvas.save()
    return stream.getvalue()


class OneFile(Shelf):
    """A library of one logo with the given bytes."""

    def __init__(self, data, media_type):
        sha256 = hashlib.sha256(data).hexdigest()
        self.blobs = {sha256: data}
        file = File("horizontal-full-color", "logo", sha256, media_type, len(data))
        version = Version(1, "approved", files=(file,))
        self._assets = [Asset("harbor", "logo", {"vi": "x"}, "approved", versions=(version,))]


def test_a_pdf_master_is_found_by_its_outlines():
    library = OneFile(pdf_of(horizontal()), "application/pdf")
    masters = Masters(library, library.assets())
    (seen,) = locate(page(*moved(horizontal(), pose(degrees=5, stretch=1.04))), masters.outlines)
    read = pose_of(seen.matrix, WIDTH, HEIGHT)
    assert read.rotation_deg == pytest.approx(5, abs=0.01)
    assert read.stretch == pytest.approx(1.04, abs=0.001)
    assert all(match.delta_e < 0.5 for match in seen.colors)
    cover = masters.cover(seen.master.file.sha256)
    assert 0.1 < float((cover > 0.5).mean()) < 0.7


@pytest.mark.parametrize("media_type", ["image/svg+xml", "application/pdf", "image/png"])
def test_broken_masters_are_left_out(media_type):
    library = OneFile(b"<svg not closed", media_type)
    masters = Masters(library, library.assets())
    assert masters.outlines == ()
    assert masters.shapes == ()


def test_what_is_prepared_is_kept_by_its_bytes():
    library = Shelf(photographs=0)
    one, other = Masters(library, library.assets()), Masters(library, library.assets())
    assert [a.outline for a in one.outlines] == [b.outline for b in other.outlines]
    assert all(a.outline is b.outline for a, b in zip(one.outlines, other.outlines, strict=True))


def test_equal_bytes_stand_for_the_newest_approved_version():
    shelf = Shelf(photographs=0)
    (logo, *_) = shelf.assets()
    _, new = logo.versions
    shared = Asset("harbor", "logo", {"vi": "x"}, "approved", versions=(
        Version(1, "superseded", files=new.files), Version(2, "approved", files=new.files)))  # fmt: skip
    masters = Masters(shelf, [shared])
    assert masters.entry_of(new.files[0].sha256).version.number == 2
