"""From a week's candidates, limits and standing decisions to the problem that is solved."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.util import hash_array

from features.vocabulary import Authority
from serving.targeting.limits import ALWAYS, VisitLimit
from serving.targeting.policy import Policy
from serving.targeting.problem import Ints, Limit, Name, Problem, Travel
from serving.targeting.share_counts import lines_at, share_counts
from serving.targeting.standing import MustVisit
from serving.targeting.teams import Teams

__all__ = ["MILLION", "Stated", "limit_counts", "state"]

MILLION = (
    1_000_000  # sums are exact in millionths of a finding; values closer than one are ties
)


@dataclass(frozen=True)
class Stated:
    """A problem and, per candidate, the position of its row in the frame."""

    problem: Problem
    rows: Ints


def state(
    frame: pd.DataFrame,
    open_rows: Ints,
    drawn: Mapping[str, Ints],
    musts: Mapping[int, MustVisit],
    barred: Mapping[int, Name],
    teams: Teams,
    policy: Policy,
    seed: str,
    week: int = 0,
) -> Stated:
    """Write down whom the ranking may choose and within which limits.

    `open_rows` are positions in `frame` of those who may be visited; `drawn` those of each
    centre's random visits, which stand whatever the limits and use up of them first; `musts`
    those who must be visited. `barred` says of musts that may not be visited why not. `week`
    numbers the weeks there are, for shares that are kept over several.
    """
    fixed = np.concatenate([*drawn.values(), np.zeros(0, dtype=np.int64)])
    groups = pd.factorize(frame["group"])[0].astype(np.int64)
    must = np.asarray([row for row in musts if row not in set(fixed.tolist())], dtype=np.int64)
    free = open_rows[~np.isin(groups[open_rows], groups[fixed])]
    rows = np.union1d(free, must)
    keys, rows = _keyed(frame["workplace"].to_numpy(dtype=object), rows, seed)
    place = np.full(len(frame), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    # A visit that must be made stands even where the lot fell on another of its group.
    own = groups[rows].copy()
    beside = np.isin(own, groups[fixed])
    own[beside] = groups.max(initial=0) + 1 + np.arange(beside.sum())
    limits = _single(place, musts, must, barred)
    comes = {one.authority: teams.comes(one.authority) for one in policy.limits.authorities}
    texts = {
        one.on: frame[one.on].astype(str).to_numpy(dtype=object) for one in policy.limits.visits
    }
    codes = pd.factorize(frame["municipality"])[0].astype(np.int64)
    travel: list[Travel] = []
    of_centre = frame["centre"].to_numpy(dtype=object)[rows]
    for centre, taken in drawn.items():
        here = np.flatnonzero(of_centre == centre)
        at = _Centre(centre, here, rows[here], taken, policy, week)
        limits.append(at.visits())
        limits += at.efforts(teams, comes)
        for limit in policy.limits.visits:
            limits += at.bounds(limit, texts[limit.on])
        travel += at.journeys(codes)
    return Stated(
        Problem(
            values=np.rint(frame["value"].to_numpy()[rows] * MILLION).astype(np.int64),
            keys=keys,
            groups=own,
            limits=tuple(limits),
            travel=tuple(travel),
        ),
        rows,
    )


@dataclass(frozen=True)
class _Centre:
    """A centre's candidates: their positions among all, their rows, and its random visits."""

    centre: str
    places: Ints
    rows: Ints
    taken: Ints
    policy: Policy
    week: int

    def visits(self) -> Limit:
        """As many visits as the centre makes, the random ones among them."""
        most = self.policy.capacity(self.centre)
        name = Name("visits", self.centre, size=most)
        ones = np.ones(len(self.places), dtype=np.int64)
        return Limit(name, self.places, ones, most=max(most - len(self.taken), 0))

    def efforts(
        self, teams: Teams, comes: Mapping[Authority, npt.NDArray[np.bool_]]
    ) -> list[Limit]:
        """The visits and hours that each authority has."""
        found = []
        for authority, effort in sorted(self.policy.limits.efforts(self.centre).items()):
            places = self.places[comes[authority][self.rows]]
            used = sum(_is_on(teams, int(row), authority) for row in self.taken)
            for kind, each, most in (
                ("authority_visits", 1, effort.visits_per_week),
                ("authority_hours", effort.hours_per_visit, effort.hours_per_week),
            ):
                if most is not None and each:
                    spent = each * used
                    name = Name(kind, self.centre, authority.value, most, str(spent))
                    uses = np.full(len(places), each, dtype=np.int64)
                    # The lot stands: where it takes more than there is, nothing is left.
                    found.append(Limit(name, places, uses, most=max(most - spent, 0)))
        return found

    def bounds(self, limit: VisitLimit, texts: npt.NDArray[np.object_]) -> list[Limit]:
        """A limit on a sector, a municipality or a declared group; none at other centres.

        Random visits count, and stand: when the lot alone goes past `most`, nobody is added.
        """
        if limit.centre not in ("", self.centre):
            return []
        is_of = np.asarray(texts == limit.of)
        there = int(is_of[self.taken].sum())
        places = self.places[is_of[self.rows]]
        ones = np.ones(len(places), dtype=np.int64)
        always = limit.on in ALWAYS
        kind, about = (limit.on, limit.of) if always else ("group", f"{limit.on} {limit.of}")

        def name(side: str, size: int) -> Name:
            return Name(f"{side}_{kind}", self.centre, about, size, limit.reason)

        capacity = self.policy.capacity(self.centre)
        least, most = limit_counts(limit, capacity)
        if limit.about_share is not None:
            lines = lines_at(self.policy.limits.visits, limit.on, self.centre)
            if limit not in lines:  # a common line, and the centre has lines of its own
                return []
            # A most alone: the rest of the visits has its own, and all of them are made.
            shares = {one.of: one.about_share or 0.0 for one in lines}
            least, most = 0, share_counts(shares, capacity, self.week, self.centre)[limit.of]
        found = []
        if least:
            bound = max(least - there, 0)
            found.append(Limit(name("least", least), places, ones, least=bound))
        if most is not None:
            bound = max(most - there, 0)
            found.append(Limit(name("most", most), places, ones, most=bound))
        return found

    def journeys(self, codes: Ints) -> list[Travel]:
        """In how many municipalities the visits lie; those of the lot are gone to anyway."""
        most = self.policy.limits.journeys(self.centre)
        if most is None:
            return []
        elsewhere = ~np.isin(codes[self.rows], codes[self.taken])
        name = Name("municipalities", self.centre, size=most)
        return [Travel(name, self.places[elsewhere], codes[self.rows[elsewhere]], most)]


