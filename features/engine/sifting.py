"""Good rows from bad, copies from versions: one delivered table, as views of one connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

import duckdb
import pyarrow as pa

from features.engine.checking import (
    Rule,
    delivered_columns,
    is_exact,
    quoted,
    rules_of,
    text_literal,
    typed_select,
)
from features.schema import Table

__all__ = ["COPY", "Check", "Sifting", "files"]

# Takes distinct numbers; says of each what is wrong with it, or null.
Check: TypeAlias = Callable[[pa.Array], Sequence[str | None]]
# Names no declared column can have.
COPY, PLACE = '"row copy"', '"row place"'
CONFLICT = "the same key and known date as another row, with other values"


@dataclass
class Sifting:
    """Views `typed`, `judged`, `kept` and tables `aside`, `versions` of one connection."""

    connection: duckdb.DuckDBPyConnection
    table: Table
    parts: Sequence[Path]
    lines: Sequence[Path]
    folder: Path
    rules: list[Rule] = field(default_factory=list)

    def sift(self, checks: Mapping[str, Check], delivered_on: date) -> None:
        """Make the table `aside`, and keep of the rules those that some row broke."""
        if not self.view_typed():
            self.keep_typed()
        self.judge(checks, delivered_on)
        self.set_bad_rows_aside()
        # What no row of this delivery breaks need not be asked again of the good ones.
        found = {fault for fault, _ in self.faults()}
        self.rules = [rule for rule in self.rules if rule.fault in found]

    def execute(self, sql: str) -> duckdb.DuckDBPyConnection:
        return self.connection.execute(sql)

    def count(self, source: str) -> int:
        row = self.execute(f"SELECT count(*) FROM {source}").fetchone()
        return int(row[0]) if row else 0

    def view_typed(self) -> bool:
        """Parts that agree on their types are read together. Had all their declared types?"""
        groups: dict[tuple[tuple[str, str], ...], list[Path]] = {}
        for part in self.parts:
            types = tuple(sorted(_types(self.connection, part).items()))
            groups.setdefault(types, []).append(part)
        selects = []
        for types, paths in groups.items():
            source = files(paths)
            padded = self.padded(source, [name for name, kind in types if kind == "VARCHAR"])
            selects.append(typed_select(self.table, dict(types), padded, source))
        self.execute(f"CREATE TEMP VIEW typed AS {' UNION ALL BY NAME '.join(selects)}")
        source = (
            files(self.lines) if self.lines else "(SELECT NULL AS fault, NULL AS line LIMIT 0)"
        )
        self.execute(
            "CREATE TEMP VIEW lines AS SELECT CAST(fault AS VARCHAR) AS fault,"
            f" CAST(line AS VARCHAR) AS line FROM {source}"
        )
        return all(is_exact(self.table, dict(types)) for types in groups)

    def keep_typed(self) -> None:
        """Read texts as their types once and for all, since every later step asks for them."""
        path = self.folder / "typed.parquet"
        self.execute(
            f"COPY typed TO {text_literal(path.as_posix())}"
            " (FORMAT parquet, COMPRESSION lz4_raw)"
        )
        self.execute(f"CREATE OR REPLACE TEMP VIEW typed AS SELECT * FROM {files([path])}")

    def padded(self, source: str, texts: Sequence[str]) -> set[str]:
        """Which text columns hold an empty text, or one with a blank at either end?

        Asked once, because cutting blanks off every value in every pass costs far more.
        """
        asked = ", ".join(
            f"bool_or({n} = '' OR prefix({n}, ' ') OR suffix({n}, ' '))"
            for n in map(quoted, texts)
        )
        row = self.execute(f"SELECT {asked} FROM {source}").fetchone() if texts else ()
        return {name for name, found in zip(texts, row or (), strict=True) if found}

    def judge(self, checks: Mapping[str, Check], delivered_on: date) -> None:
        """Check each distinct number once, then view the rows with what is wrong with them."""
        reasons: dict[str, list[str]] = {}
        joins: list[str] = []
        columns = ["typed.*"]
        for column in delivered_columns(self.table):
            if column.check is None:
                continue
            name = quoted(column.name)
            values = self.connection.sql(
                f"SELECT DISTINCT {name} AS n FROM typed WHERE {name} IS NOT NULL"
            )
            numbers = values.to_arrow_table().column("n").combine_chunks()
            found = [
                (n, r) for n, r in zip(numbers, checks[column.check](numbers), strict=True) if r
            ]
            if not found:
                continue
            reasons[column.name] = sorted({reason for _, reason in found})
            wrong = pa.table({"n": [str(n) for n, _ in found], "reason": [r for _, r in found]})
            store = f"wrong_{len(joins)}"
            self.connection.register("wrong_numbers", wrong)
            self.execute(f"CREATE TEMP TABLE {store} AS SELECT * FROM wrong_numbers")
            self.connection.unregister("wrong_numbers")
            joins.append(f"LEFT JOIN {store} ON {store}.n = typed.{name}")
            columns.append(f"{store}.reason AS {quoted('wrong ' + column.name)}")
        self.rules = rules_of(self.table, delivered_on, reasons)
        self.execute(
            f"CREATE TEMP VIEW judged AS SELECT {', '.join(columns)}"
            f" FROM typed {' '.join(joins)}"
        )

    @property
    def broken(self) -> str:
        return "(" + (" OR ".join(rule.broken for rule in self.rules) or "false") + ")"

    @property
    def names(self) -> list[str]:
        return [column.name for column in delivered_columns(self.table)]

    def set_bad_rows_aside(self) -> None:
        raws = ", ".join(quoted("raw " + name) for name in self.names)
        said = ", ".join(
            f"CASE WHEN {r.broken} THEN {text_literal(r.fault)} END" for r in self.rules
        )
        self.execute(
            f"CREATE TEMP TABLE aside AS SELECT concat_ws('; ', {said}) AS fault, {raws},"
            f" CAST(NULL AS VARCHAR) AS line FROM judged WHERE {self.broken}"
        )
        empty = ", ".join("NULL" for _ in self.names)
        self.execute(f"INSERT INTO aside SELECT fault, {empty}, line FROM lines")

    def find_versions(self) -> None:
        """Rows whose key stands more than once: copies, conflicts, and versions in their order.

        Only these need a window; a 64-bit hash of the key finds them (a collision does no
        harm, since the windows compare the keys themselves).
        """
        key = ", ".join(quoted(name) for name in self.table.key)
        columns = ", ".join(quoted(name) for name in self.names)
        texts = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in self.names)
        known = quoted(self.table.known)
        last = [self.table.retracts] if self.table.retracts else []  # a retraction sorts last
        order = ", ".join(f"{quoted(name)} DESC NULLS LAST" for name in [*last, *self.names])
        good = f"FROM judged WHERE NOT {self.broken}"
        self.execute(
            f"CREATE TEMP TABLE repeated AS SELECT h FROM (SELECT hash({key}) AS h {good})"
            " GROUP BY h HAVING count(*) > 1"
        )
        self.execute(
            f"CREATE TEMP TABLE versions AS SELECT *, row_number() OVER (PARTITION BY {key},"
            f" {known}, {COPY} ORDER BY {order}) AS {PLACE} FROM (SELECT {columns},"
            f" row_number() OVER (PARTITION BY {columns}) AS {COPY}"
            f" {good} AND hash({key}) IN (SELECT h FROM repeated))"
        )
        self.execute(
            f"INSERT INTO aside SELECT {text_literal(CONFLICT)}, {texts}, NULL FROM versions"
            f" WHERE {COPY} = 1 AND {PLACE} > 1"
        )
        standing = (
            f"SELECT {columns}, lead({known}) OVER (PARTITION BY {key} ORDER BY {known})"
            f" AS superseded_at FROM versions WHERE {COPY} = 1 AND {PLACE} = 1"
        )
        # A row that never comes: without it, a column is written as nullable or not by what the
        # engine happens to know of the files, and the same rows would not be the same bytes.
        nothing = ", ".join(
            f"NULL AS {quoted(name)}" for name in [*self.names, "superseded_at"]
        )
        self.execute(
            f"CREATE TEMP VIEW kept AS SELECT {columns}, CAST(NULL AS DATE) AS superseded_at"
            f" {good} AND hash({key}) NOT IN (SELECT h FROM repeated)"
            f" UNION ALL BY NAME {standing}"
            f" UNION ALL BY NAME SELECT {nothing} FROM range(1) WHERE random() < 0"
        )

    def faults(self) -> list[tuple[str, int]]:
        return self.execute(
            "SELECT f, count(*) FROM (SELECT unnest(string_split(fault, '; ')) AS f FROM aside)"
            " GROUP BY f ORDER BY count(*) DESC, f"
        ).fetchall()


def _types(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    told = connection.execute(f"DESCRIBE SELECT * FROM {files([path])}").fetchall()
    return {str(row[0]): str(row[1]) for row in told}


def files(paths: Sequence[Path]) -> str:
    """Parquet files as a table."""
    return f"read_parquet([{', '.join(text_literal(path.as_posix()) for path in paths)}])"
