"""The trade that an employer's doings show, the season, and which authorities have spoken."""

from __future__ import annotations

from pathlib import Path

from features.vocabulary import AsOf
from tests.spec.conftest import Figure
from tests.spec.test_cohort import cohort
from tests.spec.world import AS_OF

TWO_TRADES = """
    cfar | org_no | sni_2007
    -----+--------+---------
    A1   | A      | 74101
    B1   | B      | 43320
    C1   | C      | 74101
    D1   | D      | 74101
"""
# A sells most, C half, of what it sells as building services; D's return was known on the day.
SALES = """
    org_no | period           | turnover_kr | reverse_charge_sales_kr | filed_on
    -------+------------------+-------------+-------------------------+-----------
    A      | 2023-10..2024-03 | 100 000     | 60 000                  | 2024-06-12
    C      | 2023-10..2024-03 | 100 000     | 50 000                  | 2024-06-12
    D      | 2023-10..2024-03 | 100 000     | 100 000                 | 2024-07-01
"""
PAID = """
    org_no | period  | person_key
    -------+---------+-----------
    A      | 2024-03 | p1
    B      | 2024-03 | p2
    C      | 2024-03 | p3
    D      | 2024-03 | p4
"""


def test_who_mostly_sells_building_services_is_a_builder_whatever_is_declared(
    tmp_path: Path,
) -> None:
    found = cohort(tmp_path, workplaces=TWO_TRADES, vat=SALES, declarations=PAID)

    assert {place: row["sector"] for place, row in found.items()} == {
        "A1": "other", "B1": "construction", "C1": "other", "D1": "other",
    }  # fmt: skip
    assert {place: row["trade"] for place, row in found.items()} == {
        "A1": "construction", "B1": "construction", "C1": "other", "D1": "other",
    }  # fmt: skip


def test_each_sign_shows_its_trade_and_two_signs_show_none(tmp_path: Path) -> None:
    places = """
        cfar | org_no | sni_2007
        -----+--------+---------
        A1   | A      | 74101
        B1   | B      | 74101
        C1   | C      | 74101
        D1   | D      | 74101
        E1   | E      | 74101
        F1   | F      | 74101
    """
    paid = """
        org_no | period  | person_key
        -------+---------+-----------
        A      | 2024-03 | p1
        B      | 2024-03 | p2
        C      | 2024-03 | p3
        D      | 2024-03 | p4
        E      | 2024-03 | p5
        F      | 2024-03 | p6
    """
    hours = """
        org_no | period  | hours_billed | known_at
        -------+---------+--------------+-----------
        A      | 2024-02 | 900          | 2024-03-20
        F      | 2023-06 | 900          | 2023-07-20
    """
    permits = """
        decision_no | org_no | decision | decided_on | known_at
        ------------+--------+----------+------------+-----------
        n1          | B      | granted  | 2019-03-01 | 2019-04-01
        n2          | B      | warning  | 2023-03-01 | 2023-04-01
        n3          | C      | granted  | 2019-03-01 | 2019-04-01
        n4          | C      | revoked  | 2024-03-01 | 2024-04-01
        n5          | E      | granted  | 2019-03-01 | 2019-04-01
    """
    penalties = """
        case_no | org_no | decided_on | status    | known_at
        --------+--------+------------+-----------+-----------
        c1      | D      | 2022-03-01 | contested | 2022-03-02
        c2      | E      | 2022-03-01 | final     | 2022-03-02
        c3      | F      | 2022-03-01 | annulled  | 2022-03-02
    """

    found = cohort(
        tmp_path,
        workplaces=places,
        declarations=paid,
        assistance_hours=hours,
        serving_permits=permits,
        haulage_penalties=penalties,
    )

    # C's permit was taken back, E has two trades, F billed too long ago and paid for nothing.
    assert {place: row["trade"] for place, row in found.items()} == {
        "A1": "care", "B1": "hospitality", "C1": "other", "D1": "transport", "E1": "other",
        "F1": "other",
    }  # fmt: skip


def test_a_trade_other_than_the_declared_one_counts_by_itself(tmp_path: Path) -> None:
    names = ("trade_not_declared",)

    found = cohort(tmp_path, names=names, workplaces=TWO_TRADES, vat=SALES, declarations=PAID)

    assert {place: row["trade_not_declared"] for place, row in found.items()} == {
        "A1": 1, "B1": 0, "C1": 0, "D1": 0,
    }  # fmt: skip


def test_the_season_is_the_month_of_the_date(figure: Figure) -> None:
    assert figure("season", AS_OF) == {"A1": 7}
    assert figure("season", AsOf(2024, 12, 1)) == {"A1": 12}


def test_an_authority_is_covered_while_any_of_its_registers_has_said_something(
    figure: Figure,
) -> None:
    one_return = """
        org_no | period  | filed_on
        -------+---------+-----------
        A      | 2023-12 | 2024-01-12
    """
    late = one_return.replace("2024-01-12", "2024-07-01")
    long_ago = one_return.replace("2023-12", "2023-11").replace("2024-01-12", "2023-12-31")

    assert figure("covered_skatteverket", vat=one_return) == {"A1": 1}
    assert figure("covered_skatteverket", vat=late) == {"A1": 0}
    assert figure("covered_skatteverket", vat=long_ago) == {"A1": 0}
