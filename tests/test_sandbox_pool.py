"""Many files through one program: what one of them does to its fork, no other meets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from brandkit import limits, sandbox, sandbox_pool, sandbox_process
from brandkit.errors import MaterialTooLarge, StoreFailure, UnreadableMaterial, UnsafeMaterial
from brandkit.sandbox_pool import Request, asked

# What a file that has its reader in its hands might do. `path` is the file in the sandbox.
HOSTILE = '''
import ctypes, os, signal, sys, time
from brandkit.errors import UnsafeMaterial

def length(path, **options): return len(path.read_bytes()), {"twice": 2 * path.read_bytes()}
def crash(path): raise ZeroDivisionError
def refuse(path): raise UnsafeMaterial("x", "has {count} scripts", "Take them out.", count=3)
def fault(path): ctypes.string_at(0)
def leave(path): os._exit(0)
def hang(path): time.sleep(600)
def spin(path):
    while True: pass
def eat(path): return bytearray(8 << 30), {}
def recurse(path): return recurse(path)
def shout(path):
    print("x" * 10_000); sys.stdout.flush()
    return "said", {}
def write(path, where):
    try:
        with open(where, "w") as stream: stream.write("x")
    except OSError as error:
        return type(error).__name__, {}
    return "written", {}
def rewrite(path):
    try:
        with path.open("r+b") as stream: stream.write(b"other")
    except OSError as error:
        return type(error).__name__, {}
    return "written", {}
def nan(path): return float("nan"), {}
def flood(path): return "x" * (64 << 20), {}
def orphan(path):
    if os.fork() == 0:
        for number in range(3, 64):
            try: os.close(number)
            except OSError: pass
        time.sleep(600)
    return os.getpid(), {}
def patricide(path):
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(0.2)
    return 1, {}
def pry(path):
    try:
        open(f"/proc/{os.getppid()}/mem", "r+b").close()
    except OSError as error:
        return type(error).__name__, {}
    return "opened", {}
def number(path): return os.getppid(), {}
'''
GOOD = b"seven b"


@pytest.fixture(params=["bubblewrap", "rlimits"], autouse=True)
def walls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    if request.param == "bubblewrap" and sandbox.isolation() != "bubblewrap":
        pytest.skip("bubblewrap is not installed or not permitted here")
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "hostile_reader.py").write_text(HOSTILE)
    roots = [*sandbox_process.import_roots(), str(tmp_path / "modules")]
    monkeypatch.setattr(sandbox_process, "isolation", lambda: request.param)
    monkeypatch.setattr(sandbox_pool, "import_roots", lambda: roots)
    sandbox_pool.close()
    yield str(request.param)
    sandbox_pool.close()


def told(function: str, *, data: bytes = GOOD, **options: object) -> object:
    return asked("a.jpg", data, Request("hostile_reader", function, options))[0]


def is_well() -> bool:
    return told("length") == len(GOOD)


def test_words_and_bytes_come_back() -> None:
    assert asked("a.jpg", GOOD, Request("hostile_reader", "length")) == (7, {"twice": 2 * GOOD})
    assert asked("a.jpg", b"", Request("hostile_reader", "length")) == (0, {"twice": b""})


def test_one_program_serves_many_files() -> None:
    assert len({told("number") for _ in range(5)}) == 1
    assert len(sandbox_pool._idle) == 1


def test_errors_are_told_as_the_files_own() -> None:
    with pytest.raises(UnsafeMaterial, match=r"^a\.jpg has 3 scripts$"):
        told("refuse")
    for function in ("crash", "fault", "leave", "nan"):
        with pytest.raises(UnreadableMaterial, match=r"^a\.jpg "):
            told(function)
        assert is_well()


def test_memory_and_depth_are_limited() -> None:
    for function in ("eat", "recurse"):
        with pytest.raises(MaterialTooLarge, match="memory"):
            told(function)
        assert is_well()


def test_processor_time_is_limited_for_each_file() -> None:
    for _ in range(2):
        with pytest.raises(MaterialTooLarge, match="too long"):
            asked("a.jpg", GOOD, Request("hostile_reader", "spin", cpu_s=0.1))
        assert is_well()


def test_one_that_hangs_is_killed_with_its_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_well()
    number = sandbox_pool._idle[0]._process.pid
    monkeypatch.setattr(limits, "REQUEST_WALL_S", 0.3)
    with pytest.raises(MaterialTooLarge, match="too long"):
        told("hang")
    assert not Path(f"/proc/{number}").exists()
    monkeypatch.setattr(limits, "REQUEST_WALL_S", 60.0)
    assert is_well()


def test_what_is_printed_disturbs_nothing() -> None:
    assert told("shout") == "said"


def test_nothing_can_be_written_not_even_the_file_itself(tmp_path: Path) -> None:
    assert told("write", where=str(tmp_path / "x")) != "written"
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
    assert told("rewrite") != "written"


def test_an_answer_without_end_is_refused() -> None:
    with pytest.raises(UnreadableMaterial, match="no sense"):
        told("flood")
    assert is_well()


def test_a_process_left_behind_ends_the_program_and_the_next_file_has_another() -> None:
    before = told("orphan")
    assert before and is_well()
    assert sandbox_pool._idle[0].is_alive


def test_one_that_kills_its_program_harms_only_itself() -> None:
    with pytest.raises(UnreadableMaterial):
        told("patricide")
    assert is_well()


def test_the_program_cannot_be_pried_open_by_its_forks() -> None:
    if os.geteuid() == 0 and sandbox_process.isolation() == "rlimits":
        pytest.skip("root may open everything where there are no walls")
    assert told("pry") in ("PermissionError", "FileNotFoundError")


def test_threads_have_programs_of_their_own() -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(told("length"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [7] * 4
    assert is_well()


def test_a_program_outlives_the_thread_that_asked_for_it() -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(told("length")))
    thread.start()
    thread.join()
    (number,) = sandbox_pool.idle()
    assert is_well() and sandbox_pool.idle() == [number]


def test_programs_that_went_are_replaced() -> None:
    assert is_well()
    for number in sandbox_pool.idle():
        os.killpg(number, signal.SIGKILL)
    assert is_well()


def test_a_fork_of_this_process_starts_its_own_program() -> None:
    mine = told("number")
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(writing, str(told("number") == 0 or len(sandbox_pool._idle)).encode())
            sandbox_pool.close()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        assert stream.read() == "1"
    assert told("number") == mine


def test_none_is_left_after_closing() -> None:
    assert is_well()
    number = sandbox_pool._idle[0]._process.pid
    sandbox_pool.close()
    assert not Path(f"/proc/{number}").exists()


def test_a_program_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_pool, "command", lambda *_: ["/nonexistent"])
    with pytest.raises(StoreFailure):
        told("length")


def test_fewer_open_files_than_a_reader_may_have_are_no_fault_of_a_file():
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))\n"
        "from brandkit.catalog.inspection import inspected\n"
        "from tests.catalog.specimens import picture\n"
        "print(inspected(picture(1, width=96), 'x.jpg', 'photo').width)"
    )
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert (done.stdout, done.stderr) == ("96.0\n", "")
