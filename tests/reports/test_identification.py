"""The page of an identification: what was seen, drawn and measured, in both languages; nothing judged, nothing run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from brandkit.findings import Report
from brandkit.geometry import Box, contains, intersection
from brandkit.reports import as_document, html
from brandkit.reports._drawing_of_sightings import drawing_of_sightings
from brandkit.reports._view import NARROW, WIDE, materials_of
from tests.reports import specimen
from tests.reports.test_html import HOSTILE, Page


def document(*materials, lang: str = "vi", **changes) -> dict:
    told = materials or (specimen.material(),)
    return as_document(replace(specimen.report(*told), **changes), lang, judged=False)


def rendered(told: dict | None = None, *, lang: str = "vi", pictures: object = None) -> str:
    return html.render(told or document(), lang=lang, illustrations=pictures or specimen.Pictures())


@pytest.fixture(scope="module")
def source() -> str:
    return rendered(document(specimen.material(), specimen.clean_material()))


@pytest.fixture(scope="module")
def page(source) -> Page:
    return Page(source)


def cards(source: str) -> list[str]:
    return re.findall(r'<li class="card .*?</li>', source, re.DOTALL)


def test_nothing_is_judged(source):
    text = "".join(Page(source).text)
    assert "Nhận ra 4 tài sản, trong đó 1 chưa chắc chắn" in text
    assert "4 assets seen, 1 of them not for certain" in text
    for word in ("lỗi cần sửa", "stretched-logo", "Điểm", "violation"):
        assert word not in text


def test_nothing_is_fetched_and_nothing_runs(source, page):
    for tag, attributes in page.tags:
        assert tag not in ("script", "iframe", "object", "embed", "link", "base", "form")
        assert "style" not in attributes and not [name for name in attributes if name.startswith("on")]
        for name in ("src", "href"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    assert not re.findall(r"url\((?!data:|#)", source)


def test_every_place_that_is_pointed_to_is_there_once(page):
    ids = page.ids()
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.all("a") + page.all("use") if a["href"].startswith("#")} <= set(ids)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_both_languages_are_inside(lang):
    page = Page(rendered(lang=lang))
    assert page.all("html") == [{"lang": lang}]
    marked = [a["class"] for tag, a in page.tags if tag == "span" and a.get("class") in ("vi", "en")]
    assert marked.count("vi") == marked.count("en") > 20


def test_a_card_tells_which_and_how_sure_and_each_measure_with_its_error():
    told = cards(rendered(lang="en"))[3 - 1]
    text = re.sub(r"\s+", " ", "".join(Page(told).text))
    assert "horizontal-full-color" in text
    assert "possible, measured in the picture" in text and "it is too small in this picture to be measured" in text
    assert re.search(r"Proportion\s*1[.,]\d{3} ± 0[.,]030", text)
    assert re.search(r"± 0[.,]80°", text)
    assert "mm ± 0" in text.replace("\u00a0", " ")


def test_a_stretch_known_from_structure_has_no_error_bar():
    told = Page(cards(rendered())[0])
    assert "±" not in "".join(told.text)


def test_a_slogan_shows_its_words():
    (slogan,) = [card for card in cards(rendered()) if "biển hát" in card]
    assert "Vũng Tầu – nơi biển hát" in slogan


def test_colors_stand_beside_each_other_with_their_difference():
    told = cards(rendered())[0]
    assert told.count('fill="#0B3C5D"') == 1 and told.count('fill="#1F7A3A"') == 1
    assert "38,2" in told


def test_what_was_superseded_names_its_successor_and_shows_that_file():
    report = document()
    report["reports"][0]["sightings"][0]["superseded_by"] = "vung-tau@3"
    told = cards(rendered(report))[0]
    assert "vung-tau@3" in told and "Đã được thay bằng" in told


def test_an_empty_material_is_told_in_a_plain_sentence():
    page = Page(rendered(document(specimen.material(sightings=()))))
    text = "".join(page.text)
    assert "Không thấy gì thuộc kho nhận diện" in text and "Nothing of the catalog was seen" in text
    assert "no proof that nothing is there" in text
    assert [a for a in page.all("use") if a["href"] == "#pic0-1"], "the page itself is shown"


def test_a_run_in_which_nothing_could_be_read_is_no_brand_check():
    failure = {"material": "hỏng.pdf", "code": "unreadable-material", "message": "hỏng.pdf: is empty", "advice": "…"}
    report = as_document(Report(specimen.MADE_AT, specimen.report().profile, ()), "en", judged=False, errors=(failure,))
    source = html.render(report, lang="en", judged=False)
    assert "hỏng.pdf" in source and "What is in a picture" in source and "Brand check" not in source


def test_hostile_text_stays_text():
    report = document(specimen.material(HOSTILE))
    for sighting in report["reports"][0]["sightings"]:
        sighting |= {"asset": HOSTILE, "variant": HOSTILE, "title": {"vi": HOSTILE, "en": HOSTILE}, "text": HOSTILE,
                     "superseded_by": HOSTILE, "reason": HOSTILE}  # fmt: skip
        sighting["colors"] = [{"expected": HOSTILE, "measured": HOSTILE, "delta_e": 1.0, "share": 1.0}]
    source = rendered(report)
    page = Page(source)
    assert not page.all("script") and not page.all("img") and source.count("</style>") == 1


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_tags_cover_neither_objects_nor_each_other(width):
    report = document()["reports"][0]
    numbered = list(enumerate(report["sightings"], start=1))
    drawing = drawing_of_sightings(report["pages"][0], numbered, width)
    tags = [Box(f.tag.x, f.tag.y, f.tag.width, 24.0) for f in drawing.findings]
    scale = drawing.page.w / specimen.WIDTH
    for _, sighting in numbered:
        xs, ys = zip(*(sighting["ink"] or sighting["quad"]), strict=True)
        thing = Box(drawing.page.x + min(xs) * scale, drawing.page.y + min(ys) * scale,
                    (max(xs) - min(xs)) * scale, (max(ys) - min(ys)) * scale)  # fmt: skip
        assert not [tag for tag in tags if intersection(tag, thing)]
    for index, tag in enumerate(tags):
        assert contains(drawing.frame, tag, slack=0.1)
        assert not any(intersection(tag, other) for other in tags[:index])


def test_a_turn_has_its_level_line_and_its_figure_and_what_is_level_has_none():
    shown = materials_of(document())[0].spreads[0].wide
    roles = {found.number: [stroke.role for stroke in found.strokes] for found in shown.findings}
    assert roles[1] == ["outline", "base"]
    assert roles[2] == ["outline", "base", "ghost", "arc", "line"]
    notes = {found.number: found.tag.notes for found in shown.findings}
    assert notes[1] == {} and notes[2] == {"vi": "5,00°", "en": "5.00°"}


def test_a_turn_within_its_error_is_not_drawn():
    report = document()
    turned = report["reports"][0]["sightings"][1]
    turned["errors"]["rotation_deg"] = 6.0
    shown = materials_of(report)[0].spreads[0].wide
    assert [stroke.role for stroke in shown.findings[1].strokes] == ["outline", "base"]


def test_the_possible_is_dashed_and_the_certain_is_not():
    page = Page(rendered())
    groups = [a["class"] for a in page.all("g") if (a.get("class") or "").startswith("mark k")]
    assert "mark k3 possible" in groups and "mark k1 certain" in groups
    assert re.search(r"\.possible path\.outline\{stroke-dasharray", rendered())


def test_the_same_document_gives_the_same_page(source):
    assert rendered(document(specimen.material(), specimen.clean_material())) == source
