"""The employment service's registers: subsidised employment, and its controls of employers."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, ore, org_no, person_key
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_LABOUR_MARKET
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["SUBSIDIES", "SUPPORT_CONTROLS"]

SUBSIDIES = Table(
    name="subsidies",
    authority=Authority.ARBETSFORMEDLINGEN,
    title=Words("Subventionerade anställningar", "Subsidised employment"),
    about=(
        "One row per decision. That it ended, and any sum claimed back, arrive as corrections."
        " Why a person was entitled to it is never asked for."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_LABOUR_MARKET,
    columns=(
        link("decision_no", "number of the decision"),
        org_no(),
        person_key(),
        code(
            "form",
            "form of support",
            {
                "new_start": "new start job (nystartsjobb)",
                "wage_subsidy": "wage subsidy (lönebidrag)",
                "introduction": "introduction job (introduktionsjobb)",
                "extra": "extra service (extratjänst)",
            },
        ),
        day("decided_on", "day of the decision"),
        day("starts_on", "first day of support"),
        day("planned_end_on", "last day of support as decided"),
        day("ended_on", "day the employment ended; missing while it lasts", required=False),
        ore("monthly_ore", "support a month"),
        ore("recovery_ore", "claimed back"),
        known_at("day it was entered"),
    ),
    key=("decision_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    lag_days=(1, 10),  # assumption; errors suspected take far longer (RiR 2023:17)
)

SUPPORT_CONTROLS = Table(
    name="support_controls",
    authority=Authority.ARBETSFORMEDLINGEN,
    title=Words("Kontrollärenden om anställningsstöd", "Controls of employment support"),
    about=(
        "One row per control of an employer's support. How it ended arrives as a correction;"
        " while it is open nothing has been found, and new support may be granted all the same"
        " (RiR 2023:17)."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_LABOUR_MARKET,
    columns=(
        link("case_no", "case number"),
        org_no(),
        day("opened_on", "day the control was opened"),
        day("closed_on", "day it was closed; missing while it is open", required=False),
        code(
            "result",
            "how it ended; missing while it is open",
            {"in_order": "nothing to remark", "deviation": "support paid on wrong grounds"},
            required=False,
        ),
        ore("recovered_ore", "claimed back in the case", required=False),
        known_at(),
    ),
    key=("case_no",),
    happened="opened_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(3, 30),  # assumption
)
