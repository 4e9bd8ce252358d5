"""A list as files: CSV for Swedish Excel, JSON, and a printout that needs no service."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from features.vocabulary import Authority
from serving.authorities import AUTHORITIES
from serving.pages.brief_page import brief_page
from serving.pages.rendering import Reader, render
from serving.targeting.inspection_list import InspectionList, ListEntry, shown_json
from serving.wording import Language

__all__ = ["ListFiles", "list_csv", "list_html", "write_list_files"]

# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\u2212")


@dataclass(frozen=True)
class ListFiles:
    """Where a list's three files lie."""

    html: Path
    csv: Path
    json: Path


def write_list_files(
    made: InspectionList, folder: Path, language: Language = Language.SV
) -> ListFiles:
    """Write the list's printout, CSV and JSON into `folder`, over older ones of the same id."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{made.week}-{made.centre.code}"
    files = ListFiles(*(folder / f"{name}.{kind}" for kind in ("html", "csv", "json")))
    files.html.write_text(list_html(made, language), encoding="utf-8")
    files.csv.write_bytes(list_csv(made, made.entries, language))
    indented = json.dumps(json.loads(shown_json(made)), ensure_ascii=False, indent=1)
    files.json.write_text(indented + "\n", encoding="utf-8")
    return files


def list_html(made: InspectionList, language: Language = Language.SV) -> str:
    """The printable brief as one file, its style sheet within."""
    return render(brief_page(made, Reader(language), alone=True))


def list_csv(
    made: InspectionList, entries: Sequence[ListEntry], language: Language = Language.SV
) -> bytes:
    """The entries as CSV that Excel opens right: UTF-8 with a mark, `;`, no formulas.

    Above the columns stand secrecy, list and digest, and that data are invented if they are.
    """
    reader = Reader(language)
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([reader.text("footer.secrecy")])
    if made.provenance.invented:
        rows.writerow([reader.text("notice.invented")])
    rows.writerow(
        [_safe(one) for one in (made.centre.name, str(made.week), made.id, made.digest)]
    )
    rows.writerow(reader.text(f"column.{key}") for key in _COLUMNS)
    for entry in entries:
        rows.writerow(_safe(cell) for cell in _cells(entry, reader))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


_COLUMNS = (
    "rank",
    "name",
    "address",
    "municipality",
    "employer",
    "workplace",
    "sector",
    "employees",
    "priority",
    "drawn",
    "lead",
    "reasons",
)


def _cells(entry: ListEntry, reader: Reader) -> tuple[str, ...]:
    return (
        str(entry.rank),
        entry.name,
        entry.address,
        entry.municipality,
        entry.employer,
        entry.workplace,
        reader.in_words(entry.sector),
        reader.in_words(entry.employees),
        reader.text(f"band.{int(entry.band)}"),
        reader.text(f"drawn.{entry.drawn}"),
        reader.in_words(AUTHORITIES[Authority(entry.lead)]),
        " | ".join(_reason(entry, number, reader) for number in range(len(entry.reasons))),
    )


def _reason(entry: ListEntry, number: int, reader: Reader) -> str:
    reason = entry.reasons[number]
    value = reader.in_words(reason.figure)
    said = reader.in_words(reason.sentence) + (f": {value}" if value else "")
    return f"{said} ({reader.text(f'{reason.direction}.{reason.strength.value}')})"


def _safe(cell: str) -> str:
    """The cell as text, even where it looks like a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
