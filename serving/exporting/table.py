"""What stands in a file of a list: the lines that say what it is, the columns, the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from features.vocabulary import Authority
from serving.authorities import AUTHORITIES
from serving.pages.rendering import Reader
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["COLUMNS", "Heading", "cells", "columns", "guarded"]

# A spreadsheet takes a cell that starts so for a formula (OWASP, CSV injection).
# The last are the minus sign, and the wide signs that some spreadsheets read as the narrow.
_FORMULA = tuple("=+-@\t\r\n\u2212\uff1d\uff0b\uff0d\uff20")

COLUMNS = (
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


@dataclass(frozen=True)
class Heading:
    """What every file of a list says of itself: the list, who took it, what for, and how much.

    `who` is empty for a file that the machine itself writes beside a list when it is made.
    `rows` is how many entries follow, None where that is not told.
    """

    made: InspectionList
    who: str = ""
    purpose: str = ""
    control_case: str = ""
    narrowed: str = ""
    taken_at: datetime | None = None
    rows: int | None = None

    def lines(self, reader: Reader) -> Sequence[tuple[str, str]]:
        """Pairs of what and which, in the reader's words; what is not known is left out."""
        taken = f"{self.taken_at:%Y-%m-%d %H:%M} UTC" if self.taken_at else ""
        made = self.made
        told = (
            ("list", f"{made.centre.name}, {made.week}"),
            ("id", made.id),
            ("digest", made.digest),
            ("who", self.who),
            ("purpose", self.purpose),
            ("case", self.control_case),
            ("taken", taken),
            ("filter", self.narrowed),
            ("rows", "" if self.rows is None else str(self.rows)),
        )
        return [(reader.text(f"file.{key}"), value) for key, value in told if value]

    def notices(self, reader: Reader) -> Sequence[str]:
        """What stands above all: secrecy, and that the data are invented if they are."""
        said = [reader.text("footer.secrecy")]
        if self.made.provenance.invented:
            said.append(reader.text("notice.invented"))
        return said


def columns(reader: Reader) -> tuple[str, ...]:
    """The headings of the columns, in the reader's words."""
    return tuple(reader.text(f"column.{key}") for key in COLUMNS)


def cells(entry: ListEntry, reader: Reader) -> tuple[str, ...]:
    """An entry as text, one cell a column."""
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


def guarded(cell: str) -> str:
    """The cell as text, even where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _reason(entry: ListEntry, number: int, reader: Reader) -> str:
    reason = entry.reasons[number]
    value = reader.in_words(reason.figure)
    said = reader.in_words(reason.sentence) + (f": {value}" if value else "")
    return f"{said} ({reader.text(f'{reason.direction}.{reason.strength.value}')})"
