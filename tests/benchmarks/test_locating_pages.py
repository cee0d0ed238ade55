"""The pages of the logo benchmark show what their labels say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.locating import grounds
from benchmarks.locating.alterations import ALTERATIONS, MAGNITUDES, OCCLUDERS, enlarged, recolored
from benchmarks.locating.brands import Brand
from benchmarks.locating.drawing import drawable, ink_box, raster, same_drawing, symmetric
from benchmarks.locating.pages import Scene, page_of
from benchmarks.locating.placing import ink_corners, mapped
from benchmarks.locating.variants import FULL, MONO, REVERSED, Variant, variants_of
from brandkit.color import delta_e, lab_of_rgb
from brandkit.geometry import Affine, pose_of

MARK = Brand("fake:mark", '<path fill="#0b5fa5" d="M4 4h40v10H16v10h20v8H16v16H4z"/>', 0, 0, 60, 52, "mark")
OTHER = Brand("fake:other", '<path fill="#00843d" d="M30 4l26 40H4z"/><path fill="#c8102e" d="M4 46h52v6H4z"/>',
              0, 0, 60, 56, "other")  # fmt: skip
TWO_TONE = Brand("fake:two", '<path fill="#c8102e" d="M0 0h20v40H0z"/><path fill="#0b5fa5" d="M20 0h20v40H20z"/>',
                 0, 0, 40, 40, "two")  # fmt: skip


def scene(alteration: str, **more: object) -> Scene:
    told: dict[str, object] = {"seed": 5, "shown": (Variant(MARK, FULL),), "size": 110, "ground": "flat"}
    return Scene(alteration=alteration, **(told | more))  # type: ignore[arg-type]


def ink_on(picture: np.ndarray, rgb: tuple[int, int, int]) -> np.ndarray:
    return np.abs(picture.astype(int) - rgb).max(axis=2) < 60


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_the_same_scene_is_the_same_page_and_another_seed_another(alteration: str) -> None:
    one, again = page_of(scene(alteration)), page_of(scene(alteration))
    assert np.array_equal(one.picture, again.picture)
    assert not np.array_equal(one.picture, page_of(scene(alteration, seed=6)).picture)
    assert [target.alteration for target in one.targets] == [alteration]


@pytest.mark.parametrize("alteration", ["none", "turned", "rotated", "stretched", "mirrored", "perspective", "jpeg"])
def test_the_drawing_lies_where_its_label_says_to_a_pixel(alteration: str) -> None:
    page = page_of(scene(alteration, size=200))
    target = page.targets[0]
    rows, columns = np.nonzero(ink_on(page.picture, (0x0B, 0x5F, 0xA5)))
    inside = mapped(np.linalg.inv(target.homography), np.column_stack([columns, rows]) + 0.5)
    low, high = np.percentile(inside, [0.05, 99.95], axis=0)
    box = np.array(ink_box(MARK))
    unit = 1 / np.sqrt(abs(np.linalg.det(target.pose[:, :2])))
    assert np.abs(np.concatenate([low, high]) - box).max() < 1.5 * unit


def test_the_pose_has_the_magnitude_and_the_size_that_are_told() -> None:
    for alteration, amount in [("turned", -7.0), ("stretched", 0.08), ("mirrored", None)]:
        target = page_of(scene(alteration, amount=amount)).targets[0]
        (a, c, e), (b, d, f) = target.pose.tolist()
        pose = pose_of(Affine(a, b, c, d, e, f), MARK.width, MARK.height)
        assert pose.rotation_deg == pytest.approx(-7.0 if alteration == "turned" else 0.0, abs=1e-6)
        assert pose.stretch == pytest.approx(1.08 if alteration == "stretched" else 1.0, abs=1e-9)
        assert pose.mirrored is (alteration == "mirrored")
        extent = np.ptp(ink_corners(MARK) @ np.diag(np.linalg.norm(target.pose[:, :2], axis=0)), axis=0)
        assert extent.min() == pytest.approx(110, abs=0.01)
        assert target.nominal == 110


def test_the_affine_part_of_a_perspective_is_the_map_near_the_middle() -> None:
    target = page_of(scene("perspective", amount=0.1)).targets[0]
    left, top, right, bottom = ink_box(MARK)
    near = np.array([[(left + right) / 2 + 0.01, (top + bottom) / 2 - 0.01]])
    flat = near @ target.pose[:, :2].T + target.pose[:, 2]
    assert np.abs(flat - mapped(target.homography, near)).max() < 1e-3
    far = ink_corners(MARK)
    assert np.abs(far @ target.pose[:, :2].T + target.pose[:, 2] - mapped(target.homography, far)).max() > 1


@pytest.mark.parametrize("kind", OCCLUDERS)
def test_a_foreign_thing_hides_the_share_that_is_told(kind: str) -> None:
    page = page_of(scene("occluded", amount=0.22, occluder=kind, size=200))
    bare = page_of(scene("none", size=200))
    target = page.targets[0]
    assert target.occluder in (kind, "bar")
    assert target.visible == pytest.approx(0.78, abs=0.03)
    ours = ink_on(bare.picture, (0x0B, 0x5F, 0xA5))
    still = ink_on(page.picture, (0x0B, 0x5F, 0xA5)) & ours
    assert still.sum() / ours.sum() == pytest.approx(target.visible, abs=0.06)


@pytest.mark.parametrize("amount", [0.1, 0.25, 0.4])
def test_a_cropped_logo_has_that_share_of_its_ink_beyond_the_page(amount: float) -> None:
    for seed in range(4):
        target = page_of(scene("cropped", amount=amount, seed=seed)).targets[0]
        assert 1 - target.visible == pytest.approx(amount, abs=0.05)


def test_a_recolored_drawing_is_as_far_from_its_colors_as_is_told() -> None:
    rgba = raster(MARK, np.array([[2.0, 0, 0], [0, 2.0, 0]]), 120, 104)
    for wanted in (2.0, 10.0, 40.0):
        changed, reached = recolored(rgba, wanted, np.random.default_rng(3))
        ink = rgba[..., 3] > 250
        away = delta_e(lab_of_rgb(rgba[ink][:, :3]), lab_of_rgb(changed[ink][:, :3])).mean()
        assert reached == pytest.approx(wanted, abs=1.5)
        assert float(away) == pytest.approx(reached, abs=0.5)
        assert np.array_equal(changed[..., 3], rgba[..., 3])


def test_an_enlarged_drawing_is_coarser_and_where_it_was() -> None:
    rgba = raster(MARK, np.array([[2.0, 0, 0], [0, 2.0, 0]]), 120, 104)
    coarse = enlarged(rgba, 4.0)
    steps = [np.abs(np.diff(picture[..., 3].astype(int), axis=1)).max() for picture in (rgba, coarse)]
    assert steps[1] < 0.6 * steps[0]
    y, x = np.mgrid[:104, :120]
    for axis in (x, y):
        middles = [float((axis * p[..., 3]).sum() / p[..., 3].sum()) for p in (rgba, coarse)]
        assert abs(middles[0] - middles[1]) < 0.2


def test_several_logos_and_strangers_stand_apart() -> None:
    shown = (Variant(MARK, FULL), Variant(OTHER, FULL), Variant(TWO_TONE, FULL))
    page = page_of(scene("several", shown=shown, size=72, strangers=(OTHER, TWO_TONE)))
    assert [target.brand for target in page.targets] == ["fake:mark", "fake:other", "fake:two"]
    assert set(page.strangers) <= {"fake:other", "fake:two"}
    boxes = [mapped(t.homography, ink_corners(v.brand)) for t, v in zip(page.targets, shown, strict=True)]
    for one in range(3):
        for other in range(one):
            apart = (boxes[one].min(0) > boxes[other].max(0)) | (boxes[one].max(0) < boxes[other].min(0))
            assert apart.any()


def test_a_plain_logo_has_a_black_and_a_white_variant_and_touching_colors_have_none() -> None:
    assert [variant.form for variant in variants_of(MARK)] == [FULL, MONO, REVERSED]
    assert [variant.form for variant in variants_of(TWO_TONE)] == [FULL]
    black, white = (variant.master for variant in variants_of(MARK)[1:])
    for master, level in ((black, 0), (white, 255)):
        rgba = raster(master, np.array([[1.0, 0, 0], [0, 1.0, 0]]), 60, 52)
        full = raster(MARK, np.array([[1.0, 0, 0], [0, 1.0, 0]]), 60, 52)
        assert np.array_equal(rgba[..., 3], full[..., 3])
        assert (rgba[rgba[..., 3] > 250][:, :3] == level).all()


def test_a_reversed_variant_stands_on_a_ground_that_it_can_be_read_on() -> None:
    page = page_of(scene("reversed", shown=(Variant(MARK, REVERSED),)))
    target = page.targets[0]
    at = mapped(target.homography, np.array([[8.0, 30.0]])).astype(int)[0]
    beside = mapped(target.homography, np.array([[30.0, 40.0]])).astype(int)[0]
    assert page.picture[at[1], at[0]].min() > 245
    assert page.picture[beside[1], beside[0]].min() < 200


def test_drawings_are_told_apart_whatever_their_colors() -> None:
    assert same_drawing(MARK, Brand("fake:again", MARK.body.replace("#0b5fa5", "#111"), 0, 0, 60, 52))
    assert not same_drawing(MARK, OTHER)
    assert not symmetric(MARK)
    assert symmetric(Brand("fake:arch", '<path fill="#111" d="M2 30V2h26v28h-8V10h-10v20z"/>', 0, 0, 30, 32))
    assert not drawable(Brand("fake:nothing", '<path fill="none" d="M0 0h9v9z"/>', 0, 0, 16, 16))


def test_photographs_for_test_pages_are_grounds_of_no_other_split(tmp_path: Path) -> None:
    from PIL import Image

    for number in range(8):
        Image.new("RGB", (500, 480), (number * 20, 60, 90)).save(tmp_path / f"{number}.png")
    parts = {split: set(grounds.photographs_of(tmp_path, split)) for split in ("tune", "test")}
    assert parts["tune"] and parts["test"]
    assert not parts["tune"] & parts["test"]
    assert len(parts["tune"] | parts["test"]) == 8


def test_every_magnitude_is_reached_within_its_range() -> None:
    for alteration, (low, high, _) in MAGNITUDES.items():
        for seed in range(3):
            amount = abs(page_of(scene(alteration, seed=seed)).targets[0].amount)
            slack = 0.04 if alteration in ("cropped", "half-cropped", "occluded") else 1e-6 + 0.02 * high
            assert low - slack <= amount <= high + slack, (alteration, amount)
