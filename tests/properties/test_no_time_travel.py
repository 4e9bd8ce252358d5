"""Nothing known on or after the as-of date reaches a matrix: not a byte, in any country."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from features import sweden
from features.country import Accepted, Cohort, Country, Outcomes, Rival, Step, read_country
from features.engine.registers import Registers
from features.errors import NotFound
from features.feature import (
    Aggregate,
    Covered,
    Expression,
    Feature,
    Grain,
    Measure,
    Mismatch,
    Peer,
    View,
)
from features.registers.loading import read_delivery
from features.schema import Column, Kind, Table
from features.snapshots import build_snapshots
from features.vocabulary import AsOf, Words
from tests.drawing import Row, Rows, Span, deliver, known_on, land, random_rows, register
from tests.properties.tied import TIED

SPAN = Span(date(2022, 1, 1), date(2025, 3, 31))
AS_OF = AsOf(2024, 7, 1)
BEFORE = AS_OF.plus(-5)
DATES = (BEFORE, AS_OF, AS_OF.plus(4))  # built together; the last may change

PLACES = register(
    "places",
    Column("sector", Kind.CODE, "sector", codes={"x": "", "y": ""}),
    key=("workplace",),
)
EVENTS = register(
    "events",
    Column("kind", Kind.CODE, "kind", required=False, codes={"a": "", "b": "", "c": ""}),
    Column("amount", Kind.ORE, "an amount", required=False, between=(-900, 10**9)),
    Column("hours", Kind.REAL, "hours", required=False, between=(0, 9)),
    Column("withdrawn", Kind.BOOLEAN, "taken back"),
    retracts="withdrawn",
)
VISITS = register("visits", Column("minutes", Kind.INTEGER, "minutes", between=(0, 500)))
CONTRASTS = View(
    "contrasts",
    (EVENTS, VISITS),
    "SELECT v.employer, v.happened AS day, v.minutes - coalesce(e.amount, 0) AS gap"
    " FROM visits v LEFT JOIN events e ON e.employer = v.employer AND e.happened <= v.happened",
    happened="day",
)


VALUES = {Measure.COUNT: "", Measure.MONTHS_SINCE: "", Measure.DECAYED: ""}


def every_measure() -> tuple[Feature, ...]:
    """Every measure at both grains, over a register and a view, windowed and not, and more."""
    found = [
        Feature(f"{measure}_{grain}_{months}", definition, "x", "x")
        for measure in Measure
        for grain in Grain
        for months in ((6, 30) if measure is Measure.DECAYED else (None, 6))
        for definition in [
            Aggregate(
                EVENTS,
                measure,
                VALUES.get(measure, "amount"),
                where="kind <> 'c' OR hours > 4",
                months=months,
                missing=0 if measure is Measure.COUNT else None,
                grain=grain,
                half_life=9 if measure is Measure.DECAYED else None,
            )
        ]
    ]
    gap = Aggregate(CONTRASTS, Measure.HIGHEST, "gap", months=12)
    visits = Aggregate(VISITS, Measure.TOTAL, "minutes", where="known > happened", missing=0)
    return (
        *found,
        Feature("gap", gap, "x", "x"),
        Feature("visits", visits, "x", "x", part=True),
        Feature(
            "share", Expression("total_employer_6 / (visits + count_employer_6)"), "x", "x"
        ),
        Feature("apart", Peer("share", by=("sector", "centre"), shrink=2), "x", "x"),
        Feature("other", Mismatch("sector", "declared"), "x", "x"),
        Feature("spoke", Covered((EVENTS,), months=4), "x", "x"),
    )


SMALL = Country(
    name="small",
    words=Words("liten", "small"),
    tables=(PLACES, EVENTS, VISITS),
    features=every_measure(),
    cohort=Cohort(
        View(
            "candidates_small",
            (PLACES,),
            "SELECT workplace, employer, 'c' AS centre, sector, 'x' AS declared FROM places"
            " WHERE workplace IS NOT NULL",
        ),
        (Step("x_or_y", Words("x eller y", "x or y"), "sector IN ('x', 'y')"),),
        strata=("sector", "declared"),
    ),
    outcomes=Outcomes((), View("nothing", (PLACES,), "SELECT workplace FROM places"), 0),
    centres=(),
    rivals=(Rival("rule", Words("regel", "rule"), "visits", "share"),),
    recipe="",
)


def other_countries() -> dict[str, Country]:
    """Sweden, and every example there is."""
    root = Path(sweden.__file__).parents[1] / "examples"
    names = sorted(path.parent.name for path in root.glob("*/__init__.py"))
    # Washington ties a register and ranks nobody: it declares no country.
    ranking = [name for name in names if name != "washington"]
    examples = {name: read_country(f"examples.{name}") for name in ranking}
    return {"sweden": sweden.COUNTRY, **examples}


COUNTRIES = {"small": SMALL, **other_countries()}


def written(
    landed: Path, country: Country, dates: Sequence[AsOf] = DATES
) -> dict[str, list[bytes]]:
    """The files of the dates that may not change, as far as their cohort has anybody.

    A file bears the digest of what it was made of, and so does its own head: neither may tell
    the future either, so both stand here beside its columns.
    """
    found: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory() as name, Registers(landed, country) as registers:
        with suppress(NotFound):
            build_snapshots(registers, dates, Path(name), say=lambda _: None)
        for as_of in (BEFORE, AS_OF):
            files = sorted(Path(name).glob(f"blocks/{as_of}/*"))
            if len(files) > 1:  # else there is nobody but a cohort
                found[str(as_of)] = [
                    *(path.name.encode() for path in files),
                    *(path.read_bytes() for path in files),
                ]
    return found


def random_registers(
    country: Country, rng: np.random.Generator, n: int
) -> dict[str, list[Row]]:
    return {table.name: random_rows(table, SPAN, rng, n) for table in country.tables}


def with_another_future(country: Country, rows: Rows, rng: np.random.Generator) -> Rows:
    """Rows known from the as-of date on deleted, changed and added; all in another order."""
    return {
        table.name: _shuffled(_another_future(table, rows[table.name], rng), rng)
        for table in country.tables
    }


def _another_future(table: Table, rows: Sequence[Row], rng: np.random.Generator) -> list[Row]:
    past = [row for row in rows if known_on(table, row) < AS_OF]
    future = [row for row in rows if known_on(table, row) >= AS_OF and rng.random() < 0.7]
    drawn = random_rows(table, SPAN, rng, len(rows))
    changed = [
        {**new, **{name: old[name] for name in (*table.key, table.happened, table.known)}}
        if rng.random() < 0.5
        else old
        for old, new in zip(future, drawn, strict=False)
    ]
    # Corrections of what was known before, and cases never heard of before.
    corrections = [
        {**new, **{name: old[name] for name in (*table.key, table.happened)}}
        for old, new in zip(past, drawn, strict=False)
        if rng.random() < 0.5
    ]
    added = [*corrections, *random_rows(table, SPAN, rng, len(rows) // 2)]
    last = SPAN.last - AS_OF
    for row in added:
        if table.known == table.happened:
            row[table.happened] = AS_OF + timedelta(int(rng.integers(last.days)))
        else:
            happened = row[table.happened]
            assert isinstance(happened, date)
            soonest = max(AS_OF, happened)
            lag = int(rng.integers((SPAN.last - soonest).days + 1)) if rng.random() < 0.8 else 0
            row[table.known] = soonest + timedelta(lag)
    versions: dict[tuple[object, ...], Row] = {}
    for row in [*past, *changed, *added]:  # never two versions of a key on one day
        versions.setdefault(tuple(row[name] for name in (*table.key, table.known)), row)
    return list(versions.values())


def _shuffled(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    return [rows[place] for place in rng.permutation(len(rows))]


@pytest.mark.parametrize("name", COUNTRIES)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(20, 60))
@settings(max_examples=4, deadline=None)
def test_what_was_not_yet_known_leaves_every_byte_as_it_was(
    name: str, seed: int, n: int
) -> None:
    country, rng = COUNTRIES[name], np.random.default_rng(seed)
    rows = random_registers(country, rng, n)
    other = with_another_future(country, rows, rng)
    with tempfile.TemporaryDirectory() as folder:
        first = written(land(Path(folder) / "first", country, rows), country)
        assume(first)
        assert written(land(Path(folder) / "second", country, other), country) == first


def every_change(country: Country) -> list[Accepted]:
    """Codes drawn at random change hands by chance; that stops no load here."""
    months = [f"{year}-{month:02}" for year in range(2014, 2026) for month in range(1, 13)]
    return [
        Accepted(table.name, column.name, month, by="the test", why="drawn at random")
        for table in country.tables
        for column in table.columns
        for month in months
    ]


@pytest.mark.parametrize(("name", "times"), [("small", 1), ("tied", 2), ("sweden", 2)])
def test_loading_another_future_leaves_every_byte_as_it_was(name: str, times: int) -> None:
    country = {**COUNTRIES, "tied": TIED}[name]

    @given(seed=st.integers(0, 2**32 - 1))
    @settings(max_examples=times, deadline=None)
    def holds(seed: int) -> None:
        same_before_and_after(country, seed)

    holds()


def same_before_and_after(country: Country, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = random_registers(country, rng, 50)
    other = with_another_future(country, rows, rng)
    with tempfile.TemporaryDirectory() as folder:
        home, found = Path(folder), []
        for number, delivery in enumerate((rows, other)):
            extracts = deliver(home / f"extracts{number}", country, delivery, SPAN.last)
            read_delivery(
                extracts,
                country,
                home / f"landed{number}",
                say=lambda _: None,
                accepted=every_change(country),
            )
            found.append(written(home / f"landed{number}", country))
        assert found[0] == found[1]


def test_a_row_known_the_day_before_counts(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = random_registers(SMALL, rng, 40)
    known = {"happened": AS_OF - timedelta(2), "known": AS_OF - timedelta(1), "minutes": 7}
    more = [{**row, **known, "number": "new"} for row in rows["visits"][:1]]
    first = written(land(tmp_path / "first", SMALL, rows), SMALL)
    second = written(
        land(tmp_path / "second", SMALL, {**rows, "visits": [*rows["visits"], *more]}), SMALL
    )

    assert first[str(BEFORE)] == second[str(BEFORE)]
    assert first[str(AS_OF)] != second[str(AS_OF)]


def test_a_date_built_alone_is_the_same_file_as_built_among_others(tmp_path: Path) -> None:
    landed = land(
        tmp_path / "landed", SMALL, random_registers(SMALL, np.random.default_rng(5), 60)
    )
    among = written(landed, SMALL)
    for as_of in (BEFORE, AS_OF):
        assert written(landed, SMALL, (as_of,)) == {str(as_of): among[str(as_of)]}
