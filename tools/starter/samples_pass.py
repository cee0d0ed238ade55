"""The samples that keep every rule: posters, flyers, posts, a banner, an invitation, a letter, a card."""

from __future__ import annotations

from samples_material import Material
from samples_sheet import CATALOG, PALETTE, Logo, Outline, Picture, Rect, Sheet, Text, disc, lines, pt, swell_band

DEEP, SUNRISE, LAGOON = PALETTE["deep-sea"], PALETTE["sunrise"], PALETTE["lagoon"]
LAMP, FOAM, WHITE, SAND = PALETTE["lamplight"], PALETTE["foam"], PALETTE["white"], PALETTE["sand"]
MIST, INK, SLATE, BLACK = PALETTE["mist"], PALETTE["ink"], PALETTE["slate"], PALETTE["black"]
PHOTOS = CATALOG / "photos"
SLOGAN = "Vững ngọn đèn, rộng biển khơi"


def poster() -> Sheet:
    """A3, a concert beside the lighthouse: moon, sea, three sizes of type."""
    items = [Outline(disc(203, 196, 68), LAMP),
             Outline(swell_band(-30, 327, 226, 9, 59.5, 300), LAGOON),
             Outline(swell_band(-62, 354.5, 250, 9, 59.5, 300), FOAM),
             Outline(swell_band(-18, 339, 273, 9, 59.5, 420), DEEP)]
    items += lines(["Đêm nhạc", "Hải Đăng"], 26, 66, 38, pt(100), weight="SemiBold", color=WHITE, tracking=-18)
    items += lines(["Thứ Bảy", "20.7.2024", "19:30"], 27, 150, 13.6, pt(29), weight="Medium", color=LAMP)
    items += [*lines(["Sân khấu ngoài trời", "Bãi Trước"], 27, 314, 10.4, pt(22), weight="Medium", color=WHITE),
              *lines(["Dàn nhạc giao hưởng trẻ, bốn giọng hát", "và tiếng sóng. Vào cửa tự do."], 148, 314, 8.6,
                     pt(17.5), color=FOAM),
              Logo("vung-tau/horizontal-reversed-vi", 27, 368, 24),
              Text(SLOGAN, 270, 386.5, pt(17.5), "Medium", WHITE, "end")]
    return Sheet(297, 420, "mm", DEEP, items, "Đêm nhạc Hải Đăng")


def festival_flyer() -> Sheet:
    """A4, one picture, one name, three facts."""
    items = [Picture(PHOTOS / "fishing-boats-at-dawn.jpg", 0, 0, 210, pixels=1800),
             Text("Minh họa: brandkit / CC BY 4.0", 20, 145.6, pt(6.5), color=SLATE)]
    items += lines(["Lễ hội", "Nghinh Ông"], 20, 170, 18.6, pt(46), weight="SemiBold", color=DEEP, tracking=-12)
    facts = [("Khi nào", ["18–20.9.2024", "(16–18.8 âm lịch)"]),
             ("Ở đâu", ["Lăng Ông Nam Hải,", "Bãi Trước, Bãi Sau"]),
             ("Có gì", ["Rước Ông trên biển,", "hát bả trạo, lắc thúng"])]
    for i, (head, rows) in enumerate(facts):
        items += [Text(head, 20 + i * 62, 208, pt(11), "SemiBold", SUNRISE),
                  *lines(rows, 20 + i * 62, 215.4, 6.6, pt(12.5))]
    items += [Logo("vung-tau/horizontal-full-color-vi", 20, 253, 20),
              Text(SLOGAN, 190, 268.6, pt(13), "Medium", DEEP, "end")]
    return Sheet(210, 297, "mm", WHITE, items, "Lễ hội Nghinh Ông")


