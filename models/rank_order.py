"""How alike two orders of the same rows are, where either side is one at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

__all__ = ["same_order"]


def same_order(one: npt.NDArray[np.floating], other: npt.NDArray[np.floating]) -> float | None:
    """Spearman's correlation of two columns, -1 to 1; ties share their middle rank.

    None where either side has one value alone, or there are fewer than two rows: what orders
    nobody is neither like another order nor unlike it.
    """
    if len(one) < 2 or not (np.ptp(one) > 0 and np.ptp(other) > 0):
        return None
    return float(np.corrcoef(rankdata(one), rankdata(other))[0, 1])
