"""Which challenger to trust, told by all past splits: regret, stability, rules that pick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["RULES", "Rule", "Tried", "chosen", "jaccard", "regret", "try_rules"]

Floats = npt.NDArray[np.float64]

# (splits, challengers) figures so far, higher is better -> the number of the one to use next.
# NaN is a split on which a challenger has no figure; the first of equals is taken.
Rule = Callable[[Floats, Floats], int]

FADE = 0.5  # what a split counts less than the one after it, for the recency rule
PENALTY = 1.0  # deviations taken off the mean, for the penalised rule
NEAR = 0.05  # what still counts as near the best, relative to it


def _best(values: Floats) -> int:
    return int(np.nanargmax(values)) if not np.isnan(values).all() else 0


def _mean(figures: Floats) -> Floats:
    known = ~np.isnan(figures)
    total = np.nansum(figures, axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)


def _deviation(figures: Floats) -> Floats:
    return np.sqrt(np.maximum(_mean(figures**2) - _mean(figures) ** 2, 0.0))


def _lowest_variance(figures: Floats, second: Floats) -> int:
    return _best(-_deviation(figures))


def _near_best_most_often(figures: Floats, second: Floats) -> int:
    top = np.nanmax(np.where(np.isnan(figures), -np.inf, figures), axis=1, keepdims=True)
    return _best((figures >= top - NEAR * np.abs(top)).sum(axis=0).astype(np.float64))


def _recent(figures: Floats, second: Floats) -> int:
    weight = FADE ** np.arange(len(figures))[::-1, None] * ~np.isnan(figures)
    total = np.maximum(weight.sum(axis=0), 1e-12)
    mean = np.nansum(figures * weight, axis=0) / total
    return _best(np.where(weight.any(axis=0), mean, np.nan))


def _two(figures: Floats, second: Floats) -> int:
    return _best(0.5 * _mean(figures) + 0.5 * _mean(second))


def _any(figures: Floats, second: Floats) -> int:
    """Whichever: the same draw for the same number of splits."""
    return int(np.random.default_rng(len(figures)).integers(figures.shape[1]))


# Triage's audition names its eight rules so (dssg/triage, component `audition`).
RULES: Mapping[str, Rule] = {
    "best_current_value": lambda figures, second: _best(figures[-1]),
    "best_average_value": lambda figures, second: _best(_mean(figures)),
    "lowest_metric_variance": _lowest_variance,
    "most_frequent_best_dist": _near_best_most_often,
    "best_average_two_metrics": _two,
    "best_avg_var_penalized": lambda figures, second: _best(
        _mean(figures) - PENALTY * _deviation(figures)
    ),
    "best_avg_recency_weight": _recent,
    "random_model_group": _any,
}


@dataclass(frozen=True)
class Tried:
    """What a rule would have cost: its mean regret on the split after each choice, and how
    often it changed its mind."""

    rule: str
    picks: tuple[str, ...]
    regret: float | None
    changes: int


def regret(figures: Floats) -> Floats:
    """(splits, challengers) how far each was below the best of its split; NaN where unknown."""
    known = np.where(np.isnan(figures), -np.inf, figures).max(axis=1, keepdims=True)
    return np.where(np.isfinite(known), known - figures, np.nan)


def chosen(rule: str, names: Sequence[str], figures: Floats, second: Floats) -> str:
    """The challenger that a rule picks, knowing all splits."""
    return names[RULES[rule](figures, second)]


def try_rules(names: Sequence[str], figures: Floats, second: Floats) -> tuple[Tried, ...]:
    """Each rule played through: it picks after every split, and is judged on the next one."""
    lost = regret(figures)
    told = []
    for rule in RULES:
        picks = [RULES[rule](figures[:n], second[:n]) for n in range(1, len(figures) + 1)]
        costs = np.array([lost[n + 1, pick] for n, pick in enumerate(picks[:-1])])
        known = costs[~np.isnan(costs)]
        told.append(
            Tried(
                rule,
                tuple(names[pick] for pick in picks),
                float(known.mean()) if len(known) else None,
                int(sum(a != b for a, b in zip(picks, picks[1:], strict=False))),
            )
        )
    return tuple(told)


def jaccard(one: set[str], other: set[str]) -> float | None:
    """Of those on either list, the share on both; None of two empty lists."""
    either = one | other
    return len(one & other) / len(either) if either else None
