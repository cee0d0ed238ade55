"""Options of a rule: read from its judging function, and checked against their annotations."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Mapping
from types import ModuleType
from typing import Any


def options_of(module: ModuleType) -> dict[str, Any]:
    """A rule's options with their defaults."""
    parameters = inspect.signature(module.judge).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}


def fault_in(module: ModuleType, given: Mapping[str, Any]) -> tuple[str, str] | None:
    """The first option that the rule does not have or whose value it cannot take, with why; None when all fit.

    A value inside a table is named by its path, as "per_variant.icon.mm".

    Values are held to the annotation strictly: a text is no number, a number is no switch.
    """
    from pydantic import TypeAdapter, ValidationError

    hints = typing.get_type_hints(module.judge)
    known = options_of(module)
    for name, value in given.items():
        if name not in known:
            return name, ""
        try:
            TypeAdapter(hints[name]).validate_python(value, strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            return ".".join((name, *map(str, first["loc"]))), str(first["msg"])
    return None


def plain(value: Any) -> Any:
    """An option's value as JSON and TOML have it."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, tuple | list) else value


def written(value: Any) -> str:
    """A plain value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else f"{value:g}"
