"""A made-up town's identity for cases that are values: logos, a slogan, photographs in every state of rights."""

from __future__ import annotations

from datetime import date

from brandkit.assets import Asset, File, Release, Rights, Version
from brandkit.brand import Brand, Identity, LogoUse, PaletteColor, Words

TODAY = date(2026, 11, 23)
NAVY, FLAME, SAND, WHITE = "#0A2A4A", "#E25A0B", "#F6F1E7", "#FFFFFF"

LOGO_VARIANTS = (
    "horizontal-full-color-vi",
    "horizontal-reversed-vi",
    "horizontal-mono-black-vi",
    "icon-full-color",
    "icon-reversed",
)


def palette_color(key: str, hex_: str, role: str, cmyk: tuple[float, ...] | None = None) -> PaletteColor:
    return PaletteColor(key=key, name=Words(vi=key), hex=hex_, role=role, cmyk=cmyk)


PROFILE = Brand(
    name=Words(vi="Thị trấn Cảng", en="Harbour Town"),
    profile="town",
    version="1",
    colors=(
        palette_color("navy", NAVY, "primary", (100, 82, 42, 46)),
        palette_color("flame", FLAME, "accent"),
        palette_color("sand", SAND, "ground"),
        palette_color("white", WHITE, "ground"),
    ),
    logo=LogoUse(required=("harbor",), allowed=("harbor", "guild", "harbor-1990")),
)


def master(variant: str, version: int) -> File:
    return File(variant, f"v{version}/{variant}.svg", f"{version}-{variant}", "image/svg+xml", 1000, 300.0, 100.0)


def version(number: int, variants: tuple[str, ...], **dates: object) -> Version:
    return Version(number, files=tuple(master(v, number) for v in variants), **dates)


def photo(slug: str, status: str = "approved", replaced_by: str = "", releases=(), **rights: object) -> Asset:
    name = slug.replace("-", " ")
    return Asset(
        slug,
        "photo",
        {"vi": f"Ảnh {name}", "en": f"Photo {name}"},
        status,
        rights=Rights(**rights),
        releases=releases,
        replaced_by=replaced_by,
        versions=(Version(1, "approved", files=(File("original", f"{slug}.jpg", slug, "image/jpeg", 9, 900, 600),)),),
    )


def model_release(**dates: date) -> tuple[Release, ...]:
    return (Release("model", "MR-7", **dates),)


ASSETS = (
    Asset(
        "harbor",
        "logo",
        {"vi": "Biểu trưng thị trấn", "en": "Town logo"},
        "approved",
        versions=(
            version(1, LOGO_VARIANTS[:1], status="superseded", valid_to=date(2022, 6, 30)),
            version(2, LOGO_VARIANTS, status="approved", valid_from=date(2022, 7, 1)),
            version(3, LOGO_VARIANTS[:1], status="draft"),
        ),
    ),
    Asset(
        "harbor-1990",
        "logo",
        {"vi": "Biểu trưng cũ", "en": "Old logo"},
        "superseded",
        replaced_by="harbor",
        versions=(version(1, LOGO_VARIANTS[:1], status="superseded"),),
    ),
    Asset(
        "guild",
        "logo",
        {"vi": "Biểu trưng hội nghề cá", "en": "Fishers' guild logo"},
        "approved",
        versions=(version(1, ("full-color",), status="approved", valid_from=date(2020, 1, 1)),),
    ),
    Asset(
        "jubilee",
        "logo",
        {"vi": "Biểu trưng lễ kỷ niệm", "en": "Jubilee logo"},
        "approved",
        versions=(version(1, ("full-color",), status="approved", valid_from=date(2027, 1, 1)),),
    ),
    Asset(
        "harbor-slogan",
        "slogan",
        {"vi": "Khẩu hiệu thị trấn", "en": "Town slogan"},
        "approved",
        text={"vi": "Vững ngọn đèn, rộng biển khơi", "en": "Steady light, open sea"},
        breaks={"vi": ("Vững ngọn đèn,", "rộng biển khơi")},
    ),
    Asset(
        "fair-slogan",
        "slogan",
        {"vi": "Khẩu hiệu hội chợ", "en": "Fair slogan"},
        "approved",
        text={"vi": "Chợ hòa vui bốn mùa"},
        case="any",
    ),
    photo("lighthouse", license="CC-BY-4.0"),
    photo("regatta", valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31), replaced_by="lighthouse"),
    photo("festival", valid_from=date(2027, 1, 1)),
    photo("withdrawn-pier", status="withdrawn"),
    photo("draft-pier", status="draft"),
    photo("fisherman", releases=model_release(date=date(2020, 1, 1), valid_to=date(2026, 1, 1))),
    photo("child", releases=model_release(date=date(2020, 1, 1), withdrawn=date(2026, 3, 1))),
    photo("market", releases=model_release(date=date(2020, 1, 1), valid_to=date(2030, 1, 1))),
    photo("domestic", territory=("VN",), media=("print", "web")),
)


def identity(profile: Brand = PROFILE, without: tuple[str, ...] = (), on: date = TODAY) -> Identity:
    """The town's identity; `without` leaves out assets of that kind."""
    return Identity(profile, {a.slug: a for a in ASSETS if a.kind not in without}, on)
