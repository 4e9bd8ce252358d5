"""CONDUCTOR: typical firms swept over a candidate, and its directions proven on the trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from features.engine.registers import Registers
from models.audit.archetypes import (
    FEWEST,
    Archetypes,
    guarded_of,
    is_own,
    stratum_of,
    sweep,
    typical_of,
)
from models.audit.judged import Judged
from models.audit.kept import keep
from models.audit.monotone import find_reversals
from models.audit.policy import Tolerance
from models.audit.verdicts import Verdict, worst
from models.stacking import values_of

__all__ = ["audit_archetypes"]


def audit_archetypes(
    registers: Registers,
    opened: Judged,
    workspace: Path,
    archetypes: Archetypes,
    tolerance: Tolerance,
    *,
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Every sweep over every typical firm of the model that serves, kept under its digest.

    The verdict is the worst of the sweeps' and of the directions': it fails where a guarded or
    adjacent fact alone moves a firm further than the policy allows, and where a tree goes
    against a declared direction.
    """
    country, served = registers.country, opened.served
    matrix = opened.cohorts[-1][0]
    features = served.features
    cohort = values_of(matrix, features)
    firms = typical_of(matrix, features, archetypes.firms)
    there = [int(stratum_of(matrix, one).sum()) for one in archetypes.firms]
    swept = sweep(
        archetypes,
        firms,
        cohort,
        features,
        served.score_values,
        guarded_of(country),
        tolerance.most_places,
    )
    wanted = {f.name: int(f.direction) for f in country.features if f.name in features}
    asked = {name: way for name, way in wanted.items() if way}
    turned = [
        one for part in served.parts for one in find_reversals(part.text, features, asked)
    ]
    proven = Verdict.FAILS if turned else Verdict.PASSES
    alarms = [one for one in swept if one.verdict is Verdict.FAILS]
    say(f"swept {len({one.feature for one in swept})} facts over {len(firms)} typical firms")
    told = {
        "verdict": worst([proven, *(one.verdict for one in swept)]),
        "model_digest": served.digest,
        "as_of": matrix.as_of,
        "version": archetypes.version,
        "file_digest": archetypes.digest,
        "cohort": len(matrix),
        "limit": int(tolerance.most_places * len(matrix)),
        "firms": [
            {
                "name": one.name,
                "sv": one.words.sv,
                "en": one.words.en,
                "strata": one.strata,
                "rows": rows,
                "whole_cohort": rows < FEWEST,
            }
            for one, rows in zip(archetypes.firms, there, strict=True)
        ],
        "alarms": [
            f"{one.feature} alone moves {one.firm} {one.moved} of {len(matrix)} places,"
            f" beyond {one.limit}"
            for one in alarms
        ],
        "sweeps": [asdict(one) for one in swept],
        "directions": {
            "verdict": proven,
            "declared": len(asked),
            "reversals": [asdict(one) for one in turned],
        },
    }
    if is_own(country, archetypes):  # other firms are another question
        keep(workspace, country.name, "models", served.digest, "archetypes", told)
    return told
