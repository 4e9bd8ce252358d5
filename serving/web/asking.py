"""What a route may ask of its request: the store, who calls, and the page's reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated, TypeVar

from fastapi import Depends, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State

from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing, User, can
from serving.authorities import AUTHORITIES
from serving.errors import NotSignedIn
from serving.pages.rendering import Reader
from serving.settings import Settings
from serving.store.database import Database, connect, glancing, looking, tidying
from serving.store.lists import centre_name
from serving.store.people import Session, is_due, session_of, wind
from serving.store.tokens import Token, token_of
from serving.wording import Language

__all__ = [
    "Books",
    "Calling",
    "Door",
    "Whom",
    "at_home",
    "by_session",
    "calling",
    "cookie_name",
    "store_of",
    "found_session",
    "home_of",
    "opened",
    "reader_of",
    "refuse_other_sites",
    "request_id",
    "secret_in",
    "session_in",
    "signed_reader",
    "whom",
    "wound",
]


T = TypeVar("T")

# Pages that not everyone may open, and by what right; the first that one may is one's home.
_ROOMS = {
    "centres": ("/", Action.FIND_LISTS),
    "log": ("/logg", Action.READ_LOG),
    "review": ("/granskning", Action.READ_REVIEW),
    "follow": ("/uppfoljning", Action.READ_FOLLOW_UP),
    "corrections": ("/rattelser", Action.ANSWER_CORRECTION),
}
_EVERYONES = "/om-modellen"


def request_id(request: Request) -> str:
    """The number of this request, in the log, the audit trail and the answer alike."""
    return str(request.state.request_id)


def whom(request: Request) -> Reader:
    """The reader's language: from the address, else the browser, else the setting."""
    asked = request.query_params.get("lang", "")
    if asked in ("sv", "en"):
        return Reader(Language(asked), carried=True)
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in ("sv", "en"):
            return Reader(Language(tag))
    settings: Settings = request.app.state.settings
    return Reader(Language(settings.language))


def cookie_name(settings: Settings, what: str) -> str:
    """A cookie's name. `__Host-` makes browsers hold it to this host and to https."""
    return f"__Host-lykta-{what}" if settings.is_https else f"lykta-{what}"


async def session_in(request: Request, database: Database) -> Session | None:
    """The session whose cookie the request carries; None without one that holds."""
    secret = secret_in(request)
    if not secret:
        return None
    now = datetime.now(UTC)
    found = await _looked(database, lambda: found_session(database, secret, now))
    if found is not None and is_due(found, now):
        await run_in_threadpool(wound, database, found, now)
    return found


def secret_in(request: Request) -> str:
    """The secret in the request's cookie; empty without one."""
    return request.cookies.get(cookie_name(request.app.state.settings, "session"), "")


def found_session(database: Database, secret: str, now: datetime) -> Session | None:
    """The session with that secret; None when it has ended."""
    with glancing(database) as connection:
        return session_of(connection, secret, now)


def wound(database: Database, found: Session, now: datetime) -> None:
    """Start a session's idle clock anew."""
    with tidying(database) as connection:
        wind(connection, found, now)


async def _looked(database: Database, look: Callable[[], T]) -> T:
    """What a look finds: at once in a file beside us, which waits for no writer; a server's
    answer is waited for in a thread.
    """
    return look() if database.dialect.name == "sqlite" else await run_in_threadpool(look)


def opened(state: State) -> Database:
    """The app's store, opened by the first request that needs it and kept."""
    if state.database is None:
        settings: Settings = state.settings
        state.database = connect(settings.store, create=True)
    database: Database = state.database
    return database


async def refuse_other_sites(request: Request) -> None:
    """Nothing is changed on behalf of a page of another site."""
    if not request.state.is_of_this_site:
        raise HTTPException(403, "The request comes from another site.")


async def store_of(request: Request) -> Database:
    """The store; 400 for a request that names a host which is not ours."""
    if not request.state.is_ours:
        raise HTTPException(400, "This service does not answer to that host name.")
    state = request.app.state
    if state.database is None:
        await run_in_threadpool(opened, state)
    database: Database = state.database
    return database


