"""Oneself, one's tokens, cases, rests and the log, as JSON under /api/v1."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from serving.access import accounts
from serving.access.callers import Purpose
from serving.audit import Record
from serving.planning import standing
from serving.planning.vocabulary import Rested
from serving.store.cases import ControlCase
from serving.store.database import transaction
from serving.store.rests import Rest
from serving.store.tokens import Token
from serving.web.asking import Books, Calling
from serving.web.bodies import Created, TokenBody
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
)

CentreCode = Annotated[str, Query(max_length=40, examples=["vast"])]


class Me(BaseModel):
    """Who is signed in, and what for."""

    name: str
    authority: str
    roles: tuple[str, ...]
    centre: str | None = Field(description="The centre that is read for; none before purpose")
    control_case: str | None


class TokenAnswer(BaseModel):
    """A token; `secret` is there only in the answer that made it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    expires_at: str
    secret: str | None = None

    @classmethod
    def of(cls, one: Token, secret: str | None = None) -> TokenAnswer:
        return cls(
            id=one.id,
            name=one.name,
            scopes=one.scopes,
            networks=one.networks,
            expires_at=one.expires_at,
            secret=secret,
        )


class CaseBody(BaseModel):
    """A control case of a centre."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=40, examples=["AK-2026-17"])
    centre: str = Field(max_length=40, examples=["vast"])


class CaseAnswer(BaseModel):
    """A control case."""

    number: str
    centre: str
    authority: str
    opened_at: str
    closed_at: str | None

    @classmethod
    def of(cls, one: ControlCase) -> CaseAnswer:
        return cls(
            number=one.id,
            centre=one.centre,
            authority=one.authority,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
        )


class RestBody(BaseModel):
    """A workplace to leave out: a snooze for a quarter at most, an exclusion for a year."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20, examples=["snooze"])
    centre: str = Field(max_length=40, examples=["vast"])
    workplace: str = Field(min_length=1, max_length=40, examples=["12345678"])
    reason_code: Rested = Field(examples=["season"])
    comment: str = Field(default="", max_length=1000)
    expires_on: date = Field(examples=["2026-12-24"])


class RestAnswer(BaseModel):
    """A workplace that is left out."""

    id: str
    kind: str
    centre: str
    workplace: str
    reason_code: Rested
    comment: str
    expires_on: date
    actor: str

    @classmethod
    def of(cls, one: Rest) -> RestAnswer:
        return cls(
            id=one.id,
            kind=one.kind,
            centre=one.centre,
            workplace=one.workplace,
            reason_code=one.reason,
            comment=one.comment,
            expires_on=one.expires_on,
            actor=one.actor,
        )


class LogPage(BaseModel):
    """Records, newest first; `next` is the number to go on before."""

    records: list[dict[str, Any]]
    next: int | None


@router.get("/me", operation_id="getMe", tags=["account"])
def get_me(calling: Calling) -> Me:
    """Who is signed in, and what for."""
    purpose = calling.purpose
    return Me(
        name=calling.user.name,
        authority=calling.user.authority.value,
        roles=tuple(sorted(calling.user.roles)),
        centre=purpose.centre if purpose else None,
        control_case=purpose.control_case if purpose else None,
    )


@router.get("/tokens", operation_id="listTokens", tags=["account"])
def list_tokens(books: Books, calling: Calling) -> list[TokenAnswer]:
    """One's own tokens, without their secrets."""
    return [TokenAnswer.of(one) for one in accounts.own_tokens(books, calling)]


@router.post("/tokens", operation_id="makeToken", tags=["account"], status_code=201)
def make_token(body: TokenBody, books: Books, calling: Calling) -> TokenAnswer:
    """A token for a program. Its secret is told this once."""
    purpose = Purpose(body.centre, body.control_case, body.ground)
    with transaction(books) as connection:
        made, secret = accounts.new_token(
            connection,
            calling,
            name=body.name,
            scopes=body.scopes,
            networks=body.networks,
            days=body.days,
            purpose=purpose,
        )
    return TokenAnswer.of(made, secret)


