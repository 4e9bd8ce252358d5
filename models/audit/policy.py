"""How unequal a list may be before it fails: a dated policy that people decide."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from features.errors import RecipeRefused
from models.audit.rates import RATES

__all__ = ["SHIPPED", "Tolerance", "read_tolerance"]

SHIPPED = Path(__file__).parent.parent / "policies" / "fairness.toml"


@dataclass(frozen=True)
class Tolerance:
    """From a date on: what is judged, and how far a group's rate may lie from another's.

    `ratio` is above 1; a rate may be that many times the other, or that share of it. Groups
    with fewer than `fewest` are not judged. `repeat_visits` within `repeat_months` without a
    finding are too many for one employer. `most_places`, a share of the cohort, is how far a
    guarded fact alone may move a typical firm, and `leakage` the most that the area under the
    curve may be when a model's figures are asked for an audit band.
    """

    valid_from: date
    reason: str
    ratio: float
    fewest: int
    judged: tuple[str, ...]
    repeat_visits: int = 3
    repeat_months: int = 36
    most_places: float = 0.1
    leakage: float = 0.75


def read_tolerance(on: date, path: Path = SHIPPED) -> Tolerance:
    """The tolerance in force on a date. Raises `RecipeRefused` with all faults of the file."""
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("policy", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RecipeRefused(f"Fairness policy {path.name} cannot be read: {error}.") from None
    faults: list[str] = []
    read = [one for entry in entries if (one := _tolerance(entry, faults))]
    in_force = [one for one in read if one.valid_from <= on]
    if not in_force:
        faults.append(f"no policy is valid on {on.isoformat()}")
    if faults:
        raise RecipeRefused(
            f"Fairness policy {path.name} is refused:\n  - " + "\n  - ".join(faults),
            "each [[policy]] has valid_from, reason, tolerance above 1, fewest from 2 up and"
            f" judged, some of {', '.join(RATES)}; it may have repeat_visits and repeat_months,"
            " whole numbers from 1 up, most_places between 0 and 1, leakage from 0.5 to 1",
        )
    return max(in_force, key=lambda one: one.valid_from)


def _tolerance(entry: dict[str, object], faults: list[str]) -> Tolerance | None:
    since, reason = entry.get("valid_from"), entry.get("reason")
    ratio, fewest, judged = entry.get("tolerance"), entry.get("fewest"), entry.get("judged")
    said = f"the policy of {since}"
    before = len(faults)
    if not isinstance(since, date) or not isinstance(reason, str) or not reason:
        faults.append(f"{said} has no valid_from or no reason")
    if not isinstance(ratio, int | float) or isinstance(ratio, bool) or ratio <= 1:
        faults.append(f"{said} has tolerance {ratio!r}")
    if not isinstance(fewest, int) or isinstance(fewest, bool) or fewest < 2:
        faults.append(f"{said} has fewest {fewest!r}")
    names = judged if isinstance(judged, list) else []
    if not names or set(names) - set(RATES):
        faults.append(f"{said} judges {judged!r}")
    for name in ("repeat_visits", "repeat_months"):
        if not isinstance(given := entry.get(name, 1), int) or given < 1:
            faults.append(f"{said} has {name} {given!r}")
    for name, least in (("most_places", 0.0), ("leakage", 0.5)):
        given = entry.get(name, 0.5)
        if not isinstance(given, int | float) or not least <= given < 1:
            faults.append(f"{said} has {name} {given!r}")
    if len(faults) > before:
        return None
    assert isinstance(since, date)
    assert isinstance(reason, str)
    assert isinstance(ratio, int | float)
    assert isinstance(fewest, int)
    more = ("repeat_visits", "repeat_months", "most_places", "leakage")
    given_too: dict[str, Any] = {name: entry[name] for name in more if name in entry}
    return Tolerance(since, reason, float(ratio), fewest, tuple(names), **given_too)
