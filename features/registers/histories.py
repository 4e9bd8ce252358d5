"""How Sweden's rows find their employer: numbers, cases, workplaces, successions."""

from __future__ import annotations

from features.histories import Histories, Moves, Way
from features.registers.control_objects import CONTROL_OBJECTS, OBJECT_VISITS
from features.registers.employers import BOARDS, EMPLOYERS, WORKPLACES
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.licences import CARE_PERMITS, SERVING_PERMITS
from features.registers.owners import BENEFICIAL_OWNERS
from features.registers.registration import REGISTRATIONS
from features.registers.successions import SUCCESSIONS
from features.registers.ties import AGENTS
from features.registers.tips import TIPS
from features.registers.work_environment import (
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.registers.workplace_moves import WORKPLACE_MOVES

__all__ = ["HISTORIES"]

# The slowest family of fee orders comes a median of 245 days after what it is about (domain
# 1.4): a workplace that changed hands in between tells nobody which of the two it was.
FEE_AFTER_DAYS = 245

HISTORIES = Histories(
    employers=EMPLOYERS,
    workplaces=WORKPLACES,
    successions=SUCCESSIONS,
    successor="successor_no",
    effective="effective_on",
    follows="s.kind IN ('merger', 'transfer')",
    never="e.status = 'bankrupt' AND e.status_on <= s.effective_on",
    # Boards, owners, registrations, agents and permits are a company's own. What a joint
    # control found is a label of the workplace that was visited; lists are of their day.
    stays=(
        BOARDS,
        BENEFICIAL_OWNERS,
        REGISTRATIONS,
        AGENTS,
        CARE_PERMITS,
        SERVING_PERMITS,
        JOINT_CONTROLS,
        CONTROL_OUTCOMES,
        USUAL_LISTS,
    ),
    ways=(
        Way("case number", (NOTICES, PROHIBITIONS), INSPECTIONS, "case_no"),
        Way("workplace number", (NOTICES, PROHIBITIONS, TIPS), WORKPLACES, "cfar"),
        Way(
            "workplace number",
            (SANCTION_FEES,),
            WORKPLACES,
            "cfar",
            within_days=FEE_AFTER_DAYS,
        ),
        Way("control object", (OBJECT_VISITS,), CONTROL_OBJECTS, "object_no", ends="to_on"),
    ),
    moves=Moves(WORKPLACE_MOVES, "successor_cfar", "m.kind IN ('moved', 'taken_over')"),
)
