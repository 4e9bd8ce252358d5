"""A workbook of 100,000 rows made as a job, beside the same cells by XlsxWriter alone.

`python -m benchmarks.exports [--rows N] [--json]`

The job reads a list from the store, hides what secrecy hides, puts every cell into words and
writes the file. Its memory is measured at a tenth of the rows too: it must not grow with them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from benchmarks.measuring import apart, peak_mb, timed
from features.vocabulary import Authority, Words
from serving.access.secrecy import may_see
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.exporting.jobs import make_file
from serving.exporting.table import COLUMNS, cells
from serving.narrowing import EVERYTHING
from serving.pages.rendering import Reader
from serving.store.database import Database, connect, transaction
from serving.store.exports import Asked, Export, ask_for_file, find_export
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import (
    Band,
    CentreName,
    Draw,
    InspectionList,
    ListEntry,
    Provenance,
    Reason,
    Rest,
    Strength,
)
from serving.targeting.week import Week
from serving.wording import Language

AV, SKV, POLICE = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.POLISMYNDIGHETEN,
)


def entry_of(rank: int) -> ListEntry:
    """A place with eight reasons, two of them hidden from the reader."""
    sentence = Words("Arbetsgivardeklarationer lämnade sent", "Employer returns filed late")
    reasons = tuple(
        Reason(
            authorities=(POLICE if number < 2 else SKV,),
            sentence=sentence,
            value=Words(f"{number} av 6", f"{number} of 6"),
            direction="raises",
            strength=Strength.SOME,
            contribution=0.1,
            share=0.1,
            feature=f"f{number}",
        )
        for number in range(8)
    )
    return ListEntry(
        id=f"2026-W48-vast-bench.{rank}",
        rank=rank,
        workplace=f"{10_000_000 + rank}",
        employer=f"55{rank:08}",
        name=f"Åsas Städ {rank} AB",
        address=f"Hittepågatan {rank % 90}, Borås",
        municipality="Borås",
        sector=Words("Lokalvård", "Cleaning"),
        employees=Words("5 anställda", "5 employees"),
        band=Band(1 + rank % 4),
        drawn="ranking",
        chance=0.0,
        lead=AV,
        reasons=reasons,
        rest=Rest(3, 0.05, 0.05),
        gaps=(),
        explanation="{}" * 500,
    )


def stored(folder: Path, rows: int) -> tuple[Database, Export]:
    """A store with one list of so many entries, and an export of it that waits."""
    made = InspectionList(
        id="2026-W48-vast-bench",
        centre=CentreName("vast", "Väst", ("Halland",)),
        week=Week(2026, 48),
        provenance=Provenance(
            "sweden", date(2026, 11, 1), datetime(2026, 11, 23, tzinfo=UTC), "m 1", "0", "0",
            invented=True, control_rate=10,
        ),
        policy="p",
        policy_digest="0",
        capacity=1000,
        draw=Draw("s", 1.0, rows, "0"),
        funnel=(),
        frequencies=(),
        entries=(),
    )  # fmt: skip
    database = connect(folder / "lykta.db", create=True)
    with transaction(database) as connection:
        whole = replace(made, entries=tuple(entry_of(rank) for rank in range(1, rows + 1)))
        save_list(connection, whole, event=made_event(whole))
        asked = Asked(EVERYTHING, "sv", AV, "Anna, Arbetsmiljöverket", "plan", "AK-1")
        event = AuditEvent(EventType.EXPORT_ASKED)
        export = ask_for_file(connection, made.id, "xlsx", asked, rows, event=event)
    return database, export


def prepared(folder: Path, rows: int) -> dict[str, float]:
    """The store, made in a process of its own: who measures must not inherit its memory."""
    database, export = stored(folder, rows)
    database.dispose()
    (folder / "export").write_text(export.id)
    return {"peak_mb": peak_mb()}


def job(folder: Path, export: str) -> dict[str, float]:
    """Make the file in this process, whose memory is then its own."""
    database = connect(folder / "lykta.db")
    with transaction(database) as connection:
        wanted = find_export(connection, export)
        connection.rollback()
    assert wanted is not None
    before = peak_mb()
    taken = timed(lambda: make_file(database, wanted, folder / "exports"))
    size = (folder / "exports" / f"{export}.xlsx").stat().st_size / 2**20
    return {**taken, "started_mb": before, "peak_mb": peak_mb(), "file_mb": size}


def bare(folder: Path, rows: int) -> dict[str, float]:
    """The same cells by XlsxWriter alone, row after row of one that is made once."""
    assert not may_see(AV, (POLICE,))
    told = cells(entry_of(1), Reader(Language.SV))

    def write() -> None:
        options = {"constant_memory": True, "tmpdir": str(folder)}
        book = xlsxwriter.Workbook(str(folder / "bare.xlsx"), options)
        sheet = book.add_worksheet()
        for row in range(rows):
            sheet.write_number(row, 0, row)
            for number in range(1, len(COLUMNS)):
                sheet.write_string(row, number, told[number])
        book.close()

    before = peak_mb()
    return {**timed(write), "started_mb": before, "peak_mb": peak_mb()}


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.part:
        kind, folder, of = asked.part
        where = Path(folder)
        if kind == "job":
            print(json.dumps(job(where, of)))
        else:
            print(json.dumps((bare if kind == "bare" else prepared)(where, int(of))))
        return
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name, rows in (("tenth", asked.rows // 10), ("job", asked.rows)):
            folder = Path(scratch) / name
            folder.mkdir()
            apart("benchmarks.exports", "--part", "store", str(folder), str(rows))
            part = ("--part", "job", str(folder), (folder / "export").read_text())
            figures[name] = apart("benchmarks.exports", *part)
        part = ("--part", "bare", scratch, str(asked.rows))
        figures["bare"] = apart("benchmarks.exports", *part)
    grown = {name: one["peak_mb"] - one["started_mb"] for name, one in figures.items()}
    result = {
        "rows": asked.rows,
        "ratios": {
            "cpu_over_bare": figures["job"]["cpu"] / figures["bare"]["cpu"],
            "memory_over_a_tenth": figures["job"]["peak_mb"] / figures["tenth"]["peak_mb"],
        },
        "grown_mb": grown,
        "parts": figures,
    }
    if asked.json:
        print(json.dumps(result))
        return
    for name, one in figures.items():
        told = "  ".join(f"{what} {value:.1f}" for what, value in one.items())
        print(f"{name:6} {told}  grown_mb {grown[name]:.1f}")


if __name__ == "__main__":
    main()
