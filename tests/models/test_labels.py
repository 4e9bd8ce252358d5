"""What counts as found: by window, by maturity, by who looked; and which dates may train."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from features.country import Outcomes
from features.errors import KnownTooLate, RecipeRefused
from features.vocabulary import AsOf
from models.labels import Labelled, label, outcome_of
from models.severity import Policy
from models.splits import split_at, time_split
from tests.models.invented import COUNTRY, RECIPE, control, everyone, recipe_of

HEADS = ("tax", "work", "permits", "several")
POLICY = Policy(date(2020, 1, 1), "invented", {"permits": 2.0})
COHORT = ["w1", "w2", "w3"]
JANUARY = AsOf(2025, 1, 1)
NOW = AsOf(2026, 1, 1)


def labelled(
    *controls: dict[str, object],
    known_by: AsOf = NOW,
    outcomes: Outcomes = COUNTRY.outcomes,
    contested_wait: bool = False,
) -> Labelled:
    return label(
        pa.Table.from_pylist(list(controls)),
        outcomes,
        COHORT,
        JANUARY,
        heads=HEADS,
        policy=POLICY,
        timespan_months=3,
        known_by=known_by,
        contested_wait=contested_wait,
    )


def row(found: Labelled, number: int = 0) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in found.found[number]]


def test_nobody_looked_is_not_nothing_found() -> None:
    found = labelled(
        control("w1", "2025-02-01", "tax", True),
        control("w1", "2025-02-01", "work", False),
        control("w1", "2025-02-01", "permits", None),
    )

    assert row(found) == [1.0, 0.0, None, 0.0]
    assert row(found, 1) == [None, None, None, None]
    assert found.inspected.tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("tax", "work", "permits", "several"),
    [
        (True, True, None, 1.0),
        (True, True, False, 1.0),
        (True, False, None, 0.0),
        (False, False, False, 0.0),
        (True, None, None, None),
        (False, None, None, None),
        (None, None, None, None),
    ],
)
def test_several_needs_two_findings_and_two_who_looked(
    tax: bool | None, work: bool | None, permits: bool | None, several: float | None
) -> None:
    answers = {"tax": tax, "work": work, "permits": permits}

    found = labelled(*[control("w1", "2025-02-01", area, a) for area, a in answers.items()])

    assert row(found)[3] == several


def test_a_finding_stands_whatever_later_controls_say() -> None:
    found = labelled(
        control("w1", "2025-02-01", "tax", True), control("w1", "2025-03-01", "tax", False)
    )

    assert row(found)[0] == 1.0


def test_the_window_takes_its_first_day_and_not_its_last() -> None:
    found = labelled(
        control("w1", "2025-01-01", "tax", True),
        control("w2", "2025-04-01", "tax", True),
        control("w3", "2024-12-31", "tax", True),
    )

    assert [row(found, n)[0] for n in range(3)] == [1.0, None, None]


def test_what_may_still_change_is_left_out_and_counted() -> None:
    # 180 days from 15 January is 14 July; from 31 March it is 27 September.
    found = labelled(
        control("w1", "2025-01-15", "tax", True),
        control("w2", "2025-03-31", "tax", True),
        known_by=AsOf(2025, 8, 1),
    )

    assert [row(found, n)[0] for n in range(2)] == [1.0, None]
    assert found.immature == 1


def test_an_area_that_settles_more_slowly_has_an_embargo_of_its_own() -> None:
    # 2025-02-01 and 180 days is 2025-07-31; and 300 days is 2025-11-28.
    slow = tuple(
        replace(area, embargo_days=300) if area.name == "work" else area
        for area in COUNTRY.outcomes.areas
    )
    outcomes = replace(COUNTRY.outcomes, areas=slow)
    both = (control("w1", "2025-02-01", "tax", True), control("w1", "2025-02-01", "work", True))

    august = labelled(*both, known_by=AsOf(2025, 8, 1), outcomes=outcomes)
    december = labelled(*both, known_by=AsOf(2025, 12, 1), outcomes=outcomes)

    assert (row(august), august.immature) == ([1.0, None, None, None], 1)
    assert (row(december), december.immature) == ([1.0, 1.0, None, 1.0], 0)


def test_contested_findings_are_counted_and_are_findings_unless_the_recipe_waits() -> None:
    controls = (
        control("w1", "2025-02-01", "tax", True) | {"status": "contested"},
        control("w1", "2025-02-01", "work", True),
        control("w2", "2025-02-01", "tax", False) | {"status": "contested"},
    )

    counted, waited = labelled(*controls), labelled(*controls, contested_wait=True)

    assert row(counted) == [1.0, 1.0, None, 1.0]
    assert counted.contested == (1, 0, 0, 1)
    # A finding waits; that nothing was found does not.
    assert row(waited) == [None, 1.0, None, None]
    assert row(waited, 1) == [0.0, None, None, None]
    assert waited.severity.tolist()[:2] == [1.0, 0.0]


def test_a_window_that_is_not_over_cannot_be_labelled() -> None:
    with pytest.raises(KnownTooLate, match="ends 2025-04-01"):
        labelled(control("w1", "2025-01-15", "tax", True), known_by=AsOf(2025, 3, 1))


def test_a_worker_without_permit_is_counted_and_never_a_label() -> None:
    found = labelled(
        control("w1", "2025-02-01", "worker_without_permit", True),
        control("w1", "2025-02-01", "tax", False),
        control("w1", "2025-02-01", "work", False),
    )

    assert row(found) == [0.0, 0.0, None, 0.0]
    assert found.reported == 1
    assert found.severity[0] == 0.0
    assert outcome_of(found, "any")[0] == 0.0


def test_severity_is_graveness_times_weight_and_unknown_where_nobody_looked() -> None:
    found = labelled(
        control("w1", "2025-02-01", "tax", True, severity=3.0),
        control("w1", "2025-02-01", "permits", True, severity=2.0),
        control("w2", "2025-02-01", "tax", False),
    )

    assert found.severity[:2].tolist() == [3.0 + 2.0 * 2.0, 0.0]
    assert np.isnan(found.severity[2])


def test_workplaces_outside_the_cohort_are_counted_and_random_ones_marked() -> None:
    found = labelled(
        control("w9", "2025-02-01", "tax", True),
        control("w2", "2025-02-01", "tax", False, random=True),
    )

    assert found.outside == 1
    assert found.random.tolist() == [False, True, False]


def test_in_a_complaint_register_no_row_means_nothing_found() -> None:
    outcomes = everyone(COUNTRY).outcomes

    found = label(
        pa.Table.from_pylist([control("w1", "2025-02-01", "tax", True)]),
        outcomes,
        COHORT,
        JANUARY,
        heads=("tax",),
        policy=POLICY,
        timespan_months=12,
        known_by=AsOf(2026, 1, 1),
    )

    assert found.found.ravel().tolist() == [1.0, 0.0, 0.0]


def test_training_ends_where_its_labels_were_mature_on_the_first_test_date(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    recipe = recipe_of(tmp_path_factory.mktemp("recipe"))

    split = time_split(
        recipe, embargo_days=180, begins=date(2023, 1, 1), known_by=AsOf(2026, 1, 1)
    )

    # 2025-04-01 + 3 months + 180 days is 2025-12-28; a month later would be too late.
    assert split.after == (AsOf(2025, 1, 1), AsOf(2025, 4, 1))
    # 2024-04-01 is mature on 2024-12-28, 2024-07-01 only on 2025-03-30.
    assert split.before[-1] == AsOf(2024, 4, 1)
    assert split.gap == (AsOf(2024, 7, 1), AsOf(2024, 10, 1))
    assert len(split.before) == 4


def test_a_delivery_too_short_for_both_is_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    recipe = recipe_of(tmp_path_factory.mktemp("recipe"))

    with pytest.raises(RecipeRefused, match="none is left to train on"):
        time_split(recipe, embargo_days=180, begins=date(2025, 1, 1), known_by=AsOf(2026, 1, 1))


def test_a_backtest_drops_offsets_without_history_and_refuses_overlap(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = RECIPE.replace("label", "label") + (
        "\n[backtest]\noffsets_months = [0, -2, -4, -6]\nmin_history_months = 8\n"
    )
    recipe = recipe_of(tmp_path_factory.mktemp("recipe"), text)
    train, test = AsOf(2024, 1, 1), AsOf(2024, 4, 1)

    split = split_at(recipe, train, test, begins=date(2023, 1, 15))

    assert split.before == (AsOf(2023, 9, 1), AsOf(2023, 11, 1), AsOf(2024, 1, 1))
    with pytest.raises(KnownTooLate):
        split_at(recipe, train, AsOf(2024, 3, 1))
