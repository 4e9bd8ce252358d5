"""Rows without a number find their employer by what else they name, as it was known when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from features.engine.registers import Registers
from features.errors import BadOption
from features.histories import Way
from features.registers.loading import LoadReport, read_delivery
from features.vocabulary import AsOf
from tests.drawing import deliver, drawn
from tests.properties.tied import COMPANIES, DEMANDS, FEES, PLACES, TIED

FIRMS = """
    employer | happened   | state  | address
    ---------+------------+--------+--------
    A        | 2020-01-01 | active | street
    B        | 2020-01-01 | active | hill
    C        | 2020-01-01 | active | hill
"""
OWNED = """
    employer | workplace | happened
    ---------+-----------+-----------
    A        | W         | 2020-01-01
"""


def loaded(folder: Path, **drawings: str) -> LoadReport:
    """Land what is drawn beside the firms and what they run; other registers are lacking."""
    texts = {"companies": FIRMS, "places": OWNED, **drawings}
    there = replace(TIED, tables=tuple(table for table in TIED.tables if table.name in texts))
    rows = {table.name: drawn(table, texts[table.name]) for table in there.tables}
    extracts = deliver(folder / "in", there, rows, date(2024, 6, 30))
    return read_delivery(extracts, there, folder / "landed", say=lambda _: None)


def owners(folder: Path, as_of: str, register: str = "fees") -> list[str | None]:
    """Whose the rows are at a date, in the order of their numbers."""
    return ties("employer", folder, as_of, register)


def places(folder: Path, as_of: str, register: str) -> list[str | None]:
    """Which workplace's the rows are at a date."""
    return ties("workplace", folder, as_of, register)


def ties(grain: str, folder: Path, as_of: str, register: str) -> list[str | None]:
    table = TIED.table(register)
    with Registers(folder / "landed", TIED) as registers:
        registers.show((table,), AsOf.parse(as_of))
        found = registers.query(f"SELECT {grain} FROM {register} ORDER BY number", about="it")
    return [None if owner is None else str(owner) for owner in found.column(0).to_pylist()]


def told(report: LoadReport, register: str = "fees") -> dict[str, int]:
    return dict(next(t for t in report.tables if t.table == register).landed.ties)


def test_a_case_that_is_entered_later_tells_from_then_on(tmp_path: Path) -> None:
    report = loaded(
        tmp_path,
        inspections="""
            employer | case_no | happened   | known
            ---------+---------+------------+-----------
            B        | 7       | 2023-03-01 | 2023-08-20
        """,
        fees="""
            number | employer | workplace | case_no | happened   | amount
            -------+----------+-----------+---------+------------+-------
            1      |          |           | 7       | 2023-05-10 | 100
        """,
    )

    assert owners(tmp_path, "2023-08-01") == [None]
    assert owners(tmp_path, "2023-09-01") == ["B"]
    assert told(report)["employer found by its case number"] == 1


def test_the_case_is_believed_before_the_workplace_once_it_is_known(tmp_path: Path) -> None:
    loaded(
        tmp_path,
        inspections="""
            employer | case_no | happened   | known
            ---------+---------+------------+-----------
            B        | 7       | 2023-03-01 | 2023-08-20
        """,
        fees="""
            number | employer | workplace | case_no | happened   | amount
            -------+----------+-----------+---------+------------+-------
            1      |          | W         | 7       | 2023-05-10 | 100
        """,
    )

    assert owners(tmp_path, "2023-08-01") == ["A"]
    assert owners(tmp_path, "2023-09-01") == ["B"]


def test_a_corrected_history_moves_the_row_from_the_day_of_the_correction(
    tmp_path: Path,
) -> None:
    loaded(
        tmp_path,
        places="""
            employer | workplace | happened   | known
            ---------+-----------+------------+-----------
            A        | W         | 2020-01-01 | 2020-01-01
            B        | W         | 2020-01-01 | 2023-10-05
        """,
        demands="""
            number | employer | workplace | happened
            -------+----------+-----------+-----------
            1      |          | W         | 2023-05-10
        """,
    )

    assert owners(tmp_path, "2023-10-01", "demands") == ["A"]
    assert owners(tmp_path, "2023-11-01", "demands") == ["B"]


