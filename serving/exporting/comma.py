"""A list as CSV that Swedish Excel opens right: UTF-8 with a mark, `;`, no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from serving.exporting.table import Heading, cells, columns, guarded
from serving.pages.rendering import Reader
from serving.targeting.inspection_list import ListEntry

__all__ = ["csv_chunks"]

_MARK = "\ufeff".encode()
_AT_ONCE = 200  # rows a chunk: some hundred kilobytes in memory, whatever the list's length


def csv_chunks(
    heading: Heading, entries: Iterable[ListEntry], reader: Reader
) -> Iterator[bytes]:
    """The file in parts: notices, what it is in one row each, columns, then a row per entry."""
    told = [[one] for one in heading.notices(reader)]
    told += [list(pair) for pair in heading.lines(reader)]
    yield _MARK + _rows([*told, columns(reader)])
    waiting: list[Sequence[str]] = []
    for entry in entries:
        waiting.append(cells(entry, reader))
        if len(waiting) == _AT_ONCE:
            yield _rows(waiting)
            waiting = []
    if waiting:
        yield _rows(waiting)


def _rows(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
