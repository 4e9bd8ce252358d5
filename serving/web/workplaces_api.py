"""Workplaces, their facts, follow-up and models as JSON under /api/v1."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter

from features.errors import NotFound
from serving.access.rights import Action
from serving.audit import now
from serving.follow_up import FollowUp
from serving.model_cards import Version, read_model, read_models
from serving.planning import working
from serving.planning.allowing import on_place
from serving.planning.facts import Fact
from serving.planning.following import Period, read_follow_up
from serving.planning.workplaces import Past, Workplace, read_workplace
from serving.reviewing.rules import state_of
from serving.web.api import ItemId
from serving.web.asking import Books, Calling
from serving.web.bodies import Created, DecisionAnswer, OutcomeAnswer, WrongBody
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING
from serving.web.schemas import Bilingual, Item

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1", responses=dict(PROBLEMS), dependencies=[Depends(refuse_unknown)]
)

_FIGURES = TypeAdapter(FollowUp)

FactId = Annotated[
    str,
    Path(
        max_length=120,
        pattern=r"^[^:]+:\d{1,4}$",
        examples=["2026-W48-vast-1f0c9d1e.1:0"],
        description="A place, and the number of the reason its fact stands behind",
    ),
]


class FactAnswer(BaseModel):
    """A fact the model has read. Without an `id` it weighs too little to be corrected here."""

    id: str | None = Field(examples=["2026-W48-vast-1f0c9d1e.1:0"])
    feature: str
    label: Bilingual
    value: Bilingual
    authorities: tuple[str, ...]
    known: str = Field(examples=["2026-10-12"], description="Empty where they never told")
    is_stale: bool
    is_missing: bool

    @classmethod
    def of(cls, place: str, one: Fact) -> FactAnswer:
        return cls(
            id=None if one.reason is None else f"{place}:{one.reason}",
            feature=one.feature,
            label=Bilingual.of(one.label),
            value=Bilingual.of(one.value),
            authorities=one.authorities,
            known=one.known,
            is_stale=one.is_stale,
            is_missing=one.is_missing,
        )


class FactsAnswer(BaseModel):
    """A workplace's facts that the reader may see, and how many there are beside them."""

    facts: tuple[FactAnswer, ...]
    hidden: int = Field(description="Facts that secrecy keeps from this reader")


class PastAnswer(BaseModel):
    """A place the workplace has had. `hidden` are authorities whose outcome is not shown."""

    item: str
    week: str = Field(examples=["2026-W48"])
    drawn: str = Field(examples=["ranking"])
    rank: int | None
    band: int | None
    decisions: tuple[DecisionAnswer, ...]
    outcomes: tuple[OutcomeAnswer, ...]
    hidden: tuple[str, ...]

    @classmethod
    def of(cls, one: Past) -> PastAnswer:
        return cls(
            item=one.stay.place,
            week=one.stay.week,
            drawn=one.stay.drawn,
            rank=one.stay.rank,
            band=one.stay.band,
            decisions=tuple(DecisionAnswer.of(x) for x in one.decisions),
            outcomes=tuple(OutcomeAnswer.of(x) for x in one.outcomes),
            hidden=one.hidden,
        )


class WorkplaceAnswer(BaseModel):
    """A workplace by one of its places; `entry` is null for what people added."""

    workplace: str
    name: str
    entry: Item | None
    past: tuple[PastAnswer, ...]
    similar: tuple[Item, ...]

    @classmethod
    def of(cls, told: Workplace) -> WorkplaceAnswer:
        return cls(
            workplace=told.place.workplace,
            name=told.name,
            entry=Item.of(told.entry) if told.entry else None,
            past=tuple(PastAnswer.of(one) for one in told.past),
            similar=tuple(Item.of(one.entry) for one in told.similar),
        )


class FollowUpAnswer(BaseModel):
    """How a centre's settled plans turned out; overdue visits by their ids."""

    centre: str | None
    period: Period
    first_week: str | None
    last_week: str | None
    figures: dict[str, Any] = Field(description="Shares with 95 % intervals, and what of")
    overdue: tuple[str, ...]
    as_of: date


