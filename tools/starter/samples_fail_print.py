"""The samples for print that break a rule, one fault each, everything else as it should be."""

from __future__ import annotations

from samples_camera import bokeh, scanned
from samples_material import Material
from samples_pass import (
    BLACK,
    DEEP,
    FOAM,
    INK,
    LAGOON,
    LAMP,
    PHOTOS,
    SAND,
    SLATE,
    SLOGAN,
    SUNRISE,
    WHITE,
)
from samples_sheet import Logo, Outline, Picture, Rect, Sheet, Text, disc, lines, pt, swell_band

A4 = (210, 297, "mm")
HORIZONTAL = "vung-tau/horizontal-full-color-vi"


def running_flyer() -> Sheet:
    """The logo dragged 8 % wider by a side handle."""
    items = [Text("10", 14, 132, pt(330), "Bold", SUNRISE, tracking=-30),
             Text("km", 142, 132, pt(60), "SemiBold", DEEP),
             *lines(["Giải chạy", "ven biển"], 20, 168, 17.6, pt(42), weight="SemiBold", color=DEEP, tracking=-12),
             *lines(["Xuất phát 5:30 Chủ nhật, 4.8.2024", "Bãi Sau – Mũi Nghinh Phong – Bãi Trước"], 20, 212, 6.8,
                    pt(13)),
             Logo(HORIZONTAL, 20, 250, 20, stretch=1.08),
             Text("Đăng ký trước 20.7", 190, 267, pt(12), "Medium", SLATE, "end")]
    return Sheet(*A4, WHITE, items, "Giải chạy ven biển")


def certificate() -> Sheet:
    """The logo set at a playful four degrees."""
    items = [Rect(0, 0, 12, 210, LAGOON), Logo(HORIZONTAL, 40, 30, 22, rotate=-4),
             Text("Giấy khen", 40, 98, pt(46), "SemiBold", DEEP, tracking=-12),
             Text("tặng em Nguyễn Thị Hồng Ánh", 40, 116, pt(18), "Medium"),
             *lines(["Lớp 5A2, Trường Tiểu học Thắng Nhất,", "giải Nhất cuộc thi vẽ tranh “Biển của em” năm 2024."],
                    40, 130, 7.6, pt(13), color=SLATE),
             Rect(40, 176, 70, 0.3, SLATE), Text("Trưởng ban tổ chức", 40, 183, pt(10), color=SLATE),
             Text("Ngày 31 tháng 5 năm 2024", 257, 183, pt(10), "Regular", SLATE, "end")]
    return Sheet(297, 210, "mm", SAND, items, "Giấy khen")


def old_notice() -> Sheet:
    """A scanned notice under the logo of before July 2022."""
    body = ["Để đấu nối tuyến ống mới, việc cấp nước tạm ngừng từ 22:00 thứ Tư",
            "ngày 12.6.2024 đến 5:00 thứ Năm ngày 13.6.2024 tại:",
            "", "Đường Lê Hồng Phong, đoạn từ số 1 đến số 215", "Đường Nguyễn Thái Học và các hẻm nhánh",
            "Khu dân cư Á Châu, lô A đến lô D", "",
            "Kính mong bà con trữ nước sinh hoạt và khóa vòi trước khi ra khỏi nhà.",
            "Khi có nước trở lại, nước có thể đục trong ít phút đầu."]
    items = [Logo("vung-tau/v1/horizontal-full-color-vi", 25, 28, 21), Text("Thông báo", 25, 92, pt(34), "Bold", BLACK),
             Text("Tạm ngừng cấp nước để đấu nối đường ống", 25, 106, pt(15), "SemiBold", BLACK),
             *[t for t in lines(body, 25, 124, 7.8, pt(12), color=BLACK) if t.text],
             Text("Ngày 7 tháng 6 năm 2024", 185, 222, pt(12), "Regular", BLACK, "end"),
             Text("Phòng Quản lý đô thị", 185, 230, pt(12), "SemiBold", BLACK, "end")]
    return Sheet(*A4, WHITE, items, "Thông báo tạm ngừng cấp nước")


def crowded_poster() -> Sheet:
    """A line of partners and a bar pushed into the clear space."""
    logo = Logo(HORIZONTAL, 27, 374, 22)
    items = [Outline(disc(205, 150, 74), SUNRISE), Outline(disc(119, 198, 42), LAGOON),
             Outline(disc(64, 134, 22), LAMP),
             *lines(["Hội thao", "học sinh"], 26, 298, 36, pt(94), weight="SemiBold", color=DEEP, tracking=-18),
             Text("Nhà thi đấu thành phố, 11–13.10.2024", 27, 354, pt(20), "Medium", INK),
             logo, Rect(logo.x + logo.width + 1.8, 379, 268.2 - logo.x - logo.width, 5, LAGOON),
             Text("Phối hợp: Phòng Giáo dục, Thành đoàn, Hội Cha mẹ học sinh", 27, 402.4, pt(13), "Regular", SLATE)]
    return Sheet(297, 420, "mm", WHITE, items, "Hội thao học sinh")


