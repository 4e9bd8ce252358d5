"""Keeps what was said of models, and holds it against the audit log that vouches for it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent, Record, verify
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Check, Decision, Review, Verdict, Vote
from serving.store.audit_log import append, ends, records
from serving.store.database import Connection
from serving.store.tables import review_comments, review_uses, review_votes, reviews

__all__ = [
    "Comment",
    "Use",
    "Vouched",
    "check_reviews",
    "comments_of",
    "review_of",
    "reviews_of",
    "save_comment",
    "save_review",
    "save_uses",
    "save_vote",
    "uses_of",
    "vouch",
]


@dataclass(frozen=True)
class Comment:
    """Something written in a review."""

    id: str
    author: str
    author_name: str
    comment: str
    made_at: str


@dataclass(frozen=True)
class Use:
    """That a list was made with a model, on the approval that `review` is."""

    list_id: str
    centre: str
    week: str
    list_digest: str
    model: str
    review: str
    made_at: str


@dataclass(frozen=True)
class Vouched:
    """The log, read once from end to end: what is wrong, and what time it is by it.

    `latest` is the latest moment on any record, whatever the clock says now; `first` the
    oldest record that is kept; `restored` the number of the last restoration from a copy.
    """

    faults: tuple[str, ...]
    latest: datetime | None
    first: int
    restored: int


def save_review(connection: Connection, review: Review, *, event: AuditEvent) -> None:
    """Keep a model that was handed in. The record is bound to the row by its digest."""
    row = {
        "id": review.id,
        "name": review.name,
        "model": review.model,
        "version": review.version,
        "evidence": review.evidence,
        "checks": json.dumps([asdict(one) for one in review.checks], ensure_ascii=False),
        "invented": int(review.invented),
        "submitter": review.submitter,
        "submitter_name": review.submitter_name,
        "trainers": json.dumps(review.trainers, ensure_ascii=False),
        "submitted_at": review.at.isoformat(),
    }
    told = replace(event, objects=(review.id, review.model, _content([row])))
    connection.execute(reviews.insert().values(**row, record=append(connection, told).number))


def save_vote(connection: Connection, review: str, vote: Vote, *, event: AuditEvent) -> None:
    """Keep what a reviewer said, with its record."""
    row = {
        "id": vote.id,
        "review": review,
        "reviewer": vote.reviewer,
        "reviewer_name": vote.reviewer_name,
        "authority": vote.authority,
        "issuer": vote.issuer,
        "decision": vote.decision.value,
        "conditions": vote.conditions,
        "comment": vote.comment,
        "valid_until": vote.valid_until.isoformat(),
        "voted_at": vote.at.isoformat(),
    }
    told = replace(event, objects=(review, vote.decision.value, _content([row])))
    number = append(connection, told).number
    connection.execute(review_votes.insert().values(**row, record=number))


def save_comment(
    connection: Connection, review: str, comment: Comment, *, event: AuditEvent
) -> None:
    """Keep what someone wrote in a review, with its record."""
    row = {"review": review, **asdict(comment)}
    told = replace(event, objects=(review, comment.id, _content([row])))
    number = append(connection, told).number
    connection.execute(review_comments.insert().values(**row, record=number))


def save_uses(connection: Connection, uses: Sequence[Use], *, event: AuditEvent) -> None:
    """Keep on which approval lists were made; those that are known already stay as they are."""
    known = set(connection.execute(sa.select(review_uses.c.list_id)).scalars())
    rows = [asdict(one) for one in uses if one.list_id not in known]
    if not rows:
        return
    objects = (rows[0]["review"], rows[0]["model"], _content(rows))
    number = append(connection, replace(event, objects=objects, rows=len(rows))).number
    connection.execute(review_uses.insert(), [{**row, "record": number} for row in rows])


def reviews_of(connection: Connection, *, model: str | None = None) -> Sequence[Review]:
    """Every review, of one model when a digest is given, newest first, with its votes."""
    query = reviews.select().order_by(reviews.c.record.desc())
    if model is not None:
        query = query.where(reviews.c.model == model)
    return [_review(connection, row) for row in connection.execute(query).all()]


def review_of(connection: Connection, review: str) -> Review:
    """One review with its votes; raises `NotFound`."""
    row = connection.execute(reviews.select().where(reviews.c.id == review)).first()
    if row is None:
        raise NotFound("There is no such review.", "see: lykta reviews show")
    return _review(connection, row)


def comments_of(connection: Connection, review: str) -> Sequence[Comment]:
    """What was written in a review, oldest first."""
    here = review_comments.c
    query = sa.select(here.id, here.author, here.author_name, here.comment, here.made_at)
    found = connection.execute(query.where(here.review == review).order_by(here.record))
    return [Comment(*row) for row in found]


def uses_of(
    connection: Connection, *, list_id: str | None = None, model: str | None = None
) -> Sequence[Use]:
    """Which lists were made on which approval: one list's, or a model's, newest first."""
    here = review_uses.c
    query = review_uses.select().order_by(here.record.desc(), here.list_id)
    if list_id is not None:
        query = query.where(here.list_id == list_id)
    if model is not None:
        query = query.where(here.model == model)
    rows = connection.execute(query).mappings()
    return [Use(**{name: row[name] for name in Use.__annotations__}) for row in rows]


def vouch(connection: Connection) -> Vouched:
    """Read the whole log: is it whole, and does it say what the rows of reviews say?

    Finds a row changed, added, or taken away behind our back. Takes time with the length of
    the log, and is asked for once a night.
    """
    kept = ends(connection)
    told: dict[int, str] = {}
    seen: dict[str, Any] = {"latest": None, "restored": 0}

    def passing() -> Iterator[Record]:
        for record in records(connection):
            at = record.event.time
            if at is not None and (seen["latest"] is None or at > seen["latest"]):
                seen["latest"] = at
            if record.event.type is EventType.STORE_RESTORED:
                seen["restored"] = record.number
            if record.event.type in _VOUCHING and record.event.objects:
                told[record.number] = record.event.objects[-1]
            yield record

    try:
        faults = list(
            verify(
                passing(),
                count=kept.count,
                head=kept.digest,
                first=kept.first,
                before=kept.before,
            )
        )
    except BadOption as unreadable:  # a row that we cannot have written
        faults = [unreadable.message]
    faults += _unlike(connection, told, kept.first)
    return Vouched(tuple(faults), seen["latest"], kept.first, seen["restored"])


_VOUCHING = frozenset({
    EventType.MODEL_SUBMITTED,
    EventType.MODEL_VOTED,
    EventType.MODEL_STOPPED,
    EventType.REVIEW_COMMENTED,
    EventType.MODEL_USED,
})  # fmt: skip


def check_reviews(connection: Connection) -> Sequence[str]:
    """Every row and record of reviews that do not fit each other, in words."""
    told = {
        one.number: one.event.objects[-1]
        for one in records(connection)
        if one.event.type in _VOUCHING and one.event.objects
    }
    return list(_unlike(connection, told, ends(connection).first))


def _unlike(connection: Connection, told: Mapping[int, str], first: int) -> Iterator[str]:
    """Rows that do not say what was recorded, and records whose rows are gone, in words."""
    left = dict(told)
    for table in (reviews, review_votes, review_comments, review_uses):
        by_record: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in connection.execute(table.select()).mappings():
            by_record[row["record"]].append(
                {name: value for name, value in row.items() if name != "record"}
            )
        for number, rows in sorted(by_record.items()):
            if 0 < number < first:
                continue  # its record is as old as retention lets records be
            digest = left.pop(number, None)
            if digest is None:
                yield f"a row of {table.name} was never recorded"
            elif digest != _content(rows):
                yield f"what record {number} told of in {table.name} has been changed"
    for number in sorted(left):
        yield f"what record {number} told of a review is gone"


def _content(rows: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of rows as canonical JSON, in no order of theirs."""
    lines = sorted(json.dumps(dict(row), sort_keys=True, ensure_ascii=False) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _review(connection: Connection, row: sa.Row[Any]) -> Review:
    here = review_votes.c
    query = review_votes.select().where(here.review == row.id).order_by(here.record, here.id)
    return Review(
        id=row.id,
        name=row.name,
        model=row.model,
        version=row.version,
        evidence=row.evidence,
        checks=tuple(
            Check(one["name"], Verdict(one["verdict"]), one["says"])
            for one in json.loads(row.checks)
        ),
        invented=bool(row.invented),
        submitter=row.submitter,
        submitter_name=row.submitter_name,
        trainers=tuple(json.loads(row.trainers)),
        at=datetime.fromisoformat(row.submitted_at),
        votes=tuple(_vote(one) for one in connection.execute(query)),
        record=row.record,
    )


def _vote(row: sa.Row[Any]) -> Vote:
    return Vote(
        id=row.id,
        reviewer=row.reviewer,
        reviewer_name=row.reviewer_name,
        authority=row.authority,
        issuer=row.issuer,
        decision=Decision(row.decision),
        conditions=row.conditions,
        comment=row.comment,
        valid_until=date.fromisoformat(row.valid_until),
        at=datetime.fromisoformat(row.voted_at),
        record=row.record,
    )
