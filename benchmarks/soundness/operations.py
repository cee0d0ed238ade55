"""What is interrupted at every system call: how each operation is prepared, done, and what must hold afterwards."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.soundness.workload import register
from brandkit.assets import Asset
from brandkit.catalog.backup import backup
from brandkit.catalog.backup.restore import restore
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check, collect
from brandkit.catalog.checkup.repair import repair
from brandkit.catalog.migrating import migrate
from brandkit.catalog.rebuild import rebuild
from brandkit.catalog.settings import Settings, write_settings
from brandkit.catalog.transfer import import_folder
from brandkit.errors import AssetExists

RELEASED = Path(__file__).resolve().parents[2] / "tests/catalog/released"
NOW = timedelta(0)
NEW = b"a new file" * 200
FILES = {f"p-{number}": f"file {number} ".encode() * 150 for number in range(3)}
UNIT = '[[units]]\nslug = "u"\nname = { vi = "Đơn vị" }\n'
SLOGAN = 'title = { vi = "Khẩu hiệu" }\ntext = { vi = "Sóng gọi" }\nstatus = "approved"\n'


@dataclass(frozen=True)
class Operation:
    """One thing that people do with a catalog.

    prepare : makes the state before it in an empty folder, the "space".
    begin : what is opened once and kept when the operation is tried again; may be interrupted as well.
    act : the operation itself, on what `begin` gave; it returns only when it may be acknowledged.
    verify : sees what must hold after an interruption (was it acknowledged?), repeats it, and raises AssertionError.
    """

    prepare: Callable[[Path], None]
    begin: Callable[[Path], Any]
    act: Callable[[Any], None]
    verify: Callable[[Path, bool], None]


def _stocked(space: Path) -> None:
    with Catalog.create(space / "c", actor="made") as catalog:
        for slug, data in FILES.items():
            register(catalog, data, slug)
        with catalog.changing() as change:
            change.insert(Asset("words", "slogan", {"vi": "Lời"}, text={"vi": "Sóng gọi"}), move="add")


def _open(space: Path) -> Catalog:
    return Catalog.open(space / "c", actor="working")


def _require_sound(folder: Path, *, but: frozenset[str] = frozenset()) -> list[Asset]:
    """Cleans up and sees that nothing is wrong then; the assets."""
    with Catalog.open(folder, actor="judge") as catalog:
        dangling = [fault for fault in check(catalog, read_data=True).faults if fault.where == "blob"]
        assert not [fault for fault in dangling if fault.code not in but], dangling
        collect(catalog, grace=NOW)
        after = check(catalog, read_data=True)
        assert not [fault for fault in after.faults if fault.code not in but], after.faults
        assert after.unreferenced == 0, after.unreferenced
        return list(catalog.assets())


def _require_files(folder: Path) -> dict[str, Asset]:
    assets = {asset.slug: asset for asset in _require_sound(folder)}
    assert set(FILES) | {"words"} <= set(assets), sorted(assets)
    with Catalog.open(folder) as catalog:
        for slug, data in FILES.items():
            assert catalog.read(assets[slug].versions[0].files[0].sha256) == data
    return assets


def _verify_add(space: Path, acknowledged: bool) -> None:
    there = _require_files(space / "c")
    assert not acknowledged or "new" in there
    with _open(space) as catalog:
        register(catalog, NEW, "new")
    again = _require_files(space / "c")
    assert len(again) == len(FILES) + 2 and len(again["new"].versions) == 1


def _edit(catalog: Catalog) -> None:
    catalog.edit("p-0", {"creator": "Trần Ảnh"})


def _verify_edit(space: Path, acknowledged: bool) -> None:
    there = _require_files(space / "c")
    assert there["p-0"].creator in (("Trần Ảnh",) if acknowledged else ("", "Trần Ảnh"))
    with _open(space) as catalog:
        _edit(catalog)
    assert _require_files(space / "c")["p-0"].creator == "Trần Ảnh"


def _littered(space: Path) -> None:
    _stocked(space)
    with _open(space) as catalog:
        catalog.store.put(b"loose")
        catalog.store.put(b"loose too")
        stored = catalog.stored("p-1")
        catalog.edit("p-1", {"creator": "X"})
        catalog.store.write_sidecar(f"{stored.asset.id}.{stored.revision}.json", b"{}")
        (catalog.store.root / "unfinished/half").write_bytes(b"half")  # type: ignore[attr-defined]


def _clean(catalog: Catalog) -> None:
    collect(catalog, grace=NOW)


def _verify_clean(space: Path, _acknowledged: bool) -> None:
    assert _require_files(space / "c")["p-1"].creator == "X"


def _back_up(catalog: Catalog) -> None:
    backup(catalog, catalog.folder.parent / "b.tar")


def _verify_backup(space: Path, acknowledged: bool) -> None:
    _require_files(space / "c")
    path = space / "b.tar"
    assert path.exists() or not acknowledged
    if not path.exists():
        with _open(space) as catalog:
            _back_up(catalog)
    restore(path, space / "r")
    _require_files(space / "r")


def _backed_up(space: Path) -> None:
    _stocked(space)
    with _open(space) as catalog:
        _back_up(catalog)


def _restore(space: Path) -> None:
    restore(space / "b.tar", space / "r")


def _verify_restore(space: Path, acknowledged: bool) -> None:
    done = (space / "r/catalog.toml").exists()
    assert done or not acknowledged
    if not done:
        _restore(space)
    _require_files(space / "r")
    _require_files(space / "c")


def _lost(space: Path) -> None:
    _stocked(space)
    for path in (space / "c").glob("catalog.db*"):
        path.unlink()


def _rebuild(space: Path) -> None:
    rebuild(space / "c")


def _verify_rebuild(space: Path, _acknowledged: bool) -> None:
    with suppress(AssetExists):  # it was whole already
        _rebuild(space)
    with Catalog.open(space / "c") as catalog:  # files that are no pictures have no looks to compute again
        repair(catalog, check(catalog).faults)
        with catalog.database.writing() as connection:
            _put_looks(catalog, connection)
    _require_files(space / "c")


def _put_looks(catalog: Catalog, connection: Any) -> None:
    from benchmarks.soundness.workload import inspected
    from brandkit.catalog.changing import Change
    from brandkit.catalog.looks import similar

    change = Change(connection, catalog.store, "judge")
    for data in FILES.values():
        found = inspected(data)
        change.remember({found.sha256: found.prints})
        similar.remember_features(connection, found)


def _old(space: Path) -> None:
    folder = space / "c"
    folder.mkdir()
    raw = sqlite3.connect(folder / "catalog.db")
    raw.executescript(sorted(RELEASED.glob("*.sql"))[-1].read_text("utf-8"))
    raw.close()
    write_settings(folder, Settings("old", profile="ward"))


def _migrate(space: Path) -> None:
    migrate(space / "c")


def _verify_migrate(space: Path, _acknowledged: bool) -> None:
    _migrate(space)
    kept = _require_sound(space / "c", but=frozenset({"missing-blob", "missing-fingerprint"}))
    assert len(kept) == 4, kept


def _damaged(space: Path) -> None:
    _stocked(space)
    with _open(space) as catalog:
        stored = catalog.stored("p-0")
        catalog.store.delete_sidecar(f"{stored.asset.id}.{stored.revision}.json")
        with catalog.database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM words")
        sha256 = catalog.asset("p-1").versions[0].files[0].sha256
        blob = catalog.store.root / sha256[:2] / sha256[2:4] / sha256  # type: ignore[attr-defined]
        (space / "copies").mkdir()
        shutil.copy(blob, space / "copies/x")
        blob.write_bytes(b"rot")


def _mend(catalog: Catalog) -> None:
    repair(catalog, check(catalog, read_data=True).faults, source=catalog.folder.parent / "copies")


def _verify_mend(space: Path, acknowledged: bool) -> None:
    with _open(space) as catalog:
        assert not acknowledged or not check(catalog, read_data=True).faults
        _mend(catalog)
    _require_files(space / "c")


def _to_import(space: Path) -> None:
    _stocked(space)
    for name, text in {"units.toml": UNIT, "slogans/one.toml": SLOGAN, "slogans/two.toml": SLOGAN}.items():
        path = space / "plain" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (space / "plain/note.txt").write_text("ghi chú", "utf-8")


def _import(catalog: Catalog) -> None:
    assert not import_folder(catalog, catalog.folder.parent / "plain").refused


def _verify_import(space: Path, acknowledged: bool) -> None:
    there = _require_files(space / "c")
    assert not acknowledged or {"one", "two"} <= set(there)
    with _open(space) as catalog:
        _import(catalog)
        assert [unit.slug for unit in catalog.units()] == ["u"]
    assert {"one", "two"} <= set(_require_files(space / "c"))


def _init(space: Path) -> None:
    Catalog.create(space / "c", name="new").close()


def _verify_init(space: Path, acknowledged: bool) -> None:
    done = (space / "c/catalog.toml").exists()
    assert done or not acknowledged
    if not done:
        _init(space)
    assert _require_sound(space / "c") == []


def _nothing(_space: Path) -> None:
    pass


OPERATIONS = {
    "init": Operation(_nothing, Path, _init, _verify_init),
    "add": Operation(_stocked, _open, lambda catalog: register(catalog, NEW, "new") and None, _verify_add),
    "edit": Operation(_stocked, _open, _edit, _verify_edit),
    "import": Operation(_to_import, _open, _import, _verify_import),
    "gc": Operation(_littered, _open, _clean, _verify_clean),
    "backup": Operation(_stocked, _open, _back_up, _verify_backup),
    "restore": Operation(_backed_up, Path, _restore, _verify_restore),
    "rebuild": Operation(_lost, Path, _rebuild, _verify_rebuild),
    "migrate": Operation(_old, Path, _migrate, _verify_migrate),
    "fsck --repair": Operation(_damaged, _open, _mend, _verify_mend),
}
