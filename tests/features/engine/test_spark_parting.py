"""Parts that a query reads again are computed once on Spark, and mean what they meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.engine.spark.parting import parted
from features.engine.spark.registers import SparkRegisters
from tests.drawing import drawn, land
from tests.features.engine.test_spark_constructs import AS_OF, COUNTRY, ROWS, asked

TWICE = (
    "WITH heads AS (SELECT employer, count(*) AS n FROM rows_drawn GROUP BY employer),"
    " most AS (SELECT max(n) AS n FROM heads)"
    " SELECT heads.employer FROM heads JOIN most ON most.n = heads.n"
)
ROWS_OF_THREE = """
    employer | happened
    E1       | 2024-01-31
    E1       | 2024-02-01
    E2       | 2024-05-30
"""


def test_a_part_read_by_two_others_is_read_again_and_one_read_once_is_not() -> None:
    parts, rest = parted(TWICE, "whole")

    assert [(part.name, part.again) for part in parts] == [
        ("whole__heads", True),
        ("whole__most", False),
    ]
    assert parts[1].sql == "SELECT MAX(n) AS n FROM whole__heads AS heads"
    assert rest == (
        "SELECT heads.employer FROM whole__heads AS heads"
        " JOIN whole__most AS most ON most.n = heads.n"
    )


def test_a_part_that_narrows_a_register_under_its_own_name_reads_the_register() -> None:
    parts, rest = parted(
        "WITH cases AS (SELECT n FROM cases WHERE n > 1) SELECT a.n FROM cases a, cases b",
        "whole",
    )

    assert [part.sql for part in parts] == ["SELECT n FROM cases WHERE n > 1"]
    assert rest == "SELECT a.n FROM whole__cases AS a, whole__cases AS b"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT n FROM cases",
        "SELECT n FROM (WITH a AS (SELECT n FROM cases) SELECT n FROM a) b",
        "WITH a AS (SELECT 1 AS n) SELECT n FROM (WITH a AS (SELECT 2 AS n) SELECT n FROM a) b",
        "WITH RECURSIVE a AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM a) SELECT n FROM a",
        "WITH a(m) AS (SELECT 1 AS n) SELECT m FROM a",
        "WITH a AS (SELECT 1 AS n) SELECT n FROM a; SELECT 2 AS n",
        "DROP TABLE cases",
        "SELECT FROM WHERE",
    ],
)
def test_a_query_that_is_not_plainly_made_of_parts_is_left_as_it_is(sql: str) -> None:
    assert parted(sql, "whole") == ((), sql)


def test_what_was_kept_for_a_question_is_let_go_when_it_has_been_answered(
    spark: None, tmp_path: Path
) -> None:
    landed = land(tmp_path, COUNTRY, {"rows_drawn": drawn(ROWS, ROWS_OF_THREE)})
    with SparkRegisters(landed, COUNTRY, master="local[2]") as registers:
        kept = registers.session._jsparkSession.sharedState().cacheManager()
        registers.show((ROWS,), AS_OF)
        registers.keep("busiest", TWICE, about="busiest")
        kept_before = not kept.isEmpty()
        found = asked(registers, "SELECT employer FROM busiest").to_pylist()
        kept_after = not kept.isEmpty()
        registers.keep("never_asked", TWICE, about="never_asked")

    assert found == [{"employer": "E1"}]
    assert (kept_before, kept_after, kept.isEmpty()) == (True, False, True)
