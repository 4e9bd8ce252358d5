"""Since when each register shows an employer, under which spelling and in which industry."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

__all__ = ["appearances"]

KEY = ["employer", "spelling", "register", "industry"]


def appearances(shown: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The first day per employer, spelling, register and industry, with the title's facts.

    Each frame of `shown` is a register's linked rows with the day they could be `seen`; rows
    without one show nobody at any time.
    """
    first = next(iter(shown.values()))
    trades = [str(name) for name in first if str(name).startswith("trade_")]
    kept = ["employer", "spelling", "family", "seen", "industry", "legal_form", "word_count"]
    kept += ["first_two", "first_three", *trades, "title"]
    rows = [frame[kept].assign(register=name) for name, frame in shown.items()]
    every = pd.concat(rows, ignore_index=True).dropna(subset=["seen"])
    every["industry"] = every["industry"].astype("str").where(every["industry"].notna(), "")
    every = every.sort_values([*KEY, "seen", "title"], kind="stable")
    return every.drop_duplicates(KEY).reset_index(drop=True)
