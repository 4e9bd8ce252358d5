"""ONE DOOR to HiGHS: a problem as a linear programme, whole or relaxed, proven optimal.

Rows stand in four blocks: limits (least and most), one visit per employer group, the number of
municipalities, and one link from each candidate to its municipality. The links are kept one by
one, since their sum would let a fraction of a journey carry many visits and spoil the bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csc_array

from serving.targeting.problem import Ints, Name, Problem, breaks, sums

__all__ = ["INFEASIBLE", "Floats", "Programme", "best", "programme", "relaxed"]

Floats = npt.NDArray[np.float64]

OPTIMAL, INFEASIBLE = 0, 2  # what scipy calls HiGHS's answers


@dataclass(frozen=True)
class Programme:
    """A x ≤ b over the candidates and, after them, a switch per municipality of each journey.

    `names` are the rules, in the order of the blocks, and `owners` the rule of each row; -1 is
    a link, which only says what a switch means. `group_rows` numbers the row of each group
    that has one (those of two candidates or more).
    """

    matrix: csc_array
    most: Floats
    names: tuple[Name, ...]
    owners: Ints
    group_rows: dict[int, int]


def programme(problem: Problem) -> Programme:
    """Write a problem out as rows and columns."""
    rows: list[Ints] = []
    columns: list[Ints] = []
    entries: list[Floats] = []
    most: list[float] = []
    owners: list[int] = []
    names: list[Name] = []

    def add(columns_of: Ints, entries_of: Ints, bound: float) -> None:
        rows.append(np.full(len(columns_of), len(most), dtype=np.int64))
        columns.append(columns_of)
        entries.append(np.asarray(entries_of, dtype=np.float64))
        most.append(bound)
        owners.append(len(names) - 1)

    for limit in problem.limits:
        names.append(limit.name)
        if limit.most is not None:
            add(limit.places, limit.uses, limit.most)
        if limit.least is not None:
            add(limit.places, -limit.uses, -limit.least)
    group_rows: dict[int, int] = {}
    for number, members in _shared(problem.groups):
        names.append(Name("group"))
        group_rows[number] = len(most)
        add(members, np.ones(len(members), dtype=np.int64), 1)
    width = len(problem)
    for one in problem.travel:
        names.append(one.name)
        places, where = np.unique(one.where, return_inverse=True)
        switches = width + np.arange(len(places))
        add(switches, np.ones(len(places), dtype=np.int64), one.most)
        count = len(one.places)
        rows += [len(most) + np.arange(count)] * 2
        columns += [one.places, switches[where]]
        entries += [np.ones(count), -np.ones(count)]
        most += [0.0] * count
        owners += [-1] * count
        width += len(places)
    empty = [np.zeros(0, dtype=np.int64)]
    matrix = coo_array(
        (
            np.concatenate([*entries, np.zeros(0)]),
            (np.concatenate(rows + empty), np.concatenate(columns + empty)),
        ),
        shape=(len(most), width),
    )
    return Programme(
        matrix.tocsc(), np.asarray(most), tuple(names), np.asarray(owners), group_rows
    )


def _shared(groups: Ints) -> Iterator[tuple[int, Ints]]:
    """Each group of two candidates or more, with their positions."""
    if not len(groups):
        return
    order = np.argsort(groups, kind="stable")
    numbers, starts = np.unique(groups[order], return_index=True)
    for number, members in zip(numbers, np.split(order, starts[1:]), strict=True):
        if len(members) > 1:
            yield int(number), members


def relaxed(problem: Problem, written: Programme) -> Floats | None:
    """Prices of the rows, 0 and up, where fractions may be chosen; None when nothing fits."""
    found = linprog(
        -_padded(problem.values, written),
        A_ub=written.matrix if len(written.most) else None,
        b_ub=written.most if len(written.most) else None,
        bounds=(0, 1),
        method="highs",
    )
    if found.status == INFEASIBLE:
        return None
    _expect_optimal(found.status, found.message)
    prices: Floats = np.maximum(-found.ineqlin.marginals, 0.0)
    return prices


def best(
    problem: Problem,
    written: Programme,
    aim: Ints,
    *,
    at_least: int | None = None,
    other_than: tuple[int, ...] | None = None,
) -> tuple[int, ...] | None:
    """The choice with the greatest Σ aim, proven; None when no choice keeps the limits.

    `at_least` is what Σ values must come to, `other_than` a choice that is not to be given
    again. Raises `ArithmeticError` should HiGHS's answer not stand in whole numbers.
    """
    if not len(problem):
        return () if (written.most >= 0).all() and other_than is None else None
    rows = [LinearConstraint(written.matrix, ub=written.most)] if len(written.most) else []
    if at_least is not None:
        rows.append(LinearConstraint(_padded(problem.values, written), lb=at_least - 0.5))
    if other_than is not None:
        # At least one candidate differs: chosen ones that are left, or others that are taken.
        sign = np.full(len(problem), -1, dtype=np.int64)
        sign[list(other_than)] = 1
        rows.append(LinearConstraint(_padded(sign, written), ub=len(other_than) - 1))
    width = written.matrix.shape[1]
    found = milp(
        -_padded(aim, written),
        constraints=rows,
        integrality=np.ones(width),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE:
        return None
    _expect_optimal(found.status, found.message)
    chosen = tuple(np.flatnonzero(found.x[: len(problem)] > 0.5).tolist())
    reached = int(aim[list(chosen)].sum())
    broken = breaks(problem, chosen)
    short = at_least is not None and sums(problem, chosen)[0] < at_least
    # Sums are whole numbers, so a bound less than one above is met.
    if broken or short or -found.mip_dual_bound - reached >= 1 - 1e-3:
        raise ArithmeticError(
            f"HiGHS reached {reached}, bound {-found.mip_dual_bound}, {len(broken)} limits not"
            f" kept, of {len(problem)} candidates."
        )
    return chosen


def _padded(figures: Ints, written: Programme) -> Floats:
    """A figure per column: switches weigh nothing."""
    wide = np.zeros(written.matrix.shape[1])
    wide[: len(figures)] = figures
    return wide


def _expect_optimal(status: int, message: str) -> None:
    if status != OPTIMAL:
        raise ArithmeticError(f"HiGHS gave no answer: {message}")
