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
    NOT_FOUND,
    NUMBER,
    find_pieces,
    pieces_of,
    reasons_of,
)
from features.engine.reigns import Edge, reigns
from features.engine.sifting import Sifting, files
from features.histories import Histories, Tells

__all__ = ["EMPLOYER", "NOT_TIED", "WORKPLACE", "Tying", "tie", "tying_of"]

EMPLOYER, WORKPLACE = '"tied employer"', '"tied workplace"'
# Names no declared column can have.
SINCE, UNTIL, CARRIED, MOVED = '"tie since"', '"tie until"', '"tie carried"', '"tie moved"'
# Tables of the landing engine that every register's landing reads.
REIGNS, PLACES, COMPANIES, SITES = (
    f"tying_{name}" for name in ("reigns", "places", "companies", "sites")
)
NUMBERLESS = "no employer: no number"
UNKNOWN_EMPLOYER = "employer not in the register of employers"
UNKNOWN_PLACE = "workplace not in the register of workplaces"
NOT_TIED = (NUMBERLESS, *NOT_FOUND, UNKNOWN_EMPLOYER, UNKNOWN_PLACE)


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
        ways = {tells: self.histories.ways_of(table, tells) for tells in Tells}
        asked = {UNKNOWN_EMPLOYER: "employer IS NOT NULL AND c IS NULL"}
        if not ways[Tells.EMPLOYER]:
            asked = {NUMBERLESS: "employer IS NULL", **asked}
        if table.workplace is not None or ways[Tells.WORKPLACE]:
            asked[UNKNOWN_PLACE] = "workplace IS NOT NULL AND w IS NULL"
        if table.workplace is not None and not ways[Tells.WORKPLACE]:
            asked["no workplace: counts for the employer alone"] = "workplace IS NULL"
        counts = ", ".join(f"count(*) FILTER (WHERE {where})" for where in asked.values())
        path = sifting.folder / "table.parquet"
        row = sifting.execute(
            f"SELECT {counts} FROM {files([path])} LEFT JOIN {COMPANIES} ON c = employer"
            f" LEFT JOIN {SITES} ON w = workplace WHERE counts_from IS NULL"
        ).fetchone()
        said = [told for t in Tells if ways[t] for told in reasons_of(sifting, t, ways[t])]
        said += zip(asked, map(int, row or ()), strict=True)
        for reason, mark in (
            ("carried over to a successor", CARRIED),
            ("carried over to the workplace's new number", MOVED),
        ):
            rows = f"SELECT DISTINCT {NUMBER} FROM moved WHERE {mark}"
            said.append((reason, sifting.count(f"({rows})")))
        return [(reason, count) for reason, count in said if count]


def tying_of(
    connection: duckdb.DuckDBPyConnection, histories: Histories, landed: dict[str, Path]
) -> Tying:
    """Read the registers that tell, as they were landed; one not delivered tells nothing."""
    moves = histories.moves
    told = histories.successions.name in landed
    moved = moves is not None and moves.register.name in landed
    for name, edges in (
        (REIGNS, _successions(connection, histories, landed) if told else []),
        (PLACES, _moves(connection, histories, landed) if moved else []),
    ):
        frame = pa.Table.from_pylist([vars(reign) for reign in reigns(edges)], schema=_SCHEMA)
        connection.register("reigns_found", frame)
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM reigns_found")
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


