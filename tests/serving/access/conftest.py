"""People of every role, signed in by the same functions as everyone, with a purpose or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import Action, Role, Thing, User, can
from serving.access.signing_in import let_in, take_purpose
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.vocabulary import Ground
from serving.store.cases import open_case
from serving.store.database import Database, transaction
from serving.store.people import session_of

ENTER = Callable[..., TestClient]
SITE = {"Sec-Fetch-Site": "same-origin"}


def person(
    role: Role, centre: str = "vast", authority: Authority = Authority.ARBETSMILJOVERKET
) -> User:
    """Someone with one role in one centre."""
    return User("", f"{role} {centre}", authority, frozenset({(role, centre)}))


@pytest.fixture
def cases(database: Database) -> dict[str, str]:
    """An open control case for each of two centres, and AK-3 to be closed."""
    found = {"vast": "AK-1", "ost": "AK-2"}
    with transaction(database) as connection:
        for centre, number in [*found.items(), ("vast", "AK-3")]:
            event = AuditEvent(EventType.CASE_OPENED, (number,))
            open_case(connection, number, centre, "polismyndigheten", event=event)
    return found


@pytest.fixture
def enter(app: FastAPI, database: Database, cases: dict[str, str]) -> Iterator[ENTER]:
    """A browser in which someone has signed in, for a centre unless told for none."""

    def entered(user: User, *, centre: str | None = "vast") -> TestClient:
        name = "|".join((user.name, user.authority))
        secret = let_in(database, "test", name, user, request_id="r")
        if centre is not None and can(user, Action.READ_CASES, Thing(centre)):
            with transaction(database) as connection:
                session = session_of(connection, secret, datetime.now(UTC))
            assert session is not None
            take_purpose(
                database,
                session,
                centre=centre,
                case=cases[centre],
                ground=Ground.PLAN,
                request_id="r",
            )
        client = TestClient(
            app,
            base_url="http://127.0.0.1:8000",
            raise_server_exceptions=False,
            follow_redirects=False,
            headers=SITE,
            cookies={"lykta-session": secret},
        )
        return opened.enter_context(client)

    with ExitStack() as opened:
        yield entered
