"""Whether a model may be used, by what the store, its log, its seals and the clock say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from features.errors import LyktaError
from serving.access.demo_people import ISSUER
from serving.reviewing.rules import (
    REVIEWERS,
    Decision,
    Review,
    State,
    approvals,
    expires_on,
    governing,
    state_of,
)
from serving.reviewing.witness import witness_fault
from serving.sealing import public_key, read_seals
from serving.settings import Settings
from serving.store.database import Connection
from serving.store.reviews import Vouched, reviews_of, vouch
from serving.store.seals import check_stored_seals, seals

__all__ = ["Asked", "Standing", "conditions", "standing_of"]


@dataclass(frozen=True)
class Asked:
    """A model that somebody is about to use: both digests as computed from its files.

    `invented` says whether what it is to score is; `is_dev` whether people sign in as invented
    persons.
    """

    name: str
    model: str
    evidence: str
    invented: bool
    is_dev: bool


@dataclass(frozen=True)
class Standing:
    """The newest review of a model, and every condition that is not met, a sentence each.

    `untrue` are those that no vote mends: the store, the files or the clock are not what they
    should be. `waiting` are those that reviewers can meet.
    """

    review: Review | None
    untrue: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def unmet(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.untrue, *self.waiting)

    @property
    def is_under_review(self) -> bool:
        """Whether it may be looked at, though not used: nobody has stopped it."""
        return self.review is not None and not self.untrue and not self._is_stopped

    @property
    def _is_stopped(self) -> bool:
        votes = self.review.votes if self.review else ()
        return any(one.decision is Decision.STOP for one in votes)


def standing_of(
    connection: Connection, settings: Settings, asked: Asked, now: datetime
) -> Standing:
    """Where a model stands. Reads the whole log, so that nothing in it can be made up."""
    vouched = vouch(connection)
    faults = list(vouched.faults)
    faults += _seal_faults(connection, settings)
    faults += witness_fault(connection, settings.mlruns)
    newest = governing(reviews_of(connection, model=asked.model), asked.evidence)
    return conditions(newest, replace(vouched, faults=tuple(faults)), asked, now)


def conditions(
    review: Review | None, vouched: Vouched, asked: Asked, now: datetime
) -> Standing:
    """The conditions that are not met, from everything that is known."""
    untrue = []
    if vouched.faults:
        untrue.append(
            f"the store is not what its log says: {len(vouched.faults)} faults, the first:"
            f" {vouched.faults[0]}"
        )
    if vouched.latest is not None and now < vouched.latest:
        untrue.append(
            f"the clock says {now.isoformat()}, and the log has a record of"
            f" {vouched.latest.isoformat()}: it has been moved back"
        )
    if review is None:
        return Standing(None, tuple(untrue), ("nobody has handed this model in for review",))
    if review.name != asked.name:
        untrue.append(f"it was reviewed as {review.name}, not {asked.name}")
    if review.evidence != asked.evidence:
        untrue.append("the files beside the model are not those that were reviewed")
    if review.invented and not asked.invented:
        untrue.append("it was trained on the invented country, and the data are real")
    return Standing(review, tuple(untrue), tuple(_waiting(review, vouched, asked, now)))


def _waiting(review: Review, vouched: Vouched, asked: Asked, now: datetime) -> Sequence[str]:
    """What two reviewers have still to do."""
    # Invented reviewers approve what is invented alone, and only where nobody else signs in.
    is_play = asked.invented and review.invented and asked.is_dev
    ignored = frozenset() if is_play else frozenset({ISSUER})
    # A copy may be older than a stop, as it may be than the withdrawal of a token.
    since = max(vouched.restored + 1, vouched.first)
    counted = replace(
        review,
        votes=tuple(
            one for one in review.votes if one.decision is Decision.STOP or one.record >= since
        ),
    )
    today = max(filter(None, (now, vouched.latest))).date()
    match state_of(counted, today, ignored=ignored):
        case State.STOPPED:
            stopped = next(x for x in review.votes if x.decision is Decision.STOP)
            return [f"it was stopped on {stopped.at.date()}"]
        case State.EXPIRED:
            until = expires_on(approvals(counted, ignored=ignored))
            return [f"its approval expired on {until}"]
        case State.OPEN:
            there = len(approvals(counted, ignored=ignored))
            left_out = len(approvals(review)) - there
            aside = (
                f"; {left_out} given before a restoration, or by invented reviewers, count"
                " no longer"
                if left_out
                else ""
            )
            return [f"{there} of {REVIEWERS} reviewers have approved it{aside}"]
        case _:
            return []


def _seal_faults(connection: Connection, settings: Settings) -> Sequence[str]:
    """What does not fit the seals kept in the store and in the workspace."""
    folder = settings.workspace / "seals"
    try:
        elsewhere = read_seals(folder) if any(folder.glob("*.json")) else ()
        if not elsewhere and not seals(connection):
            return []
        beside = settings.audit_key or settings.workspace / "audit-key.pem"
        return check_stored_seals(connection, public_key(beside.with_suffix(".pub")), elsewhere)
    except LyktaError as fault:
        return [fault.message]
