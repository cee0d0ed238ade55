"""Of masters that a page does not tell apart the one in force is named, as possible; seen differences decide."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from brandkit.assets import Asset, File, Version
from brandkit.sightings.pixels.decision.variants import Alternative
from brandkit.sightings.pixels.locate import locate
from brandkit.sightings.structure.embedded import logos_in
from brandkit.sightings.structure.in_force import settled
from brandkit.sightings.structure.masters import Masters
from tests.sightings.pixels.drawn_marks import ICON, ground, painted, pose, shapes

LESS = ICON.replace(b'<path fill="#0A7E8C" d="M40 96 q20 -10 44 -6 q-20 12 -44 6 z"/>', b"")
NOTCHED = ICON.replace(b"M20 8 h16 v10 h-16 z", b"M20 8 h16 v10 h-15 v-1 h-1 z")
AGAIN = ICON.replace(b"</svg>", b"<!-- exported again --></svg>")


class Versions:
    """A library of one logo, the superseded version first."""

    def __init__(self, old, new):
        self.blobs = {hashlib.sha256(data).hexdigest(): data for data in (old, new)}
        files = [File("icon", "icon.svg", key, "image/svg+xml", len(data)) for key, data in self.blobs.items()]
        versions = (Version(1, "superseded", files=(files[0],)), Version(2, "approved", files=(files[1],)))
        self.asset = Asset("mark", "logo", {"vi": "Biểu trưng"}, "approved", versions=versions)

    def assets(self):
        return (self.asset,)

    def read(self, sha256):
        return self.blobs[sha256]


def seen(shown, old, new, size):
    page = painted(ground(260, 220), shown, pose(size, 130.2, 110.3))
    rgba = np.dstack([page, np.full(page.shape[:2], 255, np.uint8)])
    library = Versions(old, new)
    (logo,) = logos_in(rgba, Masters(library, library.assets()))
    return logo


@pytest.mark.parametrize("size", [48, 120])
@pytest.mark.parametrize(("shown", "number"), [(LESS, 1), (ICON, 2)])
def test_a_stroke_tells_the_versions_apart(shown, number, size):
    logo = seen(shown, LESS, ICON, size)
    assert logo.entry.version.number == number
    assert logo.certain or size == 48


@pytest.mark.parametrize(("old", "new", "number"), [(ICON, LESS, 1), (LESS, ICON, 2)])
def test_the_richer_drawing_is_told_whichever_version_it_is(old, new, number):
    assert seen(ICON, old, new, 120).entry.version.number == number


@pytest.mark.parametrize("shown", [ICON, NOTCHED])
def test_a_difference_too_small_to_see_leaves_the_version_in_force_possible(shown):
    logo = seen(shown, NOTCHED, ICON, 40)
    assert (logo.entry.version.number, logo.certain, logo.reason) == (2, False, "too-small")


@pytest.mark.parametrize("shown", [ICON, AGAIN])
def test_the_same_drawing_in_a_superseded_file_is_certainly_the_one_in_force(shown):
    logo = seen(shown, AGAIN, ICON, 100)
    assert (logo.entry.version.number, logo.certain) == (2, True)


@pytest.mark.parametrize(("color", "number"), [(b"#E25A0B", 2), (b"#E24A1B", 1)])
def test_one_color_tells_the_versions_apart(color, number):
    old = ICON.replace(b"#E25A0B", b"#E24A1B")
    logo = seen(ICON.replace(b"#E25A0B", color), old, ICON, 100)
    assert (logo.entry.version.number, logo.certain) == (number, True)


def test_two_drawings_of_one_version_that_cannot_be_told_apart_leave_it_possible():
    files = [File(name, f"{name}.svg", name, "image/svg+xml", 1) for name in ("vi", "en")]
    library = Versions(ICON, AGAIN)
    library.blobs = {"vi": ICON, "en": NOTCHED}
    version = Version(1, "approved", files=tuple(files))
    library.asset = Asset("mark", "logo", {"vi": "Biểu trưng"}, "approved", versions=(version,))
    page = painted(ground(260, 220), ICON, pose(100, 130.2, 110.3))
    (candidate,) = locate(page, shapes(ICON))
    (other,) = shapes(LESS)
    also = Alternative(other.lead, np.array([[1, 0, 0], [0, 1, 0]], float), ())
    keys = {candidate.template.key: "vi", other.lead.key: "en"}

    class Known(Masters):
        def entry_of(self, sha256):
            return super().entry_of(keys.get(sha256, sha256))

    told = settled(replace(candidate, alternatives=(also,)), Known(library, library.assets()))
    assert (told.entry.file.variant, told.certain, told.reason) == ("vi", False, "low-confidence")
    alone = settled(candidate, Known(library, library.assets()))
    assert (alone.certain, alone.reason) == (True, None)