async def _door(request: Request, database: Annotated[Database, Depends(store_of)]) -> Session:
    """The session; raises `NotSignedIn`. For what only a person at a browser does."""
    found = await session_in(request, database)
    if found is None:
        raise NotSignedIn("Nobody is signed in, or no longer.", "sign in at /logga-in")
    return found


async def calling(
    request: Request, database: Annotated[Database, Depends(store_of)]
) -> SignedIn:
    """Who calls, by token or by session. A request with a token has its cookies ignored."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        token = await _token(request, database, authorization)
        found = SignedIn(
            token.user,
            token.purpose,
            f"token {token.id}",
            request_id(request),
            reads_only="write" not in token.scopes,
        )
        request.state.calling = found  # for the record of a refusal
        return found
    return by_session(request, await _door(request, database))


def by_session(request: Request, session: Session) -> SignedIn:
    """Who calls by a session of theirs."""
    found = SignedIn(session.user, session.purpose, "session", request_id(request))
    request.state.calling = found  # for the record of a refusal
    return found


async def _token(request: Request, database: Database, authorization: str) -> Token:
    scheme, _, secret = authorization.partition(" ")
    address = request.client.host if request.client else ""

    def look() -> Token | None:
        with looking(database) as connection:
            return token_of(connection, secret.strip(), datetime.now(UTC), address)

    found = await _looked(database, look)
    if scheme.lower() != "bearer" or found is None:
        raise NotSignedIn(
            "The token does not hold: unknown, withdrawn, too old, or used from elsewhere.",
            "make one at /api/v1/tokens and send it as Authorization: Bearer",
        )
    return found


async def signed_reader(
    request: Request,
    database: Annotated[Database, Depends(store_of)],
    signed: Annotated[SignedIn, Depends(calling)],
) -> Reader:
    """The reader of a page: whoever calls."""
    purpose = signed.purpose
    if purpose is not None and purpose.centre not in request.app.state.centre_names:
        await run_in_threadpool(_name_of, request, database, purpose.centre)
    return reader_of(request, database, signed)


def reader_of(request: Request, database: Database, signed: SignedIn) -> Reader:
    """Someone who calls as the reader of a page, by name, with what they read for."""
    reader, purpose = whom(request), signed.purpose
    settings: Settings = request.app.state.settings
    name = f"{signed.user.name}, {reader.in_words(AUTHORITIES[signed.user.authority])}"
    if settings.sign_in == "dev":
        name = reader.text("signed.dev", name=name)
    return replace(
        at_home(reader, signed.user),
        name=name,
        purpose=f"{_name_of(request, database, purpose.centre)}, {purpose.control_case}"
        if purpose
        else "",
    )


def at_home(reader: Reader, user: User) -> Reader:
    """The reader with the pages that the user may open, and where the user begins."""
    return replace(reader, rooms=_rooms(user), home=home_of(user))


def home_of(user: User) -> str:
    """Where somebody begins: the lists, else what they may read, which all may of the model."""
    return next((_ROOMS[room][0] for room in _rooms(user)), _EVERYONES)


def _rooms(user: User) -> tuple[str, ...]:
    """The pages that somebody may open: in some centre of theirs, or of their authority's."""
    centres = {centre for _, centre in user.grants}
    return tuple(
        room
        for room, (_, action) in _ROOMS.items()
        if any(can(user, action, Thing(centre, user.authority)) for centre in centres)
    )


def _name_of(request: Request, database: Database, code: str) -> str:
    """The centre by name, asked of the store once; by its code until it has had a list."""
    known: dict[str, str] = request.app.state.centre_names
    if code not in known:
        with looking(database) as connection:
            found = centre_name(connection, code)
        if not found:
            return code
        known[code] = found
    return known[code]


Books = Annotated[Database, Depends(store_of)]
Calling = Annotated[SignedIn, Depends(calling)]
Door = Annotated[Session, Depends(_door)]
Whom = Annotated[Reader, Depends(signed_reader)]
