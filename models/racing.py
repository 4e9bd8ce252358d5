"""CONDUCTOR: every challenger on every past split, and which of them to trust from now on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.errors import RecipeRefused
from features.vocabulary import AsOf
from models.calibration import carried_over
from models.cells import (
    Cell,
    Shelf,
    by_percent,
    content_of,
    content_of_matrix,
    figures_of,
    identity_of,
    listed,
    score_digest,
    without_figures,
)
from models.challenger_names import CHANCY, OWN
from models.challengers import Lesson, learn
from models.choice import Tried, chosen, jaccard, try_rules
from models.code_version import code_version, library_versions
from models.evaluation import Question
from models.exposure import understood
from models.judging import LABELLED, Dated, Sources, dated, question
from models.recipe import Recipe
from models.severity import read_policy
from models.splits import TimeSplit

__all__ = ["LIBRARIES", "Race", "race"]

Floats = npt.NDArray[np.float64]
Say = Callable[[str], None]
LIBRARIES = ("lightgbm", "numpy", "optuna", "scikit-learn", "scipy", "shap")
OTHER_SEEDS = (100, 200)  # added to every seed: two fits that differ in nothing but chance


@dataclass(frozen=True)
class Race:
    """Every challenger on every past split, in time order.

    `cells` by split and challenger. `tried` is what each rule of choosing would have cost,
    `picked` whom the recipe's own rule picks. `between_retrains` is how much of a challenger's
    lists stays from one split to the next (mean Jaccard), `between_seeds` how much two fits on
    the last split share that differ in their seeds alone (of whom draws anything; None of a
    list that nobody is surely on). `carried` is how far frequencies that were learnt on one
    split lay from those seen on the next, in the mean (None with one split). `identity` is the
    hash of all cells' own: of recipe, code, libraries and the content of every row read.
    """

    recipe: Recipe
    splits: tuple[TimeSplit, ...]
    cells: Mapping[tuple[str, str], Cell]
    tried: tuple[Tried, ...]
    picked: str
    between_retrains: Mapping[str, float | None]
    between_seeds: Mapping[str, float | None]
    carried: Mapping[str, float | None]
    fresh: int
    identity: str

    def figures(self, name: str) -> Floats:
        """(splits, challengers) of one figure; NaN where there is none."""
        told = [
            [self.cells[split.after[0].isoformat(), who].figures[name] for who in self.names]
            for split in self.splits
        ]
        return np.array(told, dtype=np.float64)

    @property
    def names(self) -> tuple[str, ...]:
        """The challengers, in the recipe's order."""
        return self.recipe.choice.challengers


def race(
    recipe: Recipe,
    country: Country,
    splits: Sequence[TimeSplit],
    sources: Sources,
    folder: Path,
    *,
    say: Say,
) -> Race:
    """Run what is missing of all splits and challengers; the rest is read from `folder`.

    Stopped at any point and begun again, it ends with the same figures to the bit. Whoever
    finds nothing to learn on a split has no figure there, and its cell says why.
    """
    track = _Track(recipe, country, sources, Shelf(folder), say)
    cells: dict[tuple[str, str], Cell] = {}
    for split in splits:
        for name in recipe.choice.challengers:
            cells[split.after[0].isoformat(), name] = track.run(name, split, recipe)
        say(f"{split.after[0].isoformat()}: {len(recipe.choice.challengers)} challengers")
    names = recipe.choice.challengers
    by_name = {
        name: [cells[split.after[0].isoformat(), name] for split in splits] for name in names
    }
    between_seeds = {
        name: _shared(track, name, splits[-1], recipe)
        for name in dict.fromkeys([*names, OWN])
        if name in CHANCY
    }
    done = Race(
        recipe=recipe,
        splits=tuple(splits),
        cells=cells,
        tried=(),
        picked="",
        between_retrains={name: _kept(by_name[name]) for name in names},
        between_seeds=between_seeds,
        carried={name: _carried(by_name[name]) for name in names},
        fresh=track.fresh,
        identity=hashlib.sha256("\n".join(track.identities).encode()).hexdigest(),
    )
    first, second = done.figures(recipe.choice.figure), done.figures(recipe.choice.second)
    return replace(
        done,
        tried=try_rules(done.names, first, second),
        picked=chosen(recipe.choice.rule, done.names, first, second),
    )


