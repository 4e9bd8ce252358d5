"""What a week's visits must keep within: hours, journeys, and shares that somebody decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from features.errors import BadOption
from features.vocabulary import Authority

__all__ = ["ALWAYS", "Effort", "Limits", "VisitLimit", "read_limits"]

# What a limit may be on without being declared: a place's sector, and where it lies.
ALWAYS = ("sector", "municipality")


@dataclass(frozen=True)
class VisitLimit:
    """At least and at most so many of a centre's visits where `on` is `of`.

    `on` is sector, municipality or a declared group. A share is of the centre's visits, least
    rounded up and most rounded down. Without a centre it holds at each of them.

    `about_share` is another kind: whole visits each week that over the weeks are just that
    share. All groups of one `on` have one, and together they are all visits. A centre with
    lines of its own on the column keeps those and none of the common ones.
    """

    on: str
    of: str
    reason: str
    least: int | None = None
    most: int | None = None
    least_share: float | None = None
    most_share: float | None = None
    centre: str = ""
    about_share: float | None = None

    def faults(self, groups: Sequence[str]) -> list[str]:
        """What is wrong with it, in words."""
        where = f"limit on {self.on} {self.of}"
        found = []
        if self.on not in (*ALWAYS, *groups):
            declared = ", ".join((*ALWAYS, *groups))
            found.append(f"{where}: '{self.on}' is not declared; declared are {declared}")
        if not self.reason.strip():
            found.append(f"{where} gives no reason")
        bounds = (self.least, self.most, self.least_share, self.most_share)
        if all(bound is None for bound in (*bounds, self.about_share)):
            found.append(f"{where} has none of least, most, a share of either, about_share")
        if self.about_share is not None and any(bound is not None for bound in bounds):
            found.append(f"{where} has about_share and another bound: one or the other")
        for count in (self.least, self.most):
            if count is not None and not (type(count) is int and 0 <= count <= 1000):
                found.append(f"{where} is {count}; allowed are whole numbers, 0 to 1000 visits")
        for share in (self.least_share, self.most_share, self.about_share):
            if share is not None and not 0 <= share <= 1:
                found.append(f"{where} is {share}; a share lies in 0 to 1")
        return found


@dataclass(frozen=True)
class Effort:
    """What an authority can give: hours a visit takes, hours and visits it has in a week.

    None is as many as it takes. Without a centre it holds at each of them that has no line of
    its own.
    """

    authority: Authority
    hours_per_visit: int
    hours_per_week: int | None = None
    visits_per_week: int | None = None
    centre: str = ""

    def faults(self) -> list[str]:
        """What is wrong with it, in words."""
        return [
            f"{self.authority} has {name} {count}; allowed are whole numbers, 0 to 10000"
            for name, count in (
                ("hours_per_visit", self.hours_per_visit),
                ("hours_per_week", self.hours_per_week),
                ("visits_per_week", self.visits_per_week),
            )
            if count is not None and not (type(count) is int and 0 <= count <= 10_000)
        ]


@dataclass(frozen=True)
class Limits:
    """All limits of a policy beside the number of visits. Raises `BadOption`, faults together.

    `municipalities` is how many a centre's chosen visits may lie in in a week. `groups` are
    columns of the score frame that a limit may be on; no other may, whoever asks. `team_share`
    is how high in the order of an area, from the top, its authorities join a visit.
    """

    municipalities: int | None = None
    municipalities_of: tuple[tuple[str, int], ...] = ()
    groups: tuple[str, ...] = ()
    team_share: float = 0.25
    visits: tuple[VisitLimit, ...] = ()
    authorities: tuple[Effort, ...] = ()

    def __post_init__(self) -> None:
        faults = [fault for limit in self.visits for fault in limit.faults(self.groups)]
        faults += [fault for effort in self.authorities for fault in effort.faults()]
        for where, count in (("every centre", self.municipalities), *self.municipalities_of):
            if count is not None and not (type(count) is int and 1 <= count <= 290):
                faults.append(
                    f"municipalities of {where} is {count}; allowed are whole numbers, 1 to 290"
                )
        if not 0 < self.team_share <= 1:
            faults.append(f"team_share is {self.team_share}; allowed are above 0 to 1")
        faults += _sums(self.visits)
        twice = [(one.authority, one.centre) for one in self.authorities]
        for authority, centre in sorted({one for one in twice if twice.count(one) > 1}):
            faults.append(f"{authority} stands twice for {centre or 'every centre'}")
        if faults:
            raise BadOption("Limits: " + "; ".join(faults) + ".", "mend the policy file")

    def strangers(self, centres: Collection[str]) -> list[str]:
        """What is said of a centre that there is not, in words."""
        named = [
            *((f"limit on {one.on} {one.of}", one.centre) for one in self.visits),
            *((f"{one.authority}", one.centre) for one in self.authorities),
            *(("municipalities_of", centre) for centre, _ in self.municipalities_of),
        ]
        return [f"{what} names {of}" for what, of in named if of and of not in centres]

    def journeys(self, centre: str) -> int | None:
        """In how many municipalities a centre's chosen visits may lie; None for any number."""
        return dict(self.municipalities_of).get(centre, self.municipalities)

    def efforts(self, centre: str) -> Mapping[Authority, Effort]:
        """What each authority can give a centre; its own line goes before the common one."""
        common = {one.authority: one for one in self.authorities if not one.centre}
        own = {one.authority: one for one in self.authorities if one.centre == centre}
        return {**common, **own}


