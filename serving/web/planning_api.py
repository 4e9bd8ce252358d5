"""The planner's week as JSON under /api/v1: plans, decisions, outcomes and requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import RootModel

from features.errors import BadOption, LyktaError
from serving.access.rights import Action, Thing
from serving.planning import working
from serving.planning.allowing import on_list
from serving.planning.choices import Choice, Decision
from serving.planning.vocabulary import Status
from serving.store.database import transaction
from serving.web.api import ItemId, ListId
from serving.web.asking import Books, Calling
from serving.web.bodies import (
    AdditionBody,
    BulkBody,
    BulkItem,
    BulkResult,
    Created,
    DecisionAnswer,
    DecisionBody,
    PlanAnswer,
    PlanBody,
    PlanChange,
)
from serving.web.preconditions import IdempotencyKey, IfMatch, expected, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING, status_of
from serving.web.same_bytes import as_json
from serving.web.straight import Straight

__all__ = ["router"]

_ALL: Mapping[int | str, dict[str, Any]] = {**PROBLEMS, **WRITING}

router = APIRouter(
    prefix="/api/v1",
    responses=dict(_ALL),
    dependencies=[Depends(refuse_unknown)],
    route_class=Straight,
)


@router.post(
    "/plans",
    operation_id="openPlan",
    response_model=PlanAnswer,
    tags=["plans"],
    status_code=201,
)
def open_plan(
    body: PlanBody, books: Books, calling: Calling, idempotency_key: IdempotencyKey = None
) -> Response:
    """Begin to plan a list, with what waited on the plan before."""
    return once(
        books,
        calling,
        idempotency_key,
        f"openPlan {body.model_dump_json()}",
        lambda connection: on_list(connection, calling, Action.OPEN_PLAN, body.list),
        lambda connection: PlanAnswer.of(working.start(connection, calling, body.list)),
    )


@router.get("/plans/{list_id}", operation_id="getPlan", tags=["plans"])
def get_plan(list_id: ListId, books: Books, calling: Calling, response: Response) -> PlanAnswer:
    """A plan with every decision as it stands."""
    plan, decisions = working.read_plan(books, calling, list_id)
    response.headers["etag"] = f'"{plan.version}"'
    return PlanAnswer.of(plan, decisions)


@router.patch("/plans/{list_id}", operation_id="movePlan", tags=["plans"])
def move_plan(
    list_id: ListId,
    body: PlanChange,
    books: Books,
    calling: Calling,
    response: Response,
    if_match: IfMatch = None,
) -> PlanAnswer:
    """Lock a draft, or close a locked plan."""
    seen = expected(if_match)
    with transaction(books) as connection:
        plan = working.move(connection, calling, list_id, body.state, seen)
    response.headers["etag"] = f'"{plan.version}"'
    return PlanAnswer.of(plan)


@router.post(
    "/plans/{list_id}/additions",
    operation_id="addPlace",
    response_model=Created,
    tags=["plans"],
    status_code=201,
)
def add_place(
    list_id: ListId,
    body: AdditionBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Put a workplace on a draft."""
    return once(
        books,
        calling,
        idempotency_key,
        f"addPlace {list_id} {body.model_dump_json()}",
        lambda connection: on_list(connection, calling, Action.ADD_PLACE, list_id),
        lambda connection: Created(
            id=working.add(connection, calling, list_id, body.addition())
        ),
    )


@router.get(
    "/items/{item_id}/decision",
    operation_id="getDecision",
    response_model=DecisionAnswer,
    tags=["decisions"],
)
def get_decision(item_id: ItemId, books: Books, calling: Calling) -> Response:
    """What was decided on a place."""
    return _told(working.read_decision(books, calling, item_id))


@router.put(
    "/items/{item_id}/decision",
    operation_id="putDecision",
    response_model=DecisionAnswer,
    tags=["decisions"],
)
def put_decision(
    item_id: ItemId,
    body: DecisionBody,
    books: Books,
    calling: Calling,
    if_match: IfMatch = None,
) -> Response:
    """Decide on a place, over the version seen."""
    return _decided(item_id, body.choice(), books, calling, if_match)


@router.delete(
    "/items/{item_id}/decision",
    operation_id="undoDecision",
    response_model=DecisionAnswer,
    tags=["decisions"],
)
def undo_decision(
    item_id: ItemId, books: Books, calling: Calling, if_match: IfMatch = None
) -> Response:
    """Take a decision back; what was decided before stays known."""
    return _decided(item_id, Choice(Status.UNDECIDED), books, calling, if_match)


@router.post(
    "/items:decide",
    operation_id="decideItems",
    response_model=list[BulkResult],
    tags=["decisions"],
)
def decide_items(
    body: BulkBody, books: Books, calling: Calling, idempotency_key: IdempotencyKey = None
) -> Response:
    """Decide on several places at once: each succeeds or fails for itself."""
    if idempotency_key is None:
        raise HTTPException(400, "Send an Idempotency-Key, so that a retry decides only once.")
    wanted = [_wanted(one) for one in body.decisions]
    return once(
        books,
        calling,
        idempotency_key,
        f"decideItems {body.model_dump_json()}",
        lambda _: calling.allow(Action.DECIDE, Thing(calling.centre)),
        lambda connection: _Results(
            [_result(one) for one in working.decide_all(connection, calling, wanted)]
        ),
        200,
    )


class _Results(RootModel[list[BulkResult]]):
    """The results, as a list on its own."""


def _decided(
    item: str, choice: Choice, books: Books, calling: Calling, if_match: str | None
) -> Response:
    seen = expected(if_match)
    with transaction(books) as connection:
        made = working.decide_on(connection, calling, item, choice, seen)
    return _told(made)


def _told(made: Decision) -> Response:
    return as_json(DecisionAnswer.of(made), {"etag": f'"{made.version}"'})


def _wanted(one: BulkItem) -> working.Deciding:
    """A decision to make, or one that cannot be and says why."""
    try:
        return working.Deciding(one.item, one.version, one.choice())
    except BadOption as fault:
        return working.Deciding(one.item, one.version, fault=fault)


def _result(one: working.Deciding) -> BulkResult:
    if one.decision is not None:
        return BulkResult(item=one.place, status=200, version=one.decision.version)
    fault = one.fault or LyktaError("")
    return BulkResult(item=one.place, status=status_of(fault), detail=fault.message)
