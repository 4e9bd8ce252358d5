"""What became of past claims, as far as it was known, and court judgments on them."""

from __future__ import annotations

from examples.california.registers import CLAIM_OUTCOMES, JUDGMENTS
from features.feature import Aggregate, Expression, Feature, Measure, part
from features.vocabulary import Direction

__all__ = ["outcome_features"]

RAISES = Direction.RAISES
SINCE_JUDGMENT = "datediff('day', entered, :as_of)"


def outcome_features() -> tuple[Feature, ...]:
    """Features of all outcomes and judgments that were known before the as-of date."""

    def known(where: str = "") -> Aggregate:
        return Aggregate(CLAIM_OUTCOMES, Measure.COUNT, where=where, missing=0)

    def dollars(column: str) -> Aggregate:
        return Aggregate(CLAIM_OUTCOMES, Measure.TOTAL, column, "recorded", missing=0)

    def judgments(where: str = "") -> Aggregate:
        return Aggregate(JUDGMENTS, Measure.COUNT, where=where, missing=0)

    return (
        Feature(
            "claims_decided",
            known(),
            "Lönekrav med känt utfall",
            "Wage claims with a known outcome",
            unit="krav",
        ),
        Feature(
            "claims_open",
            Expression("claims - claims_decided"),
            "Lönekrav utan känt utfall",
            "Wage claims without a known outcome",
            unit="krav",
            direction=RAISES,
        ),
        # Amounts are on record for some months of each year and missing for others: how many
        # are on record tells of the file, so it is a step and no feature.
        part("claims_recorded", known("recorded")),
        Feature(
            "claims_assessed",
            known("recorded AND assessed"),
            "Lönekrav där lön dömts ut",
            "Wage claims on which wages were assessed",
            unit="krav",
            direction=RAISES,
        ),
        Feature(
            "assessed_share",
            Expression("(claims_assessed + 0.5) / (claims_recorded + 1)"),
            "Andel lönekrav där lön dömts ut, dragen mot hälften",
            "Share of wage claims with wages assessed, drawn towards a half",
            unit="andel",
            direction=RAISES,
        ),
        Feature(
            "claims_paid",
            known("recorded AND paid_cents > 0"),
            "Lönekrav som betalats",
            "Wage claims that were paid",
            unit="krav",
        ),
        part("assessed_total", dollars("assessed_cents")),
        Feature(
            "wages_assessed",
            Expression("assessed_total / 100"),
            "Utdömd lön",
            "Wages assessed",
            unit="dollar",
            direction=RAISES,
        ),
        part("claimed_total", dollars("claimed_cents")),
        Feature(
            "wages_claimed",
            Expression("claimed_total / 100"),
            "Begärd lön i avgjorda krav",
            "Wages claimed in decided claims",
            unit="dollar",
            direction=RAISES,
        ),
        Feature(
            "judgments",
            judgments(),
            "Domar på lönekrav",
            "Court judgments on wage claims",
            unit="domar",
            direction=RAISES,
        ),
        Feature(
            "days_since_judgment",
            Aggregate(JUDGMENTS, Measure.LOWEST, SINCE_JUDGMENT),
            "Dagar sedan senaste domen",
            "Days since the latest judgment",
            unit="dagar",
        ),
        Feature(
            "judgments_settled",
            judgments("settled"),
            "Domar efter förlikning",
            "Judgments after a settlement",
            unit="domar",
        ),
    )
