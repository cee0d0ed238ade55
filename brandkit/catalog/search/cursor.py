"""Where a list was left off, as one word to hand back for what follows.

It holds the place of the last asset that was given, not a number of assets: what is added meanwhile neither repeats
nor hides any that was there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from brandkit.errors import InvalidValue


def packed(request: Sequence[str], place: Sequence[Any]) -> str:
    """The cursor of a place in the answer to a request."""
    told = json.dumps([_digest(request), *place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def unpacked(cursor: str, request: Sequence[str], kinds: Sequence[type]) -> list[Any]:
    """The place that `packed` was given, its values of these kinds.

    Raises
    ------
    InvalidValue : when it is none, or one of another request.
    """
    refusal = InvalidValue(cursor[:20], "is no cursor of this search", "Ask for the first page without a cursor.")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        digest, *place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (UnicodeError, ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise refusal from error
    if digest != _digest(request) or [type(value) for value in place] != list(kinds):
        raise refusal
    return place


def _digest(request: Sequence[str]) -> str:
    return hashlib.blake2b(json.dumps(list(request)).encode(), digest_size=6).hexdigest()
