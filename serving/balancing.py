"""CONDUCTOR: from a model's own test dates to shares of the visits with equal recall."""

from __future__ import annotations

import numpy as np

from features.errors import BadOption
from models.audit.counts import Labels
from models.audit.judged import Judged
from models.exposure import understood
from models.judging import LABELLED, question
from serving.targeting.equal_recall import Balance, Evidence, balance
from serving.targeting.limits import ALWAYS
from serving.targeting.policy import Policy

__all__ = ["WEEKS", "balance_lists", "evidence_of", "limits_said"]

WEEKS = 52  # the year over which recall is to be equal


def balance_lists(opened: Judged, policy: Policy, on: str, centres: int) -> Balance:
    """Share out a year's visits of all centres over the groups of `on`.

    `on` is what the policy lets limits be on. Bands that audits alone can read are nothing that
    a list may be made by, so none of them is. Raises `BadOption` for anything else.
    """
    allowed = (*ALWAYS, *policy.limits.groups)
    strata = opened.cohorts[0][0].frame.column_names
    if on not in allowed or on not in strata:
        there = [name for name in allowed if name in strata]
        raise BadOption(
            f"Lists cannot be balanced on {on}.", f"the policy allows {', '.join(there)}"
        )
    chosen = round(policy.visits_per_week * (1 - policy.random_share) * WEEKS * centres)
    groups = [
        matrix.frame.column(on).to_numpy(zero_copy_only=False) for matrix, _ in opened.cohorts
    ]
    return balance(on, evidence_of(opened, np.concatenate(groups)), chosen)


def evidence_of(opened: Judged, groups: Labels) -> Evidence:
    """The test dates as one year: a row per labelled workplace, by the judged model's order.

    Each stands for as many as had no outcome: one over its chance of being controlled, where
    that is modelled, and one part in as many dates.
    """
    recipe, cohorts = opened.recipe, list(opened.cohorts)
    scores = np.concatenate([opened.judged.score(matrix) for matrix, _ in cohorts])
    asked = question(cohorts, recipe.judgement.primary, recipe, LABELLED)
    told = understood(asked, cohorts, scores, recipe)
    known = np.flatnonzero(~np.isnan(told.outcome))
    weights = np.ones(len(known))
    if told.selection is not None:
        weights = 1.0 / np.maximum(told.selection.chance[known], 1e-6)
    return Evidence(
        np.asarray(groups, object)[known],
        scores[known],
        told.outcome[known],
        weights / len(cohorts),
    )


def limits_said(found: Balance) -> str:
    """The proposal as lines of a list policy."""
    lines = []
    left = 1.0
    for number, one in enumerate(found.groups, start=1):
        share = round(one.share, 4) if number < len(found.groups) else round(left, 4)
        left -= share
        lines += [
            "[[limits.visits]]",
            f'on = "{found.on}"',
            f'is = "{one.group}"',
            f"about_share = {share}",
            f'reason = "Equal recall over {found.on}, at {found.price:.1%} of the hits"',
            "",
        ]
    return "\n".join(lines)
