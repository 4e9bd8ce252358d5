"""Two models on the same cohort: which reasons stay, which come and which go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.compute as pc

from features.country import Country
from features.errors import LyktaError
from models.frozen import Frozen
from models.grouping import labels_by, summed
from models.rank_order import same_order

__all__ = ["Stability", "compare", "reasons_changed", "stability"]

Floats = npt.NDArray[np.float64]
REASONS = 5  # raising reasons that a reader is likely to take in


@dataclass(frozen=True)
class Stability:
    """How alike two models explain the workplaces that both ranked.

    `rank_correlation` is Spearman's, of priorities (None where either model gives everybody the
    same); `same_reasons` the mean share of the
    `REASONS` weightiest raising reasons in common (of all in either), over everybody and over
    the `top` of either model; `same_first` how many share the weightiest (who
    has no raising reason by either model has the same ones). `groups` has a row per group: how
    often it came and went among those reasons, `before` and `after`.
    """

    workplaces: int
    rank_correlation: float | None
    same_reasons: float
    same_reasons_top: float
    same_first: float
    groups: pd.DataFrame


def stability(
    before: Frozen, after: Frozen, country: Country, top_share: float = 0.05
) -> Stability:
    """Compare the explanations of one cohort by two models, each in its own groups of reasons.

    Raises `LyktaError` when they are not of the same date, or no workplace is in both.
    """
    return compare(*_side_by_side(before, after, country), top_share)


def compare(
    names: Sequence[str],
    ours: Floats,
    theirs: Floats,
    scores: tuple[Floats, Floats],
    top_share: float = 0.05,
) -> Stability:
    """As `stability`, from (workplaces, groups) sums and priorities by either model."""
    one, other = _chosen(ours), _chosen(theirs)
    both, either = (one & other).sum(axis=1), (one | other).sum(axis=1)
    alike = np.where(either > 0, both / np.maximum(either, 1), 1.0)
    high = np.zeros(len(alike), dtype=bool)
    for score in scores:
        high |= score >= np.quantile(score, 1 - top_share)
    groups = pd.DataFrame(
        {
            "group": list(names),
            "before": one.mean(axis=0),
            "after": other.mean(axis=0),
            "came": (other & ~one).mean(axis=0),
            "went": (one & ~other).mean(axis=0),
        }
    )
    moved = groups["came"] + groups["went"]
    return Stability(
        workplaces=len(alike),
        rank_correlation=same_order(*scores),
        same_reasons=float(alike.mean()),
        same_reasons_top=float(alike[high].mean()),
        same_first=float((_first(ours) == _first(theirs)).mean()),
        groups=groups.loc[moved.sort_values(ascending=False, kind="stable").index].reset_index(
            drop=True
        ),
    )


def reasons_changed(
    before: Frozen, after: Frozen, country: Country, workplace: str
) -> pd.DataFrame:
    """One workplace's reasons by two models: `group`, `before`, `after`, `change`, the greatest
    change first. The columns sum to priority less base of either model.
    """
    told = [
        frozen.explanations([workplace], country)[workplace].by_group()
        for frozen in (before, after)
    ]
    names = list(dict.fromkeys([*told[0], *told[1]]))
    found = pd.DataFrame(
        {
            "group": names,
            "before": [told[0].get(name, 0.0) for name in names],
            "after": [told[1].get(name, 0.0) for name in names],
        }
    )
    found["change"] = found["after"] - found["before"]
    order = found["change"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def _side_by_side(
    before: Frozen, after: Frozen, country: Country
) -> tuple[tuple[str, ...], Floats, Floats, tuple[Floats, Floats]]:
    """Groups, (workplaces, groups) sums by either model, and priorities, of those in both."""
    if before.identity.as_of != after.identity.as_of:
        raise LyktaError(
            f"Explanations of {before.identity.as_of} and {after.identity.as_of} tell of"
            " different facts.",
            "compare two models on the cohort of one date",
        )
    places = pc.index_in(after.workplaces, before.workplaces)
    there = np.flatnonzero(places.is_valid().to_numpy(zero_copy_only=False))
    if not len(there):
        raise LyktaError("No workplace is in both cohorts.", "compare cohorts of one country")
    rows = places.drop_null().to_numpy(zero_copy_only=False)
    first, second = _sums(before, country), _sums(after, country)
    names = tuple(dict.fromkeys([*first[0], *second[0]]))
    return (
        names,
        _spread(*first, names)[rows],
        _spread(*second, names)[there],
        (before.scores[rows], after.scores[there]),
    )


def _sums(frozen: Frozen, country: Country) -> tuple[tuple[str, ...], Floats]:
    labels = labels_by("group", frozen.features, country, frozen.catalogue)
    told = [summed(amounts, labels) for amounts in frozen.amounts()]
    return told[0][0], np.concatenate([sums for _, sums in told])


def _spread(names: tuple[str, ...], sums: Floats, wanted: tuple[str, ...]) -> Floats:
    found = np.zeros((len(sums), len(wanted)))
    found[:, [wanted.index(name) for name in names]] = sums
    return found


def _chosen(sums: Floats) -> npt.NDArray[np.bool_]:
    """The weightiest raising groups of each row."""
    found = np.zeros(sums.shape, dtype=bool)
    most = min(REASONS, sums.shape[1])
    places = np.argpartition(-sums, most - 1, axis=1)[:, :most]
    np.put_along_axis(found, places, True, axis=1)
    return np.asarray(found & (sums > 0))


def _first(sums: Floats) -> npt.NDArray[np.int64]:
    """The weightiest raising group of each row; -1 where none raises."""
    return np.where(sums.max(axis=1) > 0, sums.argmax(axis=1), -1)
