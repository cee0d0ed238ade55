"""What was found comes back from JSON exactly, and anything else is refused."""

from __future__ import annotations

import math

import pytest

from brandkit.document import Contour, Document, Page, Paint, Picture, Placement, Shape, TextRun
from brandkit.errors import InvalidValue
from brandkit.findings import Clearance, ColorMatch, ErrorBars, Ground, Sighting
from brandkit.geometry import Affine, Box
from brandkit.sightings.serialization import from_json, to_json

MATRIX = Affine(1 / 3, 0.1, -0.1, math.pi, 1e-17, 7e5)
TRIANGLE = ((0.1, 0.2), (1 / 3, 0.0), (2.0, 3.0))
DOCUMENT = Document(
    "tờ rơi.pdf",
    "ab" * 32,
    "application/pdf",
    (
        Page(
            1, 595.276, 841.89, "pt",
            placements=(Placement("p1", MATRIX, 3, clip=TRIANGLE, opacity=0.5, alt="Vũng Tàu", effects=("shadow",)),),
            texts=(TextRun("Vững ngọn đèn", Box(1, 2, 3, 4), "Be Vietnam Pro", 11.5, Paint("#0A2A4A"), embedded=True),),
            shapes=(
                Shape((Contour(TRIANGLE),), Box(0.1, 0, 1.9, 3), Paint("#FF0000", "Separation", (0.5, 1.0), "Đỏ"),
                      stroke=Paint("#000000"), stroke_width=0.1, even_odd=True, group="0/1"),
            ),
        ),
        Page(2, 100, 200, "px", dpi=None, raster_only=True),
    ),
    {"p1": Picture("p1", 10, 20, "image/png", "cd" * 32, 0.25)},
    {"title": "Tờ rơi"},
)  # fmt: skip
SIGHTING = Sighting(
    0, 1, "logo", "vung-tau", 2, "icon-full-color", {"vi": "Biểu trưng", "en": "Logo"}, "possible", "pixels",
    ((0.1, 0.2), (1.1, 0.2), (1.1, 1.2), (0.1, 1.2)), 1 / 3, None, 5.0, 1.04, 0.1, True, 0.875,
    (ColorMatch("#0A2A4A", "#0B2B4B", 0.41, 0.7),), matrix=MATRIX, ppi=299.9, errors=ErrorBars(stretch=0.01),
    ground=Ground("#FFFFFF", 0.1, "flat", None), clearance=Clearance(1, 2, 3, 4, 5, Box(1, 2, 3, 4), "pixels"),
    superseded_by="vung-tau@3",
)  # fmt: skip


def test_every_value_comes_back_as_it_was():
    document, sightings = from_json(to_json(DOCUMENT, [SIGHTING]))
    assert document == DOCUMENT
    assert sightings == (SIGHTING,)
    assert type(sightings[0].matrix) is Affine and type(document.pages[0].texts[0].box) is Box


def test_the_same_values_give_the_same_bytes():
    written = to_json(DOCUMENT, [SIGHTING])
    assert to_json(*from_json(written)) == written


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema_name": "brandkit-sightings/1"}', to_json(DOCUMENT, [])[:-9]])
def test_anything_else_is_refused(data):
    with pytest.raises(InvalidValue):
        from_json(data)


def test_another_schema_is_refused():
    with pytest.raises(InvalidValue, match="schema"):
        from_json(to_json(DOCUMENT, []).replace(b"brandkit-sightings/1", b"brandkit-sightings/9"))
