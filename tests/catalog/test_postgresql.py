"""The catalog on a server: what goes wrong is one clear line, nothing acknowledged is lost, work goes on by itself."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from brandkit.assets import Asset, Version
from brandkit.catalog import database_postgresql, history, schema
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.checkup import check
from brandkit.catalog.database import Database
from brandkit.catalog.search import Wanted
from brandkit.catalog.settings import FILE_NAME
from brandkit.errors import AssetExists, BrandkitError, InvalidCatalog, StoreFailure, WrongMove
from tests.postgresql import GUARDED


def slogan(number: int) -> Asset:
    words = {"vi": f"Biển gọi {number}"}
    return Asset(f"bien-goi-{number}", "slogan", words, text=words, versions=(Version(1),))


@pytest.fixture
def served(postgresql, tmp_path):
    with Catalog.create(tmp_path / "catalog", actor="tester", database=postgresql.database()) as catalog:
        yield catalog


def one_line(told: pytest.ExceptionInfo[BrandkitError]) -> str:
    assert "\n" not in str(told.value)
    assert told.value.advice
    return str(told.value)


def test_a_catalog_on_a_server_is_sound(served):
    served.insert([slogan(1), slogan(2)])
    assert check(served, read_data=True).faults == ()
    assert served.page(Wanted("bien goi")).total == 2


def test_a_server_that_is_away_is_told_in_one_line_and_found_back_without_a_restart(served, postgresql):
    served.insert([slogan(1)])
    postgresql.stop()
    try:
        for work in (served.assets, lambda: served.insert([slogan(2)]), lambda: Catalog.open(served.folder)):
            with pytest.raises(StoreFailure, match="cannot be reached") as told:
                work()
            assert "goes on as soon as it is back" in told.value.advice
            one_line(told)
    finally:
        postgresql.start()
    assert [asset.slug for asset in served.assets()] == ["bien-goi-1"]
    assert served.insert([slogan(2)])[0].slug == "bien-goi-2"


def test_a_server_that_dies_within_a_change_undoes_it(served, postgresql):
    served.insert([slogan(1)])
    with pytest.raises(StoreFailure, match="cannot be reached"), served.changing() as change:
        change.insert(slogan(2), move="add")
        postgresql.stop()
        postgresql.start()
        change.insert(slogan(3), move="add")
    assert [asset.slug for asset in served.assets()] == ["bien-goi-1"]
    assert served.insert([slogan(2)])


def test_what_was_acknowledged_outlives_every_death_of_the_server(served, postgresql):
    acknowledged, numbers, ends = [], iter(range(10_000)), threading.Event()

    def add() -> None:
        while not ends.is_set():
            number = next(numbers)
            try:
                served.insert([slogan(number)])
            except (StoreFailure, AssetExists):
                continue
            acknowledged.append(f"bien-goi-{number}")

    worker = threading.Thread(target=add)
    worker.start()
    deaths = 0
    while deaths < 3:
        before = len(acknowledged)
        postgresql.stop()
        postgresql.start()
        deaths += 1
        while len(acknowledged) < before + 3:  # it goes on by itself, or this never ends
            assert worker.is_alive()
    ends.set()
    worker.join()
    assert set(acknowledged) <= {asset.slug for asset in served.assets()}
    assert check(served).faults == ()


def test_writers_on_many_connections_make_one_chain_of_history(served):
    def write(first: int) -> None:
        with Catalog.open(served.folder, actor=str(first)) as other:
            for number in range(first, first + 8):
                other.insert([slogan(number)])

    workers = [threading.Thread(target=write, args=(100 * n,)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with served.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(schema.assets)).scalar() == 32
        assert history.broken_links(connection) == []


def test_of_two_edits_of_one_revision_one_is_refused(served):
    served.insert([slogan(1)])
    seen = served.stored("bien-goi-1")
    both, told = threading.Barrier(2), []

    def edit(title: str) -> None:
        with Catalog.open(served.folder) as other:
            both.wait()
            try:
                other.change(
                    "bien-goi-1",
                    lambda asset: replace(asset, title={"vi": title}),
                    move="edit",
                    revision=seen.revision,
                )
                told.append("done")
            except WrongMove:
                told.append("refused")

    workers = [threading.Thread(target=edit, args=(title,)) for title in ("Một", "Hai")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(told) == ["done", "refused"]


def test_a_reader_sees_one_moment(served):
    served.insert([slogan(1)])
    with served.database.reading() as connection:
        count = select(func.count()).select_from(schema.assets)
        assert connection.execute(count).scalar() == 1
        with Catalog.open(served.folder) as other:
            other.insert([slogan(2)])
        assert connection.execute(count).scalar() == 1
    assert len(served.assets()) == 2


@pytest.mark.parametrize("setting", ["statement_timeout", "lock_timeout"])
def test_a_statement_that_takes_too_long_is_told(served, setting):
    with pytest.raises(StoreFailure, match="busy for too long") as told, served.database.reading() as connection:
        connection.execute(text(f"SET LOCAL {setting} = '20ms'"))
        if setting == "lock_timeout":
            with served.database.writing():
                connection.execute(text(f"SELECT pg_advisory_xact_lock({database_postgresql._LOCK})"))
        connection.execute(text("SELECT pg_sleep(5)"))
    one_line(told)
    assert served.assets() == []


def test_every_connection_is_set_to_lose_nothing(served):
    with served.database.writing() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "30s"


def test_passwords_come_from_the_environment_and_never_from_the_file(postgresql, tmp_path, monkeypatch):
    postgresql.run(f"CREATE ROLE {GUARDED} LOGIN SUPERUSER PASSWORD 'biển-32'")
    address = postgresql.database().replace("brandkit@", f"{GUARDED}@")
    for name in ("PGPASSWORD", "PGPASSFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    for password in (None, "wrong"):
        if password:
            monkeypatch.setenv("PGPASSWORD", password)
        with pytest.raises(StoreFailure, match="does not let this user in") as told:
            Catalog.create(tmp_path / "refused", database=address)
        assert "PGPASSFILE" in told.value.advice
        one_line(told)
        assert not (tmp_path / "refused").exists()
    monkeypatch.setenv("PGPASSWORD", "biển-32")
    Catalog.create(tmp_path / "c", database=address).close()
    monkeypatch.delenv("PGPASSWORD")
    (tmp_path / "passwords").write_text(f"127.0.0.1:{postgresql.port}:*:{GUARDED}:biển-32\n", "utf-8")
    (tmp_path / "passwords").chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "passwords"))
    Catalog.open(tmp_path / "c").close()
    assert "biển-32" not in (tmp_path / "c" / FILE_NAME).read_text("utf-8")


@pytest.mark.parametrize("address", [
    "postgresql://u:geheim@127.0.0.1/x", "postgresql://u@127.0.0.1/x?password=geheim", "postgresql://u:@h/x",
])  # fmt: skip
def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path, address):
    with pytest.raises(InvalidCatalog, match="holds the password") as told:
        Catalog.create(tmp_path / "c", database=address)
    assert "geheim" not in one_line(told) + told.value.advice
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("address", ["postgresql:", "postgresql://", "postgresql://h:x/y", "postgresql://u@h", "mysql://h/x"])
def test_an_address_that_names_no_database_is_refused(tmp_path, address):
    with pytest.raises(InvalidCatalog) as told:
        Database(address, tmp_path)
    one_line(told)


def test_a_database_that_is_not_there_is_told(postgresql, tmp_path):
    with pytest.raises(StoreFailure, match="no database of the server") as told:
        Catalog.create(tmp_path / "c", database=postgresql.address("nowhere"))
    assert "nowhere" in one_line(told)


def test_a_database_that_is_not_empty_is_left_alone(served, postgresql, tmp_path):
    served.insert([slogan(1)])
    with pytest.raises(AssetExists, match="holds tables already") as told:
        Catalog.create(tmp_path / "second", database=served.settings.database)
    one_line(told)
    assert [asset.slug for asset in served.assets()] == ["bien-goi-1"]


def test_a_catalog_that_could_not_be_finished_leaves_the_database_empty(postgresql, tmp_path, monkeypatch):
    address = postgresql.database()
    with monkeypatch.context() as patched:
        patched.setattr("brandkit.catalog.catalog.write_settings", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Catalog.create(tmp_path / "c", database=address)
    Catalog.create(tmp_path / "c", database=address).close()


def test_a_database_that_cannot_hold_every_letter_is_refused(postgresql, tmp_path):
    address = postgresql.encoded("SQL_ASCII")
    with pytest.raises(InvalidCatalog, match="as SQL_ASCII") as told:
        Catalog.create(tmp_path / "c", database=address)
    assert "UTF-8" in one_line(told)


def test_a_missing_driver_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(InvalidCatalog, match="driver is missing") as told:
        Database("postgresql://u@127.0.0.1/x", tmp_path)
    assert "pip install" in told.value.advice
