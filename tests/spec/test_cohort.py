"""Who is ranked in Sweden, and what is known of where and what they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from features.country import Country
from features.errors import NotFound
from features.feature import Feature
from features.registers.reference import CENTRES, COUNTIES
from features.sweden import COUNTRY
from features.vocabulary import AsOf
from tests.spec.world import AS_OF, matrix_of

Row = dict[str, object]


def sweden(names: tuple[str, ...] = ("days_below_zero_12m",)) -> Country:
    """The whole cohort, with few indicators; a matrix must have one."""
    one: list[Feature] = [f for f in COUNTRY.features if f.name in names]
    return replace(COUNTRY, features=tuple(one), rivals=())


def cohort(
    folder: Path,
    as_of: AsOf = AS_OF,
    names: tuple[str, ...] = ("days_below_zero_12m",),
    **drawn: str,
) -> dict[str, Row]:
    """The rows of the whole cohort by workplace, with the indicators called `names`."""
    frame = matrix_of(folder, sweden(names), drawn, as_of).frame
    return {row["workplace"]: row for row in frame.to_pylist()}


EVERY_STEP = {
    "employers": """
        org_no | valid_from | status   | legal_form  | known_at
        -------+------------+----------+-------------+-----------
        A      | 2015-01-01 | active   | limited     | 2015-01-02
        A      | 2024-06-28 | bankrupt | limited     | 2024-07-01
        U      | 2024-06-28 | active   | limited     | 2024-07-01
        S      | 2015-01-01 | active   | sole_trader | 2015-01-02
        X      | 2015-01-01 | active   | limited     | 2015-01-02
        X      | 2024-06-28 | bankrupt | limited     | 2024-06-30
    """,
    "workplaces": """
        org_no | cfar | valid_from | closed_on  | county
        -------+------+------------+------------+-------
        A      | A1   | 2015-01-01 |            | 01
        A      | A2   | 2015-01-01 | 2024-06-30 | 01
        A      | A3   | 2015-01-01 | 2024-07-01 | 01
        A      | A4   | 2015-01-01 |            | 99
        U      | U1   | 2015-01-01 |            | 01
        S      | S1   | 2015-01-01 |            | 01
        X      | X1   | 2015-01-01 |            | 01
        N      | N1   | 2015-01-01 |            | 01
        M      | M1   | 2015-01-01 |            | 01
        K      | K1   | 2015-01-01 |            | 01
    """,
    "declarations": """
        org_no | period  | gross_pay_kr | filed_on
        -------+---------+--------------+-----------
        A      | 2023-07 | 30000        | 2023-08-12
        U      | 2024-05 | 30000        | 2024-06-12
        S      | 2024-05 | 30000        | 2024-06-12
        X      | 2024-05 | 30000        | 2024-06-12
        N      | 2023-06 | 30000        | 2023-07-12
        M      | 2024-05 | 0            | 2024-06-12
        K      | 2024-05 | 30000        | 2024-07-01
    """,
}


def test_each_step_of_the_funnel_takes_away_those_it_names(tmp_path: Path) -> None:
    matrix = matrix_of(tmp_path, sweden(), EVERY_STEP)

    assert matrix.funnel == (
        ("candidates", 10),
        ("employer_known", 9),  # U was entered, but not yet published
        ("not_a_sole_trader", 8),  # S
        ("active", 7),  # X; A's bankruptcy is not yet known
        ("open", 6),  # A2 closed yesterday, A3 closes today
        ("has_staff", 3),  # N paid too long ago, M nothing, K's return is not yet known
        ("has_centre", 2),  # A4
    )
    assert matrix.frame.column("workplace").to_pylist() == ["A1", "A3"]


def test_a_cohort_of_nobody_is_told_with_its_funnel(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="has_staff"):
        matrix_of(tmp_path, sweden(), {})


def test_every_county_has_the_centre_that_covers_it(tmp_path: Path) -> None:
    counties = sorted(COUNTIES)
    workplaces = "\n".join(
        ["org_no | cfar | county", *(f"A | A{county} | {county}" for county in counties)]
    )

    found = cohort(tmp_path, workplaces=workplaces, declarations="org_no | period\nA | 2024-05")

    centres = {row["county"]: row["centre"] for row in found.values()}
    assert centres == {county: centre.code for centre in CENTRES for county in centre.counties}
    assert (centres["25"], centres["05"], centres["18"]) == ("nord", "ost", "bergslagen")
    assert (centres["09"], centres["08"], centres["13"]) == ("stockholm", "syd", "vast")
    assert len(centres) == 21


def test_the_sector_is_of_the_code_list_that_applied(tmp_path: Path) -> None:
    # 62010 is IT in SNI 2007 alone, 62100 in SNI 2025 alone; 41000 means both times building.
    workplaces = """
        org_no | cfar | valid_from | sni_2007 | sni_2025
        -------+------+------------+----------+---------
        A      | A1   | 2015-01-01 | 62010    |
        A      | A1   | 2025-02-01 |          | 56110
        A      | A2   | 2015-01-01 | 41200    |
        A      | A3   | 2015-01-01 | 62100    |
        A      | A4   | 2015-01-01 |          |
        A      | A5   | 2025-01-01 | 56100    | 62100
        A      | A6   | 2025-01-01 | 56100    | 99999
        A      | A7   | 2025-01-01 |          | 56100
    """
    declarations = "org_no | period\nA | 2024-01..2025-02"

    before, after = (
        cohort(tmp_path / str(day), day, workplaces=workplaces, declarations=declarations)
        for day in (AS_OF, AsOf(2025, 4, 1))
    )

    assert {place: row["sector"] for place, row in before.items()} == {
        "A1": "it",
        "A2": "construction",
        "A3": "other",
        "A4": "other",
    }
    assert {place: row["sector"] for place, row in after.items()} == {
        "A1": "hospitality",
        "A2": "construction",
        "A3": "other",
        "A4": "other",
        "A5": "it",
        "A6": "other",
        "A7": "other",
    }


def test_the_size_class_is_of_the_mean_staff_in_months_with_pay(tmp_path: Path) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-07..2024-05 | p1         | 30000
        B      | 2023-07..2024-05 | p1..p5     | 30000
        C      | 2024-04..2024-05 | p1..p10    | 30000
        D      | 2024-04          | p1..p5     | 30000
        D      | 2024-05          | p1..p4     | 30000
        E      | 2024-05          | p1..p100   | 30000
        F      | 2024-05          | p1..p4     | 30000
        F      | 2024-05          | p5..p100   | 0
        G      | 2023-06          | p1..p100   | 30000
        G      | 2023-07          | p1..p20    | 30000
    """

    found = cohort(tmp_path, declarations=declarations)

    assert {place: row["size_class"] for place, row in found.items()} == {
        "A1": "1-4",  # one person in eleven known months is one person
        "B1": "5-9",
        "C1": "10-19",
        "D1": "1-4",  # 4.5
        "E1": "100-",
        "F1": "1-4",
        "G1": "20-49",
    }


def test_a_workplace_belongs_to_whoever_runs_it_by_what_is_known(tmp_path: Path) -> None:
    workplaces = """
        org_no | cfar | valid_from | known_at   | county
        -------+------+------------+------------+-------
        A      | W    | 2015-01-01 | 2015-02-01 | 01
        B      | W    | 2024-01-01 | 2024-06-30 | 12
        C      | W    | 2024-06-15 | 2024-07-01 | 25
    """
    declarations = "org_no | period\nA | 2024-04\nB | 2024-04\nC | 2024-04"

    found, in_june = (
        cohort(tmp_path / str(day), day, workplaces=workplaces, declarations=declarations)["W"]
        for day in (AS_OF, AsOf(2024, 6, 1))
    )

    assert (found["employer"], found["centre"]) == ("B", "syd")
    assert (in_june["employer"], in_june["centre"]) == ("A", "stockholm")
