"""Who goes along on a visit: the authorities whose areas point there, each by its own right.

An authority never enters by another's right (JO 4476-2017), so each member carries its own.
Who has none prepares at its desk. A random visit is manned by the right of entry alone: whom
scores would send there is not asked, or the measure would follow the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from features.vocabulary import Authority, Words
from serving.targeting.grounds import Grounds
from serving.targeting.inspection_list import Member

__all__ = ["LEADERS", "Areas", "Teams", "suggest"]

Floats = npt.NDArray[np.float64]
Areas = Mapping[str, Sequence[Authority]]  # column of the score frame: who answers for the area

# Those whose right of entry needs no information about the workplace, and who may lead.
LEADERS = (Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET)


@dataclass(frozen=True)
class Teams:
    """The suggested teams of many workplaces.

    `wanted` is how much each authority's areas point at each workplace, 1 the most; `leads` the
    number, in `LEADERS`, of who leads there when it is chosen by its rank.
    """

    wanted: Mapping[Authority, Floats]
    leads: npt.NDArray[np.int64]
    sectors: tuple[str, ...]
    informed: npt.NDArray[np.bool_]
    grounds: Grounds
    random_lead: Authority
    least: float

    def of(self, place: int, *, drawn: bool) -> tuple[Member, ...]:
        """The team of one workplace: the lead first, then whose areas point there most."""
        informed = bool(self.informed[place])
        rights = self.grounds.at(self.sectors[place], informed=informed, drawn=drawn)
        if drawn:
            lead = self.random_lead if self.random_lead in rights else LEADERS[0]
            return _team(
                lead, [one for one in LEADERS if one in rights and one != lead], rights
            )
        lead = LEADERS[self.leads[place]]
        pull = {one: float(values[place]) for one, values in self.wanted.items()}
        others = [one for one in pull if one != lead and pull[one] > 1 - self.least]
        others.sort(key=lambda one: (-pull[one], one))
        return _team(lead, others, rights)

    def comes(self, authority: Authority) -> npt.NDArray[np.bool_]:
        """Whether an authority goes to each workplace, chosen by its rank.

        Who has no right of entry there prepares at its desk, which is no visit.
        """
        wanted = self.wanted.get(authority)
        found = np.zeros(len(self.leads), dtype=bool)
        if wanted is not None:
            found |= (wanted > 1 - self.least) & self._enters(authority)
        if authority in LEADERS:
            found |= self.leads == LEADERS.index(authority)
        return found

    def _enters(self, authority: Authority) -> npt.NDArray[np.bool_]:
        """Whether an authority has a right of entry of its own to each workplace."""
        codes, kinds = pd.factorize(np.asarray(self.sectors, dtype=object))
        has_right = np.array(
            [
                [
                    authority in self.grounds.at(str(sector), informed=known, drawn=False)
                    for known in (False, True)
                ]
                for sector in kinds
            ],
            dtype=bool,
        ).reshape(len(kinds), 2)
        found: npt.NDArray[np.bool_] = has_right[codes, self.informed.astype(int)]
        return found


def suggest(
    frame: pd.DataFrame,
    areas: Areas,
    grounds: Grounds,
    *,
    random_lead: Authority,
    least: float,
) -> Teams:
    """Teams for the workplaces of a score frame, from the order within each area.

    An authority is wanted as much as the highest place that a workplace has, among all those
    given, in an area it answers for (1 the top, towards 0). It comes along when that is within
    the `least` top share. Without areas only the lead comes.
    """
    wanted: dict[Authority, Floats] = {}
    for column, authorities in areas.items():
        standing = rankdata(frame[column].to_numpy(dtype=np.float64)) / max(len(frame), 1)
        for authority in authorities:
            before = wanted.get(authority)
            wanted[authority] = standing if before is None else np.maximum(before, standing)
    informed = frame.get("informed", pd.Series(False, index=frame.index)).to_numpy(dtype=bool)
    sectors = tuple(frame["sector"].astype(str).to_numpy(dtype=object))
    return Teams(
        wanted=wanted,
        leads=_leads(wanted, sectors, informed, grounds),
        sectors=sectors,
        informed=informed,
        grounds=grounds,
        random_lead=random_lead,
        least=least,
    )


def _leads(
    wanted: Mapping[Authority, Floats],
    sectors: Sequence[str],
    informed: npt.NDArray[np.bool_],
    grounds: Grounds,
) -> npt.NDArray[np.int64]:
    """Of those who may lead and enter there, the one most wanted; the first where all are."""
    codes, kinds = pd.factorize(np.asarray(sectors, dtype=object))
    nobody = np.zeros(len(codes))
    pull = np.column_stack([wanted.get(one, nobody) for one in LEADERS])
    for number, sector in enumerate(kinds):
        for known in (False, True):
            rights = grounds.at(str(sector), informed=known, drawn=False)
            here = (codes == number) & (informed == known)
            for column, authority in enumerate(LEADERS):
                if column and authority not in rights:
                    pull[here, column] = -1.0
    return np.asarray(pull.argmax(axis=1), dtype=np.int64)


def _team(
    lead: Authority, others: Sequence[Authority], rights: Mapping[Authority, Words]
) -> tuple[Member, ...]:
    members = [Member(lead, "leads", rights.get(lead))]
    for one in others:
        members.append(Member(one, "visits" if one in rights else "desk", rights.get(one)))
    return tuple(members)
