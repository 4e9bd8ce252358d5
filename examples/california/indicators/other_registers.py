"""Federal cases before 2017, safety complaints, visas: registers of other agencies."""

from __future__ import annotations

from examples.california.registers import (
    FEDERAL_CASES,
    H1B_PETITIONS,
    H2_CERTIFICATIONS,
    SAFETY_COMPLAINTS,
    VISAS_ELSEWHERE,
)
from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.schema import Table
from features.vocabulary import Direction

__all__ = ["OTHER_REGISTERS"]

RAISES = Direction.RAISES


def rows(table: Table, where: str = "", months: int | None = None) -> Aggregate:
    """The number of rows; none means nought."""
    return Aggregate(table, Measure.COUNT, where=where, months=months, missing=0)


def total(table: Table, value: str, where: str = "") -> Aggregate:
    """The sum of a column; no row means nought."""
    return Aggregate(table, Measure.TOTAL, value, where, missing=0)


def different(table: Table, value: str, where: str = "") -> Aggregate:
    """How many different values."""
    return Aggregate(table, Measure.DISTINCT, value, where, missing=0)


# Some fiscal years are absent from the file: time since a petition counts from the latest year
# that is known, or it would tell of the file and not of the employer.
YEARS_BEHIND = View(
    "years_behind",
    (H1B_PETITIONS,),
    """
    SELECT employer, (SELECT max(fiscal_year) FROM h1b_petitions) - max(fiscal_year) AS behind
    FROM h1b_petitions GROUP BY employer""",
)

FEDERAL = (
    Feature(
        "federal_cases", rows(FEDERAL_CASES), "Federala löneärenden före 2017",
        "Federal wage cases before 2017", unit="ärenden", direction=RAISES,
    ),
    Feature(
        "federal_places", different(FEDERAL_CASES, "place"), "Orter med federala löneärenden",
        "Places with federal wage cases", unit="orter",
    ),
    Feature(
        "federal_violations", total(FEDERAL_CASES, "violations"),
        "Överträdelser i federala löneärenden", "Violations in federal wage cases",
        unit="överträdelser", direction=RAISES,
    ),
    Feature(
        "federal_workers", total(FEDERAL_CASES, "workers"),
        "Drabbade i federala löneärenden", "Those wronged in federal wage cases",
        unit="anställda",
    ),
    Feature(
        "federal_minimum_wage", total(FEDERAL_CASES, "minimum_wage"),
        "Överträdelser av minimilönen, federala ärenden",
        "Minimum wage violations, federal cases", unit="överträdelser", direction=RAISES,
    ),
    part("federal_back_pay_total", total(FEDERAL_CASES, "back_pay_cents")),
    Feature(
        "federal_back_pay", Expression("federal_back_pay_total / 100"),
        "Lön att betala i efterhand, federala ärenden", "Back pay agreed in federal cases",
        unit="dollar",
    ),
    part("federal_penalty_total", total(FEDERAL_CASES, "penalty_cents")),
    Feature(
        "federal_penalties", Expression("federal_penalty_total / 100"),
        "Vite i federala ärenden", "Penalties in federal cases", unit="dollar",
    ),
)  # fmt: skip

SAFETY = (
    Feature(
        "safety_complaints_12m", rows(SAFETY_COMPLAINTS, months=12),
        "Klagomål på arbetsmiljön, 12 mån", "Safety complaints, 12 months",
        unit="klagomål", direction=RAISES,
    ),
)  # fmt: skip

