"""Keeps the workplaces that reviewers look at blind, and what each said of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa
from pydantic import TypeAdapter

from features.errors import NotFound
from serving.audit import AuditEvent
from serving.errors import Conflict
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.tables import case_comments, review_answers, review_cases
from serving.targeting.inspection_list import ListEntry, entry_json

__all__ = [
    "BlindCase",
    "CaseAnswer",
    "CaseComment",
    "answers_of",
    "case_of",
    "cases_of",
    "comments_of_case",
    "save_answer",
    "save_case_comment",
    "save_cases",
]

_ENTRY = TypeAdapter(ListEntry)


@dataclass(frozen=True)
class BlindCase:
    """A workplace under no name: its entry holds reasons, band and gaps alone."""

    number: int
    is_listed: bool
    entry: ListEntry


@dataclass(frozen=True)
class CaseAnswer:
    """What one reviewer said of a case, by name."""

    number: int
    reviewer: str
    reviewer_name: str
    said: str
    comment: str
    made_at: str


@dataclass(frozen=True)
class CaseComment:
    """Something written of a case to the other reviewers, by name."""

    id: str
    number: int
    author: str
    author_name: str
    comment: str
    made_at: str


def save_cases(
    connection: Connection, review: str, cases: Sequence[BlindCase], *, event: AuditEvent
) -> None:
    """Keep the cases of a review. Raises `Conflict` where it has some: they are drawn once.

    And where it had some: what was said of them is kept longer than they are, and would be
    taken for answers to these.
    """
    here = sa.select(sa.func.count()).select_from(review_cases)
    if connection.execute(here.where(review_cases.c.review == review)).scalar_one():
        raise Conflict("Cases were drawn for this review already.", "judge those")
    if answers_of(connection, review):
        raise Conflict(
            "Cases of this review were answered, and have been removed since.",
            "hand the model in again, and draw cases for that review",
        )
    assert event.time is not None  # set when the event was made
    rows = [
        {
            "review": review,
            "number": one.number,
            "is_listed": int(one.is_listed),
            "entry": entry_json(one.entry),
            "drawn_at": event.time.isoformat(),
        }
        for one in cases
    ]
    connection.execute(review_cases.insert(), rows)
    append(connection, replace(event, objects=(review, _content(rows)), rows=len(rows)))


def cases_of(connection: Connection, review: str) -> Sequence[BlindCase]:
    """The cases of a review, in their order; none before they are drawn, or once too old."""
    query = review_cases.select().where(review_cases.c.review == review)
    found = connection.execute(query.order_by(review_cases.c.number))
    return [
        BlindCase(row.number, bool(row.is_listed), _ENTRY.validate_json(row.entry))
        for row in found
    ]


def case_of(connection: Connection, review: str, number: int) -> BlindCase:
    """One of them; raises `NotFound`."""
    for one in cases_of(connection, review):
        if one.number == number:
            return one
    raise NotFound("There is no such case in the review.", "see the review's cases")


def save_answer(
    connection: Connection, review: str, answer: CaseAnswer, *, event: AuditEvent
) -> None:
    """Keep what a reviewer said. Raises `Conflict` for a second time: the first was blind."""
    mine = [x for x in answers_of(connection, review) if x.reviewer == answer.reviewer]
    if any(one.number == answer.number for one in mine):
        raise Conflict("You have answered that case already.", "go on to the next")
    connection.execute(
        review_answers.insert().values(
            review=review,
            number=answer.number,
            reviewer=answer.reviewer,
            reviewer_name=answer.reviewer_name,
            said=answer.said,
            comment=answer.comment,
            made_at=answer.made_at,
        )
    )
    append(connection, event)


def answers_of(connection: Connection, review: str) -> Sequence[CaseAnswer]:
    """Everything that was said of a review's cases, oldest first."""
    here = review_answers.c
    query = review_answers.select().where(here.review == review)
    return [
        CaseAnswer(
            row.number, row.reviewer, row.reviewer_name, row.said, row.comment, row.made_at
        )
        for row in connection.execute(query.order_by(here.made_at, here.number))
    ]


def save_case_comment(
    connection: Connection, review: str, comment: CaseComment, *, event: AuditEvent
) -> None:
    """Keep what someone wrote of a case, with its record."""
    connection.execute(case_comments.insert().values(review=review, **asdict(comment)))
    append(connection, replace(event, objects=(review, str(comment.number), comment.id)))


def comments_of_case(connection: Connection, review: str) -> Sequence[CaseComment]:
    """Everything that was written of a review's cases, oldest first."""
    here = case_comments.c
    query = case_comments.select().where(here.review == review)
    return [
        CaseComment(row.id, row.number, row.author, row.author_name, row.comment, row.made_at)
        for row in connection.execute(query.order_by(here.made_at, here.id))
    ]


def _content(rows: Sequence[dict[str, object]]) -> str:
    """SHA-256 of the cases as they were drawn."""
    lines = (json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
