"""How often an employer was met away from its workplaces: at sites, stops, lodgings, homes."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure
from features.registers.control_objects import OBJECT_VISITS

__all__ = ["CONTROL_OBJECT"]

CONTROL_OBJECT = (
    Feature(
        # An exposure: what a visit found stands in the registers of those who came.
        "object_visits_36m",
        Aggregate(OBJECT_VISITS, Measure.DISTINCT, "visit_no", months=36, missing=0),
        sv="Besök utanför fasta arbetsställen där arbetsgivaren fanns, 36 mån",
        en="Visits away from fixed workplaces where the employer was met, 36 months",
        unit="besök",
        ref="F36",
    ),
)
