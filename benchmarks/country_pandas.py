"""The drawn country in plain pandas: per date filter, per window group, merge and divide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from benchmarks.country_shape import DATES, LATE_DAYS, LOW_PAY_ORE, WINDOWS
from features.vocabulary import AsOf

__all__ = ["MEASURED", "Tables", "build", "read"]

Tables: TypeAlias = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]

# An early and a late date, whose sum is that of all but for what few rows lie between.
MEASURED = (DATES[1], DATES[6])
PEERS = ("pay_per_line_12m", "tax_share_12m", "low_share_12m", "lines_per_person_12m")
STRATA = ["sector", "size_class", "centre"]
Windows = Sequence[tuple[str, int | None]]
ALL: Windows = [*((f"{m}m", m) for m in WINDOWS), ("always", None)]


def read(landed: Path) -> Tables:
    """The registers in memory, with what does not depend on the date."""
    employers = pd.read_parquet(landed / "employers.parquet")
    employers = employers[["workplace", "employer", *STRATA]].sort_values("workplace")
    lines, events = _read(landed / "declarations.parquet"), _read(landed / "events.parquet")
    low = (lines["gross_pay_ore"] > 0) & (lines["gross_pay_ore"] < LOW_PAY_ORE)
    lines["low"] = low.astype("int8")
    late = lines["filed_on"] > lines["period"] + pd.Timedelta(days=LATE_DAYS)
    lines["late"] = late.astype("int8")
    return employers, lines, events


def build(tables: Tables, folder: Path, dates: Sequence[AsOf]) -> None:
    """Write `<as_of>.parquet` for each of `dates`: workplace and the figures."""
    employers, lines, events = tables
    for as_of in dates:
        day = pd.Timestamp(as_of)
        wide = employers.set_index("employer")
        for block in (_declared(lines, day), _happened(events, day)):
            wide = wide.merge(block, how="left", left_index=True, right_index=True)
        zero = [name for name in wide if name.startswith(ZERO)]
        wide[zero] = wide[zero].fillna(0)
        _divide(wide)
        for name in PEERS:
            wide[f"{name}_peers"] = _peers(wide, name)
        wide.drop(columns=STRATA).to_parquet(folder / f"{as_of.isoformat()}.parquet")


ZERO = ("lines", "low_lines", "late_lines", "pay", "ftax", "tax", "months_1", "months_3",
        "months_a", "persons", "events", "amount")  # fmt: skip


def _read(path: Path) -> pd.DataFrame:
    """Texts as categories: what somebody who knows pandas does first."""
    columns = ["employer", "superseded_at"]
    if path.stem == "declarations":
        columns += [
            "period",
            "filed_on",
            "person_key",
            "gross_pay_ore",
            "ftax_pay_ore",
            "tax_ore",
        ]
    else:
        columns += ["happened", "known", "kind", "amount_ore"]
    frame = pd.read_parquet(
        path, columns=columns, read_dictionary=["employer", "person_key", "kind"]
    )
    for name in ("period", "filed_on", "happened", "known", "superseded_at"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name])
    return frame


def _visible(frame: pd.DataFrame, happened: str, known: str, day: pd.Timestamp) -> pd.DataFrame:
    standing = frame["superseded_at"].isna() | (frame["superseded_at"] >= day)
    return frame[(frame[known] < day) & (frame[happened] < day) & standing]


def _within(
    frame: pd.DataFrame, happened: str, day: pd.Timestamp, months: int | None
) -> pd.DataFrame:
    if months is None:
        return frame
    return frame[frame[happened] >= day - pd.DateOffset(months=months)]


def _declared(lines: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    seen = _visible(lines, "period", "filed_on", day)
    blocks = []
    for window, months in ALL:
        groups = _within(seen, "period", day, months).groupby("employer", observed=True)
        found = groups.agg(
            lines=("period", "size"),
            low_lines=("low", "sum"),
            late_lines=("late", "sum"),
            pay=("gross_pay_ore", "sum"),
            ftax=("ftax_pay_ore", "sum"),
            tax=("tax_ore", "sum"),
            months=("period", "nunique"),
            persons=("person_key", "nunique"),
        )
        if months == 12:
            found["highest_pay"] = groups["gross_pay_ore"].max()
        blocks.append(found.add_suffix(f"_{window}"))
    wide = pd.concat(blocks, axis=1)
    last = seen.groupby("employer", observed=True)["period"].max()
    of_last = seen[seen["period"] == seen["employer"].map(last).astype("datetime64[us]")]
    wide["latest_pay"] = of_last.groupby("employer", observed=True)["gross_pay_ore"].max()
    wide["months_since_line"] = _months(day, last)
    return wide


def _happened(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    seen = _visible(events, "happened", "known", day)
    blocks = []
    for window, months in ALL:
        groups = _within(seen, "happened", day, months).groupby("employer", observed=True)
        found = groups.agg(events=("happened", "size"), amount=("amount_ore", "sum"))
        blocks.append(found.add_suffix(f"_{window}"))
    wide = pd.concat(blocks, axis=1)
    last = seen.sort_values(["happened", "amount_ore"]).groupby("employer", observed=True)
    wide["latest_amount"] = last["amount_ore"].last()
    kind_a = seen[seen["kind"] == "kind_a"].groupby("employer", observed=True)["happened"].max()
    wide["months_since_kind_a"] = _months(day, kind_a)
    return wide


def _months(day: pd.Timestamp, last: pd.Series) -> pd.Series:
    return (day.year - last.dt.year) * 12 + day.month - last.dt.month


def _divide(wide: pd.DataFrame) -> None:
    """Ratios; over nought they are missing."""
    ratios = (
        ("pay_per_line", "pay", "lines", ("12m", "36m")),
        ("tax_share", "tax", "pay", ("3m", "12m", "36m")),
        ("low_share", "low_lines", "lines", ("12m", "36m")),
        ("late_share", "late_lines", "lines", ("12m",)),
        ("lines_per_person", "lines", "persons", ("12m", "36m")),
    )
    for name, above, below, windows in ratios:
        for w in windows:
            under = wide[f"{below}_{w}"]
            wide[f"{name}_{w}"] = wide[f"{above}_{w}"] / under.where(under != 0)
    both = wide["pay_12m"] + wide["ftax_12m"]
    wide["ftax_share_12m"] = wide["ftax_12m"] / both.where(both != 0)


def _peers(wide: pd.DataFrame, name: str, shrink: int = 30, clip: float = 10.0) -> pd.Series:
    """Robust distance to peers, each level leaning on the coarser one."""
    x = wide[name]
    centre: pd.Series | float = x.median()
    spread: pd.Series | float = (x - centre).abs().median()
    for level in range(1, len(STRATA) + 1):
        keys = [wide[stratum] for stratum in STRATA[:level]]
        own = x.groupby(keys).transform("median")
        n = x.groupby(keys).transform("count")
        apart = (x - own).abs().groupby(keys).transform("median")
        centre = (n * own.fillna(0) + shrink * centre) / (n + shrink)
        spread = (n * apart.fillna(0) + shrink * spread) / (n + shrink)
    return ((x - centre) / (1.4826 * spread.where(spread != 0))).clip(-clip, clip)
