"""Each construct of the fixed subset means the same on both engines, on rows that tempt it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pyarrow as pa
import pytest

from features.country import Cohort, Country, Outcomes
from features.engine.asking import OpenRegisters
from features.engine.registers import Registers
from features.engine.spark.registers import SparkRegisters
from features.feature import View
from features.schema import Column, Kind
from features.vocabulary import AsOf, Words
from tests.drawing import drawn, land, register

ROWS = register(
    "rows_drawn",
    Column("n", Kind.INTEGER, "a whole number", required=False),
    Column("x", Kind.REAL, "a real number", required=False),
    Column("ore", Kind.ORE, "money", required=False),
    Column("day", Kind.DATE, "a day", required=False),
    Column("code", Kind.TEXT, "a code", required=False),
    Column("yes", Kind.BOOLEAN, "a claim", required=False),
)
NOBODY = View("nobody", (ROWS,), "SELECT workplace, employer, '' AS centre FROM rows_drawn")
COUNTRY = Country(
    name="drawn",
    words=Words("ritad", "drawn"),
    tables=(ROWS,),
    features=(),
    cohort=Cohort(NOBODY, ()),
    outcomes=Outcomes((), NOBODY, 0),
    centres=(),
    rivals=(),
    recipe="",
)
AS_OF = AsOf(2024, 7, 1)
Both: TypeAlias = tuple[OpenRegisters, OpenRegisters]
Figures: TypeAlias = dict[str, tuple[dict[str, list[object]], ...]]  # list → each engine's
# Halves that round either way, the last days of months, ties, blanks, and nought.
TEXT = """
    employer | happened   | n  | x      | ore                | day        | code  | yes
    E1       | 2024-01-31 | 2  | 2.5    | 900000000000000001 | 2024-02-29 | 561   | yes
    E1       | 2024-01-31 | 3  | -2.5   | 900000000000000001 | 2024-01-31 | 56100 | no
    E1       | 2024-02-01 |    | 0.5    | -7                 |            | b2    | yes
    E2       | 2023-12-31 | 0  | 0.0    | 0                  | 2023-03-31 |       |
    E2       | 2023-12-31 |    |        |                    | 2023-03-31 | Åbc   | no
    E2       | 2024-05-30 | -7 | 1e-12  | 250                | 2024-05-30 | abc   | yes
    E3       | 2022-06-30 | 5  | 123.45 | 1000               | 2020-02-29 | å     |
    E3       | 2024-06-01 |    |        |                    |            |       |
    E4       | 2024-06-02 | 1  | 7.0    | 1                  | 2024-06-02 | 12    | yes
