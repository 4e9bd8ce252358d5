"""A workplace's sheet of the brief: of an entry with its reasons, or of what people added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from features.vocabulary import Authority
from serving.authorities import AUTHORITIES, CHECKS
from serving.pages.parts import EntryView, Fact, Tag, entry_view, names_of, tag
from serving.pages.rendering import Reader
from serving.phrasing import day
from serving.planning.board import Board
from serving.planning.vocabulary import in_words
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["CheckGroup", "Sheet", "added_sheet", "sheet"]

# Those who are on most joint controls, and so have a row for their result on every sheet.
_PRESENT = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.POLISMYNDIGHETEN,
)


@dataclass(frozen=True)
class CheckGroup:
    """What one authority would look at."""

    authority: Tag
    items: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One workplace's sheet. `is_added`: people put it on the plan, and no model has said why.

    `number` is its rank, or a plus and a number for what was added.
    """

    number: str
    place: str
    address: str
    municipality: str
    why: str
    entry: EntryView
    checks: tuple[CheckGroup, ...]
    results: tuple[str, ...]
    is_added: bool = False


def sheet(
    made: InspectionList, entry: ListEntry, reader: Reader, decided: Sequence[str]
) -> Sheet:
    """The sheet of an entry; `decided` is who was decided to go, empty for who was proposed."""
    told = [Authority(one) for reason in entry.reasons for one in reason.authorities]
    # Who is to say what was found is the team; lists of an older form name none.
    team = [Authority(one) for one in decided]
    team = team or [Authority(one.authority) for one in entry.team]
    concerned = list(dict.fromkeys([entry.lead, *team, *told]))
    results = dict.fromkeys(team or [*_PRESENT, *(one for one in concerned if one in CHECKS)])
    return Sheet(
        number=str(entry.rank),
        place=reader.text("brief.sheet", rank=entry.rank, count=len(made.entries)),
        address=entry.address,
        municipality=entry.municipality,
        why=reader.text("list.why.random" if entry.drawn == "random" else "brief.why"),
        entry=entry_view(made, entry, reader),
        checks=_checks(concerned, reader),
        results=tuple(reader.in_words(AUTHORITIES[one]) for one in results),
    )


def added_sheet(board: Board, place: str, reader: Reader) -> Sheet:
    """The sheet of what people added: what is known of it, who added it and for which reason.

    There are no reasons of the model's, and none are made up. What was written beside the
    reason stays in the service: it may tell of a tip, and paper is left lying.
    """
    places = [one for one, _ in board.additions]
    number = places.index(place) + 1
    added = dict(board.additions)[place]
    team = [Authority(one) for one in board.decision(place).agencies]
    present = team or list(_PRESENT)
    facts = {
        "municipality": added.municipality,
        "employer": added.employer,
        "workplace": added.workplace,
        "team": names_of(team, reader) if team else "",
    }
    made_on = datetime.fromisoformat(added.made_at).date() if added.made_at else None
    by = board.names.get(added.actor, "")
    told = (
        reader.text(
            "brief.added.reason", reason=reader.in_words(in_words(added.reason)).lower()
        ),
        reader.text("brief.added.by", name=by, day=day(made_on, reader.language))
        if by and made_on
        else "",
        reader.text("brief.added.no_reasons"),
    )
    view = EntryView(
        rank=0,
        anchor=f"tillagt-{number}",
        name=added.name,
        about=added.municipality,
        is_random=False,
        band=0,
        band_words=reader.text("brief.added"),
        meter=Markup(""),
        # Who leads is settled for what the list proposes; here it is only where one goes alone.
        lead=tag(team[0], reader) if len(team) == 1 else Tag("", "–"),
        top=(),
        summary="",
        why="",
        note=" ".join(one for one in told if one),
        groups=(),
        rest="",
        rest_bar=Markup(""),
        frequency=None,
        facts=tuple(
            Fact(reader.text(f"column.{key}"), value, long=key == "team")
            for key, value in facts.items()
            if value
        ),
        identity=(),
        gaps="",
    )
    return Sheet(
        number=f"+{number}",
        place=reader.text("brief.sheet.added", number=number, count=len(places)),
        address="",
        municipality=added.municipality,
        why=reader.text("brief.added.why"),
        entry=view,
        checks=_checks(present, reader),
        results=tuple(reader.in_words(AUTHORITIES[one]) for one in present),
        is_added=True,
    )


def _checks(concerned: Sequence[Authority], reader: Reader) -> tuple[CheckGroup, ...]:
    return tuple(
        CheckGroup(tag(one, reader), tuple(reader.in_words(item) for item in CHECKS[one]))
        for one in concerned
        if one in CHECKS
    )
