"""California, declared: five public registers that share no key but titles, one ranking."""

from __future__ import annotations

from datetime import date

from examples.california.indicators.claims import claim_features
from examples.california.indicators.industry import industry_features
from examples.california.indicators.neighbours import neighbour_features
from examples.california.indicators.other_registers import OTHER_REGISTERS
from examples.california.indicators.outcomes import outcome_features
from examples.california.population import OUTCOMES, RIVALS, cohort
from examples.california.registers import TABLES
from features.country import Centre, Country
from features.vocabulary import Words

__all__ = ["COUNTRY", "california"]

LOOKBACK_DAYS = 608  # from 2017-01-01, when claims begin, to 2018-09-01


def california(lookback_days: int) -> Country:
    """California, where a wage claim brings an employer into the cohort for so many days."""
    return Country(
        name="california",
        words=Words("Kalifornien", "California"),
        tables=TABLES,
        features=(
            *claim_features(lookback_days),
            *outcome_features(),
            *OTHER_REGISTERS,
            *industry_features(),
            *neighbour_features(),
        ),
        cohort=cohort(lookback_days),
        outcomes=OUTCOMES,
        centres=(Centre("california", "California", (), date(2017, 1, 1)),),
        rivals=RIVALS,
        recipe="examples/california/recipe.toml",
        linking="examples.california.linking",
        looking_back=california,
    )


COUNTRY = california(LOOKBACK_DAYS)
