"""Disputed facts under /api/v1, for those who own them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from serving.planning import correcting, rescoring
from serving.planning.correcting import Disputed
from serving.planning.vocabulary import Doubted, Wrong
from serving.rescorer import Rescorer
from serving.store.database import transaction
from serving.store.rescorings import WAITING, Rescoring, Side
from serving.web.asking import Books, Calling
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING
from serving.web.schemas import Bilingual, Reason

__all__ = ["rescorer_of", "router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
    tags=["requests"],
)

RequestId = Annotated[str, Path(max_length=40, examples=["5f0c9d1e2b3a4c5d"])]

RescoringId = Annotated[str, Path(max_length=40, examples=["7a1c0d1e2b3a4c5d"])]


class DisputedAnswer(BaseModel):
    """A fact of one's own authority that somebody holds to be wrong."""

    id: str
    workplace: str
    employer: str
    fact: Bilingual
    value: Bilingual
    source: Bilingual
    as_of: str
    wrong: Wrong
    reason_code: Doubted | None = Field(
        examples=["seen_on_site"],
        description="Why it is held to be wrong; null of what was asked before one was needed",
    )
    comment: str
    asked_at: str

    @classmethod
    def of(cls, one: Disputed) -> DisputedAnswer:
        return cls(
            id=one.request.id,
            workplace=one.workplace,
            employer=one.employer,
            fact=Bilingual.of(one.sentence),
            value=Bilingual.of(one.value),
            source=Bilingual.of(one.source),
            as_of=one.as_of,
            wrong=one.request.said.wrong,
            reason_code=one.request.said.reason,
            comment=one.request.said.comment,
            asked_at=one.request.made_at,
        )


class CorrectionAnswerBody(BaseModel):
    """`corrected` in the owner's register, or `rejected`: it is right as it stands."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["corrected", "rejected"] = Field(examples=["corrected"])


class CorrectionState(BaseModel):
    """How a request stands."""

    id: str
    state: str = Field(examples=["corrected"])


class RescoringBody(BaseModel):
    """What the fact should be."""

    model_config = ConfigDict(extra="forbid")

    value: float | None = Field(
        allow_inf_nan=False,
        examples=[0],
        description="In the fact's own unit, a share from 0 to 1; null where it is not known",
    )


class SideAnswer(BaseModel):
    """Where the place stands: frozen with its list, or with the fact corrected."""

    band: int = Field(ge=1, le=4, description="1 is the highest")
    place: int = Field(description="Among all workplaces that were ranked, from 1")
    listed: int | None = Field(description="On the centre's list; null: it would not be on it")
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, one: Side) -> SideAnswer:
        reasons = tuple(Reason.of(reason) for reason in one.reasons)
        return cls(band=one.band, place=one.place, listed=one.listed, reasons=reasons)


class RescoringAnswer(BaseModel):
    """What a corrected fact would mean. Nothing changes by it, the list least of all."""

    id: str
    correction: str
    state: str = Field(examples=["waiting"], description="waiting, done or failed")
    fault: str = Field(description="Why it could not be worked out; empty else")
    among: int | None = Field(description="How many workplaces were ranked")
    frozen: SideAnswer | None
    corrected: SideAnswer | None
    asked_at: str

    @classmethod
    def of(cls, one: Rescoring) -> RescoringAnswer:
        found = one.found
        return cls(
            id=one.id,
            correction=one.request,
            state=one.state,
            fault=one.fault,
            among=found.among if found else None,
            frozen=SideAnswer.of(found.frozen) if found else None,
            corrected=SideAnswer.of(found.corrected) if found else None,
            asked_at=one.made_at,
        )


@router.get("/corrections", operation_id="listCorrections")
def list_corrections(books: Books, calling: Calling) -> list[DisputedAnswer]:
    """What waits for the answer of one's own authority."""
    return [DisputedAnswer.of(one) for one in correcting.read_disputed(books, calling)]


@router.post("/corrections/{request_id}/answer", operation_id="answerCorrection")
def answer_correction(
    request_id: RequestId, body: CorrectionAnswerBody, books: Books, calling: Calling
) -> CorrectionState:
    """Answer a request; the corrected fact itself comes with the register's next delivery."""
    with transaction(books) as connection:
        found = correcting.answer(connection, calling, request_id, body.answer)
    return CorrectionState(id=found.id, state=found.state)


@router.post(
    "/corrections/{request_id}/rescorings",
    operation_id="rescoreCorrection",
    response_model=RescoringAnswer,
    status_code=202,
)
def rescore_correction(
    request_id: RequestId,
    body: RescoringBody,
    books: Books,
    calling: Calling,
    request: Request,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Ask what the entry would be with the fact corrected; it is worked out in its turn."""
    answer = once(
        books,
        calling,
        idempotency_key,
        f"rescoreCorrection {request_id} {body.model_dump_json()}",
        lambda connection: rescoring.on_request(connection, calling, request_id)[2],
        lambda connection: RescoringAnswer.of(
            rescoring.ask_what_it_means(connection, calling, request_id, body.value)
        ),
        202,
    )
    rescorer_of(request).wake()
    return answer


@router.get("/corrections/{request_id}/rescorings/{rescoring_id}", operation_id="getRescoring")
def get_rescoring(
    request_id: RequestId,
    rescoring_id: RescoringId,
    books: Books,
    calling: Calling,
    request: Request,
) -> RescoringAnswer:
    """How far it has come, and what was found. Asking sets going what a stop had left."""
    with transaction(books) as connection:
        found = rescoring.read_what_it_means(connection, calling, request_id, rescoring_id)
    if found.state == WAITING:
        rescorer_of(request).wake()
    return RescoringAnswer.of(found)


def rescorer_of(request: Request) -> Rescorer:
    """What starts the working out from this process, begun by the first who asks."""
    state = request.app.state
    if getattr(state, "rescorer", None) is None:
        state.rescorer = Rescorer(state.settings)
    rescorer: Rescorer = state.rescorer
    return rescorer
