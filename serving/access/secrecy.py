"""What a reader's authority may not see of another's facts, and what stands there instead."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from features.errors import BadOption
from features.vocabulary import PARTIES, Authority, Words
from serving.kept import Kept
from serving.targeting.inspection_list import InspectionList, ListEntry, Reason
from serving.targeting.shown_list import shown

__all__ = [
    "HIDDEN",
    "for_eyes_of",
    "list_for_eyes_of",
    "may_see",
    "reasons_for_eyes_of",
    "secrecy",
]

HIDDEN = Words("Dold uppgift (sekretess)", "Hidden (secrecy)")

_TABLE = Path(__file__).parent / "secrecy.toml"

# What may be told of a reason whose fact is hidden: whose it is, which way and how much.
_TOLD = frozenset({"authorities", "direction", "strength", "contribution", "share"})


@cache
def secrecy(path: Path = _TABLE) -> Mapping[Authority, frozenset[Authority]]:
    """Who may see each authority's facts. Raises `BadOption` when one has no line."""
    told = tomllib.loads(path.read_text("utf-8"))["may_see"]
    missing = sorted(set(Authority) - set(told))
    unknown = sorted(set(told) - set(Authority))
    if missing or unknown:
        raise BadOption(f"{path.name}: no line for {missing}; unknown are {unknown}.")
    wide = {"everyone": frozenset(Authority), "parties": frozenset(PARTIES)}
    found: dict[Authority, frozenset[Authority]] = {}
    for source, readers in told.items():
        own = frozenset({Authority(source)})
        found[Authority(source)] = own.union(
            *(wide.get(one) or frozenset({Authority(one)}) for one in readers)
        )
    return found


def may_see(reader: Authority | None, owners: Iterable[str]) -> bool:
    """Whether a reader may see a fact of all `owners`; the operator (None) may."""
    table = secrecy()
    return reader is None or all(reader in table[Authority(one)] for one in owners)


def for_eyes_of(reader: Authority | None, entry: ListEntry) -> ListEntry:
    """The entry with each fact the reader may not see hidden, its weight still there.

    The raw explanation goes as soon as anything is hidden: it holds every value.
    """
    if all(may_see(reader, one.authorities) for one in entry.reasons):
        return entry
    told = reasons_for_eyes_of(reader, entry.reasons)
    return replace(entry, reasons=told, explanation="")


def reasons_for_eyes_of(
    reader: Authority | None, reasons: Iterable[Reason]
) -> tuple[Reason, ...]:
    """The reasons, of those whose fact the reader may not see the weight alone."""
    return tuple(one if may_see(reader, one.authorities) else _hidden(one) for one in reasons)


def list_for_eyes_of(reader: Authority | None, made: InspectionList) -> InspectionList:
    """The list with every entry as `for_eyes_of` shows it; its digest stays the original's."""
    if reader is None:
        return made

    def both() -> tuple[InspectionList, InspectionList]:
        return made, shown(made, [for_eyes_of(reader, one) for one in made.entries])

    # By identity: while the pair is kept, no other list can have the number.
    return _SEEN.get((reader, id(made)), both)[1]


_SEEN: Kept[tuple[Authority, int], tuple[InspectionList, InspectionList]] = Kept(128)


def _hidden(reason: Reason) -> Reason:
    """A reason without its fact. What is not known to be harmless is blanked."""
    blank: dict[str, Any] = {
        one.name: _blank(getattr(reason, one.name))
        for one in fields(reason)
        if one.name not in _TOLD
    }
    return replace(reason, **{**blank, "sentence": HIDDEN})


def _blank(value: object) -> object:
    if isinstance(value, Words):
        return Words("", "")
    if value is None or isinstance(value, float | int):
        return None if value is None else type(value)(0)
    if isinstance(value, str | tuple):
        return type(value)()
    raise TypeError(f"nobody has said how to hide a {type(value).__name__}")
