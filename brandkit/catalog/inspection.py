"""One file looked at before it is registered: whole and safe, of which type and size, what it says, how it looks.

The file is parsed in the sandbox alone, in one pass, see `one_pass`; here its answer is checked, because a hostile file
may have its reader in its hands. The bytes that are kept are those that were looked at.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import fingerprints, limits, sandbox_pool
from brandkit.assets import Kind
from brandkit.catalog import probe
from brandkit.catalog.looks.fingerprinting import VIEWS, Print
from brandkit.errors import BrandkitError, InvalidCatalog, UnreadableMaterial, UnsupportedFormat
from brandkit.plugins import modules_of
from brandkit.sandbox_admission import admitted, module_for

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

LOOK_PX, CLOSE_PX = 512, 1024  # for hashes; for the parts of a picture, whose features are looked for larger
_ONE_PASS = "brandkit.catalog.one_pass"
_LOADED = (_ONE_PASS, "brandkit.formats._cpu_limit", "PIL.ImageCms", "PIL.WebPImagePlugin", "lxml.etree", "exifread")
_HEAD_BYTES = 4096
_MOST_PRINTS, _MOST_WORDS = 64, 1 << 20
_PAIRS = ("title", "alt", "caption", "rights", "usage_terms")
_LISTS = ("tags", "model_releases", "property_releases")
_WORTH_A_PROGRAM = 6  # files that take as long to look at as another program takes to start
_AT_ONCE = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True)
class Inspected:
    """What is known of a file before it is registered; `said` is what it says of itself, see `metadata`.

    features : what was computed of it once, by the name of the way it was: rows of the table of that name.
    thumbnail : a small WebP of it, b"" when nobody made one.
    """

    name: str
    data: bytes
    sha256: str
    media_type: str
    width: float
    height: float
    said: Mapping[str, Any]
    prints: tuple[Print, ...]
    features: Mapping[str, bytes] = field(default_factory=dict)
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Seen:
    """A picture to ask with: at LOOK_PX for hashes and at CLOSE_PX for its parts, (H, W, 4) uint8 sRGB straight alpha.

    width, height : of the whole picture in its own unit.
    """

    rgba: Pixels
    close: Pixels
    width: float
    height: float


def inspect(path: Path, kind: Kind) -> Inspected:
    """A file as it would be registered.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge, StoreFailure
    """
    return _inspected(path.name, *_admitted(path), kind)


def inspected(data: bytes, name: str, kind: Kind) -> Inspected:
    """Bytes as they would be registered; the name's ending must be that of their type.

    Raises
    ------
    UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge, StoreFailure
    """
    module = module_for(Path(name), data[:_HEAD_BYTES])
    return _inspected(name, data, module.sniff(data[:_HEAD_BYTES]), module.__name__, kind)


def _inspected(name: str, data: bytes, media_type: str, module: str, kind: Kind) -> Inspected:
    if media_type not in probe.SUFFIXES:
        raise UnsupportedFormat(name, "is no SVG, PDF, PNG, JPEG, WebP or TIFF", "Export it as one of them.")
    if kind == "photo":
        probe.require_picture(media_type, name)
    options = {"module": module, "media_type": media_type, "is_logo": kind == "logo"}
    request = sandbox_pool.Request(_ONE_PASS, "looked", options, (*_LOADED, module))
    words, parts = sandbox_pool.asked(name, data, request)
    thumbnail = parts.pop("thumbnail", b"")
    try:
        _require_sound(parts)
        return Inspected(
            name=name,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            media_type=media_type,
            width=_length(words["width"]),
            height=_length(words["height"]),
            said=_said(words["said"]),
            prints=_prints(words["prints"]),
            features=parts,
            thumbnail=thumbnail,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise sandbox_pool.no_sense(name) from error


def inspect_all(paths: Iterable[Path], kind: Kind) -> Iterator[tuple[Path, Inspected | BrandkitError]]:
    """Every file in the order given, or why it cannot be registered; several are looked at at once, few are held."""

    def look(path: Path) -> Inspected | BrandkitError:
        try:
            return inspect(path, kind)
        except BrandkitError as error:
            return error

    waiting: deque[tuple[Path, Future[Inspected | BrandkitError]]] = deque()
    wanted = list(paths)
    at_once = max(1, min(_AT_ONCE, len(wanted) // _WORTH_A_PROGRAM))
    with ThreadPoolExecutor(at_once) as pool:
        for path in wanted:
            waiting.append((path, pool.submit(look, path)))
            if len(waiting) > at_once:
                done, future = waiting.popleft()
                yield done, future.result()
        for done, future in waiting:
            yield done, future.result()


def seen(path: Path) -> Seen:
    """A picture of any kind that can be read, its first page, to ask with.

    Raises
    ------
    NotFound, UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge, StoreFailure
    """
    data, media_type, module = _admitted(path)
    options = {"module": module, "media_type": media_type, "longest_px": [LOOK_PX, CLOSE_PX]}
    request = sandbox_pool.Request(_ONE_PASS, "pixels", options, (*_LOADED, module))
    words, parts = sandbox_pool.asked(path.name, data, request)
    try:
        rgba, close = (
            _pixels(parts[str(longest)], shape, longest)
            for longest, shape in zip((LOOK_PX, CLOSE_PX), words["shapes"], strict=True)
        )
        return Seen(rgba, close, _length(words["width"]), _length(words["height"]))
    except (KeyError, TypeError, ValueError) as error:
        raise sandbox_pool.no_sense(path.name) from error


def _admitted(path: Path) -> tuple[bytes, str, str]:
    """The bytes, type and format module of a file."""
    stream, module = admitted(Path(path))
    with stream:
        stream.seek(0)
        data = stream.read(limits.MATERIAL_BYTES + 1)
    media_type = module.sniff(data[:_HEAD_BYTES])
    if not media_type or len(data) > limits.MATERIAL_BYTES:
        raise UnreadableMaterial(path.name, "changed while it was being read", "Try once more when it is complete.")
    return data, media_type, module.__name__


def _require_sound(parts: Mapping[str, bytes]) -> None:
    """A template is unpacked lazily later on, and shapes elsewhere: what cannot be is refused here."""
    from brandkit.sightings.pixels.templates import encoding
    from brandkit.sightings.structure import stored_outlines

    for name, check in ((encoding.NAME, encoding.require_sound), (stored_outlines.NAME, stored_outlines.shapes_in)):
        if name in parts:
            try:
                check(parts[name])
            except InvalidCatalog as error:
                raise ValueError(name) from error


def _length(value: Any) -> float:
    if not math.isfinite(value) or value <= 0:
        raise ValueError(value)
    return float(value)


def _prints(told: Sequence[Sequence[str]]) -> tuple[Print, ...]:
    known = modules_of(fingerprints)
    found = tuple(Print(name, view, bytes.fromhex(bits)) for name, view, bits in told[:_MOST_PRINTS])
    if any(p.name not in known or p.view not in VIEWS or 8 * len(p.bits) != known[p.name].BITS for p in found):
        raise ValueError("prints")
    if len({(p.name, p.view) for p in found}) != len(told):
        raise ValueError("prints")
    return found


def _said(told: Any) -> Mapping[str, Any]:
    """What the file says, in the forms that drafts rely on; what nobody relies on may be of any form."""
    if not isinstance(told, dict) or len(repr(told)) > _MOST_WORDS:
        raise ValueError("said")
    json.dumps(told, ensure_ascii=False).encode("utf-8")  # raises for half a character, which no row can hold
    for key, value in told.items():
        if key in _PAIRS:
            good = isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        elif key in _LISTS:
            good = isinstance(value, list) and all(isinstance(text, str) for text in value)
        else:
            good = isinstance(value, str | list | dict | int | float | bool | None)
        if not good:
            raise ValueError(key)
    return told


def _pixels(data: bytes, shape: Sequence[int], longest: int) -> Pixels:
    import numpy as np

    height, width, channels = shape
    if channels != 4 or not (0 < height <= 2 * longest and 0 < width <= 2 * longest):
        raise ValueError(shape)
    return np.frombuffer(data, np.uint8).reshape(height, width, channels)
