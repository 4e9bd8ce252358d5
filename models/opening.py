"""From a workspace to what training needs: matrices by date, outcomes by date of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.country import Country
from features.engine.registers import Registers
from features.errors import BadOption, NotFound
from features.matrix import Matrix
from features.registers.loading import read_delivery
from features.snapshots import build_snapshots
from features.vocabulary import AsOf
from models.card import Density
from models.judging import Sources, Truth
from models.recipe import SEVERAL, Recipe
from models.severity import NEVER_RANKED, Policy

__all__ = ["density_of", "known_by", "landed_registers", "open_sources", "read_truth"]

Say = Callable[[str], None]
AFTER_EVERYTHING = AsOf(2199, 1, 1)  # outcomes as known in the end; later than any register


def landed_registers(
    country: Country, workspace: Path, extracts: Path | None, *, say: Say
) -> Registers:
    """Open the landed registers, landing the delivery first when it is new or named.

    Raises `NotFound` when there is neither a landed country nor a delivery of one.
    """
    landed = workspace / "landed" / country.name
    delivery = extracts or workspace / "extracts" / country.name
    if extracts is not None or not (landed / "report.json").is_file():
        if extracts is None and not delivery.is_dir():
            raise NotFound(
                f"There are no registers of {country.name} in {workspace.as_posix()}.",
                "run: lykta features invent, or give --extracts DIR",
            )
        read_delivery(delivery, country, landed, say=say)
    return Registers(landed, country)


def open_sources(
    registers: Registers, workspace: Path, dates: Sequence[AsOf], *, say: Say
) -> Sources:
    """Build the matrices that are missing, and hand out all of them by date."""
    country = registers.country
    folder = workspace / "matrices" / country.name
    snapshots = build_snapshots(registers, sorted(set(dates)), folder, say=say)
    outcomes = cache(lambda known_by: registers.rows(country.outcomes.rows, known_by))
    return Sources(snapshots.read, outcomes, known_by(registers))


def density_of(registers: Registers) -> Density:
    """Whether the delivery is invented, and how dense its controls are."""
    rate = registers.report.get("control_rate")
    return Density(
        invented=rate is not None,
        control_rate=None if rate is None else float(str(rate)),
        delivered_on=str(registers.report["delivered_on"]),
    )


def read_truth(file: Path, recipe: Recipe, policy: Policy) -> Truth:
    """The truth of an invented country, from a file that somebody names.

    One row per workplace and month: `workplace`, `month`, and `found_<area>` and
    `severity_<area>` per area. It tells what a visit in the month of the as-of date would have
    found; a workplace that is not in it had closed, and nothing would have been found.
    """
    areas = [head for head in recipe.heads if head != SEVERAL]
    wanted = [f"{part}_{area}" for area in areas for part in ("found", "severity")]
    if not file.is_file():
        raise NotFound(f"There is no file {file.as_posix()}.", "name the truth file")
    missing = sorted({"workplace", "month", *wanted} - set(pq.read_schema(file).names))
    if missing:
        raise BadOption(f"{file.name} lacks the columns {', '.join(missing)}.")

    def truth(matrix: Matrix) -> dict[str, np.ndarray]:
        month = pa.scalar(date(matrix.as_of.year, matrix.as_of.month, 1), pa.date32())
        table = pq.read_table(
            file, columns=["workplace", *wanted], filters=pc.field("month") == month
        )
        there = pa.table(
            {
                "workplace": matrix.frame.column("workplace").cast(pa.string()),
                "row": pa.array(np.arange(len(matrix))),
            }
        )
        plain = table.set_column(0, "workplace", table.column("workplace").cast(pa.string()))
        tied = there.join(plain, "workplace", join_type="left outer").sort_by("row")
        found = np.column_stack(
            [pc.fill_null(tied.column(f"found_{a}"), False).to_numpy() for a in areas]
        ).astype(float)
        grave = np.column_stack(
            [pc.fill_null(tied.column(f"severity_{a}"), 0).to_numpy() for a in areas]
        ).astype(float)
        weights = np.array([0.0 if a in NEVER_RANKED else policy.weight(a) for a in areas])
        return {
            **{area: found[:, number] for number, area in enumerate(areas)},
            SEVERAL: (found.sum(axis=1) >= 2).astype(float),
            "any": found.max(axis=1),
            "severity": (found * grave) @ weights,
        }

    return truth


def known_by(registers: Registers) -> AsOf:
    """The first of the delivery's month, or later than everything when nothing was dated."""
    delivered = date.fromisoformat(str(registers.report["delivered_on"]))
    if registers.country.outcomes.everyone:
        return AFTER_EVERYTHING
    return AsOf(delivered.year, delivered.month, 1)
