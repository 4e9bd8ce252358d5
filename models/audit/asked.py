"""Any table of scores, its columns named by whoever asks, read as what an audit counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from features.errors import BadOption
from models.audit.counts import Floats, Labels, at_most, at_threshold, told

__all__ = ["Asked", "read_asked", "read_table"]

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Asked:
    """`selected` are chances, `outcomes` 0, 1 or NaN; `random` marks the random arm's rows.

    `model` is the digest of the model that the scores came from, where the table tells.
    """

    selected: Floats
    outcomes: Floats
    attributes: Mapping[str, Labels]
    cut: str
    random: Labels | None = None
    model: str = ""


def read_table(path: Path) -> pd.DataFrame:
    """A CSV or Parquet file, whole. Raises `BadOption` for one that is neither."""
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            return pd.read_parquet(path)
        return pd.read_csv(path)
    except (OSError, ValueError) as error:  # pandas' and Arrow's own errors are of these kinds
        raise BadOption(
            f"{path.name} cannot be read: {str(error).splitlines()[0]}.",
            "a CSV file with a header, or a Parquet file",
        ) from None


def read_asked(
    table: pd.DataFrame,
    *,
    label: str,
    score: str,
    groups: Sequence[str],
    threshold: float | None = None,
    top: int | None = None,
    arm: str | None = None,
    random_arm: str | None = None,
) -> Asked:
    """The table as an audit counts it. An empty label is an outcome that nobody knows.

    Selected are those whose score reaches `threshold`, or the `top` highest (ties by lot, in
    expectation); without either, a score of 0 and 1 says who was. The digest of the model that
    made the column S of scores stands in S_digest, on every row. Raises `BadOption` with all
    faults: a column that is not there, labels that are not 0 and 1, scores that are no
    numbers, no cut or two, scores of more than one model.
    """
    faults: list[str] = []
    columns = [label, score, *groups, *([arm] if arm else [])]
    missing = [name for name in dict.fromkeys(columns) if name not in table.columns]
    if missing:
        there = ", ".join(map(str, table.columns))
        faults.append(f"no column {', '.join(missing)}; there are {there}")
    outcomes = _numbers(table, label, faults, "label")
    scores = _numbers(table, score, faults, "score")
    strange = ~np.isnan(outcomes) & (outcomes != 0) & (outcomes != 1)
    if strange.any():
        first = 1 + int(np.flatnonzero(strange)[0])
        faults.append(
            f"{int(strange.sum())} labels are neither 0 nor 1, the first in row {first}"
        )
    model = _model(table, f"{score}_digest", faults)
    if not len(table):
        faults.append("there is no row")
    if not groups:
        faults.append("no group column is named")
    selected, cut = _selected(scores, threshold, top, faults)
    random = None
    if (arm is None) != (random_arm is None):
        faults.append("a random arm needs both its column and its value")
    elif arm in table.columns and random_arm is not None:
        random = np.asarray(table[arm].astype(str) == random_arm)
        if not random.any():
            there = told(sorted(table[arm].astype(str).unique()))
            faults.append(f"nobody's {arm} is {random_arm!r}; there are {there}")
    if faults:
        raise BadOption(
            "This table cannot be audited:\n  - " + "\n  - ".join(faults),
            "name its columns with --label-column, --score-column and --group-columns",
        )
    attributes = {name: table[name].to_numpy(object) for name in dict.fromkeys(groups)}
    return Asked(selected, outcomes, attributes, cut, random, model)


def _model(table: pd.DataFrame, name: str, faults: list[str]) -> str:
    if name not in table.columns or not len(table):
        return ""
    found = set(table[name].astype(str))
    if len(found) == 1 and _DIGEST.fullmatch(only := found.pop()):
        return only
    faults.append(f"{name} is not the same 64 hexadecimal signs on every row")
    return ""


def _numbers(table: pd.DataFrame, name: str, faults: list[str], what: str) -> Floats:
    if name not in table.columns:
        return np.zeros(0)
    column = table[name]
    read = pd.to_numeric(column.astype(object), errors="coerce").astype(float)
    lost = read.isna() & column.notna() & (column.astype(str).str.strip() != "")
    if lost.any():
        first = 1 + int(np.flatnonzero(lost.to_numpy())[0])
        faults.append(
            f"{int(lost.sum())} values of the {what} are no numbers, the first in row {first}"
        )
    return np.asarray(read, np.float64)


def _selected(
    scores: Floats, threshold: float | None, top: int | None, faults: list[str]
) -> tuple[Floats, str]:
    if threshold is not None and top is not None:
        faults.append("both a threshold and a number of places are given; one can be the cut")
    elif top is not None and top < 1:
        faults.append(f"{top} places is no list")
    elif top is not None:
        return at_most(scores, top), f"the {top} highest, ties by lot"
    elif threshold is not None:
        return at_threshold(scores, threshold), f"scores from {threshold:g} up"
    elif set(np.unique(scores[~np.isnan(scores)])) <= {0.0, 1.0}:
        return at_threshold(scores, 1.0), "scores of 1"
    else:
        faults.append("no cut is given, and scores are not 0 and 1: --threshold or --top")
    return np.zeros(len(scores)), ""
