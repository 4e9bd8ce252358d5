"""What each register last told: of every employer, and of anybody, as known at a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.engine.asking import OpenRegisters
from features.schema import Role, Table
from features.vocabulary import AsOf

__all__ = ["News", "news_of"]

# A register is silent when nothing new has come for two months, a month and the usual delay of
# a delivery, and for twice as long as it ever was still in the two years before.
STILL_DAYS = 62
TIMES_LONGER = 2
LOOKED_BACK_DAYS = 730
FEWEST_DAYS = 6  # days with news; a register with fewer has no habit to break


@dataclass(frozen=True)
class News:
    """When registers last told something that was known before a date.

    `of_rows` has a column of days per register, a row per employer asked about; null where
    the register never told of it. `last` is the last day of each register, None where it is
    empty; `silent` names those that used to tell more often than they do now.
    """

    of_rows: pa.Table
    last: Mapping[str, date | None]
    silent: tuple[str, ...]


def news_of(registers: OpenRegisters, employers: pa.Array, as_of: AsOf) -> News:
    """What was last known of each of `employers`, and in all, before `as_of`."""
    found: dict[str, pa.Array] = {}
    last: dict[str, date | None] = {}
    silent = []
    told = [table for table in registers.country.tables if table.role is Role.FACT]
    registers.show(tuple(told), as_of)
    for table in told:
        found[table.name] = _of_rows(registers, table, employers)
        days = _days(registers, table)
        last[table.name] = days[-1] if days else None
        if is_silent(days, as_of):
            silent.append(table.name)
    return News(pa.table(found), last, tuple(silent))


def is_silent(days: list[date], as_of: date) -> bool:
    """Has a register that told on these days (in order) fallen silent?"""
    lately = np.array([day.toordinal() for day in days if _days_to(day, as_of)])
    if len(lately) < FEWEST_DAYS:
        return False
    longest = int(np.diff(lately).max())
    return as_of.toordinal() - int(lately[-1]) > max(STILL_DAYS, TIMES_LONGER * longest)


def _days_to(day: date, as_of: date) -> bool:
    return (as_of - day).days <= LOOKED_BACK_DAYS


def _of_rows(registers: OpenRegisters, table: Table, employers: pa.Array) -> pa.Array:
    rows = registers.query(
        f"SELECT employer, CAST(max({table.known}) AS DATE) AS known FROM {table.name}"
        " WHERE employer IS NOT NULL GROUP BY employer",
        about=f"what {table.name} last told",
    )
    known = rows.column("known").combine_chunks().cast(pa.date32())
    places = pc.index_in(employers, rows.column("employer").combine_chunks())
    return known.take(places)


def _days(registers: OpenRegisters, table: Table) -> list[date]:
    rows = registers.query(
        f"SELECT DISTINCT CAST({table.known} AS DATE) AS known FROM {table.name} ORDER BY 1",
        about=f"when {table.name} told anything",
    )
    return [day for day in rows.column("known").to_pylist() if day is not None]
