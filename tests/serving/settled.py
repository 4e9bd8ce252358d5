"""A list whose plan is locked: every entry decided on, so that visits can be made."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice
from serving.planning.vocabulary import State, Status
from serving.store.database import Database, transaction
from serving.store.decisions import decide
from serving.store.places import place_of
from serving.store.plans import move_plan, open_plan
from serving.targeting.inspection_list import InspectionList

__all__ = ["settle"]

_TEAM = (Authority.ARBETSMILJOVERKET.value, Authority.SKATTEVERKET.value)


def settle(
    database: Database,
    made: InspectionList,
    choices: Mapping[int, Choice] | None = None,
) -> None:
    """Lock the plan of a list; each rank is included, unless `choices` has another for it."""
    told = choices or {}
    event = AuditEvent(EventType.DECISION_MADE)
    with transaction(database) as connection:
        open_plan(connection, made.id, event=AuditEvent(EventType.PLAN_OPENED))
        for entry in made.entries:
            choice = told.get(entry.rank, Choice(Status.INCLUDE, agencies=_TEAM))
            place = place_of(connection, entry.id)
            decide(connection, place, choice, expected=0, event=event)
        locked = AuditEvent(EventType.PLAN_LOCKED)
        move_plan(connection, made.id, State.LOCKED, expected=1, event=locked)
