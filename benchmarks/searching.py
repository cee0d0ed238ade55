"""How many of the Vietnamese queries of tests/catalog/search_queries.csv find first what they should, beside bare FTS5.

The library has titles that differ by marks alone (Bãi Sau, Bãi Sáu, Bài sau). Bare: the same titles, captions and tags
in an FTS5 table as its manual proposes it, with `remove_diacritics 2`, the last word as a prefix, by bm25.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

from brandkit.assets import Asset, Unit
from brandkit.catalog import rows
from brandkit.catalog.catalog import Catalog
from brandkit.catalog.search import Wanted
from brandkit.text import without_marks
from tests.catalog.test_search_queries import QUERIES, UNITS, library

_WORD = re.compile(r"[^\W_]+")


def main() -> None:
    assets = library()
    with (
        tempfile.TemporaryDirectory(prefix="brandkit-searching-") as folder,
        Catalog.create(Path(folder) / "c", actor="bench") as catalog,
    ):
        with catalog.database.writing() as connection:
            rows.save_units(connection, [Unit(slug, {"vi": name}) for slug, name in UNITS.items()])
        catalog.insert(assets)
        print(f"{len(assets)} assets, {len(QUERIES)} queries, each as typed and decomposed (NFD)\n")
        print(f"{'first hit as expected':<34}{'brandkit':>16}{'bare FTS5':>16}")
        bare = _bare(assets)
        for name, asked in _kinds().items():
            told = [_right(asked, find) for find in (lambda query: _ours(catalog, query), bare)]
            print(f"{name:<34}" + "".join(f"{f'{right} of {count}':>16}" for right, count in told))


def _kinds() -> dict[str, list[dict[str, str]]]:
    """The queries by what is hard in them."""
    names = ("with marks", "without marks", "mistyped", "nothing to find")
    kinds: dict[str, list[dict[str, str]]] = {name: [] for name in names}
    for row in QUERIES:
        if row["corrected"]:
            kinds["mistyped"].append(row)
        elif not row["first"]:
            kinds["nothing to find"].append(row)
        else:
            kinds["without marks" if without_marks(row["query"]) == row["query"] else "with marks"].append(row)
    return {**kinds, "all": QUERIES}


def _right(asked: list[dict[str, str]], find: Callable[[str], str]) -> tuple[int, int]:
    right = 0
    for row in asked:
        for form in ("NFC", "NFD"):
            found = find(unicodedata.normalize(form, row["query"]))
            right += found in row["first"].split("|") if row["first"] else not found
    return right, 2 * len(asked)


def _ours(catalog: Catalog, query: str) -> str:
    found = catalog.page(Wanted(query, limit=1)).assets
    return found[0].slug if found else ""


def _bare(assets: list[Asset]) -> Callable[[str], str]:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE t USING fts5(slug, title, body, tokenize='unicode61 remove_diacritics 2')")
    for one in assets:
        unit = UNITS.get(one.unit, "")
        body = " ".join([*one.caption.values(), *one.tags, unit])
        database.execute("INSERT INTO t VALUES (?, ?, ?)", (one.slug, " ".join(one.title.values()), body))

    def find(query: str) -> str:
        words = _WORD.findall(unicodedata.normalize("NFC", query))
        match = " ".join(f'"{word}"' for word in words) + " *"
        found = database.execute("SELECT slug FROM t WHERE t MATCH ? ORDER BY rank LIMIT 1", (match,)).fetchone()
        return found[0] if found else ""

    return find


if __name__ == "__main__":
    main()