def test_what_is_found_is_carried_on_by_a_succession(tmp_path: Path) -> None:
    loaded(
        tmp_path,
        successions="""
            employer | successor  | kind   | withdrawn | happened
            ---------+------------+--------+-----------+-----------
            A        | 5560000001 | merger | no        | 2023-09-10
        """,
        demands="""
            number | employer | workplace | happened
            -------+----------+-----------+-----------
            1      |          | W         | 2023-05-10
        """,
    )

    assert owners(tmp_path, "2023-09-01", "demands") == ["A"]
    assert owners(tmp_path, "2023-10-01", "demands") == ["5560000001"]


@pytest.mark.parametrize(
    ("passed_on", "owner"),
    [("2023-04-20", None), ("2023-03-01", "B"), ("2023-05-11", "A")],
)
def test_a_decision_soon_after_a_workplace_changed_hands_is_nobodys(
    tmp_path: Path, passed_on: str, owner: str | None
) -> None:
    report = loaded(
        tmp_path,
        places=f"{OWNED.rstrip()}\n    B        | W         | {passed_on}",
        fees="""
            number | employer | workplace | happened   | amount
            -------+----------+-----------+------------+-------
            1      |          | W         | 2023-05-10 | 100
        """,
    )

    # Sixty days before 10 May is 11 March: both may have been the one it was about.
    assert owners(tmp_path, "2023-06-01") == [owner]
    reason = (
        "employer found by its workplace number"
        if owner
        else "no employer: what the row names was nobody's, or several employers'"
    )
    assert told(report)[reason] == 1


def test_a_visit_is_theirs_who_alone_were_at_the_site_that_day(tmp_path: Path) -> None:
    loaded(
        tmp_path,
        sites="""
            employer | site_no | happened   | last_on    | known
            ---------+---------+------------+------------+-----------
            A        | FA1     | 2023-01-10 |            | 2023-01-20
            A        | FA1     | 2023-01-10 | 2023-04-30 | 2023-07-20
            B        | FA1     | 2023-03-01 | 2023-06-30 | 2023-03-10
        """,
        visits="""
            number | employer | workplace | site_no | happened   | known
            -------+----------+-----------+---------+------------+-----------
            1      |          |           | FA1     | 2023-02-10 | 2023-02-11
            2      |          |           | FA1     | 2023-04-30 | 2023-05-01
            3      |          |           | FA1     | 2023-05-10 | 2023-05-11
            4      |          |           | FA1     | 2023-07-10 | 2023-07-11
        """,
    )

    # That A had left on 30 April became known on 20 July.
    assert owners(tmp_path, "2023-07-01", "visits") == ["A", None, None]
    assert owners(tmp_path, "2023-08-01", "visits") == ["A", None, "B", None]


def test_rows_follow_a_workplace_to_its_new_number_once_that_is_known(tmp_path: Path) -> None:
    report = loaded(
        tmp_path,
        moves="""
            workplace | moved_to | happened   | known
            ----------+----------+------------+-----------
            W         | X        | 2023-08-01 | 2023-09-20
        """,
        demands="""
            number | employer | workplace | happened
            -------+----------+-----------+-----------
            1      | C        | W         | 2023-05-10
            2      | C        | Y         | 2023-05-10
        """,
    )

    assert places(tmp_path, "2023-09-01", "demands") == ["W", "Y"]
    assert places(tmp_path, "2023-10-01", "demands") == ["X", "Y"]
    assert owners(tmp_path, "2023-10-01", "demands") == ["C", "C"]
    assert told(report, "demands")["carried over to the workplace's new number"] == 1


