"""Two lists of a centre held against each other: who came, who left, who moved far."""

from __future__ import annotations

from dataclasses import dataclass

from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["FAR", "Pair", "SideBySide", "ranked", "side_by_side"]

FAR = 5  # places: a list is rarely longer than 25, so a fifth of it

Pair = tuple[ListEntry, ListEntry]  # the same place on both, as before and after


@dataclass(frozen=True)
class SideBySide:
    """Places that the order chose; who came by lot is left out.

    `both` are on both lists, `far` those of them that moved `FAR` places or more. `same_order`
    says of all pairs on both how many of a hundred stand in the same order; None of fewer than
    two.
    """

    came: tuple[ListEntry, ...]
    left: tuple[ListEntry, ...]
    both: tuple[Pair, ...]
    far: tuple[Pair, ...]
    same_order: int | None


def ranked(made: InspectionList) -> dict[str, ListEntry]:
    """By workplace, those that the order chose."""
    return {one.workplace: one for one in made.entries if one.drawn != "random"}


def side_by_side(before: InspectionList, after: InspectionList) -> SideBySide:
    """The two lists' places, each in the order of the list that has it last."""
    old, new = ranked(before), ranked(after)
    both = tuple((old[key], one) for key, one in new.items() if key in old)
    return SideBySide(
        came=tuple(one for key, one in new.items() if key not in old),
        left=tuple(one for key, one in old.items() if key not in new),
        both=both,
        far=tuple(pair for pair in both if abs(pair[0].rank - pair[1].rank) >= FAR),
        same_order=_same_order(both),
    )


def _same_order(both: tuple[Pair, ...]) -> int | None:
    pairs = [(a, b) for n, a in enumerate(both) for b in both[n + 1 :]]
    if not pairs:
        return None
    same = sum((a[0].rank < b[0].rank) == (a[1].rank < b[1].rank) for a, b in pairs)
    return round(100 * same / len(pairs))
