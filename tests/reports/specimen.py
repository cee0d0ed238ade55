"""A drawn poster and a report of it with a finding of every rule, made by hand: what the renderings are tested on."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from PIL import Image, ImageDraw

from brandkit.brand import parse_brand
from brandkit.document import Page
from brandkit.findings import (
    Clearance,
    ColorMatch,
    ErrorBars,
    Finding,
    Ground,
    MaterialReport,
    Measure,
    Report,
    Sighting,
    at_least,
    at_most,
    between,
    inapplicable,
    needs_review,
    passed,
    violation,
)
from brandkit.geometry import Affine, Box, compose, quad_of, rotation, scaling, translation
from brandkit.messages import say

PROFILE = """
name = { vi = "Thành phố Vũng Tàu", en = "Vũng Tàu City" }
profile = "city"
version = "2022.1"
[decision]
number = "1234/QĐ-UBND"
title = { vi = "Quy chế sử dụng bộ nhận diện", en = "Rules for the use of the identity" }
date = 2022-06-15
valid_from = 2022-07-01
[[colors]]
key = "deep-sea"
name = { vi = "Biển sâu", en = "Deep sea" }
hex = "#0B3C5D"
role = "primary"
[[colors]]
key = "sail"
name = { vi = "Cánh buồm", en = "Sail" }
hex = "#F2A541"
role = "accent"
"""
TITLE = {"vi": "Biểu trưng thành phố Vũng Tàu", "en": "Vũng Tàu city logo"}
SLOGAN = {"vi": "Khẩu hiệu thành phố", "en": "City slogan"}
CLAUSE = {"vi": "Quyết định 1234/QĐ-UBND, điều 6 khoản 2", "en": "Decision 1234/QĐ-UBND, article 6(2)"}
WIDTH, HEIGHT = 842.0, 1191.0
MADE_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


_Known = dict[str, Any]


def placed(angle: float, x: float, y: float, width: float, height: float) -> Affine:
    """An artboard of 300 × 100 on the page, turned about its top left corner."""
    return compose(translation(x, y), compose(rotation(angle), scaling(width / 300, height / 100)))


def logo(id_: int, matrix: Affine, **details) -> Sighting:
    quad = quad_of(matrix, 300, 100)
    known = _Known(
        page=1, kind="logo", asset="vung-tau", version=2, variant="horizontal-full-color-vi", title=TITLE,
        certainty="certain", method="structure", quad=quad, ink=quad, height=50.0, height_mm=17.6, matrix=matrix,
        vector=True, file="ab" * 32, errors=ErrorBars(), ground=Ground("#FFFFFF", 0.4, "flat"),
        clearance=Clearance(40, 40, 6, 40, 40, Box(580, 95, 200, 30)),
        colors=(ColorMatch("#0B3C5D", "#0B3C5D", 0.3, 0.8), ColorMatch("#F2A541", "#F2A641", 0.6, 0.2)),
    )  # fmt: skip
    return Sighting(id_, **{**known, **details})


@cache
def poster() -> bytes:
    """The poster as PNG, 842 × 1191: three marks, a headline, a picture."""
    image = Image.new("RGB", (int(WIDTH), int(HEIGHT)), "#F6F1E7")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 420, WIDTH, 900), fill="#0E6E8C")
    draw.ellipse((560, 470, 700, 610), fill="#F2C14E")
    for step in range(6):
        draw.arc((-200 + 40 * step, 640 + 30 * step, 900 + 40 * step, 1000 + 30 * step), 200, 340, "#D9EEF2", 4)
    for s in sightings()[:3]:
        draw.polygon(list(s.quad), fill="#0B3C5D")
    draw.rectangle((580, 95, 780, 125), fill="#333333")
    draw.rectangle((70, 1000, 560, 1040), fill="#0B3C5D")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@cache
def sightings() -> tuple[Sighting, ...]:
    return (
        logo(0, placed(0, 420, 90, 154, 50), stretch=1.0267, colors=(ColorMatch("#0B3C5D", "#1F7A3A", 38.2, 0.8),)),
        logo(1, placed(5.0, 90, 110, 150, 50), rotation_deg=5.0),
        logo(2, placed(0, 90, 300, 75, 25), height=25.0, height_mm=8.8, certainty="possible", method="pixels",
             reason="too-small", errors=ErrorBars(0.03, 0.8, 0.5, 0.4, 2.0), vector=False, ppi=96.0, scale_px=33.0),
        logo(3, placed(0, 70, 1000, 490, 40), kind="slogan", asset="slogan", title=SLOGAN, variant="vi",
             text="Vũng Tầu – nơi biển hát", colors=()),
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    upright, turned, small, slogan = sightings()
    page = pages()[0]
    zone = [[407.5, 77.5], [586.5, 77.5], [586.5, 152.5], [407.5, 152.5]]
    ink = [list(p) for p in upright.quad]
    take = "vung-tau:horizontal-full-color-vi"
    made = (
        ("crowded-logo", "serious", violation(
            upright, say("{title} has {free:.0%} of its height free; it needs {needed:.0%}.", title=TITLE, free=0.12,
                         needed=0.25),
            measured=Measure(0.12, "logo heights"), allowed=at_least(0.25), use_instead=take,
            evidence={"zone": zone, "ink": ink, "needed": 12.5, "intruder": [580, 95, 200, 30],
                      "sides": {"left": 40, "top": 40, "right": 6, "bottom": 40}},
            remedy=say("Keep a border of {needed:.0%} of its height free of text, pictures and edges.", needed=0.25))),
        ("stretched-logo", "critical", violation(
            upright, say("{title} is {by:.1%} too wide for its height.", title=TITLE, by=0.0267),
            measured=Measure(1.0267, "ratio"), allowed=between(0.985, 1.015), use_instead=take,
            evidence={"ghost": [[422, 89.3], [572, 89.3], [572, 140.7], [422, 140.7]]},
            remedy=say("Place it again and scale it by a corner, with proportions locked."))),
        ("recolored-logo", "critical", violation(
            upright, say("The green of {title} is not its own.", title=TITLE), measured=Measure(38.2, "dE"),
            allowed=at_most(3.0), use_instead=take,
            evidence={"chips": [{"expected": "#0B3C5D", "measured": "#1F7A3A", "delta_e": 38.2, "share": 0.8}]},
            remedy=say("Take the approved file; do not recolour it."))),
        ("rotated-logo", "critical", violation(
            turned, say("{title} is turned by {by:.1f}°.", title=TITLE, by=5.0), measured=Measure(5.0, "deg"),
            allowed=between(-0.5, 0.5), use_instead=take, evidence={"angle_deg": 5.0, "pivot": [160, 150]},
            remedy=say("Set its rotation to {angle:.0f}°.", angle=0))),
        ("undersized-logo", "serious", needs_review(
            small, say("{title} is {height:.1f} mm high; the least is {least:.0f} mm.", title=TITLE, height=8.8,
                       least=15),
            reason="too-small", measured=Measure(8.8, "mm", 0.4), allowed=at_least(15.0),
            evidence={"height_mm": 8.8, "min_mm": 15})),
        ("altered-slogan", "critical", violation(
            slogan, say("{title} is written “{found}”; approved is “{expected}”.", title=SLOGAN,
                        found="Vũng Tầu – nơi biển hát", expected="Vũng Tàu – nơi biển hát"),
            measured=Measure(1, "count"), allowed=at_most(0),
            evidence={"expected": "Vũng Tàu – nơi biển hát", "found": "Vũng Tầu – nơi biển hát", "marks": [[6, 7]]},
            remedy=say("Copy the approved text: “{text}”", text="Vũng Tàu – nơi biển hát"))),
        ("outdated-logo", "critical", passed(upright, say("{title} is the current version.", title=TITLE),
                                             measured=Measure("2026-03-02", "date"), allowed=at_least("2022-07-01"))),
        ("off-palette-color", "moderate", violation(
            page, say("{share:.0%} of the coloured area of page {page} is off the palette, most of it {hex}.",
                      share=0.31, page=1, hex="#0E6E8C"),
            measured=Measure(0.69, "share"), allowed=at_least(0.95),
            evidence={"chips": [{"expected": "#0B3C5D", "measured": "#0E6E8C", "delta_e": 21.4, "share": 0.3}]})),
        ("uncataloged-photo", "serious", violation(
            page, say("A photograph on page {page} is not in the catalog.", page=1), box=Box(0, 420, 842, 480),
            measured=Measure(1, "count"), allowed=at_most(0), evidence={"photographic": 0.97, "picture": "p1"})),
        ("mirrored-logo", "critical", passed(turned, say("{title} is not mirrored.", title=TITLE),
                                             measured=Measure(1, "sign"), allowed=at_least(1))),
        ("expired-photo-rights", "critical", inapplicable(say("Nothing on this material to judge by this rule."))),
        ("wrong-variant", "serious", Finding("error", say("The rule could not be run: {error}.", error="KeyError"),
                                             reason="rule-error")),
        ("blurry-logo", "serious", replace(
            violation(small, say("{title} is blurred.", title=TITLE), measured=Measure(96, "ppi"),
                      allowed=at_least(300)),
            waived={"by": "Nguyễn Thị Hoà", "reason": "bản in thử", "until": "2026-06-30"})),
    )  # fmt: skip
    return tuple(replace(f, rule=rule, severity=severity, clause=CLAUSE) for rule, severity, f in made)


def pages() -> tuple[Page, ...]:
    return (Page(1, WIDTH, HEIGHT, "pt"), Page(2, WIDTH, HEIGHT, "pt"))


def material(name: str = "áp phích lễ hội.pdf", **changes) -> MaterialReport:
    known = _Known(
        name=name, sha256="c0ffee00" * 8, media_type="application/pdf", verdict="violation", score=41.7, decided=8,
        applicable=11, pages=pages(), sightings=sightings(), findings=findings(),
    )  # fmt: skip
    return MaterialReport(**{**known, **changes})


def clean_material(name: str = "thiệp mời.png") -> MaterialReport:
    right = tuple(f for f in findings() if f.outcome == "pass")
    page = Page(1, 1200.0, 630.0, "px", None, raster_only=True)
    return material(name, media_type="image/png", verdict="pass", score=100.0, decided=2, applicable=2,
                    pages=(page,), sightings=sightings()[:1], findings=right)  # fmt: skip


def report(*materials: MaterialReport) -> Report:
    return Report(MADE_AT, parse_brand(PROFILE.encode("utf-8")), materials or (material(),))


SVG_LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path fill="#0B3C5D" d="M0 0h300v100H0z"/>'
    b'<circle cx="50" cy="50" r="30" fill="#F2A541"/></svg>'
)


class Pictures:
    """Illustrations of the specimen: the poster for every first page, one approved file."""

    def page(self, report: int, number: int) -> bytes | None:
        return poster() if number == 1 else None

    def asset(self, slug: str, variant: str | None) -> tuple[bytes, str] | None:
        return (SVG_LOGO, "image/svg+xml") if slug == "vung-tau" else None
