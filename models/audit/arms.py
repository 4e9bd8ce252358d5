"""From what controls found to what an audit holds a list against: the arm drawn by lot, and
whom was visited how often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from features.country import Outcomes
from features.vocabulary import shift
from models.audit.counts import Floats, Labels
from models.audit.lots import Arm
from models.labels import contested_in, embargo_of
from models.recipe import SEVERAL
from models.severity import NEVER_RANKED

__all__ = ["CONTROLS", "area_of", "arm_of", "controls_of", "outcome_in", "settled", "visits_of"]

CONTROLS = ("workplace", "employer", "happened", "random", "inclusion", "looked", "found")
ANY = "any"  # the outcome of a finding in any area at all


def settled(
    rows: pa.Table, outcomes: Outcomes, known_by: date, embargo_days: int | None = None
) -> pa.Table:
    """The rows whose outcome changes no more at `known_by`, by the embargo that labels keep."""
    areas = rows.column("area").to_pandas()
    happened = pd.to_datetime(rows.column("happened").to_pandas())
    over = happened + embargo_of(areas, outcomes, embargo_days) <= pd.Timestamp(known_by)
    return rows.filter(pa.array(over.to_numpy(bool)))


def area_of(outcome: str) -> str | None:
    """The one area that an outcome is of; None for `several` and `any`, which are of all."""
    return None if outcome in (SEVERAL, ANY) else outcome


def controls_of(
    rows: pa.Table, area: str | None = None, *, contested_wait: bool = False
) -> pd.DataFrame:
    """One row per control and workplace: `workplace`, `employer`, `happened`, `random`, the
    chance it was drawn with (`inclusion`, NaN where none is told), and how many areas were
    `looked` at and `found` something in; of `area` alone if one is given.

    Areas that no model is ranked on say nothing here either, and with `contested_wait`, as in
    labels, nor does an area whose finding is before a court.
    """
    frame = rows.to_pandas()
    if contested_wait:
        frame = frame.assign(found=frame["found"].mask(contested_in(frame)))
    if area is not None:
        frame = frame[frame["area"] == area]
    frame = frame[~frame["area"].isin(NEVER_RANKED)]
    found = frame["found"].astype("boolean")
    if "random" not in frame:
        frame = frame.assign(random=False)
    if "inclusion" not in frame:
        frame = frame.assign(inclusion=np.nan)
    told = frame.assign(
        looked=found.notna().astype(int),
        found=found.fillna(False).astype(bool).astype(int),
        random=frame["random"].fillna(False).astype(bool),
        happened=pd.to_datetime(frame["happened"]),
        inclusion=frame["inclusion"].astype(np.float64),
    )
    groups = told.groupby(["control", "workplace"], sort=True, dropna=False)
    made: pd.DataFrame = groups.agg(
        employer=("employer", "first"),
        happened=("happened", "first"),
        random=("random", "max"),
        inclusion=("inclusion", "first"),
        looked=("looked", "sum"),
        found=("found", "sum"),
    ).reset_index()
    return made[list(CONTROLS)]


def outcome_in(controls: pd.DataFrame, outcome: str) -> Floats:
    """1, 0 or NaN per control, as the model's labels have it: in `several` areas, else in any.

    For the outcome of one area the controls are those of that area alone.
    """
    looked, found = controls["looked"].to_numpy(), controls["found"].to_numpy()
    least = 2 if outcome == SEVERAL else 1
    return np.where(found >= least, 1.0, np.where(looked >= least, 0.0, np.nan))


def arm_of(
    controls: pd.DataFrame,
    outcome: str,
    workplaces: Labels,
    attributes: Mapping[str, Labels],
    until: date,
) -> Arm:
    """The controls drawn by lot before `until`, each with the groups of its workplace now.

    Those at workplaces that are no longer in the cohort are left out: their groups are not
    known.
    """
    drawn = controls[controls["random"] & (controls["happened"] < pd.Timestamp(until))]
    place = pd.Index(workplaces).get_indexer(pd.Index(drawn["workplace"]))
    there = place >= 0
    return Arm(
        outcome_in(drawn[there], outcome),
        {name: groups[place[there]] for name, groups in attributes.items()},
        drawn["inclusion"].to_numpy(np.float64)[there],
    )


def visits_of(controls: pd.DataFrame, until: date, months: int) -> dict[str, tuple[int, int]]:
    """(visits, visits with a finding) per employer in the months before `until`.

    Who looked at nothing made no visit in vain.
    """
    since = shift(until, -months)
    within = (controls["happened"] >= pd.Timestamp(since)) & (
        controls["happened"] < pd.Timestamp(until)
    )
    answered = within & (controls["looked"] > 0)
    counted = controls[answered].assign(hit=controls["found"] > 0).groupby("employer")["hit"]
    told = counted.agg(["size", "sum"])
    return {
        str(employer): (int(size), int(hits))
        for employer, size, hits in zip(told.index, told["size"], told["sum"], strict=True)
    }
