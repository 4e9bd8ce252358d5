"""Disputed facts under /api/v1, for those who own them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from serving.planning import correcting
from serving.planning.correcting import Disputed
from serving.planning.vocabulary import Doubted, Wrong
from serving.store.database import transaction
from serving.web.asking import Books, Calling
from serving.web.preconditions import refuse_unknown
from serving.web.problems import PROBLEMS, WRITING
from serving.web.schemas import Bilingual

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses={**PROBLEMS, **WRITING},
    dependencies=[Depends(refuse_unknown)],
    tags=["requests"],
)

RequestId = Annotated[str, Path(max_length=40, examples=["5f0c9d1e2b3a4c5d"])]


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
