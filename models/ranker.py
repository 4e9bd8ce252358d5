"""ONE DOOR to LightGBM: a booster per head, one priority, saved as plain text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from features.country import Country
from features.errors import NotFound, UnknownFeature
from features.matrix import Matrix
from models.artefacts import digest_of
from models.boosters import weighted_sum
from models.combining import priority
from models.recipe import Fit, Recipe
from models.severity import Policy
from models.stacking import Rows, learnable, values_of

__all__ = ["Part", "Ranker", "boosted", "open_booster"]

# The same bytes on every run and machine. Threads follow the size of the data alone: below
# some 20,000 rows a second thread waits longer than it works.
FIXED: Mapping[str, object] = {"deterministic": True, "force_row_wise": True, "verbosity": -1}
FEW = {"force_row_wise": False, "force_col_wise": True}  # the same trees, made quicker
LISTWISE = "lambdarank"
WORTH_TWO_THREADS = 20_000
# Parameters of learning that leave the bins as they are; with any other, rows are binned anew.
# A seed draws the rows that bins are cut by where there are more than LightGBM looks at.
UNBINNED = frozenset({
    "bagging_fraction", "bagging_freq", "deterministic", "extra_trees", "feature_fraction",
    "feature_fraction_bynode", "force_col_wise", "force_row_wise", "lambda_l1", "lambda_l2",
    "lambdarank_truncation_level", "learning_rate", "max_depth", "min_gain_to_split",
    "min_sum_hessian_in_leaf", "monotone_constraints", "num_leaves", "num_threads",
    "objective", "path_smooth", "verbosity",
})  # fmt: skip
CUT_BY = 200_000


@dataclass(frozen=True)
class Part:
    """One booster: a head under one fit, the mean of its seeds. The weights sum to 1."""

    head: str
    fit: str
    weight: float
    text: str = field(repr=False)

    @cached_property
    def booster(self) -> lgb.Booster:
        """The text, opened."""
        return open_booster(self.text)


@dataclass(frozen=True)
class Ranker:
    """A ranking model: parts, and how they combine. Immutable, and known by its digest.

    `notes` say which heads were asked for and could not be learnt, and why.
    """

    features: tuple[str, ...]
    combine: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]

    @classmethod
    def fit(cls, rows: Rows, recipe: Recipe, country: Country, policy: Policy) -> Ranker:
        """Learn every head from the rows where somebody looked.

        A head with too few findings, or with nothing but findings, is left out with a note.
        Raises `RecipeRefused` when no head can be learnt.
        """
        heads, notes = learnable(rows, recipe, policy)
        total = sum(policy.weight(head) for head in heads)
        fits = recipe.model.fits
        declared = _directions(rows.features, recipe, country)
        coded = _coded(rows.features, recipe, country)
        # Two heads side by side, each on one thread: threads of one tree wait for each other.
        alone = len(heads) > 1 and len(rows) >= WORTH_TWO_THREADS

        def learn(head: str) -> list[Part]:
            weight = policy.weight(head) / total / len(fits)
            more = (recipe, declared, coded, alone)
            return [Part(head, fit.name, weight, _fit(rows, head, fit, *more)) for fit in fits]

        with ThreadPoolExecutor(2) as pool:
            # A tree with threads of its own is learnt here: in a pool's it takes nearly twice.
            learnt = pool.map(learn, heads) if alone else map(learn, heads)
            parts = tuple(part for of_head in learnt for part in of_head)
        return cls(rows.features, recipe.model.combine, parts, tuple(notes))

    def margins(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, parts): each part's raw score (log-odds for a binary head)."""
        if values.shape[1] != len(self.features):
            raise UnknownFeature(
                f"The model reads {len(self.features)} features, the matrix holds"
                f" {values.shape[1]}.",
                "build the matrix from the same declarations as the model, or train anew",
            )
        columns = [
            part.booster.predict(values, raw_score=True, num_threads=_threads(len(values)))
            for part in self.parts
        ]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])

    def score(self, matrix: Matrix) -> npt.NDArray[np.float64]:
        """The priority of every row: higher is visited first. No probability."""
        return self.score_values(values_of(matrix, self.features))

    def score_values(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """As `score`, from values in the model's own order of features."""
        if self.combine == "margins":
            return np.asarray(
                self.whole.predict(values, num_threads=_threads(len(values))), dtype=np.float64
            )
        return priority(self.margins(values), self.weights, self.combine)

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """The weight of each part; they sum to 1."""
        return np.array([part.weight for part in self.parts])

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads that were learnt, in order."""
        return tuple(dict.fromkeys(part.head for part in self.parts))

    @cached_property
    def whole_text(self) -> str:
        """One LightGBM model whose raw score is the weighted sum of margins."""
        return weighted_sum([(part.text, part.weight) for part in self.parts])

    @cached_property
    def whole(self) -> lgb.Booster:
        """`whole_text`, opened."""
        return open_booster(self.whole_text)

    @property
    def digest(self) -> str:
        """Of everything that decides a score."""
        return digest_of(self._facts(), [part.text for part in self.parts])

    def save(self, folder: Path) -> None:
        """Write the parts as LightGBM text and `ranker.json` beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        for part in self.parts:
            (folder / f"{part.head}.{part.fit}.txt").write_text(part.text, "utf-8")
        facts = self._facts() | {"digest": self.digest}
        (folder / "ranker.json").write_text(json.dumps(facts, indent=1), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Ranker:
        """Open what `save` wrote. Raises `NotFound`, also when a file was changed since."""
        try:
            facts = json.loads((folder / "ranker.json").read_text("utf-8"))
            parts = [
                Part(
                    head,
                    objective,
                    weight,
                    (folder / f"{head}.{objective}.txt").read_text("utf-8"),
                )
                for head, objective, weight in facts["parts"]
            ]
        except FileNotFoundError as error:
            raise NotFound(
                f"There is no complete model in {folder.name}: {Path(error.filename).name} is"
                " missing.",
                "run: lykta models train",
            ) from None
        ranker = cls(
            tuple(facts["features"]), facts["combine"], tuple(parts), tuple(facts["notes"])
        )
        if ranker.digest != facts["digest"]:
            raise NotFound(
                f"The model in {folder.name} is not the one that was saved: its digest"
                " differs.",
                "train anew, or restore the folder",
            )
        return ranker

    def _facts(self) -> dict[str, object]:
        return {
            "features": list(self.features),
            "combine": self.combine,
            "parts": [[part.head, part.fit, part.weight] for part in self.parts],
            "notes": list(self.notes),
        }


def open_booster(text: str) -> lgb.Booster:
    """A booster from LightGBM text."""
    return lgb.Booster(model_str=text)


def _directions(features: Sequence[str], recipe: Recipe, country: Country) -> dict[str, object]:
    """Which way each declared feature may move the score, when the recipe wants that kept."""
    if not recipe.monotone:
        return {}
    by_name = {feature.name: feature for feature in country.features}
    return {"monotone_constraints": [int(by_name[name].direction) for name in features]}


def _coded(features: Sequence[str], recipe: Recipe, country: Country) -> list[int]:
    """The columns that hold codes, not quantities, when the recipe wants them split as such."""
    codes = {feature.name for feature in country.features if feature.categories}
    return [n for n, name in enumerate(features) if recipe.categorical and name in codes]


def _fit(
    rows: Rows,
    head: str,
    fit: Fit,
    recipe: Recipe,
    declared: Mapping[str, object],
    coded: list[int],
    alone: bool,
) -> str:
    """One head under one fit: the text of the mean of its seeds; `alone` on one thread."""
    answers = rows.found[:, rows.heads.index(head)]
    kept = np.flatnonzero(~np.isnan(answers) & ((fit.dates == "all") | (rows.age_months == 0)))
    listwise = fit.objective == LISTWISE
    if listwise:
        kept = kept[np.argsort(rows.query[kept], kind="stable")]
    weight = None if rows.weight is None else rows.weight[kept]
    if recipe.model.half_life_months:
        faded = 0.5 ** (rows.age_months[kept] / recipe.model.half_life_months)
        weight = faded if weight is None else weight * faded
    place = (head, fit.dates, listwise, recipe.model.half_life_months, tuple(coded))
    return boosted(
        rows.values[kept],
        answers[kept],
        rows.features,
        {**fit.lightgbm, **declared, "objective": fit.objective},
        rounds=fit.rounds,
        seeds=recipe.model.seeds,
        weight=weight,
        group=np.unique(rows.query[kept], return_counts=True)[1] if listwise else None,
        coded=coded,
        threads=1 if alone else _threads(len(kept)),
        binned=rows.binned.setdefault(place, {}),
    )


def boosted(
    values: npt.NDArray[np.float32],
    answers: npt.NDArray[np.float32],
    features: Sequence[str],
    parameters: Mapping[str, object],
    *,
    rounds: int,
    seeds: Sequence[int],
    weight: npt.NDArray[np.float64] | None = None,
    group: npt.NDArray[np.int64] | None = None,
    coded: Sequence[int] = (),
    threads: int | None = None,
    binned: dict[str, lgb.Dataset] | None = None,
) -> str:
    """LightGBM's text of the mean of one booster per seed, the same bytes on every run.

    `values` is (rows, features), `answers` one label a row; `group` counts the rows of each
    list when the objective ranks lists, and rows then stand list by list. Bins are made once
    for all that differ in no parameter of theirs, and kept in `binned` for the same rows.
    """
    fixed = {**parameters, **FIXED, "num_threads": threads or _threads(len(values))}
    fixed |= FEW if len(values) < WORTH_TWO_THREADS else {}
    binned = {} if binned is None else binned
    harmless = UNBINNED | ({"seed"} if len(values) <= CUT_BY else set())
    texts = []
    for seed in seeds:
        asked: dict[str, object] = {**fixed, "seed": seed}
        key = json.dumps([[k, v] for k, v in sorted(asked.items()) if k not in harmless])
        if key not in binned:
            binned[key] = lgb.Dataset(
                values,
                label=answers,
                weight=weight,
                group=group,
                feature_name=list(features),
                categorical_feature=list(coded),
                params=asked,
            )
        texts.append(lgb.train(asked, binned[key], num_boost_round=rounds).model_to_string())
    return weighted_sum([(text, 1.0 / len(texts)) for text in texts])


def _threads(rows: int) -> int:
    return 2 if rows >= WORTH_TWO_THREADS else 1
