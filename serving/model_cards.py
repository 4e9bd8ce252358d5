"""Finds the cards of the models that have made lists: what each is and is worth."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.errors import NotFound
from models.artefacts import digest_in, evidence_in
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Review, governing
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.models_used import Used, models_used
from serving.store.reviews import reviews_of, uses_of

__all__ = ["Card", "Version", "cards_of", "evidence_used", "read_model", "read_models"]

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Version:
    """A model that has made lists, its card, and the review that speaks for it.

    Either is None where there is none: a card that is not on this machine, a list made before
    models were reviewed. Both are of the evidence on which the newest list was made.
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
        found = {one.digest: _spoken_for(connection, one.digest) for one in used}
        told = tuple(one.digest[:12] for one in used)
        append(connection, errand.event(EventType.MODEL_READ, told, len(used)))
    cards = cards_of(mlruns, {digest: evidence for digest, (_, evidence) in found.items()})
    return [Version(one, cards.get(one.digest), found[one.digest][0]) for one in used]


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


def evidence_used(connection: Connection, model: str) -> str | None:
    """The evidence on which a model's newest list was made; None before there were reviews."""
    return _spoken_for(connection, model)[1]


def _spoken_for(connection: Connection, model: str) -> tuple[Review | None, str | None]:
    """The review that speaks for a model now, and the evidence its newest list was made on."""
    known = reviews_of(connection, model=model)
    if not known:
        return None, None
    by_id = {one.id: one.evidence for one in known}
    made_on = (
        by_id[use.review] for use in uses_of(connection, model=model) if use.review in by_id
    )
    evidence = next(made_on, known[0].evidence)
    return governing(known, evidence), evidence


def cards_of(mlruns: Path, wanted: Mapping[str, str | None]) -> dict[str, Card]:
    """The cards on this machine by the digest of the model's files, whatever a card claims.

    `wanted` are digests with the evidence to lie beside them, None for any; of several runs
    that fit, the newest.
    """
    found = {}
    paths = mlruns.glob("artifacts/*/artifacts/card.json")
    for path in sorted(paths, key=lambda one: (one.stat().st_mtime_ns, one)):
        try:
            card = json.loads(path.read_text("utf-8"))
            claimed = str(card.get("digest", ""))
            # Files are only digested of a card that may be wanted: models are large.
            if claimed in wanted and _is_of(path.parent, claimed, wanted[claimed]):
                found[claimed] = card
        except (OSError, ValueError, AttributeError, NotFound):
            continue  # a run that is being written; the next reading finds it whole
    return found


def _is_of(folder: Path, digest: str, evidence: str | None) -> bool:
    return evidence in (None, evidence_in(folder)) and digest_in(folder) == digest
