"""Abbreviations of Vietnamese administration and what they stand for: one finds the other.

Assets are indexed under their words and under those words with every abbreviation written out; a query is asked as
typed and written out. So only this one table is needed for both ways.

Letters that abbreviate nothing as often as something ("P", "Q", "TT") are written out in an asset only where they are
written as abbreviations are: in capitals. In a query they always may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brandkit.text import folded, nfc

WRITTEN_OUT = {
    "UBND": "ủy ban nhân dân",
    "HĐND": "hội đồng nhân dân",
    "MTTQ": "mặt trận Tổ quốc",
    "UBMTTQ": "ủy ban mặt trận Tổ quốc",
    "TP": "thành phố",
    "TX": "thị xã",
    "TT": "thị trấn",
    "Q": "quận",
    "H": "huyện",
    "P": "phường",
    "X": "xã",
    "KP": "khu phố",
    "KDC": "khu dân cư",
    "Đ": "đường",
    "TPHCM": "thành phố Hồ Chí Minh",
    "HCM": "Hồ Chí Minh",
    "QĐ": "quyết định",
    "BQL": "ban quản lý",
    "BTC": "ban tổ chức",
    "VHTTDL": "văn hóa, thể thao và du lịch",
    "VHTT DL": "văn hóa, thể thao và du lịch",
    "VH TT DL": "văn hóa, thể thao và du lịch",
    "VHTT": "văn hóa và thể thao",
    "VH TT": "văn hóa và thể thao",
    "TTTT": "thông tin và truyền thông",
    "TT TT": "thông tin và truyền thông",
    "GDĐT": "giáo dục và đào tạo",
    "GD ĐT": "giáo dục và đào tạo",
    "TNMT": "tài nguyên và môi trường",
    "TN MT": "tài nguyên và môi trường",
    "NNMT": "nông nghiệp và môi trường",
    "KHĐT": "kế hoạch và đầu tư",
    "KH ĐT": "kế hoạch và đầu tư",
    "KHCN": "khoa học và công nghệ",
    "KH CN": "khoa học và công nghệ",
    "LĐTBXH": "lao động, thương binh và xã hội",
    "GTVT": "giao thông vận tải",
    "THPT": "trung học phổ thông",
    "THCS": "trung học cơ sở",
    "ĐH": "đại học",
    "CLB": "câu lạc bộ",
}
_SURE_LETTERS = 3  # an abbreviation this long is one in small letters too
_NUMBERED = re.compile(r"([pqPQ])(\d{1,2})\Z")  # P1, Q3: a ward or district and its number
_TOKEN = re.compile(r"[^\W_]+")
_FORMS = {tuple(folded(short).split()): full for short, full in WRITTEN_OUT.items()}
_LONGEST = max(map(len, _FORMS))


@dataclass(frozen=True)
class _Token:
    text: str
    plain: str  # folded
    start: int
    end: int


def written_out(words: str, *, any_case: bool = False) -> str:
    """The words with every abbreviation in full. `any_case`: "p" and "tp" in small letters are abbreviations too."""
    words = nfc(words)
    tokens = [_Token(m[0], folded(m[0]), m.start(), m.end()) for m in _TOKEN.finditer(words)]
    parts, done, at = [], 0, 0
    while at < len(tokens):
        count, full = _at(tokens[at : at + _LONGEST], any_case)
        if full:
            parts += [words[done : tokens[at].start], full]
            done = tokens[at + count - 1].end
        at += count
    return "".join([*parts, words[done:]])


def _at(tokens: list[_Token], any_case: bool) -> tuple[int, str]:
    """How many tokens the abbreviation at the front takes and what it stands for; (1, "") where there is none."""
    for count in range(len(tokens), 0, -1):
        part = tokens[:count]
        full = _FORMS.get(tuple(token.plain for token in part), "")
        if full and (any_case or _is_meant(part)):
            return count, full
    numbered = _NUMBERED.match(tokens[0].text)
    if numbered and (any_case or numbered[1].isupper()):
        return 1, f"{_FORMS[numbered[1].lower(),]} {numbered[2]}"
    return 1, ""


def _is_meant(part: list[_Token]) -> bool:
    letters = "".join(token.text for token in part)
    # "hcm" may be small, but "Tt" or "đ" are syllables or ends of other words.
    return letters.isupper() or (len(letters) > _SURE_LETTERS and len(part) == 1)
