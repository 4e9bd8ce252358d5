"""CONDUCTOR: fit on the past, judge on what came after, and say what the ranking is worth."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.vocabulary import AsOf
from models.attribution import global_importance
from models.bands import Band, observe
from models.calibrating import Calibrated, calibrated, text_of
from models.cells import score_digest
from models.evaluation import Comparison
from models.exposure import understood, weights_of
from models.heads_held import HeadHeld, heads_held
from models.judging import (
    LABELLED,
    MODEL,
    Dated,
    Sources,
    against_truth,
    dated,
    judge,
    question,
    rank_all,
)
from models.labels import outcome_of
from models.pictures import Point, curve
from models.prevalence import GroupPrevalence, prevalence_by
from models.rank_intervals import RankIntervals, rank_intervals
from models.ranker import Ranker
from models.recipe import Recipe
from models.severity import read_policy
from models.splits import TimeSplit
from models.stacking import Rows, stack, values_of

__all__ = ["TrainingResult", "train"]

Say = Callable[[str], None]
SHOWN = 2_000  # rows of the beeswarm: more dots lie on top of each other


@dataclass(frozen=True)
class TrainingResult:
    """A training run when it is done.

    `ranker` was judged: it learnt from `split.before` alone. `served` learnt the same way from
    every date with mature labels, and is what lists are made with. `comparisons` maps an
    outcome to the judgement among the controlled, `against_truth` likewise where it is known.
    """

    recipe: Recipe
    split: TimeSplit
    ranker: Ranker
    served: Ranker
    comparisons: Mapping[str, Comparison]
    against_truth: Mapping[str, Comparison]
    bands: tuple[Band, ...]
    importance: Mapping[str, float]
    counts: Mapping[str, tuple[int, int]]  # head: findings, controls that looked (training)
    funnel: tuple[tuple[str, int], ...]
    reported: int
    seconds: Mapping[str, float]
    calibrated: Calibrated | None
    heads: tuple[HeadHeld, ...]  # each head's own calibration, and how it held
    prevalence: tuple[GroupPrevalence, ...]  # of the primary outcome: centres, a stratum
    contested: Mapping[str, int]  # head: findings in training that were before a court
    ranks: RankIntervals | None  # of the last test date
    shown: npt.NDArray[np.float32]  # values of some rows of the last test date, for a picture
    score_digest: str  # of every score that was judged, to the bit
    curve: tuple[Point, ...]  # precision of the primary outcome against capacity

    @property
    def verdict_on(self) -> Comparison:
        """The judgement that decides: against the truth where there is one."""
        judged = self.against_truth or self.comparisons
        return judged[self.recipe.judgement.primary]


def train(
    recipe: Recipe,
    country: Country,
    split: TimeSplit,
    sources: Sources,
    *,
    say: Say,
) -> TrainingResult:
    """Learn from the dates before, judge on the dates after, then learn from all of them.

    Raises `KnownTooLate` when a label window overlaps a test date, and `RecipeRefused` when
    there is nothing to learn from.
    """
    clock = _Clock(say)
    policy = read_policy(recipe.policy, split.after[0], recipe.heads)
    final = recipe.dates.labels_known == "finally"

    def cohorts(dates: Sequence[AsOf], known_by: AsOf) -> list[Dated]:
        return [dated(sources, recipe, country, policy, as_of, known_by) for as_of in dates]

    before = cohorts(split.before, sources.known_by if final else split.after[0])
    after = cohorts(split.after, sources.known_by)
    clock.lap("labels")
    rows = stack(before, recipe.features, weights_of(before, recipe))
    ranker = Ranker.fit(rows, recipe, country, policy)
    clock.lap(f"model of {len(ranker.heads)} heads on {len(rows)} labelled rows")
    matrices = [matrix for matrix, _ in after]
    scores = rank_all(ranker, rows, recipe, policy, matrices)
    clock.lap("scores of model and rivals")
    outcomes = tuple(dict.fromkeys([recipe.judgement.primary, "any"]))
    judged, questions = {}, {}
    for name in outcomes:
        asked = question(after, name, recipe, LABELLED)
        questions[name] = understood(asked, after, scores[MODEL], recipe)
        judged[name] = judge(scores, questions[name], recipe)
    true = against_truth(scores, after, recipe, sources.truth)
    primary = questions[recipe.judgement.primary]
    held = calibrated(scores[MODEL], matrices, primary, recipe)
    heads = heads_held(ranker, after, recipe)
    common = tuple(
        group
        for by in ("centre", *recipe.selection.strata[:1])
        for group in prevalence_by(by, text_of(matrices, by), primary)
    )
    clock.lap("judgement")
    ranks = None
    if recipe.judgement.refits:
        again = {"refits": recipe.judgement.refits, "seed": recipe.judgement.seed}
        ranks = rank_intervals(rows, recipe, country, policy, matrices[-1], **again)
        clock.lap(f"ranks of {recipe.judgement.refits} refits")
    ends = np.cumsum([len(matrix) for matrix in matrices])[:-1]
    bands = observe(
        np.split(scores[MODEL], ends),
        {name: [outcome_of(labelled, name) for _, labelled in after] for name in outcomes},
        recipe.bands.shares,
        first=split.after[0].isoformat(),
        last=after[-1][1].until.isoformat(),
    )
    values = values_of(matrices[-1], ranker.features)
    importance = global_importance(ranker, values)
    clock.lap("bands and global importance")
    newer = [*before, *cohorts(split.gap, sources.known_by), *after]
    everything = stack(newer, recipe.features, weights_of(newer, recipe))
    served = Ranker.fit(everything, recipe, country, policy)
    clock.lap("model that serves")
    return TrainingResult(
        recipe=recipe,
        split=split,
        ranker=ranker,
        served=served,
        comparisons=judged,
        against_truth=true,
        bands=bands,
        importance=importance,
        counts=_counts(rows),
        funnel=matrices[-1].funnel,
        reported=sum(labelled.reported for _, labelled in (*before, *after)),
        seconds=clock.laps,
        calibrated=held,
        heads=heads,
        prevalence=common,
        contested=_contested(before),
        ranks=ranks,
        shown=values[:: -(-len(values) // SHOWN)],
        score_digest=score_digest(scores[MODEL]),
        curve=tuple(curve(scores[MODEL], primary)),
    )


def _counts(rows: Rows) -> dict[str, tuple[int, int]]:
    return {
        head: (
            int(np.nansum(rows.found[:, number])),
            int((~np.isnan(rows.found[:, number])).sum()),
        )
        for number, head in enumerate(rows.heads)
    }


def _contested(cohorts: Sequence[Dated]) -> dict[str, int]:
    heads = cohorts[0][1].heads
    counts = np.sum([labelled.contested for _, labelled in cohorts], axis=0)
    return {head: int(count) for head, count in zip(heads, counts, strict=True)}


class _Clock:
    """Seconds since the last lap, said and kept."""

    def __init__(self, say: Say) -> None:
        self._say, self._last = say, time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, what: str) -> None:
        now = time.perf_counter()
        self.laps[what] = round(now - self._last, 2)
        self._say(f"{what}: {now - self._last:.1f} s")
        self._last = now