"""
EACH_ROW = (
    "datediff('month', happened, day)",
    "datediff('day', day, :as_of)",
    "datediff('year', day, happened)",
    "datediff('quarter', day, happened)",
    "happened - day",
    ":as_of - happened",
    "CASE WHEN happened + INTERVAL 1 MONTH > day THEN 1 ELSE 0 END",
    "datediff('day', happened, happened + INTERVAL 1 MONTH)",
    "datediff('day', happened, happened + to_months(CAST(n AS INTEGER)))",
    "datediff('day', happened - INTERVAL 90 DAY, :as_of - INTERVAL 12 MONTH - INTERVAL 5 DAY)",
    "datediff('day', happened, least(day + INTERVAL 1 DAY, :as_of))",
    "year(day) * 12 + month(day)",
    "day(day) + quarter(day)",
    "n / 2",
    "n / nullif(ore, 0)",
    "ore / n",
    "1 / n",
    "n / 0",
    "n // 2",
    "n % 3",
    "n % 0",
    "ore * 1.03",
    "ore / 100.0 / 3 * 12",
    "n * 2.5 - 0.1",
    "abs(n) - x",
    "round(x)",
    "round(n * 0.5)",
    "floor(x) + ceil(x)",
    "power(0.5, n / 3)",
    "exp(x / 100)",
    "sign(x)",
    "CAST(x AS BIGINT)",
    "CAST(n * 0.5 AS BIGINT)",
    "CAST(yes AS INTEGER)",
    "CAST(round(x * 10) AS BIGINT)",
    "TRY_CAST(code AS INTEGER)",
    "TRY(CAST(ln(x) AS DOUBLE))",
    "TRY(CAST(coalesce(sqrt(x), 5) AS DOUBLE))",
    "TRY(CAST(CASE WHEN x > 0 THEN ln(x) ELSE -1 END AS DOUBLE))",
    "greatest(n, x, 1)",
    "least(n, ore)",
    "greatest(0, datediff('day', day, coalesce(happened, :as_of)))",
    "coalesce(n, x, 0.5)",
    "nullif(n, 0)",
    "CASE WHEN yes THEN 1 WHEN NOT yes THEN 0 END",
    "CASE code WHEN 'abc' THEN 1 WHEN 'å' THEN 2 END",
    "CASE WHEN n IN (2, 3) OR code IN ('abc') THEN 1 ELSE 0 END",
    "CASE WHEN n NOT IN (2, 3) THEN 1 END",
    "CASE WHEN n BETWEEN 0 AND 3 AND yes THEN 1 END",
    "CASE WHEN n IS NOT DISTINCT FROM nullif(ore, 250) THEN 1 ELSE 0 END",
    "CASE WHEN n IS DISTINCT FROM 2 THEN 1 ELSE 0 END",
    "CASE WHEN code < 'abd' THEN 1 WHEN code > 'z' THEN 2 END",
    "CASE WHEN ore <= 1.03 * 243 THEN 1 ELSE 0 END",
    "CASE WHEN left(code, 2) = '56' THEN 1 ELSE 0 END",
    "length(left(code, n))",
    "length(code) + length(upper(code))",
    "CASE WHEN substring(code, 2, 2) = 'bc' THEN 1 ELSE 0 END",
    "CASE WHEN code LIKE '56%' OR contains(code, 'b') THEN 1 ELSE 0 END",
    "CASE WHEN starts_with(lower(trim(code)), 'å') THEN 1 ELSE 0 END",
    "CASE WHEN employer IN (SELECT employer FROM rows_drawn WHERE n = 0) THEN 1 ELSE 0 END",
    "n - (SELECT max(n) FROM rows_drawn)",
    "-n + -0.5",
    "3e2 * n",
)  # fmt: skip
EACH_GROUP = (
    "count(*)",
    "count(n)",
    "count(*) FILTER (WHERE yes)",
    "count(DISTINCT n)",
    "count(DISTINCT code) FILTER (WHERE n > 0)",
    "count(DISTINCT floor(datediff('day', happened, :as_of) / 30.5))",
    "sum(ore)",
    "sum(CAST(x AS BIGINT))",
    "sum(ore) FILTER (WHERE code = 'none')",
    "sum(CASE WHEN yes THEN 1 ELSE 0 END) / 3.0",
    "sum(yes)",
    "sum(x)",
    "avg(n)",
    "avg(n * 0.1)",
    "min(x) - max(n)",
    "median(n)",
    "median(x) FILTER (WHERE x > 0)",
    "median(n / nullif(ore, 0))",
    "median(abs(CAST(n AS DOUBLE) - 2))",
    "max({'h': happened, 'v': n}).v",
    "max({'h': happened, 'v': coalesce(code, '')}).v = 'b2'",
    "(max({'h': happened, 'v': x}) FILTER (WHERE x IS NOT NULL)).v",
    "max({'h': yes, 'g': day, 'v': n}).v",
    "min({'h': day, 'v': n}).v",
    "datediff('month', max(happened), :as_of)",
    "bool_or(yes)",
    "bool_and(n > 0 AND yes)",
    "count_if(n > 0)",
    "stddev_samp(n)",
    "stddev_pop(x)",
    "var_samp(x) + var_pop(x)",
    "count(*) / count(DISTINCT happened)",
)  # fmt: skip
WINDOWS = (
    "lag(n) OVER (PARTITION BY employer ORDER BY day, number)",
    "lead(x) OVER (PARTITION BY employer ORDER BY day DESC, number)",
    "row_number() OVER (ORDER BY n, number)",
    "row_number() OVER (ORDER BY n DESC, number)",
    "rank() OVER (ORDER BY happened) + dense_rank() OVER (ORDER BY happened DESC)",
    "min(day) OVER (PARTITION BY employer) - happened",
    "sum(n) OVER (PARTITION BY employer ORDER BY happened)",
    "sum(n) OVER (PARTITION BY employer ORDER BY number"
    " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
    "first_value(n) OVER (PARTITION BY employer ORDER BY day, number)",
    "percent_rank() OVER (ORDER BY happened) + cume_dist() OVER (ORDER BY happened)",
)
WHOLE = (
    "SELECT employer, count(*) AS f FROM rows_drawn GROUP BY ALL",
    "SELECT employer, yes AS again, n + 1 AS g, sum(ore) AS f FROM rows_drawn GROUP BY ALL",
    "SELECT DISTINCT employer, yes FROM rows_drawn",
    "SELECT employer FROM rows_drawn WHERE yes UNION SELECT code FROM rows_drawn",
    "SELECT n AS f FROM rows_drawn UNION ALL SELECT x FROM rows_drawn",
    "SELECT employer FROM rows_drawn EXCEPT SELECT employer FROM rows_drawn WHERE yes",
    "SELECT employer FROM rows_drawn INTERSECT SELECT employer FROM rows_drawn WHERE yes",
    "SELECT a.number AS one, b.number AS other FROM rows_drawn a LEFT JOIN rows_drawn b"
    " ON a.employer = b.employer AND b.happened > a.happened AND b.n > 0",
    "SELECT a.number AS one, b.number AS other FROM rows_drawn a JOIN rows_drawn b"
    " ON a.n IS NOT DISTINCT FROM b.n",
    "SELECT number, a.n AS f FROM rows_drawn a FULL JOIN (SELECT number, x FROM rows_drawn"
    " WHERE n > 1) b USING (number)",
    "SELECT number, level, left(code, level) AS f FROM rows_drawn"
    " CROSS JOIN (VALUES (1), (2)) AS levels(level)",
    "WITH a AS (SELECT employer, sum(n) AS n FROM rows_drawn GROUP BY employer"
    " HAVING sum(n) > 0) SELECT a.employer, (SELECT avg(n) FROM a) AS f FROM a",
    "SELECT number FROM rows_drawn a WHERE NOT EXISTS"
    " (SELECT 1 AS one FROM rows_drawn b WHERE b.employer = a.employer AND b.yes)",
)  # fmt: skip


@pytest.fixture(scope="module")
def both(spark: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The drawn rows, opened by either engine."""
    folder = land(tmp_path_factory.mktemp("drawn"), COUNTRY, {"rows_drawn": drawn(ROWS, TEXT)})
    with Registers(folder, COUNTRY) as ours, SparkRegisters(folder, COUNTRY) as theirs:
        ours.show((ROWS,), AS_OF)
        theirs.show((ROWS,), AS_OF)
        yield ours, theirs


