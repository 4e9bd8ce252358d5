"""Control cases, and workplaces left out of lists, as JSON under /api/v1."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from serving.access.rights import Action, Thing
from serving.planning import beside
from serving.planning.vocabulary import Rested
from serving.store.cases import ControlCase
from serving.store.database import transaction
from serving.store.rests import Rest
from serving.web.asking import Books, Calling
from serving.web.bodies import Created
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
)

CentreCode = Annotated[str, Query(max_length=40, examples=["vast"])]


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


@router.get("/cases", operation_id="listCases", tags=["cases"])
def list_cases(centre: CentreCode, books: Books, calling: Calling) -> list[CaseAnswer]:
    """A centre's open control cases."""
    return [CaseAnswer.of(one) for one in beside.read_cases(books, calling, centre)]


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
        lambda _: calling.allow(Action.MANAGE_CASES, Thing(body.centre)),
        lambda connection: CaseAnswer.of(
            beside.begin_case(connection, calling, body.number, body.centre)
        ),
    )


@router.post("/cases:close", operation_id="closeCase", tags=["cases"])
def close_case(body: CaseBody, books: Books, calling: Calling) -> CaseAnswer:
    """Close a control case: nothing is read on it any more."""
    with transaction(books) as connection:
        return CaseAnswer.of(beside.end_case(connection, calling, body.number, body.centre))


@router.get("/rests", operation_id="listRests", tags=["rests"])
def list_rests(centre: CentreCode, books: Books, calling: Calling) -> list[RestAnswer]:
    """What is left out of a centre's lists today."""
    return [RestAnswer.of(one) for one in beside.read_rests(books, calling, centre)]


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
        lambda _: calling.allow(Action.REST, Thing(body.centre)),
        lambda connection: Created(
            id=beside.leave_out(
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
        beside.lift(connection, calling, rest_id)
