"""CONDUCTOR: one command's training run, from landed registers to a logged, named model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from features.account import account
from features.engine.registers import Registers
from features.errors import NotFound
from features.matrix import definition_digest
from features.reasons.catalogue import catalogue_of
from features.vocabulary import AsOf
from models.artefacts import TRAINING
from models.backtest import BacktestResult, backtest, earliest
from models.card import FORM, card_of
from models.cells import Cell
from models.code_version import code_version, library_versions
from models.opening import density_of, known_by, open_sources, read_truth
from models.race_report import RACE_FORM, race_said, write_race
from models.racing import race
from models.recipe import Recipe
from models.reporting import metrics_of, parameters_of, write_files
from models.severity import read_policy
from models.splits import TimeSplit, split_at, splits_over_time, time_split
from models.tracking import finish, latest_race, log_race, log_run, runs_of
from models.training import train

__all__ = [
    "Trained",
    "latest_card",
    "over_time",
    "plan_dates",
    "run_backtest",
    "run_race",
    "run_training",
]

Say = Callable[[str], None]
# Those that build a matrix, and those that learn from it and judge.
LIBRARIES = (
    "duckdb", "lightgbm", "numba", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy",
)  # fmt: skip


@dataclass(frozen=True)
class Trained:
    """A training run that is logged. `fresh` is false when the same run was there already."""

    card: dict[str, Any]
    name: str
    version: str
    run: str
    folder: Path
    fresh: bool


def plan_dates(registers: Registers, recipe: Recipe) -> TimeSplit:
    """The dates that a training run of these registers trains and is judged on."""
    outcomes = registers.country.outcomes
    until = known_by(registers)
    begins = earliest(registers.rows(outcomes.rows, until))
    return time_split(recipe, embargo_days=outcomes.embargo_days, begins=begins, known_by=until)


def run_training(
    registers: Registers,
    recipe: Recipe,
    workspace: Path,
    mlruns: Path,
    *,
    truth: Path | None = None,
    say: Say,
) -> Trained:
    """Train, judge, write the card and log it all as challenger; first of its name, champion.

    The same recipe on the same content with the same code and libraries is not run twice.
    `truth` is a file of the invented country's truth that somebody hands over: it judges, and
    never teaches.
    """
    country = registers.country
    name = f"lykta-{country.name}"
    identity = _identity(registers, recipe, truth)
    for run in runs_of(mlruns, name):
        if run["identity"] == identity and (run["folder"] / "card.json").is_file():
            card = json.loads((run["folder"] / "card.json").read_text("utf-8"))
            say(f"model {run['version']} is of the same recipe and content; nothing to train")
            finish(mlruns, name, run["run"], run["version"])
            return Trained(card, name, run["version"], run["run"], run["folder"], fresh=False)
    split = plan_dates(registers, recipe)
    sources = open_sources(registers, workspace, split.dates, say=say)
    if truth is not None:
        policy = read_policy(recipe.policy, split.after[0], recipe.heads)
        sources = replace(sources, truth=read_truth(truth, recipe, policy))
    result = train(recipe, country, split, sources, say=say)
    card = card_of(result, country, density_of(registers))
    files = workspace / "models" / country.name
    write_files(result, card, files)
    reasons = catalogue_of(country)
    (files / "reasons.json").write_text(reasons.to_json(), "utf-8")
    # Who trains may not review: the account goes with the model's evidence.
    told = {"name": name, "trained_by": account()}
    (files / TRAINING).write_text(json.dumps(told) + "\n", "utf-8")
    logged = log_run(
        mlruns,
        name,
        result.served,
        parameters={
            **parameters_of(result),
            "identity": identity,
            "reasons_digest": reasons.digest,
            "code_version": code_version(),
        },  # fmt: skip
        metrics=metrics_of(result),
        files=files,
    )
    if finish(mlruns, name, logged.run, logged.version):
        say("no champion was there, so this model is it")
    return Trained(card, name, logged.version, logged.run, logged.folder, fresh=True)


def run_backtest(
    registers: Registers,
    recipe: Recipe,
    workspace: Path,
    train_as_of: AsOf,
    test_as_of: AsOf,
    *,
    say: Say,
) -> BacktestResult:
    """Build what is missing of the matrices and backtest one date against another.

    Where definitions look back a number of days, both dates look back as far as outcomes
    reach before the training date.
    """
    outcomes = registers.rows(registers.country.outcomes.rows, known_by(registers))
    begins = earliest(outcomes)
    looking_back = registers.country.looking_back
    if looking_back is not None:
        registers = copy(registers)  # the same files and connection, asked other questions
        registers.country = looking_back((train_as_of - begins).days)
    split = split_at(recipe, train_as_of, test_as_of, begins=begins)
    sources = open_sources(registers, workspace, split.dates, say=say)
    return backtest(recipe, registers.country, train_as_of, test_as_of, sources, say=say)


def run_race(
    registers: Registers, recipe: Recipe, workspace: Path, mlruns: Path, *, say: Say
) -> dict[str, Any]:
    """Every challenger on every past split; only what is missing is run, and logged as a whole.

    The answer is plain data, with the folder of its files. Finished cells lie in the workspace
    under their identities, so a run that was killed goes on where it stopped.
    """
    country = registers.country
    outcomes = country.outcomes
    until = known_by(registers)
    begins = earliest(registers.rows(outcomes.rows, until))
    splits = splits_over_time(
        recipe, embargo_days=outcomes.embargo_days, begins=begins, known_by=until
    )
    dates = [as_of for split in splits for as_of in split.dates]
    sources = open_sources(registers, workspace, dates, say=say)
    folder = workspace / "models" / country.name
    done = race(recipe, country, splits, sources, folder / "cells", say=say)
    said = race_said(done)
    write_race(done, said, folder / "race")
    children = {
        f"{as_of} {name}": (_facts_of(cell, done.splits), _known(cell.figures))
        for (as_of, name), cell in done.cells.items()
    }
    facts = {
        "recipe": recipe.name,
        "recipe_digest": recipe.digest,
        "code_version": code_version(),
        "rule": recipe.choice.rule,
        "picked": done.picked,
    }
    log_race(mlruns, f"lykta-{country.name}", done.identity, facts, children, folder / "race")
    return {**said, "files": folder / "race"}


def latest_card(mlruns: Path, name: str, wanted: str | None) -> tuple[dict[str, Any], Path]:
    """The card of a version, or of the newest. Raises `NotFound` when there is none."""
    for run in runs_of(mlruns, name):
        if wanted in (None, run["version"], *run["aliases"]):
            folder: Path = run["folder"]
            card = json.loads((folder / "card.json").read_text("utf-8"))
            if card.get("form") != FORM:
                raise NotFound(
                    f"The card of {name} version {run['version']} is of an older form.",
                    "run: lykta models train, or open card.md in its folder",
                )
            return card, folder
    raise NotFound(f"There is no {wanted or 'version'} of {name}.", "run: lykta models train")


def over_time(mlruns: Path, name: str) -> dict[str, Any] | None:
    """What the newest backtest over time told; None when none was run, or in an older form."""
    folder = latest_race(mlruns, name)
    if folder is None or not (folder / "race.json").is_file():
        return None
    said: dict[str, Any] = json.loads((folder / "race.json").read_text("utf-8"))
    return said if said.get("form") == RACE_FORM else None


def _facts_of(cell: Cell, splits: Sequence[TimeSplit]) -> dict[str, object]:
    """What a challenger was on a split, as MLflow tells it beside the figures."""
    (split,) = (one for one in splits if one.after[0].isoformat() == cell.as_of)
    return {
        "challenger": cell.challenger,
        "trained_on": ",".join(as_of.isoformat() for as_of in split.before),
        "tested_on": cell.as_of,
        "score_digest": cell.scores,
    }


def _known(figures: Mapping[str, float | None]) -> dict[str, float]:
    return {name: value for name, value in figures.items() if value is not None}


def _identity(registers: Registers, recipe: Recipe, truth: Path | None) -> str:
    """Of everything that decides a run: recipe, definitions, content, code, libraries."""
    said = {
        "code": code_version(),
        "recipe": recipe.digest,
        "definitions": definition_digest(registers.country),
        "content": registers.report.get("content"),
        "delivered_on": registers.report.get("delivered_on"),
        "libraries": library_versions(LIBRARIES),
        "truth": truth is not None,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
