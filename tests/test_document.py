"""Pages: what they are made for, and how large their unit is."""

from __future__ import annotations

import pytest

from brandkit.document import Document, Page, medium_of, mm_per_unit, page_of


@pytest.mark.parametrize(
    ("unit", "dpi", "medium"),
    [("pt", None, "print"), ("px", None, "screen"), ("px", 96, "screen"), ("px", 150, "print"), ("px", 300, "print")],
)
def test_points_and_dense_pixels_are_for_print(unit, dpi, medium):
    assert medium_of(Page(1, 800, 600, unit, dpi)) == medium


def test_a_unit_has_a_size_only_when_the_density_is_known():
    assert mm_per_unit(Page(1, 595, 842, "pt")) == pytest.approx(25.4 / 72)
    assert mm_per_unit(Page(1, 800, 600, "px", 300)) == pytest.approx(25.4 / 300)
    assert mm_per_unit(Page(1, 800, 600, "px")) is None


def test_pages_are_found_by_their_number():
    pages = (Page(1, 10, 10, "pt"), Page(2, 20, 20, "pt"))
    document = Document("two.pdf", "0" * 64, "application/pdf", pages)
    assert page_of(document, 2).width == 20
    with pytest.raises(KeyError):
        page_of(document, 3)