def reading_flyer() -> Sheet:
    """A4, a shelf of books in the colours of the palette."""
    logo = Logo("vung-tau/stacked-full-color-vi", 143, 32, 34, pixels=960)
    items = [*lines(["Ngày hội", "đọc sách"], 24, 56, 20.6, pt(50), weight="SemiBold", color=DEEP, tracking=-14), logo]
    spines = [(DEEP, 13, 118), (LAGOON, 9, 104), (SUNRISE, 16, 126), (FOAM, 7, 98), (DEEP, 10, 110), (LAMP, 18, 120),
              (LAGOON, 14, 130), (SUNRISE, 8, 101), (FOAM, 12, 115), (DEEP, 17, 123), (LAMP, 9, 96), (LAGOON, 12, 112)]
    x = 24.0
    for color, width, height in spines:
        items.append(Rect(x, 235 - height, width, height, color))
        x += width + 1.55
    items += [Rect(24, 235, 162, 1.2, INK),
              *lines(["Thư viện thành phố", "21.4.2024, từ 8:00 đến 17:00"], 24, 250, 6.6, pt(13), weight="Medium"),
              *lines(["Đổi sách cũ, gặp tác giả,", "góc kể chuyện cho bé."], 120, 250, 6.6, pt(13), color=SLATE)]
    return Sheet(210, 297, "mm", SAND, items, "Ngày hội đọc sách")


def earth_hour_post() -> Sheet:
    """1080 x 1350 px, a lamp going out."""
    items = [Outline(disc(742, 352, 232), LAMP), Outline(disc(648, 286, 210), DEEP),
             *lines(["Tắt đèn", "một giờ"], 114, 760, 138, 124, weight="SemiBold", color=WHITE, tracking=-14),
             Text("20:30–21:30, thứ Bảy 30.3", 120, 980, 40, "Medium", LAMP),
             Logo("vung-tau/horizontal-reversed-vi", 120, 1122, 108)]
    return Sheet(1080, 1350, "px", DEEP, items, "Giờ Trái Đất")


def appointment_banner() -> Sheet:
    """1200 x 400 px, the one-stop shop: one door, one step."""
    items = [Logo("mot-cua/horizontal-full-color-vi", 120, 136, 104),
             *lines(["Đặt lịch trước,", "khỏi chờ lâu"], 640, 156, 66, 54, weight="SemiBold", color=DEEP, tracking=-10),
             Rect(640, 266, 268, 60, DEEP), Text("Chọn giờ hẹn", 774, 304, 24, "SemiBold", WHITE, "middle"),
             Text("Thứ Hai đến thứ Sáu", 936, 304, 22, "Regular", SLATE)]
    return Sheet(1200, 400, "px", MIST, items, "Đặt lịch hẹn tại Bộ phận Một cửa")


def invitation() -> list[Sheet]:
    """Two sides of a long card: the mark alone, then the words."""
    front = Sheet(210, 99, "mm", SAND, [Logo("vung-tau/stacked-full-color-vi", 88.4, 33, 33)], "Thư mời")
    rows = ["Ủy ban nhân dân thành phố Vũng Tàu", "trân trọng kính mời quý vị đến dự"]
    back = [Text("Thư mời", 24, 27, pt(11), "SemiBold", SUNRISE), *lines(rows, 24, 38, 6.4, pt(11.5)),
            *lines(["Khai mạc triển lãm ảnh", "“Một ngày ở biển”"], 24, 58.5, 11, pt(24), weight="SemiBold", color=DEEP,
                   tracking=-8),
            Text("17:00 thứ Sáu, 5.7.2024", 24, 84, pt(11.5), "Medium"),
            Text("Nhà trưng bày, 4 Trần Phú", 128, 84, pt(11.5), "Medium"), Rect(24, 76, 162, 0.25, SLATE)]
    return [front, Sheet(210, 99, "mm", WHITE, back, "Thư mời")]


def postcard() -> Sheet:
    """A square card of the tourism office: one photograph and the line."""
    items = [Picture(PHOTOS / "lighthouse-at-dusk.jpg", 0, 0, 148, pixels=1800),
             Logo("vung-tau-tourism/horizontal-full-color-vi", 22, 116, 17),
             *lines(["Sớm đón nắng,", "chiều nghe sóng"], 130, 121.6, 6, pt(11.5), weight="Medium", color=DEEP,
                    anchor="end"),
             Text("Minh họa: brandkit / CC BY 4.0", 130, 133, pt(6), "Regular", INK, "end")]
    return Sheet(148, 148, "mm", WHITE, items, "Bưu thiếp Vũng Tàu")


