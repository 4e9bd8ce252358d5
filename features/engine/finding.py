"""Whose a row without a number is: by every way, at every date, as it was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from features.engine.checking import quoted, text_literal
from features.engine.sifting import Sifting, files
from features.histories import Way

__all__ = ["FOUND", "NOBODY", "NUMBER", "PIECES", "find_employers", "reasons_of"]

# Tables of the landing connection, made by `find_employers`.
FOUND, PIECES = "nameless", "nameless_pieces"
NUMBER = '"row number"'
NOBODY = (
    NOTHING := "no employer: no number, and nothing else to tie by",
    UNHEARD := "no employer: no register tells of what the row names",
    NOT_ONE := "no employer: what the row names was nobody's, or several employers'",
)


def find_employers(
    sifting: Sifting, ways: Sequence[Way], landed: Mapping[str, Path], rows: str
) -> None:
    """Make `FOUND`, the rows of the query `rows` with a number each, and `PIECES`.

    A piece says that a row is an employer's, or nobody's (null), at as-of dates after `since`
    up to `until`, and by which of `ways`; the pieces of a row cover all dates, each once. What
    a register tells counts from the day it was known there and until it was corrected, so a
    piece that begins later changes nothing before it. A surer way wins while it tells.
    """
    sifting.execute(
        f"CREATE TEMP TABLE {FOUND} AS SELECT *, row_number() OVER () AS {NUMBER} FROM ({rows})"
    )
    pieces = f"SELECT {NUMBER} AS n, {_ALWAYS}, {_NO_ONE}, false AS heard FROM {FOUND}"
    for number, way in enumerate(ways):
        if way.register.name not in landed:
            continue
        told = f"nameless_told_{number}"
        table = sifting.table
        sifting.execute(f"CREATE TEMP TABLE {told} AS {_told(table.happened, way, landed)}")
        pieces = (
            f"WITH p AS ({pieces}) SELECT * FROM p WHERE owner IS NOT NULL UNION ALL"
            " SELECT p.n, greatest(p.since, t.since) AS since,"
            " least(p.until, t.until) AS until,"
            f" t.owner, CASE WHEN t.owner IS NOT NULL THEN {number} END AS way,"
            " p.heard OR t.key IS NOT NULL AS heard"
            f" FROM p JOIN {FOUND} f ON f.{NUMBER} = p.n"
            f" LEFT JOIN {told} t ON t.key = f.{quoted(way.key)}"
            f" AND t.day = f.{quoted(table.happened)}"
            " AND coalesce(greatest(p.since, t.since) < least(p.until, t.until), true)"
            " WHERE p.owner IS NULL"
        )
    sifting.execute(f"CREATE TEMP TABLE {PIECES} AS {pieces}")


_ALWAYS = "CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until"
_NO_ONE = "CAST(NULL AS VARCHAR) AS owner, CAST(NULL AS INTEGER) AS way"


def _told(happened: str, way: Way, landed: Mapping[str, Path]) -> str:
    """Pieces (key, day, since, until, owner) for each key and day that a row asks about.

    A key that no row of the register ever names is not there. At a date, a thing's state on a
    day is its latest row by then among those that stood; see `Way`.
    """
    register, key = way.register, quoted(way.key)
    kept = f" AND NOT coalesce({quoted(register.retracts)}, false)" if register.retracts else ""
    thing = ", ".join(quoted(name) for name in way.thing)
    ends = quoted(way.ends) if way.ends else "CAST(NULL AS DATE)"
    before = f"a.day - INTERVAL {way.within_days} DAY"
    return f"""
        WITH asked AS (
            SELECT DISTINCT {key} AS key, {quoted(happened)} AS day FROM {FOUND}
            WHERE {key} IS NOT NULL),
        states AS (
            SELECT concat_ws({text_literal(chr(31))}, {thing}) AS thing, {key} AS names,
                   employer, {quoted(register.happened)} AS begins, ({way.where}) AS holds,
                   greatest({quoted(register.known)}, counts_from) AS known,
                   superseded_at AS ended, {ends} AS last
            FROM {files([landed[register.name]])} WHERE employer IS NOT NULL{kept}),
        things AS (
            SELECT DISTINCT a.key, s.thing FROM asked a JOIN states s ON s.names = a.key),
        lines AS (
            SELECT t.key, s.* FROM things t JOIN states s ON s.thing = t.thing),
        turns AS (
            SELECT key, known AS turn FROM lines
            UNION SELECT key, ended FROM lines WHERE ended IS NOT NULL),
        standing AS (
            SELECT a.key, a.day, u.turn, l.employer, l.names, l.holds
            FROM asked a JOIN turns u ON u.key = a.key
            JOIN lines l ON l.key = a.key AND l.begins <= a.day AND l.known <= u.turn
              AND (l.ended IS NULL OR l.ended > u.turn)
              AND (l.last IS NULL OR l.last >= a.day)
            QUALIFY l.begins >= coalesce(max(l.begins) FILTER (WHERE l.begins <= {before})
              OVER (PARTITION BY a.key, a.day, u.turn, l.thing), l.begins)),
        owners AS (
            SELECT key, day, turn,
                   CASE WHEN count(DISTINCT employer) = 1 THEN min(employer) END AS owner
            FROM standing WHERE names = key AND holds GROUP BY key, day, turn),
        every AS (
            SELECT a.key, a.day, u.turn AS since, o.owner
            FROM asked a JOIN turns u ON u.key = a.key
            LEFT JOIN owners o ON o.key = a.key AND o.day = a.day AND o.turn = u.turn
            UNION ALL
            SELECT DISTINCT a.key, a.day, CAST(NULL AS DATE), CAST(NULL AS VARCHAR)
            FROM asked a JOIN things t ON t.key = a.key),
        changes AS (
            SELECT * FROM every
            QUALIFY since IS NULL OR owner IS DISTINCT FROM
              lag(owner) OVER (PARTITION BY key, day ORDER BY since NULLS FIRST))
        SELECT *, lead(since) OVER (PARTITION BY key, day ORDER BY since NULLS FIRST) AS until
        FROM changes
    """


def reasons_of(sifting: Sifting, ways: Sequence[Way]) -> list[tuple[str, int]]:
    """How many rows found their employer by each way, or why not, as is known in the end."""
    keys = " OR ".join(f"f.{quoted(way.key)} IS NOT NULL" for way in ways)
    rows = sifting.execute(
        f"SELECT p.way, p.heard, {keys} AS named, count(*) FROM {PIECES} p"
        f" JOIN {FOUND} f ON f.{NUMBER} = p.n WHERE p.until IS NULL GROUP BY ALL"
    ).fetchall()
    found: dict[str, int] = {}
    for way, heard, named, count in rows:
        reason = UNHEARD if named else NOTHING
        if way is not None:
            reason = f"employer found by its {ways[way].called}"
        elif heard:
            reason = NOT_ONE
        found[reason] = found.get(reason, 0) + count
    order = [f"employer found by its {way.called}" for way in ways] + list(NOBODY)
    return sorted(found.items(), key=lambda told: order.index(told[0]))
