"""Any order of work on a catalog: SQLite, PostgreSQL and a model of a few lines go the same way, step by step.

A few short runs here; `BRANDKIT_SOAK=1` makes them 500 of 50 steps, `BRANDKIT_SOAK=100x50` so many of so many. Without
PostgreSQL's programs, SQLite and the model alone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from brandkit.assets import Asset, Rights, Version
from brandkit.catalog import history, search
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted
from brandkit.catalog.search import words as search_words
from brandkit.catalog.settings import FILE_NAME
from brandkit.errors import BrandkitError
from brandkit.text import folded
from tests.postgresql import Server, missing, running

SOAK = os.environ.get("BRANDKIT_SOAK", "")
RUNS, STEPS = (500, 50) if SOAK == "1" else map(int, (SOAK or "6x20").split("x"))
SLUGS = ("bai-sau", "bai-sau-2", "le-loi", "vung-tau", "a")
TITLES = ("Bãi Sau", "Bãi Sáu", "Bài sau", "Lê Lợi", "Lễ lợi", "Vũng Tàu", "UBND P.1", "Đường về biển", "biển 2024")
QUERIES = (*TITLES, "bai sau", "le loi", "ubnd phường 1", "duong", "bai suu", "b", "bie", "zzzz", "…", "vung-tau")
TAGS = ("biển", "Biển", "đường phố", "")
# What the model knows of the lifecycle of an asset with one version.
MOVES = {
    "submit": {"draft": "submitted"},
    "approve": {"submitted": "approved"},
    "reject": {"submitted": "draft"},
    "retire": {"approved": "superseded"},
    "withdraw": dict.fromkeys(("draft", "submitted", "approved", "superseded"), "withdrawn"),
}
slugs, titles, tags = st.sampled_from(SLUGS), st.sampled_from(TITLES), st.sampled_from(TAGS)


@dataclass
class Kept:
    """What the model knows of an asset."""

    title: str
    status: str
    tag: str
    kind: str
    moves: list[str]
    revision: int


class Changes(RuleBasedStateMachine):
    """Each rule does one thing to every catalog and to the model, and compares what comes of it."""

    stocks: ClassVar[list[Callable[[Path], Catalog]]] = []

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="brandkit-machine-"))
        self.catalogs = [make(self.folder / str(number)) for number, make in enumerate(self.stocks)]
        self.model: dict[str, Kept] = {}

    def teardown(self) -> None:
        for catalog in self.catalogs:
            with catalog.database.reading() as connection:
                assert history.broken_links(connection) == []
            catalog.close()
        shutil.rmtree(self.folder)

    def each(self, work: Callable[[Catalog], Any]) -> Any:
        """The one outcome of all catalogs: a value, or the code of an error."""
        outcomes = []
        for catalog in self.catalogs:
            try:
                outcomes.append(work(catalog))
            except BrandkitError as error:
                outcomes.append(error.code)
        assert all(outcome == outcomes[0] for outcome in outcomes)
        return outcomes[0]

    @rule(slug=slugs, title=titles, tag=tags, kind=st.sampled_from(["photo", "slogan"]))
    def add(self, slug: str, title: str, tag: str, kind: str) -> None:
        text = {"vi": title} if kind == "slogan" else {}
        rights = Rights(credit="Ảnh: Trần Thị Biển")  # no photo is approved without
        asset = Asset(slug, kind, {"vi": title}, text=text, tags=(tag,) if tag else (), rights=rights,
                      versions=(Version(1),))  # fmt: skip
        told = self.each(lambda catalog: catalog.insert([asset])[0].slug)
        assert told == ("asset-exists" if slug in self.model else slug)
        self.model.setdefault(slug, Kept(title, "draft", tag, kind, ["add"], 1))

    @rule(slug=slugs, title=titles, tag=tags, stale=st.booleans())
    def edit(self, slug: str, title: str, tag: str, stale: bool) -> None:
        known = self.model.get(slug)
        revision = (known.revision - stale) if known else 1
        changes = {"title": title, "tags": tag}
        told = self.each(lambda catalog: catalog.edit(slug, changes, revision=revision).title["vi"])
        if known is None or stale:
            assert told == ("unknown-asset" if known is None else "lost-update")
            return
        assert told == title
        if (known.title, known.tag) != (title, tag):  # an edit that changes nothing is none
            known.title, known.tag, known.revision = title, tag, known.revision + 1
            known.moves.append("edit")

    @rule(slug=slugs, move=st.sampled_from(sorted(MOVES)))
    def move(self, slug: str, move: str) -> None:
        known = self.model.get(slug)
        told = self.each(lambda catalog: catalog.move(slug, move).status)
        if known is None or known.status not in MOVES[move]:
            assert told == ("unknown-asset" if known is None else "wrong-move")
            return
        known.status, known.revision = MOVES[move][known.status], known.revision + 1
        known.moves.append(move)
        assert told == known.status

    @rule(title=titles)
    def a_change_that_fails_half_way(self, title: str) -> None:
        def work(catalog: Catalog) -> None:
            with pytest.raises(ZeroDivisionError), catalog.changing() as change:
                change.insert(Asset("half", "photo", {"vi": title}, versions=(Version(1),)), move="add")
                raise ZeroDivisionError

        self.each(work)

    @rule()
    def reopen(self) -> None:
        for number, catalog in enumerate(self.catalogs):
            catalog.close()
            self.catalogs[number] = Catalog.open(catalog.folder, actor="tester")

    @rule(query=st.sampled_from(QUERIES), limit=st.integers(1, 3), kind=st.sampled_from(["", "photo"]), tag=tags)
    def search(self, query: str, limit: int, kind: str, tag: str) -> None:
        wanted = Wanted(query, kind=kind, tag=tag)
        whole = self.each(lambda catalog: told_of(catalog, wanted))
        paged = self.each(lambda catalog: paged_through(catalog, replace(wanted, limit=limit)))
        assert paged == whole[0]
        assert len(whole[0]) == whole[1]
        words = search_words.plain(query)
        held = [slug for slug in self.listed(kind, tag) if words == search_words.plain(self.model[slug].title)]
        assert not held or set(held) <= set(whole[0])

    @rule(kind=st.sampled_from(["", "photo"]), tag=tags, limit=st.integers(1, 3))
    def list_all(self, kind: str, tag: str, limit: int) -> None:
        wanted = Wanted(kind=kind, tag=tag, limit=limit)
        assert self.each(lambda catalog: paged_through(catalog, wanted)) == self.listed(kind, tag)

    def listed(self, kind: str, tag: str) -> list[str]:
        return sorted(
            slug for slug, kept in self.model.items()
            if kind in ("", kept.kind) and (not tag or folded(kept.tag) == folded(tag))
        )  # fmt: skip

    @invariant()
    def all_say_the_same(self) -> None:
        expected = {slug: (kept.title, kept.status, kept.tag, kept.revision, kept.moves)
                    for slug, kept in self.model.items()}  # fmt: skip
        assert self.each(all_of) == expected


def told_of(catalog: Catalog, wanted: Wanted) -> tuple[list[str], int, str]:
    page = catalog.page(wanted)
    return [asset.slug for asset in page.assets], page.total, page.corrected


def paged_through(catalog: Catalog, wanted: Wanted) -> list[str]:
    found = []
    while True:
        page = catalog.page(wanted)
        found += [asset.slug for asset in page.assets]
        if not page.next:
            return found
        wanted = replace(wanted, cursor=page.next)


def all_of(catalog: Catalog) -> dict[str, tuple[Any, ...]]:
    return {
        asset.slug: (
            asset.title["vi"], asset.status, "".join(asset.tags), catalog.stored(asset.slug).revision,
            [event.move for event in catalog.history(asset.slug)],
        )
        for asset in catalog.assets()
    }  # fmt: skip


def on_sqlite(stock: Path) -> Callable[[Path], Catalog]:
    def make(folder: Path) -> Catalog:
        shutil.copytree(stock, folder)
        return Catalog.open(folder, actor="tester")

    return make


def on_postgresql(stock: Path, server: Server) -> Callable[[Path], Catalog]:
    with Catalog.open(stock) as catalog:
        old = catalog.settings.database

    def make(folder: Path) -> Catalog:
        shutil.copytree(stock, folder)
        told = (folder / FILE_NAME).read_text("utf-8")
        (folder / FILE_NAME).write_text(told.replace(old, server.copy(old)), "utf-8")
        return Catalog.open(folder, actor="tester")

    return make


def run(stocks: list[Callable[[Path], Catalog]]) -> None:
    machine = type("Machine", (Changes,), {"stocks": stocks})
    every = settings(
        max_examples=RUNS, stateful_step_count=STEPS, deadline=None, derandomize=not SOAK, database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if SOAK else (Phase.generate,),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "_FEW", 2)  # so that five assets are many
        run_state_machine_as_test(machine, settings=every)


@pytest.mark.skipif(bool(missing()), reason=missing() or "runs")
def test_sqlite_postgresql_and_the_model_go_the_same_way(tmp_path):
    Catalog.create(tmp_path / "one", actor="tester").close()
    with running() as server:
        Catalog.create(tmp_path / "two", actor="tester", database=server.database()).close()
        run([on_sqlite(tmp_path / "one"), on_postgresql(tmp_path / "two", server)])


@pytest.mark.skipif(not missing(), reason="PostgreSQL is there: see the other test")
def test_sqlite_and_the_model_go_the_same_way(tmp_path):
    Catalog.create(tmp_path / "one", actor="tester").close()
    run([on_sqlite(tmp_path / "one")])
