"""When a fact of these files became known, and amounts as whole numbers."""

from __future__ import annotations

import pandas as pd

__all__ = ["OUTCOME_LAG", "assumed", "in_cents", "known_outcome", "whole"]

# Where no decision is dated, as the data's own page says to assume.
OUTCOME_LAG = pd.Timedelta(days=540)


def known_outcome(
    decided: pd.Series, opened: pd.Series, delivered_on: pd.Timestamp
) -> pd.Series:
    """The day of the decision, never before the case was opened; else 540 days after that."""
    dated = decided.where(decided >= opened, opened)
    return dated.where(decided.notna(), assumed(opened, OUTCOME_LAG, delivered_on))


def assumed(happened: pd.Series, lag: pd.Timedelta, delivered_on: pd.Timestamp) -> pd.Series:
    """So long after it happened. What a delivery holds was known when it was delivered."""
    later = happened + lag
    known = later.mask(later > delivered_on, delivered_on)
    return known.mask(known < happened, happened)


def in_cents(amount: pd.Series) -> pd.Series:
    """Dollars as whole cents; missing stays missing, and no amount is below nought."""
    return (amount.clip(lower=0) * 100).round().astype("Int64")


def whole(number: pd.Series) -> pd.Series:
    """A whole number from 0 up; missing stays missing."""
    return number.clip(lower=0).round().astype("Int64")
