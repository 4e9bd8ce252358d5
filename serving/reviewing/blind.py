"""Looking at workplaces blind: the reasons first, and what the model made of it afterwards.

A reviewer who sees the band first mostly agrees with it. So band, stratum and what the others
said wait until one has said, by name and once, whether one would visit the place.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from time import time_ns

from features.errors import BadOption
from serving.access.callers import Caller, SignedIn
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.errors import Conflict, NotAllowed
from serving.planning.choices import check_text
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.review_cases import (
    BlindCase,
    CaseAnswer,
    CaseComment,
    answers_of,
    case_of,
    cases_of,
    comments_of_case,
    save_answer,
    save_case_comment,
    save_cases,
)
from serving.store.reviews import review_of
from serving.targeting.inspection_list import Band, ListEntry

__all__ = [
    "Judged",
    "Progress",
    "SeenCase",
    "judge",
    "keep_cases",
    "read_case",
    "read_cases",
    "talk_of",
]


class Judged(StrEnum):
    """What a reviewer says of a case, of its reasons alone."""

    VISIT = "visit"
    LEAVE = "leave"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class SeenCase:
    """A case as a reviewer may see it: band and stratum are None until they have answered.

    The entry's own band means nothing until then; `others` and `talk`, what was written of the
    case, are empty likewise. `is_invented`: the model was made of invented data.
    """

    number: int
    entry: ListEntry
    band: Band | None
    is_listed: bool | None
    own: CaseAnswer | None
    others: tuple[CaseAnswer, ...]
    talk: tuple[CaseComment, ...] = ()
    is_invented: bool = False


@dataclass(frozen=True)
class Progress:
    """The numbers of a review's cases, and one's own answers; `seen` are those answered."""

    numbers: tuple[int, ...]
    seen: tuple[SeenCase, ...]
    is_invented: bool = False

    @property
    def left(self) -> tuple[int, ...]:
        """Those that one has still to answer, in order."""
        done = {one.number for one in self.seen}
        return tuple(one for one in self.numbers if one not in done)

    def share(self, said: Judged, *, is_listed: bool) -> tuple[int, int]:
        """How many of one's answers on listed, or unlisted, places said so, and of how many."""
        here = [one for one in self.seen if one.is_listed is is_listed and one.own is not None]
        return sum(one.own is not None and one.own.said == said for one in here), len(here)


def keep_cases(
    connection: Connection, caller: Caller, review_id: str, cases: Sequence[BlindCase]
) -> None:
    """Keep the cases drawn for a review, once. Raises `NotFound`, `Conflict`."""
    errand = caller.allow(Action.SUBMIT_MODEL, Thing())
    review = review_of(connection, review_id)
    save_cases(connection, review.id, cases, event=errand.event(EventType.CASES_DRAWN))


def read_cases(connection: Connection, caller: SignedIn, review_id: str) -> Progress:
    """How far one has come, with what was answered; the others as numbers alone."""
    errand = _allow(caller)
    review = review_of(connection, review_id)
    cases = cases_of(connection, review.id)
    answers = answers_of(connection, review.id)
    talk = comments_of_case(connection, review.id)
    told = [_seen(caller, one, answers, talk) for one in cases]
    seen = tuple(one for one in told if one.own is not None)
    append(connection, errand.event(EventType.CASE_SHOWN, (review.id,), len(seen)))
    return Progress(tuple(one.number for one in cases), seen, review.invented)


def read_case(
    connection: Connection, caller: SignedIn, review_id: str, number: int
) -> SeenCase:
    """One case, blind until one has answered it. Raises `NotFound`."""
    errand = _allow(caller)
    review = review_of(connection, review_id)
    case = case_of(connection, review.id, number)
    append(connection, errand.event(EventType.CASE_SHOWN, (review.id, str(number)), 1))
    talk = comments_of_case(connection, review.id)
    seen = _seen(caller, case, answers_of(connection, review.id), talk)
    return replace(seen, is_invented=review.invented)


def judge(
    connection: Connection,
    caller: SignedIn,
    review_id: str,
    number: int,
    said: Judged,
    comment: str,
) -> None:
    """Say what one thinks of a case, once. Raises `BadOption` for a comment that may not be."""
    errand = _allow(caller)
    if not isinstance(caller, SignedIn):
        raise NotAllowed("A reviewer is a named person.", "sign in")
    review = review_of(connection, review_id)
    case = case_of(connection, review.id, number)
    faults = check_text(comment)
    if faults:
        raise BadOption(f"The answer: {'; '.join(faults)}.")
    answer = CaseAnswer(
        case.number,
        caller.user.id,
        caller.user.name,
        said.value,
        comment.strip(),
        moment().isoformat(),
    )
    told = (review.id, str(number), said.value)
    save_answer(
        connection, review.id, answer, event=errand.event(EventType.CASE_JUDGED, told, 1)
    )


def talk_of(
    connection: Connection, caller: SignedIn, review_id: str, number: int, text: str
) -> str:
    """Write of a case to those who have answered it too; the id of what was written.

    Raises `Conflict` before one's own answer, which must be blind, `BadOption` for a comment
    that is empty or may not be.
    """
    errand = _allow(caller)
    review = review_of(connection, review_id)
    case = case_of(connection, review.id, number)
    mine = [x for x in answers_of(connection, review.id) if x.reviewer == caller.user.id]
    if case.number not in {one.number for one in mine}:
        raise Conflict("You have not answered that case yet.", "answer it first, blind")
    faults = [*check_text(text), *(() if text.strip() else ("it is empty",))]
    if faults:
        raise BadOption(f"The comment: {'; '.join(faults)}.")
    made = CaseComment(
        # Moments are whole seconds: of two within one, the id tells which came first.
        f"k{time_ns():016x}{secrets.token_hex(2)}",
        case.number,
        caller.user.id,
        caller.user.name,
        text.strip(),
        moment().isoformat(),
    )
    event = errand.event(EventType.REVIEW_COMMENTED, (), 1)
    save_case_comment(connection, review.id, made, event=event)
    return made.id


def _allow(caller: SignedIn) -> Errand:
    """The errand of a reviewer with a purpose.

    The cases are of the whole country: the right to places without names, which an analyst has
    in a centre of theirs, does not reach them.
    """
    caller.allow(Action.REVIEW_MODEL, Thing())
    return caller.allow(Action.READ_PSEUDONYMS, Thing(caller.centre))


def _seen(
    caller: SignedIn,
    case: BlindCase,
    answers: Sequence[CaseAnswer],
    talk: Sequence[CaseComment],
) -> SeenCase:
    here = [one for one in answers if one.number == case.number]
    own = next((one for one in here if one.reviewer == caller.user.id), None)
    return SeenCase(
        number=case.number,
        entry=for_eyes_of(caller.authority, case.entry),
        band=case.entry.band if own else None,
        is_listed=case.is_listed if own else None,
        own=own,
        others=tuple(one for one in here if own and one is not own),
        talk=tuple(one for one in talk if own and one.number == case.number),
    )
