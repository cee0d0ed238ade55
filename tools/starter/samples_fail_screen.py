"""The samples for screens, and a photograph, that break a rule."""

from __future__ import annotations

from PIL import Image, ImageOps
from samples_camera import photographed_stand
from samples_material import Material
from samples_pass import DEEP, FOAM, LAGOON, LAMP, SAND, SLATE, SUNRISE, WHITE
from samples_sheet import Logo, Outline, Rect, Sheet, Text, disc, lines, swell_band


def market_post() -> Sheet:
    """The logo in the colours of the post instead of its own."""
    swapped = {"#0A2A4A": SUNRISE, "#E25A0B": LAGOON, "#0A7E8C": LAMP}
    items = [Rect(0, 0, 1080, 560, LAMP)]
    for i, color in enumerate((SUNRISE, WHITE, LAGOON, WHITE, DEEP, WHITE)):
        items.append(Rect(i * 180, 0, 180, 330, color))
        items.append(Outline(disc(i * 180 + 90, 330, 90), color))
    items += [*lines(["Chợ phiên", "sáng thứ Bảy"], 104, 724, 112, 100, weight="SemiBold", color=DEEP, tracking=-14),
              Text("6:00–11:00, quảng trường Tam Thắng", 108, 922, 36, "Medium", SLATE),
              Logo("vung-tau/horizontal-full-color-vi", 108, 1070, 108, colors=swapped)]
    return Sheet(1080, 1290, "px", WHITE, items, "Chợ phiên sáng thứ Bảy")


def storm_banner() -> Sheet:
    """The black logo on the dark ground."""
    items = [*lines(["Mùa mưa bão:", "chuẩn bị trước ba ngày"], 96, 146, 60, 46, weight="SemiBold", color=WHITE,
                    tracking=-10),
             Text("Xem danh sách cần làm", 98, 276, 23, "Medium", LAMP), Rect(98, 289, 251, 2, LAMP),
             Logo("vung-tau/horizontal-mono-black-vi", 744, 150, 100)]
    return Sheet(1200, 400, "px", DEEP, items, "Chuẩn bị mùa mưa bão")


def stand_print() -> Sheet:
    """The print of a roll-up stand, 10 : 23."""
    items = [Logo("vung-tau/stacked-full-color-vi", 305, 230, 430),
             Rect(0, 1180, 1000, 1120, DEEP), Outline(disc(690, 1180, 190), LAMP),
             Outline(swell_band(-80, 1280, 1196, 30, 340, 1400), LAGOON),
             Outline(swell_band(-250, 1450, 1264, 30, 340, 1500), FOAM),
             Outline(swell_band(-40, 1320, 1336, 30, 340, 2300), DEEP),
             *lines(["Xin chào", "Vũng Tàu"], 96, 1640, 150, 132, weight="SemiBold", color=WHITE, tracking=-14),
             *lines(["Quầy thông tin du khách", "mở cửa 7:30–19:00"], 100, 1960, 66, 50, weight="Medium", color=SAND)]
    return Sheet(1000, 2300, "px", WHITE, items, "Quầy thông tin du khách")


def mirrored_photograph(panel: Image.Image) -> Image.Image:
    """The photograph as it was pasted: flipped left to right."""
    return ImageOps.mirror(photographed_stand(panel))


def materials() -> list[Material]:
    """All for screens that fails."""
    return [
        Material("fail-recolored-social.jpg", "Bài đăng, biểu trưng bị đổi màu", "Social post, logo recolored",
                 [market_post()], (("recolored-logo", "violation", 1),), quality=85),
        Material("fail-banner-wrong-variant.svg", "Băng rôn web, bản đen trên nền tối",
                 "Web banner, black variant on a dark ground", [storm_banner()],
                 (("wrong-variant", "violation", 1), ("low-contrast-logo", "violation", 1))),
        Material("fail-mirrored-rollup.jpg", "Ảnh chụp giá cuốn, bị lật ngang", "Photo of a roll-up stand, flipped",
                 [stand_print()], (("mirrored-logo", "violation", 1),), quality=88, after=mirrored_photograph),
    ]
