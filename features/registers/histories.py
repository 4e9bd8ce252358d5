"""How Sweden's rows find their employer: numbers, workplaces, successions."""

from __future__ import annotations

from features.histories import Histories
from features.registers.employers import BOARDS, EMPLOYERS, WORKPLACES
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.licences import CARE_PERMITS, SERVING_PERMITS
from features.registers.owners import BENEFICIAL_OWNERS
from features.registers.registration import REGISTRATIONS
from features.registers.successions import SUCCESSIONS
from features.registers.ties import AGENTS

__all__ = ["HISTORIES"]

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
)
