"""Joint controls as they are written down: the visit, its outcomes as they ripen, the lists."""

from __future__ import annotations

import numpy as np

from features.registers import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.joint_controls import PARTIES
from features.registers.reference import CENTRES
from features.schema import Table
from features.synthetic.geography import centre_of_municipality
from features.synthetic.oversight import PRESENT, Controls, Lists
from features.synthetic.potential import AREAS
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import Keys, Rows, Values, codes
from features.synthetic.selection import REASONS

__all__ = ["control_rows"]

_STATUS = ("preliminary", "decided", "contested", "final")
_OUTCOME = ("finding", "none", "not_checked")
_KINDS = (
    "control_fee", "reassessment", "prohibition", "sanction_fee", "unlawful_employment",
    "posting", "recovery", "no_right_to_work",
)  # fmt: skip

# Per area: who answers when present, in order; its two kinds with the odds of the first;
# days from control to decision (median); odds of a contest, given a finding.
_RULES = (
    ((1,), (0, 1), 0.7, 45, 0.20),
    ((0,), (2, 3), 0.4, 95, 0.30),
    ((2, 3), (4, 5), 0.7, 90, 0.25),
    ((4, 5), (6, 6), 1.0, 100, 0.20),
    ((2,), (7, 7), 1.0, 30, 0.02),
)

# Work environment and posting: the authority has decisions on the spot for prohibitions.
_PROHIBITION = 2


def control_rows(
    controls: Controls,
    lists: Lists,
    severity: np.ndarray,
    registry: Registry,
    rng: np.random.Generator,
) -> list[tuple[Table, Rows]]:
    """The three tables of joint controls."""
    order = np.argsort(controls.day, kind="stable")
    numbers = cases("K", np.arange(len(order)))
    parts: dict[str, Values] = {
        "control_no": numbers,
        "org_no": registry.org_no(
            registry.entity_at(controls.workplace[order], controls.day[order])
        ),
        "cfar": registry.cfar(controls.workplace[order]),
        "controlled_on": controls.day[order],
    }
    visit = Rows(parts)
    drawn = controls.reason[order] == REASONS.index("random")
    came = controls.present[order]
    lead = np.where(came[:, 0], 0, 1)
    police = came[:, 2] & ~drawn & (rng.random(len(order)) < 0.25)
    joint = visit.having(
        centre=_centre(registry, controls.workplace[order]),
        chosen_by=codes(REASONS, controls.reason[order]),
        inclusion_probability=controls.inclusion[order],
        lead=codes(PRESENT, np.where(police, 2, lead)),
        present=_teams(came),
        known_at=controls.day[order] + rng.integers(1, 5, len(order)),
    )
    outcomes = _outcomes(visit, came, controls.found[order], severity[order], rng)
    usual = Rows(
        {
            "centre": _centre(registry, lists.workplace),
            "listed_for": registry.calendar.start(lists.month),
            "cfar": registry.cfar(lists.workplace),
            "org_no": registry.org_no(
                registry.entity_at(lists.workplace, registry.calendar.start(lists.month))
            ),
            "place": lists.place,
            "listed_on": registry.calendar.start(lists.month) - 6,
        }
    )
    return [(JOINT_CONTROLS, joint), (CONTROL_OUTCOMES, outcomes), (USUAL_LISTS, usual)]


def _centre(registry: Registry, workplace: np.ndarray) -> Keys:
    municipality = registry.population.workplaces.places.municipality[workplace]
    return codes([centre.code for centre in CENTRES], centre_of_municipality(municipality))


def _teams(came: np.ndarray) -> Keys:
    """Authorities present as one text; there are at most 64 teams."""
    teams = [
        ";".join(name for at, name in enumerate(PRESENT) if team >> at & 1)
        for team in range(64)
    ]
    return codes(teams, (came << np.arange(len(PRESENT))).sum(axis=1))


def _outcomes(
    visit: Rows, came: np.ndarray, found: np.ndarray, severity: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    parts = [
        _area(visit, at, came, found[:, at], severity[:, at], rng) for at in range(len(AREAS))
    ]
    return parts[0].then(*parts[1:])


def _area(
    visit: Rows, at: int, came: np.ndarray, found: np.ndarray, severity: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """One area of every control: what was seen on the day, then decision, contest, end."""
    answers, kinds, odds, lag, contest = _RULES[at]
    count = len(found)
    who = np.full(count, answers[0])
    for party in reversed(answers):
        who = np.where(came[:, party], party, who)
    checked = came[np.arange(count), who]
    hit = checked & found
    kind = np.where(rng.random(count) < odds, kinds[0], kinds[1])
    # One finding in eight is seen only afterwards, at the desk.
    late = hit & (rng.random(count) < 0.12) & (kind != _PROHIBITION)
    day = visit.numbers("controlled_on")
    names = [name for name in PARTIES if name in PRESENT]
    first = visit.having(
        authority=codes(names, np.array([names.index(PRESENT[p]) for p in range(6)])[who]),
        area=codes(AREAS, np.full(count, at)),
        outcome=codes(_OUTCOME, np.select([hit & ~late, checked], [0, 1], 2)),
        kind=codes(_KINDS, np.where(hit & ~late, kind, -1)),
        severity=np.where(hit & ~late, severity, 0),
        status=codes(_STATUS, np.zeros(count)),
        known_at=day + rng.integers(2, 6, count),
    )
    decided = np.flatnonzero(hit)
    waits = np.minimum(rng.lognormal(np.log(lag), 0.35, len(decided)), 172).astype(np.int32)
    waits = np.where(kind[decided] == _PROHIBITION, 6 + waits % 3, np.maximum(waits, 6))
    decision = first.take(decided).having(
        outcome=codes(_OUTCOME, np.zeros(len(decided))),
        kind=codes(_KINDS, kind[decided]),
        severity=severity[decided].astype(np.int64),
        status=codes(_STATUS, np.full(len(decided), 1)),
        known_at=day[decided] + waits,
    )
    goes = rng.random(len(decided)) < np.where(kind[decided] == 3, 0.47, contest)
    told = decision.numbers("known_at")
    contested = decision.take(goes).having(
        status=codes(_STATUS, np.full(goes.sum(), 2)),
        known_at=told[goes] + rng.integers(10, 35, goes.sum()),
    )
    ends = np.where(
        goes, rng.integers(150, 520, len(decided)), rng.integers(21, 45, len(decided))
    )
    final = decision.having(
        status=codes(_STATUS, np.full(len(decided), 3)), known_at=told + ends
    )
    return first.then(decision, contested, final)
