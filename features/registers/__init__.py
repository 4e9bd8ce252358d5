"""What each authority delivers, one room per register."""

from features.registers.building import ASBESTOS_PERMITS, BUILDING_SITES, SITE_NOTICES
from features.registers.employers import BOARDS, EMPLOYERS, WORKPLACES
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.migration import PERMITS
from features.registers.subsidies import SUBSIDIES
from features.registers.tax import (
    DECLARATION_TOTALS,
    DECLARATIONS,
    LEDGER_VISITS,
    TAX_ACCOUNT,
    VAT,
)
from features.registers.work_environment import (
    INJURIES,
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.schema import Table

__all__ = [
    "ASBESTOS_PERMITS",
    "BOARDS",
    "BUILDING_SITES",
    "CONTROL_OUTCOMES",
    "DECLARATIONS",
    "DECLARATION_TOTALS",
    "EMPLOYERS",
    "INJURIES",
    "INSPECTIONS",
    "JOINT_CONTROLS",
    "LEDGER_VISITS",
    "NOTICES",
    "PERMITS",
    "PROHIBITIONS",
    "SANCTION_FEES",
    "SITE_NOTICES",
    "SUBSIDIES",
    "TABLES",
    "TAX_ACCOUNT",
    "USUAL_LISTS",
    "VAT",
    "WORKPLACES",
]

TABLES: tuple[Table, ...] = (
    EMPLOYERS,
    WORKPLACES,
    BOARDS,
    DECLARATIONS,
    DECLARATION_TOTALS,
    VAT,
    TAX_ACCOUNT,
    LEDGER_VISITS,
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
    INJURIES,
    PERMITS,
    SUBSIDIES,
    BUILDING_SITES,
    SITE_NOTICES,
    ASBESTOS_PERMITS,
    JOINT_CONTROLS,
    CONTROL_OUTCOMES,
    USUAL_LISTS,
)
