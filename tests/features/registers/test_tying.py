"""Rows find their employer by its number and through successions, when that was known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from features.engine.folding import Folds
from features.engine.registers import Registers
from features.feature import Aggregate, Feature, Measure
from features.histories import Histories, Way
from features.registers.loading import LoadReport, read_delivery
from features.schema import Column, Kind, Table, Use
from features.vocabulary import AsOf, Authority, Words
from tests.features.registers.deliveries import ORG_NOS, country, write

ONE, TWO, THREE = ORG_NOS
PLACE, OTHER_PLACE = "10000001", "10000019"


def table(
    name: str, *columns: Column, key: tuple[str, ...], happened: str, **more: str
) -> Table:
    return Table(
        name=name,
        authority=Authority.BOLAGSVERKET,
        title=Words(name, name),
        about="A register.",
        ground="a ground",
        secrecy="none",
        columns=(*columns, Column("known_at", Kind.DATE, "known")),
        key=key,
        happened=happened,
        known="known_at",
        optional=name != "companies",
        **more,  # type: ignore[arg-type] # names of columns, as the declaration wants them
    )


def text(name: str, *, required: bool = True) -> Column:
    return Column(name, Kind.TEXT, name, required=required, use=Use.LINK)


def day(name: str) -> Column:
    return Column(name, Kind.DATE, name)


COMPANIES = table(
    "companies", text("org_no"), text("status"), day("since"),
    key=("org_no", "since"), happened="since", employer="org_no",
)  # fmt: skip
PLACES = table(
    "places", text("cfar"), text("org_no"), day("since"),
    key=("cfar", "since"), happened="since", employer="org_no", workplace="cfar",
)  # fmt: skip
SUCCESSIONS = table(
    "successions", text("no"), text("org_no"), text("successor"), text("kind"), day("on_day"),
    key=("no",), happened="on_day", employer="org_no",
)  # fmt: skip
FEES = table(
    "fees", text("no"), text("org_no", required=False), text("cfar", required=False),
    day("decided_on"), Column("amount", Kind.INTEGER, "amount"),
    key=("no",), happened="decided_on", employer="org_no", workplace="cfar",
)  # fmt: skip
TABLES = (COMPANIES, PLACES, SUCCESSIONS, FEES)
COUNTRY = replace(
    country(*TABLES),
    histories=Histories(
        employers=COMPANIES,
        workplaces=PLACES,
        successions=SUCCESSIONS,
        successor="successor",
        effective="on_day",
        follows="s.kind = 'merger'",
        never="e.status = 'bankrupt' AND e.since <= s.on_day",
        ways=(Way("workplace number", (FEES,), PLACES, "cfar"),),
    ),
)

Row = tuple[object, ...]
ALWAYS = date(2020, 1, 1)
FIRMS: list[Row] = [(n, "active", ALWAYS, ALWAYS) for n in ORG_NOS]
OWNED: list[Row] = [(PLACE, ONE, ALWAYS, ALWAYS)]
FEE: Row = ("F1", ONE, PLACE, date(2023, 5, 10), 100, date(2023, 6, 10))
NAMELESS: Row = ("F1", None, PLACE, date(2023, 5, 10), 100, date(2023, 6, 10))


def loaded(
    folder: Path,
    *,
    fees: list[Row],
    successions: list[Row] = [],  # noqa: B006
    companies: list[Row] = FIRMS,
    places: list[Row] = OWNED,
) -> LoadReport:
    drawn = ((COMPANIES, companies), (PLACES, places), (SUCCESSIONS, successions), (FEES, fees))
    given = []
    for one, rows in drawn:
        names = [column.name for column in one.columns]
        if rows:
            given.append(
                (one, dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
            )
    write(folder / "in", *given)
    return read_delivery(folder / "in", COUNTRY, folder / "landed", say=lambda _: None)


def owners(folder: Path, as_of: AsOf) -> list[tuple[object, ...]]:
    """(employer, fees) as known at a date."""
    return fees_by("employer", folder, as_of)


def at_workplaces(folder: Path, as_of: AsOf) -> list[tuple[object, ...]]:
    """(workplace, fees) as known at a date."""
    return fees_by("workplace", folder, as_of)


def fees_by(grain: str, folder: Path, as_of: AsOf) -> list[tuple[object, ...]]:
    with Registers(folder / "landed", COUNTRY) as registers:
        registers.show((FEES,), as_of)
        found = registers.query(
            f"SELECT {grain}, sum(amount) AS n FROM fees GROUP BY {grain} ORDER BY 1",
            about="it",
        )
        return [tuple(row.values()) for row in found.to_pylist()]


def untied(report: LoadReport) -> dict[str, int]:
    return dict(next(t for t in report.tables if t.table == "fees").landed.ties)


def test_a_predecessors_facts_count_for_the_successor_once_that_is_known(
    tmp_path: Path,
) -> None:
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 10, 20))

    report = loaded(tmp_path, fees=[FEE], successions=[merger])

    assert owners(tmp_path, AsOf(2023, 6, 1)) == []  # the fee is not yet known
    assert owners(tmp_path, AsOf(2023, 10, 1)) == [(ONE, 100)]  # it happened, nobody knew
    assert owners(tmp_path, AsOf(2023, 11, 1)) == [(TWO, 100)]
    assert untied(report) == {"carried over to a successor": 1}
    assert [t.landed.landed for t in report.tables if t.table == "fees"] == [1]


def test_a_merger_known_beforehand_is_followed_from_the_day_it_takes_effect(
    tmp_path: Path,
) -> None:
    table_ahead = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 9, 1))
    loaded(tmp_path, fees=[FEE], successions=[table_ahead])

    assert owners(tmp_path, AsOf(2023, 9, 1)) == [(ONE, 100)]
    assert owners(tmp_path, AsOf(2023, 10, 1)) == [(TWO, 100)]


def test_a_fact_of_the_predecessor_that_comes_late_is_the_successors_at_once(
    tmp_path: Path,
) -> None:
    merger = ("S1", ONE, TWO, "merger", date(2023, 5, 20), date(2023, 5, 25))

    loaded(tmp_path, fees=[FEE], successions=[merger])

    assert owners(tmp_path, AsOf(2023, 7, 1)) == [(TWO, 100)]


def test_a_correction_follows_the_fact_it_corrects(tmp_path: Path) -> None:
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 10, 20))
    lowered = ("F1", ONE, PLACE, date(2023, 5, 10), 60, date(2023, 12, 5))

    loaded(tmp_path, fees=[FEE, lowered], successions=[merger])

    assert owners(tmp_path, AsOf(2023, 11, 1)) == [(TWO, 100)]
    assert owners(tmp_path, AsOf(2024, 1, 1)) == [(TWO, 60)]


def test_neither_a_division_nor_what_rises_from_a_bankruptcy_is_followed(
    tmp_path: Path,
) -> None:
    bankrupt = (ONE, "bankrupt", date(2023, 8, 1), date(2023, 8, 2))
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 9, 2))
    division = ("S2", TWO, THREE, "division", date(2023, 9, 1), date(2023, 9, 2))
    second = ("F2", TWO, None, date(2023, 5, 10), 7, date(2023, 6, 10))

    loaded(
        tmp_path,
        fees=[FEE, second],
        successions=[merger, division],
        companies=[*FIRMS, bankrupt],
    )

    assert owners(tmp_path, AsOf(2024, 1, 1)) == [(ONE, 100), (TWO, 7)]


def test_a_bankruptcy_that_becomes_known_later_ends_what_was_followed_before(
    tmp_path: Path,
) -> None:
    bankrupt = (ONE, "bankrupt", date(2023, 8, 1), date(2023, 12, 2))
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 9, 2))

    loaded(tmp_path, fees=[FEE], successions=[merger], companies=[*FIRMS, bankrupt])

    assert owners(tmp_path, AsOf(2023, 11, 1)) == [(TWO, 100)]
    assert owners(tmp_path, AsOf(2024, 1, 1)) == [(ONE, 100)]


def test_a_fee_without_a_number_is_its_workplaces_employers_as_that_was_known(
    tmp_path: Path,
) -> None:
    passed = (PLACE, TWO, date(2023, 5, 1), date(2023, 8, 15))  # known three months later
    older = ("F2", None, PLACE, date(2023, 4, 10), 7, date(2023, 6, 10))

    report = loaded(tmp_path, fees=[NAMELESS, older], places=[*OWNED, passed])

    assert owners(tmp_path, AsOf(2023, 7, 1)) == [(ONE, 107)]
    assert owners(tmp_path, AsOf(2023, 9, 1)) == [(ONE, 7), (TWO, 100)]
    assert untied(report) == {"employer found by its workplace number": 2}


def test_what_is_learnt_of_a_workplace_later_changes_no_earlier_date(tmp_path: Path) -> None:
    passed = (PLACE, TWO, date(2023, 5, 1), date(2023, 8, 15))
    unheard = ("F2", None, OTHER_PLACE, date(2023, 5, 10), 7, date(2023, 6, 10))
    opened = (OTHER_PLACE, THREE, date(2023, 1, 1), date(2023, 8, 15))
    fees = [NAMELESS, unheard]

    loaded(tmp_path / "before", fees=fees)
    loaded(tmp_path / "after", fees=fees, places=[*OWNED, passed, opened])

    for as_of in (AsOf(2023, 7, 1), AsOf(2023, 8, 1)):
        for asked in (owners, at_workplaces):
            assert asked(tmp_path / "before", as_of) == asked(tmp_path / "after", as_of)
    # Nobody's until the register told whose, but its workplace's all the while.
    assert owners(tmp_path / "after", AsOf(2023, 7, 1)) == [(ONE, 100), (None, 7)]
    assert owners(tmp_path / "after", AsOf(2023, 9, 1)) == [(TWO, 100), (THREE, 7)]
    for as_of in (AsOf(2023, 7, 1), AsOf(2023, 9, 1)):
        assert at_workplaces(tmp_path / "after", as_of) == [(PLACE, 100), (OTHER_PLACE, 7)]


def test_sums_folded_over_dates_agree_with_what_is_visible_at_each(tmp_path: Path) -> None:
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 10, 20))
    loaded(tmp_path, fees=[FEE], successions=[merger])
    fees = Feature("fees_sum", Aggregate(FEES, Measure.TOTAL, "amount", missing=0), "s", "e")
    dates = [AsOf(2023, 7, 1), AsOf(2023, 10, 1), AsOf(2023, 11, 1)]

    with Registers(tmp_path / "landed", COUNTRY) as registers:
        folds = Folds(registers, [fees], dates)
        found = [folded(folds, as_of) for as_of in dates]

    assert found == [{ONE: 100, TWO: 0}, {ONE: 100, TWO: 0}, {ONE: 0, TWO: 100}]


def folded(folds: Folds, as_of: AsOf) -> dict[str, float]:
    import pyarrow as pa

    cohort = pa.table({"row": [0, 1], "employer": [ONE, TWO], "workplace": ["x", "y"]})
    ((_, column),) = folds.at(as_of, cohort)
    return dict(zip([ONE, TWO], column.tolist(), strict=True))


def test_a_succession_delivered_later_lands_the_tables_it_touches_anew(tmp_path: Path) -> None:
    loaded(tmp_path, fees=[FEE])
    merger = ("S1", ONE, TWO, "merger", date(2023, 9, 1), date(2023, 10, 20))

    first = loaded(tmp_path, fees=[FEE])
    second = loaded(tmp_path, fees=[FEE], successions=[merger])

    assert all(told.unchanged for told in first.tables)
    assert not next(t for t in second.tables if t.table == "fees").unchanged
    assert owners(tmp_path, AsOf(2024, 1, 1)) == [(TWO, 100)]
