"""Approves the model of the invented country by two invented reviewers, so that it can serve.

The same functions as everyone's, and the same rules. Their votes count for invented data alone,
and only where people sign in as invented persons (`standing.py`): on real data they are none.
"""

from __future__ import annotations

from pathlib import Path

from features.country import Country
from serving.access.callers import Operator, SignedIn
from serving.access.demo_people import DEMO_PEOPLE, ISSUER
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.errand import operating
from serving.errors import NotAllowed
from serving.reviewing.acting import submit, vote
from serving.reviewing.handed_in import Found, found_in, kept_audit
from serving.reviewing.rules import Decision, Review
from serving.reviewing.standing import Asked, standing_of
from serving.reviewing.witness import remember
from serving.settings import Settings
from serving.store.database import Connection, connect, transaction
from serving.store.people import save_user
from serving.store.reviews import review_of

__all__ = ["REVIEWERS", "approve_invented"]

REVIEWERS = ("granskare", "granskare-skv")
SAID = "Påhittad granskning i demon: ingen människa har läst modellkortet."
CONDITIONS = "Gäller bara påhittade uppgifter."


def approve_invented(
    settings: Settings, country: Country, folder: Path, *, invented: bool, version: str = ""
) -> Review:
    """Have the model in a run's folder approved; nothing is done when it is already.

    Raises `NotAllowed` for anything but invented data and a model trained on them, and where
    people sign in by a provider. A model that somebody has stopped stays stopped.
    """
    found = found_in(folder)
    if not (invented and found.invented and settings.sign_in == "dev"):
        raise NotAllowed(
            "Invented reviewers approve only a model of the invented country, on invented"
            " data, with LYKTA_SIGN_IN=dev.",
            "have it reviewed by people: lykta reviews submit",
        )
    name = f"lykta-{country.name}"
    asked = Asked(name, found.model, found.evidence, invented, is_dev=True)
    database = connect(settings.store, create=True)
    try:
        with transaction(database) as connection:
            standing = standing_of(connection, settings, asked, moment())
            if standing.review is not None and not standing.unmet:
                return standing.review
            # Somebody stopped it: the gate says so.
            if standing.review is not None and not (
                standing.is_under_review or standing.untrue
            ):
                return standing.review
            made = _approved(connection, settings, found, name, version)
        remember(database, settings.mlruns)
    finally:
        database.dispose()
    return made


def _approved(
    connection: Connection, settings: Settings, found: Found, name: str, version: str
) -> Review:
    """A new review with the votes of both."""
    review = submit(
        connection,
        Operator("demo"),
        found,
        name=name,
        version=version,
        trainers=("demo",),
        audits=(kept_audit(settings.workspace, name, found.model),),
        contact=settings.contact,
    )
    for who in REVIEWERS:
        event = operating("demo").event(EventType.USER_SAVED)
        user = save_user(connection, ISSUER, who, DEMO_PEOPLE[who], event=event)
        vote(
            connection,
            SignedIn(user, None, "demo"),
            review.id,
            Decision.CONDITIONS,
            conditions=CONDITIONS,
            said=SAID,
        )
    return review_of(connection, review.id)
