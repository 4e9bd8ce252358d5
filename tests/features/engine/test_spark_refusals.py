"""What is not known to mean the same on Spark is refused, with the definition's name."""

from __future__ import annotations

import pytest

from features.engine.spark.kinds import Sort
from features.engine.spark.writing import spark_sql
from features.errors import BadOption

TABLES = {
    "cases": {
        "n": Sort.WHOLE,
        "x": Sort.REAL,
        "day": Sort.DATE,
        "code": Sort.TEXT,
        "employer": Sort.TEXT,
    }
}


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT a.n FROM cases a ASOF JOIN cases b ON a.day >= b.day", "ASOF join"),
        ("SELECT quantile_cont(x, 0.9) FROM cases", "quantile_cont"),
        ("SELECT CAST(n AS HUGEINT) FROM cases", "INT128"),
        ("SELECT CAST(x AS DECIMAL(18, 2)) FROM cases", "DECIMAL"),
        ("SELECT approx_count_distinct(n) FROM cases", "approx"),
        ("SELECT arg_max(n, day) FROM cases", "arg_max"),
        ("SELECT any_value(n) FROM cases", "any_value"),
        ("SELECT mode(n) FROM cases", "mode"),
        ("SELECT corr(n, x) FROM cases", "corr"),
        ("SELECT hash(code) FROM cases", "hash"),
        ("SELECT list(n) FROM cases", "array_agg"),
        ("SELECT round(x, 2) FROM cases", "round to decimals"),
        ("SELECT n FROM cases QUALIFY row_number() OVER (ORDER BY n) = 1", "QUALIFY"),
        ("SELECT DISTINCT ON (n) x FROM cases", "DISTINCT ON"),
        ("SELECT n FROM cases UNION BY NAME SELECT n FROM cases", "by name"),
        ("SELECT n FROM cases LIMIT 1", "LIMIT"),
        ("SELECT n FROM cases USING SAMPLE 10%", "sample"),
        ("SELECT n FROM cases, LATERAL (SELECT 1)", "lateral"),
        ("SELECT n FROM cases GROUP BY ROLLUP (n)", "rollup"),
        ("SELECT median(n * 0.5) FROM cases", "median of decimal"),
        (
            "SELECT day - INTERVAL 1 MONTH - day AS gone, INTERVAL 1 DAY AS span FROM cases",
            "span",
        ),
        ("SELECT datediff('week', day, day) FROM cases", "datediff in week"),
        ("SELECT day + INTERVAL 1 HOUR FROM cases", "interval"),
        ("SELECT CAST(code AS DOUBLE) FROM cases", "number read from text"),
        ("SELECT CAST(code AS DATE) FROM cases", "date read from text"),
        ("SELECT CAST(x AS VARCHAR) FROM cases", "text made of"),
        ("SELECT x // 2 FROM cases", "// of other than whole"),
        ("SELECT TRY(CASE WHEN ln(x) > 1 THEN 1 END) FROM cases", "ln where its failure"),
        ("SELECT {'h': day, 'v': n} AS both FROM cases", "struct"),
        ("SELECT n FROM landed__cases", "landed__cases"),
        ("SELECT n FROM read_parquet('elsewhere.parquet')", "read_parquet"),
        ("SELECT n FROM other.cases", "other.cases"),
        ("SELECT n FROM 'elsewhere.parquet'", "elsewhere"),
        ("SELECT n FROM cases; SELECT n FROM cases", "several statements"),
        ("DROP TABLE cases", "does not select"),
    ],
)
def test_a_construct_without_an_equal_is_refused_by_name(sql: str, told: str) -> None:
    with pytest.raises(BadOption) as refused:
        spark_sql(sql, TABLES, about="feature churn")

    assert "feature churn" in refused.value.message
    assert told.lower() in refused.value.message.lower()


def test_all_faults_of_a_definition_are_told_at_once() -> None:
    with pytest.raises(BadOption) as refused:
        spark_sql("SELECT hash(code), arg_max(n, day) FROM cases LIMIT 3", TABLES, about="x")

    assert all(word in refused.value.message for word in ("hash", "ARG_MAX", "LIMIT"))


def test_a_name_of_two_kinds_is_refused_where_the_kind_decides() -> None:
    sql = (
        "WITH a AS (SELECT employer, n AS v FROM cases),"
        " b AS (SELECT employer, day AS v FROM cases) SELECT a.v - b.v AS apart"
        " FROM a JOIN b ON a.employer = b.employer"
    )
    with pytest.raises(BadOption, match="kind cannot be told"):
        spark_sql(sql, TABLES, about="x")


def test_a_difference_of_days_is_a_number_of_days_also_through_other_names() -> None:
    sql = (
        "WITH a AS (SELECT max(day) AS last FROM cases)"
        " SELECT DATE '2024-07-01' - last AS days FROM a"
    )

    assert "DATEDIFF(" in spark_sql(sql, TABLES, about="x")
