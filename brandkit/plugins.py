"""The folders whose files are found by being there: rules, formats, fingerprints, stores, reports, commands."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType


def names_in(package: ModuleType) -> tuple[str, ...]:
    """Names of the modules in a plug-in folder, sorted, without importing any. A leading underscore hides a file."""
    found = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in found if not name.startswith("_")))


@cache
def modules_of(package: ModuleType) -> Mapping[str, ModuleType]:
    """Every module of a plug-in folder by its id: the file's name with hyphens for underscores.

    A file that fails to import stops the program: a rule that silently dropped out would pass bad material.
    """
    found = {id_of(name): importlib.import_module(f"{package.__name__}.{name}") for name in names_in(package)}
    return MappingProxyType(found)


def id_of(name: str) -> str:
    """The public id of a module name: `stretched_logo` is `stretched-logo`; `import_`, no keyword, is `import`."""
    return name.rpartition(".")[2].rstrip("_").replace("_", "-")
