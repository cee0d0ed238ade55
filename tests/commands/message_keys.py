"""English sentences of the source, found by reading it: what commands say, and what errors tell."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from brandkit import errors

ERRORS = {
    name
    for name, value in vars(errors).items()
    if inspect.isclass(value) and issubclass(value, errors.BrandkitError)
}


def error_keys(root: Path) -> dict[str, str]:
    """Problem and advice sentences of every error raised under `root`, with the file that says them."""
    found = {advice: "errors.py" for name in ERRORS if (advice := getattr(errors, name).advice)}
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for call in _calls(tree, ERRORS):
            for argument in call.args[1:3]:
                found.update(dict.fromkeys(_texts(argument, tree), path.name))
    return found


def said_keys(path: Path) -> set[str]:
    """First arguments of every `say(…)` in a file, tables of them included."""
    tree = ast.parse(path.read_text("utf-8"))
    return {text for call in _calls(tree, {"say"}) if call.args for text in _texts(call.args[0], tree)}


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in names:
                yield node


def _texts(node: ast.AST, tree: ast.AST) -> Iterator[str]:
    """Every text that an argument may be: a literal, either side of a choice, what its name was given."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, tree)
        yield from _texts(node.orelse, tree)
    elif isinstance(node, ast.Subscript):
        yield from _texts(node.value, tree)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from _texts(node.func.value, tree)
        for argument in node.args[1:]:
            yield from _texts(argument, tree)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value, tree)
    elif isinstance(node, ast.Name):
        for assigned in ast.walk(tree):
            targets = assigned.targets if isinstance(assigned, ast.Assign) else []
            if any(isinstance(target, ast.Name) and target.id == node.id for target in targets):
                yield from _texts(assigned.value, tree)
