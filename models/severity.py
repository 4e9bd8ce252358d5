"""How grave a finding in each area is: a dated policy that people decide, not the model."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.errors import RecipeRefused

__all__ = ["NEVER_RANKED", "Policy", "read_policy"]

# Finding a worker without a permit most often harms the worker (`domain.md` 7.1). It is
# reported, and no policy can make the ranking look for it.
NEVER_RANKED = frozenset({"worker_without_permit"})


@dataclass(frozen=True)
class Policy:
    """The weight of each head from a date on, and why."""

    valid_from: date
    reason: str
    weights: Mapping[str, float]

    def weight(self, head: str) -> float:
        """The weight of a head; heads that no policy names count 1."""
        return self.weights.get(head, 1.0)


def read_policy(path: Path, on: date, heads: Iterable[str]) -> Policy:
    """The policy in force on a date.

    Raises `RecipeRefused` when none is, when a weight is negative or not a number, when all
    are nought, and when a policy of any date gives weight to what is never ranked.
    """
    wanted = list(heads)
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("policy", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RecipeRefused(f"Severity policy {path.name} cannot be read: {error}.") from None
    faults: list[str] = []
    policies = [_policy(entry, faults) for entry in entries]
    in_force = [policy for policy in policies if policy.valid_from <= on]
    if not in_force:
        faults.append(f"no policy is valid on {on.isoformat()}")
    chosen = max(in_force, key=lambda policy: policy.valid_from, default=None)
    if chosen and wanted and not any(chosen.weight(head) for head in wanted):
        faults.append(f"on {on.isoformat()} every head in use has weight 0")
    if faults or chosen is None:
        raise RecipeRefused(
            f"Severity policy {path.name} is refused:\n  - " + "\n  - ".join(faults),
            "each [[policy]] has valid_from, reason and [policy.weights] from 0 up",
        )
    return chosen


def _policy(entry: Mapping[str, object], faults: list[str]) -> Policy:
    valid_from, reason = entry.get("valid_from"), entry.get("reason")
    weights = entry.get("weights")
    if not isinstance(valid_from, date):
        faults.append(f"valid_from must be a date, is {valid_from!r}")
        valid_from = date.max
    if not isinstance(reason, str) or not reason.strip():
        faults.append(f"the policy of {valid_from} gives no reason")
    if not isinstance(weights, dict) or not weights:
        faults.append(f"the policy of {valid_from} has no weights")
        weights = {}
    for head, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or weight < 0:
            faults.append(f"{head}: a weight is a number from 0 up, is {weight!r}")
        elif head in NEVER_RANKED and weight > 0:
            faults.append(
                f"{head} has weight {weight}: it is reported, never ranked on, and weighs 0"
            )
    known = {h: float(w) for h, w in weights.items() if isinstance(w, int | float)}
    return Policy(valid_from, str(reason), known)
