"""Who was controlled, and what that lets us say of those who were not: weights and overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.crossfitting import out_of_fold

__all__ = ["Selection", "overlap", "refusal", "selection_of"]

Floats = npt.NDArray[np.float64]

UNSUPPORTED = 0.05  # a figure may be about one row in twenty without counterpart, not more
FEWEST = 10.0  # controls that a weighted figure must rest on, counted by their weights


@dataclass(frozen=True)
class Selection:
    """How rows came to be labelled, for one outcome of one cohort.

    `chance` is each row's probability of being controlled, given what control is chosen by;
    `guess` the probability of a finding given that and more: both from rows of other employers.
    `group` numbers whom a refusal is about, in `names` (a centre); `cluster` is the employer.
    """

    chance: Floats
    guess: Floats
    group: npt.NDArray[np.int64]
    names: tuple[str, ...]
    cluster: npt.NDArray[np.int64]


def selection_of(
    exposure: npt.NDArray[np.floating],
    seen: Sequence[npt.NDArray[np.floating]],
    outcome: Floats,
    group: npt.NDArray[np.object_],
    cluster: npt.NDArray[np.int64],
    *,
    seed: int = 1,
) -> Selection:
    """Model control from `exposure`, and findings from that and from what else is `seen`.

    All are one row per workplace; `outcome` is 1, 0 or NaN where nobody looked. A `group` that
    decides who is controlled must be among the exposures too.
    """
    columns = np.asarray(exposure, dtype=np.float64)
    names, place = np.unique(group.astype(str), return_inverse=True)
    controlled = (~np.isnan(outcome)).astype(np.float64)
    return Selection(
        chance=out_of_fold(columns, controlled, cluster, seed=seed),
        guess=out_of_fold(np.column_stack([columns, *seen]), outcome, cluster, seed=seed),
        group=place.astype(np.int64),
        names=tuple(names.tolist()),
        cluster=cluster,
    )


def overlap(selection: Selection, outcome: Floats) -> Floats:
    """How far each row has counterparts among the controlled: 1 fully, under 1 ever less.

    The row's chance of control over the least that any controlled row had, at most 1; 0 in a
    group where nobody was controlled. NaN everywhere when nobody was controlled at all.
    """
    controlled = ~np.isnan(outcome)
    if not controlled.any():
        return np.full(len(outcome), np.nan)
    found = np.minimum(selection.chance / selection.chance[controlled].min(), 1.0)
    visited = np.bincount(selection.group, weights=controlled) > 0
    return np.where(visited[selection.group], found, 0.0)


def refusal(selection: Selection, outcome: Floats, share: Floats) -> str:
    """Why no weighted figure can be given, and for whom; empty when it can."""
    total = float(share.sum())
    if total <= 0:
        return "there is nobody to tell of"
    controlled = ~np.isnan(outcome)
    if not controlled.any():
        return "nobody was controlled, so there is nothing to weigh"
    if (controlled | (share == 0)).all():
        return ""  # everybody in question was looked at
    bare = share * (overlap(selection, outcome) < 1.0) * ~controlled
    if bare.sum() > UNSUPPORTED * total:
        return (
            f"no overlap: {bare.sum():.0f} of {total:.0f} have no counterpart among the"
            f" controlled ({_whom(bare, selection)})"
        )
    weight = np.where(controlled, share / np.maximum(selection.chance, 1e-9), 0.0)
    effective = weight.sum() ** 2 / (weight**2).sum() if weight.any() else 0.0
    if effective < FEWEST:
        return (
            f"the weighted figure would rest on {effective:.1f} controls among {total:.0f},"
            f" fewer than {FEWEST:.0f}"
        )
    return ""


def _whom(bare: Floats, selection: Selection) -> str:
    counts = np.bincount(selection.group, weights=bare)
    worst = [
        number for number in np.argsort(-counts, kind="stable")[:3] if counts[number] >= 0.5
    ]
    said = [f"{selection.names[number]} {counts[number]:.0f}" for number in worst]
    return ", ".join(said) + (", and others" if (counts >= 0.5).sum() > 3 else "")
