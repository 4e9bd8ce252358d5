"""The forms of a list that are not of one row, and what is said of the last deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from serving.access.rights import Action
from serving.pages.decision_panel import Option, reasons_of
from serving.pages.filtering import Filter
from serving.pages.rendering import Reader
from serving.pages.rows import Told
from serving.planning.board import Board
from serving.planning.vocabulary import Added, Status, in_words

__all__ = ["AddForm", "BulkForm", "Said", "add_form", "bulk_form"]

_FIELDS = ("name", "workplace", "municipality", "comment")


@dataclass(frozen=True)
class AddForm:
    """The form by which people add a workplace, with what was filled in."""

    url: str
    whys: tuple[Option, ...]
    given: Mapping[str, str]
    fault: str


@dataclass(frozen=True)
class BulkForm:
    """The form that decides on all that are marked."""

    url: str
    back: str
    waited: tuple[Option, ...]
    declined: tuple[Option, ...]
    fault: str


@dataclass(frozen=True)
class Said:
    """What the page tells of what was just done: by place, for all, and of an addition."""

    status: str = ""
    of: Mapping[str, Told] = field(default_factory=dict)
    bulk: str = ""
    addition: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


def bulk_form(board: Board, reader: Reader, wanted: Filter, said: Said) -> BulkForm | None:
    if not board.is_open:
        return None
    return BulkForm(
        url=reader.url(f"/urval/{board.made.id}/beslut"),
        back=wanted.address,
        waited=reasons_of(Status.WAIT, reader),
        declined=reasons_of(Status.DECLINE, reader),
        fault=said.bulk,
    )


def add_form(board: Board, reader: Reader, said: Said) -> AddForm | None:
    if not board.is_draft or Action.ADD_PLACE not in board.may:
        return None
    chosen = said.given.get("reason", "")
    return AddForm(
        url=reader.url(f"/urval/{board.made.id}/tillagg"),
        whys=tuple(
            Option(one.value, reader.in_words(in_words(one)), one.value == chosen)
            for one in Added
            if one is not Added.CARRIED
        ),
        given={key: said.given.get(key, "") for key in _FIELDS},
        fault=said.addition,
    )
