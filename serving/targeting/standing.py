"""What people have decided of single workplaces: never, not yet, or certainly this week."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from features.errors import BadOption, NotFound
from serving.targeting.week import Week

__all__ = ["NOTHING", "Exclusion", "MustVisit", "Standing", "Visit", "read_standing"]


@dataclass(frozen=True)
class Exclusion:
    """A workplace that is not to be visited, by whom and why.

    `until` is the last day it holds: a snooze. None is until somebody lifts it, for an
    investigation that must not be disturbed. With a `centre` it holds in that one's lists.
    """

    workplace: str
    author: str
    reason: str
    since: date
    until: date | None = None
    centre: str = ""

    def holds(self, week: Week) -> bool:
        """Whether it keeps the workplace away in any day of `week`."""
        return self.since <= week.sunday and (self.until is None or week.monday <= self.until)


@dataclass(frozen=True)
class MustVisit:
    """A workplace that is to be visited in a week whatever its rank, by whom and why."""

    workplace: str
    author: str
    reason: str
    week: Week


@dataclass(frozen=True)
class Visit:
    """A visit that was planned for certain, and that no register tells of yet; `on` its day."""

    workplace: str
    on: date


@dataclass(frozen=True)
class Standing:
    """All that people have decided; raises `BadOption` naming each by its place, not number.

    `visits` are those of earlier weeks' plans: a register of controls tells of them late, and
    until it does nothing else would keep a list from proposing them once more.
    """

    exclusions: tuple[Exclusion, ...] = ()
    musts: tuple[MustVisit, ...] = ()
    visits: tuple[Visit, ...] = ()

    def __post_init__(self) -> None:
        faults = []
        decided: list[tuple[str, int, Exclusion | MustVisit]] = [
            *(("exclusion", n, one) for n, one in enumerate(self.exclusions, start=1)),
            *(("must_visit", n, one) for n, one in enumerate(self.musts, start=1)),
        ]
        for kind, number, one in decided:
            for name in ("workplace", "author", "reason"):
                if not str(getattr(one, name)).strip():
                    faults.append(f"{kind} {number} has no {name}")
        for number, one in enumerate(self.exclusions, start=1):
            if one.until and one.until < one.since:
                faults.append(f"exclusion {number} ends {one.until}, before {one.since}")
        if faults:
            raise BadOption(
                "Standing decisions: " + "; ".join(faults) + ".",
                "each has a workplace, an author and a reason",
            )

    def beside(self, other: Standing) -> Standing:
        """These decisions and `other`'s; of two on one workplace, these are named."""
        return Standing(
            (*self.exclusions, *other.exclusions),
            (*self.musts, *other.musts),
            (*self.visits, *other.visits),
        )

    def excluded(
        self, week: Week, where: Mapping[str, str] | None = None
    ) -> Mapping[str, Exclusion]:
        """Who may not be visited in `week`, and by which decision (the first of several).

        `where` tells each workplace's centre: a decision of another centre's keeps nobody away.
        """
        where = where or {}
        found: dict[str, Exclusion] = {}
        for one in self.exclusions:
            if one.holds(week) and one.centre in ("", where.get(one.workplace, one.centre)):
                found.setdefault(one.workplace, one)
        return found

    def visited(self, week: Week) -> Mapping[str, date]:
        """The last planned visit of each workplace before `week`."""
        found: dict[str, date] = {}
        for one in self.visits:
            if one.on < week.monday:
                found[one.workplace] = max(one.on, found.get(one.workplace, one.on))
        return found

    def due(self, week: Week) -> Mapping[str, MustVisit]:
        """Who must be visited in `week`, and by which decision (the first of several)."""
        found: dict[str, MustVisit] = {}
        for one in self.musts:
            if one.week == week:
                found.setdefault(one.workplace, one)
        return found


NOTHING = Standing()


def read_standing(path: Path) -> Standing:
    """The decisions in a TOML file of `[[exclusion]]` and `[[must_visit]]`.

    Raises `NotFound` without the file, `BadOption` with every entry that cannot be read.
    """
    if not path.is_file():
        raise NotFound(f"There is no file {path.name} of standing decisions.", "mend the name")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{path.name} is not TOML: {error}.", "mend that line") from None
    faults = [f"unknown table {name}" for name in content if name not in _KINDS]
    found: dict[str, list[Any]] = {name: [] for name in _KINDS}
    for name, kind in _KINDS.items():
        rows = content.get(name, [])
        if not isinstance(rows, list):
            faults.append(f"{name} is one table; write it as [[{name}]]")
            continue
        for number, row in enumerate(rows, start=1):
            said = dict(row)
            wrong = [f"{name} {number}: {fault}" for fault in _misread(said)]
            if wrong:
                faults += wrong
                continue
            try:
                if "week" in said:
                    said["week"] = Week.parse(said["week"])
                found[name].append(kind(**said))
            except TypeError as error:  # which names entries, never what stands in them
                faults.append(f"{name} {number}: {str(error).splitlines()[0]}")
            except BadOption as error:
                # A week has six digits at most; a longer word may be somebody's number.
                is_number = sum(sign.isdigit() for sign in said.get("week", "")) > 6
                fault = "its week is none" if is_number else str(error).splitlines()[0]
                faults.append(f"{name} {number}: {fault}")
    if faults:
        raise BadOption(
            f"{path.name}: " + "; ".join(faults) + ".",
            "an [[exclusion]] has workplace, author, reason, since and perhaps until;"
            " a [[must_visit]] workplace, author, reason and week",
        )
    return Standing(tuple(found["exclusion"]), tuple(found["must_visit"]))


def _misread(said: Mapping[str, Any]) -> list[str]:
    """Entries of the wrong kind. An unquoted number would be nobody's, and keep nobody away."""
    days = ("since", "until")
    texts = {name: value for name, value in said.items() if name not in days}
    found = [
        f"{name} stands without quotes"
        for name, value in texts.items()
        if not isinstance(value, str)
    ]
    found += [
        f"{name} is no date; write 2026-10-01, without quotes"
        for name in days
        if name in said and type(said[name]) is not date
    ]
    return found


_KINDS: Mapping[str, Any] = {"exclusion": Exclusion, "must_visit": MustVisit}
