"""How demands, bans, fees and fines went on, beside the inspections that they come from."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part, smoothed
from features.registers.follow_up import DEVICE_CHECKS, FINE_APPLICATIONS
from features.registers.work_environment import (
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.vocabulary import Direction

__all__ = ["SUPERVISION"]

RAISES = Direction.RAISES
HALF_LIFE_MONTHS = 18  # `domain.md` F43
# Some 15,200 notices of 2.2 demands on average from 26,800 inspections a year (`domain.md`
# 1.3; the average is an assumption). Three inspections of its own weigh as all others'.
DEMANDS_PER_INSPECTION, INSPECTIONS_LEANT_ON = 1.2, 3
# A fifth of the demands are answered late or never (assumption), worth five of its own.
LATE_SHARE, NOTICES_LEANT_ON = 0.20, 5.0
# A demand follows within 111 days in 95 % (`domain.md` 1.4), a fee after some hundred days.
SETTLED_MONTHS, FEE_MONTHS = 4, 9

# Inspections old enough for what came of them to be known, after which nothing came. A fee is a
# case of its own: it is of the workplace's inspections within nine months before it.
UNEVENTFUL = View(
    "uneventful_inspections",
    (INSPECTIONS, NOTICES, PROHIBITIONS, SANCTION_FEES),
    f"""
    WITH old AS (
        SELECT employer, workplace, case_no, inspected_on FROM inspections
        WHERE inspected_on < :as_of - INTERVAL {SETTLED_MONTHS} MONTH),
    followed AS (
        SELECT case_no FROM notices WHERE demands > 0
        UNION ALL SELECT case_no FROM prohibitions
        UNION ALL
        SELECT old.case_no FROM old
        JOIN sanction_fees ON sanction_fees.workplace = old.workplace
        WHERE sanction_fees.status <> 'annulled'
          AND sanction_fees.decided_on >= old.inspected_on
          AND sanction_fees.decided_on < old.inspected_on + INTERVAL {FEE_MONTHS} MONTH),
    events AS (SELECT case_no, 1 AS event FROM followed GROUP BY case_no)
    SELECT old.employer, old.inspected_on FROM old
    LEFT JOIN events ON events.case_no = old.case_no
    WHERE coalesce(events.event, 0) = 0
    """,
    happened="inspected_on",
)


def standing_fees(*families: str) -> Aggregate:
    """Fees of some rules that were accepted or are final: contested or annulled is no guilt."""
    listed = ", ".join(f"'{family}'" for family in families)
    where = f"family IN ({listed}) AND status IN ('accepted', 'final')"
    return Aggregate(SANCTION_FEES, Measure.COUNT, where=where, months=36, missing=0)


DUE = "deadline_on < :as_of"

SUPERVISION = (
    Feature(
        "demands_decayed_36m",
        Aggregate(
            NOTICES,
            Measure.DECAYED,
            "demands",
            half_life=HALF_LIFE_MONTHS,
            months=36,
            missing=0,
        ),
        sv="Krav från Arbetsmiljöverket, äldre väger mindre, 36 mån",
        en="Demands from the work-environment authority, older weigh less, 36 months",
        unit="krav",
        direction=RAISES,
        ref="F43",
    ),
    Feature(
        "prohibitions_decayed_36m",
        Aggregate(
            PROHIBITIONS,
            Measure.DECAYED,
            "CASE WHEN kind = 'immediate' THEN 3 ELSE 1 END",
            half_life=HALF_LIFE_MONTHS,
            months=36,
            missing=0,
        ),
        sv="Förbud, omedelbara räknas tre gånger, äldre väger mindre, 36 mån",
        en="Prohibitions, immediate ones threefold, older weigh less, 36 months",
        unit="poäng",
        direction=RAISES,
        ref="F44",
    ),
    Feature(
        "standing_prohibitions_36m",
        Aggregate(
            PROHIBITIONS,
            Measure.COUNT,
            where="lifted_on IS NULL AND decided_on < :as_of - INTERVAL 3 MONTH",
            months=36,
            missing=0,
        ),
        sv="Förbud som inte är upphävda efter tre månader, 36 mån",
        en="Prohibitions not lifted after three months, 36 months",
        unit="förbud",
        direction=RAISES,
        ref="F44",
    ),
    Feature(
        "months_since_demands",
        Aggregate(NOTICES, Measure.MONTHS_SINCE, where="demands > 0"),
        sv="Månader sedan senaste krav från Arbetsmiljöverket",
        en="Months since the latest demands from the work-environment authority",
        unit="månader",
        direction=Direction.LOWERS,
    ),
    Feature(
        "demands_per_inspection",
        Expression(
            f"(demands_36m + {DEMANDS_PER_INSPECTION * INSPECTIONS_LEANT_ON:.1f})"
            f" / (inspections_36m + {INSPECTIONS_LEANT_ON}.0)"
        ),
        sv="Krav per inspektion av arbetsmiljön, utjämnat, 36 mån",
        en="Demands per work-environment inspection, smoothed, 36 months",
        unit="krav per inspektion",
        direction=RAISES,
        ref="F43",
    ),
    Feature(
        "uneventful_inspections_36m",
        Aggregate(UNEVENTFUL, Measure.COUNT, months=36, missing=0),
        sv="Inspektioner som inte ledde till krav, förbud eller avgift, 36 mån",
        en="Inspections that led to no demand, prohibition or fee, 36 months",
        unit="inspektioner",
        direction=Direction.LOWERS,
    ),
    Feature(
        "due_notices_36m",
        Aggregate(NOTICES, Measure.COUNT, where=DUE, months=36, missing=0),
        sv="Ärenden med krav där sista svarsdag har passerat, 36 mån",
        en="Cases with demands whose last day to answer has passed, 36 months",
        unit="ärenden",
    ),
    part(
        "late_answers_36m",
        Aggregate(
            NOTICES,
            Measure.COUNT,
            where=f"{DUE} AND (answered_on IS NULL OR answered_on > deadline_on)",
            months=36,
            missing=0,
        ),
    ),
    Feature(
        "late_answer_rate",
        smoothed(
            "late_answers_36m", "due_notices_36m", base=LATE_SHARE, strength=NOTICES_LEANT_ON
        ),
        sv="Andel krav som besvarats för sent eller inte alls, utjämnad, 36 mån",
        en="Share of demands answered late or not at all, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F47",
    ),
    Feature(
        "fall_fees_36m",
        standing_fees("fall_protection"),
        sv="Sanktionsavgifter för fallskydd som står fast, 36 mån",
        en="Sanction fees for protection against falls that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F45",
    ),
    Feature(
        "device_fees_36m",
        standing_fees("lifting_inspection", "pressure", "forklift"),
        sv="Sanktionsavgifter (lyft, tryck, truck) som står fast, 36 mån",
        en="Sanction fees for lifting, pressure and forklifts that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F45",
    ),
    Feature(
        "plan_and_dust_fees_36m",
        standing_fees("plan", "quartz", "asbestos"),
        sv="Avgifter (arbetsmiljöplan, kvarts, asbest) som står fast, 36 mån",
        en="Sanction fees for site plans, quartz and asbestos that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F45",
    ),
    Feature(
        # Four in five posting cases name no Swedish employer (`domain.md` 1.3).
        "posting_fees_36m",
        standing_fees("posting_notification"),
        sv="Avgifter för utebliven utstationeringsanmälan som står fast, 36 mån",
        en="Sanction fees for posting notices that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F49",
    ),
    Feature(
        # Five years: a court needs up to one and a half after the application.
        "fines_imposed_60m",
        Aggregate(
            FINE_APPLICATIONS, Measure.COUNT, where="status = 'granted'", months=60, missing=0
        ),
        sv="Viten som domstol har dömt ut på Arbetsmiljöverkets ansökan, 60 mån",
        en="Conditional fines a court imposed for the work-environment authority, 60 months",
        unit="viten",
        direction=RAISES,
        ref="F48",
    ),
    Feature(
        "failed_devices_36m",
        Aggregate(DEVICE_CHECKS, Measure.COUNT, months=36, missing=0),
        sv="Anordningar som underkänts vid besiktning, 36 mån",
        en="Devices that failed their periodic inspection, 36 months",
        unit="anordningar",
        direction=RAISES,
        ref="F53",
    ),
    Feature(
        # The median from failure to a closed case is 39 days (`domain.md` 1.3).
        "open_failed_devices_36m",
        Aggregate(
            DEVICE_CHECKS,
            Measure.COUNT,
            where="closed_on IS NULL AND inspected_on < :as_of - INTERVAL 3 MONTH",
            months=36,
            missing=0,
        ),
        sv="Underkända anordningar som inte är åtgärdade efter tre månader, 36 mån",
        en="Failed devices not put right after three months, 36 months",
        unit="anordningar",
        direction=RAISES,
        ref="F53",
    ),
)
