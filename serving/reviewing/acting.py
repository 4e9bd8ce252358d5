"""What people do with a review: hand a model in, vote, comment, stop, read; each recorded."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from features.errors import BadOption
from serving.access.callers import Caller, SignedIn
from serving.access.rights import Action, Role, Thing
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.errors import Conflict, NotAllowed
from serving.logs import redact
from serving.reviewing.handed_in import Found, checks_of
from serving.reviewing.rules import (
    OPERATOR,
    Decision,
    Person,
    Review,
    State,
    Verdict,
    Vote,
    check_vote,
    governing,
    state_of,
)
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.people import provider_of
from serving.store.reviews import (
    Comment,
    comments_of,
    review_of,
    reviews_of,
    save_comment,
    save_review,
    save_vote,
)

__all__ = [
    "USUAL",
    "Seen",
    "comment",
    "read_review",
    "read_reviews",
    "seen_by",
    "seen_whole",
    "submit",
    "vote",
]

USUAL = timedelta(days=365)  # how long an approval holds unless its reviewer says shorter
MUST_PASS = ("files", "cutoff")  # without these nobody can say what was approved
MOST = 4000  # characters of what somebody writes


@dataclass(frozen=True)
class Seen:
    """A review as someone may see it; `hidden` votes and comments of others wait for theirs."""

    review: Review
    state: State
    comments: Sequence[Comment]
    hidden: int = 0


def submit(
    connection: Connection,
    caller: Caller,
    found: Found,
    *,
    name: str,
    version: str = "",
    trainers: Sequence[str] = (),
    audits: Sequence[Path | None] = (),
    contact: str,
) -> Review:
    """Hand a model in: its checks are run, and whatever was approved of it before is void.

    `trainers` are those who trained it, beside the account that the run names; `audits` are
    files of group audits, None where there is none; `contact` is whom the public can turn to,
    without whom nobody approves a model of real data. Raises
    `BadOption` when nobody is named at all, `Conflict` when the files are not what they say.
    """
    errand = caller.allow(Action.SUBMIT_MODEL, Thing())
    person = person_of(connection, caller)
    named = tuple(dict.fromkeys(x.strip() for x in (found.trained_by, *trainers) if x.strip()))
    if not named:
        raise BadOption(
            "Nobody is named as having trained the model, so nobody can be kept from"
            " approving it.",
            "name them: --trained-by ACCOUNT",
        )
    if found.name and found.name != name:
        raise Conflict(f"The model was trained as {found.name}, not {name}.", "choose another")
    checks = checks_of(found, *audits, contact=contact)
    broken = [
        one for one in checks if one.name in MUST_PASS and one.verdict is not Verdict.PASSES
    ]
    if broken:
        told = "; ".join(one.says for one in broken)
        raise Conflict(f"The model cannot be reviewed: {told}.", "train it anew")
    review = Review(
        id=f"r{secrets.token_hex(6)}",
        name=name,
        model=found.model,
        version=version or found.folder.parent.name,
        evidence=found.evidence,
        checks=checks,
        invented=found.invented,
        submitter=person.id,
        submitter_name=person.name,
        trainers=named,
        at=moment(),
    )
    save_review(connection, review, event=errand.event(EventType.MODEL_SUBMITTED, (), 1))
    return review


def vote(
    connection: Connection,
    caller: Caller,
    review_id: str,
    decision: Decision,
    *,
    conditions: str = "",
    said: str = "",
    valid_until: date | None = None,
) -> Review:
    """Approve or stop a model, by name; the review as it then stands.

    Only the newest review of a model can be voted on. Raises as `rules.check_vote`, and
    `NotAllowed` for whoever is not signed in as a person.
    """
    errand = caller.allow(Action.REVIEW_MODEL, Thing())
    if not isinstance(caller, SignedIn):
        raise NotAllowed(
            "A reviewer is a named person, and the machine's operator is none here.",
            "make a token at /api/v1/tokens and give --token FILE",
        )
    person, at = person_of(connection, caller), moment()
    review = review_of(connection, review_id)
    newest = governing(reviews_of(connection, model=review.model), review.evidence)
    if newest is not None and newest.id != review.id:
        raise Conflict("The model was handed in again since.", f"vote on review {newest.id}")
    until = valid_until or at.date() + USUAL
    check_vote(
        review,
        person,
        decision,
        conditions=conditions,
        comment=said,
        valid_until=until,
        today=at.date(),
    )
    _refuse_text(conditions, said)
    made = Vote(
        id=f"v{secrets.token_hex(6)}",
        reviewer=person.id,
        reviewer_name=person.name,
        authority=person.authority,
        issuer=person.issuer,
        decision=decision,
        conditions=conditions.strip(),
        comment=said.strip(),
        valid_until=until,
        at=at,
    )
    stops = decision is Decision.STOP
    kind = EventType.MODEL_STOPPED if stops else EventType.MODEL_VOTED
    save_vote(connection, review.id, made, event=errand.event(kind, (), 1))
    return review_of(connection, review.id)


def comment(connection: Connection, caller: Caller, review_id: str, text: str) -> str:
    """Write in a review; the id of what was written."""
    errand = caller.allow(Action.COMMENT_REVIEW, Thing())
    review = review_of(connection, review_id)
    if not text.strip():
        raise BadOption("The comment is empty.", "write something")
    _refuse_text(text)
    person = person_of(connection, caller)
    made = Comment(
        f"c{secrets.token_hex(6)}", person.id, person.name, text.strip(), moment().isoformat()
    )
    event = errand.event(EventType.REVIEW_COMMENTED, (), 1)
    save_comment(connection, review.id, made, event=event)
    return made.id


def read_review(
    connection: Connection,
    caller: Caller,
    review_id: str,
    kind: EventType = EventType.REVIEW_READ,
) -> Seen:
    """A review with its votes and comments.

    A reviewer who has not voted sees of an open review that there are votes, not which: each
    judges for themselves first.
    """
    errand = caller.allow(Action.READ_REVIEW, Thing())
    review = review_of(connection, review_id)
    append(connection, errand.event(kind, (review.id,), 1))
    return seen_by(connection, caller, review)


def read_reviews(connection: Connection, caller: Caller, model: str | None) -> Sequence[Seen]:
    """Every review, or a model's, newest first."""
    errand = caller.allow(Action.READ_REVIEW, Thing())
    found = reviews_of(connection, model=model)
    told = tuple(one.id for one in found)
    append(connection, errand.event(EventType.REVIEW_READ, told, len(found)))
    return [seen_by(connection, caller, one) for one in found]


