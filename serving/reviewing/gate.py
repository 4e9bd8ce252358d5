"""ONE DOOR to the model that serves: it opens for an approved digest, whatever MLflow says.

Lists, nights and explanations get their model here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from features.country import Country
from models.artefacts import evidence_in
from models.ranker import Ranker
from models.tracking import CHAMPION, Logged, load_champion
from serving.audit import now as moment
from serving.errand import operating
from serving.errors import NotApproved
from serving.reviewing.promoting import refuse
from serving.reviewing.rules import Review, governing
from serving.reviewing.standing import Asked, standing_of
from serving.reviewing.witness import remember
from serving.settings import Settings
from serving.store.database import Connection, Database, connect, looking, transaction
from serving.store.reviews import reviews_of

__all__ = ["Approved", "open_approved", "using"]

_FOR = "rangordning med modell"


@dataclass(frozen=True)
class Approved:
    """A model that may be used, where it lies, and the review that says so."""

    ranker: Ranker
    logged: Logged
    review: Review

    @property
    def conditions(self) -> tuple[str, ...]:
        """What its reviewers asked for, a text each."""
        return tuple(one.conditions for one in self.review.votes if one.conditions)


def open_approved(
    settings: Settings,
    country: Country,
    *,
    invented: bool,
    alias: str = CHAMPION,
    to_look: bool = False,
    now: datetime | None = None,
) -> Approved:
    """The model that serves, with its approval. `invented` says what it is to score.

    `to_look` lets a model pass that waits for its reviewers: they must see what it says of a
    workplace before they approve it. Nothing is listed by that. `now` is the present, never
    the moment a night began at. Raises `NotFound` without a model, and `NotApproved` with every
    condition that is not met, which is recorded.
    """
    name = f"lykta-{country.name}"
    ranker, logged = load_champion(settings.mlruns, name, alias)
    asked = Asked(
        name, ranker.digest, evidence_in(logged.folder), invented, settings.sign_in == "dev"
    )
    database = connect(settings.store, create=True)
    with looking(database, steady=True) as connection:
        found = standing_of(connection, settings, asked, now or moment())
    passes = not found.unmet or (to_look and found.is_under_review)
    if not passes or found.review is None:
        refuse(
            database, operating(_FOR), f"{name} {logged.version}", ranker.digest, found.unmet
        )
    remember(database, settings.mlruns)
    return Approved(ranker, logged, found.review)


@contextmanager
def using(database: Database, approved: Approved) -> Iterator[Connection]:
    """A transaction that lists are stored in; `NotApproved` when the model is no longer."""
    try:
        with transaction(database) as connection:
            review = approved.review
            newest = governing(reviews_of(connection, model=review.model), review.evidence)
            if newest is None or newest.is_stopped:
                raise NotApproved("", unmet=("it was stopped while lists were made",))
            if newest.id != review.id:
                raise NotApproved("", unmet=("it was handed in again while lists were made",))
            yield connection
    except NotApproved as fault:
        name = f"{approved.logged.name} {approved.logged.version}"
        refuse(database, operating(_FOR), name, approved.review.model, fault.unmet)
