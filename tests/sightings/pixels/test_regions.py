"""Whitened profiles tell a region's form whatever affine map it went through, and the turn of that map."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from brandkit.sightings.pixels.proposals.regions import regions_of_masks, turns_between

FORM = np.array([[20, 20], [70, 25], [75, 60], [50, 55], [45, 90], [25, 80]], float)


def mask_of(corners):
    mask = np.zeros((260, 260), np.uint8)
    cv2.fillPoly(mask, [np.round(corners * 16).astype(np.int32)], 1, shift=4)
    return mask.astype(bool)


def mapped(linear):
    return (FORM - 50) @ np.array(linear).T + 130


@pytest.mark.parametrize("linear", [[[1.8, 0], [0, 1.8]], [[0.9, -0.9], [0.9, 0.9]], [[-1.5, 0.2], [0.1, 1.2]]])
def test_an_affine_map_keeps_the_signature(linear):
    other = np.array([[10, 10], [90, 10], [90, 30], [30, 30], [30, 90], [10, 90]], float)
    seen, known, stranger = (regions_of_masks([mask_of(c)]) for c in (mapped(linear), FORM, other))
    same = np.linalg.norm(seen.signatures - known.signatures)
    assert same < 0.16
    assert same < 0.6 * np.linalg.norm(seen.signatures - stranger.signatures)


@pytest.mark.parametrize("degrees", [0, 35, 120, -75])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_turn_is_read_from_the_spectra(degrees, mirrored):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    linear = np.array([[c, -s], [s, c]]) @ np.diag([1.0, -1.0 if mirrored else 1.0])
    seen, known = regions_of_masks([mask_of(mapped(linear))]), regions_of_masks([mask_of(FORM)])
    turns, scores = turns_between(seen.spectra, known.spectra, mirrored, peaks=1)
    away = (math.degrees(turns[0][0]) - degrees + 180) % 360 - 180
    assert abs(away) < 4
    _, wrong = turns_between(seen.spectra, known.spectra, not mirrored, peaks=1)
    assert scores[0][0] > wrong[0][0]


def test_areas_centroids_and_boxes_are_in_pixel_edges():
    mask = np.zeros((20, 30), bool)
    mask[4:10, 6:16] = True
    found = regions_of_masks([mask])
    assert found.areas[0] == 60
    assert found.centroids[0].tolist() == [11, 7]
    assert found.boxes[0].tolist() == [6, 4, 16, 10]
