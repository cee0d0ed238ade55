"""Path data: the whole grammar, faults where they stand, curves as flat as promised."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from svgelements import Path

from brandkit.svg.path_data import contours_of


def points(data: str) -> list[tuple[float, float]]:
    return [tuple(round(v, 6) + 0.0 for v in p) for contour in contours_of(data) for p in contour.points]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("M0 0L10 0 10 10z", [(0, 0), (10, 0), (10, 10)]),
        ("m1 1 2 0 0 2", [(1, 1), (3, 1), (3, 3)]),
        ("M0,0h5v5H2V1", [(0, 0), (5, 0), (5, 5), (2, 5), (2, 1)]),
        ("M1-2L.5.5-1e1,3", [(1, -2), (0.5, 0.5), (-10, 3)]),
        ("M0 0 L5 5 z l1 0 0 1z", [(0, 0), (5, 5), (0, 0), (1, 0), (1, 1)]),
        ("M0 0 5 0 5 5 0 0z", [(0, 0), (5, 0), (5, 5)]),
    ],
)
def test_lines_are_read_in_every_spelling(data: str, expected: list[tuple[float, float]]) -> None:
    assert points(data) == expected


def test_closed_and_open_subpaths_are_told_apart() -> None:
    assert [c.closed for c in contours_of("M0 0L1 0 1 1zM5 5L6 6")] == [True, False]


@pytest.mark.parametrize("data", ["", "L1 1", "M", "M1", "x", "M1 1", "z", "Mnan 1L2 2", "M0 0L1e999 1"])
def test_a_path_that_draws_nothing_has_no_contours(data: str) -> None:
    assert contours_of(data) == []


def test_a_fault_ends_the_path_where_it_stands() -> None:
    assert points("M0 0L5 0L5 x 9 9") == [(0, 0), (5, 0)]
    assert points("M0 0L5 0 5 5 C1 1") == [(0, 0), (5, 0), (5, 5)]


CURVES = (
    "M10 80C40 10 65 10 95 80S150 150 180 80",
    "M10 80Q52.5 10 95 80T180 80t30 9",
    "M80 80A45 45 0 0 0 125 125L125 80Z",
    "M230 80a45 25 30 1 0 45 45",
    "M80 230A45 30 -20 0 1 125 275",
    "M0 0a5 5 0 0120 3 1 1 0 10-5 2",
    "M5 5a1 1 0 110 8",
    "M0 0c10 0 20 10 20 20s-10 20-20 20S-20 30-20 20",
)


@pytest.mark.parametrize("data", CURVES)
def test_curves_agree_with_another_reader_within_a_thousandth(data: str) -> None:
    ours = np.array([p for c in contours_of(data) for p in (*c.points, *(c.points[:1] if c.closed else ()))])
    theirs = np.array(
        [[(p.x, p.y) for p in (s.point(t) for t in np.linspace(0, 1, 400))] for s in Path(data) if s.length()]
    )
    theirs = theirs.reshape(-1, 2)
    size = np.ptp(theirs, axis=0).max()
    gaps = [_distance(p, ours) for p in theirs[::7]]
    assert max(gaps) < 0.001 * size


def _distance(point: np.ndarray, line: np.ndarray) -> float:
    start, step = line[:-1], np.diff(line, axis=0)
    along = np.clip(((point - start) * step).sum(1) / np.maximum((step**2).sum(1), 1e-18), 0, 1)
    return float(np.hypot(*(start + along[:, None] * step - point).T).min())


@given(st.floats(0.1, 400), st.floats(0.1, 400), st.floats(-180, 180), st.booleans(), st.booleans())
def test_every_point_of_an_arc_lies_on_its_ellipse(rx: float, ry: float, turn: float, large: bool, sweep: bool) -> None:
    end = (rx * 0.7, ry * 0.4)
    ours = points(f"M0 0A{rx:.9f} {ry:.9f} {turn:.9f} {int(large)} {int(sweep)} {end[0]:.9f} {end[1]:.9f}")
    assert ours[0] == (0, 0) and math.dist(ours[-1], end) < 1e-4
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    flat = np.array([((x * cos + y * sin) / rx, (-x * sin + y * cos) / ry) for x, y in ours])
    if len(flat) < 4 or np.ptp(flat, axis=0).max() < 1e-3:
        return
    # Points of one unit circle: |p|² is linear in p.
    solved, *_ = np.linalg.lstsq(np.column_stack([flat, np.ones(len(flat))]), (flat**2).sum(1), rcond=None)
    missed = np.abs(np.column_stack([flat, np.ones(len(flat))]) @ solved - (flat**2).sum(1)).max()
    assert missed < 1e-5 * (1 + (flat**2).sum(1).max())


@given(st.text("MmLlHhVvCcSsQqTtAaZz0123456789.,-+eE \n#", max_size=80))
def test_no_text_breaks_the_reader(data: str) -> None:
    for contour in contours_of(data):
        assert len(contour.points) >= 2
        assert all(math.isfinite(v) for p in contour.points for v in p)


def test_a_long_path_takes_no_memory_to_speak_of() -> None:
    assert sum(len(c.points) for c in contours_of("M0 0" + "L1 1 2 2" * 50_000)) == 100_001
