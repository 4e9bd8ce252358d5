"""Oneself, one's tokens, and the log, as JSON under /api/v1."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, Field

from serving.access import accounts
from serving.access.callers import Purpose
from serving.audit import Record
from serving.audit_vocabulary import EventType
from serving.store.database import transaction
from serving.store.tokens import Token
from serving.web.asking import Books, Calling
from serving.web.bodies import TokenBody
from serving.web.preconditions import refuse_unknown
from serving.web.problems import PROBLEMS, WRITING

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
)


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


@router.get("/audit-events", operation_id="listAuditEvents", tags=["log"])
def list_audit_events(
    books: Books,
    calling: Calling,
    response: Response,
    kind: Annotated[EventType | None, Query(alias="type", description="Of one kind")] = None,
    about: Annotated[
        str, Query(max_length=80, description="With this id among their objects")
    ] = "",
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> LogPage:
    """Records of the audit log, newest first, for the auditor."""
    about = about.strip()
    found = accounts.read_log(books, calling, before, limit, kind=kind, about=about)
    following = found[-1].number if len(found) == limit and found[-1].number > 1 else None
    if following:
        asked = {"before": following, "limit": limit, "type": kind, "about": about}
        told = urlencode({name: value for name, value in asked.items() if value})
        address = f"/api/v1/audit-events?{told}"
        response.headers["link"] = f'<{address}>; rel="next"'
    return LogPage(records=[_told(one) for one in found], next=following)


@router.get("/audit-events:sample", operation_id="sampleAuditEvents", tags=["log"])
def sample_audit_events(books: Books, calling: Calling) -> LogPage:
    """Readings of the thirty whole days before, by lot, to follow up; the same all day."""
    found = accounts.sample_log(books, calling)
    return LogPage(records=[_told(one) for one in found], next=None)


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
