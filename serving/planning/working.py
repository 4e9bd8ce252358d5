"""The planner's week as pages and the API do it: allowed, written and recorded in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from features.errors import BadOption, LyktaError
from serving.access.callers import Caller
from serving.access.rights import Action
from serving.access.secrecy import may_see
from serving.audit_vocabulary import EventType
from serving.errors import Conflict, NotAllowed, OtherCentre
from serving.planning.allowing import on_decided_place, on_list, on_place
from serving.planning.choices import Choice, Decision, Dispute, Outcome, Plan, Recorded, Visit
from serving.planning.vocabulary import Answer, State, Status, Wanted
from serving.store.audit_log import append
from serving.store.database import Connection, Database, noted
from serving.store.decisions import decide, decisions_of
from serving.store.lists import entry_of
from serving.store.outcomes import answer_reason, outcomes_of, record_outcome
from serving.store.places import Addition, add_place, carry_over, places_of
from serving.store.plans import find_plan, locked_of, move_plan, open_plan, plan_of
from serving.store.requests import dispute_fact, refer
from serving.store.visits import move_visit

__all__ = [
    "Deciding",
    "add",
    "answer",
    "decide_all",
    "decide_on",
    "dispute",
    "move",
    "place_visit",
    "read_decision",
    "read_outcomes",
    "read_plan",
    "record",
    "refer_to_coordinator",
    "start",
]


@dataclass(frozen=True)
class Deciding:
    """One of several decisions made at once, and what came of it: a decision or a fault."""

    place: str
    expected: int
    choice: Choice | None = None
    decision: Decision | None = None
    fault: LyktaError | None = None


def start(connection: Connection, caller: Caller, list_id: str) -> Plan:
    """Begin to plan a list, with what waited on the plan before; again gives the same plan."""
    errand = on_list(connection, caller, Action.OPEN_PLAN, list_id)
    if find_plan(connection, list_id) is None:
        event = errand.event(EventType.PLAN_OPENED, (list_id,))
        open_plan(connection, list_id, event=event)
        carry_over(connection, list_id, event=errand.event(EventType.PLACE_ADDED, (list_id,)))
    else:
        append(connection, errand.event(EventType.PLAN_READ, (list_id,)))
    return plan_of(connection, list_id)


def read_plan(
    database: Database, caller: Caller, list_id: str
) -> tuple[Plan, Sequence[tuple[str, Decision]]]:
    """A plan, and each place of it with the decision as it stands."""
    with noted(database) as connection:
        errand = on_list(connection, caller, Action.READ_LIST, list_id)
        plan = plan_of(connection, list_id)
        made = decisions_of(connection, list_id)
        places = places_of(connection, list_id)
        event = errand.event(EventType.PLAN_READ, (list_id,), len(places))
        append(connection, event)
    return plan, [(place, made.get(place, Decision(place))) for place in places]


def move(
    connection: Connection, caller: Caller, list_id: str, to: State, expected: int
) -> Plan:
    """Lock a plan once everything is decided and fits, or close it once outcomes are in."""
    errand = on_list(connection, caller, Action.LOCK_PLAN, list_id)
    plan = plan_of(connection, list_id, mine=True)
    if to is State.LOCKED and plan.state == State.DRAFT:
        _check_ready(connection, plan)
    if to is State.DONE and plan.state == State.LOCKED:
        _check_visited(connection, plan)
    kind = EventType.PLAN_LOCKED if to is State.LOCKED else EventType.PLAN_DONE
    event = errand.event(kind, (list_id, f"v{expected + 1}"))
    return move_plan(connection, list_id, to, expected=expected, event=event)


def read_decision(database: Database, caller: Caller, place: str) -> Decision:
    """The decision on a place as it stands."""
    with noted(database) as connection:
        _, found, errand = on_decided_place(connection, caller, Action.READ_PLAN, place)
        append(connection, errand.event(EventType.PLAN_READ, (place,), 1))
    return found


def decide_on(
    connection: Connection, caller: Caller, place: str, choice: Choice, expected: int
) -> Decision:
    """Decide on a place, over version `expected` of what was decided before."""
    found, errand = on_place(connection, caller, Action.DECIDE, place)
    told = (place, choice.status.value, choice.reason, f"v{expected + 1}")
    event = errand.event(EventType.DECISION_MADE, told)
    return decide(connection, found, choice, expected=expected, event=event)


def decide_all(
    connection: Connection, caller: Caller, wanted: Sequence[Deciding]
) -> Sequence[Deciding]:
    """Decide on several places: each for itself, in order, so that one fault stops no other."""
    done = []
    for one in wanted:
        if one.choice is None:
            done.append(one)
            continue
        try:
            with connection.begin_nested():
                made = decide_on(connection, caller, one.place, one.choice, one.expected)
        except LyktaError as fault:
            if isinstance(fault, NotAllowed | OtherCentre):
                told = (Action.DECIDE.value, one.place)
                append(connection, caller.errand().event(EventType.ACCESS_REFUSED, told))
            done.append(replace(one, fault=fault))
        else:
            done.append(replace(one, decision=made))
    return done


def place_visit(connection: Connection, caller: Caller, place: str, to: Visit) -> Visit:
    """Give a visit its day and part of it, or take it off the week."""
    found, errand = on_place(connection, caller, Action.DECIDE, place)
    told = (place, str(to.on or ""), to.part or "", f"v{to.version + 1}")
    return move_visit(connection, found, to, event=errand.event(EventType.VISIT_MOVED, told))


def add(connection: Connection, caller: Caller, list_id: str, added: Addition) -> str:
    """Put a workplace on a draft; the new place's id."""
    if added.carried_from is not None:
        raise BadOption("Places are carried over by themselves.", "give another reason")
    errand = on_list(connection, caller, Action.ADD_PLACE, list_id)
    event = errand.event(EventType.PLACE_ADDED, (list_id, added.reason.value), 1)
    return add_place(connection, list_id, added, event=event)


