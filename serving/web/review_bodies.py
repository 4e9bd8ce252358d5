"""What the API takes and gives of reviews of models."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from serving.reviewing.acting import MOST, Seen
from serving.reviewing.history import Told
from serving.reviewing.rules import Decision, Review, Vote, expires_on

__all__ = [
    "CommentBody",
    "HistoryAnswer",
    "Made",
    "Promoted",
    "ReviewAnswer",
    "SubmitBody",
    "VoteBody",
]


class CheckAnswer(BaseModel):
    """One check: passes, fails or cannot_tell, and why."""

    name: str
    verdict: str
    says: str


class VoteAnswer(BaseModel):
    """What one reviewer said, by name."""

    reviewer: str
    authority: str
    decision: str
    conditions: str
    comment: str
    valid_until: date
    at: str

    @classmethod
    def of(cls, one: Vote) -> VoteAnswer:
        return cls(
            reviewer=one.reviewer_name,
            authority=one.authority,
            decision=one.decision.value,
            conditions=one.conditions,
            comment=one.comment,
            valid_until=one.valid_until,
            at=one.at.isoformat(),
        )


class CommentAnswer(BaseModel):
    """Something written in a review."""

    author: str
    comment: str
    at: str


class ReviewAnswer(BaseModel):
    """A review; `hidden` votes and comments are shown once one's own vote is in."""

    id: str
    model: str
    evidence: str
    name: str
    version: str
    invented: bool
    state: str
    submitter: str
    submitted_at: str
    trainers: tuple[str, ...]
    valid_until: date | None
    checks: tuple[CheckAnswer, ...]
    votes: tuple[VoteAnswer, ...]
    comments: tuple[CommentAnswer, ...]
    hidden: int

    @classmethod
    def of(cls, seen: Seen) -> ReviewAnswer:
        one: Review = seen.review
        return cls(
            id=one.id,
            model=one.model,
            evidence=one.evidence,
            name=one.name,
            version=one.version,
            invented=one.invented,
            state=seen.state.value,
            submitter=one.submitter_name,
            submitted_at=one.at.isoformat(),
            trainers=one.trainers,
            valid_until=expires_on(one.votes),
            checks=tuple(
                CheckAnswer(name=x.name, verdict=x.verdict.value, says=x.says)
                for x in one.checks
            ),
            votes=tuple(VoteAnswer.of(x) for x in one.votes),
            comments=tuple(
                CommentAnswer(author=x.author_name, comment=x.comment, at=x.made_at)
                for x in seen.comments
            ),
            hidden=seen.hidden,
        )


class UseAnswer(BaseModel):
    """A list that was made on an approval."""

    list: str
    centre: str
    week: str
    digest: str
    at: str


class HistoryAnswer(BaseModel):
    """A review and the lists made on it."""

    review: ReviewAnswer
    lists: tuple[UseAnswer, ...]

    @classmethod
    def of(cls, told: Told) -> HistoryAnswer:
        return cls(
            review=ReviewAnswer.of(told.seen),
            lists=tuple(
                UseAnswer(
                    list=x.list_id,
                    centre=x.centre,
                    week=x.week,
                    digest=x.list_digest,
                    at=x.made_at,
                )
                for x in told.uses
            ),
        )


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SubmitBody(_Body):
    """Who trained the model, beside the account its run names; by account or person's id."""

    trainers: tuple[Annotated[str, Field(max_length=100)], ...] = Field(
        default=(), max_length=20
    )


class VoteBody(_Body):
    """A vote. Conditions go with `approve_with_conditions`; a stop says why in `comment`."""

    decision: Decision
    conditions: str = Field(default="", max_length=MOST)
    comment: str = Field(default="", max_length=MOST)
    valid_until: date | None = None


class CommentBody(_Body):
    """Something to write in a review."""

    comment: str = Field(min_length=1, max_length=MOST)


class Made(BaseModel):
    """What was made, and where the review then stands."""

    id: str
    state: str = Field(examples=["open"])


class Promoted(BaseModel):
    """The version that is champion from now on."""

    version: str
