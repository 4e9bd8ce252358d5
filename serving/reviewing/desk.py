"""What a reviewer has before them: the review, both models' cards, what audits kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.audit.kept import PARTS, kept_keys, read_kept
from serving.access.callers import Caller, SignedIn
from serving.access.rights import Action, Thing
from serving.audit_vocabulary import EventType
from serving.errors import NotAllowed, PurposeMissing
from serving.model_cards import Card, cards_of, evidence_used
from serving.reviewing.acting import Seen, read_review
from serving.reviewing.rules import Vote
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.models_used import Used, models_used

__all__ = ["Desk", "read_desk"]

Part = Mapping[str, Any]
_OFFERED = (Action.REVIEW_MODEL, Action.COMMENT_REVIEW, Action.READ_PSEUDONYMS)


@dataclass(frozen=True)
class Desk:
    """A review with all that it is judged on. What is not there is None, and said to be.

    `current` is the model that made the newest lists, when that is another; `audits` are what
    was kept of the model, by part, `before` the same of the current one, and `sent` the group
    audit of the newest week's lists, with that week. `cases` are
    the ids of its places, by grouping and group. `contact` is whom a site's public page
    says that one can turn to.
    """

    seen: Seen
    card: Card | None
    current: Used | None
    current_card: Card | None
    audits: Mapping[str, Part | None]
    before: Mapping[str, Part | None]
    sent: Part | None
    sent_week: str
    cases: Mapping[str, Mapping[str, Part]]
    own: Vote | None
    may: frozenset[Action]
    contact: str = ""


def read_desk(
    database: Database,
    caller: Caller,
    settings: Settings,
    review_id: str,
    *,
    kind: EventType = EventType.REVIEW_READ,
) -> Desk:
    """Everything of one review; the reading is recorded. Raises `NotFound`."""
    with transaction(database) as connection:
        seen = read_review(connection, caller, review_id, kind)
        review = seen.review
        used = next((x for x in models_used(connection) if x.digest != review.model), None)
        wanted: dict[str, str | None] = {review.model: review.evidence}
        if used is not None:
            wanted[used.digest] = evidence_used(connection, used.digest)
    cards = cards_of(settings.mlruns, wanted)
    country = review.name.removeprefix("lykta-")
    weeks = kept_keys(settings.workspace, country, "lists", "groups")

    def kept(digest: str) -> dict[str, Part | None]:
        return {
            part: read_kept(settings.workspace, country, "models", digest, part)
            for part in PARTS
        }

    own = caller.user.id if isinstance(caller, SignedIn) else ""
    return Desk(
        seen=seen,
        card=cards.get(review.model),
        current=used,
        current_card=cards.get(used.digest) if used else None,
        audits=kept(review.model),
        before=kept(used.digest) if used else {},
        sent=read_kept(settings.workspace, country, "lists", weeks[-1], "groups")
        if weeks
        else None,
        sent_week=weeks[-1] if weeks else "",
        cases=(read_kept(settings.workspace, country, "lists", weeks[-1], "cases") or {}).get(
            "groups", {}
        )
        if weeks
        else {},
        own=next((one for one in review.votes if one.reviewer == own), None),
        may=frozenset(one for one in _OFFERED if _may(caller, one)),
        contact=settings.contact,
    )


def _may(caller: Caller, action: Action) -> bool:
    """Whether the page may offer it; a purpose can be given on the way there."""
    try:
        caller.allow(action, Thing(caller.centre))
    except NotAllowed:
        return False
    except PurposeMissing:
        return True
    return True