def asked(registers: OpenRegisters, sql: str, about: str = "x") -> pa.Table:
    return registers.query(sql.replace(":as_of", f"DATE '{AS_OF.isoformat()}'"), about=about)


def plain(value: object) -> object:
    """A figure as a 64-bit float, missing where a matrix would say so; text as it is."""
    if isinstance(value, str) or value is None:
        return value
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


def by_column(
    registers: OpenRegisters, key: str, columns: Sequence[str], rest: str
) -> dict[str, list[object]]:
    """Every expression of a list, asked in one query, in the order of `key`."""
    listed = ", ".join(f"{text} AS f{place}" for place, text in enumerate(columns))
    found = asked(registers, f"SELECT {key}, {listed} FROM rows_drawn {rest}").sort_by(key)
    return {
        text: [plain(value) for value in found.column(f"f{place}").to_pylist()]
        for place, text in enumerate(columns)
    }


LISTS = {
    "row": ("number", EACH_ROW, ""),
    "group": ("employer", EACH_GROUP, "GROUP BY employer"),
    "window": ("number", WINDOWS, ""),
}


@pytest.fixture(scope="module")
def figures(
    both: Both,
) -> Figures:
    return {
        name: tuple(by_column(engine, *listed) for engine in both)
        for name, listed in LISTS.items()
    }


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, (_, texts, _) in LISTS.items() for text in texts]
)
def test_an_expression_has_the_same_value(figures: Figures, name: str, text: str) -> None:
    ours, theirs = (found[text] for found in figures[name])

    assert theirs == [
        pytest.approx(value, rel=1e-12) if isinstance(value, float) else value for value in ours
    ]


@pytest.mark.parametrize("sql", WHOLE)
def test_a_query_has_the_same_rows(both: Both, sql: str) -> None:
    ours, theirs = (
        sorted((tuple(map(plain, row.values())) for row in asked(e, sql).to_pylist()), key=repr)
        for e in both
    )

    assert theirs == ours
