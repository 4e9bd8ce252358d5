"""What takes a row's place once it was decided on, for those who have script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from serving.pages.filtering import Filter
from serving.pages.list_forms import Said
from serving.pages.rendering import Layout, Reader
from serving.pages.rows import Row, addition_row, entry_row
from serving.pages.strip import Strip, strip
from serving.planning.board import Board

__all__ = ["RowSaved", "row_saved"]


@dataclass(frozen=True)
class RowSaved:
    """What takes a row's place once it was decided on: the row, the strip and what was said."""

    template: ClassVar[str] = "row_saved.html"

    layout: Layout
    row: Row
    strip: Strip
    status: str


def row_saved(board: Board, place: str, reader: Reader, wanted: Filter, said: Said) -> RowSaved:
    """The row of a place as it stands now."""
    told = said.of.get(place)
    entry = next((one for one in board.made.entries if one.id == place), None)
    if entry is not None:
        row = entry_row(board, entry, reader, wanted.address, told)
    else:
        added = dict(board.additions)[place]
        row = addition_row(board, place, added, reader, wanted.address, told)
    layout = Layout.of(reader, "", f"/urval/{board.made.id}")
    return RowSaved(layout, row, strip(board, reader), said.status)
