"""How those who work live: seasonal lodging by the employer, and sleeping at the workplace."""

from __future__ import annotations

from features.feature import AGAINST, Aggregate, Expression, Feature, Grain, Measure, part
from features.registers.lodging import LODGING_AT_WORKPLACE
from features.registers.migration import SEASONAL_HOUSING
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction, Flag

__all__ = ["LODGING"]

RAISES = Direction.RAISES
FEWEST = 3  # persons with permits behind a figure (`domain.md` 4.4 E)

LODGING = (
    part(
        "seasonal_lodged_24m",
        Aggregate(SEASONAL_HOUSING, Measure.TOTAL, "persons", months=24, missing=0),
    ),
    part(
        "seasonal_rent_24m",
        Aggregate(SEASONAL_HOUSING, Measure.TOTAL, "rent_ore * persons", months=24, missing=0),
    ),
    part(
        "seasonal_crowding_24m",
        Aggregate(
            SEASONAL_HOUSING,
            Measure.HIGHEST,
            "greatest(persons / rooms, 10 * persons / area_m2)",
            where=f"persons >= {FEWEST}",
            months=24,
        ),
    ),
    part(
        "net_pay_12m",
        Aggregate(
            DECLARATIONS,
            Measure.TOTAL,
            "gross_pay_ore - tax_ore",
            where="gross_pay_ore > 0",
            months=12,
            missing=0,
        ),
    ),
    Feature(
        # The worst lodging counts: others of the same employer do not make it roomier.
        "seasonal_lodging_density",
        Expression("seasonal_crowding_24m"),
        sv="Personer per rum eller 10 m² i säsongsbostad, som mest, 24 mån",
        en="Persons per room or 10 m² of seasonal lodging, at most, 24 months",
        unit="personer per rum",
        direction=RAISES,
        ref="F66",
    ),
    Feature(
        # Held against the net pay of all the employer's staff: those lodged are not told.
        "seasonal_rent_share",
        Expression(
            f"CASE WHEN seasonal_lodged_24m >= {FEWEST} AND paid_rows_12m >= 5"
            " THEN (seasonal_rent_24m / seasonal_lodged_24m)"
            " / nullif(net_pay_12m / paid_rows_12m, 0) END"
        ),
        sv="Hyra i säsongsbostad som andel av nettolönen",
        en="Rent in seasonal lodging as a share of net pay",
        unit="andel",
        bounds=AGAINST,
        direction=RAISES,
        ref="F67",
    ),
    Feature(
        "rent_deducted_24m",
        Aggregate(SEASONAL_HOUSING, Measure.COUNT, where="deducted", months=24, missing=0),
        sv="Säsongsbostäder där hyran dras från lönen, 24 mån",
        en="Seasonal lodgings whose rent is deducted from pay, 24 months",
        unit="bostäder",
        direction=RAISES,
        ref="F67",
    ),
    Feature(
        "lodging_here_12m",
        Aggregate(
            LODGING_AT_WORKPLACE,
            Measure.HIGHEST,
            "persons",
            months=12,
            missing=0,
            grain=Grain.WORKPLACE,
        ),
        sv="Folkbokförda på arbetsplatsen, när de är minst fem, 12 mån",
        en="Registered as living at the workplace, when five or more, 12 months",
        unit="personer",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition="Five persons or more, counted by the owner; support through the regional"
        " coordinator is offered before anything else, and burdens are audited per group.",
        ref="F100",
    ),
)
