"""A public model that passed its own fairness procedure, put through ours.

`python -m benchmarks.forsakringskassan DIR --json` reads what Lighthouse Reports published of
Försäkringskassan's model for temporary parental benefit in 2017: every case is one that the
model picked, one drawn at random, or a follow-up of an earlier case.

Follow-ups were neither picked by the model nor drawn, so no verdict uses them. The published
shares of picks (67.5 and 43.1 per cent) count them among the picks all the same;
`share_of_picks` is that figure and `share_of_model_picks` the one without them.

The published errors of the two arms (28.9 and 47.4 per cent) are of the cases whose education
is known, all but two of the random arm and one of the model's; `random_error_of_all` and
`model_error_of_all` are of everybody.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from models.audit.burden import Burden, burdens_of
from models.audit.counts import EVERYBODY, Counts, count_groups
from models.audit.policy import read_tolerance

__all__ = ["audit_arms", "main"]

RANDOM, FOLLOW_UP = "Random", "Follow-up Control"
# An investigation for intent was opened where an error was found.
ERRORS = ("Errors Found", "Control Investigation")
# (name of the group, file, column, value)
GROUPS = (
    ("women", "gender", "gender", "K"),
    ("foreign_background", "foreign", "foreign_background", "1"),
)
POLICY_ON = date(2024, 1, 1)  # the first policy: figures stay what they are


def audit_arms(folder: Path) -> dict[str, Any]:
    """Arms and groups, in per cent with one decimal, and why each verdict is what it is."""
    tolerance = read_tolerance(POLICY_ON)
    arms: dict[str, float] = {}
    groups: dict[str, Any] = {}
    for name, file, column, value in GROUPS:
        cases = pd.read_parquet(folder / f"forsakringskassan_{file}.parquet")
        method = cases["selection_method"]
        error = cases["result"].isin(ERRORS).to_numpy(np.float64)
        attribute = {column: cases[column].astype(str).to_numpy(object)}

        def counted(
            rows: pd.Series, error: Any = error, attribute: Any = attribute
        ) -> dict[tuple[str, str], Counts]:
            kept = rows.to_numpy(bool)
            each = {key: groups[kept] for key, groups in attribute.items()}
            return count_groups(np.ones(int(kept.sum())), error[kept], each)

        random = counted(method == RANDOM)
        model = counted(~method.isin([RANDOM, FOLLOW_UP]))
        not_drawn = counted(method != RANDOM)
        arms = {
            **_errors_published(folder),
            "random_error_of_all": _share(random[EVERYBODY].tp, random[EVERYBODY].size),
            "model_error_of_all": _share(model[EVERYBODY].tp, model[EVERYBODY].size),
            "random_cases": random[EVERYBODY].size,
            "model_cases": model[EVERYBODY].size,
        }
        burden = next(b for b in burdens_of(model, random, tolerance) if b.value == value)
        picked = _share(not_drawn[column, value].size, not_drawn[EVERYBODY].size)
        groups[name] = {"share_of_picks": picked, **_said(burden, name)}
    return {"arms": arms, "groups": groups, "tolerance": tolerance.ratio}


def _errors_published(folder: Path) -> dict[str, float]:
    """Errors of both arms in per cent, as published: where the education is known."""
    cases = pd.read_parquet(folder / "forsakringskassan_education.parquet")
    cases = cases[cases["education"].notna()]
    error, method = cases["result"].isin(ERRORS), cases["selection_method"]
    random, model = error[method == RANDOM], error[~method.isin([RANDOM, FOLLOW_UP])]
    return {
        "random_error": _share(random.sum(), len(random)),
        "model_error": _share(model.sum(), len(model)),
    }


def _said(burden: Burden, name: str) -> dict[str, Any]:
    excess = burden.excess.figure
    return {
        "share_of_model_picks": _percent(burden.share_of_picks.value),
        "share_of_random_arm": _percent(burden.share_of_random_arm.value),
        "random_arm_error": _percent(burden.random_arm_error.value),
        "random_arm_error_others": _percent(burden.random_arm_error_others.value),
        "precision": _percent(burden.precision.value),
        "precision_others": _percent(burden.precision_others.value),
        "excess": [None if x is None else round(x, 2) for x in _span(excess)],
        "verdict": str(burden.verdict),
        "why": burden.why.replace(f"{burden.value}:", f"{name.replace('_', ' ')}:", 1),
    }


def _span(figure: Any) -> tuple[float | None, ...]:
    return figure.value, figure.low, figure.high


def _share(found: float, of: float) -> float:
    return round(100 * found / of, 1)


def _percent(value: float | None) -> float | None:
    return None if value is None else round(100 * value, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the audit, as JSON or line by line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with forsakringskassan_*.parquet")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    asked = parser.parse_args(arguments)
    found = audit_arms(asked.folder)
    if asked.json:
        json.dump(found, sys.stdout, ensure_ascii=False)
        print()
        return
    print(f"{'random arm':24} {found['arms']['random_error']} % errors")
    print(f"{'model':24} {found['arms']['model_error']} % errors")
    for group in found["groups"].values():
        print(f"{group['verdict']:24} {group['why']}")


if __name__ == "__main__":
    main()
