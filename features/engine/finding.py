"""Whose a row without a number is: by every way, at every date, as it was known then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from features.engine.checking import quoted, text_literal
from features.engine.sifting import Sifting, files
from features.histories import Tells, Way

__all__ = ["FOUND", "NOT_FOUND", "NUMBER", "find_pieces", "pieces_of", "reasons_of"]

# The rows that are asked about, each with a number; a table of the landing connection.
FOUND, NUMBER = "rows_asked_about", '"row number"'
NOTHING = "no {}: no number, and nothing else to tie by"
UNHEARD = "no {}: no register tells of what the row names"
NOT_ONE = "no {}: what the row names was nobody's, or several {}s'"
NOT_FOUND = tuple(
    said.format(tells, tells) for tells in Tells for said in (NOTHING, UNHEARD, NOT_ONE)
)


def pieces_of(tells: Tells) -> str:
    """The table that `find_pieces` makes."""
    return f"pieces_of_{tells}"


def find_pieces(
    sifting: Sifting, tells: Tells, ways: Sequence[Way], landed: Mapping[str, Path], lacks: str
) -> None:
    """Make pieces (n, since, until, owner, way, heard) of the rows of `FOUND` where `lacks`.

    A piece says that a row is an employer's (or a workplace's), or nobody's (null), at as-of
    dates after `since` up to `until`, and by which of `ways`; the pieces of a row cover all
    dates, each once. What a register tells counts from the day it was known there and until it
    was corrected, so a piece that begins later changes nothing before it. A surer way wins
    while it tells.
    """
    pieces = (
        f"SELECT {NUMBER} AS n, {_ALWAYS}, {_NO_ONE}, false AS heard FROM {FOUND} WHERE {lacks}"
    )
    for number, way in enumerate(ways):
        if way.register.name not in landed:
            continue
        told = f"told_of_{tells}_{number}"
        table = sifting.table
        sql = _told(way, landed, lacks)
        sifting.execute(f"CREATE TEMP TABLE {told} AS {sql}")
        pieces = (
            f"WITH p AS ({pieces}) SELECT * FROM p WHERE owner IS NOT NULL UNION ALL"
            " SELECT p.n, greatest(p.since, t.since) AS since,"
            " least(p.until, t.until) AS until,"
            f" t.owner, CASE WHEN t.owner IS NOT NULL THEN {number} END AS way,"
            " p.heard OR t.key IS NOT NULL AS heard"
            f" FROM p JOIN {FOUND} f ON f.{NUMBER} = p.n"
            f" LEFT JOIN {told} t ON t.key = {_key(way, 'f.')}"
            f" AND t.day <= f.{quoted(table.happened)}"
            f" AND (t.day_after IS NULL OR f.{quoted(table.happened)} < t.day_after)"
            " AND coalesce(greatest(p.since, t.since) < least(p.until, t.until), true)"
            " WHERE p.owner IS NULL"
        )
    sifting.execute(f"CREATE TEMP TABLE {pieces_of(tells)} AS {pieces}")


_ALWAYS = "CAST(NULL AS DATE) AS since, CAST(NULL AS DATE) AS until"
_NO_ONE = "CAST(NULL AS VARCHAR) AS owner, CAST(NULL AS INTEGER) AS way"
_BETWEEN = text_literal(chr(31))  # no number or word holds it


def _key(way: Way, of: str = "") -> str:
    """All that must agree as one text; missing where any of it is."""
    return f" || {_BETWEEN} || ".join(f"{of}{quoted(name)}" for name in way.keys)


def _told(way: Way, landed: Mapping[str, Path], lacks: str) -> str:
    """Pieces (key, day, day_after, since, until, owner) for each key that a row asks about.

    A piece is about rows that happened from `day` until the day before `day_after`: between
    days on which a state began, had lasted `within_days` or was over, all rows fare alike. A
    key that no row of the register ever names is not there. At a date, a thing's state on a
    day is its latest row by then among those that stood; see `Way`.
    """
    register, key = way.register, _key(way)
    kept = f" AND NOT coalesce({quoted(register.retracts)}, false)" if register.retracts else ""
    thing = ", ".join(quoted(name) for name in way.thing)
    ends = quoted(way.ends) if way.ends else "CAST(NULL AS DATE)"
    before = f"a.day - INTERVAL {way.within_days} DAY"
    return f"""
        WITH asked AS (
            SELECT DISTINCT {key} AS key FROM {FOUND} WHERE {lacks} AND {key} IS NOT NULL),
        states AS (
            SELECT concat_ws({_BETWEEN}, {thing}) AS thing, {key} AS names,
                   {way.tells} AS owner, {quoted(register.happened)} AS begins,
                   greatest({quoted(register.known)}, counts_from) AS known,
                   ({way.where}) AS holds, superseded_at AS ended, {ends} AS last
            FROM {files([landed[register.name]])} WHERE {way.tells} IS NOT NULL{kept}),
        things AS (
            SELECT DISTINCT a.key, s.thing FROM asked a JOIN states s ON s.names = a.key),
        lines AS (
            SELECT t.key, s.* FROM things t JOIN states s ON s.thing = t.thing),
        days AS (
            SELECT key, day, lead(day) OVER (PARTITION BY key ORDER BY day) AS day_after FROM (
                SELECT key, DATE '0001-01-01' AS day FROM things
                UNION SELECT key, begins FROM lines
                UNION SELECT key, CAST(begins + INTERVAL {way.within_days} DAY AS DATE)
                FROM lines
                UNION SELECT key, CAST(last + INTERVAL 1 DAY AS DATE) FROM lines
                WHERE last IS NOT NULL)),
        turns AS (
            SELECT key, known AS turn FROM lines
            UNION SELECT key, ended FROM lines WHERE ended IS NOT NULL),
        standing AS (
            SELECT a.key, a.day, u.turn, l.owner, l.names, l.holds
            FROM days a JOIN turns u ON u.key = a.key
            JOIN lines l ON l.key = a.key AND l.begins <= a.day AND l.known <= u.turn
              AND (l.ended IS NULL OR l.ended > u.turn)
              AND (l.last IS NULL OR l.last >= a.day)
            QUALIFY l.begins >= coalesce(max(l.begins) FILTER (WHERE l.begins <= {before})
              OVER (PARTITION BY a.key, a.day, u.turn, l.thing), l.begins)),
        owners AS (
            SELECT key, day, turn,
                   CASE WHEN count(DISTINCT owner) = 1 THEN min(owner) END AS owner
            FROM standing WHERE names = key AND holds GROUP BY key, day, turn),
        every AS (
            SELECT a.key, a.day, a.day_after, u.turn AS since, o.owner
            FROM days a JOIN turns u ON u.key = a.key
            LEFT JOIN owners o ON o.key = a.key AND o.day = a.day AND o.turn = u.turn
            UNION ALL
            SELECT key, day, day_after, CAST(NULL AS DATE), CAST(NULL AS VARCHAR) FROM days),
        changes AS (
            SELECT * FROM every
            QUALIFY since IS NULL OR owner IS DISTINCT FROM
              lag(owner) OVER (PARTITION BY key, day ORDER BY since NULLS FIRST))
        SELECT *, lead(since) OVER (PARTITION BY key, day ORDER BY since NULLS FIRST) AS until
        FROM changes
    """


def reasons_of(sifting: Sifting, tells: Tells, ways: Sequence[Way]) -> list[tuple[str, int]]:
    """How many rows found their employer by each way, or why not, as is known in the end."""
    keys = " OR ".join(f"{_key(way, 'f.')} IS NOT NULL" for way in ways)
    rows = sifting.execute(
        f"SELECT p.way, p.heard, {keys} AS named, count(*) FROM {pieces_of(tells)} p"
        f" JOIN {FOUND} f ON f.{NUMBER} = p.n WHERE p.until IS NULL GROUP BY ALL"
    ).fetchall()
    found: dict[str, int] = {}
    for way, heard, named, count in rows:
        reason = (NOT_ONE if heard else UNHEARD if named else NOTHING).format(tells, tells)
        if way is not None:
            reason = f"{tells} found by its {ways[way].called}"
        found[reason] = found.get(reason, 0) + count
    order = [f"{tells} found by its {way.called}" for way in ways] + list(NOT_FOUND)
    return sorted(found.items(), key=lambda told: order.index(told[0]))
