"""CONDUCTOR of a week's choice: the draw first, then the best list within all limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from serving.targeting.conflict_words import conflict_error
from serving.targeting.conflicts import conflicts
from serving.targeting.first_draw import CentreDraw, FirstDraw
from serving.targeting.grounds import read_grounds
from serving.targeting.inspection_list import Draw, Drawn, Member
from serving.targeting.policy import Policy
from serving.targeting.pool import Lot, Pool, seed_of
from serving.targeting.problem import Ints
from serving.targeting.scored_frame import COLUMNS, checked
from serving.targeting.solving import solve
from serving.targeting.standing import NOTHING, Standing
from serving.targeting.stating import MILLION, Stated, state
from serving.targeting.teams import Areas, Teams, suggest
from serving.targeting.week import Week

__all__ = [
    "COLUMNS",
    "CentreChoice",
    "Chosen",
    "Selection",
    "WeekProblem",
    "choose",
    "problem_of",
]


@dataclass(frozen=True)
class Chosen:
    """One place on a list. `chance` is that of being drawn at random that week.

    `team` is suggested, the lead first; a reserve came in the place of somebody drawn.
    """

    rank: int
    workplace: str
    employer: str
    band: int
    sector: str
    size_class: str
    municipality: str
    drawn: Drawn
    chance: float
    team: tuple[Member, ...]
    is_reserve: bool = False


@dataclass(frozen=True)
class CentreChoice:
    """A centre's choice; `funnel` tells how many workplaces were left after each step.

    `expected` is the severity-weighted findings expected of the visits not drawn at random.
    """

    centre: str
    capacity: int
    chosen: tuple[Chosen, ...]
    draw: Draw
    funnel: tuple[tuple[str, int], ...]
    expected: float


@dataclass(frozen=True)
class Selection:
    """All centres' choices for a week, in the order of their codes."""

    week: Week
    policy: Policy
    centres: tuple[CentreChoice, ...]


def choose(
    scores: pd.DataFrame,
    policy: Policy,
    week: Week,
    centres: Sequence[str],
    *,
    standing: Standing = NOTHING,
    areas: Areas | None = None,
    names: Mapping[str, str] | None = None,
    lot: Lot | None = None,
    first: Mapping[str, tuple[str, FirstDraw]] | None = None,
) -> Selection:
    """Choose under `policy`, for each of `centres`, who is visited in `week`.

    The draw comes first, over all who may be visited, so that its chances are exact: it stands
    whatever limits say. The rest is the choice with the greatest severity-weighted expected
    findings over all centres that keeps every limit, proven by the solver; an employer group is
    chosen at most once in the whole country, and not where it was drawn. Choices of equal worth
    are settled by the seed. Same frame in any order, same choice. `areas` say who answers for
    each area column of the frame, for the teams; `names` what a centre is called in an error.
    With a `lot` nobody is drawn: the random visits are those of an earlier list, so that what
    else changed can be told from the luck of the draw. Nor where a centre was drawn for already
    this week: its `first` draw stands (`first_draw.FirstDraw.kept`).

    Raises `BadOption` for a frame that does not keep what `COLUMNS` promises, and
    `LimitsConflict` naming the smallest sets of rules that cannot all be kept.
    """
    made = problem_of(
        scores, policy, week, centres, standing=standing, areas=areas, lot=lot, first=first
    )
    pool, arms, stated = made.pool, made.arms, made.stated
    solved = solve(stated.problem)
    if solved is None:
        raise conflict_error(conflicts(stated.problem), names)
    ranked = stated.rows[list(solved.chosen)]
    listed = _Listed(pool.frame, ranked, made.musts, made.teams, stated, solved.chosen)
    return Selection(
        week,
        policy,
        tuple(
            CentreChoice(
                centre=centre,
                capacity=policy.capacity(centre),
                chosen=listed.places(centre, drawn),
                draw=drawn.said,
                funnel=pool.funnel(centre),
                expected=listed.expected(centre),
            )
            for centre, drawn in arms.items()
        ),
    )


