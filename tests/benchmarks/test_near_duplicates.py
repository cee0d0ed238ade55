"""The benchmark of near-duplicates: attacks are always the same, sets do not meet, a stopped run is resumed."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks.near_duplicates.attacks import ATTACKS, attacked
from benchmarks.near_duplicates.photographs import Photograph, split
from benchmarks.near_duplicates.resources import files_in
from benchmarks.near_duplicates.run import FAR, Answer, Line, read
from benchmarks.near_duplicates.tables import COLUMNS, false_table, is_found, wrong_ones

RNG = np.random.default_rng(5)
PICTURES = [
    np.kron(RNG.integers(0, 256, (6, 9, 3)), np.ones((30, 30, 1))).astype(np.uint8)[: 170 + 2 * at] for at in range(7)
]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_changes_a_picture_and_always_in_the_same_way(name):
    one, other = (attacked(name, PICTURES[0], "a photograph", PICTURES[1:]) for _ in range(2))
    assert one.dtype == np.uint8 and one.ndim == 3 and one.shape[2] == 3
    assert np.array_equal(one, other)
    assert one.shape != PICTURES[0].shape or (one != PICTURES[0]).any()


def test_there_are_at_least_fifty_attacks():
    assert len(ATTACKS) >= 50


def test_no_photograph_is_both_tuned_on_and_reported():
    every = [Photograph(str(number), Path()) for number in range(345)]
    tuning, reported = split(every)
    assert not set(tuning) & set(reported)
    assert len(tuning) + len(reported) == 345
    assert len(reported) >= 300


def line(right: float, wrong: list[tuple[float, int]]) -> Line:
    nothing = Answer(FAR, [], 0.0)
    answers = dict.fromkeys(("hashes", "pdq", "phash", "dhash"), nothing) | {"parts": Answer(right, wrong, 0.1)}
    return Line("reported", 0, "gray", answers)


def test_hits_and_false_pairs_are_counted_on_the_right_side_of_the_threshold():
    both = COLUMNS[1]
    assert is_found(line(-50.0, []), both) and not is_found(line(-3.0, []), both)
    assert wrong_ones(line(-50.0, [(-40.0, 7), (-2.5, 8)]), both) == {7}
    assert "5.0e-01" in false_table([line(-50.0, [(-40.0, 7)])], 3)


def test_a_results_file_that_was_cut_off_is_read_up_to_there(tmp_path):
    text = json.dumps(asdict(line(-50.0, [(-40.0, 7)])))
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{text}\n{text[:40]}", "utf-8")
    assert read(path) == [line(-50.0, [(-40.0, 7)])]
    assert read(tmp_path / "none.jsonl") == []


def resource_file() -> bytes:
    """A Qt resource file of version 1: a/one, stored, and two, compressed."""
    names, offsets = b"", []
    for name in ("a", "one", "two"):
        offsets.append(len(names))
        names += struct.pack(">HI", len(name), 0) + name.encode("utf-16-be")
    packed = struct.pack(">I", 5) + zlib.compress(b"22222")
    content = struct.pack(">I", 3) + b"111" + struct.pack(">I", len(packed)) + packed
    tree = struct.pack(">IHII", 0, 2, 2, 1)
    tree += struct.pack(">IHII", offsets[0], 2, 1, 3)
    tree += struct.pack(">IHHHI", offsets[2], 1, 0, 0, 7)
    tree += struct.pack(">IHHHI", offsets[1], 0, 0, 0, 0)
    head = 20
    return (
        struct.pack(">4sIIII", b"qres", 1, head, head + len(tree), head + len(tree) + len(content))
        + tree + content + names
    )  # fmt: skip


def test_files_of_a_resource_file_are_read_with_their_paths():
    assert sorted(files_in(resource_file())) == [("a/one", b"111"), ("two", b"22222")]
    with pytest.raises(ValueError, match="not a Qt resource file"):
        list(files_in(b"PNG" + bytes(30)))
