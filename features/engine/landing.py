"""One delivered table to sorted, typed Parquet, with its bad rows in a file people can read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import duckdb

from features.engine.checking import quoted, text_literal
from features.engine.sifting import COPY, Check, Sifting, files
from features.engine.tallying import tally
from features.engine.tying import EMPLOYER, WORKPLACE, Tying, tie
from features.schema import Table, Use
from features.tally import write_tally

__all__ = ["Check", "Engine", "Landed", "Unreadable", "land", "landing_engine"]

Engine: TypeAlias = duckdb.DuckDBPyConnection
# A column has shifted when a fifth of the rows are bad: nothing of the table is to be trusted.
# A handful of rows shows nothing of the kind.
MOST_SET_ASIDE = 0.20
FEWEST_FOR_A_SHIFT = 10


class Unreadable(Exception):
    """A delivered file that is not what its ending says, or stops half-way."""


@dataclass(frozen=True)
class Landed:
    """What became of a table's rows. `delivered` = `landed` + `duplicates` + `set_aside`.

    `faults` counts rows per fault (a row may have several). `shifted` says that too many rows
    were bad: then nothing was landed. `ties` counts rows that were tied to their employer or
    workplace otherwise than by their own numbers, or not at all, by reason.
    """

    delivered: int
    landed: int
    duplicates: int
    corrections: int
    set_aside: int
    faults: tuple[tuple[str, int], ...]
    happened: tuple[str | None, str | None]
    known: tuple[str | None, str | None]
    digest: str
    shifted: bool = False
    ties: tuple[tuple[str, int], ...] = ()


@contextmanager
def landing_engine(spill: Path, memory: str) -> Iterator[Engine]:
    """An engine that keeps within `memory` by spilling to the new folder `spill`."""
    spill.mkdir(parents=True)
    with duckdb.connect() as connection:
        for setting, value in (
            ("temp_directory", text_literal(spill.as_posix())),
            ("memory_limit", text_literal(memory)),
            ("TimeZone", "'UTC'"),
            ("preserve_insertion_order", "true"),
        ):
            connection.execute(f"SET GLOBAL {setting} = {value}")
        # It would write among a command's JSON.
        connection.execute("SET enable_progress_bar = false")
        yield connection


def land(
    engine: Engine,
    table: Table,
    parts: Sequence[Path],
    lines: Sequence[Path],
    checks: Mapping[str, Check],
    delivered_on: date,
    folder: Path,
    tying: Tying | None = None,
    look: Callable[[Sifting], None] | None = None,
) -> Landed:
    """Write `table.parquet`, `display.parquet`, `set_aside.csv` and `tally.json` into the new
    `folder`.

    `parts` are Parquet files with the delivered columns, of any types; `lines` are Parquet
    files of lines that could not be divided into columns (fault, line). The result does not
    depend on the order of rows or files. `look` is shown the sifted rows, for whoever wants to
    know more of them. Raises `Unreadable`.
    """
    folder.mkdir(parents=True)
    with engine.cursor() as connection:
        try:
            sifting = Sifting(connection, table, parts, lines, folder)
            sifting.sift(checks, delivered_on)
            if look:
                look(sifting)
            return _settle(sifting, delivered_on, tying)
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            raise Unreadable(table.name) from error


def _settle(sifting: Sifting, delivered_on: date, tying: Tying | None) -> Landed:
    """Write what the sifting found, unless so much is bad that a column must have shifted."""
    delivered = sifting.count("typed") + sifting.count("lines")
    aside = sifting.count("aside")
    if aside >= FEWEST_FOR_A_SHIFT and aside > MOST_SET_ASIDE * delivered:
        _write_set_aside(sifting)
        faults, never = tuple(sifting.faults()), (None, None)
        return Landed(delivered, 0, 0, 0, aside, faults, never, never, "", shifted=True)
    sifting.find_versions()
    tie(sifting, tying)
    _write(sifting)
    _write_set_aside(sifting)
    told = _told(sifting, delivered, tying)
    good = files([sifting.folder / "table.parquet"])
    counts = (told.delivered, told.duplicates, told.set_aside)
    seen = tally(sifting, good, delivered_on, told.faults, counts)
    write_tally(sifting.folder / "tally.json", seen)
    return told


def _write(sifting: Sifting) -> None:
    table = sifting.table
    cast = {
        name: f"{tied} AS {name}"
        for name, tied in (("employer", EMPLOYER), ("workplace", WORKPLACE))
    }
    own = [column.name for column in table.readable]
    listed = [cast.get(name, quoted(name)) for name in own]
    extra = [text for name, text in cast.items() if name not in own]
    clocks = ["superseded_at", "counts_from"]
    _copy(sifting, [*listed, *clocks, *extra], "table.parquet")
    shown = [quoted(column.name) for column in table.columns if column.use is Use.DISPLAY]
    if shown:
        both = map(quoted, dict.fromkeys((table.happened, table.known)))
        columns = [*cast.values(), *both, *clocks, *shown]
        _copy(sifting, columns, "display.parquet")


def _copy(sifting: Sifting, columns: Sequence[str], name: str) -> None:
    """Sorted by employer, so that one employer's rows lie together; the key makes it total."""
    table = sifting.table
    first = [EMPLOYER, quoted(table.happened), quoted(table.known), *map(quoted, table.key)]
    order = ", ".join(dict.fromkeys([*first, "counts_from"]))
    path = text_literal((sifting.folder / name).as_posix())
    sifting.execute(
        f"COPY (SELECT {', '.join(columns)} FROM tied ORDER BY {order}) TO {path}"
        " (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
    )


def _write_set_aside(sifting: Sifting) -> None:
    if not sifting.count("aside"):
        return
    names = ", ".join(f"{quoted('raw ' + name)} AS {quoted(name)}" for name in sifting.names)
    path = text_literal((sifting.folder / "set_aside.csv").as_posix())
    sifting.execute(
        f"COPY (SELECT fault, {names}, line FROM aside ORDER BY ALL) TO {path}"
        " (FORMAT csv, HEADER)"
    )


def _told(sifting: Sifting, delivered: int, tying: Tying | None) -> Landed:
    path = sifting.folder / "table.parquet"
    clocks = (quoted(sifting.table.happened), quoted(sifting.table.known))
    spans = ", ".join(
        f"CAST({end}({clock}) AS VARCHAR)" for clock in clocks for end in ("min", "max")
    )
    row = sifting.execute(
        f"SELECT count(*), count(superseded_at), {spans} FROM {files([path])}"
    ).fetchone()
    landed, corrections, *days = row or (0, 0, None, None, None, None)
    again = sifting.count("moved WHERE counts_from IS NOT NULL")
    if sifting.count("moved"):  # rows that stand in several versions
        landed -= again
        corrections = sifting.count("kept WHERE superseded_at IS NOT NULL")
    duplicates, aside = sifting.count(f"versions WHERE {COPY} > 1"), sifting.count("aside")
    if delivered != landed + duplicates + aside:
        lost = delivered - landed - duplicates - aside
        raise RuntimeError(f"{sifting.table.name}: {lost} rows are unaccounted for")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Landed(
        delivered=delivered,
        landed=landed,
        duplicates=duplicates,
        corrections=corrections,
        set_aside=aside,
        faults=tuple(sifting.faults()),
        happened=(days[0], days[1]),
        known=(days[2], days[3]),
        digest=digest,
        ties=tuple(tying.told(sifting)) if tying else (),
    )
