"""Keeps control cases: what every reading must name as its purpose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.errors import Conflict
from serving.logs import redact
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.tables import control_cases

__all__ = ["ControlCase", "case_of", "cases_of", "close_case", "open_case"]

# As authorities number their matters: `2026/012345`, `AK-2026-17`.
_NUMBER = re.compile(r"[A-ZÅÄÖ0-9][A-ZÅÄÖ0-9 /.:-]{2,39}")


@dataclass(frozen=True)
class ControlCase:
    """A kontrollärende of a centre, kept by one authority."""

    id: str
    centre: str
    authority: str
    opened_at: str
    closed_at: str | None


def open_case(
    connection: Connection, number: str, centre: str, authority: str, *, event: AuditEvent
) -> ControlCase:
    """Open a case. Raises `BadOption` for a number that cannot be, `Conflict` for one taken."""
    if not _NUMBER.fullmatch(number) or redact(number) != number:
        raise BadOption(
            "The case number is none: 3 to 40 capital letters, figures and / . : - are allowed,"
            " and nothing that looks like an identity number.",
            "write it as in the register of matters, such as AK-2026-17",
        )
    if connection.execute(control_cases.select().where(control_cases.c.id == number)).first():
        raise Conflict("There is a case with that number already.")
    assert event.time is not None  # set when the event was made
    connection.execute(
        control_cases.insert().values(
            id=number,
            centre=centre,
            authority=authority,
            actor=event.actor,
            opened_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return case_of(connection, number)


def close_case(connection: Connection, number: str, *, event: AuditEvent) -> ControlCase:
    """Close a case; from then on nothing is read on it."""
    if case_of(connection, number).closed_at is not None:
        raise Conflict("The case is closed already.")
    assert event.time is not None  # set when the event was made
    connection.execute(
        control_cases.update()
        .where(control_cases.c.id == number)
        .values(closed_at=event.time.isoformat())
    )
    append(connection, event)
    return case_of(connection, number)


def case_of(connection: Connection, number: str) -> ControlCase:
    """The case with that number; raises `NotFound`."""
    query = control_cases.select().where(control_cases.c.id == number)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("There is no such control case.", "a plan lead opens cases")
    return ControlCase(row.id, row.centre, row.authority, row.opened_at, row.closed_at)


def cases_of(connection: Connection, centre: str) -> Sequence[ControlCase]:
    """A centre's open cases, newest first."""
    query = control_cases.select().where(
        control_cases.c.centre == centre, control_cases.c.closed_at.is_(None)
    )
    return [
        ControlCase(row.id, row.centre, row.authority, row.opened_at, row.closed_at)
        for row in connection.execute(query.order_by(control_cases.c.opened_at.desc()))
    ]
