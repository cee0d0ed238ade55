"""What is known of a master before any page: inks, outlines, parts, symmetries, distinctiveness."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from brandkit import svg
from brandkit.errors import UnreadableMaterial, UnsupportedFormat
from brandkit.sightings.pixels.templates.template import shapes_of, template_of
from tests.sightings.pixels.drawn_marks import (
    DISC,
    ICON,
    ICON_MONO,
    LOCKUP,
    NAVY,
    ORANGE,
    OTHER,
    PINWHEEL,
    SVG,
    TEAL,
    document,
    shapes,
)  # fmt: skip


def png_of(rgba):
    buffer = io.BytesIO()
    Image.fromarray(rgba).save(buffer, "PNG")
    return buffer.getvalue()


def test_inks_are_the_exact_fills_largest_first():
    template = template_of(ICON, SVG)
    assert [ink.hex for ink in template.inks] == [NAVY, ORANGE, TEAL]
    assert sum(ink.share for ink in template.inks) == pytest.approx(1)
    assert not any(ink.varies for ink in template.inks)


def test_a_gradient_is_said_to_vary():
    gradient = document(
        '<linearGradient id="g"><stop stop-color="#102030"/><stop offset="1" stop-color="#184060"/></linearGradient>'
        '<rect width="90" height="60" fill="url(#g)"/>',
        100, 80,
    )  # fmt: skip
    assert any(ink.varies for ink in template_of(gradient, SVG).inks)


def test_the_ink_box_lies_in_the_artboard_where_the_drawing_does():
    assert template_of(DISC, SVG).ink_box == pytest.approx((2, 2, 98, 98), abs=0.3)
    assert (template_of(LOCKUP, SVG).width, template_of(LOCKUP, SVG).height) == (380, 100)


def test_a_template_is_made_once():
    assert template_of(ICON, SVG) is template_of(bytes(ICON), SVG)


def test_a_raster_master_is_the_same_geometry_as_its_drawing():
    raster = png_of(svg.raster(ICON, width_px=400))
    found = template_of(raster, "image/png")
    assert [ink.hex for ink in found.inks] == [NAVY, ORANGE, TEAL]
    assert len(shapes_of([template_of(ICON, SVG), found])) == 1


def test_a_plain_ground_of_an_opaque_master_is_no_part_of_it():
    rgba = svg.raster(ICON, width_px=400)
    alpha = rgba[..., 3:] / 255
    opaque = np.round(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)
    found = template_of(png_of(opaque), "image/png")
    assert [ink.hex for ink in found.inks] == [NAVY, ORANGE, TEAL]
    assert np.array(found.ink_box) / 4 == pytest.approx(template_of(ICON, SVG).ink_box, abs=0.6)


def test_masters_that_show_nothing_or_are_no_pictures_are_refused():
    with pytest.raises(UnreadableMaterial):
        template_of(document("", 10, 10), SVG)
    with pytest.raises(UnsupportedFormat):
        template_of(b"%PDF-1.7", "application/pdf")


def test_outline_points_lie_on_the_outline_and_normals_point_out_of_it():
    (shape,) = shapes(DISC)
    contour = shape.views[0].contour
    radius = np.linalg.norm(contour.points - 50, axis=1)
    assert np.abs(radius - 48).max() < 0.15
    outward = (contour.normals * (contour.points - 50)).sum(axis=1) / radius
    assert outward.min() > 0.98
    assert contour.weights.sum() == pytest.approx(2 * np.pi * 48, rel=0.02)


def test_borders_between_inks_make_a_second_view_only_where_inks_touch():
    left, right = "M5 5 h60 v50 h-60 z", "M65 5 h30 v70 h-60 v-20 h30 z"
    touching = document(f'<path fill="#C62828" d="{left}"/><path fill="#1565C0" d="{right}"/>', 100, 80)
    assert [view.kind for view in shapes(touching)[0].views] == ["silhouette", "inks"]
    assert [view.kind for view in shapes(OTHER)[0].views] == ["silhouette"]


def test_symmetries_are_those_of_the_outline():
    assert len(shapes(ICON)[0].symmetries) == 1
    assert len(shapes(PINWHEEL)[0].symmetries) == 4
    assert len(shapes(DISC)[0].symmetries) > 40


def test_plain_figures_are_hardly_distinct_and_drawings_are():
    def distinct(master):
        return shapes(master)[0].views[0].distinctiveness

    assert distinct(DISC) < 0.05
    assert distinct(document('<rect x="10" y="20" width="80" height="40"/>', 100, 80)) < 0.05
    assert distinct(ICON) > 0.5
    assert distinct(LOCKUP) > distinct(ICON)


def test_the_same_silhouette_in_other_colors_is_one_shape_and_another_drawing_is_not():
    assert len(shapes(ICON, ICON_MONO)) == 1
    assert len(shapes(ICON, OTHER)) == 2


def test_steps_within_a_gradient_are_no_outline():
    stops = "".join(f'<stop offset="{k / 5}" stop-color="#{20 + 38 * k:02X}40{200 - 30 * k:02X}"/>' for k in range(6))
    smooth = document(
        f'<linearGradient id="g">{stops}</linearGradient><rect x="5" y="5" width="150" height="60" fill="url(#g)"/>'
        '<path fill="#FFE000" d="M10 40 h140 v20 h-140 z"/>',
        160, 70,
    )  # fmt: skip
    colored = next(view for view in shapes(smooth)[0].views if view.kind == "inks")
    between = colored.contour.points[colored.contour.outer > 0]
    assert len(shapes(smooth)[0].lead.inks) > 3
    on_the_bar = (np.abs(between[:, 1] - 40) < 1.5) | (np.abs(between[:, 1] - 60) < 1.5) | (between[:, 1] > 39)
    assert on_the_bar.mean() > 0.9
