"""Sentences that lines are drawn from: made up for this, no slogan of anybody.

Margins were chosen on TUNE alone. On SEEN, which was reported at first, three faults of finding lines were found and
mended; REPORTED were written afterwards.
"""

TUNE = (
    "Phố nhỏ bên sông, chợ phiên ngày hội",
    "Gió lên từ biển, buồm về đúng hẹn",
    "Mỗi sớm một bình minh mới",
    "Giữ lửa làng nghề, mở đường ra bể",
    "Thành phố của những cây cầu",
    "Đất lành chim đậu, nước lặng thuyền neo",
    "Vườn trẻ cười vang, mái trường rợp bóng",
    "Nghe rừng kể chuyện ngàn năm",
    "Trọn nghĩa hải đảo, thắm tình đất liền",
    "Fresh wind, fair harbor",
    "Where the river meets the road",
    "Bright mornings, quiet nights",
)

SEEN = (
    "Bến đỗ của những cánh buồm",
    "Một thành phố, ngàn sắc nắng",
    "Sóng hát ru bờ, đèn soi lối cũ",
    "Xanh từ núi, sáng đến khơi xa",
    "Cùng nhau giữ biển, mãi mãi yêu đời",
    "Chạm vào nắng gió, gặp lại bình yên",
    "Đường về rộng mở, lòng người ấm áp",
    "Nơi đất liền gửi lời chào đại dương",
    "Hẹn nhau mùa cá, kể chuyện trăng lên",
    "Bước chậm để thấy phố đẹp hơn",
    "Thuyền ra cửa biển, tiếng gọi ngày mới",
    "Sạch từng con hẻm, tươi cả mùa xuân",
    "Đón khách bằng nụ cười, tiễn bạn bằng lời hẹn",
    "Mặn mòi hạt muối, ngọt ngào câu ca",
    "Ngọn gió lành thổi suốt bốn mùa",
    "Dưới bóng hải đăng, trên đỉnh sóng bạc",
    "A lamp for every voyage",
    "Slow streets, wide water",
    "Come for the light, stay for the people",
    "Salt in the air, songs on the pier",
)

REPORTED = (
    "Nắng mới trên mái phố cũ",
    "Cửa mở ra khơi, lòng hướng về bờ",
    "Ngàn cánh tay, một mùa gặt lớn",
    "Học từ con sóng, lớn cùng quê hương",
    "Giữ sạch lối nhỏ, đẹp cả thành phố",
    "Mời bạn ở lại thêm một hoàng hôn",
    "Lặng nghe gió kể chuyện người đi biển",
    "Từ bến cảng này, những giấc mơ nhổ neo",
    "Chợ sớm đầy cá, chiều muộn đầy trăng",
    "Ấm một chén trà, gần thêm đôi bước",
    "Vững tay lái, sáng ngọn đèn",
    "Phố biển hiền hòa, nghĩa tình đậm sâu",
    "Trồng thêm bóng mát cho đường đến trường",
    "Đi giữa hàng dừa, về bên bếp lửa",
    "Kết nối yêu thương, dựng xây tương lai",
    "Tiếng chuông chiều ngân trên triền núi nhỏ",
    "Open water, open hearts",
    "Every tide brings a story home",
    "Work with the wind, rest by the shore",
    "One harbor, many journeys",
)

# What no catalog of these lines holds; the longest share a word or two with one of them.
OTHERS = (
    "Thông báo lịch tiếp công dân tháng bảy",
    "Giờ làm việc từ thứ hai đến thứ sáu",
    "Hội thi vẽ tranh thiếu nhi lần thứ năm",
    "Khuyến mãi lớn nhân dịp khai trương",
    "Nhà văn hóa phường tổ chức đêm nhạc",
    "Đăng ký tiêm chủng tại trạm y tế",
    "Bến xe phía đông tạm dừng đón khách",
    "Một ngàn cây xanh cho sân trường mới",
    "Opening hours of the public library",
    "Road closed for the harbor marathon",
    "Giải chạy bán đảo mở cổng lúc năm giờ",
    "Hướng dẫn phân loại rác tại nguồn",
)

_BASES = (
    "aàáảãạăằắẳẵặâầấẩẫậ", "eèéẻẽẹêềếểễệ", "iìíỉĩị", "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ", "dđ",
)  # fmt: skip


def with_one_wrong_mark(sentence: str, pick: int) -> str:
    """The sentence with one letter's mark replaced, added or dropped; `pick` chooses which and how."""
    places = [i for i, c in enumerate(sentence) if any(c.lower() in base[1:] for base in _BASES)]
    at = places[pick % len(places)]
    letter = sentence[at]
    base = next(base for base in _BASES if letter.lower() in base)
    others = [c for c in base if c != letter.lower()]
    other = others[(pick // len(places)) % len(others)]
    return sentence[:at] + (other.upper() if letter.isupper() else other) + sentence[at + 1 :]
