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
from features.registers.reference.places import (
    CENTRE_NAMES,
    CENTRES,
    COUNTIES,
    MUNICIPALITIES,
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

__all__ = [
    "AMOUNTS",
    "CENTRES",
    "CENTRE_NAMES",
    "COUNTIES",
    "MUNICIPALITIES",
    "RISK_SECTORS",
    "SALARY_FLOORS",
    "SECTORS",
    "SIZE_CLASSES",
    "Amount",
    "RiskSectors",
    "Sector",
    "SizeClass",
    "county_of",
    "risk_sectors",
    "salary_floor_case",
    "salary_floor_ore",
    "sector_case",
    "size_class_case",
]
