"""ONE DOOR to LightGBM: a booster per head, one priority, saved as plain text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

from features.country import Country
from features.errors import NotFound, RecipeRefused, UnknownFeature
from features.matrix import Matrix
from models.boosters import weighted_sum
from models.combining import priority
from models.recipe import Recipe
from models.severity import Policy
from models.stacking import Rows, values_of

__all__ = ["Part", "Ranker", "open_booster"]

# The same bytes on every run and every number of cores; two threads, as the house has cores.
FIXED: Mapping[str, object] = {
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
}
LISTWISE = "lambdarank"


@dataclass(frozen=True)
class Part:
    """One booster: a head under one objective, the mean of its seeds. `weight` sums to 1."""

    head: str
    objective: str
    weight: float
    text: str

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
        heads, notes = _learnable(rows, recipe, policy)
        total = sum(policy.weight(head) for head in heads)
        share = 1.0 / len(recipe.model.objectives)
        parameters = {
            **recipe.model.lightgbm,
            **FIXED,
            **_directions(rows.features, recipe, country),
        }
        coded = _coded(rows.features, recipe, country)
        parts = [
            Part(
                head=head,
                objective=objective,
                weight=policy.weight(head) / total * share,
                text=_fit(rows, head, objective, recipe, parameters, coded),
            )
            for head in heads
            for objective in recipe.model.objectives
        ]
        return cls(rows.features, recipe.model.combine, tuple(parts), tuple(notes))

    def margins(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """(rows, parts): each part's raw score (log-odds for a binary head)."""
        if values.shape[1] != len(self.features):
            raise UnknownFeature(
                f"The model reads {len(self.features)} features, the matrix holds"
                f" {values.shape[1]}.",
                "build the matrix from the same declarations as the model, or train anew",
            )
        columns = [part.booster.predict(values, raw_score=True) for part in self.parts]
        return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])

    def score(self, matrix: Matrix) -> npt.NDArray[np.float64]:
        """The priority of every row: higher is visited first. No probability."""
        return self.score_values(values_of(matrix, self.features))

    def score_values(self, values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """As `score`, from values in the model's own order of features."""
        if self.combine == "margins":
            return np.asarray(self.whole.predict(values), dtype=np.float64)
        return priority(self.margins(values), self.weights, self.combine)

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """The weight of each part; they sum to 1."""
        return np.array([part.weight for part in self.parts])

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads that were learnt, in order."""
        return tuple(dict.fromkeys(part.head for part in self.parts))

    @property
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
        return hashlib.sha256(
            json.dumps([self._facts(), [part.text for part in self.parts]]).encode()
        ).hexdigest()

    def save(self, folder: Path) -> None:
        """Write the parts as LightGBM text and `ranker.json` beside them."""
        folder.mkdir(parents=True, exist_ok=True)
        for part in self.parts:
            (folder / f"{part.head}.{part.objective}.txt").write_text(part.text, "utf-8")
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
            "parts": [[part.head, part.objective, part.weight] for part in self.parts],
            "notes": list(self.notes),
        }


def open_booster(text: str) -> lgb.Booster:
    """A booster from LightGBM text."""
    return lgb.Booster(model_str=text)


def _learnable(rows: Rows, recipe: Recipe, policy: Policy) -> tuple[list[str], list[str]]:
    heads, notes = [], []
    for number, head in enumerate(rows.heads):
        answers = rows.found[:, number]
        found, none = int((answers == 1).sum()), int((answers == 0).sum())
        if policy.weight(head) == 0:
            notes.append(f"{head}: weight 0 in the severity policy")
        elif found < recipe.model.min_positives:
            notes.append(
                f"{head}: {found} findings in {found + none} controls, fewer than"
                f" {recipe.model.min_positives}"
            )
        elif not none:
            notes.append(f"{head}: all {found} controls had a finding, nothing to tell apart")
        else:
            heads.append(head)
    if not heads:
        raise RecipeRefused(
            "No head can be learnt: " + "; ".join(notes) + ".",
            "train on more dates, or lower model.min_positives and say why",
        )
    return heads, notes


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
    objective: str,
    recipe: Recipe,
    parameters: Mapping[str, object],
    coded: list[int],
) -> str:
    answers = rows.found[:, rows.heads.index(head)]
    kept = np.flatnonzero(~np.isnan(answers))
    if objective == LISTWISE:
        kept = kept[np.argsort(rows.query[kept], kind="stable")]
    weight = None
    if recipe.model.half_life_months:
        weight = 0.5 ** (rows.age_months[kept] / recipe.model.half_life_months)
    texts = []
    for seed in recipe.model.seeds:
        asked: dict[str, object] = {**parameters, "objective": objective, "seed": seed}
        data = lgb.Dataset(
            rows.values[kept],
            label=answers[kept],
            weight=weight,
            group=_sizes(rows.query[kept]) if objective == LISTWISE else None,
            feature_name=list(rows.features),
            categorical_feature=coded,
            params=asked,
        )
        texts.append(
            lgb.train(asked, data, num_boost_round=recipe.model.rounds).model_to_string()
        )
    return weighted_sum([(text, 1.0 / len(texts)) for text in texts])


def _sizes(query: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.unique(query, return_counts=True)[1]
