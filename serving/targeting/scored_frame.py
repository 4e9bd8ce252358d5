"""The frame a choice is made from: what it must hold, and who in it may be visited."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from features.errors import BadOption
from serving.targeting.policy import Policy
from serving.targeting.week import Week

__all__ = ["COLUMNS", "checked", "rested"]

# What the frame must hold, one row per workplace. `score` orders, `value` is what a visit is
# worth: severity-weighted expected findings, 0 and up, rising with the score. `eligible` is
# true or false; `last_control` is the day of the last joint control, or missing; `band` is 1
# (highest) to 4. It may also hold `group` (group of companies; else the employer counts),
# `informed` (a tip or other information is known), a column per area, and declared groups.
COLUMNS = (
    "workplace",
    "employer",
    "centre",
    "score",
    "value",
    "band",
    "sector",
    "size_class",
    "municipality",
    "eligible",
    "last_control",
)


def checked(
    scores: pd.DataFrame, centres: Sequence[str], also: Collection[str] = ()
) -> pd.DataFrame:
    """The frame by workplace with plain types, or `BadOption` with every fault in it at once.

    `also` are columns that areas or limits read.
    """
    missing = [name for name in (*COLUMNS, *also) if name not in scores.columns]
    if missing:
        raise BadOption(
            f"The score frame lacks {missing}.", "it needs " + ", ".join((*COLUMNS, *also))
        )
    frame = scores.copy()
    for name in ("workplace", "employer", "centre"):
        frame[name] = frame[name].astype(str)
    frame["last_control"] = pd.to_datetime(frame["last_control"])
    frame["group"] = (frame["group"] if "group" in frame else frame["employer"]).astype(str)
    value = frame["value"].to_numpy(dtype=np.float64)
    counts = {
        "workplaces listed twice": int(frame["workplace"].duplicated().sum()),
        "rows without a finite score": int((~np.isfinite(frame["score"].astype(float))).sum()),
        # A thousand findings a visit would leave the whole numbers that sums are exact in.
        "rows with a value outside 0 to 1000": int((~((value >= 0) & (value <= 1000))).sum()),
        "rows with a band outside 1 to 4": int((~frame["band"].isin([1, 2, 3, 4])).sum()),
        "rows of a centre that makes no list": int(
            (~frame["centre"].isin(list(centres))).sum()
        ),
        "rows without eligible": int(frame["eligible"].isna().sum()),
    }
    faults = [f"{count} {what}" for what, count in counts.items() if count]
    if faults:
        raise BadOption(
            f"The score frame ({len(frame)} rows) has " + "; ".join(faults) + ".",
            "one row per workplace, scored and banded, of a centre that makes lists",
        )
    frame["eligible"] = frame["eligible"].astype(bool)
    return frame.sort_values("workplace", ignore_index=True)


def rested(
    last_control: pd.Series[pd.Timestamp], policy: Policy, week: Week
) -> pd.Series[bool]:
    """Whether the cool-down after the last joint control is over by the week's Monday."""
    until = last_control + pd.DateOffset(months=policy.cool_down_months)
    return last_control.isna() | (until <= pd.Timestamp(week.monday))
