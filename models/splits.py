"""Train before, test after, a gap between: as-of dates as triage's timechop names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from features.errors import KnownTooLate, RecipeRefused
from features.vocabulary import AsOf, months_between
from models.recipe import Recipe

__all__ = ["TimeSplit", "mature_by", "split_at", "time_split"]


@dataclass(frozen=True)
class TimeSplit:
    """As-of dates that train, and later ones that test.

    `before` and `after` are in time order. A label window is [as_of, as_of + timespan). The
    gap from the last training date to the first test date holds the last window and the
    embargo during which its outcomes may still change.
    """

    before: tuple[AsOf, ...]
    after: tuple[AsOf, ...]
    label_timespan_months: int
    embargo_days: int

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
        return (*self.before, *self.after)


def mature_by(as_of: AsOf, timespan_months: int, embargo_days: int) -> date:
    """The first day on which every label of `as_of` is known for good."""
    return as_of.plus(timespan_months) + timedelta(days=embargo_days)


def time_split(
    recipe: Recipe, *, embargo_days: int, begins: date, delivered_on: date
) -> TimeSplit:
    """Split the dates between `begins` and `delivered_on` as the recipe asks.

    The last test date is the last whose labels are mature on `delivered_on`; training takes
    the dates whose labels were mature on the first test date. Raises `RecipeRefused` when the
    delivery is too short for both.
    """
    plan = recipe.dates
    first = max(
        plan.first or AsOf(begins.year, begins.month, 1), AsOf(begins.year, begins.month, 1)
    )
    last = AsOf(delivered_on.year, delivered_on.month, 1)
    while mature_by(last, plan.label_timespan_months, embargo_days) > delivered_on:
        last = last.plus(-1)
    last = min(last, plan.last) if plan.last else last
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
            f"Between {first.isoformat()} and {delivered_on.isoformat()} there are"
            f" {len(every)} as-of dates with mature labels; recipe {recipe.name} tests on"
            f" {plan.test} and none is left to train on.",
            "ask for fewer test dates, a shorter label_timespan_months, or a longer delivery",
        )
    return TimeSplit(
        tuple(reversed(before[: plan.train])), after, plan.label_timespan_months, embargo_days
    )


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
