"""How common the outcome is in each centre and stratum, withheld where few were seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.calibration import FEWEST
from models.evaluation import Question
from models.intervals import Figure, wilson
from models.topk import UNWEIGHTED
from models.weighting import doubly_robust

__all__ = ["GroupPrevalence", "prevalence_by"]


@dataclass(frozen=True)
class GroupPrevalence:
    """One group of the cohort: `among` its controlled, who were chosen; `weighted` for that.

    `by` is what groups are made by. Both figures are withheld, with the reason, below the
    number of controls that a group needs.
    """

    by: str
    group: str
    workplaces: int
    controls: int
    among: Figure
    weighted: Figure


def prevalence_by(
    by: str, codes: npt.NDArray[np.object_], asked: Question
) -> tuple[GroupPrevalence, ...]:
    """Every group of `codes` (one a row of the question), in order of its code."""
    names = codes.astype(str)
    known = ~np.isnan(asked.outcome)
    return tuple(
        _of(by, name, names == name, known, asked) for name in np.unique(names).tolist()
    )


def _of(
    by: str,
    name: str,
    mine: npt.NDArray[np.bool_],
    known: npt.NDArray[np.bool_],
    asked: Question,
) -> GroupPrevalence:
    controls = int((mine & known).sum())
    if controls < FEWEST:
        few = Figure(None, why=f"{controls} controls, fewer than {FEWEST}")
        return GroupPrevalence(by, name, int(mine.sum()), controls, few, few)
    weighted = UNWEIGHTED
    if asked.selection is not None:
        weighted = doubly_robust(asked.selection, asked.outcome, mine.astype(np.float64))
    among = wilson(float(asked.outcome[mine & known].sum()), controls)
    return GroupPrevalence(by, name, int(mine.sum()), controls, among, weighted)
