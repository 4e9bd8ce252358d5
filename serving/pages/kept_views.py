"""What of an entry's row no decision changes: kept, for rows are drawn anew after each."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from serving.kept import Kept
from serving.pages.parts import EntryView, entry_view
from serving.pages.rendering import Reader, render_part
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["KeptView", "kept_view"]


@dataclass(frozen=True)
class KeptView:
    """An entry in the reader's words, and what its row unfolds to as HTML."""

    entry: EntryView
    more: Markup


def kept_view(made: InspectionList, entry: ListEntry, reader: Reader) -> KeptView:
    """The view of an entry of `made`, which is the list as the reader may see it.

    It depends on nothing of the reader but the language.
    """
    whom = Reader(reader.language, reader.carried)

    def drawn() -> tuple[InspectionList, KeptView]:
        view = entry_view(made, entry, whom)
        more = render_part("parts/more.html", whom.language, entry=view)
        return made, KeptView(view, more)

    # By identity of the list, which is kept with the view so that no other can take it.
    return _VIEWS.get((id(made), entry.id, whom), drawn)[1]


_VIEWS: Kept[tuple[int, str, Reader], tuple[InspectionList, KeptView]] = Kept(1024)
