"""Every error has a code, advice, a row at the command line's door, and tells itself in one line."""

from __future__ import annotations

import inspect

import pytest

from brandkit import cli, errors

CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.BrandkitError)]


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_every_error_has_a_code_advice_and_an_exit_status(error):
    assert error.advice
    assert cli.EXIT_CODES[error] == cli.FAILED
    assert error.__doc__


def test_codes_are_unique():
    codes = [error.code for error in CLASSES]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_error_is_told_in_one_line_with_its_file_and_advice(lang):
    error = errors.UnreadableMaterial("tờ rơi.pdf", "is not UTF-8 at byte {at}", None, at=7)
    line = cli.error_line(error, lang)
    assert "\n" not in line
    assert "tờ rơi.pdf" in line
    assert "7" in line
    assert cli.error_document(error, lang)["code"] == "unreadable-material"
