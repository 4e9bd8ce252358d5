"""An audit as plain data and as one table: a row per group, all rates and ratios beside it."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.audit.burden import Burden
from models.audit.counts import EVERYBODY, Counts
from models.audit.disparities import Group
from models.audit.rates import RATES, Rate, rates_of
from models.intervals import Figure

__all__ = ["burden_said", "figure_said", "group_said", "totals_said", "write_groups"]


def totals_said(counts: Counts, dates: int = 1) -> dict[str, Any]:
    """All rows together, before any group; intervals are those of one date's rows."""
    return {**_counts(counts), "rates": _rates(rates_of(counts, dates))}


def group_said(group: Group) -> dict[str, Any]:
    """One group, all that was found of it."""
    return {
        "attribute": group.attribute,
        "value": group.value,
        **_counts(group.counts),
        "rates": _rates(group.rates),
        "reference": group.reference,
        "ratios": {
            name: {
                **figure_said(ratio.figure),
                "bounds": [_plain(ratio.low), _plain(ratio.high)],
            }
            for name, ratio in group.ratios.items()
        },
        "verdict": group.verdict,
        "verdicts": {
            name: {"verdict": verdict, "why": why}
            for name, (verdict, why) in group.verdicts.items()
        },
    }


def burden_said(burden: Burden) -> dict[str, Any]:
    """One group's burden, all that was found of it."""
    figures = {k: figure_said(v) for k, v in vars(burden).items() if isinstance(v, Figure)}
    return {
        "attribute": burden.attribute,
        "value": burden.value,
        **figures,
        "picked_times_as_often": burden.often,
        "errs_times_as_often": burden.justified,
        "excess": figure_said(burden.excess.figure),
        "verdict": burden.verdict,
        "why": burden.why,
    }


def write_groups(
    path: Path,
    counted: Mapping[tuple[str, str], Counts],
    groups: Sequence[Group],
    *,
    dates: int = 1,
) -> None:
    """One CSV line per group: counts, rates with intervals and bounds, ratios, verdict.

    `total` of the first line are all rows, of all `dates`; `ppr` is a group's share of all that
    were selected.
    """
    everybody = counted[EVERYBODY]
    rows = [_row("total", "", everybody, everybody, None, dates)]
    rows += [_row(g.attribute, g.value, g.counts, everybody, g, dates) for g in groups]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _row(
    attribute: str,
    value: str,
    counts: Counts,
    everybody: Counts,
    group: Group | None,
    dates: int,
) -> dict[str, Any]:
    row: dict[str, Any] = {"attribute_name": attribute, "attribute_value": value}
    row |= _counts(counts)
    row["ppr"] = counts.selected / everybody.selected if everybody.selected > 0 else None
    for name, rate in rates_of(counts, dates).items():
        figure = rate.figure
        row |= {name: figure.value, f"{name}_low": figure.low, f"{name}_high": figure.high}
        row |= {f"{name}_least": rate.low, f"{name}_most": rate.high}
    ratios = group.ratios if group else {}
    for name in RATES:
        ratio = ratios.get(name)
        is_reference = group is not None and group.value == group.reference
        row[f"{name}_disparity"] = (
            1.0 if is_reference else ratio.figure.value if ratio else None
        )
    row["reference"] = group.reference if group else ""
    row["verdict"] = group.verdict if group else None
    return row


def _counts(counts: Counts) -> dict[str, float]:
    return {
        "size": counts.size,
        "selected": counts.selected,
        "labelled": counts.labelled,
        "tp": counts.tp,
        "fp": counts.fp,
        "fn": counts.fn,
        "tn": counts.tn,
    }


def _rates(rates: Mapping[str, Rate]) -> dict[str, Any]:
    return {
        name: {**figure_said(rate.figure), "bounds": [rate.low, rate.high]}
        for name, rate in rates.items()
    }


def figure_said(figure: Figure) -> dict[str, Any]:
    """A figure with its interval, and why where there is none."""
    said: dict[str, Any] = {"value": figure.value, "interval": [figure.low, figure.high]}
    return {**said, "why": figure.why} if figure.why else said


def _plain(value: float | None) -> float | None:
    """JSON has no infinity: without a bound, none."""
    return None if value is None or math.isinf(value) else value
