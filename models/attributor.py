"""Explains rows by a booster: its text laid out once, then block by block on every core."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import LyktaError
from models.lanes import NARROW, WIDE
from models.quadrature import explain_rows
from models.quadrature_single import explain_row
from models.ranker import open_booster
from models.schedule import Schedule, schedule_of
from models.trees import Forest, Untreatable, read_forests

__all__ = ["Attributions", "Attributor", "attributor_of"]

Values = npt.NDArray[np.floating[Any]]

BLOCK = 8192  # rows at a time: 10 MB of contributions in 64 bits
THREADS = 2
WORTH_A_THREAD = 256  # rows; fewer take less time than a thread to start and divide them
SAMPLED = 8  # rows of each block whose score LightGBM is asked for too, to the last bit
# Of the sum of all sizes: 150 numbers rounded to 24 or 53 bits, and what the kernel rounds.
TOLERANCE = {"float32": 1e-5, "float64": 1e-10}


@dataclass(frozen=True)
class Attributions:
    """What each feature adds to each row's raw score.

    `base` (classes,), `amounts` (classes, rows, features), `scores` (classes, rows) in 64-bit:
    LightGBM's raw score to the last bit. base + the amounts of a row = its score.
    """

    base: npt.NDArray[np.float64]
    amounts: Values
    scores: npt.NDArray[np.float64]


class Attributor:
    """Exact path-dependent Shapley values of one LightGBM booster.

    `arithmetic` is float64 (the default) or float32: half the time, and right to 1e-5 of the
    contributions' size. Values that 32 bits do not hold are explained in 64 bits all the same,
    since a split would see another value. `reason` says why the booster is explained by
    LightGBM itself instead, and is empty where the kernel does it.
    """

    def __init__(
        self, text: str, arithmetic: str = "float64", rounds: int | None = None
    ) -> None:
        if arithmetic not in TOLERANCE:
            raise LyktaError(
                f"There is no arithmetic {arithmetic!r}; allowed are {', '.join(TOLERANCE)}.",
                "leave it out for 64 bits",
            )
        self.text, self.arithmetic, self.rounds = text, arithmetic, rounds
        self.reason = ""
        self._forests: tuple[Forest, ...] = ()
        self._schedules: dict[tuple[int, str], Schedule] = {}
        try:
            self._forests = read_forests(text, rounds)
        except Untreatable as refused:
            self.reason = str(refused)

    @cached_property
    def booster(self) -> Any:
        """The text, opened by LightGBM."""
        return open_booster(self.text)

    @cached_property
    def features(self) -> int:
        """How many values a row has."""
        return int(self.booster.num_feature())

    def explain(self, values: Values) -> Attributions:
        """Explain rows (rows, features), missing as NaN, in any memory order.

        Raises `LyktaError` where contributions do not add up to a score, or a score is not
        LightGBM's.
        """
        if values.ndim != 2 or values.shape[1] != self.features:
            raise LyktaError(
                f"The model reads {self.features} features, the rows hold"
                f" {values.shape[1] if values.ndim == 2 else 'no'} columns.",
                "build the matrix from the same declarations as the model, or train anew",
            )
        found = list(self.blocks(values))
        if not found:
            classes = max(1, len(self._forests))
            nothing = np.zeros((classes, 0, self.features))
            return Attributions(np.zeros(classes), nothing, np.zeros((classes, 0)))
        return Attributions(
            found[0].base,
            np.concatenate([one.amounts for one in found], axis=1),
            np.concatenate([one.scores for one in found], axis=1),
        )

    def blocks(self, values: Values, rows: int = BLOCK) -> Iterator[Attributions]:
        """As `explain`, a block of rows at a time, so that memory does not grow with rows."""
        for begin in range(0, len(values), rows):
            block = np.asarray(values[begin : begin + rows])
            found = self._by_lightgbm(block) if self.reason else self._by_kernel(block)
            _check_sums(found)
            self._check_scores(found, block)
            yield found

    def _by_kernel(self, values: Values) -> Attributions:
        kind = self._kind(values)
        lengthwise = np.ascontiguousarray(values.T, dtype=kind)
        rows, classes = len(values), len(self._forests)
        amounts = np.empty((classes, rows, values.shape[1]), dtype=kind)
        scores = np.empty((classes, rows))
        if rows == 1:
            for number in range(classes):
                plan = self._schedule(number, kind)
                amounts[number, 0], scores[number, 0] = _row_alone(plan, lengthwise, kind)
            return Attributions(self._bases, amounts, scores)
        lanes, share = WIDE[kind], max(WORTH_A_THREAD, -(-rows // THREADS))
        parts = [(begin, min(begin + share, rows)) for begin in range(0, rows, share)]
        for number in range(classes):
            plan = self._schedule(number, kind)

            def run(part: tuple[int, int], plan: Schedule = plan, number: int = number) -> None:
                explain_rows(lanes, plan, lengthwise, *part, amounts[number], scores[number])

            if len(parts) == 1:
                run(parts[0])
            else:
                with ThreadPoolExecutor(len(parts)) as pool:
                    list(pool.map(run, parts))
        return Attributions(self._bases, amounts, scores)

    @property
    def _bases(self) -> npt.NDArray[np.float64]:
        return np.array([one.base for one in self._forests])

    def _by_lightgbm(self, values: Values) -> Attributions:
        if "linear" in self.reason:  # LightGBM 4.7: "not implemented for linear trees"
            raise LyktaError(
                f"{self.reason} Neither can LightGBM.", "train without linear_tree"
            )
        told = self.booster.predict(values, pred_contrib=True, num_iteration=self.rounds)
        shaped = np.asarray(told).reshape(len(values), -1, self.features + 1).transpose(1, 0, 2)
        amounts = np.ascontiguousarray(shaped[:, :, :-1])
        base = shaped[:, 0, -1].copy()
        return Attributions(base, amounts, self._raw(values))

    def _schedule(self, number: int, kind: str) -> Schedule:
        if (number, kind) not in self._schedules:
            made = schedule_of(self._forests[number], np.dtype(kind).type)
            self._schedules[number, kind] = made
        return self._schedules[number, kind]

    def _kind(self, values: Values) -> str:
        """32 bits only where they hold every value as it is."""
        if self.arithmetic == "float32" and values.dtype != np.float32:
            with np.errstate(over="ignore"):
                narrow = values.astype(np.float32)
            if not np.array_equal(narrow.astype(values.dtype), values, equal_nan=True):
                return "float64"
        return self.arithmetic

    def _raw(self, values: Values) -> npt.NDArray[np.float64]:
        told = self.booster.predict(
            values, raw_score=True, num_iteration=self.rounds, num_threads=1
        )
        return np.ascontiguousarray(np.asarray(told).reshape(len(values), -1).T)

    def _check_scores(self, found: Attributions, values: Values) -> None:
        places = np.unique(np.linspace(0, len(values) - 1, SAMPLED).astype(int))
        wrong = (self._raw(values[places]) != found.scores[:, places]).any(axis=0)
        if wrong.any():
            raise LyktaError(
                f"{int(wrong.sum())} of {len(places)} scores asked of LightGBM are not those"
                " that were explained.",
                "this is a fault of ours: tell us, and use LightGBM's own contributions",
            )


def _row_alone(plan: Schedule, values: Values, kind: str) -> tuple[Values, float]:
    """(features,) amounts and the score of one row (features, 1).

    On one thread: a second one would have to be waited for, and on a busy machine for longer
    than the whole takes.
    """
    lanes = NARROW[kind]
    sums, outputs = np.zeros((len(values), len(lanes))), np.zeros(len(plan.trees))
    explain_row(lanes, plan, values, sums.reshape(-1), outputs)
    # LightGBM adds trees one after the other; so does `cumsum`, and `sum` does not.
    return sums.sum(axis=1), float(np.cumsum(outputs)[-1]) if len(outputs) else 0.0


def _check_sums(found: Attributions) -> None:
    """Every row's base and amounts are its score."""
    base, tolerance = found.base[:, None], TOLERANCE[str(found.amounts.dtype)]
    said = base + found.amounts.sum(axis=2, dtype=np.float64)
    size = np.abs(base) + np.abs(found.amounts).sum(axis=2, dtype=np.float64)
    apart = np.abs(said - found.scores) / np.maximum(1.0, size)
    wrong = ~(apart <= tolerance)
    if wrong.any():
        raise LyktaError(
            f"Explanations of {int(wrong.any(axis=0).sum())} of {wrong.shape[1]} rows do not"
            f" add up to their score (furthest apart by {apart.max():.2g} of their size).",
            "the model and the matrix are not of the same build; make both anew",
        )


@lru_cache(maxsize=16)
def attributor_of(text: str, arithmetic: str = "float64") -> Attributor:
    """The attributor of a booster's text, laid out once in a process."""
    return Attributor(text, arithmetic)
