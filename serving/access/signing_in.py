"""Opens and closes doors, and takes down what someone reads for; each with its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from features.errors import BadOption, NotFound
from serving.access.callers import Purpose, SignedIn
from serving.access.rights import Action, Thing, User, can
from serving.audit_vocabulary import EventType
from serving.errand import Errand, operating
from serving.errors import NotAllowed
from serving.planning.vocabulary import Ground
from serving.store.audit_log import append
from serving.store.cases import case_of, cases_of, open_case
from serving.store.database import Connection, Database, transaction
from serving.store.people import (
    Session,
    begin_session,
    end_session,
    end_sessions_of,
    give_purpose,
    save_user,
    session_of,
)

__all__ = [
    "check_case",
    "let_in",
    "open_cases",
    "open_invented_case",
    "refuse",
    "sign_out",
    "take_purpose",
]


def let_in(
    database: Database,
    issuer: str,
    subject: str,
    said: User,
    *,
    request_id: str,
    instead_of: str = "",
) -> str:
    """Begin a session; its secret. One whose secret is `instead_of` ends: a session's secret
    never outlives a sign-in."""
    at_the_door = Errand(actor="inloggning", purpose="inloggning", request_id=request_id)
    with transaction(database) as connection:
        event = at_the_door.event(EventType.USER_SAVED)
        user = save_user(connection, issuer, subject, said, event=event)
        errand = SignedIn(user, None, "session", request_id).errand()
        errand = replace(errand, purpose="inloggning")
        old = session_of(connection, instead_of, datetime.now(UTC)) if instead_of else None
        if old is not None:
            end_session(connection, old.digest, event=errand.event(EventType.SIGNED_OUT))
        return begin_session(connection, user, event=errand.event(EventType.SIGNED_IN))


def refuse(database: Database, kind: EventType, errand: Errand, rule: str) -> None:
    """Take down that someone was refused, and by which rule."""
    with transaction(database) as connection:
        append(connection, errand.event(kind, (rule,)))


def sign_out(
    database: Database, session: Session, *, everywhere: bool, request_id: str
) -> None:
    """End this session, or every one of the person's."""
    errand = SignedIn(session.user, session.purpose, "session", request_id).errand()
    event = errand.event(EventType.SIGNED_OUT, ("everywhere",) if everywhere else ())
    with transaction(database) as connection:
        if everywhere:
            end_sessions_of(connection, session.user.id, event=event)
        else:
            end_session(connection, session.digest, event=event)


def open_cases(database: Database, user: User, centre: str, *, request_id: str) -> list[str]:
    """The numbers of a centre's open cases, for whoever may choose among them."""
    if not can(user, Action.READ_CASES, Thing(centre)):
        return []
    errand = SignedIn(user, None, "session", request_id).errand()
    with transaction(database) as connection:
        found = cases_of(connection, centre)
        append(connection, errand.event(EventType.CASES_READ, (centre,), len(found)))
    return [one.id for one in found]


def take_purpose(
    database: Database,
    session: Session,
    *,
    centre: str,
    case: str,
    ground: Ground,
    request_id: str,
) -> None:
    """From now on the session reads for this.

    A case that is not there is opened by whoever may. Raises `NotAllowed` for another centre,
    `BadOption` for a case that is closed, of another centre or not there.
    """
    user = session.user
    if not can(user, Action.READ_CASES, Thing(centre)):
        raise NotAllowed(
            f"Nobody with the roles {', '.join(sorted(user.roles)) or 'none'} reads for"
            f" {centre}.",
            "choose one of your own centres",
        )
    purpose = Purpose(centre, case, ground)
    errand = SignedIn(user, purpose, "session", request_id).errand()
    with transaction(database) as connection:
        check_case(connection, user, purpose, errand)
        event = errand.event(EventType.PURPOSE_GIVEN, (case,))
        give_purpose(connection, session.digest, purpose, event=event)


def open_invented_case(database: Database, user: User, number: str, centre: str) -> None:
    """The demo's case, for an invented reviewer who comes before any invented plan lead."""
    here = Thing(centre)
    if can(user, Action.MANAGE_CASES, here) or not can(user, Action.READ_CASES, here):
        return
    with transaction(database) as connection:
        try:
            case_of(connection, number)
        except NotFound:
            event = operating("demo").event(EventType.CASE_OPENED, (number,))
            open_case(connection, number, centre, user.authority, event=event)


def check_case(connection: Connection, user: User, purpose: Purpose, errand: Errand) -> None:
    number, centre = purpose.control_case, purpose.centre
    try:
        found = case_of(connection, number)
    except NotFound:
        if not can(user, Action.MANAGE_CASES, Thing(centre)):
            raise BadOption("There is no such case.", "a plan lead opens cases") from None
        event = errand.event(EventType.CASE_OPENED, (number,))
        found = open_case(connection, number, centre, user.authority, event=event)
    if found.centre != centre or found.closed_at is not None:
        raise BadOption(
            "The case is closed, or is another centre's.", "choose an open case of the centre"
        )
