"""A small invented country for the first floor: matrices and outcomes without any register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from features.country import Area, Cohort, Country, Outcomes, Rival
from features.feature import Aggregate, Expression, Feature, Measure, View
from features.matrix import Matrix
from features.schema import Column, Kind, Table
from features.vocabulary import AsOf, Authority, Direction, Words
from models.reading import read_recipe
from models.recipe import Recipe

__all__ = ["COUNTRY", "RECIPE", "control", "everyone", "matrix_of", "outcomes_of", "recipe_of"]

FEATURES = ("debts", "injuries", "permits", "noise")


def _table(name: str, authority: Authority) -> Table:
    columns = (
        Column("employer", Kind.TEXT, "employer"),
        Column("happened", Kind.DATE, "day"),
        Column("known", Kind.DATE, "day it was known"),
    )
    words = Words(name.capitalize(), name.capitalize())
    return Table(
        name,
        authority,
        words,
        name,
        "invented",
        "none",
        columns,
        ("employer",),
        "happened",
        "known",
    )


TAX = _table("debts_register", Authority.SKATTEVERKET)
INJURIES = _table("injuries_register", Authority.ARBETSMILJOVERKET)
PERMITS = _table("permits_register", Authority.MIGRATIONSVERKET)


def _count(name: str, table: Table, sv: str, part: bool = False) -> Feature:
    definition = Aggregate(table, Measure.COUNT, months=12, missing=0)
    return Feature(name, definition, sv, name, "st", Direction.RAISES, part=part)


COUNTRY = Country(
    name="small",
    words=Words("Lilla landet", "The small country"),
    tables=(TAX, INJURIES, PERMITS),
    features=(
        _count("debts", TAX, "skulder"),
        _count("injuries", INJURIES, "olyckor"),
        _count("permits", PERMITS, "tillstånd"),
        _count("hidden_part", PERMITS, "", part=True),
        Feature(
            "noise", Expression("hidden_part / nullif(debts, 0)"), "brus", "noise", "share"
        ),
    ),
    cohort=Cohort(View("cohort", (TAX,), "SELECT 1"), ()),
    outcomes=Outcomes(
        areas=(
            Area("tax", Words("Skatt", "Tax"), ("skatteverket",)),
            Area("work", Words("Arbetsmiljö", "Work environment"), ("arbetsmiljoverket",)),
            Area("permits", Words("Tillstånd", "Permits"), ("migrationsverket",)),
        ),
        rows=View("found", (TAX,), "SELECT 1"),
        embargo_days=180,
    ),
    centres=(),
    rivals=(Rival("debts_first", Words("Skulder först", "Debts first"), "debts", "injuries"),),
    recipe="models/recipes/small.toml",
)

RECIPE = """
country = "small"
severity = "severity.toml"
[dates]
train = 4
test = 2
[model]
seeds = [1]
rounds = 30
min_positives = 5
[model.lightgbm]
learning_rate = 0.1
num_leaves = 6
min_data_in_leaf = 20
lambda_l2 = 5.0
[capacity]
visits_per_week = 5
weeks = 4
[judgement]
resamples = 200
"""

POLICY = """
[[policy]]
valid_from = 2020-01-01
reason = "invented"
weights = { several = 3.0, tax = 1.0, work = 1.0, permits = 1.0, worker_without_permit = 0.0 }
"""


def recipe_of(folder: Path, text: str = RECIPE, country: Country = COUNTRY) -> Recipe:
    """The recipe as a file in `folder`, read and checked."""
    (folder / "severity.toml").write_text(POLICY, "utf-8")
    (folder / "small.toml").write_text(text, "utf-8")
    return read_recipe(folder / "small.toml", country)


def matrix_of(
    as_of: AsOf, rows: int = 600, seed: int = 1, features: tuple[str, ...] = FEATURES
) -> Matrix:
    """A cohort of `rows` workplaces, two an employer, three centres, some values missing."""
    rng = np.random.default_rng([seed, as_of.year, as_of.month])
    values = rng.gamma(1.0, 2.0, (rows, len(features))).astype(np.float32)
    values[rng.random(values.shape) < 0.1] = np.nan
    number = np.arange(rows)
    keys = {
        "workplace": [f"w{n:05d}" for n in number],
        "employer": [f"e{n // 2:05d}" for n in number],
        "centre": [("north", "south", "west")[n % 3] for n in number],
    }
    columns = {
        name: pa.array(values[:, n], from_pandas=True) for n, name in enumerate(features)
    }
    rivals = {
        "workplace": keys["workplace"],
        "employer": keys["employer"],
        "debts_first_score": np.nan_to_num(values[:, 0]).round(),
        "debts_first_then": np.nan_to_num(values[:, 1]),
    }
    return Matrix(
        as_of, pa.table({**keys, **columns}), pa.table(rivals), features, (("all", rows),)
    )


def control(
    workplace: str,
    day: str,
    area: str,
    found: bool | None,
    *,
    severity: float = 1.0,
    random: bool = False,
    inclusion: float | None = None,
) -> dict[str, object]:
    """One row of outcomes: one control and area."""
    return {
        "workplace": workplace,
        "employer": "e" + workplace[1:],
        "control": f"{workplace} {day}",
        "happened": date.fromisoformat(day),
        "area": area,
        "found": found,
        "severity": severity,
        "status": "final",
        "random": random,
        "inclusion": inclusion,
    }


def outcomes_of(matrices: tuple[Matrix, ...], share: float = 0.5, seed: int = 2) -> pa.Table:
    """Controls of a share of each cohort; findings follow debts, injuries and permits."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, object]] = []
    for matrix in matrices:
        values = np.nan_to_num(matrix.values())
        chosen = np.flatnonzero(rng.random(len(matrix)) < share)
        for row in chosen:
            day = replace_day(matrix.as_of, int(rng.integers(1, 28)))
            for number, area in enumerate(("tax", "work", "permits")):
                sure = 1 / (1 + np.exp(2.0 - 0.6 * values[row, number]))
                found = bool(rng.random() < sure) if rng.random() < 0.8 else None
                rows.append(control(f"w{row:05d}", day, area, found))
    return pa.Table.from_pylist(rows)


def replace_day(month: date, day: int) -> str:
    """The given day of a month, in ISO form."""
    return date(month.year, month.month, day).isoformat()


def everyone(country: Country) -> Country:
    """The same country where a workplace without a row had nothing found."""
    return replace(country, outcomes=replace(country.outcomes, everyone=True, embargo_days=0))
