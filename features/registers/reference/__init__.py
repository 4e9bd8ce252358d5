"""Dated code tables: places, sectors, amounts; each row with its source."""

from features.registers.reference.amounts import (
    AMOUNTS,
    SALARY_FLOORS,
    SIZE_CLASSES,
    Amount,
    SizeClass,
    salary_floor_case,
    salary_floor_ore,
    size_class_case,
)
from features.registers.reference.dated import Code, Dated, in_force
from features.registers.reference.places import (
    CENTRE_NAMES,
    CENTRES,
    COUNTIES,
    COUNTY_CODES,
    MUNICIPALITIES,
    MUNICIPALITY_CODES,
    county_of,
)
from features.registers.reference.sectors import (
    RISK_SECTORS,
    SECTORS,
    RiskSectors,
    Sector,
    risk_sectors,
    sector_case,
)
from features.registers.reference.strategy import (
    STRATEGY_AREAS,
    StrategyArea,
    read_strategy_areas,
)
from features.registers.reference.trades import (
    SNI_2007,
    SNI_2007_CODES,
    SNI_2025,
    SNI_2025_CODES,
    successor,
)

__all__ = [
    "AMOUNTS",
    "CENTRES",
    "CENTRE_NAMES",
    "COUNTIES",
    "COUNTY_CODES",
    "MUNICIPALITIES",
    "MUNICIPALITY_CODES",
    "RISK_SECTORS",
    "SALARY_FLOORS",
    "SECTORS",
    "SIZE_CLASSES",
    "SNI_2007",
    "SNI_2007_CODES",
    "SNI_2025",
    "SNI_2025_CODES",
    "STRATEGY_AREAS",
    "Amount",
    "Code",
    "Dated",
    "RiskSectors",
    "Sector",
    "SizeClass",
    "StrategyArea",
    "county_of",
    "in_force",
    "read_strategy_areas",
    "risk_sectors",
    "salary_floor_case",
    "salary_floor_ore",
    "sector_case",
    "size_class_case",
    "successor",
]
