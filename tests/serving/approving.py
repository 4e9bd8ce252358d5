"""A model's files without any tree in them, and the people who review it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from features.vocabulary import Authority
from models.ranker import Part, Ranker
from serving.access.callers import Operator, SignedIn
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.audit import AuditEvent
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.reviewing.acting import submit, vote
from serving.reviewing.handed_in import found_in
from serving.reviewing.rules import Decision, Review
from serving.reviewing.standing import Asked, Standing, standing_of
from serving.settings import Settings
from serving.store.database import Connection, Database, looking, transaction
from serving.store.people import save_user

NAME = "lykta-sweden"
DATES = {
    "trained_on": ["2024-01-01"],
    "judged_on": ["2025-01-01"],
    "served_model_also_learnt": ["2025-01-01"],
    "label_timespan_months": 3,
    "embargo_days": 180,
}


def write_model(
    mlruns: Path, run: str = "run1", *, invented: bool = False, **card: object
) -> Path:
    """The files of a run as training leaves them; the folder they lie in."""
    folder = mlruns / "artifacts" / run / "artifacts"
    ranker = Ranker(("debts",), "margins", (Part("tax", "binary", 1.0, f"tree {run}"),), ())
    ranker.save(folder / "ranker")
    told = {
        "digest": ranker.digest,
        "data": {"invented": invented, "delivered_on": "2025-12-01"},
        "dates": DATES,
        "verdict": {"green": True, "reasons": []},
        "purpose": {"sv": "x", "en": "x"},
        "features": [{"name": "debts"}],
        "never_used": ["x"],
        "limits": ["x"],
        "performance": {"several": {}},
        **card,
    }
    (folder / "card.json").write_text(json.dumps(told), "utf-8")
    (folder / "bands.json").write_text("[]", "utf-8")
    trained = {"name": NAME, "trained_by": "olle"}
    (folder / "training.json").write_text(json.dumps(trained), "utf-8")
    return folder


def signed(
    connection: Connection,
    subject: str,
    *roles: Role,
    issuer: str = "idp",
    client: str = "session",
) -> SignedIn:
    """Someone who has signed in, a reviewer unless told otherwise."""
    grants = frozenset((role, EVERY_CENTRE) for role in roles or (Role.REVIEWER,))
    said = User("", subject.title(), Authority.SKATTEVERKET, grants)
    event = AuditEvent(EventType.USER_SAVED)
    return SignedIn(save_user(connection, issuer, subject, said, event=event), None, client)


def hand_in(database: Database, folder: Path, trainers: Sequence[str] = ()) -> Review:
    """The model handed in by the machine's operator."""
    with transaction(database) as connection:
        found = found_in(folder)
        return submit(
            connection,
            Operator("test"),
            found,
            name=NAME,
            trainers=trainers,
            contact="Registrator",
        )


def approve(database: Database, review: str, *subjects: str, issuer: str = "idp") -> None:
    """Each of these reviewers approves, for what cannot be told by the checks."""
    for subject in subjects:
        with transaction(database) as connection:
            caller = signed(connection, subject, issuer=issuer)
            said = "gäller tills grupperna är granskade"
            vote(connection, caller, review, Decision.CONDITIONS, conditions=said)


def stop(database: Database, review: str, subject: str) -> None:
    """A reviewer stops the model."""
    with transaction(database) as connection:
        caller = signed(connection, subject)
        vote(connection, caller, review, Decision.STOP, said="träffar en grupp för hårt")


def standing(
    database: Database,
    settings: Settings,
    folder: Path,
    *,
    invented: bool = False,
    now: datetime | None = None,
) -> Standing:
    """What the gate would see now."""
    found = found_in(folder)
    is_dev = settings.sign_in == "dev"
    asked = Asked(NAME, found.model, found.evidence, invented, is_dev)
    with looking(database) as connection:
        return standing_of(connection, settings, asked, now or moment())
