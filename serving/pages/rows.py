"""A row of the list: a place, what was decided on it, and the form to decide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from markupsafe import Markup

from features.vocabulary import PARTIES, Authority
from serving.pages.changed import change_of
from serving.pages.decision_panel import Option, Typed, reasons_of
from serving.pages.kept_views import kept_view
from serving.pages.parts import EntryView, Tag, tag
from serving.pages.rendering import Reader
from serving.phrasing import day
from serving.planning.board import Board
from serving.planning.choices import Decision
from serving.planning.vocabulary import Declined, Status, Waited, in_words
from serving.store.places import Addition
from serving.targeting.inspection_list import ListEntry

__all__ = [
    "DecideForm",
    "Row",
    "Told",
    "addition_row",
    "entry_row",
    "team_of",
]


@dataclass(frozen=True)
class Told:
    """What came of a decision that was not saved: the sentence, and what had been filled in.

    `is_stale` is that someone else had decided meanwhile.
    """

    fault: str
    wanted: Typed | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class DecideForm:
    """The form of one place. `back` is the filter to come back to."""

    url: str
    back: str
    version: int
    team: tuple[Option, ...]
    suggested: tuple[str, ...]
    waited: tuple[Option, ...]
    declined: tuple[Option, ...]
    comment: str
    fault: str
    stale: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A place as the list shows it. `entry` is None for what people added."""

    place: str
    anchor: str
    number: str
    name: str
    about: str
    entry: EntryView | None
    why: str
    change: str
    change_words: str
    status: str
    said: str
    by: str
    detail: str
    team: tuple[Tag, ...]
    url: str
    form: DecideForm | None
    more: Markup


def entry_row(
    board: Board, entry: ListEntry, reader: Reader, back: str = "", told: Told | None = None
) -> Row:
    """The row of an entry of the list."""
    kept = kept_view(board.made, entry, reader)
    shown = kept.entry
    change, change_words = change_of(board, entry, reader)
    return _row(
        board,
        entry.id,
        reader,
        anchor=shown.anchor,
        number=str(entry.rank),
        name=entry.name,
        about=shown.about,
        entry=shown,
        why="",
        change=change,
        change_words=change_words,
        form=_form(
            board, entry.id, team_of(entry), reader, back, told, entry.drawn == "random"
        ),
        more=kept.more,
    )


def addition_row(
    board: Board,
    place: str,
    added: Addition,
    reader: Reader,
    back: str = "",
    told: Told | None = None,
) -> Row:
    """The row of a place that people added, or that waited on the plan before."""
    why = reader.in_words(in_words(added.reason))
    return _row(
        board,
        place,
        reader,
        anchor=f"plats-{place.rsplit('.', 1)[-1]}",
        number="+",
        name=added.name,
        about=added.municipality,
        entry=None,
        why=f"{why}. {added.comment}" if added.comment else why,
        change="",
        change_words="",
        form=_form(board, place, (), reader, back, told),
        more=Markup(),
    )


def team_of(entry: ListEntry) -> tuple[str, ...]:
    """Those of the suggested team who go along; an older list names the lead alone."""
    team = [one.authority for one in entry.team if one.role != "desk"] or [entry.lead]
    return tuple(one.value for one in team if one in PARTIES)


def _row(
    board: Board,
    place: str,
    reader: Reader,
    *,
    anchor: str,
    number: str,
    name: str,
    about: str,
    entry: EntryView | None,
    why: str,
    change: str,
    change_words: str,
    form: DecideForm | None,
    more: Markup,
) -> Row:
    made = board.decision(place)
    is_decided = made.status is not Status.UNDECIDED
    return Row(
        place=place,
        anchor=anchor,
        number=number,
        name=name,
        about=about,
        entry=entry,
        why=why,
        change=change,
        change_words=change_words,
        url=reader.url(f"/arbetsstalle/{place}"),
        status=made.status.value,
        said=reader.in_words(in_words(made.status)) if is_decided else "",
        by=_by(made, board.names, reader) if is_decided else "",
        detail=_detail(made, reader),
        team=tuple(tag(Authority(one), reader) for one in made.agencies),
        form=form,
        more=more,
    )


def _form(
    board: Board,
    place: str,
    suggested: Sequence[str],
    reader: Reader,
    back: str,
    told: Told | None,
    is_random: bool = False,
) -> DecideForm | None:
    if not board.is_open:
        return None
    made = board.decision(place)
    wanted = told.wanted if told and told.wanted else None
    shown = wanted or Typed(made.status.value, made.reason, made.comment, made.agencies)
    is_team = wanted is not None and wanted.status == Status.INCLUDE
    ticked = shown.agencies if is_team or shown.agencies else tuple(suggested)
    stale: tuple[str, ...] = ()
    if told and told.is_stale:
        # Both are shown: what stands, and what would have been written over it.
        theirs = f"{_said(made.status, made.reason, reader)} ({_by(made, board.names, reader)})"
        stale = (reader.text("decide.stale.theirs", told=theirs),)
        if wanted:
            stale += (
                reader.text(
                    "decide.stale.yours",
                    told=_said(Status(wanted.status), wanted.reason, reader),
                ),
            )
    return DecideForm(
        url=reader.url(f"/objekt/{place}/beslut"),
        back=back,
        version=made.version,
        team=tuple(
            Option(one.value, tag(one, reader).name, one.value in ticked) for one in PARTIES
        ),
        suggested=tuple(suggested),
        waited=reasons_of(Status.WAIT, reader, shown),
        declined=reasons_of(Status.DECLINE, reader, shown, is_random=is_random),
        comment=shown.comment,
        fault=told.fault if told else "",
        stale=stale,
    )


def _said(status: Status, reason: str, reader: Reader) -> str:
    """A decision in a few words: what, and why."""
    told = [reader.in_words(in_words(status)), _reason(status, reason, reader)]
    return ", ".join(one for one in told if one)


def _reason(status: Status, reason: str, reader: Reader) -> str:
    closed: Mapping[Status, type[StrEnum]] = {Status.WAIT: Waited, Status.DECLINE: Declined}
    kind = closed.get(status)
    if kind is None or reason not in [one.value for one in kind]:
        return ""
    return reader.in_words(in_words(kind(reason)))


def _detail(made: Decision, reader: Reader) -> str:
    """Why, and what was written beside it."""
    return ". ".join(
        one for one in (_reason(made.status, made.reason, reader), made.comment.strip()) if one
    )


def _by(made: Decision, names: Mapping[str, str], reader: Reader) -> str:
    name = names.get(made.actor, reader.text("decide.someone"))
    when = day(datetime.fromisoformat(made.made_at).date(), reader.language)
    return reader.text("decide.by", name=name, when=when)
