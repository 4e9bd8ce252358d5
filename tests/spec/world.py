"""A small Sweden to draw in: rows as text, whatever is not drawn innocent, the real engine."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

from features.country import Country
from features.engine.folding import Folds
from features.engine.registers import Registers
from features.feature import Aggregate, Covered, View
from features.in_memory import build_matrix
from features.matrix import Matrix, needed_for
from features.registers import EMPLOYERS, VAT, WORKPLACES
from features.schema import Column, Kind, Table
from features.sweden import COUNTRY
from features.vocabulary import AsOf, shift
from tests.drawing import Row, land

__all__ = ["AS_OF", "Drawn", "country_of", "everybody", "matrix_of", "opened", "rows_drawn"]

AS_OF = AsOf(2024, 7, 1)
Drawn: TypeAlias = Mapping[str, str]  # register → drawn rows

# What a row says where nothing was drawn and the first code or nought would not be innocent.
INNOCENT: Mapping[str, Row] = {
    "employers": {
        "valid_from": date(2015, 1, 1),
        "registered_on": date(2015, 1, 1),
        "has_auditor": True,
        "seat_municipality": "0180",
    },
    "workplaces": {
        "valid_from": date(2015, 1, 1),
        "opened_on": date(2015, 1, 1),
        "municipality": "0180",
        "county": "01",
        "sni_2007": "56100",
    },
    "declarations": {"gross_pay_ore": 30_000_00},
    "vat": {"period_months": 1},
    "permits": {"offered_pay_ore": 30_000_00, "hours_share": 1.0, "collective_agreement": True},
}


def rows_of(table: Table, text: str) -> list[Row]:
    """Rows as drawn: a header, a rule, then rows divided by `|`; blank is missing.

    Columns left out are innocent. `pay_kr` is the column `pay_ore` in kronor; `2024-03` is the
    first of that month, and `2024-01..2024-03` or `p1..p3` makes one row of each.
    """
    lines = [line for line in text.strip().splitlines() if set(line.strip()) - set("-+")]
    header, *body = ([cell.strip() for cell in line.split("|")] for line in lines)
    rows: list[Row] = []
    for cells in body:
        kept = [_read(table, n, cell) for n, cell in zip(header, cells, strict=True)]
        names = [name.replace("_kr", "_ore") for name in header]
        for values in itertools.product(*kept):
            rows.append(_filled(table, dict(zip(names, values, strict=True)), len(rows)))
    return rows


def _read(table: Table, name: str, cell: str) -> list[object]:
    """The values a cell stands for."""
    column = table.column(name.replace("_kr", "_ore"))
    if ".." in cell:
        first, last = cell.split("..")
        if column.kind is Kind.DATE:
            month, end = _day(first), _day(last)
            months = (end.year - month.year) * 12 + end.month - month.month
            return [shift(month, step) for step in range(months + 1)]
        letter, numbers = first[0], range(int(first[1:]), int(last[1:]) + 1)
        return [f"{letter}{number}" for number in numbers]
    return [_value(column, cell, 100 if name.endswith("_kr") else 1)]


def _value(column: Column, cell: str, times: int) -> object:
    if not cell:
        return None
    match column.kind:
        case Kind.INTEGER | Kind.ORE:
            return int(cell.replace(" ", "")) * times
        case Kind.REAL:
            return float(cell)
        case Kind.DATE:
            return _day(cell)
        case Kind.BOOLEAN:
            return {"yes": True, "no": False}[cell]
    return cell


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else f"{text}-01")


def _filled(table: Table, given: Row, number: int) -> Row:
    """A row with every column: drawn, innocent, or by the kind of the column."""
    row: Row = {**INNOCENT.get(table.name, {}), **given}
    for column in table.columns:
        row.setdefault(column.name, None)
        if row[column.name] is None and column.name not in given and column.required:
            row[column.name] = _plain(table, column, row, number)
    row["known"] = row[table.known]  # the second clock, by the name that landing asks for
    return row


def _plain(table: Table, column: Column, row: Row, number: int) -> object:
    happened = row.get(table.happened)
    if column.name == table.known and isinstance(happened, date):
        start = shift(happened, _whole(row) - 1) if table is VAT else happened
        return start + timedelta(table.lag_days[0])
    match column.kind:
        case Kind.DATE:
            return happened
        case Kind.INTEGER | Kind.ORE:
            return int(column.between[0]) if column.between else 0
        case Kind.REAL:
            return 0.0
        case Kind.BOOLEAN:
            return False
        case Kind.CODE:
            return next(iter(column.codes))
    return f"{row.get('org_no', '')}-{column.name}-{number}"


def _whole(row: Row) -> int:
    months = row["period_months"]
    assert isinstance(months, int)
    return months


def rows_drawn(drawn: Drawn) -> dict[str, list[Row]]:
    """Every register: as drawn, else empty. Employers and workplaces not drawn exist anyway.

    Employer A, and whoever a row names, has a workplace: A's is A1.
    """
    rows = {
        table.name: rows_of(table, drawn.get(table.name, table.known))
        for table in COUNTRY.tables
    }
    named = {str(row["org_no"]) for listed in rows.values() for row in listed} | {"A"}
    known = {str(row["org_no"]) for row in rows[EMPLOYERS.name]}
    housed = {str(row["org_no"]) for row in rows[WORKPLACES.name]}
    for employer in sorted(named - known):
        rows[EMPLOYERS.name].append(_filled(EMPLOYERS, {"org_no": employer}, 0))
    for employer in sorted(named - housed):
        place: Row = {"org_no": employer, "cfar": f"{employer}1"}
        rows[WORKPLACES.name].append(_filled(WORKPLACES, place, 0))
    return rows


# Who is ranked has its own tests; here it is every workplace, all of them alike.
EVERYBODY = View(
    "everybody",
    (WORKPLACES,),
    """
    SELECT workplace, max({'h': valid_from, 'e': employer}).e AS employer,
           'stockholm' AS centre, 'hospitality' AS sector, 'hospitality' AS trade,
           '1-4' AS size_class, '01' AS county, '0180' AS municipality
    FROM workplaces GROUP BY workplace
    """,
)


def country_of(names: Iterable[str]) -> Country:
    """Sweden with these indicators and what they read; every workplace ranked, no rivals."""
    by_name = {feature.name: feature for feature in COUNTRY.features}
    alone = replace(everybody(COUNTRY), rivals=())
    return replace(alone, features=needed_for(alone, [by_name[name] for name in names]))


@contextmanager
def opened(folder: Path, country: Country, drawn: Drawn) -> Iterator[Registers]:
    """The drawn registers, landed and opened: those that `country` reads."""
    rows = rows_drawn(drawn)
    read = {table.name for view in _views(country) for table in view.reads}
    for feature in country.features:
        if isinstance(feature.definition, Aggregate):
            source = feature.definition.source
            read |= {t.name for t in (source.reads if isinstance(source, View) else (source,))}
        if isinstance(feature.definition, Covered):
            read |= {table.name for table in feature.definition.registers}
    wanted = {name: listed for name, listed in rows.items() if name in read}
    with Registers(land(folder, country, wanted), country) as registers:
        yield registers


def _views(country: Country) -> list[View]:
    views = [rival.view for rival in country.rivals if rival.view]
    return [country.cohort.candidates, country.outcomes.rows, *views]


def everybody(country: Country) -> Country:
    """`country` with every workplace ranked, whoever it is."""
    return replace(country, cohort=replace(country.cohort, candidates=EVERYBODY, steps=()))


def matrix_of(folder: Path, country: Country, drawn: Drawn, as_of: AsOf = AS_OF) -> Matrix:
    """The matrix of a date. The guard reads all of Sweden in a test of its own, not in each."""
    with opened(folder, country, drawn) as registers:
        folds = Folds(registers, country.features, (as_of,))
        return build_matrix(registers, as_of, folds)
