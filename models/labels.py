"""What controls found after an as-of date: one label per head, known only when it is mature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from features.country import Outcomes
from features.errors import KnownTooLate
from features.vocabulary import AsOf
from models.recipe import SEVERAL
from models.severity import NEVER_RANKED, Policy

__all__ = ["CONTESTED", "Labelled", "contested_in", "embargo_of", "label", "outcome_of"]

MATCHED = [
    "workplace",
    "happened",
    "area",
    "found",
    "severity",
    "random",
    "control",
    "inclusion",
    "status",
]
CONTESTED = "contested"  # the status of a finding that is before a court


@dataclass(frozen=True)
class Labelled:
    """What is known of the cohort of `as_of`, row by row in the matrix's order.

    `found` is (workplaces, heads): 1 found, 0 looked and found nothing, NaN nobody looked or
    not yet mature. `severity` is the weighted sum of graveness over findings, NaN where
    nobody looked. `immature` counts the rows left out because their outcome may still change,
    `outside` the controls at workplaces that are not in the cohort, `reported` the findings
    that are never ranked on, `contested` (per head) those that were before a court when the
    labels were known. `inclusion` is the stored chance that a workplace drawn at random had of
    it, NaN where it was not drawn or nothing is stored.
    """

    as_of: AsOf
    until: AsOf
    heads: tuple[str, ...]
    found: npt.NDArray[np.float32]
    severity: npt.NDArray[np.float64]
    inspected: npt.NDArray[np.bool_]
    random: npt.NDArray[np.bool_]
    inclusion: npt.NDArray[np.float64]
    immature: int
    outside: int
    reported: int
    contested: tuple[int, ...]


def label(
    rows: pa.Table,
    outcomes: Outcomes,
    workplaces: Sequence[str] | npt.NDArray[np.object_],
    as_of: AsOf,
    *,
    heads: tuple[str, ...],
    policy: Policy,
    timespan_months: int,
    known_by: AsOf,
    embargo_days: int | None = None,
    contested_wait: bool = False,
) -> Labelled:
    """Label the cohort `workplaces` of `as_of` from outcomes `rows` as known at `known_by`.

    A control counts when it happened in [as_of, as_of + timespan) and is mature: happened +
    embargo ≤ known_by, by the embargo of its area, else the country's (`embargo_days` goes
    before both). With `contested_wait` a contested finding is unknown, which leaves out
    findings and never their absence. *Several areas at once* is 1 with findings in two or more
    areas, 0 when at least two were looked at, else unknown. Raises `KnownTooLate` when the
    window is not over at `known_by`: what lies after is not known, and must not pass for
    nothing found.
    """
    until = as_of.plus(timespan_months)
    if until > known_by:
        raise KnownTooLate(
            f"The label window of {as_of.isoformat()} ends {until.isoformat()}, after"
            f" {known_by.isoformat()}, when its labels are used.",
            "use an earlier as-of date or a shorter label_timespan_months",
        )
    # A country of one outcome needs few columns; those it lacks have their plain meaning.
    frame = (
        _within(rows, as_of, until)
        .select([name for name in MATCHED if name in rows.column_names])
        .to_pandas()
    )
    embargo = embargo_of(frame["area"], outcomes, embargo_days)
    mature = pd.to_datetime(frame["happened"]) + embargo <= pd.Timestamp(known_by)
    immature = int((~mature).sum())
    frame = frame[mature]
    if contested_wait:
        frame = frame.assign(found=frame["found"].mask(contested_in(frame)))
    place = pd.Index(np.asarray(workplaces, dtype=object)).get_indexer(
        pd.Index(frame["workplace"])
    )
    areas = [head for head in heads if head != SEVERAL]
    every = [area.name for area in outcomes.areas if area.name not in NEVER_RANKED]
    inside = frame[place >= 0].assign(row=place[place >= 0])

    by_area = _found(inside, every, len(workplaces), everyone=outcomes.everyone)
    columns = [by_area[:, every.index(area)] for area in areas]
    disputed = inside.assign(found=contested_in(inside))
    in_court = _found(disputed, every, len(workplaces), everyone=False) == 1
    contested = [int(in_court[:, every.index(area)].sum()) for area in areas]
    if SEVERAL in heads:
        columns.append(_several(by_area))
        contested.append(int((in_court.any(axis=1) & (columns[-1] == 1)).sum()))
    ranked = inside[inside["area"].isin(every)]
    return Labelled(
        as_of=as_of,
        until=until,
        heads=heads,
        found=np.column_stack(columns).astype(np.float32),
        severity=_severity(ranked, policy, by_area),
        inspected=np.isin(np.arange(len(workplaces)), inside["row"]),
        random=_drawn(inside, len(workplaces)),
        inclusion=_inclusion(inside, len(workplaces)),
        immature=immature,
        outside=int((place < 0).sum()),
        reported=int((inside["area"].isin(NEVER_RANKED) & inside["found"].eq(True)).sum()),
        contested=tuple(contested),
    )


def outcome_of(labelled: Labelled, name: str) -> npt.NDArray[np.float64]:
    """One outcome as 1, 0 or NaN: a head, or `any`, a finding in any area at all."""
    if name in labelled.heads:
        return labelled.found[:, labelled.heads.index(name)].astype(np.float64)
    areas = [number for number, head in enumerate(labelled.heads) if head != SEVERAL]
    looked = labelled.found[:, areas]
    found = np.where((looked == 1).any(axis=1), 1.0, 0.0)
    found[np.isnan(looked).all(axis=1)] = np.nan
    return found


def embargo_of(areas: pd.Series, outcomes: Outcomes, asked: int | None) -> pd.Series:
    """How long each control's outcome may still change: by `asked` days, else by its area's own
    embargo, else by the country's. One per row of `areas`, with its index.
    """
    own = {area.name: area.embargo_days for area in outcomes.areas}
    days = [own.get(area) for area in areas]
    whole = [outcomes.embargo_days if one is None else one for one in days]
    return pd.to_timedelta(pd.Series(whole if asked is None else asked, areas.index), unit="D")


def _within(rows: pa.Table, as_of: AsOf, until: AsOf) -> pa.Table:
    """The rows that happened in [as_of, until): a delivery holds years, a window months."""
    happened = rows.column("happened").cast(pa.timestamp("us"))
    first, end = (pa.scalar(pd.Timestamp(day), happened.type) for day in (as_of, until))
    return rows.filter(pc.and_(pc.greater_equal(happened, first), pc.less(happened, end)))


def contested_in(frame: pd.DataFrame) -> pd.Series:
    """Which rows are findings that somebody took to court; none where no status is told."""
    if "status" not in frame:
        return pd.Series(False, frame.index)
    return frame["found"].eq(True) & frame["status"].eq(CONTESTED)


def _found(
    frame: pd.DataFrame, areas: Sequence[str], rows: int, *, everyone: bool
) -> npt.NDArray[np.float64]:
    """(rows, areas): the gravest answer of all controls where that authority looked."""
    answers = np.full((rows, len(areas)), 0.0 if everyone else np.nan)
    looked = frame[frame["found"].notna() & frame["area"].isin(areas)]
    column = pd.Index(areas).get_indexer(pd.Index(looked["area"]))
    value = looked["found"].astype(np.float64).to_numpy()
    order = np.argsort(value, kind="stable")  # findings last, so that they stand
    answers[looked["row"].to_numpy()[order], column[order]] = value[order]
    return answers


def _several(by_area: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    found, looked = (by_area == 1).sum(axis=1), (~np.isnan(by_area)).sum(axis=1)
    return np.where(found >= 2, 1.0, np.where(looked >= 2, 0.0, np.nan))


def _severity(
    frame: pd.DataFrame, policy: Policy, by_area: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Graveness of each finding times its area's weight, summed; NaN where nobody looked."""
    total = np.where(np.isnan(by_area).all(axis=1), np.nan, 0.0)
    found = frame[frame["found"].eq(True)]
    graveness = (
        found["severity"].fillna(1.0).to_numpy(np.float64) if "severity" in found else 1.0
    )
    weights = found["area"].map(policy.weight).to_numpy(np.float64)
    np.add.at(total, found["row"].to_numpy(np.int64), graveness * weights)
    return total


def _drawn(frame: pd.DataFrame, rows: int) -> npt.NDArray[np.bool_]:
    drawn = np.zeros(rows, dtype=np.bool_)
    if "random" in frame:
        drawn[frame.loc[frame["random"].eq(True), "row"]] = True
    return drawn


def _inclusion(frame: pd.DataFrame, rows: int) -> npt.NDArray[np.float64]:
    chance = np.full(rows, np.nan)
    if "random" in frame and "inclusion" in frame:
        drawn = frame[frame["random"].eq(True)]
        chance[drawn["row"].to_numpy(np.int64)] = drawn["inclusion"].to_numpy(np.float64)
    return chance
