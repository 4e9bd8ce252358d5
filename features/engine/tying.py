"""Rows tied to their employers while they are landed, each tie with the day it was known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from features.engine.checking import quoted
from features.engine.reigns import Edge, reigns
from features.engine.sifting import Sifting, files
from features.histories import Histories

__all__ = ["AGAIN", "NOT_TIED", "EMPLOYER", "WORKPLACE", "Tying", "tie", "tying_of"]

EMPLOYER, WORKPLACE, AGAIN = '"tied employer"', '"tied workplace"', '"row again"'
# Tables of the landing engine that every register's landing reads.
REIGNS, COMPANIES, SITES = (f"tying_{name}" for name in ("reigns", "companies", "sites"))
NOBODY = "no employer: no number"
UNKNOWN_EMPLOYER = "employer not in the register of employers"
UNKNOWN_PLACE = "workplace not in the register of workplaces"
NOT_TIED = (NOBODY, UNKNOWN_EMPLOYER, UNKNOWN_PLACE)


@dataclass(frozen=True)
class Tying:
    """What rows are tied by: the tables above, made from the registers that tell."""

    histories: Histories

    def told(self, sifting: Sifting) -> list[tuple[str, int]]:
        """How many landed rows were tied otherwise than by their own number, or not at all."""
        table = sifting.table
        if table.employer is None or table.name in {t.name for t in self.histories.own}:
            return []
        unnamed = f"{quoted(table.employer)} IS NULL"
        asked = {
            NOBODY: "employer IS NULL",
            UNKNOWN_EMPLOYER: "employer IS NOT NULL AND c IS NULL",
        }
        if table.workplace is not None:
            asked |= {
                UNKNOWN_PLACE: "workplace IS NOT NULL AND w IS NULL",
                "no workplace: counts for the employer alone": "workplace IS NULL",
            }
        counts = ", ".join(f"count(*) FILTER (WHERE {where})" for where in asked.values())
        path = sifting.folder / "table.parquet"
        row = sifting.execute(
            f"SELECT {counts} FROM {files([path])} LEFT JOIN {COMPANIES} ON c = employer"
            f" LEFT JOIN {SITES} ON w = workplace"
            f" WHERE counts_from IS NULL OR {unnamed}"
        ).fetchone()
        said = list(zip(asked, map(int, row or ()), strict=True))
        said.append(("carried over to a successor", sifting.count(f"moved WHERE {AGAIN}")))
        return [(reason, count) for reason, count in said if count]


def tying_of(
    connection: duckdb.DuckDBPyConnection, histories: Histories, landed: dict[str, Path]
) -> Tying:
    """Read the registers that tell, as they were landed; one not delivered tells nothing."""
    edges = (
        _edges(connection, histories, landed) if histories.successions.name in landed else []
    )
    frame = pa.Table.from_pylist([vars(reign) for reign in reigns(edges)], schema=_SCHEMA)
    connection.register("reigns_found", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {REIGNS} AS SELECT * FROM reigns_found")
    connection.unregister("reigns_found")
    employers = files([landed[histories.employers.name]])
    workplaces = files([landed[histories.workplaces.name]])
    connection.execute(
        f"CREATE OR REPLACE TABLE {COMPANIES} AS SELECT DISTINCT employer AS c FROM {employers}"
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {SITES} AS SELECT DISTINCT workplace AS w FROM {workplaces}"
    )
    return Tying(histories)


_SCHEMA = pa.schema(
    [
        ("employer", "string"),
        ("owner", "string"),
        ("since", pa.date32()),
        ("until", pa.date32()),
    ]
)


def _edges(
    connection: duckdb.DuckDBPyConnection, histories: Histories, landed: dict[str, Path]
) -> list[Edge]:
    """Successions that are identity, from when they were known and had happened."""
    s, e = histories.successions, histories.employers
    rows = connection.execute(
        f"WITH e AS (SELECT * FROM {files([landed[e.name]])}),"
        f" s AS (SELECT * FROM {files([landed[s.name]])})"
        f" SELECT s.employer, s.{histories.successor},"
        f" greatest(s.{s.known}, s.{histories.effective}),"
        f" least(s.superseded_at, (SELECT min(e.{e.known}) FROM e WHERE e.employer = s.employer"
        f" AND {histories.never})) FROM s WHERE {histories.follows}"
        f" AND s.employer <> s.{histories.successor} ORDER BY ALL"
    ).fetchall()
    return [Edge(*row) for row in rows if row[3] is None or row[2] < row[3]]


def tie(sifting: Sifting, tying: Tying | None) -> None:
    """Make the view `tied`: the rows of `kept`, each with its employer and from when it counts.

    A row without a number stays nobody's: who ran its workplace that day may become known or
    be corrected later, and a row that left its workplace's figures then would tell the future.
    A predecessor's row is its own until the succession was known, and from then on the
    successor's: two versions of one row, of which just one counts at any date.
    """
    table = sifting.table
    own = quoted(table.employer) if table.employer else "CAST(NULL AS VARCHAR)"
    place = quoted(table.workplace) if table.workplace else "CAST(NULL AS VARCHAR)"
    columns = ", ".join(map(quoted, sifting.names))
    plain = (
        f"SELECT {columns}, superseded_at, CAST(NULL AS DATE) AS counts_from,"
        f" CAST({own} AS VARCHAR) AS {EMPLOYER}, CAST({place} AS VARCHAR) AS {WORKPLACE}"
        " FROM kept"
    )
    if tying is None or not tying.histories.carries(table):
        sifting.execute(
            f"CREATE TEMP TABLE moved AS SELECT *, false AS {AGAIN} FROM ({plain}) WHERE false"
        )
        sifting.execute(f"CREATE TEMP VIEW tied AS {plain}")
        return
    touched = f"coalesce({own} IN (SELECT employer FROM {REIGNS}), false)"
    found = f"SELECT kept.*, {own} AS found_employer FROM kept WHERE {touched}"
    listed = ", ".join(f"f.{quoted(name)}" for name in sifting.names)
    sifting.execute(
        f"CREATE TEMP TABLE moved AS SELECT {listed},"
        " least(f.superseded_at, r.until) AS superseded_at,"
        " r.since AS counts_from,"
        f" CAST(coalesce(r.owner, f.found_employer) AS VARCHAR) AS {EMPLOYER},"
        f" CAST({'f.' + place if table.workplace else place} AS VARCHAR) AS {WORKPLACE},"
        f" r.since IS NOT NULL AS {AGAIN}"
        f" FROM ({found}) f LEFT JOIN {REIGNS} r ON r.employer = f.found_employer"
    )
    sifting.execute(
        f"CREATE TEMP VIEW tied AS {plain} WHERE NOT {touched}"
        f" UNION ALL BY NAME SELECT * EXCLUDE ({AGAIN}) FROM moved"
    )