def test_a_local_number_is_a_workplace_as_the_list_of_the_day_was_known(tmp_path: Path) -> None:
    report = loaded(
        tmp_path,
        locals="""
            employer | local_no | workplace | happened   | known
            ---------+----------+-----------+------------+-----------
            A        | 1        | W         | 2023-01-01 | 2023-03-10
            A        | 1        | X         | 2023-06-01 | 2023-08-10
            B        | 1        | Y         | 2023-01-01 | 2023-01-02
        """,
        heads="""
            number | employer | workplace | local_no | happened   | known      | persons
            -------+----------+-----------+----------+------------+------------+--------
            1      | A        |           | 1        | 2023-02-01 | 2023-02-20 | 4
            2      | A        |           | 1        | 2023-07-01 | 2023-07-20 | 4
            3      | A        |           | 2        | 2023-07-01 | 2023-07-20 | 4
            4      | A        | Z         | 1        | 2023-07-01 | 2023-07-20 | 4
        """,
    )

    assert places(tmp_path, "2023-03-01", "heads") == [None]
    assert places(tmp_path, "2023-08-01", "heads") == ["W", "W", None, "Z"]
    assert places(tmp_path, "2023-09-01", "heads") == ["W", "X", None, "Z"]
    found = told(report, "heads")
    assert found["workplace found by its local number"] == 2
    assert found["no workplace: no register tells of what the row names"] == 1
    assert next(t for t in report.tables if t.table == "heads").not_tied >= 1


def test_an_address_tells_while_one_active_employer_alone_is_there(tmp_path: Path) -> None:
    report = loaded(
        tmp_path,
        companies=f"""{FIRMS.rstrip()}
    C        | 2023-04-01 | active | street
    A        | 2023-06-01 | bankrupt | street
        """,
        fees="""
            number | employer | workplace | address | happened   | amount
            -------+----------+-----------+---------+------------+-------
            1      |          |           | hill    | 2023-03-10 | 100
            2      |          |           | hill    | 2023-05-10 | 100
            3      |          |           | street  | 2023-05-10 | 100
            4      |          |           | street  | 2023-07-10 | 100
            5      |          |           | wood    | 2023-07-10 | 100
            6      |          |           |         | 2023-07-10 | 100
        """,
    )

    assert owners(tmp_path, "2023-09-01") == [None, "B", None, "C", None, None]
    assert told(report) == {
        "employer found by its address": 2,
        "no employer: what the row names was nobody's, or several employers'": 2,
        "no employer: no register tells of what the row names": 1,
        "no employer: no number, and nothing else to tie by": 1,
        "no workplace: counts for the employer alone": 6,
    }


def test_a_row_whose_tie_is_learnt_later_is_one_row_and_one_fact_at_any_date(
    tmp_path: Path,
) -> None:
    report = loaded(
        tmp_path,
        places="""
            employer | workplace | happened   | known
            ---------+-----------+------------+-----------
            A        | W         | 2020-01-01 | 2023-08-15
            B        | W         | 2020-01-01 | 2023-10-15
        """,
        demands="""
            number | employer | workplace | happened
            -------+----------+-----------+-----------
            1      |          | W         | 2023-05-10
            2      | C        | W         | 2023-05-10
        """,
    )

    demands = next(t.landed for t in report.tables if t.table == "demands")
    assert (demands.delivered, demands.landed, demands.corrections) == (2, 2, 0)
    for as_of, owner in (("2023-07-01", None), ("2023-09-01", "A"), ("2023-11-01", "B")):
        assert owners(tmp_path, as_of, "demands") == [owner, "C"]


def test_a_way_that_cannot_be_gone_is_refused_with_all_that_it_lacks() -> None:
    with pytest.raises(BadOption, match=r"\['demands', 'places'\] have no column address"):
        Way("address", (FEES, DEMANDS), PLACES, "address")


def test_states_of_one_thing_differ_in_the_day_they_are_true_from_alone() -> None:
    assert Way("address", (FEES,), COMPANIES, "address").thing == ("employer",)
    assert Way("workplace number", (FEES,), PLACES, "workplace").thing == ("workplace",)
