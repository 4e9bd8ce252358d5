"""A register falls silent by its own habit, and tells of each employer on its last day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.engine.news import is_silent, news_of
from features.engine.registers import Registers
from features.vocabulary import AsOf
from tests.models.invented import COUNTRY

AS_OF = AsOf(2025, 1, 1)


def days_every(days: int, until: date, count: int = 12) -> list[date]:
    """So many days with news, so many days apart, the last on `until`."""
    return [until - timedelta(days=days * number) for number in reversed(range(count))]


@pytest.mark.parametrize(
    ("days", "silent"),
    [
        (days_every(30, date(2024, 12, 15)), False),  # told two weeks ago
        (days_every(30, date(2024, 10, 31)), False),  # 62 days: no longer than two months
        (days_every(30, date(2024, 10, 30)), True),  # 63 days, and at most 30 before
        (days_every(40, date(2024, 10, 15)), False),  # 78 days, and 80 is twice its longest
        (days_every(1, date(2024, 6, 1), count=5), False),  # five days make no habit
        ([], False),
    ],
)
def test_a_register_is_silent_after_two_months_and_twice_its_longest_pause(
    days: list[date], silent: bool
) -> None:
    assert is_silent(days, AS_OF) is silent


def test_a_pause_long_ago_does_not_excuse_one_today() -> None:
    old = [date(2020, 1, 1), date(2021, 6, 1)]  # a pause of 17 months, five years ago

    assert is_silent([*old, *days_every(10, date(2024, 10, 1))], AS_OF)


def test_each_employer_has_the_last_day_it_was_told_of_before_the_date(tmp_path: Path) -> None:
    rows = [
        ("e1", date(2024, 3, 1)),
        ("e1", date(2024, 9, 9)),
        ("e1", date(2025, 2, 2)),  # known later: not yet
        ("e2", date(2024, 5, 5)),
    ]
    for table in COUNTRY.tables:
        told = rows if table.name == "debts_register" else []
        known = pa.array([day for _, day in told], pa.date32())
        frame = pa.table(
            {
                "employer": pa.array([one for one, _ in told], pa.string()),
                "workplace": pa.array([None] * len(told), pa.string()),
                "happened": known,
                "known": known,
                "superseded_at": pa.array([None] * len(told), pa.date32()),
                "counts_from": pa.array([None] * len(told), pa.date32()),
            }
        )
        pq.write_table(frame, tmp_path / f"{table.name}.parquet")
    (tmp_path / "report.json").write_text("{}", "utf-8")

    with Registers(tmp_path, COUNTRY) as registers:
        news = news_of(registers, pa.array(["e2", "e9", "e1"]), AS_OF)

    assert news.of_rows.column("debts_register").to_pylist() == [
        date(2024, 5, 5),
        None,
        date(2024, 9, 9),
    ]
    assert news.of_rows.column("permits_register").to_pylist() == [None] * 3
    assert (news.last["debts_register"], news.last["permits_register"]) == (
        date(2024, 9, 9),
        None,
    )
