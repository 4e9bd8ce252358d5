"""CONDUCTOR: why this week's lists are not last week's, worked out once they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from features.country import Country
from features.errors import LyktaError
from serving.comparing import stages_between
from serving.settings import Settings
from serving.store.boards import beside
from serving.store.database import connect, looking, transaction
from serving.store.differences import (
    compared_event,
    find_difference,
    save_difference,
)
from serving.store.lists import find_head
from serving.targeting.difference import at_centre
from serving.targeting.inspection_list import InspectionList
from serving.targeting.selection import Selection

__all__ = ["keep_differences"]

Say = Callable[[str], None]


def keep_differences(
    settings: Settings, country: Country, lists: Sequence[InspectionList], say: Say
) -> int:
    """Keep why each list is not as its centre's of the week before; how many were kept.

    Lists stand whether this succeeds or not, so what cannot be compared (a model that is gone,
    rules that no list could keep) is said and left. What was kept before is left as it is.
    """
    database = connect(settings.store)
    between: dict[tuple[str, str], Sequence[Selection | None] | None] = {}
    kept = 0
    for made in lists:
        with looking(database) as connection:
            # The very one that the list's page is shown beside.
            around = beside(connection, made.id, made.centre.code, made.week)
            older = around.before if around else None
            if older is None or find_difference(connection, made.id, older) is not None:
                continue
            inputs = find_head(connection, older).provenance.inputs_digest
        pair = (inputs, made.provenance.inputs_digest)
        if pair not in between:
            between[pair] = _stages(settings, country, pair, say)
        told = between[pair]
        if told is None:
            continue
        found = at_centre(told, made.centre.code)
        now = datetime.now(UTC)
        with transaction(database) as connection:
            event = compared_event(made.id, older, found)
            save_difference(connection, made.id, older, found, now, event=event)
        kept += 1
    return kept


def _stages(
    settings: Settings, country: Country, pair: tuple[str, str], say: Say
) -> Sequence[Selection | None] | None:
    try:
        return stages_between(settings, country, *pair, say)
    except LyktaError as error:
        say(f"not compared with last week's lists: {error.message}")
        return None
