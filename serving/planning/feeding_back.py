"""What visits found, as the two registers of joint controls that the next training learns from.

Each version of an outcome is a row of its own: it happened on the day of the visit and is known
from the day it was entered, so that a training run as of any date sees what was known then. A
visit that was drawn keeps the chance it was drawn with; any other has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import pyarrow as pa

from features.country import Country
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS
from features.registers.numbers import (
    valid_organisation_numbers,
    valid_workplace_numbers,
)
from features.schema import Table
from serving.planning.choices import Outcome, Recorded
from serving.planning.vocabulary import Area, Result
from serving.store.visits_found import VisitFound

__all__ = ["AREAS", "CHOSEN_BY", "FedBack", "fed_back"]

# The plan's kinds of finding by the areas that labels are made in; `other` is none of them.
AREAS: Mapping[Area, str] = {
    Area.TAX_AND_PAY: "tax_and_pay",
    Area.WORK_ENVIRONMENT: "work_environment",
    Area.PERMITS_AND_POSTING: "permits_and_posting",
    Area.SUBSIDIES: "subsidies_and_benefits",
}
# The register's area is "serious only: a prohibition or a sanction fee". On the plan's scale of
# 1 (slight) to 4 (very serious) that is 3 and 4: milder faults are found at most workplaces
# (`domain.md` 3.3), and a label that nearly all have teaches nothing.
_SERIOUS = 3

CHOSEN_BY: Mapping[str, str] = {
    "ranking": "ranked",
    "random": "random",
    "must": "decided",
    "tip": "tip",
    "follow_up": "history",
    "observed": "local_knowledge",
    "asked_for": "decided",
    "local_knowledge": "local_knowledge",
}

Row = Mapping[str, object]


@dataclass(frozen=True)
class FedBack:
    """Rows for both registers, and how much could not be told in them, by why."""

    controls: pa.Table
    outcomes: pa.Table
    left_out: Mapping[str, int]


def fed_back(visits: Sequence[VisitFound], country: Country) -> FedBack:
    """Every visit as rows of the registers of joint controls.

    Registers know days, not moments: of the versions of one day the last stands. Left out are
    visits of employers or workplaces whose number no register would take (added by hand without
    one), visits of which retention has removed how they came onto the plan, and findings of a
    kind outside the areas that labels are made in.
    """
    answers: dict[str, list[str]] = {}
    for area in country.outcomes.areas:
        for authority in area.authorities:
            answers.setdefault(str(authority), []).append(area.name)
    known = [visit for visit in visits if visit.drawn or visit.added]
    usable = _usable(known)
    controls: list[Row] = []
    outcomes: list[Row] = []
    other = 0
    for visit in usable:
        controls += _controls(visit)
        of_authority: dict[str, list[Recorded]] = {}
        for said in visit.said:
            of_authority.setdefault(said.outcome.authority.value, []).append(said)
        for authority, versions in of_authority.items():
            told, outside = _outcomes(visit, versions, answers.get(authority, ()))
            outcomes += told
            other += outside
    return FedBack(
        _table(JOINT_CONTROLS, controls),
        _table(CONTROL_OUTCOMES, outcomes),
        {
            "visits without a number that registers take": len(known) - len(usable),
            "visits whose way onto the plan is no longer kept": len(visits) - len(known),
            "outcomes outside the areas that labels are made in": other,
        },
    )


def _usable(visits: Sequence[VisitFound]) -> list[VisitFound]:
    employers = valid_organisation_numbers(pa.array([v.employer for v in visits], pa.string()))
    places = valid_workplace_numbers(pa.array([v.workplace for v in visits], pa.string()))
    kept = zip(visits, employers.to_pylist(), places.to_pylist(), strict=True)
    return [visit for visit, employer, place in kept if employer and place]


def _controls(visit: VisitFound) -> list[Row]:
    """A row per day that changed what is known of the visit, by what stood that night."""
    standing: dict[str, Recorded] = {}
    rows: list[Row] = []
    last: Row = {}
    for day, versions in groupby(visit.said, key=_day):
        standing |= {one.outcome.authority.value: one for one in versions}
        came = visit.agencies or tuple(standing)
        row = {
            **_whose(visit),
            "controlled_on": min(one.outcome.visited_on for one in standing.values()),
            "centre": visit.centre,
            "chosen_by": CHOSEN_BY[visit.drawn or visit.added],
            "inclusion_probability": visit.chance,
            "lead": visit.lead if visit.lead in came else came[0],
            "present": ";".join(came),
        }
        if row != last:
            rows.append({**row, "known_at": day})
        last = row
    return rows


def _outcomes(
    visit: VisitFound, versions: Sequence[Recorded], answers: Sequence[str]
) -> tuple[list[Row], int]:
    """An authority's rows, and how many of its outcomes lie outside every area.

    A version that no longer speaks of an area takes back what was said of it: the area's row
    would stand for good otherwise, since only a row of the same area goes before it.
    """
    rows: list[Row] = []
    told: set[str] = set()
    outside = 0
    for said in {_day(one): one for one in versions}.values():
        found = said.outcome
        areas, outcome, severity = _told(found, answers)
        outside += not areas
        back = sorted(told.difference(areas))
        row = {
            **_whose(visit),
            "controlled_on": found.visited_on,
            "authority": found.authority.value,
            "kind": None,
            "status": found.status.value,
            "known_at": _day(said),
        }
        nothing = {"outcome": Result.NOT_CHECKED.value, "severity": 0}
        now_said = {"outcome": outcome, "severity": severity}
        rows += [{**row, "area": area, **now_said} for area in areas]
        rows += [{**row, "area": area, **nothing} for area in back]
        told = set(areas)
    return rows, outside


def _told(found: Outcome, answers: Sequence[str]) -> tuple[Sequence[str], str, int]:
    """The areas that an outcome speaks of, and what it says of each, with its severity.

    Who looked and found nothing speaks of each area it answers for. Who found something speaks
    of that area alone: of its others nothing was said. A finding of another kind has none.
    """
    if found.result is not Result.FINDING:
        return answers, found.result.value, 0
    assert found.kind is not None  # a finding has a kind and a severity
    assert found.severity is not None
    areas = [AREAS[found.kind]] if found.kind in AREAS else []
    if found.kind is Area.WORK_ENVIRONMENT and found.severity < _SERIOUS:
        return areas, Result.NONE.value, 0
    return areas, found.result.value, found.severity


def _whose(visit: VisitFound) -> Row:
    return {"control_no": visit.place, "org_no": visit.employer, "cfar": visit.workplace}


def _day(said: Recorded) -> date:
    return datetime.fromisoformat(said.made_at).date()


def _table(register: Table, rows: Sequence[Row]) -> pa.Table:
    """Rows as a table of the register's own columns; one without rows keeps its types."""
    kinds = {"DATE": pa.date32(), "REAL": pa.float64(), "INTEGER": pa.int64()}
    schema = pa.schema(
        [(one.name, kinds.get(one.kind.name, pa.string())) for one in register.columns]
    )
    return pa.Table.from_pylist([dict(row) for row in rows], schema)
