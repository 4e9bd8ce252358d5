"""A list as one reader may see it, which still says the digest of the list that was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["ShownList", "shown", "with_digest"]


@dataclass(frozen=True)
class ShownList(InspectionList):
    """Some of a list's entries, perhaps with facts hidden; `original` is the list's digest."""

    original: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the list that was made says, all of it."""
        return self.original


def with_digest(made: InspectionList, digest: str) -> ShownList:
    """A list of which only a part is at hand, with the digest of the whole."""
    told = {one.name: getattr(made, one.name) for one in fields(InspectionList)}
    return ShownList(**told, original=digest)


def shown(made: InspectionList, entries: Sequence[ListEntry]) -> ShownList:
    """The list with these entries instead of its own."""
    told = {one.name: getattr(made, one.name) for one in fields(InspectionList)}
    return ShownList(**{**told, "entries": tuple(entries)}, original=made.digest)
