"""Which registers and authorities a feature comes from, followed through every definition."""

from __future__ import annotations

from collections.abc import Mapping

from features.country import Country
from features.derivation import made_of
from features.feature import Aggregate, Covered, Feature, View
from features.schema import Table

__all__ = ["sources", "sources_of_all"]


def sources(feature: Feature, country: Country) -> tuple[Table, ...]:
    """The register tables a feature reads, directly or through parts, in declared order."""
    by_name = {other.name: other for other in country.features}
    tables: set[str] = set()
    for one in (feature, *(by_name[name] for name in made_of(feature, country))):
        match one.definition:
            case Aggregate(source=View(reads=reads)):
                tables |= {table.name for table in reads}
            case Aggregate(source=Table(name=name)):
                tables.add(name)
            case Covered(registers=registers):
                tables |= {table.name for table in registers}
            case _:
                pass
    # An expression over the cohort's own columns comes from the cohort's registers.
    if not tables:
        tables = {table.name for table in country.cohort.candidates.reads}
    return tuple(table for table in country.tables if table.name in tables)


def sources_of_all(country: Country) -> Mapping[str, tuple[Table, ...]]:
    """`sources` of every feature by name."""
    return {feature.name: sources(feature, country) for feature in country.features}