VISAS = (
    Feature(
        "seasonal_certifications", rows(H2_CERTIFICATIONS), "Intyg för säsongsarbete",
        "Seasonal work certifications", unit="beslut",
    ),
    Feature(
        "seasonal_positions", total(H2_CERTIFICATIONS, "positions"),
        "Säsongsplatser som intygats", "Seasonal positions certified", unit="platser",
    ),
    Feature(
        "days_since_certification",
        Aggregate(
            H2_CERTIFICATIONS, Measure.LOWEST, "datediff('day', decided, :as_of)"
        ),
        "Dagar sedan senaste intyget för säsongsarbete",
        "Days since the latest seasonal certification", unit="dagar",
    ),
    Feature(
        "farm_certifications", rows(H2_CERTIFICATIONS, "visa = 'H-2A'"),
        "Intyg för säsongsarbete i jordbruk", "Seasonal farm work certifications",
        unit="beslut",
    ),
    Feature(
        "skilled_petition_rows", rows(H1B_PETITIONS),
        "Rader med ansökningar för specialister", "Rows of skilled work petitions",
        unit="rader",
    ),
    Feature(
        "skilled_petition_years", different(H1B_PETITIONS, "fiscal_year"),
        "År med ansökningar för specialister", "Years with skilled work petitions",
        unit="år",
    ),
    Feature(
        "years_since_petition",
        Aggregate(YEARS_BEHIND, Measure.LOWEST, "behind"),
        "År sedan senaste ansökan för specialister, räknat från registrets senaste",
        "Years since the latest skilled work petition, from the register's latest",
        unit="år",
    ),
    Feature(
        "skilled_petition_places", different(H1B_PETITIONS, "place"),
        "Orter i ansökningar för specialister", "Places in skilled work petitions",
        unit="orter",
    ),
    *(
        Feature(
            f"skilled_{column}", total(H1B_PETITIONS, column),
            f"Ansökningar för specialister: {sv}", f"Skilled work petitions: {en}",
            unit="ansökningar",
        )
        for column, sv, en in (
            ("first_approved", "första gången, bifall", "first time, approved"),
            ("first_denied", "första gången, avslag", "first time, denied"),
            ("renewals_approved", "förlängning, bifall", "renewal, approved"),
            ("renewals_denied", "förlängning, avslag", "renewal, denied"),
        )
    ),
)  # fmt: skip

# Under the same title in other states: a large employer has more who can claim.
SIZE = tuple(
    Feature(
        f"{kind}_elsewhere_{measure}", definition, f"{sv}: {sv_kind}", f"{en}: {en_kind}",
        unit=unit,
    )
    for kind, visa, sv_kind, en_kind in (
        ("skilled", "H-1B", "specialister", "skilled work"),
        ("seasonal", "H-2", "säsongsarbete", "seasonal work"),
    )
    for measure, definition, sv, en, unit in (
        ("rows", rows(VISAS_ELSEWHERE, f"visa = '{visa}'"),
         "Rader i andra delstater", "Rows in other states", "rader"),
        ("states", different(VISAS_ELSEWHERE, "state", f"visa = '{visa}'"),
         "Andra delstater", "Other states", "delstater"),
        ("places", different(VISAS_ELSEWHERE, "place", f"visa = '{visa}'"),
         "Orter i andra delstater", "Places in other states", "orter"),
        ("positions", total(VISAS_ELSEWHERE, "positions", f"visa = '{visa}'"),
         "Platser i andra delstater", "Positions in other states", "platser"),
    )
)  # fmt: skip

TOGETHER = (
    Feature(
        "registers_that_show_it",
        Expression(
            "CASE WHEN claims > 0 THEN 1 ELSE 0 END"
            " + CASE WHEN coalesce(federal_cases, 0) > 0 THEN 1 ELSE 0 END"
            " + CASE WHEN coalesce(seasonal_certifications, 0) > 0 THEN 1 ELSE 0 END"
            " + CASE WHEN coalesce(skilled_petition_rows, 0) > 0 THEN 1 ELSE 0 END"
        ),
        "Register som visar arbetsgivaren", "Registers that show the employer",
        unit="register",
    ),
)  # fmt: skip

OTHER_REGISTERS = (*FEDERAL, *SAFETY, *VISAS, *SIZE, *TOGETHER)
