"""Dated amounts and bounds: salary floors for work permits, fees, size classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from features.registers.reference.dated import in_force

__all__ = [
    "AMOUNTS",
    "SALARY_FLOORS",
    "SIZE_CLASSES",
    "Amount",
    "SizeClass",
    "salary_floor_case",
    "salary_floor_ore",
    "size_class_case",
]


@dataclass(frozen=True)
class Amount:
    """An amount in öre, from a day to a day; the last of a name holds until the next."""

    name: str
    valid_from: date
    ore: int
    source: str
    valid_to: date | None = None


SALARY_FLOORS: tuple[Amount, ...] = (
    Amount(
        "salary_floor", date(2012, 1, 1), 13_000_00,
        "13 000 kr until 31 October 2023", date(2023, 10, 31),
    ),
    Amount(
        "salary_floor", date(2023, 11, 1), 27_360_00,
        "migrationsverket.se, 80 % of median", date(2024, 6, 17),
    ),
    Amount(
        "salary_floor", date(2024, 6, 18), 28_480_00,
        "migrationsverket.se, 80 % of median", date(2025, 6, 16),
    ),
    Amount("salary_floor", date(2025, 6, 17), 29_680_00, "80 % of median; not yet verified"),
)  # fmt: skip

AMOUNTS: tuple[Amount, ...] = (
    *SALARY_FLOORS,
    Amount(
        "ledger_fee", date(2015, 1, 1), 10_000_00,
        "skatteverket, vägledning 2015.3", date(2018, 12, 31),
    ),
    Amount("ledger_fee", date(2019, 1, 1), 12_500_00, "not yet verified"),
    Amount(
        "ledger_fee_per_person", date(2015, 1, 1), 2_000_00,
        "not yet verified", date(2018, 12, 31),
    ),
    Amount("ledger_fee_per_person", date(2019, 1, 1), 2_500_00, "not yet verified"),
    Amount("late_return_fee", date(2015, 1, 1), 625_00, "fee for a late employer return"),
)  # fmt: skip


def salary_floor_ore(on: date) -> int:
    """The floor in force on the day a permit is decided."""
    return next((row.ore for row in in_force(SALARY_FLOORS, on)), 0)


def salary_floor_case(decided_on: str) -> str:
    """A `case` expression from a date column to the floor in force that day, in öre."""
    newest_first = sorted(SALARY_FLOORS, key=lambda row: row.valid_from, reverse=True)
    lines = [
        f"when {decided_on} >= date '{row.valid_from.isoformat()}' then {row.ore}"
        for row in newest_first
    ]
    return "case " + " ".join(lines) + " else 0 end"


@dataclass(frozen=True)
class SizeClass:
    """A size class by number of persons paid, both bounds included."""

    key: str
    least: int
    most: int | None


# Statistics Sweden's size classes, the largest ones joined.
SIZE_CLASSES: tuple[SizeClass, ...] = (
    SizeClass("0", 0, 0),
    SizeClass("1-4", 1, 4),
    SizeClass("5-9", 5, 9),
    SizeClass("10-19", 10, 19),
    SizeClass("20-49", 20, 49),
    SizeClass("50-99", 50, 99),
    SizeClass("100-", 100, None),
)


def size_class_case(headcount: str) -> str:
    """A `case` expression from a headcount column to a size class; missing counts as '0'."""
    bounded = [row for row in SIZE_CLASSES if row.most is not None and row.most > 0]
    lines = [f"when coalesce({headcount}, 0) < 1 then '0'"]
    lines += [f"when {headcount} < {(row.most or 0) + 1} then '{row.key}'" for row in bounded]
    return "case " + " ".join(lines) + f" else '{SIZE_CLASSES[-1].key}' end"
