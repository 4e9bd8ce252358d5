"""A list as files: CSV for Swedish Excel, JSON, and a printout that needs no service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from serving.exporting.comma import csv_chunks
from serving.exporting.table import Heading
from serving.pages.brief_page import brief_page
from serving.pages.rendering import Reader, render
from serving.targeting.inspection_list import InspectionList, ListEntry, shown_json
from serving.wording import Language

__all__ = ["ListFiles", "list_csv", "list_html", "write_list_files"]


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
    It is for the machine's own files; what people take out says whose it is besides.
    """
    return b"".join(csv_chunks(Heading(made), entries, Reader(language)))
