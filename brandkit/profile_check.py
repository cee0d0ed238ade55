"""A profile held against the rules of this version, with the line of the file that is wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence

from brandkit.brand import Brand, parse_brand
from brandkit.errors import InvalidProfile, UnknownRule
from brandkit.linter import chosen_rules

_ARRAY = re.compile(r"\s*\[\[([^\]]+)\]\]")
_TABLE = re.compile(r"\s*\[([^\]]+)\]")
_KEY = re.compile(r"\s*([\w.\-\"']+)\s*=")
_TOML_LINE = re.compile(r"line (\d+)")


def checked_brand(data: bytes, name: str) -> Brand:
    """The profile in the bytes of a TOML file, when it and its rules' options are right.

    Raises
    ------
    InvalidProfile, UnknownRule : the subject ends with the line, as "brand.toml:14", where that is known.
    """
    try:
        brand = parse_brand(data, name)
        chosen_rules(brand)
        return brand
    except InvalidProfile as error:
        line = line_of_fault(data.decode("utf-8", "replace"), error)
        raise InvalidProfile(f"{name}:{line}" if line else name, error.problem, None, **error.values) from error
    except UnknownRule as error:
        line = line_of(data.decode("utf-8", "replace"), ("rules", error.subject))
        problem = "speaks of {rule}, which is no rule of this version"
        raise InvalidProfile(f"{name}:{line}" if line else name, problem, None, rule=error.subject) from error


def line_of_fault(source: str, error: InvalidProfile) -> int | None:
    """The line, counted from 1, that an error of a profile is about."""
    values = error.values
    if "rule" in values:
        return line_of(source, ("rules", str(values["rule"]), *str(values["option"]).split(".")))
    if "key" in values:
        return line_of(source, str(values["key"]).split("."))
    stated = _TOML_LINE.search(str(values.get("why", "")))
    return int(stated[1]) if stated else None


def line_of(source: str, path: Sequence[str]) -> int | None:
    """The line of the longest beginning of a key's path that the file has; tables of an array are numbered from 0."""
    counts: dict[str, int] = {}
    table: tuple[str, ...] = ()
    best, found = 0, None
    for number, line in enumerate(source.splitlines(), start=1):
        here = table
        if array := _ARRAY.match(line):
            counts[array[1]] = counts.get(array[1], -1) + 1
            here = table = (*_parts(array[1]), str(counts[array[1]]))
        elif header := _TABLE.match(line):
            here = table = _parts(header[1])
        elif key := _KEY.match(line):
            here = (*table, *_parts(key[1]))
        shared = _shared(here, path)
        if shared > best and shared == len(here):
            best, found = shared, number
    return found


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
