"""Rows of a list as HTML, kept while what they tell stays the same."""

from __future__ import annotations

from collections.abc import Hashable

from markupsafe import Markup

from serving.kept import Kept
from serving.pages.rendering import Reader, render_part
from serving.pages.rows import Told, addition_row, entry_row
from serving.planning.board import Board
from serving.store.places import Addition
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["row_html"]


def row_html(
    board: Board,
    place: ListEntry | tuple[str, Addition],
    reader: Reader,
    back: str = "",
    told: Told | None = None,
) -> Markup:
    """The row of an entry, or of what people added under an id.

    A list's page is rendered after every decision on it, and all its rows but one are as they
    were. A row depends on nothing of the reader but the language and what they may see and do.
    """
    whom = Reader(reader.language, reader.carried)

    def made() -> tuple[InspectionList, Markup]:
        if isinstance(place, ListEntry):
            row = entry_row(board, place, whom, back, told)
        else:
            row = addition_row(board, *place, whom, back, told)
        return board.made, render_part("parts/row.html", whom.language, row=row)

    if told is not None:
        return made()[1]
    if isinstance(place, ListEntry):
        one, added = place.id, None
        before: Hashable = board.before is not None and board.before.get(place.workplace)
    else:
        (one, added), before = place, None
    decision = board.decision(one)
    by = board.names.get(decision.actor)
    # By identity of the list as these eyes may see it, which is kept with the row.
    key = (id(board.made), one, added, before, whom, back, board.is_open, decision, by)
    return _ROWS.get(key, made)[1]


_ROWS: Kept[Hashable, tuple[InspectionList, Markup]] = Kept(1024)  # of some 20 kB each
