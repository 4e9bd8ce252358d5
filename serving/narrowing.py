"""Which entries of a list somebody asks for: what is shown, and what the record says was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from serving.targeting.inspection_list import ListEntry

__all__ = ["EVERYTHING", "Narrowing"]


@dataclass(frozen=True)
class Narrowing:
    """Entries of the bands *and* so drawn, after a rank, `limit` at most; empty is all."""

    bands: tuple[int, ...] = ()
    drawn: str = ""
    after: int = 0
    limit: int | None = None

    def of(self, entries: Sequence[ListEntry]) -> tuple[ListEntry, ...]:
        """Those that it leaves, in their order."""
        left = [
            entry
            for entry in entries
            if (not self.bands or int(entry.band) in self.bands)
            and (not self.drawn or entry.drawn == self.drawn)
            and entry.rank > self.after
        ]
        return tuple(left[: self.limit])

    @property
    def said(self) -> str:
        """As an address says it: `band=1&band=2&drawn=random`; empty for everything.

        >>> Narrowing((1, 2), "random", after=20).said
        'band=1&band=2&drawn=random&after=20'
        """
        told: list[tuple[str, object]] = [("band", band) for band in self.bands]
        told += [("drawn", self.drawn)] if self.drawn else []
        told += [("after", self.after)] if self.after else []
        told += [("limit", self.limit)] if self.limit is not None else []
        return urlencode(told)


EVERYTHING = Narrowing()
