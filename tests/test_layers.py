"""Nothing imports upwards, plug-ins import no sibling, and click and flask stay at the doors."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "brandkit"

# Lowest first; a module may import from its own row and the rows above it in this list (lower layers).
LAYERS = (
    ("errors", "limits"),
    ("geometry", "curves", "color", "text", "messages", "plugins", "durable"),
    ("assets", "brand", "document", "findings"),
    ("svg",),
    ("formats", "fingerprints", "stores", "rules", "reports", "options"),
    ("sandbox", "sandbox_admission", "sandbox_child", "sandbox_forks", "sandbox_pool", "sandbox_process",
     "sandbox_walls"),
    ("catalog", "sightings"),
    ("linter", "explanation", "illustrations"),
    ("profile_check",),
    ("cli", "commands", "__main__"),
)
PLUGIN_FOLDERS = ("formats", "fingerprints", "stores", "rules", "reports", "commands")
AT_THE_DOORS = ("click", "rich", "flask")
FORBIDDEN_AS_CONTROL = (
    ("errors", "brandkit.text"),
    ("geometry", "brandkit.document"),
    ("findings", "brandkit.rules"),
    ("rules", "brandkit.sightings.find"),
    ("sightings", "brandkit.linter"),
    ("catalog", "brandkit.cli"),
    ("linter", "brandkit.commands"),
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The file or folder of the package that a module lies in: `rules`, `color`; "" for the package itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py").removesuffix("__init__")


def imported_by(path: Path) -> set[str]:
    """Dotted names that a module imports anywhere in it, also lazily; not those for type checking alone."""
    tree = ast.parse(path.read_text("utf-8"))
    guarded = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for child in ast.walk(node)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if node in guarded:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def rank(room: str) -> int:
    return next(level for level, rooms in enumerate(LAYERS) if room in rooms)


def reaches_up(room: str, imported: str) -> bool:
    parts = imported.split(".")
    if parts[0] != "brandkit" or len(parts) < 2:
        return False
    target = parts[1]
    known = {name for rooms in LAYERS for name in rooms}
    return target in known and rank(target) > rank(room)


@pytest.mark.parametrize(("room", "imported"), FORBIDDEN_AS_CONTROL)
def test_the_check_itself_catches_an_import_upwards(room, imported):
    assert reaches_up(room, imported)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_nothing_from_a_higher_layer(path):
    room = room_of(path)
    if room:
        assert not [name for name in imported_by(path) if reaches_up(room, name)]


def test_every_room_of_the_house_has_a_layer():
    known = {name for rooms in LAYERS for name in rooms}
    assert {room_of(path) for path in modules()} - {""} <= known


def sibling_imports(path: Path) -> list[str]:
    """Plug-ins that a plug-in imports; a file of its own folder with a leading underscore is part of it."""
    folder = path.parent.name
    prefix = f"brandkit.{folder}."
    siblings = {p.stem for p in path.parent.glob("*.py") if not p.stem.startswith("_")}
    return [name for name in imported_by(path) if name.startswith(prefix) and name.split(".")[2] in siblings]


@pytest.mark.parametrize("folder", PLUGIN_FOLDERS)
def test_a_plugin_imports_no_sibling(folder):
    found = {path.name: sibling_imports(path) for path in (PACKAGE / folder).glob("*.py")}
    assert not {name: names for name, names in found.items() if names}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_click_and_flask_stay_at_the_doors(path):
    if room_of(path) in ("cli", "commands"):
        return
    assert not {name.split(".")[0] for name in imported_by(path)} & set(AT_THE_DOORS)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_the_library_neither_prints_nor_exits(path):
    if room_of(path) in ("cli", "commands", "__main__", "sandbox_child"):
        return
    calls = {
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    }
    assert not calls & {"print", "sys.exit", "exit", "quit"}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_module_shares_its_name_with_one_it_imports_whole(path):
    whole = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    siblings = {p.stem for p in path.parent.glob("*.py")}
    assert not whole & siblings & (set(sys.stdlib_module_names) | {"click", "flask", "numpy", "PIL"})
