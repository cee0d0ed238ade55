"""Curves, thresholds, limits and error bars from examples; what held-out brands make of them; the weights file.

The fit is a logistic regression by L-BFGS with a small ridge. Each feature's curve is a sum of ramps between knots, and
where it is known which way a figure speaks, its curve may only go that way.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brandkit.sightings.pixels.decision.claims import settled, strength
from brandkit.sightings.pixels.decision.model import FEATURES, Model, features_of, value_of, within_limits
from brandkit.sightings.pixels.verification.evidence import Evidence

Array = NDArray[np.float64]

FOLDS = 5
RIDGE = 0.8
FALSE_POSSIBLE, FALSE_CERTAIN = 0.01, 0.0003  # per page; per page and brand, with room below what is promised
LEAST_CERTAIN = 0.9  # however few false alarms the pages drawn have shown
LEAST_LIMITS = {"visible": 0.5, "distinct_px": 40.0}
LIMITED = ("support", "weakest", "worst", "least_agreeing")
LIMIT_SHARES, COPIES_CERTAIN = (0.005, 0.02, 0.04, 0.07, 0.1), 0.08
RISING = {"support", "weakest", "explained", "worst", "agreeing", "least_agreeing", "distinct", "length", "inner",
          "contrast", "seen"}  # fmt: skip
FALLING = {"uneven", "offset", "color", "stretched", "skewed", "turned", "mirrored", "hidden", "cropped"}
BAR_SIZES_PX = (24.0, 34.0, 50.0, 75.0, 115.0, 200.0, 420.0)
BARS = ("stretch", "rotation", "skew", "height")
_KNOT_SHARES = (0.03, 0.3, 0.6, 0.97)
_ASIDE_WEIGHT = 0.03  # of near-copies, which limits keep from certainty, and of poses askew over their own logo
_BAR_MARGIN, _BAR_COUNT = 1.15, 40
_AS_STRONG, _OTHER_WAY_ROUND = 0.97, 0.8
_SETTLED_FROM, _LIKELY = 0.1, 0.8


@dataclass(frozen=True, eq=False)
class Fitted:
    """The model with the counts it was made of, and the tables of held-out brands."""

    model: Model
    counts: dict[str, int]
    report: str


def fit(pages: Sequence[dict[str, Any]]) -> Fitted:
    """The model of some pages' claims."""
    for page in pages:
        for claim in page["claims"]:
            claim["seen"] = Evidence(**claim["evidence"])
    claims = [claim for page in pages for claim in _telling(page)]
    figures = np.array([list(features_of(claim["seen"]).values()) for claim in claims])
    right = np.array([float(claim["right"]) for claim in claims])
    weight = np.array([_weight(claim) for claim in claims])
    knots = [_knots(figures[:, k]) for k in range(len(FEATURES))]
    fold = np.array([_fold(claim["family"]) for claim in claims])
    for number in range(FOLDS):
        other = fold != number
        constant, curves = _fitted(figures[other], right[other], weight[other], knots)
        held_out = Model(constant, curves, 0, 0, {}, {})
        for claim in (c for page in pages for c in page["claims"] if _fold(c["family"]) == number):
            claim["value"] = value_of(claim["seen"], held_out)
    limits = LEAST_LIMITS | _limits(claims)
    judged = [_judged(page) for page in pages]
    possible, certain = _thresholds(judged, limits)
    constant, curves = _fitted(figures, right, weight, knots)
    model = Model(constant, curves, possible, certain, limits, _bar_factors(claims))
    counts = {
        "pages": len(pages), "searched": sum(page["searched"] for page in pages), "claims": len(claims),
        "right": int(right.sum()), "near_copies": sum(bool(claim.get("copy")) for claim in claims),
        "brands": len({claim["family"] for claim in claims}),
    }  # fmt: skip
    return Fitted(model, counts, report(pages, judged, claims, model, counts))


