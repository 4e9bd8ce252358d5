"""Lets an approved model be the one that serves, and mirrors what was decided to MLflow.

MLflow takes seconds to import, and nothing that answers a request reads a model library: for
the service, the mirror runs in a process of its own. A command writes it itself.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from features.errors import LyktaError
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.errors import NotApproved
from serving.reviewing.handed_in import Found
from serving.reviewing.rules import Review, expires_on, state_of
from serving.reviewing.standing import Asked, standing_of
from serving.reviewing.witness import remember
from serving.settings import Settings
from serving.store.audit_log import append
from serving.store.database import Database, transaction

__all__ = ["mirror", "promote", "refuse", "tags_of"]

log = logging.getLogger(__name__)

_MIRROR = (
    "import json, pathlib, sys; from models.review_tags import mirror;"
    " said = json.loads(sys.argv[1]);"
    " print(mirror(pathlib.Path(said['mlruns']), said['name'], said['digest'],"
    " said['evidence'], said['tags'], champion=said['champion']))"
)
_LONGEST = 120  # seconds; MLflow's first import on a cold disk takes ten


def promote(
    database: Database, caller: Caller, settings: Settings, found: Found, name: str
) -> Review:
    """Let a model be champion, on the review that is returned; the caller then tells MLflow.

    Raises `NotApproved` with every condition that is not met, and records the refusal.
    """
    errand = caller.allow(Action.PROMOTE_MODEL, Thing())
    is_dev = settings.sign_in == "dev"
    # What it will score is not known here: the gate asks again when it does.
    asked = Asked(name, found.model, found.evidence, found.invented, is_dev)
    with transaction(database) as connection:
        standing = standing_of(connection, settings, asked, moment())
        review = standing.review
        if review is not None and not standing.unmet:
            told = (review.id, found.model)
            append(connection, errand.event(EventType.MODEL_PROMOTED, told, 1))
    if review is None or standing.unmet:
        refuse(database, errand, name, found.model, standing.unmet)
    remember(database, settings.mlruns)
    return review


def refuse(
    database: Database, errand: Errand, name: str, digest: str, unmet: tuple[str, ...]
) -> NoReturn:
    """Record that a model was refused, and raise `NotApproved` with what is unmet."""
    with transaction(database) as connection:
        told = (digest, *unmet)
        append(connection, errand.event(EventType.MODEL_REFUSED, told, len(unmet)))
    raise NotApproved(
        f"Model {name} ({digest[:12]}) may not be used: {'; '.join(unmet)}.",
        "have it reviewed: lykta reviews submit, then lykta reviews vote by two reviewers",
        unmet=unmet,
    )


def tags_of(review: Review) -> Mapping[str, str]:
    """What analysts see of a review in MLflow."""
    until = expires_on(review.votes)
    return {
        "review.id": review.id,
        "review.status": state_of(review, moment().date()).value,
        "review.until": until.isoformat() if until else "",
    }


def mirror(mlruns: Path, review: Review, *, champion: bool = False) -> str:
    """Write a review's state to MLflow's tags, and the alias when asked; the version.

    Raises `LyktaError` when MLflow could not be written: what was decided stands in the store.
    """
    said = {
        "mlruns": str(mlruns),
        "name": review.name,
        "digest": review.model,
        "evidence": review.evidence,
        "tags": dict(tags_of(review)),
        "champion": champion,
    }
    command = [sys.executable, "-c", _MIRROR, json.dumps(said)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST, check=True
        )
    except (subprocess.SubprocessError, OSError) as fault:
        log.error("review %s was not mirrored to MLflow: %s", review.id, type(fault).__name__)
        raise LyktaError(
            "The decision is stored, and MLflow could not be told of it.",
            "see that the folder of runs can be written, then: lykta models promote",
        ) from None
    return done.stdout.strip().splitlines()[-1]
