"""Every drawn scene of the starter catalog by the slug of its asset."""

from __future__ import annotations

from collections.abc import Callable

import photos_scenes_coast as coast
import photos_scenes_sea as water
from photos_composition import Scene

SCENES: dict[str, Callable[[], Scene]] = {
    "basket-boat-at-sunrise": water.fisherman_in_a_basket_boat,
    "fishing-boats-at-dawn": water.fishing_boats_at_dawn,
    "front-beach-at-night": coast.promenade_at_night,
    "hon-ba-at-low-tide": coast.islet_at_low_tide,
    "kite-on-back-beach": coast.kite_on_the_beach,
    "lighthouse-at-dusk": coast.lighthouse_at_dusk,
    "sailing-regatta-2023": water.sailing_regatta,
    "statue-on-the-headland": coast.statue_on_the_headland,
}
