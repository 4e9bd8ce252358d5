"""Who may be visited in a week, who is drawn of them, and who must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.errors import BadOption
from serving.targeting.draw import Arm
from serving.targeting.first_draw import CentreDraw, FirstDraw, first_draw
from serving.targeting.policy import Policy
from serving.targeting.problem import Ints, Name
from serving.targeting.scored_frame import rested
from serving.targeting.standing import MustVisit, Standing
from serving.targeting.week import Week

__all__ = ["Lot", "Pool", "seed_of"]


@dataclass(frozen=True)
class Lot:
    """Random visits that were drawn before, by centre, and the seed that settled ties then."""

    drawn: Mapping[str, Sequence[str]]
    ties: str


class Pool:
    """Who of a checked frame may be visited in a week, and who must be.

    `first` are the draws that the week's first lists were made by, each with the digest of
    their inputs, by centre: there nobody is drawn anew.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        policy: Policy,
        week: Week,
        standing: Standing,
        lot: Lot | None = None,
        first: Mapping[str, tuple[str, FirstDraw]] | None = None,
    ) -> None:
        self.lot, self.first = lot, first or {}
        self.frame, self.policy, self.week = frame, policy, week
        where = dict(zip(frame["workplace"], frame["centre"], strict=True))
        self.excluded = standing.excluded(week, where)
        self.due = standing.due(week)
        self.is_eligible = frame["eligible"].to_numpy()
        self.is_rested = rested(_last_visit(frame, standing, week), policy, week).to_numpy()
        self.is_allowed = ~frame["workplace"].isin(list(self.excluded)).to_numpy()
        self.may_come = self.is_eligible & self.is_rested & self.is_allowed
        self.ready: Ints = np.flatnonzero(self.may_come)
        self.centre = frame["centre"].to_numpy(dtype=object)
        self.workplaces = frame["workplace"].to_numpy(dtype=object)
        self.employers = frame["employer"].to_numpy(dtype=object)

    def draw(self, centre: str) -> CentreDraw:
        """The draw of a centre: that of an earlier list, the week's first, or a new one."""
        rows = self.ready[self.centre[self.ready] == centre]
        workplaces = self.workplaces[rows].tolist()
        if centre in self.first and self.lot is None:
            inputs, first = self.first[centre]
            return first.kept(rows, workplaces, inputs)
        drawn = self.first_draw(centre)
        if self.lot is None:
            return CentreDraw(rows, drawn.arm, drawn.said)
        at = {one: place for place, one in enumerate(workplaces)}
        held = [at[one] for one in self.lot.drawn.get(centre, ()) if one in at]
        return CentreDraw(rows, Arm(tuple(held), np.zeros(len(rows))), drawn.said)

    def first_draw(self, centre: str) -> FirstDraw:
        """A draw of the centre over all who may be visited now, with what it is made from."""
        rows = self.ready[self.centre[self.ready] == centre]
        return first_draw(
            self.workplaces[rows].tolist(),
            self.employers[rows].tolist(),
            self.policy.random_share * self.policy.capacity(centre),
            seed_of(self.policy, self.week, centre),
        )

    def musts(self) -> tuple[Mapping[int, MustVisit], Mapping[int, Name]]:
        """The rows that must be visited, and why not, where one may not be.

        Raises `BadOption` for decided visits of workplaces that the frame does not hold.
        """
        if not self.due:
            return {}, {}
        rows = pd.Index(self.workplaces).get_indexer(pd.Index(list(self.due), dtype=object))
        missing = [str(n) for n, row in enumerate(rows.tolist(), start=1) if row < 0]
        if missing:
            raise BadOption(
                f"Decided visits {', '.join(missing)} of {len(self.due)} for week {self.week}"
                " are of workplaces that are not among those ranked.",
                "they are closed, of sole traders or unknown to the registers: plan them apart",
            )
        found: dict[int, MustVisit] = {}
        barred: dict[int, Name] = {}
        orders = zip(rows.tolist(), self.due.items(), strict=True)
        for number, (row, (workplace, order)) in enumerate(orders, start=1):
            found[row] = order
            if not self.is_allowed[row]:
                until = self.excluded[workplace].until
                kind = "excluded_until" if until else "excluded"
                barred[row] = Name(kind, about=str(number), said=str(until or ""))
            elif not self.is_eligible[row]:
                barred[row] = Name("not_eligible", about=str(number))
            elif not self.is_rested[row]:
                months = self.policy.cool_down_months
                barred[row] = Name("resting", about=str(number), size=months)
        return found, barred

    def funnel(self, centre: str) -> tuple[tuple[str, int], ...]:
        """How many of a centre's workplaces were left after each step."""
        here = self.centre == centre
        steps = [("workplaces", here), ("eligible", here & self.is_eligible)]
        steps.append(("rested", here & self.is_eligible & self.is_rested))
        if self.excluded:
            steps.append(("allowed", here & self.may_come))
        return tuple((name, int(left.sum())) for name, left in steps)


def _last_visit(frame: pd.DataFrame, standing: Standing, week: Week) -> pd.Series[pd.Timestamp]:
    """The day of each workplace's last control, told by a register or by an earlier plan."""
    last = frame["last_control"]
    planned = standing.visited(week)
    if not planned:
        return last
    ours = pd.to_datetime(frame["workplace"].map(planned))
    return last.where(last.notna() & (ours.isna() | (last >= ours)), ours)


def seed_of(policy: Policy, week: Week, purpose: str) -> str:
    """The whole seed of a draw, as it is published with the list."""
    return f"{policy.seed} {week} {purpose}"