def limit_counts(limit: VisitLimit, capacity: int) -> tuple[int, int | None]:
    """At least and at most how many visits a limit means, of so many.

    >>> limit_counts(VisitLimit("sector", "x", "why", least_share=0.2, most_share=0.5), 7)
    (2, 3)
    """
    least = max(limit.least or 0, math.ceil((limit.least_share or 0.0) * capacity - 1e-9))
    shares = (
        [] if limit.most_share is None else [math.floor(limit.most_share * capacity + 1e-9)]
    )
    counts = [*shares, *([] if limit.most is None else [limit.most])]
    return least, min(counts, default=None)


def _single(
    place: Ints, musts: Mapping[int, MustVisit], must: Ints, barred: Mapping[int, Name]
) -> list[Limit]:
    """One limit per visit that must be made, and one more where it must not be."""
    found = []
    for number, row in enumerate(musts, start=1):
        if row not in must:
            continue
        at, one = place[[row]], np.ones(1, dtype=np.int64)
        name = Name("must_visit", about=str(number))
        found.append(Limit(name, at, one, least=1))
        if row in barred:
            found.append(Limit(barred[row], at, one, most=0))
    return found


def _is_on(teams: Teams, row: int, authority: Authority) -> bool:
    return any(
        member.authority is authority and member.role != "desk"
        for member in teams.of(row, drawn=True)
    )


def _keyed(workplaces: npt.NDArray[np.object_], rows: Ints, seed: str) -> tuple[Ints, Ints]:
    """24-bit keys that follow from the seed, and the rows in the seed's order.

    SipHash-2-4 of the workplace's number under the first 16 hexadecimal digits of the seed's
    SHA-256: what pandas' `hash_array` gives, the same on every machine, and for 100,000 in a
    tenth of the time that SHA-256 takes.
    """
    key = hashlib.sha256(seed.encode()).hexdigest()[:16]
    marks = hash_array(workplaces[rows], hash_key=key, categorize=False)
    order = np.argsort(marks, kind="stable")
    return (marks[order] >> np.uint64(40)).astype(np.int64) + 1, rows[order]