@router.delete(
    "/tokens/{token_id}", operation_id="withdrawToken", tags=["account"], status_code=204
)
def withdraw_token(
    token_id: Annotated[str, Path(max_length=40)], books: Books, calling: Calling
) -> None:
    """Withdraw a token of one's own."""
    with transaction(books) as connection:
        accounts.withdraw_token(connection, calling, token_id)


@router.get("/cases", operation_id="listCases", tags=["cases"])
def list_cases(centre: CentreCode, books: Books, calling: Calling) -> list[CaseAnswer]:
    """A centre's open control cases."""
    return [CaseAnswer.of(one) for one in standing.read_cases(books, calling, centre)]


@router.post(
    "/cases",
    operation_id="openCase",
    response_model=CaseAnswer,
    tags=["cases"],
    status_code=201,
)
def open_case(
    body: CaseBody, books: Books, calling: Calling, idempotency_key: IdempotencyKey = None
) -> Response:
    """Open a control case."""
    return once(
        books,
        calling,
        idempotency_key,
        f"openCase {body.model_dump_json()}",
        lambda connection: CaseAnswer.of(
            standing.begin_case(connection, calling, body.number, body.centre)
        ),
    )


@router.post("/cases:close", operation_id="closeCase", tags=["cases"])
def close_case(body: CaseBody, books: Books, calling: Calling) -> CaseAnswer:
    """Close a control case: nothing is read on it any more."""
    with transaction(books) as connection:
        return CaseAnswer.of(standing.end_case(connection, calling, body.number))


@router.get("/rests", operation_id="listRests", tags=["rests"])
def list_rests(centre: CentreCode, books: Books, calling: Calling) -> list[RestAnswer]:
    """What is left out of a centre's lists today."""
    return [RestAnswer.of(one) for one in standing.read_rests(books, calling, centre)]


@router.post(
    "/rests", operation_id="leaveOut", response_model=Created, tags=["rests"], status_code=201
)
def leave_out(
    body: RestBody, books: Books, calling: Calling, idempotency_key: IdempotencyKey = None
) -> Response:
    """Leave a workplace out of lists, until a day."""
    return once(
        books,
        calling,
        idempotency_key,
        f"leaveOut {body.model_dump_json()}",
        lambda connection: Created(
            id=standing.leave_out(
                connection,
                calling,
                kind=body.kind,
                centre=body.centre,
                workplace=body.workplace,
                reason=body.reason_code,
                comment=body.comment,
                expires_on=body.expires_on,
            ).id
        ),
    )


@router.delete("/rests/{rest_id}", operation_id="liftRest", tags=["rests"], status_code=204)
def lift_rest(
    rest_id: Annotated[str, Path(max_length=40)], books: Books, calling: Calling
) -> None:
    """Let a workplace onto lists again."""
    with transaction(books) as connection:
        standing.lift(connection, calling, rest_id)


@router.get("/audit-events", operation_id="listAuditEvents", tags=["log"])
def list_audit_events(
    books: Books,
    calling: Calling,
    response: Response,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LogPage:
    """Records of the audit log, newest first, for the auditor."""
    found = accounts.read_log(books, calling, before, limit)
    following = found[-1].number if len(found) == limit and found[-1].number > 1 else None
    if following:
        address = f"/api/v1/audit-events?before={following}&limit={limit}"
        response.headers["link"] = f'<{address}>; rel="next"'
    return LogPage(records=[_told(one) for one in found], next=following)


def _told(record: Record) -> dict[str, Any]:
    event = record.event
    return {
        "number": record.number,
        "time": event.time.isoformat() if event.time else "",
        "type": event.type.value,
        "actor": event.actor,
        "authority": event.authority,
        "role": event.role,
        "centre": event.centre,
        "control_case": event.control_case,
        "ground": event.ground,
        "objects": list(event.objects),
        "rows": event.rows,
        "filter": event.filter,
        "client": event.client,
        "request_id": event.request_id,
        "digest": record.digest,
    }
