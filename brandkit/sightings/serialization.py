"""Documents and sightings as JSON and back, exactly: what was found once can be judged again offline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from brandkit.document import Document
from brandkit.errors import InvalidValue
from brandkit.findings import Sighting

SCHEMA = "brandkit-sightings/1"


@dataclass(frozen=True)
class Record:
    """A document and what was seen in it."""

    schema_name: str
    document: Document
    sightings: tuple[Sighting, ...]


def to_json(document: Document, sightings: Sequence[Sighting]) -> bytes:
    """UTF-8 JSON of a document and its sightings; the same values give the same bytes."""
    return _adapter().dump_json(Record(SCHEMA, document, tuple(sightings)))


def from_json(data: bytes, name: str = "record") -> tuple[Document, tuple[Sighting, ...]]:
    """The document and sightings that `to_json` wrote.

    Raises
    ------
    InvalidValue : naming the first field that is not as it was written.
    """
    try:
        record = _adapter().validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        problem = "is no record of sightings: {where}: {why}"
        raise InvalidValue(name, problem, None, where=where, why=first["msg"]) from error
    if record.schema_name != SCHEMA:
        raise InvalidValue(name, "has the schema {found}, not {wanted}", None, found=record.schema_name, wanted=SCHEMA)
    return record.document, record.sightings


@cache
def _adapter() -> TypeAdapter[Any]:
    return TypeAdapter(Record)