class ModelAnswer(BaseModel):
    """A model that has made lists; `card` is its own, null where it is not on this machine."""

    digest: str
    name: str
    first_week: str
    last_week: str
    lists: int
    review: str = Field(
        examples=["approved"], description="Where its newest review stands; none without one"
    )
    card: dict[str, Any] | None

    @classmethod
    def of(cls, one: Version, *, whole: bool) -> ModelAnswer:
        card = dict(one.card) if one.card is not None and whole else None
        used = one.used
        return cls(
            digest=used.digest,
            name=used.name,
            first_week=used.first_week,
            last_week=used.last_week,
            lists=used.lists,
            review=state_of(one.review, now().date()).value if one.review else "none",
            card=card,
        )


@router.get("/workplaces/{item_id}", operation_id="getWorkplace", tags=["workplaces"])
def get_workplace(item_id: ItemId, books: Books, calling: Calling) -> WorkplaceAnswer:
    """A workplace, by one of its places: what was decided and found before, and the similar."""
    return WorkplaceAnswer.of(read_workplace(books, calling, item_id))


@router.get("/workplaces/{item_id}/facts", operation_id="listFacts", tags=["workplaces"])
def list_facts(item_id: ItemId, books: Books, calling: Calling) -> FactsAnswer:
    """What the model has read of it, as its list froze it."""
    told = read_workplace(books, calling, item_id)
    return FactsAnswer(
        facts=tuple(FactAnswer.of(item_id, one) for one in told.facts),
        hidden=sum(told.hidden.values()),
    )


@router.post(
    "/facts/{fact_id}/corrections",
    operation_id="correctFact",
    response_model=Created,
    responses=dict(WRITING),
    tags=["workplaces"],
    status_code=201,
)
def correct_fact(
    fact_id: FactId,
    body: WrongBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Say that a fact is wrong, and why; its owner is asked to look."""
    said = body.dispute()
    place, _, reason = fact_id.rpartition(":")
    return once(
        books,
        calling,
        idempotency_key,
        f"correctFact {fact_id} {body.model_dump_json()}",
        lambda connection: on_place(connection, calling, Action.DISPUTE_FACT, place)[1],
        lambda connection: Created(
            id=working.dispute(connection, calling, place, int(reason), said)
        ),
    )


@router.get("/follow-up", operation_id="getFollowUp", tags=["follow-up"])
def get_follow_up(
    books: Books,
    calling: Calling,
    centre: Annotated[str, Query(max_length=40, examples=["vast"])],
    period: Period = Period.YEAR,
    mature: bool = False,
) -> FollowUpAnswer:
    """How often visits found something, by why they were made; promised against found."""
    told = read_follow_up(books, calling, centre, period, mature_only=mature)
    return FollowUpAnswer(
        centre=told.centre.code if told.centre else None,
        period=told.period,
        first_week=str(told.first) if told.first else None,
        last_week=str(told.last) if told.last else None,
        figures=_FIGURES.dump_python(told.figures, mode="json"),
        overdue=tuple(one.place for one in told.overdue),
        as_of=told.today,
    )


@router.get("/model-versions", operation_id="listModels", tags=["models"])
def list_models(request: Request, books: Books, calling: Calling) -> list[ModelAnswer]:
    """Every model that has made a list, without its card."""
    found = read_models(books, calling, request.app.state.settings.mlruns)
    return [ModelAnswer.of(one, whole=False) for one in found]


@router.get("/model-versions/{digest}", operation_id="getModel", tags=["models"])
def get_model(
    request: Request,
    digest: Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$", examples=["5e5e5e5e"])],
    books: Books,
    calling: Calling,
) -> ModelAnswer:
    """One model with its card: what it uses, what it is worth, and its limits."""
    found = read_model(books, calling, request.app.state.settings.mlruns, digest)
    if found.card is None:
        raise NotFound("The model's card is not on this machine.", "copy the run's files there")
    return ModelAnswer.of(found, whole=True)
