"""A register may call its columns what it likes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from features.registers.loading import read_delivery
from features.schema import Column, Kind
from tests.drawing import deliver, drawn, register
from tests.features.engine.test_compiling import PLACES, country

QUEUES = register(
    "cases",
    Column("place", Kind.INTEGER, "place in a queue"),
    Column("copy", Kind.INTEGER, "number of the copy"),
    Column("line", Kind.INTEGER, "number of the line"),
    Column("h", Kind.INTEGER, "something else"),
)


def test_a_column_named_as_landing_names_its_own_loses_no_rows(tmp_path: Path) -> None:
    rows = drawn(
        QUEUES,
        """
        number | happened   | place | copy | line | h
        1      | 2024-01-01 | 7     | 2    | 3    | 1
        1      | 2024-01-02 | 9     | 3    | 4    | 1
        2      | 2024-01-02 | 3     | 4    | 5    | 2
        """,
    )
    declared = replace(country(), tables=(PLACES, QUEUES))
    delivery = {"cases": rows, "places": []}
    extracts = deliver(tmp_path / "delivery", declared, delivery, date(2024, 5, 1))

    report = read_delivery(extracts, declared, tmp_path / "landed", say=lambda _: None)

    (found,) = (table.landed for table in report.tables if table.table == "cases")
    assert (found.landed, found.corrections, found.duplicates, found.set_aside) == (3, 1, 0, 0)
