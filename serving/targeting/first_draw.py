"""A week is drawn once at a centre: what a list made again takes over from the first draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from serving.targeting.draw import Arm, draw, population_digest, reserves
from serving.targeting.inspection_list import Draw
from serving.targeting.problem import Ints

__all__ = ["CentreDraw", "FirstDraw", "first_draw"]


@dataclass(frozen=True)
class CentreDraw:
    """A centre's draw as it stands in a list.

    `rows` are positions of those who may be visited now; `arm` points into them; `reserves` are
    the positions, among `rows`, of who came in the place of somebody drawn.
    """

    rows: Ints
    arm: Arm
    said: Draw
    reserves: frozenset[int] = frozenset()

    @property
    def drawn(self) -> Ints:
        """The positions of the random visits, in the order of the draw."""
        return self.rows[list(self.arm.drawn)]


@dataclass(frozen=True)
class FirstDraw:
    """A draw with all that it was made from: nobody who was not there then can be drawn."""

    workplaces: tuple[str, ...]
    employers: tuple[str, ...]
    arm: Arm
    said: Draw

    def kept(self, rows: Ints, workplaces: Sequence[str], inputs: str) -> CentreDraw:
        """The draw among `workplaces`, those who may be visited now, in the order of `rows`.

        Who was drawn and may still be visited stays; for each other the next of the same draw
        comes (`draw.reserves`). Each keeps the chance that the first draw gave it, a reserve
        its own; whoever was not there then has none this week. So weighing by the chances
        assumes that places were not left out because of what a visit would have found there.
        """
        now = {one: place for place, one in enumerate(workplaces)}
        may_come = np.array([one in now for one in self.workplaces], dtype=bool)
        instead = reserves(
            self.workplaces, self.employers, self.arm.drawn, may_come, self.said.seed
        )
        stands = [
            (instead.get(place, place), place in instead)
            for place in self.arm.drawn
            if may_come[place] or place in instead
        ]
        then = dict(zip(self.workplaces, self.arm.chances.tolist(), strict=True))
        chances = np.array([then.get(one, 0.0) for one in workplaces], dtype=np.float64)
        drawn = [now[self.workplaces[place]] for place, _ in stands]
        lost = int((~may_come[list(self.arm.drawn)]).sum())
        return CentreDraw(
            rows,
            Arm(tuple(drawn), chances),
            replace(self.said, first=inputs, replaced=lost),
            frozenset(at for at, (_, came) in zip(drawn, stands, strict=True) if came),
        )


def first_draw(
    workplaces: Sequence[str], employers: Sequence[str], expected: float, seed: str
) -> FirstDraw:
    """Draw `expected` workplaces on average of those given, for the first time."""
    said = Draw(
        seed=seed,
        expected=expected,
        population=len(workplaces),
        population_digest=population_digest(workplaces, employers),
    )
    arm = draw(workplaces, employers, expected, seed)
    return FirstDraw(tuple(workplaces), tuple(employers), arm, said)
