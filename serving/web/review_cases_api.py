"""The cases that reviewers look at blind, under /api/v1: as the pages show them, no sooner."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from serving.access.rights import Action, Thing
from serving.reviewing.acting import MOST
from serving.reviewing.blind import (
    Judged,
    Progress,
    SeenCase,
    judge,
    read_case,
    read_cases,
    talk_of,
)
from serving.store.database import Connection, transaction
from serving.store.review_cases import CaseAnswer
from serving.web.asking import Books, Calling
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING
from serving.web.review_bodies import CommentBody, Made
from serving.web.reviews_api import ReviewId
from serving.web.schemas import Bilingual, Reason

__all__ = ["router"]

router = APIRouter(
    prefix="/api/v1",
    responses=dict(PROBLEMS),
    dependencies=[Depends(refuse_unknown)],
    tags=["reviews"],
)

Number = Annotated[int, Path(ge=1, le=10_000)]


class Said(BaseModel):
    """What one reviewer said of a case."""

    reviewer: str
    said: Judged
    comment: str
    at: str

    @classmethod
    def of(cls, one: CaseAnswer) -> Said:
        return cls(
            reviewer=one.reviewer_name,
            said=Judged(one.said),
            comment=one.comment,
            at=one.made_at,
        )


class Written(BaseModel):
    """Something written of a case to the others who have answered it."""

    author: str
    comment: str
    at: str


class ReviewCase(BaseModel):
    """A workplace under no name; band, listed, others and talk once one has answered."""

    number: int
    reasons: tuple[Reason, ...]
    others_weigh: int = Field(description="How many facts weigh under 3 % each")
    missing: tuple[Bilingual, ...] = Field(description="What the registers did not say")
    band: int | None = Field(description="1 is the highest")
    listed: bool | None = Field(description="Whether the model had listed it")
    own: Said | None
    others: tuple[Said, ...]
    talk: tuple[Written, ...]

    @classmethod
    def of(cls, seen: SeenCase) -> ReviewCase:
        return cls(
            number=seen.number,
            reasons=tuple(Reason.of(one) for one in seen.entry.reasons),
            others_weigh=seen.entry.rest.count,
            missing=tuple(Bilingual.of(gap) for gap in seen.entry.gaps),
            band=None if seen.band is None else int(seen.band),
            listed=seen.is_listed,
            own=Said.of(seen.own) if seen.own else None,
            others=tuple(Said.of(one) for one in seen.others),
            talk=tuple(
                Written(author=one.author_name, comment=one.comment, at=one.made_at)
                for one in seen.talk
            ),
        )


class ReviewCases(BaseModel):
    """The cases' numbers, and those one has answered; the others' content waits."""

    numbers: tuple[int, ...]
    left: tuple[int, ...]
    answered: tuple[ReviewCase, ...]

    @classmethod
    def of(cls, found: Progress) -> ReviewCases:
        return cls(
            numbers=found.numbers,
            left=found.left,
            answered=tuple(ReviewCase.of(one) for one in found.seen),
        )


class AnswerBody(BaseModel):
    """Whether one would visit the place, of its reasons alone."""

    model_config = ConfigDict(extra="forbid")

    said: Judged
    comment: str = Field(default="", max_length=MOST)


@router.get("/reviews/{review_id}/cases", operation_id="listReviewCases")
def list_review_cases(review_id: ReviewId, books: Books, calling: Calling) -> ReviewCases:
    """How far one has come with the cases of a review."""
    with transaction(books) as connection:
        return ReviewCases.of(read_cases(connection, calling, review_id))


@router.get("/reviews/{review_id}/cases/{number}", operation_id="getReviewCase")
def get_review_case(
    review_id: ReviewId, number: Number, books: Books, calling: Calling
) -> ReviewCase:
    """One case, blind until one has answered it."""
    with transaction(books) as connection:
        return ReviewCase.of(read_case(connection, calling, review_id, number))


@router.post(
    "/reviews/{review_id}/cases/{number}/answer",
    operation_id="answerReviewCase",
    response_model=ReviewCase,
    responses=dict(WRITING),
    status_code=201,
)
def answer_review_case(
    review_id: ReviewId,
    number: Number,
    body: AnswerBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Say what one thinks, once: band, whether it was listed and the others' answers follow."""

    def answer(connection: Connection) -> ReviewCase:
        judge(connection, calling, review_id, number, body.said, body.comment)
        return ReviewCase.of(read_case(connection, calling, review_id, number))

    return once(
        books,
        calling,
        idempotency_key,
        f"answerReviewCase {review_id} {number} {body.model_dump_json()}",
        lambda _: calling.allow(Action.REVIEW_MODEL, Thing()),
        answer,
    )


@router.post(
    "/reviews/{review_id}/cases/{number}/comments",
    operation_id="commentOnReviewCase",
    response_model=Made,
    responses=dict(WRITING),
    status_code=201,
)
def comment_on_review_case(
    review_id: ReviewId,
    number: Number,
    body: CommentBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Write of a case to those who have answered it too; 409 before one's own answer."""
    return once(
        books,
        calling,
        idempotency_key,
        f"commentOnReviewCase {review_id} {number} {body.model_dump_json()}",
        lambda _: calling.allow(Action.REVIEW_MODEL, Thing()),
        lambda connection: Made(
            id=talk_of(connection, calling, review_id, number, body.comment), state=""
        ),
    )
