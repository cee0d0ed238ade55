"""Every operation, killed or failed at some of its system calls: whole or undone, told clearly, and it can be repeated.

All points, and a thousand random kills, are gone through by `python -m benchmarks.soundness`.
"""

from __future__ import annotations

import pytest

from benchmarks.soundness import bit_rot, failing_calls, power_cuts, tracing
from benchmarks.soundness.operations import OPERATIONS
from benchmarks.soundness.syscalls import killed_everywhere

POINTS = 3  # of each operation


@pytest.fixture
def strace():
    if not tracing.is_here():
        pytest.skip("strace is missing, or may not trace")


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_kill_at_a_call_leaves_it_whole_or_undone(strace, name):
    done = killed_everywhere(name, most=POINTS)
    assert done.points > 15
    assert done.killed == done.tried == POINTS
    assert done.broken == ()


@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
@pytest.mark.parametrize("name", ["add", "restore"])
def test_a_call_that_fails_is_refused_clearly_and_then_it_works(strace, name, error):
    done = failing_calls.failed_everywhere(name, error, most=POINTS)
    assert done.tried == POINTS
    assert done.broken == ()


@pytest.fixture
def loop_device():
    with power_cuts.disk() as place:
        if place is None:
            pytest.skip("a disk to cut the power of needs root, loop devices and mkfs.ext4")


def test_a_power_cut_takes_nothing_that_was_acknowledged(loop_device):
    told, landed, wrong = power_cuts.cut_again_and_again(2)
    assert (landed, wrong) == (2, [])
    assert told >= 2


def test_without_the_folders_fsync_a_power_cut_takes_the_file(loop_device):
    assert power_cuts.lost_blobs(sync_folders=True) == 0
    assert power_cuts.lost_blobs(sync_folders=False) == 1


def test_planted_damage_is_listed_exactly(capsys, monkeypatch):
    monkeypatch.setattr(bit_rot, "QUICK_ROUNDS", 4)
    monkeypatch.setattr(bit_rot, "FILES", 8)
    assert bit_rot.main(quick=True), capsys.readouterr().out
