"""CONDUCTOR: audits of a model's explanations, its leakage and its guarded features."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from features.engine.registers import Registers
from models.attribution import contributions
from models.audit.attributes import attributes_of
from models.audit.dropping import asked_of, drop_each, guarded_in
from models.audit.judged import Judged
from models.audit.kept import keep
from models.audit.leakage import leaks_of
from models.audit.monotone import find_reversals
from models.audit.policy import Tolerance
from models.audit.reasons import Moves, moves_by_group, pairs_alike, signs_of
from models.audit.report import figure_said
from models.audit.verdicts import Verdict, worst
from models.grouping import labels_by, summed
from models.stability import compare
from models.stacking import values_of

__all__ = ["audit_dropping", "audit_leakage", "audit_reasons", "without_numbers"]

Say = Callable[[str], None]
PAIRS, NEAR = 12, 0.02  # pairs told, and how near in priority: a share of its deviation
FEATURES = 25  # features told per group, of those that move everybody most


def audit_reasons(
    registers: Registers, opened: Judged, workspace: Path, tolerance: Tolerance, *, say: Say
) -> dict[str, Any]:
    """What moves each group, pairs told otherwise, churn since the judged model, signs.

    Of the model that serves, on the last date it was judged on. A retrain is at hand without
    another run: the judged model is the same recipe on fewer dates.
    """
    country = registers.country
    matrix = opened.cohorts[-1][0]
    served, features = opened.served, opened.served.features
    values = values_of(matrix, features)
    _, amounts = contributions(served, values)
    scores = served.score_values(values)
    attributes, apart = attributes_of(registers, matrix, workspace)
    first = _first_rows(matrix.frame.column("employer").to_pylist())
    of_each = {name: groups[first] for name, groups in attributes.items()}
    registers_of, by_register = summed(amounts, labels_by("register", features, country))
    moves = moves_by_group(by_register[first], registers_of, of_each)
    most = np.argsort(-np.abs(amounts).mean(axis=0), kind="stable")[:FEATURES]
    names = [features[number] for number in most]
    moves += moves_by_group(amounts[first][:, most], names, of_each)
    groups, by_group = summed(amounts, labels_by("group", features, country))
    visits = opened.recipe.capacity.visits * max(1, len(country.centres))
    near = NEAR * float(scores.std())
    pairs = pairs_alike(scores, by_group, groups, among=visits, wanted=PAIRS, near=near)
    _, before = contributions(opened.judged, values_of(matrix, opened.judged.features))
    their_groups, theirs = summed(before, labels_by("group", opened.judged.features, country))
    places = [their_groups.index(name) for name in groups]
    churn = compare(groups, theirs[:, places], by_group, (opened.judged.score(matrix), scores))
    wanted = {f.name: int(f.direction) for f in country.features if f.name in features}
    turned = {
        one.feature: one
        for one in find_reversals(served.whole_text, features, wanted)
        if served.combine == "margins"
    }
    workplaces = matrix.frame.column("workplace").to_pylist()
    say(f"audited the explanations of {len(matrix)} workplaces")
    told = {
        "model_digest": served.digest,
        "judged_digest": opened.judged.digest,
        "as_of": matrix.as_of,
        "read_by_audits_alone": list(apart),
        "by_register": [_moves(m) for m in moves if m.label in registers_of],
        "by_feature": [_moves(m) for m in moves if m.label in names],
        "pairs": [
            asdict(pair) | {"one": workplaces[pair.one], "other": workplaces[pair.other]}
            for pair in pairs
        ],
        "churn": {
            "between": "the judged model and the one that serves: the same recipe, more dates",
            "workplaces": churn.workplaces,
            "rank_correlation": churn.rank_correlation,
            "same_reasons": churn.same_reasons,
            "same_reasons_top": churn.same_reasons_top,
            "same_first": churn.same_first,
            "groups": churn.groups.to_dict("records"),
        },
        "signs": [
            asdict(sign)
            | {
                "trees_against": turned[sign.feature].trees if sign.feature in turned else 0,
                "at_most": turned[sign.feature].at_most if sign.feature in turned else 0.0,
            }
            for sign in signs_of(values, amounts, features, wanted)
        ],
    }
    keep(
        workspace,
        country.name,
        "models",
        served.digest,
        "reasons",
        without_numbers(told, tolerance.fewest),
    )
    return told


def audit_leakage(
    registers: Registers, opened: Judged, workspace: Path, tolerance: Tolerance, *, say: Say
) -> dict[str, Any]:
    """How well the matrix of the last date tells each audit band, by which features.

    Without bands that audits alone can read there is nothing to tell: *cannot tell*.
    """
    matrix = opened.cohorts[-1][0]
    features = opened.served.features
    attributes, apart = attributes_of(registers, matrix, workspace)
    first = _first_rows(matrix.frame.column("employer").to_pylist())
    values = values_of(matrix, features)[first]
    leaks = leaks_of(
        values,
        features,
        opened.served.score_values(values),
        {name: attributes[name][first] for name in apart},
        tolerance,
    )
    say(f"asked {len(first)} employers' figures for {len(leaks)} bands")
    told = {
        "verdict": worst(one.verdict for one in leaks) or Verdict.CANNOT_TELL,
        "model_digest": opened.served.digest,
        "as_of": matrix.as_of,
        "limit": tolerance.leakage,
        "leaks": [
            {
                "attribute": one.attribute,
                "value": one.value,
                "employers": one.inside,
                "of": one.rows,
                "area": figure_said(one.area),
                "order": figure_said(one.order),
                "by": [{"feature": name, "share": share} for name, share in one.by],
                "verdict": one.verdict,
                "why": one.why,
            }
            for one in leaks
        ],
    }
    keep(workspace, registers.country.name, "models", opened.served.digest, "leakage", told)
    return told


def audit_dropping(
    registers: Registers,
    opened: Judged,
    workspace: Path,
    features: Sequence[str] | None = None,
    *,
    say: Say,
) -> dict[str, Any]:
    """The list and its hits with and without each guarded feature, or each of `features`."""
    country = registers.country
    guarded = guarded_in(country, opened.judged.features)
    asked = features or guarded
    asked_of(asked, opened.judged.features)
    found = drop_each(opened, country, asked)
    say(f"trained {len(found)} times, each time without one feature")
    told = {
        "model_digest": opened.served.digest,
        "judged_digest": opened.judged.digest,
        "as_of": [matrix.as_of for matrix, _ in opened.cohorts],
        "outcome": opened.recipe.judgement.primary,
        "dropped": [asdict(one) | {"hits": figure_said(one.hits)} for one in found],
    }
    if set(asked) >= set(guarded):  # fewer would hide what was found of the others
        keep(workspace, country.name, "models", opened.served.digest, "drop", told)
    else:
        say("not kept: fewer features than every guarded one")
    return told


def without_numbers(told: Mapping[str, Any], fewest: int) -> dict[str, Any]:
    """What is kept of `audit_reasons`: pairs without which workplaces they are, no small group.

    What moves a group of fewer than `fewest` employers would tell of each of them.

    What is kept has no day to be weeded on, and those who read it need no more than how alike
    the reasons are.
    """
    pairs = [
        {key: value for key, value in pair.items() if key not in ("one", "other")}
        for pair in told["pairs"]
    ]
    moves = {
        by: [one for one in told[by] if one["employers"] >= fewest]
        for by in ("by_register", "by_feature")
    }
    return {**told, **moves, "pairs": pairs}


def _first_rows(employers: Sequence[str]) -> npt.NDArray[np.int64]:
    """The first row of each employer, in the order of rows."""
    return np.sort(np.unique(np.asarray(employers, str), return_index=True)[1])


def _moves(one: Moves) -> dict[str, Any]:
    return {
        "attribute": one.attribute,
        "value": one.value,
        "label": one.label,
        "employers": one.rows,
        "moves": figure_said(one.size),
        "times_everybody": one.ratio,
    }
