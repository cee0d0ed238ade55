"""An import killed at any moment goes on where it stopped: nothing twice, nothing lost, what was told stays."""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check, collect
from brandkit.catalog.tables import importing as table_import
from brandkit.catalog.tables.importing import importing
from tests.catalog.specimens import inspected, picture
from tests.catalog.test_crashes import drained, forked

ROWS, VARIANTS = 90, 3  # of logos with three variants each: a row changes what the one before made
MOST_S = 0.25
MOST_ATTEMPTS = 60


def table_of_logos(folder: Path) -> Path:
    lines = ["file,kind,slug,variant,title"]
    for number in range(ROWS):
        logo, place = divmod(number, VARIANTS)
        (folder / f"{number}.svg").write_bytes(b"%d" % number)
        title = f"Dấu {logo}" if place == 0 else ""
        lines.append(f"{number}.svg,logo,l{logo},{('full-color', 'reversed', 'mono-black')[place]},{title}")
    (folder / "t.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "t.csv"


def assert_sound_but_for_sidecars(catalog: Catalog) -> None:
    """Nothing but what lies beside the blobs may be late after a kill, and `gc` writes that again."""
    assert not [fault for fault in check(catalog, read_data=True).faults if not fault.code.endswith("-sidecar")]
    collect(catalog, grace=timedelta(0))
    found = check(catalog, read_data=True)
    assert (found.faults, found.unreferenced) == ((), 0)


def test_kill_9_in_the_midst_loses_nothing_and_does_nothing_twice(tmp_path, monkeypatch):
    def look(path: Path, kind: str):
        return inspected(path.read_bytes(), name=path.name, media_type="image/svg+xml")

    monkeypatch.setattr(table_import, "inspect", look)
    table, folder = table_of_logos(tmp_path), tmp_path / "catalog"
    Catalog.create(folder, actor="t").close()
    pick, told, killed, status = random.Random(20261123), set(), 0, 0

    def work(pipe: int) -> int:
        with Catalog.open(folder, actor="t") as catalog, importing(catalog, table) as found:
            for row in found.rows:
                os.write(pipe, f"{row.number} {row.outcome}\n".encode())
        return 0

    for _ in range(MOST_ATTEMPTS):
        child, pipe = forked(work)
        ended, _, _ = select.select([pipe], [], [], pick.uniform(0, MOST_S))
        select.select([], [], [], pick.uniform(0, MOST_S) if ended else 0)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        lines = drained(pipe).splitlines(keepends=True)
        told |= {line for line in lines if line.endswith("\n") and "known" not in line}
        assert not [line for line in lines if "refused" in line]
        if not os.WIFSIGNALED(status):
            break
    if os.WIFSIGNALED(status):
        child, pipe = forked(work)
        assert os.waitpid(child, 0)[1] == 0
        told |= {line for line in drained(pipe).splitlines(keepends=True) if "known" not in line}
    assert killed >= 3
    with Catalog.open(folder, actor="t") as catalog:
        assets = catalog.assets()
        events = [len(catalog.history(asset.slug)) for asset in assets]
        assert_sound_but_for_sidecars(catalog)
        with importing(catalog, table) as found:
            assert {row.outcome for row in found.rows} == {"known"}
    assert [asset.title["vi"] for asset in assets] == sorted(f"Dấu {n}" for n in range(ROWS // VARIANTS))
    assert {len(asset.versions) for asset in assets} == {1}
    assert {len(asset.versions[0].files) for asset in assets} == {VARIANTS}
    assert set(events) == {VARIANTS}
    numbers = [int(line.split()[0]) for line in told]
    assert len(numbers) == len(set(numbers)), "a row was told as done twice"


def test_the_command_killed_at_work_goes_on_when_it_is_repeated(tmp_path):
    for number in range(12):
        (tmp_path / f"{number}.jpg").write_bytes(picture(300 + number))
    lines = ["file,kind,slug", *(f"{number}.jpg,photo,p{number}" for number in range(12))]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    folder = tmp_path / "catalog"
    Catalog.create(folder, actor="t").close()
    words = [sys.executable, "-m", "brandkit", "--catalog", str(folder), "--lang", "en", "import",
             str(tmp_path / "t.csv")]  # fmt: skip
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    child = subprocess.Popen(words, stdout=subprocess.PIPE, env=environment)
    assert child.stdout is not None
    first = child.stdout.readline()
    child.kill()
    child.wait()
    assert b"new, p0" in first
    again = subprocess.run(words, capture_output=True, check=True, env=environment, text=True)
    assert "Row 2: known, p0" in again.stdout
    assert "0 refused" in again.stdout
    with Catalog.open(folder, actor="t") as catalog:
        assert len(catalog.assets()) == 12
        assert_sound_but_for_sidecars(catalog)
