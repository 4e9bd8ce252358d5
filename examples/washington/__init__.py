"""Washington State, declared: wage complaints to be tied by company, by name and place."""

from __future__ import annotations

from pathlib import Path

from examples.washington.names import NAMING
from features.linking.declaring import Ties

__all__ = ["TIES"]

TIES = Ties(
    file="wage_complaints.parquet",
    row="case_id",
    name="employer",
    city="city",
    postcode="zip",
    trade="industry",
    truth="ubi",
    naming=NAMING,
    weights=Path(__file__).with_name("weights.json"),
    unknown_trades=frozenset({"Unassigned", "Other"}),
)
