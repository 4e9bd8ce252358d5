"""The rules of the gate: who may vote, what an approval is, and what is still unmet.

Pure functions: what has been said comes in, and whether a model may be used comes out.
`interface.md` 5.2: four eyes, none of them the submitter's; `domain.md` 7 and issue 7, point 6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from features.errors import BadOption
from serving.errors import Conflict, NotAllowed

__all__ = [
    "LONGEST",
    "OPERATOR",
    "REVIEWERS",
    "Check",
    "Decision",
    "Person",
    "Review",
    "State",
    "Verdict",
    "Vote",
    "approvals",
    "check_vote",
    "expires_on",
    "governing",
    "state_of",
]

REVIEWERS = 2
OPERATOR = "operator:"  # before the account of whoever types on the machine itself
LONGEST = timedelta(days=366)  # an approval ends with the model's yearly review at the latest


class Verdict(StrEnum):
    """What a check says; the third is not the first."""

    PASSES = "passes"
    FAILS = "fails"
    CANNOT_TELL = "cannot_tell"


class Decision(StrEnum):
    """What a reviewer says of a model."""

    APPROVE = "approve"
    CONDITIONS = "approve_with_conditions"
    STOP = "stop"


class State(StrEnum):
    """Where a review stands."""

    OPEN = "open"  # checks have been run; two reviewers are waited for
    APPROVED = "approved"
    CONDITIONAL = "approved_with_conditions"
    STOPPED = "stopped"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Check:
    """One check of a model: its name, what it says, and why in one sentence."""

    name: str
    verdict: Verdict
    says: str


@dataclass(frozen=True)
class Person:
    """Someone who acts on a review. `known_as` is every name that a trainer may be told by."""

    id: str
    name: str
    authority: str = ""
    issuer: str = ""
    known_as: frozenset[str] = frozenset()
    is_analyst: bool = False


@dataclass(frozen=True)
class Vote:
    """What one reviewer said, until when; `record` is the audit record that vouches for it."""

    id: str
    reviewer: str
    reviewer_name: str
    authority: str
    issuer: str
    decision: Decision
    conditions: str
    comment: str
    valid_until: date
    at: datetime
    record: int = 0


@dataclass(frozen=True)
class Review:
    """A model handed in, with its checks and every vote, oldest first.

    `model` is the digest of its files and `evidence` that of what lies beside them; `invented`
    says whether it was trained on the invented country.
    """

    id: str
    name: str
    model: str
    version: str
    evidence: str
    checks: tuple[Check, ...]
    invented: bool
    submitter: str
    submitter_name: str
    trainers: tuple[str, ...]
    at: datetime
    votes: tuple[Vote, ...] = ()
    record: int = 0

    @property
    def is_stopped(self) -> bool:
        """Whether a reviewer has stopped it."""
        return any(one.decision is Decision.STOP for one in self.votes)

    @property
    def is_clean(self) -> bool:
        """Whether every check passed."""
        return all(one.verdict is Verdict.PASSES for one in self.checks)


def check_vote(
    review: Review,
    person: Person,
    decision: Decision,
    *,
    conditions: str,
    comment: str,
    valid_until: date,
    today: date,
) -> None:
    """Pass, or raise with the rule: `NotAllowed`, `Conflict`, or `BadOption` with all faults.

    Anyone who may review may stop, and once more after having approved; the trainer and the
    submitter too, since to stop one's own model harms nobody.
    """
    if decision is not Decision.STOP:
        if _submitters(review) & _names(person):
            raise NotAllowed(
                "Whoever handed the model in does not approve it.", "ask another reviewer"
            )
        if _folded(review.trainers) & _names(person):
            raise NotAllowed(
                "Whoever trained the model does not approve it.", "ask another reviewer"
            )
        if person.is_analyst:
            raise NotAllowed(
                "An analyst does not approve models, and you hold that role too.",
                "ask a reviewer who is no analyst",
            )
        empty = [
            one
            for one in review.checks
            if one.name == "public_page" and one.verdict is not Verdict.PASSES
        ]
        if empty:
            raise Conflict(
                f"The model cannot be approved: {empty[0].says}.",
                "train it with those told, and hand it in again",
            )
    state = state_of(review, today)
    if state is State.STOPPED:
        raise Conflict("The review was stopped.", "hand the model in again: checks run anew")
    if decision is not Decision.STOP and any(one.reviewer == person.id for one in review.votes):
        raise Conflict(
            "You have voted on this model already, and two different people are needed.",
            "ask another reviewer, or stop the model",
        )
    faults = []
    if decision is Decision.STOP and not comment.strip():
        faults.append("comment is empty; say why the model is stopped")
    if decision is Decision.CONDITIONS and not conditions.strip():
        faults.append("conditions are empty; say which, or approve without")
    if decision is not Decision.CONDITIONS and conditions.strip():
        faults.append(
            f"conditions were given with {decision}; {Decision.CONDITIONS} takes them"
        )
    if decision is Decision.APPROVE and not review.is_clean:
        left = [one.name for one in review.checks if one.verdict is not Verdict.PASSES]
        faults.append(
            f"checks that do not pass: {', '.join(left)}; say why it may be used all the same,"
            f" as {Decision.CONDITIONS}"
        )
    if not today < valid_until <= today + LONGEST:
        faults.append(
            f"valid_until is {valid_until}; allowed are {today + timedelta(days=1)} to"
            f" {today + LONGEST}"
        )
    if faults:
        raise BadOption("The vote: " + "; ".join(faults) + ".")


def approvals(review: Review, *, ignored: frozenset[str] = frozenset()) -> tuple[Vote, ...]:
    """The votes that count, one a person, however they came into the store.

    Left out: votes of the submitter and of trainers, and those of `ignored` issuers.
    """
    left_out = _submitters(review) | _folded(review.trainers)
    found: dict[str, Vote] = {}
    for vote in review.votes:
        who = _folded((vote.reviewer, vote.reviewer_name))
        counts = vote.decision is not Decision.STOP and vote.issuer not in ignored
        if counts and not who & left_out:
            found.setdefault(vote.reviewer, vote)
    return tuple(found.values())


def expires_on(votes: Iterable[Vote]) -> date | None:
    """The first day on which the approval holds no more; None without two that count."""
    days = sorted((one.valid_until for one in votes), reverse=True)
    return days[REVIEWERS - 1] if len(days) >= REVIEWERS else None


def governing(found: Sequence[Review], evidence: str) -> Review | None:
    """Which review of a model, given newest first, speaks for the files with this evidence.

    The newest of just that evidence: the same trees may be trained again with another card
    beside them. A later review that was stopped speaks for the trees whatever lies beside.
    """
    for one in found:
        if one.evidence == evidence or one.is_stopped:
            return one
    return found[0] if found else None


def state_of(review: Review, today: date, *, ignored: frozenset[str] = frozenset()) -> State:
    """Where the review stands today."""
    if any(one.decision is Decision.STOP for one in review.votes):
        return State.STOPPED
    counted = approvals(review, ignored=ignored)
    until = expires_on(counted)
    if until is None:
        return State.OPEN
    if until <= today:
        return State.EXPIRED
    has_conditions = any(one.decision is Decision.CONDITIONS for one in counted)
    return State.CONDITIONAL if has_conditions else State.APPROVED


def _submitters(review: Review) -> set[str]:
    """Every name of whoever handed it in; `operator:` stands before an account's name."""
    return _folded((review.submitter, review.submitter_name))


def _names(person: Person) -> set[str]:
    """Every name that this person may have acted under, at the machine itself too."""
    names = (person.id, person.name, *person.known_as)
    return _folded((*names, *(f"{OPERATOR}{one}" for one in names)))


def _folded(names: Iterable[str]) -> set[str]:
    return {one.strip().casefold() for one in names} - {""}
