"""Rows tied to their employers while they are landed, each tie with the day it was known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from features.engine.checking import quoted
from features.engine.finding import (
    FOUND,
    NOBODY,
    NUMBER,
    PIECES,
    find_employers,
    reasons_of,
)
from features.engine.reigns import Edge, reigns
from features.engine.sifting import Sifting, files
from features.histories import Histories

__all__ = ["EMPLOYER", "NOT_TIED", "WORKPLACE", "Tying", "tie", "tying_of"]

EMPLOYER, WORKPLACE = '"tied employer"', '"tied workplace"'
# Names no declared column can have.
OWNER, SINCE, UNTIL = '"tie owner"', '"tie since"', '"tie until"'
CARRIED, ROW = '"tie carried"', '"tie row"'
# Tables of the landing engine that every register's landing reads.
REIGNS, COMPANIES, SITES = (f"tying_{name}" for name in ("reigns", "companies", "sites"))
NUMBERLESS = "no employer: no number"
UNKNOWN_EMPLOYER = "employer not in the register of employers"
UNKNOWN_PLACE = "workplace not in the register of workplaces"
NOT_TIED = (NUMBERLESS, *NOBODY, UNKNOWN_EMPLOYER, UNKNOWN_PLACE)


@dataclass(frozen=True)
class Tying:
    """What rows are tied by: the tables above, and the registers that tell, by their names."""

    histories: Histories
    landed: Mapping[str, Path]

    def told(self, sifting: Sifting) -> list[tuple[str, int]]:
        """How many landed rows were tied otherwise than by their own number, or not at all.

        Each row is counted once: as it stands before anything more was learnt of its tie.
        """
        table = sifting.table
        if table.employer is None or table.name in {t.name for t in self.histories.own}:
            return []
        ways = self.histories.ways_of(table)
        asked = {UNKNOWN_EMPLOYER: "employer IS NOT NULL AND c IS NULL"}
        if not ways:
            asked = {NUMBERLESS: "employer IS NULL", **asked}
        if table.workplace is not None:
            asked |= {
                UNKNOWN_PLACE: "workplace IS NOT NULL AND w IS NULL",
                "no workplace: counts for the employer alone": "workplace IS NULL",
            }
        counts = ", ".join(f"count(*) FILTER (WHERE {where})" for where in asked.values())
        path = sifting.folder / "table.parquet"
        row = sifting.execute(
            f"SELECT {counts} FROM {files([path])} LEFT JOIN {COMPANIES} ON c = employer"
            f" LEFT JOIN {SITES} ON w = workplace WHERE counts_from IS NULL"
        ).fetchone()
        said = reasons_of(sifting, ways) if ways else []
        said += zip(asked, map(int, row or ()), strict=True)
        carried = sifting.count(f"(SELECT DISTINCT {ROW} FROM moved WHERE {CARRIED})")
        said.append(("carried over to a successor", carried))
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
    return Tying(histories, landed)


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

    A predecessor's row is its own until the succession was known, and from then on the
    successor's; a row without a number is nobody's until another register told whose it is.
    So one row becomes versions, of which just one counts at any date: what is learnt later
    begins a new one, and takes nothing from the dates before. The first version of a row
    counts from when the row was known, and has no `counts_from`.
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
        none = f"CAST(NULL AS DATE) AS counts_from, false AS {CARRIED}, 0 AS {ROW}"
        sifting.execute(f"CREATE TEMP TABLE moved AS SELECT {none} LIMIT 0")
        sifting.execute(f"CREATE TEMP VIEW tied AS {plain}")
        return
    touched = f"coalesce({own} IN (SELECT employer FROM {REIGNS}), false)"
    whose = (
        f"SELECT {columns}, superseded_at, {own} AS {OWNER}, CAST(NULL AS DATE) AS {SINCE},"
        f" CAST(NULL AS DATE) AS {UNTIL} FROM kept WHERE {touched}"
    )
    if ways := tying.histories.ways_of(table):
        nameless = f"SELECT * FROM kept WHERE {own} IS NULL"
        find_employers(sifting, ways, tying.landed, nameless)
        theirs = ", ".join(f"f.{quoted(name)}" for name in sifting.names)
        whose += (
            f" UNION ALL SELECT {theirs}, f.superseded_at, p.owner, p.since, p.until"
            f" FROM {FOUND} f JOIN {PIECES} p ON p.n = f.{NUMBER}"
        )
        touched = f"({touched} OR {own} IS NULL)"
    sifting.execute(f"CREATE TEMP TABLE moved AS {_versions(sifting, whose, place)}")
    sifting.execute(
        f"CREATE TEMP VIEW tied AS {plain} WHERE NOT {touched} UNION ALL BY NAME"
        f" SELECT * EXCLUDE ({CARRIED}, {ROW}) FROM moved"
    )


def _versions(sifting: Sifting, whose: str, place: str) -> str:
    """The rows of `whose` in the hands of those who succeeded their owners, span by span.

    Spans in which a row was not known yet, or no longer stood, are nobody's to see.
    """
    columns = ", ".join(map(quoted, sifting.names))
    known = quoted(sifting.table.known)
    key = ", ".join(map(quoted, (*sifting.table.key, sifting.table.known)))
    return f"""
        WITH spans AS (
            SELECT w.* EXCLUDE ({SINCE}, {UNTIL}), coalesce(r.owner, w.{OWNER}) AS {EMPLOYER},
                   greatest(w.{SINCE}, r.since) AS {SINCE},
                   least(w.superseded_at, w.{UNTIL}, r.until) AS {UNTIL}
            FROM ({whose}) w LEFT JOIN {REIGNS} r ON r.employer = w.{OWNER} AND
              coalesce(greatest(w.{SINCE}, r.since) < least(w.{UNTIL}, r.until), true))
        SELECT {columns}, {UNTIL} AS superseded_at,
               CASE WHEN {SINCE} > {known} THEN {SINCE} END AS counts_from,
               CAST({EMPLOYER} AS VARCHAR) AS {EMPLOYER},
               CAST({place} AS VARCHAR) AS {WORKPLACE},
               coalesce({EMPLOYER} <> {OWNER}, false) AS {CARRIED},
               dense_rank() OVER (ORDER BY {key}) AS {ROW}
        FROM spans WHERE coalesce(greatest({known}, {SINCE}) < {UNTIL}, true)
    """
