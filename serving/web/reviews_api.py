"""Reviews of models under /api/v1: hand in, vote, comment, stop, promote, look back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from features.country import read_country
from serving.access.rights import Action, Thing
from serving.reviewing import acting
from serving.reviewing.handed_in import find_model, kept_audit
from serving.reviewing.history import history_of
from serving.reviewing.promoting import mirror, promote
from serving.reviewing.rules import Review
from serving.reviewing.witness import remember
from serving.settings import Settings
from serving.store.database import transaction
from serving.web.asking import Books, Calling
from serving.web.preconditions import IdempotencyKey, once, refuse_unknown
from serving.web.problems import PROBLEMS, WRITING
from serving.web.review_bodies import (
    CommentBody,
    HistoryAnswer,
    Made,
    Promoted,
    ReviewAnswer,
    SubmitBody,
    VoteBody,
)

__all__ = ["Digest", "ReviewId", "router"]

router = APIRouter(
    prefix="/api/v1",
    responses=dict(PROBLEMS),
    dependencies=[Depends(refuse_unknown)],
    tags=["reviews"],
)

Digest = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$", examples=["5e5e5e5e"])]
ReviewId = Annotated[str, Path(max_length=40, examples=["r5f0c9d1e2b3a"])]
AboutId = Annotated[str, Path(max_length=80, examples=["2026-W48-vast-1f0c9d1e"])]


@router.get("/model-versions/{digest}/reviews", operation_id="listReviews")
def list_reviews(digest: Digest, books: Books, calling: Calling) -> list[ReviewAnswer]:
    """Every review of a model, newest first."""
    with transaction(books) as connection:
        found = acting.read_reviews(connection, calling, digest)
    return [ReviewAnswer.of(one) for one in found]


@router.post(
    "/model-versions/{digest}/reviews",
    operation_id="submitModel",
    response_model=Made,
    responses=dict(WRITING),
    status_code=201,
)
def submit_model(
    request: Request,
    digest: Digest,
    body: SubmitBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Hand a model in: its checks are run, and what was approved of it before is void."""
    settings: Settings = request.app.state.settings
    calling.allow(Action.SUBMIT_MODEL, Thing())  # before anything is looked for
    name = f"lykta-{read_country(settings.country).name}"
    found = find_model(settings.mlruns, digest)
    answer = once(
        books,
        calling,
        idempotency_key,
        f"submitModel {digest} {body.model_dump_json()}",
        lambda _: calling.allow(Action.SUBMIT_MODEL, Thing()),
        lambda connection: _made(
            acting.submit(
                connection,
                calling,
                found,
                name=name,
                trainers=body.trainers,
                audits=(kept_audit(settings.workspace, name, found.model),),
                contact=settings.contact,
            )
        ),
    )
    remember(books, settings.mlruns)
    return answer


@router.get("/reviews/{review_id}", operation_id="getReview")
def get_review(review_id: ReviewId, books: Books, calling: Calling) -> ReviewAnswer:
    """One review with its checks, votes and comments."""
    with transaction(books) as connection:
        return ReviewAnswer.of(acting.read_review(connection, calling, review_id))


@router.post(
    "/reviews/{review_id}/votes",
    operation_id="voteOnModel",
    response_model=Made,
    responses=dict(WRITING),
    status_code=201,
)
def vote_on_model(
    request: Request,
    review_id: ReviewId,
    body: VoteBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Approve, approve with conditions, or stop a model, by name."""
    answer = once(
        books,
        calling,
        idempotency_key,
        f"voteOnModel {review_id} {body.model_dump_json()}",
        lambda _: calling.allow(Action.REVIEW_MODEL, Thing()),
        lambda connection: _made(
            acting.vote(
                connection,
                calling,
                review_id,
                body.decision,
                conditions=body.conditions,
                said=body.comment,
                valid_until=body.valid_until,
            )
        ),
    )
    remember(books, request.app.state.settings.mlruns)
    return answer


@router.post(
    "/reviews/{review_id}/comments",
    operation_id="commentOnReview",
    response_model=Made,
    responses=dict(WRITING),
    status_code=201,
)
def comment_on_review(
    review_id: ReviewId,
    body: CommentBody,
    books: Books,
    calling: Calling,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Write in a review."""
    return once(
        books,
        calling,
        idempotency_key,
        f"commentOnReview {review_id} {body.model_dump_json()}",
        lambda _: calling.allow(Action.COMMENT_REVIEW, Thing()),
        lambda connection: Made(
            id=acting.comment(connection, calling, review_id, body.comment), state=""
        ),
    )


@router.post(
    "/model-versions/{digest}/promotion",
    operation_id="promoteModel",
    responses=dict(WRITING),
)
def promote_model(request: Request, digest: Digest, books: Books, calling: Calling) -> Promoted:
    """Make an approved model the one that serves; 409 with every condition not met."""
    settings: Settings = request.app.state.settings
    calling.allow(Action.PROMOTE_MODEL, Thing())
    name = f"lykta-{read_country(settings.country).name}"
    found = find_model(settings.mlruns, digest)
    review = promote(books, calling, settings, found, name)
    return Promoted(version=mirror(settings.mlruns, review, champion=True))


@router.get("/review-history/{about}", operation_id="getReviewHistory")
def get_review_history(about: AboutId, books: Books, calling: Calling) -> list[HistoryAnswer]:
    """Which model made a list, who approved it and on what evidence; or the same of a model."""
    with transaction(books) as connection:
        return [HistoryAnswer.of(one) for one in history_of(connection, calling, about)]


def _made(review: Review) -> Made:
    return Made(id=review.id, state=acting.seen_whole(review).state.value)
