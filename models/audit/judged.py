"""The model that was judged, opened with the cohorts it was judged on.

What serves has learnt from the dates that a model is judged on, so an audit of outcomes looks
at the model that had not: same recipe, trained before them, kept beside what serves. Both
digests are told; a review binds to the one that serves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from features.engine.registers import Registers
from features.errors import NotFound
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.audit.counts import Floats, at_most
from models.judging import Dated, Sources, dated
from models.labels import outcome_of
from models.opening import open_sources
from models.ranker import Ranker
from models.recipe import Recipe
from models.running import latest_card
from models.severity import read_policy
from models.stacking import values_of

__all__ = ["JUDGED", "Judged", "chance_of", "open_judged", "outcomes_in", "selected_in"]

JUDGED = "judged"  # the folder it lies in, beside what serves


@dataclass(frozen=True)
class Judged:
    """A version of a model: card, folder, both rankers, its recipe, and its test cohorts."""

    card: dict[str, Any]
    folder: Path
    served: Ranker
    judged: Ranker
    recipe: Recipe
    sources: Sources
    cohorts: tuple[Dated, ...]
    before: tuple[AsOf, ...]  # the dates that the judged model learnt from


def open_judged(
    registers: Registers,
    recipe: Recipe,
    workspace: Path,
    mlruns: Path,
    version: str | None,
    *,
    say: Callable[[str], None],
) -> Judged:
    """Open a version by number or alias, by default the newest.

    Raises `NotFound` when it was trained by another recipe, or before judged models were kept.
    """
    name = f"lykta-{registers.country.name}"
    card, folder = latest_card(mlruns, name, version)
    if card["recipe_digest"] != recipe.digest:
        raise NotFound(
            f"{name} was trained by another recipe '{card['recipe']}' than this one.",
            "give the recipe it was trained by: --recipe FILE",
        )
    if not (folder / JUDGED / "ranker.json").is_file():
        raise NotFound(
            f"This version of {name} was trained before judged models were kept beside it.",
            "run: lykta models train",
        )
    days = [AsOf.parse(str(day)) for day in card["dates"]["judged_on"]]
    before = [AsOf.parse(str(day)) for day in card["dates"]["trained_on"]]
    sources = open_sources(registers, workspace, [*before, *days], say=say)
    policy = read_policy(recipe.policy, days[0], recipe.heads)
    cohorts = tuple(
        dated(sources, recipe, registers.country, policy, day, sources.known_by) for day in days
    )
    served, judged = Ranker.load(folder / "ranker"), Ranker.load(folder / JUDGED)
    return Judged(card, folder, served, judged, recipe, sources, cohorts, tuple(before))


def selected_in(matrix: Matrix, scores: Floats, visits: int) -> Floats:
    """Each row's chance to be among its centre's `visits` highest, ties by lot."""
    selected = np.zeros(len(matrix))
    centres = matrix.frame.column("centre").to_numpy(zero_copy_only=False)
    for centre in np.unique(centres.astype(str)):
        here = centres.astype(str) == centre
        selected[here] = at_most(scores[here], visits)
    return selected


def chance_of(ranker: Ranker, matrix: Matrix, outcome: str) -> Floats:
    """How often a finding is expected, by the head of the outcome; NaN without such a head."""
    parts = [part.head == outcome for part in ranker.parts]
    if not any(parts):
        return np.full(len(matrix), np.nan)
    margins = ranker.margins(values_of(matrix, ranker.features))[:, parts]
    return np.asarray(expit(margins.mean(axis=1)), np.float64)


def outcomes_in(cohorts: tuple[Dated, ...], outcome: str) -> Floats:
    """The outcome of every row of every cohort, one after another."""
    return np.concatenate([outcome_of(labelled, outcome) for _, labelled in cohorts])
