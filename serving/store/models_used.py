"""Reads which models have made the lists there are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from serving.store.database import Connection
from serving.store.tables import selection_lists

__all__ = ["Used", "models_used"]


@dataclass(frozen=True)
class Used:
    """A model by its digest, and the weeks of its first and last list of how many."""

    digest: str
    name: str
    first_week: str
    last_week: str
    lists: int
    made_at: str


def models_used(connection: Connection) -> Sequence[Used]:
    """Every model that has made a list, the one whose list is newest first."""
    lists = selection_lists.c
    query = sa.select(lists.week, lists.made_at, lists.head)
    found: dict[str, Used] = {}
    for row in connection.execute(query.order_by(lists.made_at, lists.id)):
        origin = json.loads(row.head)["provenance"]
        digest = origin["model_digest"]
        before = found.get(digest)
        found[digest] = Used(
            digest,
            origin["model"],
            min(row.week, before.first_week) if before else row.week,
            max(row.week, before.last_week) if before else row.week,
            before.lists + 1 if before else 1,
            row.made_at,
        )
    return sorted(found.values(), key=lambda one: (one.made_at, one.digest), reverse=True)
