"""One's own account and tokens, and the log for those who watch over it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from serving.access.callers import Purpose, SignedIn
from serving.access.rights import Action, Thing, can
from serving.access.signing_in import check_case
from serving.audit import Record, now
from serving.audit_vocabulary import EventType
from serving.errors import NotAllowed
from serving.store.audit_log import append, records_before, sample_between
from serving.store.database import Connection, Database, transaction
from serving.store.tokens import Token, make_token, revoke_token, tokens_of

__all__ = ["SAMPLED", "new_token", "own_tokens", "read_log", "sample_log", "withdraw_token"]


# What we name things by: lists with their places, reviews with their votes, people, digests.
_OWN_ID = re.compile(
    r"\d{4}-W\d\d-[a-z]+-[0-9a-f]{8}(\.m?\d+)?|[rvcut][0-9a-f]{12}"
    r"|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64}"
)


def own_tokens(database: Database, caller: SignedIn) -> Sequence[Token]:
    """The caller's tokens, without their secrets."""
    errand = caller.allow(Action.READ_ACCOUNT, Thing())
    with transaction(database) as connection:
        append(connection, errand.event(EventType.ACCOUNT_READ))
        return tokens_of(connection, caller.user.id)


def new_token(
    connection: Connection,
    caller: SignedIn,
    *,
    name: str,
    scopes: Sequence[str],
    networks: Sequence[str],
    days: int,
    purpose: Purpose,
) -> tuple[Token, str]:
    """A token with a purpose, and its secret. Only from a session: no token makes another."""
    errand = caller.allow(Action.MAKE_TOKEN, Thing())
    if caller.client != "session":
        raise NotAllowed("A token makes no other tokens.", "sign in with a browser")
    if not can(caller.user, Action.READ_CASES, Thing(purpose.centre)):
        raise NotAllowed(
            f"The token cannot read for {purpose.centre}.", "choose a centre of yours"
        )
    check_case(connection, caller.user, purpose, errand)
    event = errand.event(EventType.TOKEN_MADE, (purpose.control_case, ",".join(scopes)))
    return make_token(
        connection,
        caller.user,
        name=name,
        scopes=scopes,
        networks=networks,
        days=days,
        purpose=purpose,
        event=event,
    )


def withdraw_token(connection: Connection, caller: SignedIn, token: str) -> None:
    """Withdraw one of the caller's own tokens."""
    errand = caller.allow(Action.MAKE_TOKEN, Thing())
    event = errand.event(EventType.TOKEN_REVOKED, (token,))
    revoke_token(connection, caller.user.id, token, event=event)


def read_log(
    database: Database,
    caller: SignedIn,
    before: int | None,
    limit: int,
    *,
    kind: EventType | None = None,
    about: str = "",
) -> Sequence[Record]:
    """Records of the log, newest first; reading them is recorded too.

    What they were to be about is recorded where it is an id of ours, else as `*`: the log keeps
    no name or number that somebody typed into a search.
    """
    errand = caller.allow(Action.READ_LOG, Thing())
    with transaction(database) as connection:
        found = records_before(connection, before, limit=limit, kind=kind, about=about)
        numbers = f"before={before or ''}"
        if kind is not None or about:
            told = about if _OWN_ID.fullmatch(about) else "*"
            numbers += f"&type={kind or ''}&about={told if about else ''}"
        event = errand.event(EventType.LOG_READ, (), len(found), filter=numbers)
        append(connection, event)
    return found


# What a sampled follow-up looks at: that somebody was shown workplaces, or took them out.
SAMPLED = (
    EventType.LIST_READ,
    EventType.LIST_EXPORTED,
    EventType.BRIEF_READ,
    EventType.ENTRY_READ,
    EventType.EXPLANATION_READ,
    EventType.WORKPLACE_READ,
    EventType.OUTCOMES_READ,
)


def sample_log(
    database: Database, caller: SignedIn, most: int = 20, *, at: datetime | None = None
) -> Sequence[Record]:
    """Readings of the thirty whole days (UTC) before `at`, by lot, to ask who read what for.

    The same all day, whatever is read meanwhile, so that two who follow up look at the same.
    `at` is now unless told. Recorded too.
    """
    errand = caller.allow(Action.READ_LOG, Thing())
    day = (at or now()).astimezone(UTC).date()
    until = datetime.combine(day, time.min, UTC)
    with transaction(database) as connection:
        found = sample_between(
            connection, until - timedelta(days=30), until, SAMPLED, most, f"sample of {day}"
        )
        event = errand.event(EventType.LOG_READ, (), len(found), filter="sample")
        append(connection, event)
    return found
