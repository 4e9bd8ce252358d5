"""Corrections made at once: what was known is as it was corrected, what was not is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.country import Cohort, Country, Outcomes
from features.engine.correcting import correct
from features.engine.registers import Registers
from features.feature import View
from features.schema import Column, Kind
from features.vocabulary import AsOf, Words
from tests.drawing import drawn, land, register

CASES = register(
    "cases",
    Column("amount", Kind.INTEGER, "an amount", required=False),
    Column("withdrawn", Kind.BOOLEAN, "taken back", required=False),
    retracts="withdrawn",
)
NOBODY = View("nobody", (CASES,), "SELECT workplace, employer, '' AS centre FROM cases")
COUNTRY = Country(
    name="drawn",
    words=Words("ritad", "drawn"),
    tables=(CASES,),
    features=(),
    cohort=Cohort(NOBODY, ()),
    outcomes=Outcomes((), NOBODY, 0),
    centres=(),
    rivals=(),
    recipe="",
)
FEBRUARY, APRIL = AsOf(2024, 2, 1), AsOf(2024, 4, 1)
SEEN = View("seen", (CASES,), "SELECT number, amount FROM cases ORDER BY number")

ROWS = drawn(
    CASES,
    """
    number | happened   | known      | amount | withdrawn
    -------+------------+------------+--------+----------
    A      | 2024-01-10 | 2024-01-12 | 5      |
    A      | 2024-01-10 | 2024-03-05 | 7      |
    B      | 2024-01-11 | 2024-01-15 | 1      |
    B      | 2024-01-11 | 2024-05-02 | 2      |
    C      | 2024-01-20 | 2024-03-01 | 9      |
    D      | 2024-01-05 | 2024-01-06 | 3      |
    D      | 2024-01-05 | 2024-03-02 | 3      | yes
    E      | 2024-01-06 | 2024-01-07 | 2      |
    E      | 2024-01-06 | 2024-02-10 | 4      |
    E      | 2024-01-06 | 2024-03-10 | 6      |
    F      | 2024-01-08 | 2024-01-09 | 8      |
    """,
)


def seen(folder: Path, as_of: AsOf) -> dict[str, int]:
    with Registers(folder, COUNTRY) as registers:
        rows = registers.rows(SEEN, as_of).to_pydict()
    assert len(set(rows["number"])) == len(rows["number"])  # a fact stands once
    return dict(zip(rows["number"], rows["amount"], strict=True))


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    landed = land(tmp_path / "landed", COUNTRY, {"cases": ROWS})
    assert seen(landed, FEBRUARY) == {"A": 5, "B": 1, "D": 3, "E": 2, "F": 8}
    # A, D and E were known and corrected before April; B was corrected after.
    counts = correct(landed, COUNTRY, FEBRUARY, APRIL, tmp_path / "corrected")
    assert counts == {"cases": 3}
    return tmp_path / "corrected"


def test_what_was_known_is_as_corrected_and_what_was_first_known_later_is_not_there(
    corrected: Path,
) -> None:
    assert seen(corrected, FEBRUARY) == {"A": 7, "B": 1, "E": 6, "F": 8}  # D was taken back


def test_at_the_later_date_nothing_is_changed(corrected: Path) -> None:
    assert seen(corrected, APRIL) == {"A": 7, "B": 1, "C": 9, "E": 6, "F": 8}


def test_without_corrections_in_between_the_registers_are_as_they_were(tmp_path: Path) -> None:
    landed = land(tmp_path / "landed", COUNTRY, {"cases": ROWS})
    counts = correct(landed, COUNTRY, APRIL, AsOf(2024, 5, 1), tmp_path / "corrected")

    assert counts == {}
    assert seen(tmp_path / "corrected", APRIL) == seen(landed, APRIL)


def test_a_fact_that_only_passed_to_a_successor_is_not_corrected(tmp_path: Path) -> None:
    # Landing has made two versions of it: the old holder's, and from March the successor's.
    rows = drawn(
        CASES,
        """
        number | happened   | known      | amount
        -------+------------+------------+-------
        A      | 2024-01-10 | 2024-01-12 | 5
        """,
    )
    landed = land(tmp_path / "landed", COUNTRY, {"cases": rows})
    path = landed / "cases.parquet"
    one = pq.read_table(path)
    turn = pa.array([date(2024, 3, 5)], pa.date32())
    held = one.set_column(one.column_names.index("superseded_at"), "superseded_at", turn)
    passed = one.set_column(one.column_names.index("counts_from"), "counts_from", turn)
    pq.write_table(pa.concat_tables([held, passed.cast(held.schema)]), path)

    counts = correct(landed, COUNTRY, FEBRUARY, APRIL, tmp_path / "corrected")

    assert counts == {}
    assert seen(tmp_path / "corrected", FEBRUARY) == {"A": 5}
    assert seen(tmp_path / "corrected", APRIL) == {"A": 5}


def test_a_fact_that_passed_to_a_successor_and_was_corrected_there_stands_once(
    tmp_path: Path,
) -> None:
    rows = drawn(
        CASES,
        """
        number | happened   | known      | amount
        -------+------------+------------+-------
        A      | 2024-01-10 | 2024-01-12 | 5
        A      | 2024-01-10 | 2024-03-20 | 7
        """,
    )
    landed = land(tmp_path / "landed", COUNTRY, {"cases": rows})
    path = landed / "cases.parquet"
    both = pq.read_table(path).to_pylist()
    (first,) = (row for row in both if row["amount"] == 5)
    # Held until the 5th of March, by the successor until it was corrected on the 20th.
    held = {**first, "superseded_at": date(2024, 3, 5)}
    passed = {**first, "counts_from": date(2024, 3, 5)}
    rest = [row for row in both if row["amount"] == 7]
    pq.write_table(pa.Table.from_pylist([held, passed, *rest], pq.read_schema(path)), path)

    counts = correct(landed, COUNTRY, FEBRUARY, APRIL, tmp_path / "corrected")

    assert counts == {"cases": 1}
    assert seen(tmp_path / "corrected", FEBRUARY) == {"A": 7}
    assert seen(tmp_path / "corrected", APRIL) == {"A": 7}
