"""Answers, for ever: which model made a list, who approved it, and on what evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import NotFound
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.audit import AuditEvent
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.reviewing.acting import Seen, seen_by
from serving.reviewing.rules import Review
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.reviews import Use, review_of, reviews_of, save_uses, uses_of
from serving.targeting.inspection_list import InspectionList

__all__ = ["Told", "history_of", "record_use"]


@dataclass(frozen=True)
class Told:
    """A review as the caller may see it, and the lists made on it, newest first."""

    seen: Seen
    uses: Sequence[Use]


def record_use(connection: Connection, review: Review, lists: Sequence[InspectionList]) -> None:
    """Take down on which approval lists were made, in the transaction that stores them."""
    at = moment().isoformat()
    uses = [
        Use(
            list_id=one.id,
            centre=one.centre.code,
            week=str(one.week),
            list_digest=one.digest,
            model=review.model,
            review=review.id,
            made_at=at,
        )
        for one in lists
    ]
    save_uses(connection, uses, event=AuditEvent(EventType.MODEL_USED))


def history_of(connection: Connection, caller: Caller, about: str) -> Sequence[Told]:
    """The reviews behind a list, by its id, or of a model, by its digest or eight signs of it.

    Retention removes lists, people and records in their time, and nothing of this. Votes that
    the caller may not see yet are hidden here too. Raises `NotFound` for what is neither.
    """
    errand = caller.allow(Action.READ_REVIEW, Thing())
    append(connection, errand.event(EventType.REVIEW_READ, (about,), 1))
    uses = uses_of(connection, list_id=about)
    if uses:
        behind = [(review_of(connection, one.review), one) for one in uses]
        return [Told(seen_by(connection, caller, review), [one]) for review, one in behind]
    found = [
        one for one in reviews_of(connection) if len(about) >= 8 and one.model.startswith(about)
    ]
    if not found:
        raise NotFound(
            "No list and no model that was reviewed is called that.",
            "give a list's id, or eight signs of a model's digest; lists made before this gate"
            " was built have no review",
        )
    made = uses_of(connection)
    return [
        Told(seen_by(connection, caller, one), [use for use in made if use.review == one.id])
        for one in found
    ]
