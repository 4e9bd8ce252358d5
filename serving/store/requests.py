"""Keeps what is asked of others: corrections of facts, and the regionkoordinator's help."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.errors import Answered
from serving.planning.choices import Dispute, Place
from serving.planning.vocabulary import Doubted, Wanted, Wrong
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.prepared import Prepared
from serving.store.tables import corrections, referrals

__all__ = [
    "Correction",
    "Referral",
    "answer_correction",
    "answer_referral",
    "corrections_at",
    "corrections_of",
    "dispute_fact",
    "refer",
    "referrals_of",
]

# How the owner of a fact can answer.
ANSWERS = ("corrected", "rejected")

# Asked by every page of a workplace.
_AT = Prepared(
    corrections.select()
    .where(corrections.c.place == sa.bindparam("at"))
    .order_by(corrections.c.made_at)
)


@dataclass(frozen=True)
class Correction:
    """That the fact behind reason number `reason` is wrong; `authority` owns it.

    `answered_at` is empty while it waits.
    """

    id: str
    place: str
    reason: int
    authority: str
    said: Dispute
    state: str
    actor: str
    made_at: str
    answered_at: str = ""


@dataclass(frozen=True)
class Referral:
    """That the regionkoordinator is wanted at a visit. It says nothing of any person.

    `answered_at` is empty while it waits.
    """

    id: str
    place: str
    wanted: Wanted
    state: str
    actor: str
    made_at: str
    answered_at: str = ""


def dispute_fact(
    connection: Connection,
    place: Place,
    reason: int,
    authority: str,
    said: Dispute,
    *,
    event: AuditEvent,
) -> str:
    """Ask the owner of a fact to look at it; the new request's id.

    Raises `BadOption` for a reason that there is not, and without why the fact is wrong.
    """
    if said.reason is None:
        raise BadOption(
            "The correction needs a reason: why is the fact held to be wrong?",
            f"use {', '.join(one.value for one in Doubted)}",
        )
    if not 0 <= reason < place.reasons:
        raise BadOption(
            f"There is no reason {reason}: the explanation has {place.reasons}, from 0."
        )
    made = secrets.token_hex(8)
    assert event.time is not None  # set when the event was made
    connection.execute(
        corrections.insert().values(
            id=made,
            place=place.id,
            list_id=place.list_id,
            authority=authority,
            reason=reason,
            wrong=said.wrong.value,
            reason_code=said.reason.value,
            comment=said.comment,
            state="asked",
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return made


def answer_correction(
    connection: Connection, request: str, answer: str, *, event: AuditEvent
) -> Correction:
    """Write the owner's answer. Raises `NotFound`, `BadOption`, or `Answered` when it was."""
    if answer not in ANSWERS:
        raise BadOption("The answer is none of the allowed.", f"use {', '.join(ANSWERS)}")
    _answer(connection, corrections, request, answer, event)
    return corrections_of(connection, request=request)[0]


def corrections_of(
    connection: Connection, *, request: str | None = None, authority: str | None = None
) -> Sequence[Correction]:
    """One request, or all to an authority that wait for its answer, oldest first."""
    query = corrections.select().order_by(corrections.c.made_at)
    if request is not None:
        query = query.where(corrections.c.id == request)
    if authority is not None:
        query = query.where(
            corrections.c.authority == authority, corrections.c.state == "asked"
        )
    return [_correction(row) for row in connection.execute(query)]


def corrections_at(connection: Connection, place: str) -> Sequence[Correction]:
    """All that was asked of a place's facts, answered or not, oldest first."""
    return [_correction(row) for row in _AT(connection, at=place)]


def refer(connection: Connection, place: Place, wanted: Wanted, *, event: AuditEvent) -> str:
    """Ask for the regionkoordinator; the new request's id."""
    made = secrets.token_hex(8)
    assert event.time is not None  # set when the event was made
    connection.execute(
        referrals.insert().values(
            id=made,
            place=place.id,
            list_id=place.list_id,
            wanted=wanted.value,
            state="asked",
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return made


def answer_referral(connection: Connection, request: str, *, event: AuditEvent) -> Referral:
    """The regionkoordinator has taken it on."""
    _answer(connection, referrals, request, "taken", event)
    return referrals_of(connection, request=request)[0]


def referrals_of(
    connection: Connection, *, request: str | None = None, place: str | None = None
) -> Sequence[Referral]:
    """One request, those of a place, or all that wait, oldest first."""
    query = referrals.select().order_by(referrals.c.made_at)
    if request is not None:
        query = query.where(referrals.c.id == request)
    elif place is not None:
        query = query.where(referrals.c.place == place)
    else:
        query = query.where(referrals.c.state == "asked")
    return [
        Referral(
            row.id,
            row.place,
            Wanted(row.wanted),
            row.state,
            row.actor,
            row.made_at,
            row.answered_at or "",
        )
        for row in connection.execute(query)
    ]


def _correction(row: Any) -> Correction:
    reason = Doubted(row.reason_code) if row.reason_code else None
    return Correction(
        row.id,
        row.place,
        row.reason,
        row.authority,
        Dispute(Wrong(row.wrong), reason, row.comment),
        row.state,
        row.actor,
        row.made_at,
        row.answered_at or "",
    )


def _answer(
    connection: Connection, table: sa.Table, request: str, state: str, event: AuditEvent
) -> None:
    here = sa.select(table.c.state).where(table.c.id == request).with_for_update()
    found = connection.execute(here).scalar()
    if found is None:
        raise NotFound("There is no such request.")
    if found != "asked":
        raise Answered(f"The request has been answered: {found}.", answer=found)
    assert event.time is not None  # set when the event was made
    connection.execute(
        table.update()
        .where(table.c.id == request)
        .values(state=state, answered_at=event.time.isoformat())
    )
    append(connection, event)
