"""Who may come in: a regular file of a permitted size, whose first bytes and name agree on a known type."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from brandkit import formats, limits
from brandkit.errors import MaterialTooLarge, NotFound, UnreadableMaterial, UnsupportedFormat
from brandkit.plugins import modules_of

_HEAD_BYTES = 4096

# Whole sentences, so that each can be translated as one.
_WRONG_NAME = {
    "image/png": "is a PNG picture, but its name says {suffix}",
    "image/jpeg": "is a JPEG picture, but its name says {suffix}",
    "image/webp": "is a WebP picture, but its name says {suffix}",
    "image/tiff": "is a TIFF picture, but its name says {suffix}",
    "image/gif": "is a GIF picture, but its name says {suffix}",
    "image/svg+xml": "is an SVG drawing, but its name says {suffix}",
    "application/pdf": "is a PDF, but its name says {suffix}",
}
_RENAME = "Give it the ending of what it is, or export it again."


def admitted(path: Path) -> tuple[BinaryIO, ModuleType]:
    """The open file and the format module that reads it.

    Raises
    ------
    NotFound, UnreadableMaterial, UnsupportedFormat, MaterialTooLarge
    """
    stream = _regular_file(path)
    try:
        return stream, module_for(path, stream.read(_HEAD_BYTES))
    except BaseException:
        stream.close()
        raise


def _regular_file(path: Path) -> BinaryIO:
    try:
        # Not blocking: opening a FIFO would wait for its writer for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NotFound(path.name, "is not there") from error
    except PermissionError as error:
        raise UnreadableMaterial(path.name, "may not be read by this user", "Change its permissions.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableMaterial(path.name, "cannot be opened: {why}", "Check the path.", why=why) from error
    try:
        _check_kind(path.name, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _check_kind(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableMaterial(name, "is a folder, not a file", "Name the files in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableMaterial(name, "is no regular file", "Copy it to a file first.")
    if status.st_size == 0:
        raise UnreadableMaterial(name, "is empty")
    if status.st_size > limits.MATERIAL_BYTES:
        limit = limits.MATERIAL_BYTES // 2**20
        raise MaterialTooLarge(
            name, "has {size:,.0f} MB; the limit is {limit} MB", None, size=status.st_size / 2**20, limit=limit
        )


def module_for(path: Path, head: bytes) -> ModuleType:
    """The format module that reads a file with that name and those first bytes, which must agree.

    Raises
    ------
    UnreadableMaterial, UnsupportedFormat
    """
    modules = modules_of(formats).values()
    suffix = path.suffix.lower()
    named = next((module for module in modules if suffix in module.suffixes), None)
    claims = {media: module for module in modules if (media := module.sniff(head))}
    if len(claims) > 1:
        raise UnreadableMaterial(path.name, "claims to be two kinds of file at once")
    if not claims:
        if named is None:
            raise UnsupportedFormat(path.name, "is of a kind that is not read")
        raise UnreadableMaterial(path.name, "is not what its name says, {suffix}, or is damaged", None, suffix=suffix)
    media, module = next(iter(claims.items()))
    if module.media_types.get(suffix) != media:
        problem = _WRONG_NAME.get(media, "is not what its name says, {suffix}, or is damaged")
        if not suffix:
            problem = "has a name without an ending, but holds {type}"
        raise UnreadableMaterial(path.name, problem, _RENAME, suffix=suffix, type=media)
    return module


def suffix_for(head: bytes, name: str) -> str:
    """The first ending of the format that the bytes begin like, for what came without a file name.

    Raises
    ------
    UnsupportedFormat
    """
    for module in modules_of(formats).values():
        if media_type := module.sniff(head):
            return str(next(suffix for suffix, media in module.media_types.items() if media == media_type))
    raise UnsupportedFormat(name, "is of a kind that is not read")
