"""A detection curve per rule: what the linter says of a logo altered by so much, on drawn pages saved as PNG.

The rules and their tolerances are those of the starter catalog's profile; the catalog holds one brand of the split.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.locating import grounds
from benchmarks.locating.brands import Brand, Split
from benchmarks.locating.drawing import drawable, symmetric
from benchmarks.locating.pages import Scene, page_of
from benchmarks.locating.scenes import strangers_of
from benchmarks.locating.variants import Variant, variants_of
from brandkit import linter
from brandkit.brand import Brand as Profile
from brandkit.brand import LogoUse, load_brand
from brandkit.catalog.folder import FolderLibrary

PROFILE = Path(__file__).parents[2] / "assets_catalog" / "brand.toml"
SLUG, ON = "the-brand", date(2024, 6, 1)
SIZES = (72, 110, 200, 48)
GROUNDS = ("flat", "gradient", "document", "photo")
OUTCOMES = ("violation", "needs_review", "pass")


class Curve(NamedTuple):
    """A rule, the alteration that it is for, and the magnitudes to try; the first is none."""

    rule: str
    alteration: str
    amounts: tuple[float, ...]
    scale: float
    unit: str


CURVES = (
    Curve("stretched-logo", "stretched", (0, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1), 100, "%"),
    Curve("rotated-logo", "turned", (0, 0.2, 0.5, 0.75, 1, 2, 5, 10), 1, "°"),
    Curve("recolored-logo", "recolored", (0, 1, 2, 3, 5, 8, 12, 20), 1, "ΔE"),
    Curve("cropped-logo", "cropped", (0, 0.02, 0.05, 0.1, 0.2, 0.4), 100, "%"),
    Curve("mirrored-logo", "mirrored", (0, 1), 1, "times"),
    Curve("blurry-logo", "blurred", (0, 0.5, 1, 1.5, 2, 3), 1, "px"),
    Curve("blurry-logo", "enlarged", (0, 1.5, 2, 3, 4), 1, "times"),
)


def table(split: Split, folder: Path | None, pages: int) -> Iterator[str]:
    """Line by line, per rule and magnitude: on what share of pages it says violation, needs review and pass."""
    photographs = grounds.photographs_of(folder, split.name)
    sizes = f"{min(SIZES)} to {max(SIZES)} pixels"
    yield f"{split.name}: {pages} pages to a magnitude, {sizes}, tolerances of the starter catalog's profile"
    said_of = f"{'violation':>11}{'review':>8}{'pass':>7}{'not found':>11}  of pages"
    for number, curve in enumerate(CURVES):
        yield f"\n{curve.rule:18}{curve.unit:>6}{said_of}"
        for amount in curve.amounts:
            said = list(outcomes(split, curve, amount, pages, number, photographs))
            shares = [said.count(outcome) / len(said) for outcome in OUTCOMES]
            missing = abs(1 - sum(shares))
            yield f"{'':18}{amount * curve.scale:6g}{shares[0]:11.2f}{shares[1]:8.2f}{shares[2]:7.2f}{missing:11.2f}"


def worst(outcomes: Sequence[str]) -> str:
    """One word for a page: the gravest of what a rule said; "" when it had nothing to judge."""
    return next((outcome for outcome in OUTCOMES if outcome in outcomes), "")


def outcomes(
    split: Split, curve: Curve, amount: float, pages: int, number: int, photographs: Sequence[Path]
) -> Iterator[str]:
    """The same brands, grounds and sizes for every magnitude of a rule."""
    profile = load_brand(PROFILE).model_copy(update={"logo": LogoUse(required=(SLUG,), allowed=(SLUG,))})
    wanted = (brand for brand in split.registered if drawable(brand))
    telling = (brand for brand in wanted if curve.alteration != "mirrored" or not symmetric(brand))
    for index, brand in enumerate(islice(telling, 5 * number, 5 * number + pages)):
        alteration = curve.alteration if amount else "none"
        signed = -amount if index % 2 and curve.alteration in ("stretched", "turned") else amount
        scene = Scene(
            seed=1000 * number + index,
            shown=(Variant(brand, variants_of(brand)[0].form),),
            alteration=alteration,
            size=SIZES[index % len(SIZES)],
            ground=GROUNDS[index // len(SIZES) % len(GROUNDS)] if pages > len(SIZES) else GROUNDS[index % 2],
            strangers=strangers_of(split, index, (brand,), 2),
            amount=signed,
        )
        yield _said(brand, scene, curve.rule, profile, photographs)


def _said(brand: Brand, scene: Scene, rule: str, profile: Profile, photographs: Sequence[Path]) -> str:
    import cv2

    page = page_of(scene, photographs)
    with tempfile.TemporaryDirectory() as scratch:
        material = Path(scratch) / "page.png"
        cv2.imwrite(str(material), np.ascontiguousarray(page.picture[..., ::-1]))
        library = FolderLibrary(catalog_folder(brand, Path(scratch) / "catalog"))
        report = linter.check(material, library, profile, only=(rule,), on=ON)
    return worst([finding.outcome for finding in report.findings])


def catalog_folder(brand: Brand, folder: Path) -> Path:
    """A catalog folder with a brand's variants as its only logo, under the starter's profile."""
    logo = folder / "logos" / SLUG
    logo.mkdir(parents=True)
    shutil.copy(PROFILE, folder / "brand.toml")
    lines = ['title = { vi = "Thử" }', 'status = "approved"', "[[versions]]", "number = 1", 'status = "approved"']
    for variant in variants_of(brand):
        (logo / f"{variant.form}.svg").write_bytes(variant.master.svg())
        lines += ["  [[versions.files]]", f'  variant = "{variant.form}"', f'  file = "{variant.form}.svg"']
    (logo / "asset.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder
