"""Where somebody records what their authority found, and whether the reasons held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from features.vocabulary import Authority
from serving.access.secrecy import HIDDEN
from serving.authorities import AUTHORITIES
from serving.pages.decision_panel import Option
from serving.pages.past import found_words
from serving.pages.rendering import Layout, Reader, static_url
from serving.phrasing import day
from serving.planning.choices import Recorded
from serving.planning.recording import Visited
from serving.planning.vocabulary import Answer, Area, OutcomeStatus, Result, State, Status
from serving.planning.vocabulary import in_words as words_of

__all__ = [
    "KeptPage",
    "OutcomePage",
    "ReasonAsked",
    "kept_page",
    "outcome_page",
]

_ANSWERS = (Answer.HELD, Answer.DID_NOT, Answer.UNKNOWN)


@dataclass(frozen=True)
class ReasonAsked:
    """A reason and the answers to choose from; without any where the fact is hidden."""

    name: str
    sentence: str
    value: str
    owners: str
    answers: tuple[Option, ...]


@dataclass(frozen=True)
class OutcomePage:
    """All that `outcome.html` receives."""

    template: ClassVar[str] = "outcome.html"

    layout: Layout
    name: str
    heading: str
    back_url: str
    here_url: str
    script_url: str
    closed: str
    authority: str
    version: int
    visited_on: str
    results: tuple[Option, ...]
    kinds: tuple[Option, ...]
    severities: tuple[Option, ...]
    statuses: tuple[Option, ...]
    comment: str
    reasons: tuple[ReasonAsked, ...]
    others: tuple[str, ...]
    stands: str
    note: str
    said: str
    faults: tuple[str, ...]
    is_stale: bool


@dataclass(frozen=True)
class KeptPage:
    """All that `kept.html` receives: what was typed, when nobody is signed in any more."""

    template: ClassVar[str] = "kept.html"

    layout: Layout
    heading: str
    why: str
    step: str
    step_url: str
    action: str
    fields: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]


def outcome_page(
    told: Visited,
    reader: Reader,
    own: Authority | None,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Sequence[str] = (),
    is_stale: bool = False,
    said: str = "",
) -> OutcomePage:
    """The form over what stands, over the reader's draft, or over what could not be saved."""
    address = f"/resultat/{told.place.id}"
    heading = reader.text("outcome.title")
    shown = typed or _draft(told) or _standing(told)
    name = reader.in_words(AUTHORITIES[own]) if own else ""
    return OutcomePage(
        layout=Layout.of(
            reader,
            f"{heading} – {told.name}",
            address,
            told.made.provenance,
            sheets=("workplace.css", "outcome.css"),
        ),
        name=told.name,
        heading=heading,
        back_url=reader.url(f"/arbetsstalle/{told.place.id}"),
        here_url=reader.url(address),
        script_url=static_url("outcome.js"),
        closed=_closed(told, reader),
        authority=reader.text("outcome.own", authority=name),
        version=told.own.version if told.own else 0,
        visited_on=shown.get("visited_on", ""),
        results=_options(reader, Result, shown.get("result", "")),
        kinds=_options(reader, Area, shown.get("kind", "")),
        severities=tuple(
            Option(str(n), reader.text(f"severity.{n}"), shown.get("severity") == str(n))
            for n in range(1, 5)
        ),
        statuses=_options(
            reader, OutcomeStatus, shown.get("status", "") or OutcomeStatus.PRELIMINARY
        ),
        comment=shown.get("comment", ""),
        reasons=_reasons(told, shown, reader),
        others=_others(told, own, reader),
        stands=found_words(told.own, reader) if told.own else "",
        note=_note(told, reader, is_typed=typed is not None),
        said=reader.text(said) if said else "",
        faults=tuple(reader.text(one) for one in faults),
        is_stale=is_stale,
    )


def _standing(told: Visited) -> Mapping[str, str]:
    """What stands, as the form has it; empty where nothing does."""
    answers = {f"answer-{number}": said.value for number, said in told.answers.items()}
    return {**(_fields(told.own) if told.own else {}), **answers}


def kept_page(
    reader: Reader, place: str, typed: Mapping[str, str], is_signed_in: bool
) -> KeptPage:
    """What was typed, to be saved once somebody is signed in again. Nothing is looked up."""
    heading = reader.text("keep.title")
    address = f"/resultat/{place}"
    why, step = ("purpose", "purpose") if is_signed_in else ("session", "one")
    return KeptPage(
        layout=Layout.of(reader, heading, address, sheets=("workplace.css", "outcome.css")),
        heading=heading,
        why=reader.text(f"keep.why.{why}"),
        step=reader.text(f"keep.step.{step}"),
        step_url=reader.url("/andamal" if is_signed_in else "/logga-in", onward="/andamal"),
        action=reader.url(address),
        fields=tuple((name, value) for name, value in typed.items() if name != "act"),
        shown=tuple(typed[key] for key in ("visited_on", "comment") if typed.get(key)),
    )


def _fields(one: Recorded) -> dict[str, str]:
    found = one.outcome
    return {
        "visited_on": found.visited_on.isoformat(),
        "result": found.result.value,
        "kind": found.kind.value if found.kind else "",
        "severity": str(found.severity or ""),
        "status": found.status.value,
        "comment": found.comment,
    }


def _draft(told: Visited) -> Mapping[str, str] | None:
    return told.draft.content if told.draft else None


def _closed(told: Visited, reader: Reader) -> str:
    """Why nothing can be recorded; empty where it can."""
    if told.state == State.DRAFT:
        return reader.text("outcome.early")
    if told.decision.status is not Status.INCLUDE:
        return reader.text("outcome.not_visited")
    return "" if told.may_record else reader.text("outcome.not_yours")


def _note(told: Visited, reader: Reader, *, is_typed: bool) -> str:
    if told.draft and not is_typed:
        when = datetime.fromisoformat(told.draft.saved_at).astimezone()
        on = day(date(when.year, when.month, when.day), reader.language)
        return reader.text("outcome.from_draft", day=on, time=f"{when:%H:%M}")
    if told.own:
        return reader.text("outcome.recorded", version=told.own.version)
    return ""


def _reasons(
    told: Visited, shown: Mapping[str, str], reader: Reader
) -> tuple[ReasonAsked, ...]:
    if told.entry is None or not told.may_answer:
        return ()
    found = []
    for number, one in enumerate(told.entry.reasons):
        name = f"answer-{number}"
        is_hidden = one.sentence == HIDDEN
        owners = (reader.in_words(AUTHORITIES[Authority(who)]) for who in one.authorities)
        options = [] if is_hidden else _options(reader, _ANSWERS, shown.get(name, ""))
        found.append(
            ReasonAsked(
                name,
                reader.in_words(one.sentence),
                reader.in_words(one.figure),
                ", ".join(owners),
                tuple(options),
            )
        )
    return tuple(found)


def _others(told: Visited, own: Authority | None, reader: Reader) -> tuple[str, ...]:
    hidden = reader.in_words(HIDDEN).lower()

    def name(one: str) -> str:
        return reader.in_words(AUTHORITIES[Authority(one)])

    return (
        *(found_words(one, reader) for one in told.others),
        *(
            reader.text("history.hidden", authority=name(one), hidden=hidden)
            for one in told.hidden
        ),
        *(
            reader.text("outcome.missing", authority=name(one))
            for one in told.missing
            if one != own
        ),
    )


def _options(reader: Reader, among: Iterable[StrEnum], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(one.value, reader.in_words(words_of(one)), one.value == chosen) for one in among
    )
