"""The page: complete in one file, inert, in both languages, and nothing in it that the document lacks."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from brandkit.reports import as_document, html
from tests.reports import specimen

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}</style>"""


class Page(HTMLParser):
    """Every start tag with its attributes, and all text."""

    def __init__(self, source: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.tags if a.get("id")]


def rendered(*materials, lang: str = "vi", pictures: object = None) -> str:
    document = as_document(specimen.report(*materials), lang)
    return html.render(document, lang=lang, illustrations=pictures or specimen.Pictures())


@pytest.fixture(scope="module")
def source() -> str:
    return rendered(specimen.material(), specimen.clean_material())


@pytest.fixture(scope="module")
def page(source) -> Page:
    return Page(source)


def test_nothing_is_fetched_and_nothing_runs(source, page):
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "object", "embed", "link", "base", "form")
        assert "style" not in attributes, "inline styles are against the page's own policy"
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href", "xlink:href", "srcset", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    assert not re.findall(r"url\((?!data:|#)", source)
    assert "@import" not in source


def test_the_policy_allows_this_style_sheet_and_no_other(source, page):
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy and "unsafe" not in policy


def test_every_place_that_is_pointed_to_is_there_once(page):
    ids = page.ids()
    assert len(ids) == len(set(ids))
    targets = {a[name][1:] for _, a in page.tags for name in ("href",) if (a.get(name) or "").startswith("#")}
    assert targets <= set(ids)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_both_languages_are_inside_and_the_chosen_one_is_shown(lang):
    page = Page(rendered(lang=lang))
    assert page.all("html") == [{"lang": lang}]
    radios = {a["id"]: "checked" in a for a in page.all("input") if a.get("name") == "language"}
    assert radios == {"to-vi": lang == "vi", "to-en": lang == "en"}
    marked = [a for tag, a in page.tags if tag == "span" and a.get("class") in ("vi", "en")]
    assert all(a["lang"] == a["class"] for a in marked)
    assert sum(a["class"] == "vi" for a in marked) == sum(a["class"] == "en" for a in marked) > 40


def test_each_finding_has_its_card_and_its_tag_on_both_drawings(page):
    cards = [a["id"] for a in page.all("li") if "card" in (a.get("class") or "").split()]
    assert cards == [f"f0-{number}" for number in range(1, 10)]
    tags = [a["href"] for a in page.all("a") if "tag" in (a.get("class") or "").split()]
    assert sorted(tags) == sorted(2 * [f"#{card}" for card in cards])


def test_measured_allowed_clause_and_remedy_are_told(page):
    text = "".join(page.text)
    clause = "Quyết định 1234/QĐ-UBND, điều 6 khoản 2"
    for words in ("1,027", "0,985–1,015", clause, "#1F7A3A", "12,0\u00a0%\u00a0chiều\u00a0cao"):
        assert words in text
    assert "7 lỗi cần sửa trước khi phát hành" in text
    assert "7 faults to mend before this goes out" in text


def test_wrong_letters_are_marked_and_only_those(source):
    assert re.findall(r"<mark>(.*?)</mark>", source) == ["ầ"]


def test_hostile_text_stays_text():
    document = as_document(specimen.report(specimen.material(HOSTILE)), "vi")
    report = document["reports"][0]
    for finding in report["findings"]:
        for lang in ("vi", "en"):
            finding["texts"][lang] = dict.fromkeys(("message", "remedy", "clause"), HOSTILE)
        finding["evidence"] |= {"found": HOSTILE, "expected": HOSTILE, "marks": [[0, 5]]}
        finding["use_instead"] = HOSTILE
        finding["waived"] = {"by": HOSTILE, "reason": HOSTILE, "until": HOSTILE} if finding["waived"] else None
        for chip in finding["evidence"].get("chips", ()):
            chip["measured"] = HOSTILE
    for sighting in report["sightings"]:
        sighting |= {"asset": HOSTILE, "variant": HOSTILE, "title": {"vi": HOSTILE, "en": HOSTILE}, "text": HOSTILE}
    document["brand"]["names"] = {"vi": HOSTILE, "en": HOSTILE}
    document["brand"]["colors"][0]["hex"] = "red}body{background:url(//x)"
    document["errors"] = [dict.fromkeys(("material", "code", "message", "advice"), HOSTILE)]
    source = html.render(document, lang="vi", illustrations=specimen.Pictures())
    page = Page(source)
    assert not page.all("script") and not page.all("img")
    assert "//x" not in re.search(r"<style>(.*?)</style>", source, re.DOTALL)[1]
    assert "{{7*7}}" in "".join(page.text) and "49'" not in source
    assert source.count("</style>") == 1


def test_without_pictures_the_page_is_drawn_as_a_blank_sheet():
    class Nothing:
        def page(self, report, number):
            return None

        def asset(self, slug, variant):
            return None

    page = Page(rendered(pictures=Nothing()))
    assert not page.all("image")
    assert [a for a in page.all("rect") if a.get("class") == "paper"]
    assert [a for a in page.all("path") if a.get("class") == "outline"]


def test_a_page_picture_is_held_once_however_often_it_is_shown(source):
    assert source.count(base64.b64encode(specimen.poster()[:300]).decode("ascii")[:300]) == 2  # one for each material


def test_bytes_that_are_no_picture_are_not_shown():
    class Odd(specimen.Pictures):
        def page(self, report, number):
            return b"<svg onload='alert(1)'/>"

    assert "onload" not in rendered(pictures=Odd())


def test_the_brand_s_colour_is_the_accent_and_can_be_read():
    light, dark = html.accents([{"role": "primary", "hex": "#0B3C5D"}])
    assert light == "#0B3C5D"
    assert html.color.contrast_hex(dark, html.DARK) >= 4.5
    light, _ = html.accents([{"role": "primary", "hex": "#FFE94A"}])
    assert html.color.contrast_hex(light, html.LIGHT) >= 4.5
    assert html.accents([])[0] == html.NEUTRAL_ACCENT


def test_several_materials_begin_with_an_overview(page):
    text = "".join(page.text)
    assert "1 trong 2 tài liệu có lỗi cần sửa" in text
    assert {"#m0", "#m1"} <= {a.get("href") for a in page.all("a")}
