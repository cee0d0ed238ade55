"""Which blob store an address in catalog.toml names, and that two catalogs never share one.

A blob that one catalog does not name is cleaned away by its `gc`, whoever else may need it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from brandkit import stores
from brandkit.catalog.settings import FILE_NAME
from brandkit.errors import AssetExists, InvalidCatalog, StoreFailure
from brandkit.plugins import modules_of
from brandkit.stores import BlobStore

_CREDENTIALS = re.compile(r"//[^/]*@")


def store_of(address: str, folder: Path) -> BlobStore:
    """The store that an address names; a relative folder is one of the catalog's own.

    Raises
    ------
    InvalidCatalog : for a scheme that no file of the stores folder has.
    InvalidValue : for an address that the store does not take.
    """
    scheme, _, rest = address.partition(":")
    module = modules_of(stores).get(scheme)
    if module is None or not rest:
        shown = _CREDENTIALS.sub("//…@", address)
        raise InvalidCatalog(FILE_NAME, "names a blob store of unknown kind, {address}", None, address=shown)
    store: BlobStore = module.Store(folder / rest if scheme == "file" else rest)
    return store


def refuse_taken(store: BlobStore, address: str) -> None:
    """Sees that no catalog has a store.

    Raises
    ------
    AssetExists : when the sidecars of one lie in it.
    StoreFailure : when it cannot be asked: better told before anything is made.
    """
    if next(store.sidecars(), None) is not None:
        raise AssetExists(address, "holds the files of another catalog", "Name another prefix.")


def vacate(store: BlobStore) -> None:
    """Takes back what an unfinished catalog wrote beside the blobs of a store that was nobody's; `gc` takes blobs."""
    with suppress(StoreFailure):
        for name in list(store.sidecars()):
            store.delete_sidecar(name)
