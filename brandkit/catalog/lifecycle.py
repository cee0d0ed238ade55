"""Which moves a status allows, and what they make of an asset. Pure: values in, values out.

A submission, approval or rejection is about the newest version that waits for it: an approved asset stays approved
and served while its next version is being prepared. Retiring and withdrawing are about the whole asset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from brandkit.assets import Asset, Status, Version
from brandkit.catalog.availability import judge_people
from brandkit.errors import WrongMove
from brandkit.messages import say


@dataclass(frozen=True)
class Move:
    """From which statuses, to which, and what is said when it is refused."""

    allowed: frozenset[Status]
    to: Status
    refusal: str


# Moves of the newest version that is in one of the statuses.
VERSION_MOVES: Mapping[str, Move] = {
    "submit": Move(frozenset({"draft"}), "submitted", "has no draft to submit; it is {status}"),
    "approve": Move(frozenset({"submitted"}), "approved", "has nothing submitted to approve; it is {status}"),
    "reject": Move(frozenset({"submitted"}), "draft", "has nothing submitted to reject; it is {status}"),
}
# Moves of the whole asset.
ASSET_MOVES: Mapping[str, Move] = {
    "retire": Move(frozenset({"approved"}), "superseded", "is {status}; only an approved asset can be retired"),
    "withdraw": Move(
        frozenset({"draft", "submitted", "approved", "superseded", "expired"}), "withdrawn", "is withdrawn already"
    ),
}
MOVES = (*VERSION_MOVES, *ASSET_MOVES)


def ready_for_approval(asset: Asset, *, on: date) -> Asset:
    """The asset as it can be approved: the title stands in for a missing alt text.

    Raises
    ------
    WrongMove : for a photo that names nobody to credit.
    NotAvailable : when a release or consent would keep it from being handed out on its first day.
    """
    rights = asset.rights
    if asset.kind == "photo" and not (rights.credit or rights.holder or asset.creator):
        problem = "names nobody to credit: a photo needs a credit line, a creator or a holder before it is approved"
        raise WrongMove(asset.slug, problem, "Say who made it with `brandkit edit SLUG credit=…`.")
    judge_people(asset, max(on, rights.valid_from or on))
    if asset.alt or asset.kind == "slogan":
        return asset
    return replace(asset, alt=dict(asset.title))


def moved(asset: Asset, move: str, *, on: date, replaced_by: str = "") -> Asset:
    """The asset after a move made on a day.

    Raises
    ------
    WrongMove : when its status does not allow the move.
    """
    if move in ASSET_MOVES:
        return _asset_moved(asset, ASSET_MOVES[move], on, replaced_by)
    step = VERSION_MOVES[move]
    version = next((v for v in reversed(asset.versions) if v.status in step.allowed), None)
    if version is None or asset.status == "withdrawn":
        raise _refused(asset, step)
    if move == "approve":
        return _approved(asset, version, on)
    changed = _with_version(asset, replace(version, status=step.to))
    return changed if asset.status == "approved" else replace(changed, status=step.to)


def _approved(asset: Asset, version: Version, on: date) -> Asset:
    """The version in force from `on`, or from its own later date; what it follows ends the day before."""
    start = max(version.valid_from or on, on)
    others = []
    for other in asset.versions:
        if other.number < version.number and other.status in ("approved", "submitted", "draft"):
            ends = min(other.valid_to or date.max, start - timedelta(days=1))
            stays = other.status == "approved" and start > on
            last = other.valid_to if other.status != "approved" else ends
            other = replace(other, status="approved" if stays else "superseded", valid_to=last)
        others.append(other)
    follows = any(other.number < version.number for other in others)
    approved = replace(version, status="approved", valid_from=start if follows else version.valid_from)
    return _with_version(replace(asset, versions=tuple(others), status="approved", replaced_by=""), approved)


def _asset_moved(asset: Asset, step: Move, on: date, replaced_by: str) -> Asset:
    if asset.status not in step.allowed:
        raise _refused(asset, step)
    ended = []
    for version in asset.versions:
        if version.status == "approved":
            version = replace(version, status=step.to, valid_to=min(version.valid_to or date.max, on))
        elif step.to == "withdrawn" and version.status in ("draft", "submitted"):
            version = replace(version, status=step.to)
        ended.append(version)
    return replace(asset, status=step.to, versions=tuple(ended), replaced_by=replaced_by or asset.replaced_by)


def _with_version(asset: Asset, version: Version) -> Asset:
    return replace(asset, versions=tuple(version if v.number == version.number else v for v in asset.versions))


def _refused(asset: Asset, step: Move) -> WrongMove:
    return WrongMove(asset.slug, step.refusal, None, status=say(asset.status))
