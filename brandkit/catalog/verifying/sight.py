"""Which master a picture shows, and what was done to it, from what a lock remembers of how masters look.

Hashes: PDQ, of 256 bits. Two pictures within 31 bits are the same (Meta's own threshold for it); up to 60 a picture is
still far nearer than chance. Between 37 logos of one city and 120 foreign ones no silhouette came nearer than 98 bits,
and of 7,140 pairs of foreign ones one in a thousand came nearer than 77.
Not told: a logo within a larger picture (`identify` finds it), and two marks whose outlines are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brandkit.catalog.kits import looks as kit_looks
from brandkit.catalog.kits.lock import LockedAsset, Master
from brandkit.color import delta_e_hex, lab_of_rgb, parse_hex
from brandkit.messages import Message, say

SAME_BITS, RELATED_BITS = 31, 60
# A logo of so few pixels has lost its finest parts: its hash comes up to 42 bits from its master's.
COARSE_SAME_BITS, _COARSE_PX = 48, 112
_HEX_DIGITS = 64  # of 256 bits
# Two masters this near to a picture are told apart by color and shape, not by a bit or two of their hashes.
_TIE_BITS = 8
_MAX_STRETCH, _ROUNDING_PX = 0.03, 1.5
_MAX_DELTA_E = 12.0  # of solid ink, resampled and saved as JPEG; another color of a palette is 20 and more away
_MAX_PARTS_DELTA_E = 6.0  # mean over the parts of a photo: saved again they move by 1, made gray by 10 and more
_FADED_DELTA_E, _LEAST_CHROMA = 2.0, 0.4  # a muted photo made gray moves less, but loses what chroma it had
_TOLD_SHARE = 0.08  # of the ink: smaller parts are rims as often as colors
_NEEDED_SHARE = 0.15  # of a master's ink, which even a small picture of it must show
_THIN_PX = 64  # below it a color that stands in thin lines alone leaves no solid pixel
_SMALL_PX = 24  # below it rims are all there is, and colors are not judged


@dataclass(frozen=True)
class Match:
    """The master that a picture shows; without changes it shows it as it is."""

    asset: LockedAsset
    master: Master
    distance: int
    changes: tuple[Message, ...]


class Sight:
    """The masters of a lock, to be asked what a picture shows."""

    def __init__(self, masters: Sequence[tuple[LockedAsset, Master]]):
        self._owners: dict[str, list[tuple[LockedAsset, Master]]] = {}
        self._bits: dict[str, list[bytes]] = {}
        for asset, master in masters:
            for look in master.looks:
                if look.name == kit_looks.HASH and len(look.bits) == _HEX_DIGITS:
                    self._owners.setdefault(look.view, []).append((asset, master))
                    self._bits.setdefault(look.view, []).append(bytes.fromhex(look.bits))

    def match(self, path: Path) -> Match | None:
        """The master that a picture shows, None when it is none of them.

        Raises
        ------
        UnsupportedFormat, UnreadableMaterial, UnsafeMaterial, MaterialTooLarge
        """
        return self.match_seen(kit_looks.seen_in(kit_looks.pixels_in(path)))

    def match_seen(self, seen: kit_looks.Seen) -> Match | None:
        """The same for a picture that was looked at."""
        found = self._near(seen, turned=False, most=RELATED_BITS) or self._near(seen, turned=True, most=SAME_BITS)
        if not found:
            return None
        nearest = min(distance for _, _, distance, _ in found)
        tied = [
            Match(asset, master, distance, self._changes(asset, master, seen, distance, turned))
            for asset, master, distance, turned in found
            if distance <= nearest + _TIE_BITS
        ]
        return min(tied, key=lambda match: (len(match.changes), match.distance, not match.master.in_use))

    def _near(self, seen: kit_looks.Seen, *, turned: bool, most: int) -> list[tuple[LockedAsset, Master, int, bool]]:
        from brandkit.catalog.looks.fingerprinting import distances

        found = []
        for view, bits in self._bits.items():
            asked = list(seen.turned.get(view, ())) if turned else [seen.looks[view]] if view in seen.looks else []
            if not asked:
                continue
            for place, distance in enumerate(distances(asked, bits).tolist()):
                if distance <= most:
                    found.append((*self._owners[view][place], distance, turned))
        return found

    def _changes(
        self, asset: LockedAsset, master: Master, seen: kit_looks.Seen, distance: int, turned: bool
    ) -> tuple[Message, ...]:
        logo = asset.kind == "logo"
        if turned:
            return (say("turned or mirrored"),)
        told = []
        same = SAME_BITS if seen.side >= _COARSE_PX or not logo else COARSE_SAME_BITS
        if distance > same:
            told.append(say("redrawn") if logo else say("cropped or changed"))
        shape = seen.shape if logo else seen.whole_shape
        if master.shape and distance <= same:
            stretch = shape / master.shape - 1
            if abs(stretch) > _MAX_STRETCH + _ROUNDING_PX / max(1, seen.side):
                told.append(say("stretched by {stretch:+.0%}", stretch=stretch))
        if master.colors and self._is_recolored(master, seen, logo=logo):
            told.append(say("recolored"))
        return tuple(told)

    def _is_recolored(self, master: Master, seen: kit_looks.Seen, *, logo: bool) -> bool:
        if not logo:
            was, now = [color for color, _ in master.colors], [color for color, _ in seen.parts]
            apart = _mean([delta_e_hex(one, other) for one, other in zip(was, now, strict=False)])
            faded = _mean([_chroma(color) for color in now]) < _LEAST_CHROMA * _mean([_chroma(color) for color in was])
            return apart > _MAX_PARTS_DELTA_E or (faded and apart > _FADED_DELTA_E)
        shown = [color for color, share in seen.colors if share >= _TOLD_SHARE]
        there = [color for color, _ in seen.colors]
        allowed = [color for color, _ in master.colors]
        wanted = [color for color, share in master.colors if share >= _NEEDED_SHARE]
        if seen.side < _SMALL_PX or not shown or not allowed:
            return False
        if any(_far(color, allowed) for color in shown):
            return True
        return seen.side >= _THIN_PX and any(_far(color, there) for color in wanted)


def _chroma(color: str) -> float:
    """CIE Lab chroma, C*."""
    _, a, b = lab_of_rgb(parse_hex(color))
    return float((a * a + b * b) ** 0.5)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _far(color: str, others: Sequence[str]) -> bool:
    return min(delta_e_hex(color, other) for other in others) > _MAX_DELTA_E
