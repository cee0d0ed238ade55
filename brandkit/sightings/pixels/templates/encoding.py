"""A surveyed master as bytes, and a template from them: the rows that a catalog keeps under the name NAME.

A row is a head, JSON with the numbers and the form of every array, and the arrays, each packed by itself: what a page
does not ask for is never unpacked. The same survey gives the same bytes.

    magic 8 bytes · CRC-32 of the rest · length of the JSON · JSON, packed · sections, packed

Whatever changes what is computed, or how it is written, gets another NAME: rows of the old one are then no longer
asked for, and computed anew.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import partial
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.errors import InvalidCatalog
from brandkit.sightings.pixels.proposals.regions import Regions
from brandkit.sightings.pixels.templates.contours import Contour
from brandkit.sightings.pixels.templates.forms import Sections, Template, View
from brandkit.sightings.pixels.templates.inks import Ink
from brandkit.sightings.pixels.templates.survey import Survey, silhouette_of

Array = NDArray[Any]

NAME = "template-1"  # of the rows in the table `features`
MOST_BYTES = 300_000  # a drawing takes 20 to 100 kB; a noisy photograph as a logo loses low bits of its colours
_MAGIC = b"bktmpl1\n"
_HEAD = struct.Struct("<8sII")
_MOST_JSON, _MOST_ARRAY = 1 << 20, 8 << 20  # bytes, unpacked: no row of ours comes near
_SHADES = (8, 6, 5, 4, 3, 2)  # bits that are kept of the picture's colours, the first that fits
_LEVEL = 6
_NUMBERS: dict[str, np.dtype[Any]] = {
    "u1": np.dtype("<u1"), "f4": np.dtype("<f4"), "c2": np.dtype("<f2"), "f8": np.dtype("<f8"),
}  # fmt: skip
_WHOLE_NUMBERS = ("inner", "outer")
_EXACT = ("symmetries", "colored_symmetries")


def encoded(survey: Survey | None) -> bytes:
    """A survey as bytes; None is kept as well, for a master that shows nothing to look for."""
    if survey is None:
        return _row({"nothing": True}, [])
    for bits in _SHADES:
        row = _encoded(survey, bits)
        if len(row) <= MOST_BYTES:
            break
    return row


def decoded(key: str, row: bytes) -> Template | None:
    """The template that `encoded` made bytes of; `key` is the SHA-256 of the master's file.

    Raises
    ------
    InvalidCatalog : when the bytes are damaged, or not of this form.
    """
    try:
        told, sections = _opened(row)
        return None if told.get("nothing") is True else _template(key, told, sections)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, zlib.error, struct.error) as e:
        raise _damaged() from e


def require_sound(row: bytes) -> None:
    """Unpacks everything once: for a row from a program that read a stranger's file; raises InvalidCatalog."""
    template = decoded("", row)
    if template is not None:
        sections = template.sections
        for part in (sections.planes, sections.picture, sections.silhouette, sections.views):
            part()


def _encoded(survey: Survey, shade_bits: int) -> bytes:
    picture = survey.picture & np.uint8(256 - (1 << (8 - shade_bits)))
    arrays: dict[str, Array] = {
        "planes": survey.planes,
        "picture": np.diff(picture, axis=1, prepend=np.uint8(0)),
        "silhouette": silhouette_of(survey.planes),
        "symmetries": np.array(survey.symmetries),
        "colored_symmetries": np.array(survey.colored_symmetries),
    }
    for number, view in enumerate(survey.views):
        arrays |= {f"{number}.contour.{name}": np.asarray(getattr(view.contour, name)) for name in Contour._fields}
        arrays |= {f"{number}.parts.{name}": np.asarray(getattr(view.parts, name)) for name in _region_fields()}
    told = {
        "width": survey.width,
        "height": survey.height,
        "scale": survey.scale,
        "ink_box": survey.ink_box,
        "inks": [list(ink) for ink in survey.inks],
        "views": [[view.kind, view.distinctiveness, view.smallest_height] for view in survey.views],
    }
    return _row(told, [(name, *_bytes_of(name, array)) for name, array in arrays.items()])


def _bytes_of(name: str, array: Array) -> tuple[str, tuple[int, ...], bytes]:
    """Kind of number, form and bytes: spectra with 11 bits, other fractions with 24, maps of symmetry exactly."""
    kind = "f8" if name in _EXACT else "f4"
    if array.dtype == np.uint8 or name.rpartition(".")[2] in _WHOLE_NUMBERS:
        kind = "u1"
    elif np.iscomplexobj(array):
        kind, array = "c2", np.stack([array.real, array.imag], axis=-1)
    return kind, array.shape, np.ascontiguousarray(array.astype(_NUMBERS[kind])).tobytes()


def _row(told: Mapping[str, Any], arrays: list[tuple[str, str, tuple[int, ...], bytes]]) -> bytes:
    packed = [zlib.compress(data, _LEVEL) for _, _, _, data in arrays]
    forms = [[name, kind, shape, len(p)] for (name, kind, shape, _), p in zip(arrays, packed, strict=True)]
    words = zlib.compress(json.dumps({**told, "arrays": forms}, separators=(",", ":")).encode(), _LEVEL)
    rest = struct.pack("<I", len(words)) + words + b"".join(packed)
    return _MAGIC + struct.pack("<I", zlib.crc32(rest)) + rest


