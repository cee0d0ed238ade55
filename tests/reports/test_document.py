"""The document has the contract's keys in the contract's order, validates, and is the same for the same report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import jsonschema
import pytest

from brandkit.document import Page
from brandkit.findings import Measure, between, needs_review, passed
from brandkit.messages import say
from brandkit.reports import as_document, schema
from brandkit.reports import json as json_report
from tests.reports import specimen

FORMATS = jsonschema.Draft202012Validator.FORMAT_CHECKER


def validate(document: dict) -> None:
    jsonschema.Draft202012Validator(schema(), format_checker=FORMATS).validate(document)


@pytest.fixture
def document() -> dict:
    return as_document(specimen.report(), "vi")


def test_the_schema_itself_is_sound():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_report_with_every_outcome_validates(lang):
    validate(as_document(specimen.report(specimen.material(), specimen.clean_material()), lang))


def test_keys_stand_in_the_order_of_the_contract(document):
    assert list(document)[:3] == ["schema", "brandkit", "made_at"]
    report = document["reports"][0]
    assert list(report) == ["material", "verdict", "score", "coverage", "pages", "sightings", "findings"]
    assert list(document["brand"])[:4] == ["name", "profile", "version", "sha256"]
    assert list(report["pages"][0])[:5] == ["number", "width", "height", "unit", "dpi"]
    assert list(report["sightings"][0])[:19] == [
        *("id", "page", "kind", "asset", "version", "variant", "certainty", "method", "quad", "height", "height_mm"),
        *("rotation_deg", "stretch", "skew_deg", "mirrored", "visible", "colors", "text", "superseded_by"),
    ]
    assert list(report["findings"][0])[:13] == [
        *("rule", "outcome", "reason", "severity", "page", "sighting", "box", "measured", "allowed", "message"),
        *("remedy", "clause", "waived"),
    ]


def test_every_text_is_there_in_both_languages_and_in_the_chosen_one(document):
    english = as_document(specimen.report(), "en")
    vi, en = document["reports"][0]["findings"][0], english["reports"][0]["findings"][0]
    assert vi["texts"] == en["texts"]
    assert vi["message"] == vi["texts"]["vi"]["message"] != en["message"] == en["texts"]["en"]["message"]
    assert vi["clause"] == "Quyết định 1234/QĐ-UBND, điều 6 khoản 2"
    assert en["clause"] == "Decision 1234/QĐ-UBND, article 6(2)"
    assert (document["brand"]["name"], english["brand"]["name"]) == ("Thành phố Vũng Tàu", "Vũng Tàu City")


def test_the_same_report_gives_the_same_bytes(document):
    again = as_document(specimen.report(), "vi")
    assert json_report.render(document, lang="vi") == json_report.render(again, lang="vi")


def test_made_at_has_an_offset_even_when_the_clock_had_none():
    report = replace(specimen.report(), made_at=datetime(2026, 3, 2, 8, 30))
    told = as_document(report, "vi")["made_at"]
    assert datetime.fromisoformat(told).tzinfo is not None


def test_an_identification_has_neither_findings_nor_verdict():
    told = as_document(specimen.report(), "vi", judged=False)
    validate(told)
    assert list(told["reports"][0]) == ["material", "pages", "sightings"]


def test_a_report_that_lost_its_verdict_is_refused(document):
    del document["reports"][0]["verdict"]
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


def test_an_unknown_key_is_refused(document):
    document["reports"][0]["findings"][0]["mesage"] = "…"
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


def test_a_review_without_a_reason_is_refused(document):
    review = next(f for f in document["reports"][0]["findings"] if f["outcome"] == "needs_review")
    review["reason"] = None
    with pytest.raises(jsonschema.ValidationError):
        validate(document)


def test_what_no_json_can_hold_becomes_null_and_zero_has_no_sign():
    page = Page(1, 100.0, 100.0, "px")
    findings = (
        replace(passed(page, say("x"), measured=Measure(float("nan"), "dE")), rule="a"),
        replace(
            passed(page, say("x"), measured=Measure(-0.00001, "deg"), allowed=between(-0.0, float("inf"))), rule="b"
        ),
        replace(needs_review(page, say("x"), reason="no-dpi", evidence={"zone": [float("inf"), -0.0]}), rule="c"),
    )
    odd = replace(specimen.sightings()[0], stretch=float("inf"), rotation_deg=-0.0)
    told = as_document(specimen.report(specimen.material(findings=findings, sightings=(odd,))), "vi")
    validate(told)
    report = told["reports"][0]
    assert report["findings"][0]["measured"] is None
    assert json.dumps(report["findings"][1]["measured"]["value"]) == "0.0"
    assert report["findings"][1]["allowed"] == {"min": 0.0, "max": None}
    assert report["findings"][2]["evidence"] == {"zone": [None, 0.0]}
    assert (report["sightings"][0]["stretch"], json.dumps(report["sightings"][0]["rotation_deg"])) == (None, "0.0")


def test_figures_are_rounded_to_what_they_mean():
    exact = replace(specimen.sightings()[0], stretch=1.04000000001, rotation_deg=5.00000049, height=24.123456)
    told = as_document(specimen.report(specimen.material(sightings=(exact,))), "vi")["reports"][0]["sightings"][0]
    assert (told["stretch"], told["rotation_deg"], told["height"]) == (1.04, 5.0, 24.123)


def test_a_file_name_that_utf_8_cannot_write_is_told_all_the_same():
    told = as_document(specimen.report(specimen.material("áp \udcff phích.pdf")), "vi")
    assert json_report.render(told, lang="vi").encode("utf-8")
    validate(told)


def test_materials_that_could_not_be_read_are_in_the_document():
    failure = {"material": "hỏng.pdf", "code": "unreadable-material", "message": "hỏng.pdf: is empty", "advice": "…"}
    told = as_document(specimen.report(), "vi", errors=(failure,))
    validate(told)
    assert told["errors"] == [failure]


def test_json_text_reads_back_as_the_document(document):
    text = json_report.render(document, lang="vi")
    assert json.loads(text) == document
    assert "Vũng Tàu" in text and text.endswith("}\n")
