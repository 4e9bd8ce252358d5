"""Indicators of registrations and cash registers mean what their labels say."""

from __future__ import annotations

from pathlib import Path

from features.engine.folding import Folds
from features.in_memory import build_matrix
from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures
from tests.spec.world import AS_OF, country_of, opened


def test_ftax_refused_or_taken_back_is_counted_and_an_end_is_not(figure: Figure) -> None:
    registrations = """
        org_no | kind | event          | decided_on | known_at
        -------+------+----------------+------------+-----------
        A      | ftax | refused        | 2021-07-01 | 2021-07-02
        A      | ftax | approved       | 2021-09-01 | 2021-09-02
        A      | ftax | revoked        | 2024-06-01 | 2024-06-03
        A      | vat  | revoked        | 2024-06-01 | 2024-06-03
        B      | ftax | ended          | 2024-05-01 | 2024-05-02
        C      | ftax | revoked        | 2021-06-30 | 2021-07-01
        C      | ftax | revoked        | 2024-06-28 | 2024-07-01
    """

    found = figure("ftax_setbacks_36m", registrations=registrations)

    # C's first is a day too old, its second known a day too late.
    assert found == {"A1": 2, "B1": 0, "C1": 0}


def test_sales_count_from_the_day_that_ftax_was_lost(figure: Figure) -> None:
    registrations = """
        org_no | kind | event          | applies_from | decided_on | known_at
        -------+------+----------------+--------------+------------+-----------
        A      | ftax | approved       | 2020-01-01   | 2020-01-10 | 2020-01-11
        A      | ftax | revoked        | 2023-10-15   | 2023-10-15 | 2023-10-16
        B      | ftax | revoked        | 2023-01-01   | 2023-01-01 | 2023-01-02
        B      | ftax | approved_again | 2024-02-01   | 2024-02-10 | 2024-02-11
        C      | ftax | revoked        | 2023-01-01   | 2024-06-28 | 2024-07-01
        D      | vat  | ended          | 2023-01-01   | 2023-01-01 | 2023-01-02
    """
    vat = """
        org_no | period           | period_months | turnover_kr
        -------+------------------+---------------+------------
        A      | 2023-10..2023-12 | 1             | 9000
        A      | 2024-01          | 1             | 0
        A      | 2024-02          | 1             | 9000
        B      | 2023-04          | 3             | 9000
        C      | 2023-04          | 3             | 9000
        D      | 2023-04          | 3             | 9000
    """

    found = figure("sold_without_ftax_24m", registrations=registrations, vat=vat)

    # October had begun when A lost it; January had no sales. B has it again.
    assert found == {"A1": 3, "B1": 0, "C1": 0, "D1": 0}


def test_days_before_the_notice_are_counted_and_the_agencys_own_are_not(figure: Figure) -> None:
    registrations = """
        org_no | kind     | event    | applies_from | applied_on | decided_on | known_at
        -------+----------+----------+--------------+------------+------------+-----------
        A      | vat      | approved | 2024-01-01   | 2023-12-20 | 2024-03-30 | 2024-03-31
        A      | employer | approved | 2024-02-01   | 2024-03-02 | 2024-03-30 | 2024-03-31
        B      | ftax     | approved | 2024-01-01   | 2024-05-01 | 2024-05-02 | 2024-05-03
        C      | vat      | approved | 2021-01-01   | 2021-06-01 | 2021-06-30 | 2021-07-01
        D      | vat      | approved | 2024-01-01   | 2024-05-01 | 2024-06-20 | 2024-07-01
        E      | vat      | approved | 2024-01-01   |            | 2024-03-30 | 2024-03-31
    """

    found = figure("registered_late_days_36m", registrations=registrations)

    assert found == {"A1": 30, "B1": 0, "C1": 0, "D1": 0, "E1": 0}


WORKPLACES = """
    org_no | cfar | opening_hours_week
    -------+------+-------------------
    A      | A1   | 60
    B      | B1   | 60
    C      | C1   | 60
    D      | D1   | 60
    E      | E1   |
    F      | F1   | 60
    G      | G1   | 60
"""
CASH_REGISTERS = """
    org_no | event     | happened_on | known_at   | journal  | fee_kr
    -------+-----------+-------------+------------+----------+-------
    B      | notified  | 2015-03-01  | 2015-03-05 |          |
    C      | notified  | 2015-03-01  | 2015-03-05 |          |
    C      | withdrawn | 2024-04-01  | 2024-04-05 |          |
    D      | exempted  | 2020-03-01  | 2020-03-05 |          |
    G      | notified  | 2024-06-20  | 2024-07-01 |          |
"""


def test_a_cash_register_is_missing_where_the_public_pays(figure: Figure) -> None:
    vat = "\n".join(
        ["org_no | period | period_months | turnover_kr"]
        + [f"{e} | 2023-04..2024-03 | 1 | 30000" for e in "ABCDEG"]
        + ["F | 2023-04..2024-03 | 1 | 15000"]
    )

    found = figure(
        "cash_register_missing", workplaces=WORKPLACES, vat=vat, cash_registers=CASH_REGISTERS
    )

    # C has withdrawn its only one, D is exempted, and G's notice is not yet known. E has no
    # doors open to the public and F sells for 180,000 a year: they need none.
    assert found == {
        "A1": 1, "B1": 0, "C1": 1, "D1": 0, "E1": None, "F1": None, "G1": 1,
    }  # fmt: skip


def test_nobody_lacks_a_cash_register_where_no_register_was_delivered(tmp_path: Path) -> None:
    country = country_of(("cash_register_missing",))
    vat = "org_no | period | period_months | turnover_kr\nA | 2023-04 | 12 | 900000"

    with opened(tmp_path, country, {"workplaces": WORKPLACES, "vat": vat}) as registers:
        (tmp_path / "cash_registers.parquet").unlink()
        folds = Folds(registers, country.features, (AS_OF,))
        rows = build_matrix(registers, AS_OF, folds).frame.to_pylist()

    assert {row["cash_register_missing"] for row in rows} == {None}


def test_the_rate_of_till_fees_leans_on_the_prior_and_waits_for_the_decision(
    figures: Figures,
) -> None:
    cash_registers = """
        event_no | org_no | event   | happened_on | known_at   | journal  | fee_kr
        ---------+--------+---------+-------------+------------+----------+-------
        1        | A      | checked | 2024-03-10  | 2024-03-12 | none     |
        1        | A      | checked | 2024-03-10  | 2024-05-02 | none     | 12500
        2        | A      | checked | 2021-07-01  | 2021-07-02 | complete |
        3        | B      | checked | 2024-06-10  | 2024-06-12 | gaps     |
        4        | C      | checked | 2021-06-30  | 2021-07-01 | gaps     | 12500
    """
    names = ("cash_register_checks_36m", "cash_register_fee_rate")

    found = figures(names, cash_registers=cash_registers)
    in_may = figures(names, AsOf(2024, 5, 1), cash_registers=cash_registers)

    assert found["A1"] == dict(zip(names, (2, round(4 / 22, 4)), strict=True))
    assert found["B1"] == dict(zip(names, (1, 0.15), strict=True))
    assert found["C1"] == dict(zip(names, (0, 0.15), strict=True))
    # In May A's fee was not yet decided, and its visit of March not yet a clean one.
    assert in_may["A1"] == dict(zip(names, (2, round(3 / 21, 4)), strict=True))
