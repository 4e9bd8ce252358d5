"""Finds the cards of the models that have made lists: what each is and is worth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import NotFound
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Review
from serving.store.audit_log import append
from serving.store.database import Database, transaction
from serving.store.models_used import Used, models_used
from serving.store.reviews import reviews_of

__all__ = ["Card", "Version", "read_model", "read_models"]

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """A model that has made lists, its card and its newest review.

    Either is None where there is none: a card that is not on this machine, a list made before
    models were reviewed.
    """

    used: Used
    card: Card | None
    review: Review | None = None


def read_models(database: Database, caller: Caller, mlruns: Path) -> Sequence[Version]:
    """Every model that has made a list, the newest in use first. Anyone who is signed in may.

    Cards lie as files in the runs that MLflow keeps; they are read without MLflow.
    """
    with transaction(database) as connection:
        errand = caller.allow(Action.READ_MODEL, Thing())
        used = models_used(connection)
        found = {one.digest: reviews_of(connection, model=one.digest) for one in used}
        told = tuple(one.digest[:12] for one in used)
        append(connection, errand.event(EventType.MODEL_READ, told, len(used)))
    cards = _cards(mlruns)
    return [
        Version(one, cards.get(one.digest), next(iter(found[one.digest]), None)) for one in used
    ]


def read_model(database: Database, caller: Caller, mlruns: Path, digest: str) -> Version:
    """One of them by its digest, or by the beginning of it; raises `NotFound`."""
    found = [
        one
        for one in read_models(database, caller, mlruns)
        if len(digest) >= 8 and one.used.digest.startswith(digest)
    ]
    if len(found) != 1:
        raise NotFound(
            f"{len(found)} models that made lists have such a digest.",
            "see /api/v1/model-versions; eight signs of the digest or more tell them apart",
        )
    return found[0]


def _cards(mlruns: Path) -> dict[str, Card]:
    """The cards on this machine by the digest of the model that serves."""
    found = {}
    for path in sorted(mlruns.glob("artifacts/*/artifacts/card.json")):
        try:
            card = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue  # a run that is being written; the next reading finds it whole
        found[str(card.get("digest", ""))] = card
    return found
