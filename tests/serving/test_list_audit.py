"""An audit of lists that were sent looks at everybody ranked, and at what visits found."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from features.errors import NotFound
from features.sweden import COUNTRY
from features.vocabulary import AsOf, Authority
from models.audit.kept import keep
from serving.access.callers import Operator
from serving.auditing import (
    controls_in,
    groups_at_each,
    lists_of_week,
    origins_said,
    seen_of,
    weeks_unaudited,
)
from serving.planning.choices import Outcome, Recorded
from serving.planning.feeding_back import fed_back
from serving.planning.vocabulary import Area, OutcomeStatus, Result
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.visits_found import VisitFound
from serving.targeting.week import Week
from tests.serving.invented import CENTRES, WEEK, frame, lists

AUDITOR = Operator("test")

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
VISIT = date(2026, 11, 25)
SETTLED = VISIT + timedelta(COUNTRY.outcomes.embargo_days)
VISITED = VisitFound(
    "vast-1.1", "vast", "12345678", "5566000005", "ranking", "", None, SKV.value, (), ()
)


def controls(*said: tuple[Outcome, str], of: VisitFound = VISITED) -> pd.DataFrame:
    versions = tuple(Recorded(of.place, 1, one, "anna", f"{at}+00:00") for one, at in said)
    return controls_in(fed_back([replace(of, said=versions)], COUNTRY), COUNTRY, on=SETTLED)


def test_a_visit_is_one_row_with_the_areas_that_were_looked_at_and_found() -> None:
    # Who found nothing looked at every area that it answers for.
    work = Outcome(AV, VISIT, Result.FINDING, Area.WORK_ENVIRONMENT, 3)
    nothing = Outcome(SKV, VISIT, Result.NONE)
    areas = [a.name for a in COUNTRY.outcomes.areas if SKV.value in map(str, a.authorities)]

    (row,) = controls((work, "2026-11-26T10:00"), (nothing, "2026-11-26T11:00")).to_dict(
        "records"
    )

    assert row["workplace"] == "12345678"
    assert row["employer"] == "5566000005"
    assert (row["looked"], row["found"]) == (1 + len(areas), 1)
    assert not row["random"]


def test_a_finding_that_was_taken_back_is_none() -> None:
    found = Outcome(SKV, VISIT, Result.FINDING, Area.TAX_AND_PAY, 3)
    none = Outcome(SKV, VISIT, Result.NONE)

    (row,) = controls((found, "2026-11-26T10:00"), (none, "2026-11-28T10:00")).to_dict(
        "records"
    )

    assert row["found"] == 0


def test_a_visit_by_lot_is_of_the_random_arm() -> None:
    drawn = replace(VISITED, drawn="random", chance=0.01)

    (row,) = controls((Outcome(SKV, VISIT, Result.NONE), "2026-11-26T10:00"), of=drawn).to_dict(
        "records"
    )

    assert row["random"]
    assert row["inclusion"] == 0.01


def test_an_outcome_that_may_still_change_is_none_yet() -> None:
    told = (
        Recorded(
            "vast-1.1", 1, Outcome(SKV, VISIT, Result.NONE), "anna", f"{VISIT}T10:00+00:00"
        ),
    )
    back = fed_back([replace(VISITED, said=told)], COUNTRY)

    early, then = (controls_in(back, COUNTRY, on=SETTLED - timedelta(days)) for days in (1, 0))

    assert COUNTRY.outcomes.embargo_days == 180
    assert len(early) == 0
    assert then["happened"].dt.date.tolist() == [VISIT]


def test_a_contested_finding_of_our_own_counts_or_waits_as_the_models_labels_do() -> None:
    contested = Outcome(
        AV, VISIT, Result.FINDING, Area.WORK_ENVIRONMENT, 3, status=OutcomeStatus.CONTESTED
    )
    nothing = Outcome(SKV, VISIT, Result.NONE)
    said = tuple(
        Recorded("vast-1.1", 1, one, "anna", f"{VISIT}T10:00+00:00")
        for one in (contested, nothing)
    )
    back = fed_back([replace(VISITED, drawn="random", chance=0.01, said=said)], COUNTRY)

    (counts,), (waits,) = (
        controls_in(back, COUNTRY, on=SETTLED, contested_wait=wait).to_dict("records")
        for wait in (False, True)
    )

    assert (counts["found"], waits["found"]) == (1, 0)
    # Nobody knows yet what was found there: that area was not looked at.
    assert counts["looked"] == waits["looked"] + 1


def test_without_visits_there_is_no_control_and_every_outcome_is_unknown() -> None:
    none = controls_in(fed_back([], COUNTRY), COUNTRY, on=SETTLED)
    everybody = frame(rows=700, seed=3)

    seen = seen_of(everybody, lists(everybody), none, "several", {})

    assert len(none) == 0
    assert np.isnan(seen.outcomes).all()


def test_selected_are_places_by_order_among_everybody_ranked_and_none_by_lot() -> None:
    everybody = frame(rows=1400, seed=3)
    made = lists(everybody)
    ordered = {e.workplace for one in made for e in one.entries if e.drawn == "ranking"}
    drawn = {e.workplace for one in made for e in one.entries if e.drawn == "random"}
    assert drawn
    visited = min(ordered)
    seen_at = pd.DataFrame(
        {
            # Of the first, the visit before the list's week tells nothing of this list.
            "workplace": [visited, visited, min(drawn)],
            "employer": ["e", "e", "f"],
            "happened": pd.to_datetime([WEEK.plus(-8).monday, WEEK.monday, WEEK.monday]),
            "random": [False, False, True],
            "looked": [3, 2, 1],
            "found": [3, 0, 1],
        }
    )

    seen = seen_of(everybody, made, seen_at, "several", {})

    assert len(seen.selected) == 1400
    chosen = everybody["workplace"][seen.selected == 1]
    assert set(chosen) == ordered
    outcome = dict(zip(everybody["workplace"], seen.outcomes, strict=True))
    assert outcome[visited] == 0.0
    # One area alone was looked at: whether several would have been found is not known.
    assert np.isnan(outcome[min(drawn)])
    assert np.isnan(seen.outcomes).sum() == 1399


def test_weeks_that_were_sent_and_never_audited_are_told_oldest_first(
    database: Database, settings: Settings
) -> None:
    assert weeks_unaudited(settings, AUDITOR, "sweden") == (WEEK.plus(-1), WEEK)

    keep(settings.workspace, "sweden", "lists", str(WEEK.plus(-1)), "groups", {})

    assert weeks_unaudited(settings, AUDITOR, "sweden") == (WEEK,)


def test_an_audit_reads_the_newest_list_of_each_centre_and_each_read_is_recorded(
    database: Database, settings: Settings
) -> None:
    made = lists_of_week(settings, AUDITOR, WEEK)

    assert sorted(one.centre.code for one in made) == sorted(one.code for one in CENTRES)
    assert {one.week for one in made} == {WEEK}
    with transaction(database) as connection:
        read = [one.event for one in records(connection) if one.event.type == "list_read"]
    assert {one.objects[0] for one in read} == {one.id for one in made}
    assert all(one.rows == 8 for one in read)


def test_groups_are_those_of_each_lists_own_date_and_the_result_says_every_origin() -> None:
    early, late = AsOf.parse("2026-10-01"), AsOf.parse("2026-11-01")
    # w2 grew between the dates; w3 came after the first.
    known = {
        early: (pd.Index(["w2", "w1"]), {"size": np.array(["5-9", "1-4"], object)}),
        late: (pd.Index(["w1", "w2", "w3"]), {"size": np.array(["1-4", "10+", "1-4"], object)}),
    }
    parts = [
        (early, pd.DataFrame({"workplace": ["w1", "w2"]})),
        (late, pd.DataFrame({"workplace": ["w3", "w2"]})),
    ]

    found = groups_at_each(parts, known.__getitem__)

    assert found["size"].tolist() == ["1-4", "5-9", "1-4", "10+"]
    with pytest.raises(NotFound, match="1 of 2 ranked workplaces .* matrix of 2026-10-01"):
        groups_at_each([(early, parts[1][1])], known.__getitem__)
    first, second, *_ = lists(frame(rows=700, seed=3))
    made = [
        replace(first, provenance=replace(first.provenance, as_of=late, model_digest="b")),
        replace(second, provenance=replace(second.provenance, as_of=early, model_digest="a")),
    ]
    assert origins_said(made) == {
        "model_digest": None,
        "model_digests": ["a", "b"],
        "as_of": [early, late],
    }
    assert origins_said(made[:1])["model_digest"] == "b"


def test_a_week_without_lists_has_nothing_to_audit(
    database: Database, settings: Settings
) -> None:
    with pytest.raises(NotFound, match="There are no lists of week 2026-W40"):
        lists_of_week(settings, AUDITOR, Week(2026, 40))
