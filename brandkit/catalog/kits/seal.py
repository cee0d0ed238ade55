"""The signature of a lock file: who changes it afterwards, or writes one of their own, is found out.

It is of everything else in the file, in one canonical form, by the key that signs the catalog's checkpoints; the public
half stands beside it. Source: RFC 8032 (Ed25519), which gives the same signature each time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brandkit.catalog import checkpoints as checkpoints_file
from brandkit.errors import StoreFailure

if TYPE_CHECKING:
    from brandkit.catalog.checkpoints import Checkpoints

_SCHEMA = b"brandkit-lock-signature/1\n"


@dataclass(frozen=True)
class Seal:
    """By which public key (base64) a lock is signed, and whether the signature holds."""

    key: str
    holds: bool


def sealed(document: dict[str, Any], checkpoints: Checkpoints) -> dict[str, Any]:
    """The lock's JSON values with key and signature; as they are where the catalog's private key is out of reach."""
    try:
        key, signature = checkpoints.signature(lambda key: _signed({**document, "key": key}))
    except (StoreFailure, OSError):
        return document
    return {**document, "key": key, "signature": signature}


def seal_of(document: dict[str, Any]) -> Seal | None:
    """The seal of a lock's JSON values as they were read; None for one that is not signed."""
    key, signature = document.get("key"), document.get("signature")
    if not key and not signature:
        return None
    if not isinstance(key, str) or not isinstance(signature, str):
        return Seal(str(key), holds=False)
    rest = {name: value for name, value in document.items() if name != "signature"}
    return Seal(key, checkpoints_file.is_signed(_signed(rest), key, signature))


def _signed(document: dict[str, Any]) -> bytes:
    return _SCHEMA + json.dumps(document, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")
