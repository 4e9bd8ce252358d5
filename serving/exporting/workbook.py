"""A list as XLSX, row by row to disk: its memory does not grow with the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import xlsxwriter

from serving.exporting.table import COLUMNS, Heading, cells, columns
from serving.pages.rendering import Reader
from serving.targeting.inspection_list import ListEntry

__all__ = ["write_workbook"]

_WIDTHS = {"rank": 6, "name": 34, "address": 34, "reasons": 90}
_OTHER_WIDTH = 18
# Nothing that a cell says is taken for more than text, whatever it looks like.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    path: Path, heading: Heading, entries: Iterable[ListEntry], reader: Reader
) -> int:
    """Write the file; how many entries it holds. Rows wait in files beside it, not in memory.

    The first sheet says what the file is, for whom and what for; the second is the list.
    """
    book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": str(path.parent)})
    try:
        bold = book.add_format({"bold": True})
        about = book.add_worksheet(reader.text("file.sheet.secrecy"))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 70)
        row = 0
        for notice in heading.notices(reader):
            about.write_string(row, 0, notice, bold)
            row += 1
        for what, which in heading.lines(reader):
            about.write_string(row, 0, what)
            about.write_string(row, 1, which)
            row += 1
        sheet = book.add_worksheet(reader.text("file.sheet.list"))
        for number, key in enumerate(COLUMNS):
            sheet.set_column(number, number, _WIDTHS.get(key, _OTHER_WIDTH))
        sheet.freeze_panes(1, 2)
        sheet.set_header(f"&L{heading.notices(reader)[0]}&R{heading.made.id}")
        for number, text in enumerate(columns(reader)):
            sheet.write_string(0, number, text, bold)
        rows = 0
        for rows, entry in enumerate(entries, start=1):
            sheet.write_number(rows, 0, entry.rank)
            _write(sheet.write_string, rows, cells(entry, reader))
        sheet.autofilter(0, 0, rows, len(COLUMNS) - 1)
    finally:
        book.close()
    return rows


def _write(write: Callable[[int, int, str], int], row: int, texts: tuple[str, ...]) -> None:
    for number, text in enumerate(texts[1:], start=1):
        write(row, number, text)
