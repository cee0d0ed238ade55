"""What every report must do, whatever its format: a new file in the folder is tested by being there."""

from __future__ import annotations

import copy

import pytest

from brandkit import reports
from brandkit.plugins import modules_of
from brandkit.reports import as_document
from tests.reports import specimen


@pytest.fixture(params=modules_of(reports).values(), ids=modules_of(reports))
def module(request):
    return request.param


@pytest.fixture
def document() -> dict:
    return as_document(specimen.report(specimen.material(), specimen.clean_material()), "vi")


def test_it_names_its_suffix_and_media_type(module):
    assert module.suffix.startswith(".")
    assert "/" in module.media_type


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_it_tells_the_document_with_and_without_pictures(module, document, lang):
    for illustrations in (None, specimen.Pictures()):
        told = module.render(document, lang=lang, illustrations=illustrations)
        assert told.endswith("\n")
        assert "áp phích lễ hội.pdf" in told
        assert "stretched-logo" in told


def test_it_is_the_same_for_the_same_document(module, document):
    one, other = (module.render(document, lang="vi", illustrations=specimen.Pictures()) for _ in range(2))
    assert one == other


def test_it_does_not_change_the_document(module, document):
    before = copy.deepcopy(document)
    module.render(document, lang="vi", illustrations=specimen.Pictures())
    assert document == before


def test_it_tells_a_run_in_which_nothing_could_be_read(module):
    failure = {"material": "hỏng.pdf", "code": "unreadable-material", "message": "hỏng.pdf: is empty", "advice": "…"}
    document = as_document(specimen.report(), "vi", errors=(failure,))
    document["reports"] = []
    assert "hỏng.pdf" in module.render(document, lang="vi")
