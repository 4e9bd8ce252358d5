"""CONDUCTOR: the group audit of a model, on the dates it was judged on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from features.engine.registers import Registers
from models.audit.arms import area_of, arm_of, controls_of, settled, visits_of
from models.audit.attributes import attributes_of
from models.audit.groups import GroupAudit, Seen, audit_groups
from models.audit.judged import Judged, chance_of, outcomes_in, selected_in
from models.audit.kept import keep
from models.audit.naming import words_of_groups
from models.audit.policy import Tolerance
from models.audit.told import audit_said

__all__ = ["audit_model"]


def audit_model(
    registers: Registers,
    opened: Judged,
    workspace: Path,
    tolerance: Tolerance,
    *,
    outcome: str | None = None,
    pairs: bool = True,
    say: Callable[[str], None],
) -> tuple[GroupAudit, dict[str, Any]]:
    """Cut each test date where each centre's capacity ends, and audit who was above it.

    `outcome` is a head or `any`; the recipe's primary outcome when left out. The result as
    plain data is kept in the workspace under the digest of the model that serves.
    """
    asked = outcome or opened.recipe.judgement.primary
    visits = opened.recipe.capacity.visits
    matrices = [matrix for matrix, _ in opened.cohorts]
    groups = [attributes_of(registers, matrix, workspace) for matrix in matrices]
    names = list(groups[0][0])
    attributes = {n: np.concatenate([told[n] for told, _ in groups]) for n in names}
    selected = [selected_in(m, opened.judged.score(m), visits) for m in matrices]
    known_by = opened.sources.known_by
    rows = settled(
        opened.sources.outcomes(known_by),
        registers.country.outcomes,
        known_by,
        0 if opened.recipe.dates.labels_known == "finally" else None,
    )
    waits = opened.recipe.dates.contested == "wait"
    employers = [m.frame.column("employer").to_numpy(zero_copy_only=False) for m in matrices]
    last = matrices[-1]
    found = audit_groups(
        Seen(
            np.concatenate(selected),
            outcomes_in(opened.cohorts, asked),
            np.concatenate([chance_of(opened.judged, m, asked) for m in matrices]),
            np.concatenate(employers),
            attributes,
            len(matrices),
        ),
        arm_of(
            controls_of(rows, area_of(asked), contested_wait=waits),
            asked,
            last.frame.column("workplace").to_numpy(zero_copy_only=False),
            groups[-1][0],
            known_by,
        ),
        visits_of(controls_of(rows, contested_wait=waits), last.as_of, tolerance.repeat_months),
        tolerance,
        pairs=pairs,
    )
    say(f"audited {sum(map(len, matrices))} workplaces of {len(matrices)} dates")
    told = {
        "model_digest": opened.served.digest,
        "judged_digest": opened.judged.digest,
        "as_of": [matrix.as_of for matrix in matrices],
        "outcome": asked,
        "selected": f"the {visits} highest of each centre and date, ties by lot",
        "read_by_audits_alone": list(groups[0][1]),
        "words": words_of_groups(registers.country),
        **audit_said(found, tolerance),
    }
    country = registers.country.name
    if asked == opened.recipe.judgement.primary:  # another outcome is another question
        keep(workspace, country, "models", opened.served.digest, "groups", told)
    return found, told
