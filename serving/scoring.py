"""A matrix scored by a model: the frame that a week's lists are chosen from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from features.country import Country
from features.engine.registers import Registers
from features.matrix import Matrix
from features.vocabulary import Authority
from models.bands import band_of
from models.calibration import as_share
from models.ranker import Ranker
from models.stacking import values_of
from serving.targeting.grounds import read_grounds

__all__ = ["areas_of", "rescored", "score_frame", "scored_columns"]

AREA = "area "  # before the name of an area's column


def score_frame(
    registers: Registers, matrix: Matrix, ranker: Ranker, below: Sequence[float]
) -> pd.DataFrame:
    """What the choice needs, one row per workplace of the cohort, in the matrix's order.

    `below` are the bands' lower edges as shares of the cohort. Sweden's registers tell of no
    group of companies, so an employer is its own; a country whose cohort has a `group` stratum
    is chosen from by that.
    """
    frame = matrix.frame.select(
        [name for name in matrix.frame.column_names if name not in matrix.features]
    ).to_pandas()
    outcomes = registers.rows(registers.country.outcomes.rows, matrix.as_of).to_pandas()
    last = pd.to_datetime(outcomes["happened"]).groupby(outcomes["workplace"]).max()
    known: pd.DataFrame = frame.assign(
        eligible=True,
        last_control=frame["workplace"].map(last),
        sector=frame.get("sector", ""),
        size_class=frame.get("size_class", ""),
        municipality=frame.get("municipality", ""),
        informed=_informed(matrix),
    )
    return rescored(known, matrix, ranker, below)


def rescored(
    frame: pd.DataFrame, matrix: Matrix, ranker: Ranker, below: Sequence[float]
) -> pd.DataFrame:
    """The frame with what `ranker` says of the matrix in place of scores, bands and areas.

    A visit's value is its priority as a share: the severity-weighted mean of the log-odds of a
    finding in each area, taken back to a frequency. It rises with the score, so that the order
    that was judged is the order that is bought; the mean of the frequencies themselves would
    be another, unjudged order. It stands for expected findings as far as the model's log-odds
    do, among workplaces such as were controlled.
    """
    scored = scored_columns(values_of(matrix, ranker.features), ranker)
    shares = np.diff(np.array([0.0, *below]))[:-1]
    return frame.assign(band=band_of(scored["score"], tuple(shares)) + 1, **scored)


def scored_columns(
    values: npt.NDArray[np.float32], ranker: Ranker
) -> dict[str, npt.NDArray[np.float64]]:
    """What a model says of rows (rows, features): `score`, `value`, and a column per area."""
    scores = ranker.score_values(values)
    margins = ranker.margins(values)
    areas = {
        f"{AREA}{head}": expit(
            margins[:, [part.head == head for part in ranker.parts]].mean(axis=1)
        )
        for head in ranker.heads
    }
    value = np.clip(as_share(scores, ranker.combine), 0.0, 1.0)
    return {"score": scores, "value": value, **areas}


def areas_of(ranker: Ranker, country: Country) -> Mapping[str, tuple[Authority, ...]]:
    """The frame's area columns, and which authorities answer for each.

    The head of several areas at once is nobody's, and points at nobody.
    """
    return {
        f"{AREA}{area.name}": tuple(Authority(one) for one in area.authorities)
        for area in country.outcomes.areas
        if area.name in ranker.heads
    }


def _informed(matrix: Matrix) -> npt.NDArray[np.bool_]:
    """Whether a tip or other information about the workplace or its employer is known."""
    told = read_grounds(matrix.as_of).information
    found = np.zeros(len(matrix), dtype=bool)
    for name in told:
        if name in matrix.features:
            found |= matrix.frame.column(name).to_pandas().fillna(0).to_numpy() > 0
    return found
