"""Keeps what must be remembered between leaving for the provider and coming back, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from serving.store.database import Connection
from serving.store.people import secret_digest
from serving.store.tables import handshakes

__all__ = ["Handshake", "begin_handshake", "finish_handshake"]

_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Handshake:
    """A sign-in under way."""

    nonce: str
    verifier: str
    onward: str


def begin_handshake(
    connection: Connection, state: str, browser: str, made: Handshake, now: datetime
) -> None:
    """Remember a sign-in under way, bound to the browser that began it."""
    stale = handshakes.c.begun_at < (now - _LASTS).isoformat()
    connection.execute(handshakes.delete().where(stale))
    connection.execute(
        handshakes.insert().values(
            state=secret_digest(state),
            browser=secret_digest(browser),
            nonce=made.nonce,
            verifier=made.verifier,
            onward=made.onward,
            begun_at=now.isoformat(),
        )
    )


def finish_handshake(
    connection: Connection, state: str, browser: str, now: datetime
) -> Handshake | None:
    """What was remembered, which is then forgotten; None for another browser, or too late."""
    here = handshakes.c
    row = connection.execute(
        handshakes.delete()
        .where(here.state == secret_digest(state))
        .returning(here.browser, here.nonce, here.verifier, here.onward, here.begun_at)
    ).first()
    if row is None or row.browser != secret_digest(browser):
        return None
    if datetime.fromisoformat(row.begun_at) + _LASTS < now:
        return None
    return Handshake(row.nonce, row.verifier, row.onward)
