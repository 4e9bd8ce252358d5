"""What was found at a visit, as one form writes it: an outcome, its answers, or a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from features.errors import BadOption
from features.vocabulary import Authority
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of
from serving.audit_vocabulary import EventType
from serving.planning import working
from serving.planning.allowing import on_place
from serving.planning.choices import Decision, Outcome, Place, Recorded, check_text
from serving.planning.vocabulary import Answer, State
from serving.planning.workplaces import may, visible
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.decisions import decision_of
from serving.store.drafts import Draft, draft_of, drop_draft, save_draft
from serving.store.lists import entry_of, find_head
from serving.store.outcomes import answers_of, outcomes_of
from serving.store.places import addition_of
from serving.store.plans import find_plan
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["Visited", "keep_draft", "read_visit", "record_visit"]


@dataclass(frozen=True)
class Visited:
    """A visit as one reader may see it.

    `own` is what their authority has recorded, `others` what other authorities have and the
    reader may see; `hidden` have recorded what the reader may not see, `missing` nothing yet.
    """

    place: Place
    made: InspectionList
    name: str
    entry: ListEntry | None
    decision: Decision
    state: str
    own: Recorded | None
    others: tuple[Recorded, ...]
    hidden: tuple[str, ...]
    missing: tuple[str, ...]
    answers: Mapping[int, Answer]
    draft: Draft | None
    may_record: bool
    may_answer: bool


def read_visit(database: Database, caller: Caller, place: str) -> Visited:
    """A visit with what is recorded of it, and with the caller's own draft.

    Raises `NotFound` when there is no such place.
    """
    with transaction(database) as connection:
        found, errand = on_place(connection, caller, Action.READ_OUTCOMES, place)
        there = entry_of(connection, place)
        decision = decision_of(connection, place)
        plan = find_plan(connection, found.list_id)
        told = outcomes_of(connection, place=place)
        seen = visible(caller, told)
        own = next((one for one in seen if one.outcome.authority == caller.authority), None)
        draft = draft_of(connection, place, errand.actor)
        if draft is not None:
            append(connection, errand.event(EventType.DRAFT_READ, (place,), 1))
        append(connection, errand.event(EventType.OUTCOMES_READ, (place,), len(seen)))
        thing = Thing(found.centre, caller.authority, frozenset(decision.agencies))
        has_told = {one.outcome.authority.value for one in told}
        return Visited(
            place=found,
            made=there[1] if there else find_head(connection, found.list_id),
            name=there[0].name if there else addition_of(connection, place).name,
            entry=for_eyes_of(caller.authority, there[0]) if there else None,
            decision=decision,
            state=plan.state if plan else State.DRAFT,
            own=own,
            others=tuple(one for one in seen if one is not own),
            hidden=tuple(x.outcome.authority.value for x in told if x not in seen),
            missing=tuple(one for one in decision.agencies if one not in has_told),
            answers=answers_of(connection, place),
            draft=draft,
            may_record=may(caller, Action.RECORD_OUTCOME, thing),
            may_answer=may(caller, Action.ANSWER_REASON, thing),
        )


def record_visit(
    connection: Connection,
    caller: Caller,
    place: str,
    found: Outcome,
    answers: Mapping[int, Answer],
    expected: int,
) -> Recorded:
    """Record an outcome over version `expected`, and those answers that say something new.

    The draft goes. Raises what `working.record` and `working.answer` do; all or nothing.
    """
    made = working.record(connection, caller, place, found, expected)
    before = answers_of(connection, place)
    for reason, said in sorted(answers.items()):
        if before.get(reason) != said:
            working.answer(connection, caller, place, reason, said)
    _, errand = on_place(connection, caller, Action.READ_OUTCOMES, place)
    drop_draft(connection, place, event=errand.event(EventType.DRAFT_SAVED, (place, "gone")))
    return made


def keep_draft(
    connection: Connection, caller: Caller, place: str, content: Mapping[str, str]
) -> None:
    """Keep what has been written so far; nobody but its writer is shown it.

    Raises `BadOption` for a text that may not be kept: a draft is a row like any other.
    """
    own = Authority(caller.authority) if caller.authority else None
    found, errand = on_place(connection, caller, Action.RECORD_OUTCOME, place, authority=own)
    faults = check_text(content.get("comment", ""))
    if faults:
        raise BadOption("The draft: " + "; ".join(faults) + ".")
    event = errand.event(EventType.DRAFT_SAVED, (place,))
    save_draft(connection, found, content, event=event)