def _opened(row: bytes) -> tuple[dict[str, Any], dict[str, Callable[[], Array]]]:
    """What a row says, and its arrays on demand."""
    magic, checksum, length = _HEAD.unpack_from(row)
    if magic != _MAGIC or zlib.crc32(memoryview(row)[12:]) != checksum:
        raise ValueError("checksum")
    start = _HEAD.size + length
    told = json.loads(_unpacked(row[_HEAD.size : start], _MOST_JSON))
    ends = list(accumulate((form[3] for form in told["arrays"]), initial=start)) if "arrays" in told else [start]
    if ends[-1] != len(row) or sorted(ends) != ends:
        raise ValueError("length")
    arrays: dict[str, Callable[[], Array]] = {}
    for (name, kind, shape, _), begin, end in zip(told["arrays"], ends, ends[1:], strict=False):
        if min(shape, default=1) < 0 or math.prod(shape) * _NUMBERS[kind].itemsize > _MOST_ARRAY:
            raise ValueError(name)
        arrays[name] = partial(_array, row[begin:end], kind, tuple(shape))
    return told, arrays


def _unpacked(data: bytes, most: int) -> bytes:
    stream = zlib.decompressobj()
    found = stream.decompress(data, most)
    if not stream.eof or stream.unused_data:
        raise ValueError("packed")
    return found


def _array(packed: bytes, kind: str, shape: tuple[int, ...]) -> Array:
    try:
        size = math.prod(shape) * _NUMBERS[kind].itemsize
        data = _unpacked(packed, size + 1)
        if len(data) != size:
            raise ValueError("size")
        found = np.frombuffer(data, _NUMBERS[kind]).reshape(shape)
        if kind == "u1":
            return found
        if not np.isfinite(found).all():
            raise ValueError("not finite")
        if kind != "c2":
            return found.astype(np.float64)
        wide = found.astype(np.float32)
        return (wide[..., 0] + 1j * wide[..., 1]).astype(np.complex64)
    except (ValueError, IndexError, zlib.error) as error:
        raise _damaged() from error


def _template(key: str, told: Mapping[str, Any], arrays: Mapping[str, Callable[[], Array]]) -> Template:
    forms = {name: tuple(shape) for name, _, shape, _ in told["arrays"]}
    height, width, count = forms["planes"]
    inks = tuple(Ink(str(h), _floats(lab, 3), float(share), bool(varies)) for h, lab, share, varies in told["inks"])
    if forms["picture"] != (height, width, 3) or len(inks) != count or not height * width * count:
        raise ValueError("planes")
    for number, (kind, *_) in enumerate(told["views"]):
        names = {f"{number}.contour.{n}" for n in Contour._fields} | {f"{number}.parts.{n}" for n in _region_fields()}
        if kind not in ("silhouette", "inks") or not names <= forms.keys():
            raise ValueError("view")
    if not told["views"]:
        raise ValueError("views")
    left, top, right, bottom = _floats(told["ink_box"], 4)
    across, down = _floats(told["scale"], 2)
    if not (right > left and bottom > top and across > 0 and down > 0):
        raise ValueError("box")
    return Template(
        key=key,
        width=_floats([told["width"]], 1)[0],
        height=_floats([told["height"]], 1)[0],
        inks=inks,
        scale=(across, down),
        ink_box=(left, top, right, bottom),
        symmetries=_turns(arrays["symmetries"]()),
        colored_symmetries=_turns(arrays["colored_symmetries"]()),
        sections=Sections(
            shape=(height, width, count),
            planes=arrays["planes"],
            picture=partial(_picture, arrays["picture"]),
            silhouette=arrays["silhouette"],
            views=partial(_views, tuple(map(tuple, told["views"])), arrays),
        ),
    )


def _picture(differences: Callable[[], Array]) -> NDArray[np.uint8]:
    return np.asarray(np.cumsum(differences(), axis=1, dtype=np.uint8))


def _views(told: tuple[tuple[Any, ...], ...], arrays: Mapping[str, Callable[[], Array]]) -> tuple[View, ...]:
    found = []
    for number, (kind, share, smallest) in enumerate(told):
        outline = {name: arrays[f"{number}.contour.{name}"]() for name in Contour._fields}
        outline |= {name: outline[name].astype(np.int32) for name in _WHOLE_NUMBERS}
        regions = {name: arrays[f"{number}.parts.{name}"]() for name in _region_fields()}
        regions["signatures"] = regions["signatures"].astype(np.float32)
        if len({len(a) for a in outline.values()}) != 1 or len({len(a) for a in regions.values()}) != 1:
            raise _damaged()
        found.append(View(kind, Contour(**outline), Regions(**regions), float(share), float(smallest)))
    return tuple(found)


def _turns(maps: Array) -> tuple[Array, ...]:
    if maps.ndim != 3 or maps.shape[1:] != (3, 3) or not len(maps):
        raise ValueError("symmetries")
    return tuple(maps)


def _floats(values: Any, count: int) -> Any:
    found = tuple(float(value) for value in values)
    if len(found) != count or not all(map(math.isfinite, found)):
        raise ValueError("number")
    return found


def _region_fields() -> tuple[str, ...]:
    return tuple(field.name for field in fields(Regions))


def _damaged() -> InvalidCatalog:
    return InvalidCatalog(NAME, "is no row of a template", "Mend it with `brandkit fsck --repair`.")