def letter() -> Sheet:
    """A4, an open letter under the black mark."""
    body = ["Kính gửi bà con phường Thắng Tam,", "",
            "Từ ngày 1 tháng 8, vỉa hè đường Thùy Vân được sửa lại từ đoạn cổng số 1 đến cổng",
            "số 6. Công việc chia làm ba đợt, mỗi đợt không quá hai tuần. Lối vào nhà và cửa",
            "hàng luôn được giữ thông; ban đêm có đèn báo và người trực.", "",
            "Cây bóng mát được giữ nguyên. Gạch lát mới nhám hơn, có lối cho người khiếm thị,",
            "có chỗ dốc cho xe lăn và xe đẩy. Chỗ để xe máy tạm thời ở bãi đất trống cạnh", "cổng số 3.", "",
            "Mọi ý kiến xin gửi về Bộ phận Một cửa của phường hoặc gọi 0254 000 000 trong giờ",
            "làm việc. Chúng tôi trả lời trong ba ngày.", "", "Trân trọng cảm ơn bà con."]
    items = [Logo("vung-tau/horizontal-mono-black-vi", 25, 24, 17),
             Text("Vũng Tàu, ngày 15 tháng 7 năm 2024", 185, 74, pt(10.5), "Regular", SLATE, "end"),
             Text("Thư ngỏ về việc sửa vỉa hè đường Thùy Vân", 25, 96, pt(17), "SemiBold", BLACK, tracking=-5),
             *[t for t in lines(body, 25, 112, 7, pt(11), color=BLACK) if t.text],
             Text("Ủy ban nhân dân phường Thắng Tam", 185, 222, pt(11), "SemiBold", BLACK, "end"),
             Rect(25, 268, 160, 0.25, SLATE),
             Text("100 Hoàng Hoa Thám, phường Thắng Tam", 25, 275, pt(8.5), color=SLATE),
             Text("thangtam.example.vn", 185, 275, pt(8.5), "Regular", SLATE, "end")]
    return Sheet(210, 297, "mm", WHITE, items, "Thư ngỏ về việc sửa vỉa hè đường Thùy Vân")


def harbor_walk() -> Sheet:
    """A5 in English: a walk along the water, drawn as a diagram."""
    stops = [("Front Beach", "start at the ferry landing", 0), ("Villa Blanche", "1.1 km", 26),
             ("Lighthouse road", "2.4 km", 52), ("Nghinh Phong Cape", "3.6 km, best at dusk", 78)]
    items = [*lines(["An hour", "by the water"], 18, 36, 15.4, pt(36), weight="SemiBold", color=DEEP, tracking=-12),
             Rect(20.2, 74, 1.6, 78, LAGOON)]
    for name, note, y in stops:
        items += [Outline(disc(21, 74 + y, 3.2), SUNRISE), Text(name, 32, 73.4 + y, pt(13), "SemiBold", INK),
                  Text(note, 32, 79.4 + y, pt(10), "Regular", SLATE)]
    items += [Logo("vung-tau/horizontal-full-color-en", 18, 176, 16),
              Text("Steady light, open sea", 130, 190, pt(9.5), "Medium", DEEP, "end")]
    return Sheet(148, 210, "mm", SAND, items, "An hour by the water")


def materials() -> list[Material]:
    """All that passes."""
    return [
        Material("pass-poster-a3.png", "Áp phích A3 đêm nhạc", "A3 concert poster", [poster()], dpi=150),
        Material("pass-flyer-vector.pdf", "Tờ rơi A4, biểu trưng vectơ", "A4 flyer, vector logo", [festival_flyer()]),
        Material("pass-flyer-raster.pdf", "Tờ rơi A4, biểu trưng PNG", "A4 flyer, PNG logo", [reading_flyer()]),
        Material("pass-social-post.jpg", "Bài đăng mạng xã hội", "Social media post", [earth_hour_post()], quality=85),
        Material("pass-web-banner.svg", "Băng rôn web của Bộ phận Một cửa", "Web banner of the one-stop shop",
                 [appointment_banner()], profile="one-stop-shop"),
        Material("pass-invitation.pdf", "Thư mời hai mặt", "Two-sided invitation", invitation()),
        Material("pass-postcard.png", "Bưu thiếp du lịch", "Tourism postcard", [postcard()], profile="tourism",
                 dpi=300),
        Material("pass-letter.pdf", "Thư ngỏ, biểu trưng đen", "Open letter, black logo", [letter()]),
        Material("pass-harbor-walk.pdf", "Tờ hướng dẫn tiếng Anh khổ A5", "A5 guide in English", [harbor_walk()]),
    ]
