"""The report as one HTML file: the page with its faults drawn on it, in both languages, nothing fetched, no script.

An identification, which judges nothing, is the same page with what was seen drawn on it.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandkit import color
from brandkit.messages import LANGUAGES, Message, shown
from brandkit.reports import _facts_of_sightings as facts
from brandkit.reports import _figures as figures
from brandkit.reports import _labels_of_page as labels
from brandkit.reports import _view as view
from brandkit.reports import _words as words
from brandkit.reports._pictures import approved_files, approved_name, page_addresses
from brandkit.text import NBSP

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from brandkit.reports import Illustrations

suffix = ".html"
media_type = "text/html; charset=utf-8"

Json = dict[str, Any]
HERE = Path(__file__).parent
STATIC = HERE / "static"
WEIGHTS = {400: "Regular", 600: "SemiBold"}
# Accent where the profile has no palette, and grounds against which an accent must be read.
NEUTRAL_ACCENT, LIGHT, DARK = "#3A3733", "#FAF9F6", "#171614"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_UNIT_SPACE = re.compile(r"(?<=\d) (?=(?:mm|cm|px|pt|ppi|dpi|kB|MB)\b|%|×|°)")


def render(document: Json, *, lang: str, illustrations: Illustrations | None = None, judged: bool = True) -> str:
    """The document as one self-contained page that opens in `lang` and holds both languages.

    `judged` need only be told (False) of an identification in which nothing could be read.
    """
    from markupsafe import Markup

    materials = view.materials_of(document)
    style = style_of(document, materials)
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    judged = judged and all("verdict" in report for report in document["reports"])
    page: str = _environment().get_template("report.html.j2" if judged else "identification.html.j2").render(
        document=document,
        lang=lang,
        purpose="check" if judged else "identification",
        skip="skip" if judged else "skip_to_seen",
        materials=materials,
        style=Markup(style),
        style_sha256=digest,
        pictures=page_addresses(document, illustrations),
        approved=approved_files(document, illustrations),
        title=_title(document, lang, judged=judged),
    )
    return page


def style_of(document: Json, materials: tuple[view.Material, ...]) -> str:
    """The style sheet: fonts, accent of the brand, the page's own rules, and what lights up with what."""
    light, dark = accents(document["brand"]["colors"])
    accent = (
        f":root{{--accent:{light};--on-paper:{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}\n"
    )
    return "\n" + font_faces() + accent + _sheet() + "".join(_links(material) for material in materials)


def accents(colors: list[Json]) -> tuple[str, str]:
    """The brand's primary colour, darkened and lightened until it reads 4.5 : 1 on the light and the dark ground."""
    ranked = sorted(colors, key=lambda c: c["role"] != "primary")
    chosen = next((c["hex"] for c in ranked if _HEX.match(c["hex"])), NEUTRAL_ACCENT)
    return _readable(chosen, LIGHT, "#000000"), _readable(chosen, DARK, "#FFFFFF")


def _readable(chosen: str, ground: str, towards: str) -> str:
    start, end = color.parse_hex(chosen), color.parse_hex(towards)
    for step in range(21):
        mixed = color.to_hex([a + (b - a) * step / 20 for a, b in zip(start, end, strict=True)])
        if color.contrast_hex(mixed, ground) >= 4.5:
            return mixed
    return towards


def _links(material: view.Material) -> str:
    """A finding in the list and its mark on the page light each other."""
    rules = []
    for card in material.cards:
        here, mark, item = f"#m{material.index}", f".k{card.number}", f"#f{material.index}-{card.number}"
        rules.append(f"{here}:has({item}:is(:hover,:focus-within)) .drawing .mark:not({mark}){{opacity:.12}}")
        rules.append(f"{here}:has({item}:is(:hover,:focus-within)) .drawing {mark} .outline{{stroke-width:3}}")
        rules.append(f"{here}:has(a{mark}:is(:hover,:focus)) {item}{{background:var(--surface)}}")
    ratios = [
        f"#p{material.index}-{s.page['number']}{{--ratio:{s.wide.frame.w / s.wide.frame.h:.4f}}}"
        for s in material.spreads
    ]
    return "\n".join([*rules, *ratios, ""])


@cache
def font_faces() -> str:
    """The page's typeface as CSS that asks for nothing."""
    faces = []
    for weight, name in WEIGHTS.items():
        data = base64.b64encode((STATIC / f"BeVietnamPro-{name}.woff2").read_bytes()).decode("ascii")
        faces.append(
            "@font-face{font-family:'Be Vietnam Pro';font-style:normal;"
            f"font-weight:{weight};src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
        )
    return "".join(faces)


@cache
def _sheet() -> str:
    return (STATIC / "report.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        t=both,
        told=told,
        fig=lambda value, unit: both(_each(lambda lang: figures.figure(value, unit, lang))),
        limits=lambda f: both(_each(lambda lang: figures.limits(f["allowed"], f["measured"]["unit"], lang))),
        error=lambda f: both(_each(lambda lang: figures.uncertainty(f["measured"], lang))),
        day=lambda iso: both(_each(lambda lang: figures.day(iso, lang))),
        tells=figures.tells,
        svg_text=svg_text,
        marked_text=view.marked_text,
        facts_of=lambda seen, page: [(label, both(value)) for label, value in facts.facts_of(seen, page)],
        certainty_of=facts.certainty_of,
        reason_of_sight=facts.reason_of,
        color_error=lambda seen: both(_each(lambda lang: facts.color_error(seen, lang))),
        approved_name=approved_name,
        words=words,
        w=labels.LABELS,
        labels=labels,
    )
    return environment


def both(message: Message | Mapping[str, str] | str | None) -> Markup:
    """A text in both languages, each marked with its language; once when they agree."""
    from markupsafe import Markup, escape

    vi, en = (_set(shown(message, lang)) for lang in LANGUAGES)
    if vi == en:
        return escape(vi)
    return Markup('<span class="vi" lang="vi">{}</span><span class="en" lang="en">{}</span>').format(vi, en)


def told(finding: Json, key: str) -> Markup:
    """One of a finding's own texts in both languages."""
    return both({lang: finding["texts"][lang][key] or "" for lang in LANGUAGES})


def svg_text(texts: Mapping[str, str]) -> Markup:
    """The same inside a drawing."""
    from markupsafe import Markup, escape

    vi, en = (texts[lang] for lang in LANGUAGES)
    if vi == en:
        return escape(vi)
    return Markup('<tspan class="vi">{}</tspan><tspan class="en">{}</tspan>').format(vi, en)


def _each(tell: Any) -> dict[str, str]:
    return {lang: tell(lang) for lang in LANGUAGES}


def _set(text: str) -> str:
    """Figures keep their unit on the line."""
    return _UNIT_SPACE.sub(NBSP, text)


def _title(document: Json, lang: str, *, judged: bool) -> str:
    reports = document["reports"]
    if len(reports) == 1:
        name = reports[0]["material"]["name"]
        sentence = words.verdict_sentence(reports[0]) if judged else words.sight_sentence(reports[0])
        return f"{shown(sentence, lang)} · {name}"
    if not reports:
        return shown(labels.LABELS["check" if judged else "identification"], lang)
    return shown(words.overview_sentence(reports) if judged else words.overview_of_sights(reports), lang)
