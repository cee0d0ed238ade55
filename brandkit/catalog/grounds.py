"""What a profile asks of a logo on a ground, from the rules' own code: what is handed out is never accused by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from brandkit.brand import Brand
from brandkit.color import lab_of_rgb, parse_hex
from brandkit.options import options_of
from brandkit.rules import low_contrast_logo, wrong_variant


@dataclass(frozen=True)
class Demands:
    """Colorings that suit the ground (None: any), and the share of ink that must have the contrast to it."""

    colorings: tuple[str, ...] | None
    min_contrast: float
    share: float


def demands_on(ground: str, slug: str, profiles: Sequence[Brand]) -> Demands:
    """What the first of the profiles that speaks of a logo asks of it on a ground; what the rules ask by themselves
    where none does.

    Parameters
    ----------
    ground : as hex.
    profiles : the default one first.
    """
    speaking = next((brand for brand in profiles if not brand.logo.allowed or slug in brand.logo.allowed), None)
    contrast = _options(low_contrast_logo, "low-contrast-logo", speaking) or options_of(low_contrast_logo)
    coloring = _options(wrong_variant, "wrong-variant", speaking)
    lightness = float(lab_of_rgb(parse_hex(ground))[0])
    return Demands(
        colorings=_suited(lightness, **coloring) if coloring else None,
        min_contrast=contrast["min_contrast"],
        share=contrast["share"],
    )


def _suited(lightness: float, *, light: Any, dark: Any, light_from: float, dark_to: float, **_: Any) -> tuple[str, ...]:
    return wrong_variant.suited(lightness, light, dark, light_from, dark_to)


def _options(rule: ModuleType, name: str, profile: Brand | None) -> dict[str, Any] | None:
    """The rule's options as the profile sets them; None when no profile speaks or the rule is off."""
    if profile is None:
        return None
    settings = profile.rules.get(name)
    if settings is None:
        return options_of(rule)
    return {**options_of(rule), **settings.options} if settings.enabled else None
