"""The columns of a table of assets, and the headings by which they are known: ours, Vietnamese, and ResourceSpace's.

Headings are compared without marks, case and signs: "Tiêu đề (tiếng Anh)", "tieu de tieng anh" and "title_en" are one.

Source: the default fields of ResourceSpace and its CSV export, whose first column is "Resource ID(s)".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brandkit.errors import InvalidValue
from brandkit.text import folded

_SIGNS = re.compile(r"[^a-z0-9]+")

# Texts in two languages; each has a second column, <key>_en.
PAIRS: Mapping[str, tuple[str, ...]] = {
    "title": ("tiêu đề", "tên", "name"),
    "alt": ("alt text", "văn bản thay thế", "mô tả thay thế"),
    "description": ("mô tả", "ghi chú", "notes"),
    "caption": ("chú thích",),
    "location": ("địa điểm", "nơi chụp", "place"),
    "text": ("lời", "câu khẩu hiệu", "slogan text", "words"),
    "breaks": ("ngắt dòng", "lines"),
    "usage_terms": ("điều kiện sử dụng", "terms of use"),
}
_ENGLISH = ("en", "english", "tiếng anh")
_VIETNAMESE = ("vi", "vietnamese", "tiếng việt")

PLAIN: Mapping[str, tuple[str, ...]] = {
    "file": ("tệp", "tập tin", "tên tệp", "file name", "filename", "path", "đường dẫn"),
    "sha256": ("sha 256",),
    "kind": ("loại", "type"),
    "slug": ("mã", "định danh", "tên ngắn"),
    "variant": ("biến thể",),
    "version": ("phiên bản",),
    "status": ("trạng thái",),
    "case": ("viết hoa",),
    "unit": ("đơn vị",),
    "tags": ("thẻ", "từ khóa", "keywords"),
    "creator": ("tác giả", "người chụp", "author", "photographer"),
    "created": ("ngày tạo", "ngày chụp", "date", "date created"),
    "holder": ("chủ sở hữu", "chủ thể quyền", "rights holder", "copyright holder"),
    "credit": ("ghi công", "ghi nguồn", "nguồn", "credit line"),
    "license": ("giấy phép", "licence"),
    "license_url": ("địa chỉ giấy phép", "licence url"),
    "territory": ("lãnh thổ", "phạm vi lãnh thổ"),
    "media": ("phương tiện",),
    "valid_from": ("hiệu lực từ", "có hiệu lực từ", "từ ngày", "embargo"),
    "valid_to": ("hiệu lực đến", "hết hiệu lực", "đến ngày", "expiry", "expires"),
    "commercial": ("thương mại", "dùng thương mại"),
}
# What an export tells and an import must not decide: assets come in as drafts, and versions are counted here.
TOLD_ONLY = ("version", "status")

RESOURCE_ID = "resource id"
_RESOURCESPACE: Mapping[str, str] = {
    "resource id s": RESOURCE_ID,
    "resource id": RESOURCE_ID,
    "original filename": "file",
    "resource type": "kind",
    "keywords subject": "tags",
    "keywords other": "tags",
    "keywords event": "tags",
    "keywords emotion": "tags",
    "named person s": "tags",
    "country": "location",
}


@dataclass(frozen=True)
class Columns:
    """Which column of ours each column of a table is; "" for those that are `unused`, by their headings."""

    keys: tuple[str, ...]
    unused: tuple[str, ...]


def plain(heading: str) -> str:
    """What two spellings of a heading share."""
    return _SIGNS.sub(" ", folded(heading)).strip()


def columns_of(header: Sequence[str], name: str) -> Columns:
    """The columns of a table by its headings; `name` is the table's, for messages.

    Raises
    ------
    InvalidValue : when a column is named twice, or no column says which file or asset a row is about.
    """
    keys = [_KEYS.get(plain(heading), "") for heading in header]
    for key in sorted(set(keys) - {"", "tags"}):
        twice = [heading for heading, found in zip(header, keys, strict=True) if found == key]
        if len(twice) > 1:
            advice = "Delete one of the two columns."
            raise InvalidValue(name, "has the column {key} twice: {headings}", advice, key=key,
                               headings=", ".join(twice))  # fmt: skip
    if not {"file", "slug"} & set(keys):
        advice = "Its first row must name the columns: file, kind, slug, title; see docs/how-to/import-a-table.md."
        raise InvalidValue(name, "has no column file and no column slug", advice)
    unused = tuple(heading for heading, key in zip(header, keys, strict=True)
                   if (not key or key in TOLD_ONLY) and heading)  # fmt: skip
    return Columns(tuple("" if key in TOLD_ONLY else key for key in keys), unused)


def keys_in_order() -> tuple[str, ...]:
    """Every column as an export writes it."""
    first = ("file", "sha256", "kind", "slug", "variant", "version", "status")
    pairs = [key for name in PAIRS for key in (name, f"{name}_en")]
    return (*first, *pairs, *(key for key in PLAIN if key not in first))


def _headings() -> dict[str, str]:
    found = dict(_RESOURCESPACE)
    for key, names in PLAIN.items():
        found |= {plain(name): key for name in (key, *names)}
    for key, names in PAIRS.items():
        for name in (key, *names):
            found |= {plain(name): key, **{plain(f"{name} {word}"): key for word in _VIETNAMESE}}
            found |= {plain(f"{name} {word}"): f"{key}_en" for word in _ENGLISH}
    return found


_KEYS = _headings()
