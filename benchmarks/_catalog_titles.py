"""Titles, captions and tags such as a city's library has, by number: the same number is the same asset anywhere.

Words come as unevenly as in real libraries: a few subjects and places in most titles ("biển", "Vũng Tàu" in about a
third), names and numbers in one only.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from brandkit.assets import Asset, File, Rights, Version
from brandkit.text import slug_of

UNITS = tuple(f"phuong-{number}" for number in range(1, 31))
_SUBJECTS = (
    "Bãi biển", "Bình minh", "Hoàng hôn", "Ngư dân kéo lưới", "Thuyền thúng", "Du khách tắm biển", "Sóng biển",
    "Chợ đêm", "Lễ hội Nghinh Ông", "Pháo hoa", "Cáp treo", "Hải đăng", "Tượng Chúa Kitô", "Đường ven biển",
    "Công viên Hòa Bình", "Học sinh tiểu học", "Cuộc thi chạy bộ", "Bánh khọt", "Lẩu cá đuối", "Giàn khoan",
    "Tàu cánh ngầm", "Rừng ngập mặn", "Nhà máy điện", "Cầu vượt", "Trồng cây xanh", "Dọn rác bãi biển", "Múa lân",
    "Triển lãm ảnh", "Khánh thành trường học", "Hội nghị UBND", "Thả diều", "Câu lạc bộ thuyền buồm", "Vườn hoa",
    "Đua xe đạp", "Biểu diễn nghệ thuật",
)  # fmt: skip
_PLACES = (
    "Vũng Tàu", "Bãi Sau", "Bãi Trước", "Núi Nhỏ", "Núi Lớn", "Bến Đá", "Gành Rái", "Long Sơn", "Thắng Tam", "Rạch Dừa",
    "P. 1", "P. 11", "phường 12", "Bãi Dâu", "Bãi Dứa", "Hồ Mây", "Gò Găng", "Long Hải", "Hồ Tràm", "Côn Đảo", "Bà Rịa",
    "Phú Mỹ", "Xuyên Mộc", "Châu Đức", "Đất Đỏ",
)  # fmt: skip
_TIMES = ("", "", "", "mùa hè", "mùa xuân", "ngày lễ", "lúc sáng sớm", "về đêm", "sau cơn mưa", "trong nắng", "dịp Tết")
_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
_NAMES = ("An", "Bình", "Châu", "Dung", "Đức", "Giang", "Hà", "Hạnh", "Hùng", "Khánh", "Lan", "Linh", "Mai", "Minh",
          "Nam", "Ngọc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tú", "Vân", "Yến")  # fmt: skip
_TAGS = ("biển", "du lịch", "lễ hội", "thể thao", "ẩm thực", "đường phố", "di tích", "môi trường", "giáo dục",
         "hạ tầng")  # fmt: skip
_CAPTIONS = (
    "Ảnh chụp tại {place} nhân {event}, thành phố biển Vũng Tàu",
    "{subject} ở {place}, do {name} ghi lại trong chuyến công tác cùng đoàn của Sở VHTTDL",
    "Người dân và du khách bên {place}; {event} năm {year}",
    "{subject}: một góc nhìn khác của {name} về {place}",
)
_EVENTS = ("ngày hội văn hóa", "tuần lễ du lịch", "đại hội thể thao", "ngày môi trường", "lễ khai giảng", "hội chợ")


def asset(number: int) -> Asset:
    """The asset of a number."""
    pick = random.Random(number)
    subject, place, when = _one(pick, _SUBJECTS), _one(pick, _PLACES), pick.choice(_TIMES)
    name, year = f"{pick.choice(_FAMILIES)} {pick.choice(_NAMES)} {pick.choice(_NAMES)}", 2000 + pick.randrange(26)
    title = " ".join(part for part in (subject, pick.choice(("ở", "tại", "bên")), place, when, str(year)) if part)
    said = {"subject": subject, "place": place, "name": name, "year": year, "event": pick.choice(_EVENTS)}
    caption = pick.choice(_CAPTIONS).format(**said)
    file = File("original", f"{number}.jpg", f"{number:064x}", "image/jpeg", 4_000_000, 4000.0, 3000.0)
    return Asset(
        f"{slug_of(title)}-{number}",
        "logo" if number % 200 == 0 else "photo",
        {"vi": title},
        "draft" if number % 10 == 0 else "approved",
        caption={"vi": caption},
        creator=name,
        tags=tuple(dict.fromkeys(_one(pick, _TAGS) for _ in range(1 + pick.randrange(3)))),
        unit=_one(pick, UNITS),
        rights=Rights(holder="UBND TP. Vũng Tàu", credit=f"Ảnh: {name}"),
        versions=(Version(1, "approved", files=(file,)),),
        id=f"{number:032x}",
    )


def assets(count: int) -> Iterator[Asset]:
    """The assets of the numbers from 1 on."""
    return (asset(number) for number in range(1, count + 1))


def _one(pick: random.Random, words: tuple[str, ...]) -> str:
    """One of them, the first far more often than the last."""
    return words[min(int(len(words) * pick.random() ** 2.2), len(words) - 1)]
