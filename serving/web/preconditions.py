"""What a write says of what it saw: If-Match and Idempotency-Key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Header, HTTPException, Request, Response
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from features.errors import BadOption
from serving.access.callers import SignedIn
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.retries import Kept, claim, keep

__all__ = ["IdempotencyKey", "IfMatch", "expected", "once", "refuse_unknown"]

IfMatch = Annotated[
    str | None,
    Header(
        description='ETag of what was last seen, such as "1"; "0" where nothing was',
        json_schema_extra={"pattern": r'^"[0-9]{1,9}"$'},  # checked here, to say what to do
    ),
]
IdempotencyKey = Annotated[
    str | None, Header(max_length=100, description="The same for a retry of the same request")
]


def expected(if_match: str | None) -> int:
    """The version the writer has seen: 428 without one, `BadOption` for none of ours."""
    if if_match is None:
        raise HTTPException(428, "Say which version is written over, in If-Match.")
    text = if_match.strip()
    number = text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else ""
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise BadOption("If-Match holds no ETag of ours.", 'send it as it came, such as "1"')
    return int(number)


async def refuse_unknown(request: Request) -> None:
    """Parameters nobody declared are refused: a misspelt one must not pass in silence."""
    declared = _declared(request.scope["route"].dependant)
    if set(request.query_params) - {"lang"} - declared:
        raise HTTPException(400, "The request has an unknown parameter.")


def _declared(dependant: Dependant) -> set[str]:
    """The query parameters of a route and of all it depends on."""
    own = {one.alias for one in dependant.query_params}
    return own.union(*(_declared(one) for one in dependant.dependencies))


def once(
    database: Database,
    caller: SignedIn,
    key: str | None,
    request: str,
    allow: Callable[[Connection], Errand],
    act: Callable[[Connection], BaseModel],
    status: int = 201,
) -> Response:
    """Answer with what `act` creates; with what it created before when the key came before.

    Then too rights are asked, by `allow`, and a record is left: the first answer is shown anew,
    and whoever sends the key may have lost the right since. `request` begins with the name of
    the operation.
    """
    with transaction(database) as connection:
        if key is not None:
            kept = claim(connection, caller.user.id, key, request)
            if kept is not None:
                told = (request.split(" ")[0],)
                event = allow(connection).event(EventType.ANSWER_REPEATED, told, 1)
                append(connection, event)
                headers = {"idempotent-replayed": "true"}
                return Response(kept.answer, kept.status, headers, "application/json")
        answer = act(connection).model_dump_json()
        if key is not None:
            keep(connection, caller.user.id, key, Kept(status, answer))
    return Response(answer, status, media_type="application/json")
