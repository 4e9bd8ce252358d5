"""What visits found, as the two registers of joint controls that the next training learns from.

Each version of an outcome is a row of its own: it happened on the day of the visit and is known
from the day it was entered, so that a training run as of any date sees what was known then. A
visit that was drawn keeps the chance it was drawn with; any other has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from features.country import Country
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS
from features.registers.numbers import (
    valid_organisation_numbers,
    valid_workplace_numbers,
)
from features.schema import Table
from serving.planning.choices import Recorded
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

    Left out are visits of employers or workplaces whose number no register would take (added
    by hand without one), and findings of a kind outside the areas that labels are made in.
    """
    answers: dict[str, list[str]] = {}
    for area in country.outcomes.areas:
        for authority in area.authorities:
            answers.setdefault(str(authority), []).append(area.name)
    usable = _usable(visits)
    controls: list[Row] = []
    outcomes: list[Row] = []
    other = 0
    for visit in usable:
        controls.append(_control(visit))
        for said in visit.said:
            told = _outcomes(visit, said, answers)
            other += not told
            outcomes += told
    return FedBack(
        _table(JOINT_CONTROLS, controls),
        _table(CONTROL_OUTCOMES, outcomes),
        {
            "visits without a number that registers take": len(visits) - len(usable),
            "outcomes outside the areas that labels are made in": other,
        },
    )


def _usable(visits: Sequence[VisitFound]) -> list[VisitFound]:
    employers = valid_organisation_numbers(pa.array([v.employer for v in visits], pa.string()))
    places = valid_workplace_numbers(pa.array([v.workplace for v in visits], pa.string()))
    kept = zip(visits, employers.to_pylist(), places.to_pylist(), strict=True)
    return [visit for visit, employer, place in kept if employer and place]


def _control(visit: VisitFound) -> Row:
    came = visit.agencies or tuple(dict.fromkeys(s.outcome.authority.value for s in visit.said))
    return {
        **_whose(visit),
        "controlled_on": min(said.outcome.visited_on for said in visit.said),
        "centre": visit.centre,
        "chosen_by": CHOSEN_BY[visit.drawn or visit.added],
        "inclusion_probability": visit.chance,
        "lead": visit.lead if visit.lead in came else came[0],
        "present": ";".join(came),
        "known_at": _day(visit.said[0]),
    }


def _outcomes(
    visit: VisitFound, said: Recorded, answers: Mapping[str, Sequence[str]]
) -> list[Row]:
    """A row per area that the outcome speaks of; none for a finding of another kind.

    Who looked and found nothing speaks of each area it answers for. Who found something speaks
    of that area alone: of its others nothing was said.
    """
    found = said.outcome
    areas = list(answers.get(found.authority.value, ()))
    outcome, severity = found.result.value, 0
    if found.result is Result.FINDING:
        assert found.kind is not None  # a finding has a kind and a severity
        assert found.severity is not None
        areas = [AREAS[found.kind]] if found.kind in AREAS else []
        severity = found.severity
        if found.kind is Area.WORK_ENVIRONMENT and severity < _SERIOUS:
            outcome, severity = Result.NONE.value, 0
    return [
        {
            **_whose(visit),
            "controlled_on": found.visited_on,
            "authority": found.authority.value,
            "area": area,
            "outcome": outcome,
            "kind": None,
            "severity": severity,
            "status": found.status.value,
            "known_at": _day(said),
        }
        for area in areas
    ]


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
