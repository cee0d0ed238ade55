"""Pictures for reports: small, sharp where they are drawn, and only of files that may be handed out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from brandkit import sandbox
from brandkit.assets import Asset, File, Rights, Version
from brandkit.illustrations import LONGEST_SIDE_PX, CatalogIllustrations, encoded, thumbnail
from tests.commands import harbor
from tests.reports import specimen

DAY = date(2026, 3, 2)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1H0z"/></svg>'
LOGO = Asset(
    "harbor",
    "logo",
    {"vi": "Cảng"},
    status="approved",
    versions=(
        Version(1, "approved", files=(File("full-color", "a.svg", "a", "image/svg+xml", 1),
                                      File("reversed", "b.svg", "b", "image/svg+xml", 1))),
    ),
)  # fmt: skip


def library(*assets: Asset, data: bytes = SVG) -> SimpleNamespace:
    """Its files tell by their artboard which one was read: its height is the code of the one-letter hash."""

    def read(sha256: str) -> bytes:
        return data.replace(b"0 0 3 1", f"0 0 3 {ord(sha256)}".encode())

    return SimpleNamespace(assets=lambda: assets, read=read)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_drawn_page_keeps_its_colours_exactly():
    pixels = np.full((200, 300, 3), (11, 60, 93), np.uint8)
    pixels[50:100, 50:100] = (228, 87, 46)
    assert np.array_equal(np.asarray(opened(encoded(pixels)).convert("RGB")), pixels)


def test_a_large_page_is_shrunk_and_a_small_one_is_not():
    assert opened(encoded(np.zeros((3000, 1500, 3), np.uint8))).size == (LONGEST_SIDE_PX // 2, LONGEST_SIDE_PX)
    assert opened(encoded(np.zeros((30, 15, 3), np.uint8))).size == (15, 30)


def test_a_photograph_is_kept_small():
    noise = np.random.default_rng(7).integers(0, 255, (600, 600, 3), dtype=np.uint8)
    soft = np.asarray(Image.fromarray(noise).resize((60, 60)).resize((600, 600), Image.Resampling.BICUBIC))
    assert len(encoded(soft)) < 0.25 * soft.size


def test_a_thumbnail_of_a_raster_is_small_and_keeps_its_shape():
    stream = io.BytesIO()
    Image.new("RGBA", (2000, 500), (1, 2, 3, 0)).save(stream, "PNG")
    assert opened(thumbnail(stream.getvalue())).size == (640, 160)


def test_the_named_variant_is_shown_else_the_first():
    pictures = CatalogIllustrations(library(LOGO), DAY)
    assert b"0 0 3 98" in pictures.asset("harbor", "reversed")[0]
    assert b"0 0 3 97" in pictures.asset("harbor", None)[0]
    assert pictures.asset("harbor", None)[1] == "image/svg+xml"


@pytest.mark.parametrize(
    "asset",
    [
        replace(LOGO, status="withdrawn"),
        replace(LOGO, status="draft"),
        replace(LOGO, rights=Rights(valid_to=date(2025, 12, 31))),
        replace(LOGO, rights=Rights(valid_from=date(2027, 1, 1))),
        replace(LOGO, slug="other"),
    ],
    ids=["withdrawn", "draft", "expired", "embargo", "unknown"],
)
def test_what_may_not_be_handed_out_is_not_shown(asset):
    assert CatalogIllustrations(library(asset), DAY).asset("harbor", None) is None


def test_a_drawing_with_a_script_is_not_shown():
    hostile = SVG.replace(b"<path", b"<script>alert(1)</script><path")
    assert CatalogIllustrations(library(LOGO, data=hostile), DAY).asset("harbor", None) is None


def test_pages_with_findings_that_lie_far_back_are_pictured_afterwards(tmp_path):
    path = harbor.material(tmp_path / "page.svg", stretch=1.0)
    with sandbox.opened(path) as material:
        sha256 = material.document.sha256
    pictures = CatalogIllustrations(library(), DAY)
    told = specimen.material(sha256=sha256)
    pictures.complete(0, path, replace(told, findings=told.findings[:1]))
    assert opened(pictures.page(0, 1)).size == (600, 400)
    assert pictures.page(0, 2) is None


def test_a_file_that_changed_meanwhile_is_not_pictured(tmp_path):
    path = harbor.material(tmp_path / "page.svg", stretch=1.0)
    pictures = CatalogIllustrations(library(), DAY)
    pictures.complete(0, path, specimen.material(sha256="0" * 64))
    assert pictures.page(0, 1) is None