def seen_whole(review: Review) -> Seen:
    """A review with nothing hidden and no comments, for whoever has just acted on it."""
    return Seen(review, state_of(review, moment().date()), ())


def person_of(connection: Connection, caller: Caller) -> Person:
    """Who acts, with every name that they may have trained a model under."""
    if not isinstance(caller, SignedIn):
        return Person(
            f"{OPERATOR}{caller.name}", caller.name, known_as=frozenset({caller.name})
        )
    user = caller.user
    issuer, subject = provider_of(connection, user.id)
    return Person(
        id=user.id,
        name=user.name,
        authority=user.authority.value,
        issuer=issuer,
        known_as=frozenset({subject}),
        is_analyst=Role.ANALYST in user.roles,
    )


def seen_by(connection: Connection, caller: Caller, review: Review) -> Seen:
    """A review as this caller may see it: each reviewer judges an open one for themselves."""
    state = state_of(review, moment().date())
    said = comments_of(connection, review.id)
    if not isinstance(caller, SignedIn) or state is not State.OPEN:
        return Seen(review, state, said)
    own = caller.user.id
    if Role.REVIEWER not in caller.user.roles or any(
        one.reviewer == own for one in review.votes
    ):
        return Seen(review, state, said)
    mine = tuple(one for one in said if one.author == own)
    others = len(review.votes) + len(said) - len(mine)
    return Seen(replace(review, votes=()), state, mine, others)


def _refuse_text(*texts: str) -> None:
    longest = max(map(len, texts))
    if longest > MOST:
        raise BadOption(f"A text has {longest} characters; allowed are {MOST}.", "shorten it")
    if any(redact(text) != text for text in texts):  # what is written here is kept for ever
        raise BadOption(
            "A text holds what looks like an identity number.", "leave the number out"
        )
