"""The simple orders that the model must beat put workplaces in the order they promise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from features.matrix import needed_for
from features.sweden import COUNTRY
from features.vocabulary import AsOf
from tests.spec.world import AS_OF, everybody, matrix_of


def scores(
    folder: Path, name: str, as_of: AsOf = AS_OF, **drawn: str
) -> dict[str, tuple[float, float]]:
    """Workplace → score and tie-breaker of one rival."""
    rivals = tuple(rival for rival in COUNTRY.rivals if rival.name == name)
    country = everybody(replace(COUNTRY, rivals=rivals))
    country = replace(country, features=needed_for(country, ()))
    rows = matrix_of(folder, country, drawn, as_of).rivals.to_pylist()
    return {row["workplace"]: (row[f"{name}_score"], row[f"{name}_then"]) for row in rows}


def test_past_findings_are_added_over_authorities_and_then_by_demands(tmp_path: Path) -> None:
    found = scores(
        tmp_path,
        "past_findings",
        prohibitions="org_no | decided_on\nA | 2024-02-01\nA | 2021-06-30",
        sanction_fees="""
            org_no | decided_on | status
            -------+------------+----------
            A      | 2024-02-01 | final
            A      | 2024-02-01 | contested
        """,
        ledger_visits="""
            org_no | visited_on | present | fee_kr
            -------+------------+---------+-------
            A      | 2024-02-01 | 3       | 12500
            B      | 2024-02-01 | 3       | 0
        """,
        subsidies="org_no | decided_on | recovery_kr\nA | 2024-02-01 | 900",
        permits="""
            org_no | decided_on | decision
            -------+------------+---------
            A      | 2024-02-01 | revoked
            B      | 2024-02-01 | refused
        """,
        notices="org_no | noticed_on | demands\nB | 2024-02-01 | 7",
    )

    assert found == {"A1": (5, 0), "B1": (0, 7)}


def test_the_rule_of_three_facts_gives_a_point_for_each(tmp_path: Path) -> None:
    found = scores(
        tmp_path,
        "three_variables",
        notices="org_no | noticed_on | demands\nA | 2024-02-01 | 7\nB | 2024-02-01 | 0",
        declaration_totals="""
            org_no | period  | due_on     | filed_on
            -------+---------+------------+-----------
            A      | 2024-03 | 2024-04-12 | 2024-04-13
            A      | 2024-04 | 2024-05-12 | 2024-05-13
            B      | 2024-04 | 2024-05-12 | 2024-05-13
        """,
        tax_account="""
            org_no | month   | days_below_zero | items_to_enforcement
            -------+---------+-----------------+---------------------
            A      | 2024-04 | 5               | 9
            B      | 2024-04 | 6               | 0
            C      | 2024-04 | 7               | 1
        """,
    )

    assert found == {"A1": (3, 5), "B1": (0, 6), "C1": (1, 7)}


USUAL_LISTS = """
    centre    | listed_for | listed_on  | cfar | org_no | place
    ----------+------------+------------+------+--------+------
    stockholm | 2024-06-01 | 2024-05-26 | A1   | A      | 1
    stockholm | 2024-07-01 | 2024-06-25 | B1   | B      | 1
    stockholm | 2024-07-01 | 2024-06-25 | C1   | C      | 2
    stockholm | 2024-08-01 | 2024-06-30 | A1   | A      | 1
    syd       | 2024-06-01 | 2024-05-26 | D1   | D      | 4
    nord      | 2024-07-01 | 2024-07-01 | E1   | E      | 1
"""


def test_business_as_usual_is_each_centres_latest_list_for_the_month(tmp_path: Path) -> None:
    found = scores(tmp_path, "business_as_usual", usual_lists=USUAL_LISTS)

    # A is on the lists of June and August alone, Syd made none for July, Nord's is not known.
    last = -1_000_000
    assert {place: score for place, (score, _) in found.items()} == {
        "A1": last,
        "B1": -1,
        "C1": -2,
        "D1": -4,
        "E1": last,
    }
