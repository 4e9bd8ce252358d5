"""Outcomes of visits, and what is asked of others, as JSON under /api/v1."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from serving.access.rights import Action
from serving.planning import working
from serving.planning.allowing import on_place
from serving.store.database import transaction
from serving.web.api import ItemId
from serving.web.asking import Books, Calling
from serving.web.bodies import (
    AnswerBody,
    CorrectionBody,
    Created,
    OutcomeAnswer,
    OutcomeBody,
    ReferralBody,
)
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
)

ReasonNumber = Annotated[int, Path(ge=0, le=1000, description="As in the explanation, from 0")]


@router.get("/items/{item_id}/outcomes", operation_id="listOutcomes", tags=["outcomes"])
def list_outcomes(item_id: ItemId, books: Books, calling: Calling) -> list[OutcomeAnswer]:
    """What each authority found at a visit."""
    return [OutcomeAnswer.of(one) for one in working.read_outcomes(books, calling, item_id)]


@router.post(
    "/items/{item_id}/outcomes",
    operation_id="postOutcome",
    response_model=OutcomeAnswer,
    tags=["outcomes"],
    status_code=201,
)
def post_outcome(
    item_id: ItemId,
    body: OutcomeBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Record what one's own authority found."""
    found = body.outcome()
    return once(
        books,
        calling,
        idempotency_key,
        f"postOutcome {item_id} {body.model_dump_json()}",
        lambda connection: on_place(
            connection, calling, Action.RECORD_OUTCOME, item_id, authority=found.authority
        )[1],
        lambda connection: OutcomeAnswer.of(
            working.record(connection, calling, item_id, found, body.version)
        ),
    )


@router.put(
    "/items/{item_id}/reasons/{reason}/answer",
    operation_id="answerReason",
    tags=["outcomes"],
    status_code=204,
)
def answer_reason(
    item_id: ItemId, reason: ReasonNumber, body: AnswerBody, books: Books, calling: Calling
) -> None:
    """Tell whether a reason held on site."""
    with transaction(books) as connection:
        working.answer(connection, calling, item_id, reason, body.answer)


@router.post(
    "/items/{item_id}/corrections",
    operation_id="disputeFact",
    response_model=Created,
    tags=["requests"],
    status_code=201,
)
def dispute_fact(
    item_id: ItemId,
    body: CorrectionBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Say that the fact behind a reason is wrong, and why; its owner is asked to look."""
    said = body.dispute()
    return once(
        books,
        calling,
        idempotency_key,
        f"disputeFact {item_id} {body.model_dump_json()}",
        lambda connection: on_place(connection, calling, Action.DISPUTE_FACT, item_id)[1],
        lambda connection: Created(
            id=working.dispute(connection, calling, item_id, body.reason, said)
        ),
    )


@router.post(
    "/items/{item_id}/referrals",
    operation_id="askCoordinator",
    response_model=Created,
    tags=["requests"],
    status_code=201,
)
def ask_coordinator(
    item_id: ItemId,
    body: ReferralBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask for the regionkoordinator. Nothing is said of any person."""
    return once(
        books,
        calling,
        idempotency_key,
        f"askCoordinator {item_id} {body.model_dump_json()}",
        lambda connection: on_place(connection, calling, Action.REFER, item_id)[1],
        lambda connection: Created(
            id=working.refer_to_coordinator(connection, calling, item_id, body.wanted)
        ),
    )