def _telling(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims that teach: of the right ones on one target that which will hold its place, and what is plainly wrong.

    A pose that came to rest near the right one is neither, nor is one that shows the logo the other way round.
    """
    best: dict[int, float] = {}
    for claim in page["claims"]:
        if claim["right"]:
            best[claim["target"]] = max(best.get(claim["target"], 0.0), _strength(claim))
    return [
        claim
        for claim in page["claims"]
        if (_plainly_wrong(claim) if not claim["right"] else _strength(claim) >= _AS_STRONG * best[claim["target"]])
    ]


def _plainly_wrong(claim: dict[str, Any]) -> bool:
    return claim["target"] < 0 or claim["seen"].agreeing < _OTHER_WAY_ROUND


def _strength(claim: dict[str, Any]) -> float:
    return strength(claim["seen"], 0.5)


def _weight(claim: dict[str, Any]) -> float:
    return _ASIDE_WEIGHT if claim.get("copy") or (claim["target"] >= 0 and not claim["right"]) else 1.0


def _fold(family: str) -> int:
    return int(hashlib.sha256(family.encode()).hexdigest()[:8], 16) % FOLDS


def _knots(column: Array) -> Array:
    """Up to four knots where the examples are; two values make two."""
    knots = np.unique(np.round(np.quantile(column, _KNOT_SHARES), 3))
    if len(knots) < 2:
        return np.array([column.min(), column.max() + 1e-3]).round(3)
    return knots[np.concatenate([[True], np.diff(knots) > 1e-3 + 0.02 * np.ptp(knots)])]


def _ramps(column: Array, knots: Array) -> Array:
    return np.clip((column[:, None] - knots[:-1]) / np.maximum(np.diff(knots), 1e-9), 0, 1)


def _fitted(
    figures: Array, right: Array, weight: Array, knots: Sequence[Array]
) -> tuple[float, dict[str, tuple[tuple[float, ...], tuple[float, ...]]]]:
    """Constant and curves."""
    from scipy.optimize import minimize

    pieces = [_ramps(figures[:, k], knots[k]) for k in range(len(FEATURES))]
    design = np.column_stack([*pieces, np.ones(len(figures))])
    bounds: list[tuple[float | None, float | None]] = []
    for name, piece in zip(FEATURES, pieces, strict=True):
        bound = (0.0, None) if name in RISING else (None, 0.0) if name in FALLING else (None, None)
        bounds += [bound] * piece.shape[1]
    bounds.append((None, None))
    ridge = np.full(design.shape[1], RIDGE)
    ridge[-1] = 1e-6

    def loss(w: Array) -> tuple[float, Array]:
        z = design @ w
        share = 1 / (1 + np.exp(-np.clip(z, -60, 60)))
        cost = weight @ (np.logaddexp(0, z) - right * z) + 0.5 * float(ridge @ (w * w))
        return float(cost), design.T @ (weight * (share - right)) + ridge * w

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds,
                     options={"maxiter": 3000, "maxfun": 6000}).x  # fmt: skip
    curves, at = {}, 0
    for name, own, piece in zip(FEATURES, knots, pieces, strict=True):
        heights = np.concatenate([[0.0], np.cumsum(found[at : at + piece.shape[1]])])
        at += piece.shape[1]
        curves[name] = (tuple(float(x) for x in own), tuple(round(float(h), 4) for h in heights))
    return round(float(found[-1]), 4), curves


def _limits(claims: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Least evidence of a certain logo: what turns away near-copies at the least cost of true finds.

    Each limit turns away a share of LIMIT_SHARES of the true finds by itself; of all combinations that leave no more
    than COPIES_CERTAIN of the near-copies, the one that keeps most true finds is taken.
    """
    likely = [claim for claim in claims if claim["value"] > _LIKELY]
    found = [claim for claim in likely if claim["right"]]
    copies = [claim for claim in likely if claim.get("copy")]
    rows = {name: np.array([getattr(c["seen"], name) for c in found]) for name in LIMITED}
    wrong = {name: np.array([getattr(c["seen"], name) for c in copies]) for name in LIMITED}
    best: tuple[float, dict[str, float]] | None = None
    for shares in itertools.product(LIMIT_SHARES, repeat=len(LIMITED)):
        least = {n: round(float(np.quantile(rows[n], q)), 3) for n, q in zip(LIMITED, shares, strict=True)}
        kept = np.mean(np.all([rows[name] >= least[name] for name in LIMITED], axis=0))
        passed = np.mean(np.all([wrong[name] >= least[name] for name in LIMITED], axis=0)) if copies else 0.0
        merit = float(kept - 0.5 * max(0.0, passed - COPIES_CERTAIN))
        if best is None or merit > best[0]:
            best = merit, least
    assert best is not None
    return best[1]


def _judged(page: dict[str, Any]) -> list[tuple[float, dict[str, Any]]]:
    """The claims of a page that hold their place, with their held-out values. Claims from given poses stand alone."""
    own = [c for c in page["claims"] if not c.get("given") and c["value"] > _SETTLED_FROM]
    quads = [[(x, y) for x, y in claim["quad"]] for claim in own]
    held = settled(quads, [strength(claim["seen"], claim["value"]) for claim in own])
    alone = [claim for claim in page["claims"] if claim.get("given")]
    return [(claim["value"], claim) for claim in [*(own[k] for k in held), *alone]]


def _wrong(judged: Sequence[tuple[float, dict[str, Any]]]) -> list[tuple[float, Evidence]]:
    """Values and evidence of false alarms; the logo that is there, the other way round, is none."""
    false = ((v, c) for v, c in judged if not c["right"] and not c.get("given") and _plainly_wrong(c))
    return [(value, claim["seen"]) for value, claim in false]


def _thresholds(judged: Sequence[list[tuple[float, dict[str, Any]]]], limits: dict[str, float]) -> tuple[float, float]:
    """Lowest values at which held-out brands raise no more false alarms than allowed."""
    pages = [_wrong(page) for page in judged if not all(claim.get("given") for _, claim in page) or not page]
    worst = sorted((max((value for value, _ in page), default=0.0) for page in pages), reverse=True)
    possible = _above(worst, int(FALSE_POSSIBLE * len(pages)))
    certain = sorted((v for page in pages for v, seen in page if within_limits(seen, limits)), reverse=True)
    return possible, max(LEAST_CERTAIN, possible, _above(certain, int(FALSE_CERTAIN * 4 * len(pages))))


def _above(falling: Sequence[float], allowed: int) -> float:
    """A value a little above the first that is one too many."""
    last = falling[allowed] if allowed < len(falling) else 0.2
    odds = math.log(max(last, 1e-3) / (1 - min(last, 1 - 1e-6))) + 0.15
    return round(min(0.9995, max(0.2, 1 / (1 + math.exp(-odds)))), 4)


def _bar_factors(claims: Sequence[dict[str, Any]]) -> dict[str, tuple[float, ...]]:
    """By size, what the fit's own bars must be multiplied by to hold 95 % of the errors."""
    found = [claim for claim in claims if claim["right"] and "errors" in claim and claim["value"] > 0.5]
    sizes = np.array([claim["seen"].smaller_px for claim in found])
    factors: dict[str, tuple[float, ...]] = {"size_px": BAR_SIZES_PX}
    for name in BARS:
        ratio = np.array([claim["errors"][name] / max(1e-9, claim["bars"][name]) for claim in found])
        row = []
        for size in BAR_SIZES_PX:
            count = min(len(ratio), max(_BAR_COUNT, len(ratio) // len(BAR_SIZES_PX)))
            nearest = np.argsort(np.abs(np.log(sizes / size)), kind="stable")[:count]
            row.append(round(_BAR_MARGIN * float(np.quantile(ratio[nearest], 0.95)), 3))
        factors[name] = tuple(row)
    return factors


def report(
    pages: Sequence[dict[str, Any]], judged: Sequence[list[tuple[float, dict[str, Any]]]],
    claims: Sequence[dict[str, Any]], model: Model, counts: dict[str, int],
) -> str:  # fmt: skip
    """Recall beside false alarms by threshold, for brands held out of the fit."""
    lines = ["held-out brands   " + ", ".join(f"{name} {count}" for name, count in counts.items())]
    lines.append(f"possible from {model.possible}, certain from {model.certain}, limits {dict(model.limits)}")
    groups = {name: _recall_of(pages, judged, test) for name, test in _GROUPS.items()}
    lines.append(f"{'value':>7}" + "".join(f"{name:>22}" for name in groups) + f"{'false/100 pages':>17}{'certain':>9}")
    searched = [_wrong(own) for page, own in zip(pages, judged, strict=True) if page["searched"]]
    for least in (0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, model.possible, model.certain):
        false = sum(any(v >= least for v, _ in page) for page in searched) / max(1, len(searched))
        sure = sum(v >= least and within_limits(e, model.limits) for page in searched for v, e in page)
        row = "".join(f"{_share(values, least):>22}" for values in groups.values())
        lines.append(f"{least:7.4f}{row}{100 * false:17.2f}{sure:9}")
    copies = [c for c in claims if c.get("copy")]
    sure = sum(c["value"] >= model.certain and within_limits(c["seen"], model.limits) for c in copies)
    open_ = sum(c["value"] >= model.possible for c in copies)
    lines.append(f"near-copies {len(copies)}: possible {open_}, certain {sure}")
    certain = [c for c in claims if c["right"]]
    kept = sum(c["value"] >= model.certain and within_limits(c["seen"], model.limits) for c in certain)
    lines.append(f"right claims {len(certain)}: certain {kept / max(1, len(certain)):.3f}")
    lines += [f"bars {name}: {row}" for name, row in model.bars.items()]
    return "\n".join(lines)


_GROUPS = {
    "24-31 px": lambda page, t: t["size"] < 31.5 and page["alteration"] != "occluded",
    "32 px and more": lambda page, t: t["size"] >= 31.5 and page["alteration"] not in ("occluded", "half-cropped"),
    "half-cropped": lambda page, t: page["alteration"] == "half-cropped",
    "occluded": lambda page, t: page["alteration"] == "occluded",
}


def _recall_of(pages: Sequence[dict[str, Any]], judged: Sequence[Any], test: Any) -> list[tuple[float, bool]]:
    """For each target the best value of a right claim, 0 without one; and whether its page was searched."""
    found = []
    for page, own in zip(pages, judged, strict=True):
        for number, target in enumerate(page["targets"]):
            if test(page, target):
                right = [(v, c.get("given", False)) for v, c in own if c["right"] and c["target"] == number]
                sought = [v for v, given in right if not given]
                value = max(sought if page["searched"] else [v for v, _ in right], default=0.0)
                found.append((value, page["searched"]))
    return found


def _share(values: Sequence[tuple[float, bool]], least: float) -> str:
    """Recall on pages that were searched, and of given poses."""
    parts = []
    for searched in (True, False):
        own = [value for value, was in values if was == searched]
        parts.append(f"{sum(v >= least for v in own) / len(own):.3f}/{len(own)}" if own else "–")
    return " ".join(parts)


def weights_file(fitted: Fitted, command: str) -> str:
    """The text of weights.toml."""
    model = fitted.model
    lines = [
        "# What the decision weighs: made by the command below, not by hand. Each figure adds the height of its curve",
        "# (straight between the knots in `at`, level beyond them) to the log odds that a claim is the logo.",
        f'command = "{command}"',
        f"constant = {model.constant}",
        "", "[counts]", *(f"{name} = {count}" for name, count in fitted.counts.items()),
        "", "[thresholds]", f"possible = {model.possible}", f"certain = {model.certain}",
        "", "# Least evidence of a certain logo, whatever its value.",
        "[limits]", *(f"{name} = {least}" for name, least in model.limits.items()),
        "", "# Factors on the error bars of the fit's covariance, by size.",
        "[bars]", *(f"{name} = {list(row)}" for name, row in model.bars.items()),
    ]  # fmt: skip
    for name, (at, gives) in model.curves.items():
        lines += ["", f"[curves.{name}]", f"at = {list(at)}", f"gives = {list(gives)}"]
    return "\n".join(lines) + "\n"
