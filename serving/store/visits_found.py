"""Reads every visit with an outcome, and how its place came to be on the plan."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from serving.planning.choices import Recorded
from serving.store.database import Connection
from serving.store.decisions import decision_of
from serving.store.outcomes import recorded
from serving.store.tables import additions, list_entries, outcomes, selection_lists

__all__ = ["VisitFound", "visits_found"]


@dataclass(frozen=True)
class VisitFound:
    """A place that was visited and every version of what each authority said, oldest first.

    `drawn` is how it came onto the list: ranking, random or must; `added` why people put it
    there, empty where they did not; both are empty where retention has removed the week that a
    place waited from. `chance` is that of being drawn, for the drawn alone.
    """

    place: str
    centre: str
    workplace: str
    employer: str
    drawn: str
    added: str
    chance: float | None
    lead: str
    agencies: tuple[str, ...]
    said: tuple[Recorded, ...]


def visits_found(connection: Connection) -> Sequence[VisitFound]:
    """Every visit with an outcome, in the order of their places' ids."""
    rows = connection.execute(
        outcomes.select().order_by(outcomes.c.place, outcomes.c.made_at, outcomes.c.version)
    )
    said: dict[str, list[Recorded]] = {}
    for row in rows:
        said.setdefault(row.place, []).append(recorded(row))
    return [_visit(connection, place, tuple(told)) for place, told in said.items()]


def _visit(connection: Connection, place: str, said: tuple[Recorded, ...]) -> VisitFound:
    agencies = decision_of(connection, place).agencies
    here = list_entries.c
    listed = connection.execute(
        sa.select(here.content, selection_lists.c.centre)
        .join(selection_lists, selection_lists.c.id == here.list_id)
        .where(here.id == place)
    ).first()
    if listed is not None:
        entry: dict[str, Any] = json.loads(listed.content)
        is_drawn = entry["drawn"] == "random"
        return VisitFound(
            place=place,
            centre=listed.centre,
            workplace=entry["workplace"],
            employer=entry["employer"],
            drawn=entry["drawn"],
            added="",
            chance=float(entry["chance"]) if is_drawn else None,
            lead=entry["lead"],
            agencies=agencies,
            said=said,
        )
    added = connection.execute(
        sa.select(additions, selection_lists.c.centre)
        .join(selection_lists, selection_lists.c.id == additions.c.list_id)
        .where(additions.c.id == place)
    ).one_or_none()
    if added is None:  # retention has removed the week that it waited from
        return VisitFound(place, "", "", "", "", "", None, "", agencies, said)
    # What waited on the plan before came there in its own way, with the chance it had then.
    origin = added.carried_from
    if origin is not None:
        before = _visit(connection, origin, ())
        return VisitFound(
            place, added.centre, before.workplace, before.employer, before.drawn, before.added,
            before.chance, before.lead, agencies, said,
        )  # fmt: skip
    return VisitFound(
        place, added.centre, added.workplace, added.employer, "", added.reason, None,
        agencies[0] if agencies else "", agencies, said,
    )  # fmt: skip
