"""What the random arm tells of everybody: drawn with known chances, so it needs no model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.intervals import Figure, share_with_variance

__all__ = ["drawn_share"]

Floats = npt.NDArray[np.float64]


def drawn_share(outcome: Floats, inclusion: Floats, *, of: int) -> Figure:
    """The frequency of findings among `of` workplaces, from those that were drawn at random.

    One row per drawn workplace: its outcome (1, 0, or NaN when the visit did not answer, which
    leaves it out) and the chance it had of being drawn; a common factor does no harm. Horvitz
    and Thompson (1952), divided by the estimated rather than the known number (Hájek 1971),
    which varies less; Wilson's interval on as many answers as would have its variance. `why`
    tells when fewer than two were drawn.
    """
    known = ~np.isnan(outcome)
    found, chance = outcome[known], inclusion[known]
    if len(found) < 2:
        return Figure(None, why=f"{len(found)} of {of} were drawn at random and answered")
    weight = 1.0 / chance
    total = float(weight.sum())
    share = float(weight @ found / total)
    # Of Poisson draws; a share of exactly 0 or 1 keeps the variance of half an answer.
    inside = min(max(share, 0.5 / len(found)), 1 - 0.5 / len(found))
    spread = np.where(found == share, inside * (1 - inside), (found - share) ** 2)
    variance = float((weight**2 * (1.0 - chance) * spread).sum()) / total**2
    return share_with_variance(share, variance, len(found) - 1.0)
