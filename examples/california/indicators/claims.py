"""Past wage claims of an employer: how many, how lately, how spread in time."""

from __future__ import annotations

from examples.california.population import since
from examples.california.registers import CLAIMS
from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.schema import Table
from features.vocabulary import Direction

__all__ = ["DAYS_SINCE", "claim_features", "faded"]

RAISES, LOWERS = Direction.RAISES, Direction.LOWERS
DAYS_SINCE = "datediff('day', opened, :as_of)"
WINDOWS, HALF_LIVES, HALF_LIVES_OF_DAYS = (30, 90, 180, 365), (30, 90, 180, 365), (180, 365)


def faded(half_life: int) -> str:
    """What a claim weighs when its weight is halved every so many days, in millionths."""
    return f"round(1000000 * power(0.5, {DAYS_SINCE} / {half_life}))"


def claim_features(days: int) -> tuple[Feature, ...]:
    """Features of all claims before the as-of date; for the rule, those of the last `days`."""
    recent = f"opened >= {since(days)}"

    def measure(
        measure: Measure,
        value: str = "",
        where: str = "",
        source: Table | View = CLAIMS,
        missing: float | None = 0,
    ) -> Aggregate:
        return Aggregate(source, measure, value, where, missing=missing)

    def count(where: str = "", source: Table = CLAIMS) -> Aggregate:
        return measure(Measure.COUNT, where=where, source=source)

    # Claims that were opened on one day count as one event: many workers, one occasion.
    days_of_claims = View(
        "days_of_claims",
        (CLAIMS,),
        "SELECT employer, opened, count(*) AS claims FROM claims GROUP BY employer, opened",
        happened="opened",
    )
    return (
        Feature(
            "claims_in_lookback",
            count(recent),
            "Lönekrav i tillbakablicken",
            "Wage claims within the lookback",
            unit="krav",
        ),
        Feature(
            "days_since_claim_in_lookback",
            measure(Measure.LOWEST, DAYS_SINCE, recent, missing=None),
            "Dagar sedan senaste lönekravet i tillbakablicken",
            "Days since the latest wage claim within the lookback",
            unit="dagar",
        ),
        Feature("claims", count(), "Lönekrav", "Wage claims", unit="krav", direction=RAISES),
        Feature(
            "days_since_claim",
            measure(Measure.LOWEST, DAYS_SINCE, missing=None),
            "Dagar sedan senaste lönekravet",
            "Days since the latest wage claim",
            unit="dagar",
            direction=LOWERS,
        ),
        Feature(
            "days_since_first_claim",
            measure(Measure.HIGHEST, DAYS_SINCE, missing=None),
            "Dagar sedan första lönekravet",
            "Days since the first wage claim",
            unit="dagar",
        ),
        Feature(
            "days_between_claims",
            Expression("days_since_first_claim - days_since_claim"),
            "Dagar mellan första och senaste lönekravet",
            "Days between the first and the latest wage claim",
            unit="dagar",
            direction=RAISES,
        ),
        *(
            Feature(
                f"claims_{window}d",
                count(f"{DAYS_SINCE} <= {window}"),
                f"Lönekrav, {window} dagar",
                f"Wage claims, {window} days",
                unit="krav",
                direction=RAISES,
            )
            for window in WINDOWS
        ),
        *(part(f"faded_{n}d", measure(Measure.TOTAL, faded(n))) for n in HALF_LIVES),
        *(
            Feature(
                f"claims_fading_{n}d",
                Expression(f"faded_{n}d / 1000000"),
                f"Lönekrav, vikten halveras på {n} dagar",
                f"Wage claims, each weighing half after {n} days",
                unit="krav",
                direction=RAISES,
            )
            for n in HALF_LIVES
        ),
        Feature(
            "claim_days",
            measure(Measure.DISTINCT, "opened"),
            "Olika dagar med lönekrav",
            "Different days with a wage claim",
            unit="dagar",
            direction=RAISES,
        ),
        *(
            part(
                f"faded_days_{n}d",
                measure(Measure.TOTAL, faded(n), source=days_of_claims),
            )
            for n in HALF_LIVES_OF_DAYS
        ),
        *(
            Feature(
                f"claim_days_fading_{n}d",
                Expression(f"faded_days_{n}d / 1000000"),
                f"Dagar med lönekrav, vikten halveras på {n} dagar",
                f"Days with a wage claim, each weighing half after {n} days",
                unit="dagar",
                direction=RAISES,
            )
            for n in HALF_LIVES_OF_DAYS
        ),
        Feature(
            "claim_months",
            measure(Measure.DISTINCT, f"floor({DAYS_SINCE} / 30.5)"),
            "Olika månader med lönekrav",
            "Different months with a wage claim",
            unit="månader",
            direction=RAISES,
        ),
        Feature(
            "claim_quarters",
            measure(Measure.DISTINCT, f"floor({DAYS_SINCE} / 91)"),
            "Olika kvartal med lönekrav",
            "Different quarters with a wage claim",
            unit="kvartal",
            direction=RAISES,
        ),
        Feature(
            "claims_on_one_day",
            measure(Measure.HIGHEST, "claims", source=days_of_claims),
            "Flest lönekrav på en dag",
            "Most wage claims on one day",
            unit="krav",
        ),
        part("respondents", measure(Measure.TOTAL, "respondents")),
        Feature(
            "respondents_per_claim",
            Expression("respondents / nullif(claims, 0)"),
            "Motparter per lönekrav",
            "Respondents per wage claim",
            unit="motparter",
        ),
        Feature(
            "claims_against_it_alone",
            count("respondents = 1"),
            "Lönekrav mot arbetsgivaren ensam",
            "Wage claims against the employer alone",
            unit="krav",
            direction=RAISES,
        ),
        Feature(
            "spellings",
            measure(Measure.DISTINCT, "spelling"),
            "Olika stavningar i lönekrav",
            "Different spellings in wage claims",
            unit="stavningar",
        ),
        Feature(
            "claims_with_second_title",
            count("second_title"),
            "Lönekrav där arbetsgivaren har ännu en beteckning",
            "Wage claims with a second title of the employer",
            unit="krav",
        ),
    )