def _successions(
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


def _moves(
    connection: duckdb.DuckDBPyConnection, histories: Histories, landed: Mapping[str, Path]
) -> list[Edge]:
    """Workplaces that got another number, from when that was known and had happened."""
    moves = histories.moves
    assert moves is not None
    m = moves.register
    kept = f" AND NOT coalesce(m.{m.retracts}, false)" if m.retracts else ""
    rows = connection.execute(
        f"SELECT m.workplace, m.{moves.successor}, greatest(m.{m.known}, m.{m.happened}),"
        f" m.superseded_at FROM {files([landed[m.name]])} m WHERE {moves.follows}"
        f" AND m.workplace <> m.{moves.successor}{kept} ORDER BY ALL"
    ).fetchall()
    return [Edge(*row) for row in rows if row[3] is None or row[2] < row[3]]


def tie(sifting: Sifting, tying: Tying | None) -> None:
    """Make the view `tied`: the rows of `kept`, each with its employer and from when it counts.

    A predecessor's row is its own until the succession was known, and from then on the
    successor's; a row without a number is nobody's until another register told whose it is; a
    workplace's rows follow it to its new number. So one row becomes versions, of which just
    one counts at any date: what is learnt later begins a new one, and takes nothing from the
    dates before. The first version of a row counts from when the row was known, and has no
    `counts_from`.
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
        marks = f"0 AS {NUMBER}, false AS {CARRIED}, false AS {MOVED}"
        none = f"SELECT CAST(NULL AS DATE) AS counts_from, {marks} LIMIT 0"
        sifting.execute(f"CREATE TEMP TABLE moved AS {none}")
        sifting.execute(f"CREATE TEMP VIEW tied AS {plain}")
        return
    ways = {tells: tying.histories.ways_of(table, tells) for tells in Tells}
    lacks = {Tells.EMPLOYER: f"{own} IS NULL", Tells.WORKPLACE: f"{place} IS NULL"}
    touched = " OR ".join(
        [
            f"coalesce({own} IN (SELECT employer FROM {REIGNS}), false)",
            f"coalesce({place} IN (SELECT employer FROM {PLACES}), false)",
            *(lacks[tells] for tells in Tells if ways[tells]),
        ]
    )
    sifting.execute(
        f"CREATE TEMP TABLE {FOUND} AS SELECT *, row_number() OVER () AS {NUMBER} FROM kept"
        f" WHERE {touched}"
    )
    for tells in Tells:
        wanted = lacks[tells] if ways[tells] else "false"
        find_pieces(sifting, tells, ways[tells], tying.landed, wanted)
    sifting.execute(f"CREATE TEMP TABLE moved AS {_versions(sifting, own, place)}")
    sifting.execute(
        f"CREATE TEMP VIEW tied AS {plain} WHERE NOT ({touched}) UNION ALL BY NAME"
        f" SELECT * EXCLUDE ({NUMBER}, {CARRIED}, {MOVED}) FROM moved"
    )


def _versions(sifting: Sifting, own: str, place: str) -> str:
    """The rows of `FOUND` in the hands of whoever they were at any date, span by span.

    Each of the four timelines (whose it was found to be, where, who succeeded them, what
    became of the place) covers all dates; a span is where one piece of each holds. Spans in
    which a row was not known yet, or no longer stood, are nobody's to see.
    """
    columns = ", ".join(quoted(name) for name in sifting.names)
    known = quoted(sifting.table.known)
    asked = (
        f"SELECT *, {own} AS {EMPLOYER}, {place} AS {WORKPLACE},"
        f" CAST(NULL AS DATE) AS {SINCE}, superseded_at AS {UNTIL} FROM {FOUND}"
    )
    found = _meet(asked, pieces_of(Tells.EMPLOYER), "n", NUMBER, EMPLOYER)
    found = _meet(found, pieces_of(Tells.WORKPLACE), "n", NUMBER, WORKPLACE)
    found = f"SELECT *, {EMPLOYER} AS {CARRIED}, {WORKPLACE} AS {MOVED} FROM ({found})"
    found = _meet(found, REIGNS, "employer", EMPLOYER, EMPLOYER)
    found = _meet(found, PLACES, "employer", WORKPLACE, WORKPLACE)
    return f"""
        SELECT {columns}, {NUMBER}, {UNTIL} AS superseded_at,
               CASE WHEN {SINCE} > {known} THEN {SINCE} END AS counts_from,
               CAST({EMPLOYER} AS VARCHAR) AS {EMPLOYER},
               CAST({WORKPLACE} AS VARCHAR) AS {WORKPLACE},
               coalesce({EMPLOYER} <> {CARRIED}, false) AS {CARRIED},
               coalesce({WORKPLACE} <> {MOVED}, false) AS {MOVED}
        FROM ({found}) WHERE coalesce(greatest({known}, {SINCE}) < {UNTIL}, true)
    """


def _meet(rows: str, timeline: str, key: str, on: str, whose: str) -> str:
    """The spans of `rows` cut by the pieces of a timeline that tell `whose` a row is."""
    return (
        f"SELECT w.* REPLACE (coalesce(t.owner, w.{whose}) AS {whose},"
        f" greatest(w.{SINCE}, t.since) AS {SINCE}, least(w.{UNTIL}, t.until) AS {UNTIL})"
        f" FROM ({rows}) w LEFT JOIN {timeline} t ON t.{key} = w.{on}"
        f" AND coalesce(greatest(w.{SINCE}, t.since) < least(w.{UNTIL}, t.until), true)"
    )