def read_outcomes(database: Database, caller: Caller, place: str) -> Sequence[Recorded]:
    """What each authority found at a visit, as it stands, of those the caller's may see.

    An authority's outcome is its own fact: others read it where `secrecy.toml` opens its facts
    to them, and nowhere else (JO 4476-2017). How many were kept back is in the record.
    """
    with noted(database) as connection:
        _, errand = on_place(connection, caller, Action.READ_OUTCOMES, place)
        there = outcomes_of(connection, place=place)
        found = [one for one in there if may_see(caller.authority, (one.outcome.authority,))]
        kept_back = f"secrecy={len(there) - len(found)}"
        event = errand.event(EventType.OUTCOMES_READ, (place,), len(found), filter=kept_back)
        append(connection, event)
    return found


def record(
    connection: Connection, caller: Caller, place: str, found: Outcome, expected: int
) -> Recorded:
    """Record what the caller's own authority found."""
    where, errand = on_place(
        connection, caller, Action.RECORD_OUTCOME, place, authority=found.authority
    )
    told = (place, found.authority.value, found.result.value, f"v{expected + 1}")
    event = errand.event(EventType.OUTCOME_RECORDED, told)
    return record_outcome(connection, where, found, expected=expected, event=event)


def answer(
    connection: Connection, caller: Caller, place: str, reason: int, said: Answer
) -> None:
    """Tell whether a reason held on site."""
    where, errand = on_place(connection, caller, Action.ANSWER_REASON, place)
    event = errand.event(EventType.REASON_ANSWERED, (place, str(reason), said.value))
    answer_reason(connection, where, reason, said, event=event)


def dispute(
    connection: Connection, caller: Caller, place: str, reason: int, said: Dispute
) -> str:
    """Ask the first owner of the fact behind a reason to look at it; the request's id."""
    where, errand = on_place(connection, caller, Action.DISPUTE_FACT, place)
    found = entry_of(connection, place)
    reasons = found[0].reasons if found else ()
    owner = reasons[reason].authorities[0] if 0 <= reason < len(reasons) else ""
    told = (place, str(reason), said.wrong.value, said.reason.value if said.reason else "")
    event = errand.event(EventType.FACT_DISPUTED, told)
    return dispute_fact(connection, where, reason, owner, said, event=event)


def refer_to_coordinator(
    connection: Connection, caller: Caller, place: str, wanted: Wanted
) -> str:
    """Ask for the regionkoordinator at a visit; the request's id."""
    where, errand = on_place(connection, caller, Action.REFER, place)
    event = errand.event(EventType.REFERRAL_MADE, (place, wanted.value))
    return refer(connection, where, wanted, event=event)


def _check_ready(connection: Connection, plan: Plan) -> None:
    """R15 of `domain.md`: a plan holds as many visits as there is capacity for, and no more."""
    made = decisions_of(connection, plan.list_id)
    places = places_of(connection, plan.list_id)
    open_ones = [
        one for one in places if made.get(one, Decision(one)).status is Status.UNDECIDED
    ]
    if open_ones:
        raise Conflict(
            f"{len(open_ones)} of {len(places)} places have no decision yet.",
            "decide on each before the plan is locked",
        )
    included = [one for one in made.values() if one.status is Status.INCLUDE]
    if len(included) > plan.capacity:
        raise Conflict(
            f"{len(included)} places are to be visited, and the centre has {plan.capacity}"
            " visits.",
            "let some wait, or decline them",
        )
    alone = [one for one in included if not one.agencies]
    if alone:
        raise Conflict(
            f"{len(alone)} of {len(included)} visits have no authority to make them.",
            "say which authorities take part in each",
        )


def _check_visited(connection: Connection, plan: Plan) -> None:
    locked_of(connection, plan.list_id)
    told = {one.place for one in outcomes_of(connection, list_id=plan.list_id)}
    made = decisions_of(connection, plan.list_id)
    left = [x for x in made.values() if x.status is Status.INCLUDE and x.place not in told]
    if left:
        raise Conflict(
            f"{len(left)} visits have no outcome yet.",
            "record one for each, if only that nothing was checked",
        )