def _sums(visits: Sequence[VisitLimit]) -> list[str]:
    """What is wrong with shares that should be all visits together, in words."""
    shares: dict[tuple[str, str], float] = {}
    for one in visits:
        if one.about_share is not None:
            place = (one.on, one.centre)
            shares[place] = shares.get(place, 0.0) + one.about_share
    found = [
        f"about_share on {on}{f' at {centre}' if centre else ''} is {total:g} altogether; all"
        " groups together are 1"
        for (on, centre), total in sorted(shares.items())
        if abs(total - 1) > 1e-6
    ]
    lines = Counter(
        (one.on, one.of, one.centre) for one in visits if one.about_share is not None
    )
    found += [
        f"about_share on {on} {of}{f' at {centre}' if centre else ''} stands {count} times;"
        " once is allowed"
        for (on, of, centre), count in sorted(lines.items())
        if count > 1
    ]
    if len({on for on, _ in shares}) > 1:
        found.append("about_share is on several columns; shares of one alone can all be kept")
    return found


def read_limits(table: Mapping[str, Any], where: str) -> Limits:
    """The limits in a policy's `[limits]` table; raises `BadOption` for what is not known."""
    faults: list[str] = []
    said = dict(table)
    visits = _rows(said.pop("visits", []), VisitLimit, {"is": "of"}, faults)
    efforts = _rows(said.pop("authorities", []), Effort, {}, faults)
    for row in efforts:
        try:
            row["authority"] = Authority(row["authority"])
        except (KeyError, ValueError):
            faults.append(f"'{row.get('authority')}' is not an authority")
    unknown = sorted(set(said) - {one.name for one in fields(Limits)})
    if unknown:
        faults.append(f"unknown entries {unknown}")
    if not faults:
        try:
            return Limits(
                **{
                    **said,
                    "groups": tuple(said.get("groups", ())),
                    "municipalities_of": tuple(
                        sorted(said.get("municipalities_of", {}).items())
                    ),
                    "visits": tuple(VisitLimit(**row) for row in visits),
                    "authorities": tuple(Effort(**row) for row in efforts),
                }
            )
        except (AttributeError, TypeError) as error:
            faults.append(f"an entry is missing or has the wrong type ({error})")
    raise BadOption(f"{where}, [limits]: " + "; ".join(faults) + ".", "mend the policy file")


def _rows(
    rows: Sequence[Mapping[str, Any]], kind: type, names: Mapping[str, str], faults: list[str]
) -> list[dict[str, Any]]:
    """Rows of an array of tables, by the names of the dataclass they become."""
    known = {one.name for one in fields(kind)}
    found = []
    for number, row in enumerate(rows, start=1):
        renamed = {names.get(key, key): value for key, value in row.items()}
        unknown = sorted(set(renamed) - known)
        if unknown:
            faults.append(f"{kind.__name__} {number} has unknown entries {unknown}")
        found.append(renamed)
    return found
