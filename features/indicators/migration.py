"""What the permit register says of the employer's own offers and decisions on them."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, part
from features.registers.migration import PERMITS
from features.registers.reference import salary_floor_case
from features.vocabulary import Direction, Flag

__all__ = ["MIGRATION"]

RAISES = Direction.RAISES
FLOOR_ORE = salary_floor_case("decided_on")


def permits(where: str, months: int | None = 36, missing: float | None = 0) -> Aggregate:
    """The number of permit decisions; none means nought."""
    return Aggregate(PERMITS, Measure.COUNT, where=where, months=months, missing=missing)


MIGRATION = (
    part("granted_36m", permits("decision = 'granted'")),
    part("decided_36m", permits("true")),
    part(
        "floor_offers_36m",
        permits(
            f"decision = 'granted' AND hours_share >= 0.99 AND offered_pay_ore >= ({FLOOR_ORE})"
            f" AND offered_pay_ore <= 1.03 * ({FLOOR_ORE})"
        ),
    ),
    Feature(
        "permit_refusals_36m",
        permits("decision = 'refused'"),
        sv="Avslag på ansökningar om arbetstillstånd, 36 mån",
        en="Refused applications for work permits, 36 months",
        unit="avslag",
        direction=RAISES,
        ref="F62",
    ),
    Feature(
        "permit_refusal_share",
        Expression("CASE WHEN decided_36m >= 3 THEN permit_refusals_36m / decided_36m END"),
        sv="Andel ansökningar om arbetstillstånd som avslagits, 36 mån",
        en="Share of work-permit applications refused, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F62",
    ),
    Feature(
        "permit_revocations_36m",
        permits("decision = 'revoked'"),
        sv="Återkallade arbetstillstånd, 36 mån",
        en="Work permits revoked, 36 months",
        unit="återkallelser",
        direction=RAISES,
        ref="F63",
    ),
    Feature(
        "floor_offer_share",
        Expression("CASE WHEN granted_36m >= 3 THEN floor_offers_36m / granted_36m END"),
        sv="Andel tillstånd med löneerbjudande precis över lönegolvet",
        en="Share of permits with a pay offer just above the salary floor",
        unit="andel",
        direction=RAISES,
        ref="F61",
    ),
    Feature(
        "part_time_offer_share",
        Expression("CASE WHEN granted_36m >= 3 THEN part_time_offers_36m / granted_36m END"),
        sv="Andel tillstånd med erbjudande på deltid, 36 mån",
        en="Share of permits with an offer for part time, 36 months",
        unit="andel",
        direction=RAISES,
    ),
    part(
        "part_time_offers_36m",
        permits("decision = 'granted' AND hours_share < 0.99"),
    ),
    Feature(
        "no_agreement_share",
        Expression("CASE WHEN decided_36m >= 3 THEN no_agreement_36m / decided_36m END"),
        sv="Andel tillståndsärenden utan kollektivavtal hos arbetsgivaren",
        en="Share of permit cases without a collective agreement of the employer",
        unit="andel",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition="The employer's status only, nobody's membership; no legal duty (F64).",
        ref="F64",
    ),
    part("no_agreement_36m", permits("NOT collective_agreement")),
)