@dataclass(frozen=True)
class WeekProblem:
    """A week after its draw: who may be visited, who was drawn, and what is left to choose."""

    pool: Pool
    arms: Mapping[str, CentreDraw]
    musts: frozenset[int]
    teams: Teams
    stated: Stated


def problem_of(
    scores: pd.DataFrame,
    policy: Policy,
    week: Week,
    centres: Sequence[str],
    *,
    standing: Standing = NOTHING,
    areas: Areas | None = None,
    lot: Lot | None = None,
    first: Mapping[str, tuple[str, FirstDraw]] | None = None,
) -> WeekProblem:
    """Draw, and write down what is left as a problem; arguments and errors as in `choose`."""
    policy.check_in_force(week)
    policy.check_centres(centres)
    areas = areas or {}
    frame = checked(scores, centres, {*areas, *(one.on for one in policy.limits.visits)})
    pool = Pool(frame, policy, week, standing, lot, first)
    arms = {centre: pool.draw(centre) for centre in sorted(centres)}
    drawn = {centre: one.drawn for centre, one in arms.items()}
    teams = suggest(
        frame,
        areas,
        read_grounds(week.monday),
        random_lead=policy.random_lead,
        least=policy.limits.team_share,
    )
    musts, barred = pool.musts()
    ties = lot.ties if lot else seed_of(policy, week, "ties")
    number = week.monday.toordinal() // 7
    stated = state(frame, pool.ready, drawn, musts, barred, teams, policy, ties, number)
    return WeekProblem(pool, arms, frozenset(musts), teams, stated)


@dataclass(frozen=True)
class _Listed:
    """The rows that were chosen, to be laid out as places on lists."""

    frame: pd.DataFrame
    ranked: Ints
    musts: frozenset[int]
    teams: Teams
    stated: Stated
    chosen: tuple[int, ...]

    def places(self, centre: str, drawn: CentreDraw) -> tuple[Chosen, ...]:
        """Highest score first, the drawn after them, numbered from 1."""
        here = self._here(centre)
        scores = self.frame["score"].to_numpy(dtype=np.float64)[self.ranked[here]]
        tie = np.asarray(self.chosen, dtype=np.int64)[here]  # candidates stand in seed's order
        by = here[np.lexsort((tie, -scores))]
        picks: list[tuple[int, Drawn]] = [
            (int(row), "must" if int(row) in self.musts else "ranking")
            for row in self.ranked[by]
        ]
        picks += [(int(row), "random") for row in drawn.drawn]
        chances = dict(zip(drawn.rows.tolist(), drawn.arm.chances.tolist(), strict=True))
        came = {int(drawn.rows[place]) for place in drawn.reserves}
        return tuple(
            self._place(rank, row, how, chances.get(row, 0.0), came=row in came)
            for rank, (row, how) in enumerate(picks, start=1)
        )

    def expected(self, centre: str) -> float:
        """Severity-weighted findings expected of the visits that were not drawn."""
        values = self.stated.problem.values[list(self.chosen)]
        return int(values[self._here(centre)].sum()) / MILLION

    def _here(self, centre: str) -> Ints:
        return np.flatnonzero(self.frame["centre"].iloc[self.ranked].to_numpy() == centre)

    def _place(self, rank: int, row: int, drawn: Drawn, chance: float, *, came: bool) -> Chosen:
        said = self.frame.iloc[row]
        return Chosen(
            rank=rank,
            workplace=str(said["workplace"]),
            employer=str(said["employer"]),
            band=int(said["band"]),
            sector=str(said["sector"]),
            size_class=str(said["size_class"]),
            municipality=str(said["municipality"]),
            drawn=drawn,
            chance=chance,
            team=self.teams.of(row, drawn=drawn == "random"),
            is_reserve=came,
        )
