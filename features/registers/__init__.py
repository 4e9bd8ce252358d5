"""What each authority delivers, one room per register."""

from features.registers.building import ASBESTOS_PERMITS, BUILDING_SITES, SITE_NOTICES
from features.registers.control_objects import CONTROL_OBJECTS, OBJECT_VISITS
from features.registers.employers import BOARDS, EMPLOYERS, WORKPLACES
from features.registers.enforcement import ENFORCEMENT_CLAIMS
from features.registers.follow_up import DEVICE_CHECKS, FINE_APPLICATIONS
from features.registers.insurance import ASSISTANCE_HOURS, PROVIDER_RECOVERIES
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.licences import (
    CARE_PERMITS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    SERVING_PERMITS,
)
from features.registers.lodging import LODGING_AT_WORKPLACE
from features.registers.migration import (
    ASYLUM_WORK_NOTICES,
    EMPLOYER_ASSESSMENTS,
    PERMITS,
    SEASONAL_HOUSING,
)
from features.registers.owners import BENEFICIAL_OWNERS
from features.registers.police import UNLAWFUL_EMPLOYMENT
from features.registers.posting import POSTINGS
from features.registers.registration import CASH_REGISTERS, REGISTRATIONS
from features.registers.subsidies import SUBSIDIES, SUPPORT_CONTROLS
from features.registers.successions import SUCCESSIONS
from features.registers.tax import (
    DECLARATION_TOTALS,
    DECLARATIONS,
    LEDGER_VISITS,
    TAX_ACCOUNT,
    VAT,
)
from features.registers.tax_decisions import REASSESSMENTS, WORK_DEDUCTIONS
from features.registers.ties import AGENTS, SITE_PRESENCE
from features.registers.tips import TIPS
from features.registers.work_environment import (
    INJURIES,
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.registers.workplace_moves import WORKPLACE_MOVES
from features.schema import Table

__all__ = [
    "AGENTS",
    "ASBESTOS_PERMITS",
    "ASSISTANCE_HOURS",
    "ASYLUM_WORK_NOTICES",
    "BENEFICIAL_OWNERS",
    "BOARDS",
    "BUILDING_SITES",
    "CARE_PERMITS",
    "CASH_REGISTERS",
    "CONTROL_OBJECTS",
    "CONTROL_OUTCOMES",
    "DECLARATIONS",
    "DECLARATION_TOTALS",
    "DEVICE_CHECKS",
    "EMPLOYERS",
    "EMPLOYER_ASSESSMENTS",
    "ENFORCEMENT_CLAIMS",
    "FOOD_CONTROLS",
    "HAULAGE_PENALTIES",
    "FINE_APPLICATIONS",
    "INJURIES",
    "INSPECTIONS",
    "JOINT_CONTROLS",
    "LEDGER_VISITS",
    "LODGING_AT_WORKPLACE",
    "NOTICES",
    "OBJECT_VISITS",
    "PERMITS",
    "POSTINGS",
    "PROHIBITIONS",
    "PROVIDER_RECOVERIES",
    "REASSESSMENTS",
    "REGISTRATIONS",
    "SANCTION_FEES",
    "SEASONAL_HOUSING",
    "SERVING_PERMITS",
    "SITE_NOTICES",
    "SITE_PRESENCE",
    "SUBSIDIES",
    "SUCCESSIONS",
    "SUPPORT_CONTROLS",
    "TABLES",
    "TAX_ACCOUNT",
    "UNLAWFUL_EMPLOYMENT",
    "TIPS",
    "USUAL_LISTS",
    "VAT",
    "WORKPLACES",
    "WORKPLACE_MOVES",
    "WORK_DEDUCTIONS",
]

TABLES: tuple[Table, ...] = (
    EMPLOYERS,
    WORKPLACES,
    BOARDS,
    BENEFICIAL_OWNERS,
    SUCCESSIONS,
    WORKPLACE_MOVES,
    DECLARATIONS,
    DECLARATION_TOTALS,
    VAT,
    TAX_ACCOUNT,
    LEDGER_VISITS,
    REGISTRATIONS,
    CASH_REGISTERS,
    REASSESSMENTS,
    WORK_DEDUCTIONS,
    SITE_PRESENCE,
    AGENTS,
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
    INJURIES,
    BUILDING_SITES,
    SITE_NOTICES,
    ASBESTOS_PERMITS,
    CONTROL_OBJECTS,
    OBJECT_VISITS,
    PERMITS,
    EMPLOYER_ASSESSMENTS,
    SEASONAL_HOUSING,
    ASYLUM_WORK_NOTICES,
    UNLAWFUL_EMPLOYMENT,
    SUBSIDIES,
    SUPPORT_CONTROLS,
    ASSISTANCE_HOURS,
    PROVIDER_RECOVERIES,
    LODGING_AT_WORKPLACE,
    ENFORCEMENT_CLAIMS,
    CARE_PERMITS,
    SERVING_PERMITS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    DEVICE_CHECKS,
    FINE_APPLICATIONS,
    POSTINGS,
    TIPS,
    JOINT_CONTROLS,
    CONTROL_OUTCOMES,
    USUAL_LISTS,
)
