"""A delivered register in counts: kept at every landing, compared with at the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = [
    "MALFORMED",
    "MISSING",
    "OTHER",
    "ColumnTally",
    "Month",
    "Tally",
    "read_tally",
    "write_tally",
]

MISSING = ""  # stands among a column's codes for the rows without one
OTHER = "(not in the code list)"  # for values that may not be shown
MALFORMED = "(not of its form)"  # for a code that no version of its list can have

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Month:
    """The rows that became known in a month; `lag` is their median and 95 %, in days."""

    rows: int
    corrections: int
    lag: tuple[int, int]


@dataclass(frozen=True)
class ColumnTally:
    """A column's good rows, by the month they became known.

    `given` counts rows with a value, `middle` is the median of those that are not nought (a
    date counts as days after it happened). `codes` holds a short list's codes, undeclared
    ones too where they recur and look like codes. `shapes` are shares of the forms that texts
    have: `9` for a digit, `a` for letters. `distinct` estimates how many values there are.
    """

    given: Counts
    middle: Mapping[str, float] = field(default_factory=dict)
    codes: Mapping[str, Counts] = field(default_factory=dict)
    shapes: Mapping[str, float] = field(default_factory=dict)
    distinct: int = 0


@dataclass(frozen=True)
class Tally:
    """A table's counts. `months` are of becoming known, `happened` of happening.

    `one_day_share` is the share of rows known on the commonest day; `reused` counts keys whose
    versions tell of several employers or days, as if a number were used anew.
    """

    delivered_on: str
    delivered: int
    landed: int
    duplicates: int
    set_aside: int
    faults: Counts
    months: Mapping[str, Month]
    happened: Counts
    one_day_share: float
    reused: int
    columns: Mapping[str, ColumnTally]


def write_tally(path: Path, tally: Tally) -> None:
    """Counts only: nothing in it is about a person or an employer."""
    path.write_text(json.dumps(asdict(tally), ensure_ascii=False, sort_keys=True), "utf-8")


def read_tally(path: Path) -> Tally | None:
    """The tally at `path`, or None where there is none (nothing was landed, or long ago)."""
    if not path.is_file():
        return None
    said: dict[str, Any] = json.loads(path.read_text("utf-8"))
    said["months"] = {
        name: Month(one["rows"], one["corrections"], tuple(one["lag"]))
        for name, one in said["months"].items()
    }
    said["columns"] = {name: ColumnTally(**one) for name, one in said["columns"].items()}
    return Tally(**said)
