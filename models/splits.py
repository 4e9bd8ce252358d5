"""Train before, test after, a gap between: as-of dates as triage's timechop names them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from features.errors import KnownTooLate, RecipeRefused
from features.vocabulary import AsOf, months_between
from models.recipe import Recipe

__all__ = ["TimeSplit", "mature_by", "split_at", "splits_over_time", "time_split"]


@dataclass(frozen=True)
class TimeSplit:
    """As-of dates that train, and later ones that test.

    `before` and `after` are in time order. A label window is [as_of, as_of + timespan). The
    `gap` dates lie between: their labels were not yet known for good when the test begins, so
    they train the model that serves, but not the one that is judged.
    """

    before: tuple[AsOf, ...]
    after: tuple[AsOf, ...]
    label_timespan_months: int
    embargo_days: int
    gap: tuple[AsOf, ...] = ()

    def __post_init__(self) -> None:
        first = self.after[0]
        for as_of in self.before:
            ready = mature_by(as_of, self.label_timespan_months, self.embargo_days)
            if ready > first:
                raise KnownTooLate(
                    f"Labels of {as_of.isoformat()} are mature on {ready.isoformat()}, after"
                    f" the first test date {first.isoformat()}: they would overlap the test.",
                    "train on earlier dates, test on later ones, or shorten the label timespan",
                )

    @property
    def dates(self) -> tuple[AsOf, ...]:
        """Every date that needs a matrix."""
        return (*self.before, *self.gap, *self.after)


def mature_by(as_of: AsOf, timespan_months: int, embargo_days: int) -> date:
    """The first day on which every label of `as_of` is known for good."""
    return as_of.plus(timespan_months) + timedelta(days=embargo_days)


def time_split(recipe: Recipe, *, embargo_days: int, begins: date, known_by: AsOf) -> TimeSplit:
    """Split the dates between `begins` and `known_by` as the recipe asks.

    The last test date is the last whose labels are mature at `known_by`; training takes the
    dates whose labels were mature on the first test date. Raises `RecipeRefused` when the
    delivery is too short for both.
    """
    plan = recipe.dates
    first = AsOf(begins.year, begins.month, 1).plus(plan.history_months)
    first = max(first, plan.first) if plan.first else first
    last = min(known_by, plan.last) if plan.last else known_by
    while mature_by(last, plan.label_timespan_months, embargo_days) > known_by:
        last = last.plus(-1)
    every = []
    while last >= first:
        every.append(last)
        last = last.plus(-plan.every_months)
    after = tuple(reversed(every[: plan.test]))
    before = [
        as_of
        for as_of in every[plan.test :]
        if mature_by(as_of, plan.label_timespan_months, embargo_days) <= after[0]
    ]
    if not before:
        raise RecipeRefused(
            f"Between {first.isoformat()} and {known_by.isoformat()} there are {len(every)}"
            f" as-of dates with mature labels; recipe {recipe.name} tests on {plan.test} and"
            " none is left to train on.",
            "ask for fewer test dates, a shorter label_timespan_months, or a longer delivery",
        )
    gap = tuple(reversed(every[plan.test : plan.test + every[plan.test :].index(before[0])]))
    return TimeSplit(
        before=tuple(reversed(before[: plan.train])),
        after=after,
        label_timespan_months=plan.label_timespan_months,
        embargo_days=embargo_days,
        gap=gap,
    )


def splits_over_time(
    recipe: Recipe, *, embargo_days: int, begins: date, known_by: AsOf
) -> tuple[TimeSplit, ...]:
    """Up to `choice.splits` splits in time order, each with one test date, the last the latest.

    Each trains on what was mature at its own test date. Raises `RecipeRefused` when there is
    not even one.
    """
    plan = replace(recipe.dates, test=1)
    found: list[TimeSplit] = []
    while len(found) < recipe.choice.splits:
        try:
            split = time_split(
                replace(recipe, dates=plan),
                embargo_days=embargo_days,
                begins=begins,
                known_by=known_by,
            )
        except RecipeRefused:
            if not found:
                raise
            break
        found.append(replace(split, gap=()))
        plan = replace(plan, last=split.after[0].plus(-plan.every_months))
    return tuple(reversed(found))


def split_at(
    recipe: Recipe, train: AsOf, test: AsOf, *, begins: date | None = None
) -> TimeSplit:
    """One training date (with the recipe's earlier offsets) and one test date, for a backtest.

    `begins` is when outcomes begin. No embargo: the caller says whether labels are taken as
    finally known. A window that overlaps the test date raises `KnownTooLate`.
    """
    plan = recipe.backtest
    dates = sorted({train, *(train.plus(offset) for offset in plan.offsets_months)})
    before = tuple(
        as_of
        for as_of in dates
        if as_of == train
        or begins is None
        or months_between(begins, as_of) >= plan.min_history_months
    )
    return TimeSplit(before, (test,), recipe.dates.label_timespan_months, 0)