class _Track:
    """What the cells of one race share: labelled cohorts, their content, and the shelf."""

    def __init__(
        self, recipe: Recipe, country: Country, sources: Sources, shelf: Shelf, say: Say
    ) -> None:
        self._recipe, self._country, self._sources = recipe, country, sources
        self._shelf, self._say = shelf, say
        self._versions = library_versions(LIBRARIES) | {"lykta": code_version()}
        self.fresh = 0
        self.identities: list[str] = []
        # The same cohort teaches several splits; labels differ by when they were known.
        self._dated = cache(self._label)
        self._content = cache(self._hashed)
        self._asked = cache(self._question)
        self._places = cache(self._workplaces)
        self._matrix = cache(self._hashed_matrix)
        self._lessons: dict[TimeSplit, Lesson] = {}

    def run(self, name: str, split: TimeSplit, recipe: Recipe) -> Cell:
        """The cell of a challenger on a split: from the shelf, or made and put there."""
        content = {
            f"{as_of.isoformat()} known {by.isoformat()}": self._content(as_of, by)
            for as_of, by in self._wanted(split)
        }
        identity = identity_of(name, split, recipe, self._versions, content)
        self.identities.append(identity)
        found = self._shelf.find(identity)
        if found is None:
            found = self._made(name, split, recipe)
            self._shelf.keep(identity, found)
            self.fresh += 1
        return found

    def _wanted(self, split: TimeSplit) -> list[tuple[AsOf, AsOf]]:
        """Every cohort of a split, with when its labels are known."""
        known = self._sources.known_by
        final = self._recipe.dates.labels_known == "finally"
        teaching = known if final else split.after[0]
        return [
            *((as_of, teaching) for as_of in split.before),
            *((as_of, known) for as_of in split.after),
        ]

    def _hashed(self, as_of: AsOf, by: AsOf) -> str:
        _, labelled = self._dated(as_of, by)
        return content_of(self._matrix(as_of), labelled)

    def _hashed_matrix(self, as_of: AsOf) -> str:
        return content_of_matrix(self._sources.matrix(as_of), self._recipe.features)

    def _label(self, as_of: AsOf, by: AsOf) -> Dated:
        policy = read_policy(self._recipe.policy, as_of, self._recipe.heads)
        return dated(self._sources, self._recipe, self._country, policy, as_of, by)

    def _made(self, name: str, split: TimeSplit, recipe: Recipe) -> Cell:
        start = time.perf_counter()
        after = [self._dated(*one) for one in self._wanted(split)[len(split.before) :]]
        try:
            scorer = learn(name, self._lesson(split, recipe))
        except RecipeRefused as refused:
            return without_figures(name, split, refused.message)
        scores = np.concatenate([scorer(matrix) for matrix, _ in after])
        asked = self._asked(split)
        return Cell(
            challenger=name,
            as_of=split.after[0].isoformat(),
            figures=figures_of(scores, asked),
            listed=listed(scores, asked, self._places(split)),
            by_percent=by_percent(scores, asked.outcome),
            scores=score_digest(scores),
            seconds=round(time.perf_counter() - start, 3),
        )

    def _lesson(self, split: TimeSplit, recipe: Recipe) -> Lesson:
        """Challengers of a split learn from the same rows, which are stacked and binned once.

        So do those that differ in their seeds. Splits come in turn, so those of an earlier one
        are forgotten.
        """
        if split not in self._lessons:
            before = [self._dated(*one) for one in self._wanted(split)[: len(split.before)]]
            policy = read_policy(recipe.policy, split.after[0], recipe.heads)
            lesson = Lesson(before, recipe, self._country, policy, split.embargo_days)
            self._lessons = {split: lesson}
        lesson = self._lessons[split]
        return lesson if recipe == lesson.recipe else lesson.under(recipe)

    def _workplaces(self, split: TimeSplit) -> list[str]:
        after = [self._sources.matrix(as_of) for as_of in split.after]
        return [w for one in after for w in one.frame.column("workplace").to_pylist()]

    def _question(self, split: TimeSplit) -> Question:
        """The same for every challenger, so that nobody is weighed by their own guess."""
        after = [self._dated(as_of, self._sources.known_by) for as_of in split.after]
        asked = question(after, self._recipe.judgement.primary, self._recipe, LABELLED)
        return understood(asked, after, np.zeros(len(asked.outcome)), self._recipe)


def _shared(track: _Track, name: str, split: TimeSplit, recipe: Recipe) -> float | None:
    """What the lists of two fits share that differ in their seeds alone (Jaccard)."""
    one, other = (track.run(name, split, _reseeded(recipe, by)) for by in OTHER_SEEDS)
    return jaccard(set(one.listed), set(other.listed))


def _reseeded(recipe: Recipe, by: int) -> Recipe:
    return replace(
        recipe,
        model=replace(recipe.model, seeds=tuple(seed + by for seed in recipe.model.seeds)),
        judgement=replace(recipe.judgement, seed=recipe.judgement.seed + by),
    )


def _carried(cells: Sequence[Cell]) -> float | None:
    pairs = zip(cells, cells[1:], strict=False)
    apart = [carried_over(one.by_percent, other.by_percent) for one, other in pairs]
    known = [one for one in apart if one is not None]
    return float(np.mean(known)) if known else None


def _kept(cells: Sequence[Cell]) -> float | None:
    """Mean Jaccard of a challenger's lists from each split to the next."""
    shares = [
        jaccard(set(one.listed), set(other.listed))
        for one, other in zip(cells, cells[1:], strict=False)
    ]
    known = [share for share in shares if share is not None]
    return float(np.mean(known)) if known else None
