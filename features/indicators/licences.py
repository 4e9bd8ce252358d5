"""Permits to care, serve and haul, and food controls: decisions of others on the employer."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Grain, Measure, part, smoothed
from features.registers.licences import (
    CARE_PERMITS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    SERVING_PERMITS,
)
from features.vocabulary import Direction, Flag

__all__ = ["LICENCES"]

RAISES = Direction.RAISES
ASKED_FOR = (
    "Not under 2024:307: public documents asked for, so compared only where the municipality or"
    " inspectorate has answered."
)
CASE_BY_CASE = (
    "Not under 2024:307: needs a decision to release under OSL 10 kap. 15 a §, case by case."
)
# Of the food controls some three in ten find a deviation (assumption).
USUALLY_DEVIATES = 0.3

LICENCES = (
    Feature(
        "care_permit_events_36m",
        Aggregate(
            CARE_PERMITS,
            Measure.COUNT,
            where="decision IN ('refused', 'revoked')",
            months=36,
            missing=0,
        ),
        sv="Nekade eller återkallade tillstånd från IVO, 36 mån",
        en="Care permits refused or revoked, 36 months",
        unit="beslut",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=ASKED_FOR,
        ref="F76",
    ),
    Feature(
        "serving_permit_measures_36m",
        Aggregate(
            SERVING_PERMITS,
            Measure.COUNT,
            where="decision IN ('warning', 'revoked')",
            months=36,
            missing=0,
        ),
        sv="Varningar och återkallelser av serveringstillstånd, 36 mån",
        en="Warnings and revocations of permits to serve alcohol, 36 months",
        unit="beslut",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=ASKED_FOR,
        ref="F98",
    ),
    Feature(
        "food_controls_36m",
        Aggregate(FOOD_CONTROLS, Measure.COUNT, months=36, missing=0, grain=Grain.WORKPLACE),
        sv="Livsmedelskontroller på arbetsstället, 36 mån",
        en="Food controls at the workplace, 36 months",
        unit="kontroller",
        flag=Flag.GUARDED,
        condition=ASKED_FOR,
        ref="F99",
    ),
    part(
        "food_deviations_36m",
        Aggregate(
            FOOD_CONTROLS,
            Measure.COUNT,
            where="result <> 'none'",
            months=36,
            missing=0,
            grain=Grain.WORKPLACE,
        ),
    ),
    Feature(
        "food_deviation_rate",
        smoothed("food_deviations_36m", "food_controls_36m", base=USUALLY_DEVIATES, strength=5),
        sv="Andel livsmedelskontroller med avvikelse, utjämnad, 36 mån",
        en="Share of food controls with a deviation, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=ASKED_FOR,
        ref="F99",
    ),
    Feature(
        "food_control_latest",
        Aggregate(
            FOOD_CONTROLS,
            Measure.LATEST,
            "CASE result WHEN 'none' THEN 0 WHEN 'minor' THEN 1 ELSE 2 END",
            grain=Grain.WORKPLACE,
        ),
        sv="Senaste livsmedelskontrollen här: grad av avvikelse",
        en="Latest food control here: degree of deviation",
        unit="grad",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=ASKED_FOR,
        ref="F99",
    ),
    Feature(
        "haulage_penalties_36m",
        Aggregate(
            HAULAGE_PENALTIES, Measure.COUNT, where="status = 'final'", months=36, missing=0
        ),
        sv="Slutliga sanktioner i yrkestrafik, 36 mån",
        en="Final penalties in haulage, 36 months",
        unit="sanktioner",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=CASE_BY_CASE,
        ref="F101",
    ),
)
