"""brandkit: a catalog of a brand's assets and a check of outgoing material against its written rules.

`from brandkit import Catalog, check` is all that most programs need; docs/reference/api.md shows what they do.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brandkit.catalog.catalog import Catalog as Catalog
    from brandkit.linter import check as check

__version__ = "0.1.0"

# Imported when they are asked for: the command line must not wait for numpy to print its help.
_PLACES = {"Catalog": "brandkit.catalog.catalog", "check": "brandkit.linter"}
__all__ = ["Catalog", "__version__", "check"]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
