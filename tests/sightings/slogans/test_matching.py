"""What counts as the same words."""

from __future__ import annotations

from brandkit.sightings.slogans.matching import likeness


def test_likeness_ignores_marks_case_and_punctuation_alone():
    assert likeness("Vững ngọn đèn", "VUNG NGON DEN!") == 1
    assert likeness("Vững ngọn đèn", "") == 0
    assert likeness("Vững ngọn đèn", "Vững ngọn núi") < 0.9