def swimming_announcement() -> Sheet:
    """Everything in its place, but whose announcement is it?"""
    items = [*lines(["Lớp bơi", "miễn phí", "mùa hè"], 22, 62, 23, pt(56), weight="SemiBold", color=WHITE,
                    tracking=-14)]
    items += [Outline(swell_band(-15, 225, 150 + 22 * i, 5.5, 40, 297), color)
              for i, color in enumerate((LAGOON, FOAM, WHITE))]
    items += [*lines(["Cho học sinh lớp 3 đến lớp 5", "Hồ bơi Nhà Thiếu nhi, 8:00–9:30 mỗi sáng"], 22, 232, 7.4, pt(14),
                     weight="Medium"),
              Text("Ghi danh tại trường trước ngày 25.5.2024", 22, 254, pt(12), "Regular", SLATE)]
    return Sheet(*A4, DEEP, items, "Lớp bơi miễn phí mùa hè")


def slogan_poster() -> Sheet:
    """One mark is lost and the lamp (đèn) has turned black (đen)."""
    items = [Outline(disc(105, 118, 58), LAMP), Outline(swell_band(-30, 250, 139, 6, 56, 166), LAGOON),
             Outline(swell_band(-58, 280, 152, 6, 56, 178), SAND),
             Text(SLOGAN.replace("đèn", "đen"), 105, 206, pt(30), "SemiBold", DEEP, "middle", -6),
             Logo(HORIZONTAL, 72.4, 244, 19)]
    return Sheet(*A4, SAND, items, "Áp phích khẩu hiệu")


def recycling_brochure() -> Sheet:
    """Three panels and a logo of nine millimetres."""
    panels = [("Giấy", "Báo, thùng giấy, vở cũ.\nGấp phẳng, giữ khô.", FOAM),
              ("Nhựa", "Chai, hộp, nắp.\nTráng sạch, ép dẹp.", LAMP),
              ("Rau quả", "Vỏ, bã, lá cây.\nỦ thành phân bón.", LAGOON)]
    items = [*lines(["Ba thùng,", "một thói quen"], 20, 44, 17, pt(40), weight="SemiBold", color=DEEP, tracking=-12)]
    for i, (head, text, color) in enumerate(panels):
        x = 20 + i * 89
        items += [Rect(x, 78, 79, 52, color), Text(head, x, 146, pt(20), "SemiBold", DEEP),
                  *lines(text.split("\n"), x, 156, 6.8, pt(13))]
    items += [Rect(43, 92 + 5.2 * i, 33 - (i % 3) * 4, 2.8, DEEP) for i in range(5)]
    items += [Outline(disc(148.5, 104, 17), WHITE), Outline(disc(148.5, 104, 9.5), SUNRISE),
              Outline("M220 118C220 100 232 89 255 89C255 107 243 118 220 118Z", FOAM),
              Logo(HORIZONTAL, 20, 182, 9),
              Text("Lịch thu gom: thứ Ba và thứ Sáu", 277, 190, pt(11), "Regular", SLATE, "end")]
    return Sheet(297, 210, "mm", WHITE, items, "Ba thùng, một thói quen")


def photo_flyer(picture: Picture, head: list[str], rows: list[str], credit: str | None) -> Sheet:
    """A4 with a photograph that may not be used."""
    items = [picture, *lines(head, 20, 172, 17.4, pt(42), weight="SemiBold", color=DEEP, tracking=-12),
             *lines(rows, 20, 214, 6.8, pt(13)), Logo(HORIZONTAL, 20, 253, 20),
             Text(SLOGAN, 190, 268.6, pt(13), "Medium", DEEP, "end")]
    if credit:
        items.append(Text(credit, 20, 147, pt(6.5), color=SLATE))
    return Sheet(*A4, WHITE, items, " ".join(head))


def workshop_flyer() -> Sheet:
    """The logo saved from a web page, ninety pixels high."""
    items = [Rect(0, 0, 210, 128, LAGOON), Outline(disc(150, 64, 38), LAMP), Outline(disc(94, 82, 20), SAND),
             *lines(["Xưởng gốm", "cuối tuần"], 20, 164, 17.4, pt(42), weight="SemiBold", color=DEEP, tracking=-12),
             *lines(["Thứ Bảy hằng tuần, 14:00–17:00", "Nhà Văn hóa thanh niên, phòng 2"], 20, 206, 6.8, pt(13)),
             Logo(HORIZONTAL, 20, 246, 24, pixels=90)]
    return Sheet(*A4, WHITE, items, "Xưởng gốm cuối tuần")


