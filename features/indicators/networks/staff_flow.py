"""Where an employer's staff came from and where it went, a whole group at a time."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure
from features.indicators.networks.staff_ties import FEWEST, STAFF_TIES
from features.vocabulary import Direction

__all__ = ["STAFF_FLOW"]

STAFF_FLOW = (
    Feature(
        "staff_from_bankrupt",
        Aggregate(
            STAFF_TIES,
            Measure.HIGHEST,
            "CAST(from_bankrupt AS DOUBLE) / persons",
            where=f"persons >= {FEWEST}",
        ),
        sv="Andel av personalen som kom från en konkursad arbetsgivare, 8 mån",
        en="Share of the staff that came from one bankrupt employer, 8 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F97",
    ),
    Feature(
        "staff_from_one",
        Aggregate(
            STAFF_TIES,
            Measure.HIGHEST,
            "CAST(from_one AS DOUBLE) / came",
            where=f"came >= {FEWEST}",
        ),
        sv="Andel av de nyanställda som kom från en och samma, 8 mån",
        en="Share of the newly employed that came from one and the same, 8 months",
        unit="andel",
        direction=Direction.RAISES,
    ),
    Feature(
        "staff_to_one",
        Aggregate(
            STAFF_TIES,
            Measure.HIGHEST,
            "CAST(to_one AS DOUBLE) / gone",
            where=f"gone >= {FEWEST}",
        ),
        sv="Andel av dem som slutat som gick till en och samma, 8 mån",
        en="Share of those who left that went to one and the same, 8 months",
        unit="andel",
        direction=Direction.RAISES,
    ),
)
