"""How well rows are tied, against the numbers that are known: recall and precision of pairs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["Figures", "measure"]

Ints = NDArray[np.int64]
DRAWS = 400
QUANTILES = (0.025, 0.975)


@dataclass(frozen=True)
class Figures:
    """Recall and precision with 95 % intervals (companies drawn anew, with replacement)."""

    true_pairs: int
    tied_pairs: int
    recall: float
    precision: float
    recall_between: tuple[float, float]
    precision_between: tuple[float, float]

    def as_json(self) -> dict[str, object]:
        """As a command hands it out."""
        return asdict(self)


def measure(groups: Ints, companies: pd.Series, spellings: pd.Series | None = None) -> Figures:
    """Pairs of rows with a known company: tied, the same, and both.

    With `spellings`, a company counts each of its spellings once: a company with two hundred
    rows weighs no more than its spellings, and equal names of two companies count in full.
    """
    frame = pd.DataFrame({"group": groups, "company": companies.to_numpy()})
    if spellings is not None:
        frame["spelling"] = spellings.to_numpy()
    frame = frame[frame["company"].notna()]
    if spellings is not None:
        frame = frame.drop_duplicates(["company", "spelling"])
    both = frame.groupby(["company", "group"]).transform("size").to_numpy() - 1
    same = frame.groupby("company")["group"].transform("size").to_numpy() - 1
    tied = frame.groupby("group")["company"].transform("size").to_numpy() - 1
    # Each pair stands at both its ends, half at each: so it can be told by company.
    ends = pd.DataFrame({"both": both / 2, "same": same / 2, "tied": tied / 2})
    by_company = ends.groupby(frame["company"].to_numpy()).sum().to_numpy()
    drawn = _drawn(by_company)
    total = by_company.sum(axis=0)
    return Figures(
        true_pairs=round(total[1]),
        tied_pairs=round(total[2]),
        recall=_share(total[0], total[1]),
        precision=_share(total[0], total[2]),
        recall_between=_between(drawn[:, 0], drawn[:, 1]),
        precision_between=_between(drawn[:, 0], drawn[:, 2]),
    )


def _drawn(by_company: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums over as many companies, drawn with replacement, `DRAWS` times."""
    random = np.random.default_rng(20_260_901)
    count = len(by_company)
    sums = np.empty((DRAWS, by_company.shape[1]))
    for draw in range(DRAWS):
        times = np.bincount(random.integers(0, count, count), minlength=count)
        sums[draw] = times @ by_company
    return sums


def _between(part: NDArray[np.float64], whole: NDArray[np.float64]) -> tuple[float, float]:
    shares = part[whole > 0] / whole[whole > 0]
    if not len(shares):
        return (0.0, 0.0)
    low, high = np.quantile(shares, QUANTILES)
    return (round(float(low), 4), round(float(high), 4))


def _share(part: float, whole: float) -> float:
    return round(float(part / whole), 4) if whole else 0.0
