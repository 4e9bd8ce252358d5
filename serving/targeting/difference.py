"""Why a list is not the one before: every place that came, left or moved, split into causes.

The list is made again with one thing changed after another, in the order in which a list
comes about: corrected data, then later facts, then the model, then rules and capacity, then
the draw. A cause's part is how many places somebody moved when its turn came, so the parts of
a place add up to its whole move, in whole numbers. What a cause does may depend on those before
it; the order is fixed and told, so that a part can be read: "with the data corrected and
nothing else, this workplace would have come third". (Shapley's mean over all orders would need
data that are later and yet not corrected, which no register holds.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from features.errors import LimitsConflict
from serving.targeting.causes import CAUSES, Change, Difference
from serving.targeting.frozen import Frozen, choose_frozen
from serving.targeting.pool import Lot, seed_of
from serving.targeting.selection import Selection

__all__ = ["at_centre", "compare", "stages"]


# What a frame says of a workplace that decides who may be visited, not how it is ranked.
_RULES = ("eligible", "last_control")


def compare(
    old: Frozen,
    new: Frozen,
    centre: str,
    *,
    corrected: pd.DataFrame,
    by_old_model: pd.DataFrame,
) -> Difference:
    """Split the difference between a centre's two lists, of the `stages` between them."""
    return at_centre(stages(old, new, corrected, by_old_model), centre)


def at_centre(between: Sequence[Selection | None], centre: str) -> Difference:
    """A centre's part of what `stages` found."""
    lists: list[list[str]] = []
    for selection in between:
        lists.append(lists[-1] if selection is None else _order(selection, centre))
    below = max(len(one) for one in lists) + 1
    places = [{workplace: n for n, workplace in enumerate(one, start=1)} for one in lists]
    first, last = places[0], places[-1]
    shown = [*lists[-1], *(one for one in lists[0] if one not in last)]
    changes = []
    for workplace in shown:
        stood = [one.get(workplace, below) for one in places]
        parts = {
            cause: before - after
            for cause, before, after in zip(CAUSES, stood[:-1], stood[1:], strict=True)
        }
        changes.append(Change(workplace, first.get(workplace), last.get(workplace), parts))
    return Difference(centre, below, tuple(changes))


def stages(
    old: Frozen, new: Frozen, corrected: pd.DataFrame, by_old_model: pd.DataFrame
) -> Sequence[Selection | None]:
    """All centres' old lists, the lists after each cause's turn, and so at last the new ones.

    `corrected` is the old frame as the old model scores it on data corrected since;
    `by_old_model` the new frame as the old model scores it. Each has what `rescored` gives.
    None where no list would have kept every rule: old rules, later facts. That cause then
    takes its turn together with the next. Where new rules have no room for all of last week's
    random visits, those that they have no room for fall away: that is the rules' doing.
    """
    before = choose_frozen(old)
    lot = Lot(
        drawn={
            one.centre: [place.workplace for place in one.chosen if place.drawn == "random"]
            for one in before.centres
        },
        ties=seed_of(old.policy, old.week, "ties"),
    )

    def under_old_rules(frame: pd.DataFrame, model: Frozen) -> Selection | None:
        kept = _with_rules_of(frame, old.frame)
        there = set(kept["workplace"])
        musts = tuple(one for one in old.standing.musts if one.workplace in there)
        standing = replace(old.standing, musts=musts)
        frozen = replace(old, frame=kept, areas=model.areas, standing=standing)
        return _by_lot(frozen, lot)

    return (
        before,
        under_old_rules(corrected, old),
        under_old_rules(by_old_model, old),
        under_old_rules(new.frame, new),
        _by_lot(new, lot),
        choose_frozen(new),
    )


def _by_lot(frozen: Frozen, lot: Lot) -> Selection | None:
    """The choice with as much of the lot as keeps every rule; None where none of it does.

    Taken in the order it was drawn, centre by centre: who has room stays, whoever comes after.
    """
    try:
        return choose_frozen(frozen, lot)
    except LimitsConflict:
        kept: dict[str, list[str]] = {centre: [] for centre in lot.drawn}
        found = _chosen(frozen, replace(lot, drawn=kept))
        if found is None:
            return None
    for centre, drawn in lot.drawn.items():
        for workplace in drawn:
            more = {**kept, centre: [*kept[centre], workplace]}
            with_it = _chosen(frozen, replace(lot, drawn=more))
            if with_it is not None:
                kept, found = more, with_it
    return found


def _chosen(frozen: Frozen, lot: Lot) -> Selection | None:
    try:
        return choose_frozen(frozen, lot)
    except LimitsConflict:
        return None


def _with_rules_of(frame: pd.DataFrame, old: pd.DataFrame) -> pd.DataFrame:
    """The frame with what `old` says of who may be visited, where it knows the workplace."""
    known = old.set_index("workplace")
    kept = frame.copy()
    is_known = kept["workplace"].isin(known.index)
    for name in _RULES:
        said = kept["workplace"].map(known[name])
        kept[name] = said.where(is_known, kept[name])
    kept["eligible"] = kept["eligible"].astype(bool)
    kept["last_control"] = pd.to_datetime(kept["last_control"])
    return kept


def _order(selection: Selection, centre: str) -> list[str]:
    choice = next((one for one in selection.centres if one.centre == centre), None)
    return [] if choice is None else [one.workplace for one in choice.chosen]
