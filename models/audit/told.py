"""A group audit as plain data: what is kept, printed and shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.audit.groups import Audited, GroupAudit
from models.audit.held import Held
from models.audit.policy import Tolerance
from models.audit.report import figure_said, group_said, totals_said
from models.audit.verdicts import Verdict

__all__ = ["COLUMNS", "audit_rows", "audit_said", "fails_said"]

COLUMNS = ("attribute", "group", "rows", "selected", "of the list", "in the arm", "verdict")


def audit_said(found: GroupAudit, tolerance: Tolerance) -> dict[str, Any]:
    """The verdict, everybody, all groups, and intersections with what they were judged by."""
    return {
        "verdict": found.verdict,
        "assumes": "rates are among the labelled; bounds let missing outcomes be anything;"
        " of several dates, intervals and verdicts have the errors of one date's rows;"
        " visits by lot stand for one over the chance that each was drawn with",
        "policy": {
            "valid_from": tolerance.valid_from,
            "reason": tolerance.reason,
            "tolerance": tolerance.ratio,
            "fewest": tolerance.fewest,
        },
        "everybody": {
            **totals_said(found.everybody, found.dates),
            "calibration": _held(found.held),
        },
        "random_arm": {
            "visits": found.arm.answered,
            "effective": found.arm.effective,
            "set_aside": found.set_aside,
            **figure_said(found.arm.figure),
        },
        "groups": [_audited(one) for one in found.groups],
        "pairs": [_audited(one) for one in found.pairs],
    }


def audit_rows(found: GroupAudit) -> Sequence[tuple[object, ...]]:
    """A line per group, as `COLUMNS` name its cells."""
    return [
        (
            one.group.attribute,
            one.group.value,
            f"{one.group.counts.size:.0f}",
            f"{one.group.counts.selected:.1f}",
            _times(one.burden.burden_ratio.value),
            _share(one.burden.random_arm.value),
            one.verdict,
        )
        for one in found.groups
    ]


def fails_said(found: GroupAudit) -> list[str]:
    """Why each group that fails does, a sentence each."""
    return [
        f"{one.group.attribute} {why}"
        for one in found.groups
        for verdict, why in one.verdicts.values()
        if verdict is Verdict.FAILS
    ]


def _audited(one: Audited) -> dict[str, Any]:
    burden, repeats = one.burden, one.repeats
    return {
        **group_said(one.group),
        "verdict": one.verdict,
        "verdicts": {
            name: {"verdict": verdict, "why": why}
            for name, (verdict, why) in one.verdicts.items()
        },
        "burden_ratio": figure_said(burden.burden_ratio),
        "random_arm": figure_said(burden.random_arm),
        "burden": {
            "random_arm_others": figure_said(burden.random_arm_others),
            "random_arm_visits": burden.drawn.answered,
            "random_arm_effective": burden.drawn.effective,
            "selected_times_as_often": burden.often,
            "found_times_as_often": burden.justified,
            "excess": figure_said(burden.excess.figure),
            "verdict": burden.verdict,
            "why": burden.why,
        },
        "calibration": _held(one.held),
        "repeats": None
        if repeats is None
        else {
            "employers": repeats.employers,
            "repeated": repeats.repeated,
            "share": figure_said(repeats.share),
            "verdict": repeats.verdict,
            "why": repeats.why,
        },
    }


def _held(held: Held | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "labelled": held.labelled,
        "expected": held.expected,
        "found": figure_said(held.found),
        "ratio": figure_said(held.ratio.figure),
        "bins": [list(one) for one in held.bins],
        "miscalibration": held.miscalibration,
        "verdict": held.verdict,
        "why": held.why,
    }


def _times(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f} times"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.1%}"
