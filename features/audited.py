"""Whom Sweden's audits compare: groups of employers that no list and no model is made by.

The bands of owner's and staff's background, sex and age are not here: they are no register of
ours, and only `models.audit` can read the folder they lie in.
"""

from __future__ import annotations

from features.country import Grouping
from features.feature import View
from features.registers.employers import EMPLOYERS
from features.vocabulary import Words

__all__ = ["GROUPINGS"]

# The latest form that an employer is known to have; who has none is "not given".
FORMS = View(
    "audited_forms",
    (EMPLOYERS,),
    """
    SELECT employer, max({'h': valid_from, 'v': legal_form}).v AS legal_form
    FROM employers GROUP BY employer
    """,
)

GROUPINGS = (
    Grouping("size", Words("Storlek", "Size"), "size_class"),
    Grouping(
        "age_of_firm",
        Words("Företagets ålder", "Age of the firm"),
        "company_age_years",
        edges=(2.0, 5.0, 15.0),
        bands=("under_2_years", "2_to_4_years", "5_to_14_years", "15_years_and_over"),
        called={
            "under_2_years": Words("Under 2 år", "Under 2 years"),
            "2_to_4_years": Words("2 till 4 år", "2 to 4 years"),
            "5_to_14_years": Words("5 till 14 år", "5 to 14 years"),
            "15_years_and_over": Words("15 år och äldre", "15 years and over"),
        },
    ),
    Grouping("county", Words("Län", "County"), "county"),
    Grouping("sector", Words("Bransch", "Sector"), "sector"),
    Grouping(
        "ownership",
        Words("Företagsform", "Form of ownership"),
        "legal_form",
        view=FORMS,
        called={
            "limited": Words("Aktiebolag", "Limited company"),
            "partnership": Words("Handels- eller kommanditbolag", "Partnership"),
            "economic": Words("Ekonomisk förening", "Economic association"),
            "association": Words(
                "Ideell förening eller stiftelse", "Non-profit association or foundation"
            ),
            "public": Words("Stat, region eller kommun", "State, region or municipality"),
            "sole_trader": Words("Enskild firma", "Sole trader"),
        },
    ),
)