def name_card() -> Sheet:
    """The frame cut off the last letter."""
    items = [Logo(HORIZONTAL, 16, 16, 15, keep=0.86), Text("Trần Quốc Vượng", 16, 50, pt(10), "SemiBold", DEEP),
             Text("Chuyên viên, Phòng Văn hóa và Thông tin", 16, 55.4, pt(7.5), "Regular", SLATE)]
    return Sheet(96, 68, "mm", WHITE, items, "Danh thiếp")


def photo_ground_card() -> Sheet:
    """The logo straight on a photograph, without a plate."""
    return Sheet(210, 140, "mm", WHITE, [Picture(PHOTOS / "sun-over-hills.jpg", 0, 0, 210.1, pixels=1800),
                                         Logo("vung-tau/horizontal-reversed-vi", 24, 96, 20)], "Chào ngày mới")


def purple_flyer() -> Sheet:
    """A festival in colours of its own."""
    items = [Outline(disc(150, 92, 88), "#7A2FA8"), Outline(disc(64, 132, 46), "#F02D8A"),
             Outline(disc(96, 52, 17), "#B8E62E"),
             *lines(["Lễ hội", "ánh sáng"], 20, 208, 17.4, pt(42), weight="SemiBold", color="#7A2FA8", tracking=-12),
             Text("Công viên Bãi Trước, 31.12.2024, 20:00", 20, 238, pt(13)), Logo(HORIZONTAL, 20, 255, 19)]
    return Sheet(*A4, WHITE, items, "Lễ hội ánh sáng")


def materials() -> list[Material]:
    """All for print that fails."""
    def one(name: str, vi: str, en: str, sheet: Sheet, rule: str, **how) -> Material:
        return Material(name, vi, en, [sheet], ((rule, "violation", 1),), **how)
    market = photo_flyer(Picture(bokeh, 0, 0, 210), ["Chợ đêm", "bên cầu cảng"],
                         ["Mỗi tối thứ Sáu và thứ Bảy, 18:00–23:00", "Đường Trần Phú, lối vào phía cầu cảng"], None)
    regatta = photo_flyer(Picture(PHOTOS / "sailing-regatta-2023.jpg", 0, 0, 210), ["Mùa thuyền buồm", "trở lại"],
                          ["14–16.3.2025, Bãi Sau", "Khán đài mở cửa từ 7:00"], "Minh họa: brandkit")
    return [
        one("fail-stretched-flyer.pdf", "Tờ rơi, biểu trưng bị kéo ngang 8%", "Flyer, logo stretched by 8%",
            running_flyer(), "stretched-logo"),
        one("fail-rotated-certificate.pdf", "Giấy khen, biểu trưng đặt nghiêng 4°", "Certificate, logo rotated by 4°",
            certificate(), "rotated-logo"),
        one("fail-old-logo-notice.png", "Thông báo quét, biểu trưng cũ", "Scanned notice, superseded logo",
            old_notice(), "outdated-logo", dpi=150, after=scanned),
        one("fail-crowded-poster.png", "Áp phích, chữ và vạch lấn vào khoảng trống của biểu trưng",
            "Poster, text and a bar in the clear space", crowded_poster(), "crowded-logo", dpi=150),
        one("fail-no-logo-announcement.pdf", "Thông báo thiếu biểu trưng", "Announcement without the logo",
            swimming_announcement(), "missing-logo"),
        one("fail-altered-slogan.pdf", "Áp phích, khẩu hiệu mất một dấu", "Poster, one mark of the slogan lost",
            slogan_poster(), "altered-slogan"),
        one("fail-small-logo-brochure.pdf", "Tờ gấp, biểu trưng cao 9 mm", "Brochure, logo 9 mm high",
            recycling_brochure(), "undersized-logo"),
        one("fail-uncataloged-photo.pdf", "Tờ rơi, ảnh ngoài kho", "Flyer, photo from outside the catalog",
            market, "uncataloged-photo"),
        one("fail-expired-photo.pdf", "Tờ rơi, ảnh hết quyền sử dụng", "Flyer, rights of the photo have ended",
            regatta, "expired-photo-rights"),
        one("fail-blurry-logo-flyer.pdf", "Tờ rơi, biểu trưng 95 ppi", "Flyer, logo at 95 ppi", workshop_flyer(),
            "blurry-logo"),
        one("fail-cropped-logo-card.pdf", "Danh thiếp, biểu trưng bị cắt", "Name card, logo cut off", name_card(),
            "cropped-logo"),
        one("fail-logo-on-photo.pdf", "Thiệp, biểu trưng đặt thẳng lên ảnh", "Card, logo straight on a photo",
            photo_ground_card(), "unapproved-background"),
        one("fail-off-palette-flyer.pdf", "Tờ rơi, màu ngoài bảng màu", "Flyer, colors off the palette",
            purple_flyer(), "off-palette-color"),
    ]
