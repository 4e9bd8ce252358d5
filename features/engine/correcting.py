"""Landed registers as they would have been at a date, had later corrections come before it."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

from features.country import Country
from features.engine.checking import quoted, text_literal
from features.engine.compiling import day
from features.engine.landing import landing_engine
from features.schema import Table

__all__ = ["correct"]


def correct(
    landed: Path,
    country: Country,
    as_of: date,
    until: date,
    into: Path,
    *,
    memory: str = "2GB",
) -> dict[str, int]:
    """Write `landed` to the new folder `into`, corrections known before `until` made at once.

    A fact that was known before `as_of` and has been corrected since, before `until`, is
    replaced by the version that stands at `until`, as if that had been known all along. Facts
    that were first known from `as_of` on are as they were. This is for telling corrected data
    from later facts when two lists are compared, and nothing is ever trained on it. Returns
    how many facts were corrected in each register that had any.
    """
    into.mkdir(parents=True)
    counts: dict[str, int] = {}
    with landing_engine(into / ".spill", memory) as connection:
        for source in sorted(landed.glob("*.parquet")):
            table = next((one for one in country.tables if one.name == source.stem), None)
            count = 0
            if table is not None:
                rows = f"read_parquet({text_literal(source.as_posix())})"
                stale = _stale(table, as_of, until)
                found = connection.execute(
                    f"WITH rows AS (SELECT * FROM {rows})"
                    f" SELECT count(DISTINCT ({_key(table)}))"
                    f" FROM rows r WHERE {stale}"
                )
                count = int((found.fetchone() or (0,))[0])
            if table is None or not count:
                shutil.copyfile(source, into / source.name)
                continue
            target = text_literal((into / source.name).as_posix())
            connection.execute(
                f"COPY ({_corrected(table, rows, as_of, until)}) TO {target} (FORMAT parquet)"
            )
            counts[table.name] = count
    report = json.loads((landed / "report.json").read_text("utf-8"))
    spoken = {"from": as_of.isoformat(), "until": until.isoformat()}
    report["content"] = {"corrected": spoken, "of": report.get("content")}
    (into / "report.json").write_text(json.dumps(report), "utf-8")
    return counts


def _corrected(table: Table, rows: str, as_of: date, until: date) -> str:
    """All rows but the stale, those that replace them known a day before `as_of`."""
    key = _key(table)
    earlier = f"CAST({day(as_of - timedelta(days=1))} AS DATE)"
    standing = (
        f"{quoted(table.known)} >= {day(as_of)} AND {quoted(table.known)} < {day(until)}"
        f" AND (superseded_at IS NULL OR superseded_at >= {day(until)})"
        f" AND ({key}) IN (SELECT ({key}) FROM rows r WHERE {_stale(table, as_of, until)})"
    )
    return (
        f"WITH rows AS (SELECT * FROM {rows}),"
        f" replacing AS (SELECT * FROM rows WHERE {standing})"
        f" SELECT * FROM rows r WHERE NOT ({_stale(table, as_of, until)})"
        f" AND NOT coalesce({standing}, false)"
        f" UNION ALL BY NAME SELECT * REPLACE ({earlier} AS {quoted(table.known)},"
        f" CASE WHEN counts_from >= {day(as_of)} THEN {earlier} ELSE counts_from END"
        f" AS counts_from) FROM replacing"
    )


def _key(table: Table) -> str:
    return ", ".join(quoted(name) for name in table.key)


def _stale(table: Table, as_of: date, until: date) -> str:
    """Of `rows r`, which stood at `as_of` and were corrected before `until`; never null.

    A version that ended because the fact passed to somebody else, such as a successor, is no
    correction: then another version of the fact, known before `as_of` too, stands at `until`.
    """
    same = " AND ".join(f"h.{quoted(n)} IS NOT DISTINCT FROM r.{quoted(n)}" for n in table.key)
    return (
        f"coalesce(r.{quoted(table.known)} < {day(as_of)}"
        f" AND r.{quoted(table.happened)} < {day(as_of)}"
        f" AND r.superseded_at >= {day(as_of)} AND r.superseded_at < {day(until)}, false)"
        f" AND NOT EXISTS (SELECT 1 FROM rows h WHERE {same}"
        f" AND h.{quoted(table.known)} < {day(as_of)}"
        f" AND (h.superseded_at IS NULL OR h.superseded_at >= {day(until)}))"
    )
