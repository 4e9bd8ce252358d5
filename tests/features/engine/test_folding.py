"""Folding gives, for every date at once, exactly what SQL gives for each date alone."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.country import Cohort, Country, Outcomes
from features.engine.compiling import aggregate_sql
from features.engine.folding import Folds, foldable
from features.engine.readers import Reader
from features.engine.registers import Registers
from features.engine.terms import aggregate_of
from features.errors import BadOption
from features.feature import Aggregate, Feature, Grain, Measure, View
from features.schema import Column, Kind
from features.vocabulary import AsOf, Words
from tests.drawing import Row, drawn, land, register

CASES = register(
    "cases",
    Column("kind", Kind.CODE, "kind", required=False, codes={"a": "", "b": ""}),
    Column("amount", Kind.ORE, "an amount", required=False),
    Column("points", Kind.INTEGER, "a small number", required=False),
    Column("withdrawn", Kind.BOOLEAN, "taken back", required=False),
    retracts="withdrawn",
)
NOBODY = View("nobody", (CASES,), "SELECT workplace, employer, '' AS centre FROM cases")
DATES = tuple(AsOf(2024, month, 1) for month in (1, 2, 4, 7))
COHORT = pa.table({"employer": ["E1", "E2", "E3", "E1"], "workplace": ["W1", "W2", "W3", "W9"]})


def country(*features: Feature) -> Country:
    return Country(
        name="drawn",
        words=Words("ritad", "drawn"),
        tables=(CASES,),
        features=features,
        cohort=Cohort(NOBODY, ()),
        outcomes=Outcomes((), NOBODY, 0),
        centres=(),
        rivals=(),
        recipe="",
    )


VALUES = {
    Measure.COUNT: ("",),
    Measure.TOTAL: ("amount",),
    Measure.DECAYED: ("", "points"),
    Measure.DISTINCT: ("kind", "known"),
    Measure.LATEST: ("points", "points / 7.0"),
    Measure.MONTHS_SINCE: ("",),
    Measure.LOWEST: ("points",),
    Measure.HIGHEST: ("points - 4",),
}


def every_figure() -> tuple[Feature, ...]:
    """Every folded measure with every window, condition, grain and answer for the missing."""
    found: list[Feature] = []
    for measure, where, months, missing, grain in itertools.product(
        VALUES,
        ("", "kind = 'a' OR amount > 5"),
        (None, 1, 3, 12),
        (0, None, 7),
        Grain,
    ):
        fades = measure is Measure.DECAYED
        for value in VALUES[measure] if months or not fades else ():
            definition = Aggregate(
                CASES, measure, value, where, months, missing, grain, 5 if fades else None
            )
            name = f"f{len(found)}"
            feature = Feature(name, definition, sv=name, en=name)
            if foldable(feature):
                found.append(feature)
    return tuple(found)


EVERY_FIGURE = every_figure()

days = st.dates(date(2022, 10, 1), date(2024, 8, 31))
rows = st.fixed_dictionaries(
    {
        "number": st.sampled_from("ABCDEF"),
        "employer": st.sampled_from(["E1", "E2", "E4"]),
        "workplace": st.sampled_from(["W1", "W2", None]),
        "happened": st.one_of(days, st.none()),
        "known": days,  # in no order with `happened`
        "counts_from": st.one_of(st.none(), days),
        "kind": st.sampled_from(["a", "b", None]),
        # Sums of these are exact in 64-bit floats, as DuckDB rounds larger ones otherwise.
        "amount": st.one_of(st.none(), st.integers(-9, 9), st.integers(-(10**14), 10**14)),
        "points": st.one_of(st.none(), st.integers(-9, 9)),
        "withdrawn": st.sampled_from([False, False, None, True]),
    }
)


def _version(row: Mapping[str, object]) -> tuple[object, object]:
    return row["number"], row["known"]


registers = st.lists(rows, max_size=25, unique_by=_version)


def by_sql(registers: Registers, as_of: AsOf) -> dict[str, list[float | None]]:
    """The oracle: the rows visible at one date, one query per grain.

    What those without a figure get is no matter of SQL: features that differ in nothing else
    are asked for once.
    """
    registers.show((CASES,), as_of)
    figures: dict[str, list[float | None]] = {}
    for grain in Grain:
        every = [(f, f.definition) for f in EVERY_FIGURE if isinstance(f.definition, Aggregate)]
        members = [(f, aggregate) for f, aggregate in every if aggregate.grain is grain]
        asked = {
            str(replace(aggregate, missing=None)): feature for feature, aggregate in members
        }
        sql = aggregate_sql(list(asked.values()), grain, as_of)
        names = ", ".join(f"CAST({f.name} AS DOUBLE) AS {f.name}" for f in asked.values())
        block = registers.query(f"SELECT id, {names} FROM ({sql})", about="").to_pydict()
        for feature, aggregate in members:
            column = block[asked[str(replace(aggregate, missing=None))].name]
            found = dict(zip(block["id"], column, strict=True))
            answers = [found.get(name) for name in COHORT.column(grain.value).to_pylist()]
            figures[feature.name] = [aggregate.missing if a is None else a for a in answers]
    return figures


def plain(column: np.ndarray) -> list[float | None]:
    return [None if np.isnan(figure) else float(figure) for figure in column]


@given(rows=registers)
@settings(max_examples=10, deadline=None)
def test_every_figure_is_what_sql_gives_at_every_date(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as name:
        declared = country(*EVERY_FIGURE)
        folder = land(Path(name), declared, {"cases": rows})
        with Registers(folder, declared) as registers:
            folds = Folds(registers, EVERY_FIGURE, DATES)
            for as_of in DATES:
                folded = {f.name: plain(column) for f, column in folds.at(as_of, COHORT)}
                assert folded == by_sql(registers, as_of)


@given(rows=registers, order=st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_figures_do_not_depend_on_the_order_of_rows_or_on_how_a_register_is_cut(
    rows: list[Row], order: Random
) -> None:
    declared = country(*EVERY_FIGURE)
    shuffled = order.sample(rows, len(rows))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        whole = land(Path(one), declared, {"cases": rows})
        cut = land(Path(other), declared, {"cases": shuffled})
        path = cut / "cases.parquet"
        pq.write_table(pq.read_table(path), path, row_group_size=2)
        with Registers(whole, declared) as first, Registers(cut, declared) as second:
            at_once = Folds(first, EVERY_FIGURE, DATES)
            in_parts = Folds(second, EVERY_FIGURE, DATES, part_rows=1)
            for as_of in DATES:
                expected = {f.name: plain(column) for f, column in at_once.at(as_of, COHORT)}
                found = {f.name: plain(column) for f, column in in_parts.at(as_of, COHORT)}
                assert found == expected


@given(rows=st.lists(rows, min_size=15, max_size=25, unique_by=_version))
@settings(max_examples=5, deadline=None)
def test_a_part_reads_the_same_whatever_was_read_before_it(rows: list[Row]) -> None:
    declared = country(*EVERY_FIGURE)
    parts = [(None, "E1"), ("E1", "E2"), ("E2", None), (None, None)]
    members = [f for f in EVERY_FIGURE if aggregate_of(f).grain is Grain.EMPLOYER]
    with tempfile.TemporaryDirectory() as name:
        folder = land(Path(name), declared, {"cases": rows})
        with Registers(folder, declared) as registers:
            reader = Reader(registers, members, DATES)
            after_others = [reader.read(part) for part in parts]
            fresh = [Reader(registers, members, DATES).read(part) for part in parts]
    for one, other in zip(after_others, fresh, strict=True):
        assert one.ids.equals(other.ids)
        for mine, theirs in zip(one.found, other.found, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_values_of_an_id_that_came_back_are_no_values_of_the_part_that_follows(
    tmp_path: Path,
) -> None:
    days = Feature(
        "days", Aggregate(CASES, Measure.DISTINCT, "known", grain=Grain.EMPLOYER), "d", "d"
    )
    text = """
        employer | happened   | known
        E1       | 2023-01-05 | 2023-01-06
        E2       | 2023-01-05 | 2023-01-06
        E1       | 2023-01-05 | 2023-01-07
        E1       | 2023-01-05 | 2023-01-08
        E3       | 2023-01-05 | 2023-01-07
        E4       | 2023-01-05 | 2023-01-06
        E3       | 2023-01-05 | 2023-01-08
    """
    declared = country(days)
    folder = land(tmp_path, declared, {"cases": drawn(CASES, text)})
    path = folder / "cases.parquet"
    landed = pq.read_table(path).to_pylist()
    asked = [line.split("|") for line in text.strip().splitlines()[1:]]
    order = [(employer.strip(), known.strip()) for employer, _, known in asked]
    landed.sort(key=lambda row: order.index((row["employer"], str(row["known"]))))
    pq.write_table(pa.Table.from_pylist(landed, pq.read_schema(path)), path)
    with Registers(folder, declared) as registers:
        reader = Reader(registers, [days], DATES)
        first = reader.read((None, "E2"))
        then = reader.read(("E2", None))

    assert first.ids.to_pylist() == ["E1", "E2"]
    assert first.found[0][0, -1].tolist() == [3, 1]
    assert then.ids.to_pylist() == ["E3", "E4"]
    assert then.found[0][0, -1].tolist() == [2, 1]


def test_what_no_whole_number_can_hold_is_refused_and_not_added(tmp_path: Path) -> None:
    total = Feature("total", Aggregate(CASES, Measure.TOTAL, "amount"), "t", "t")
    text = """
        employer | happened   | amount
        E1       | 2023-01-05 | 9000000000000000000
        E1       | 2023-02-05 | 9000000000000000000
    """
    declared = country(total)
    with (
        Registers(land(tmp_path, declared, {"cases": drawn(CASES, text)}), declared) as found,
        pytest.raises(BadOption, match="2 rows of up to 9e\\+18 cannot be added exactly"),
    ):
        list(Folds(found, (total,), DATES).at(DATES[0], COHORT))


def test_a_register_that_was_not_delivered_gives_no_figures(tmp_path: Path) -> None:
    declared = country(*EVERY_FIGURE)
    folder = land(tmp_path, declared, {})
    with Registers(folder, declared) as registers:
        assert list(Folds(registers, EVERY_FIGURE, DATES).at(DATES[0], COHORT)) == []


def test_a_total_beyond_the_exact_range_of_floats_is_rounded_once(tmp_path: Path) -> None:
    total = Feature(
        "total", Aggregate(CASES, Measure.TOTAL, "amount", grain=Grain.EMPLOYER), "t", "t"
    )
    text = """
        employer | happened   | amount
        E1       | 2023-01-05 | 9007199254740993
        E1       | 2023-02-05 | 9007199254740993
        E1       | 2023-03-05 | 1
    """
    declared = country(total)
    with Registers(land(tmp_path, declared, {"cases": drawn(CASES, text)}), declared) as found:
        ((_, column),) = Folds(found, (total,), DATES).at(DATES[0], COHORT)

    assert column[0] == float(2 * 9007199254740993 + 1)


def test_what_reads_the_date_or_a_view_or_needs_all_rows_at_once_is_not_folded() -> None:
    def feature(definition: Aggregate) -> Feature:
        return Feature("f", definition, "f", "f")

    assert foldable(feature(Aggregate(CASES, Measure.COUNT)))
    assert foldable(feature(Aggregate(CASES, Measure.DISTINCT, "kind", months=3)))
    assert not foldable(feature(Aggregate(CASES, Measure.MEDIAN, "amount")))
    assert not foldable(
        feature(Aggregate(CASES, Measure.DISTINCT, "kind", grain=Grain.WORKPLACE))
    )
    assert not foldable(feature(Aggregate(CASES, Measure.COUNT, where="known > :as_of")))
    assert not foldable(feature(Aggregate(NOBODY, Measure.COUNT)))


def test_folds_answer_only_for_dates_they_were_read_for(tmp_path: Path) -> None:
    declared = country(*EVERY_FIGURE)
    with Registers(land(tmp_path, declared, {"cases": []}), declared) as found:
        folds = Folds(found, EVERY_FIGURE, DATES[:1])
        with pytest.raises(ValueError, match="2024-07-01"):
            list(folds.at(DATES[-1], COHORT))
