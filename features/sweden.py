"""Sweden, declared: registers, who is ranked, what counts as found, indicators, rivals."""

from __future__ import annotations

from features.audited import GROUPINGS
from features.country import Area, Cohort, Country, Outcomes, Rival, Step
from features.feature import View
from features.indicators.assistance import ASSISTANCE
from features.indicators.building_sites import BUILDING
from features.indicators.company import COMPANY
from features.indicators.control_objects import CONTROL_OBJECT
from features.indicators.coverage import coverage_by
from features.indicators.deductions_against_pay import DEDUCTIONS_AGAINST_PAY
from features.indicators.employer import EMPLOYER
from features.indicators.employer_assessed import EMPLOYER_ASSESSED
from features.indicators.enforcement import ENFORCEMENT
from features.indicators.licences import LICENCES
from features.indicators.lodging import LODGING
from features.indicators.migration import MIGRATION
from features.indicators.networks.agents import AGENT
from features.indicators.networks.chains import CHAIN
from features.indicators.networks.neighbours import NEIGHBOUR
from features.indicators.networks.risen import RISEN
from features.indicators.networks.staff_flow import STAFF_FLOW
from features.indicators.notified_work import NOTIFIED_WORK
from features.indicators.pay_over_time import PAY_OVER_TIME
from features.indicators.payroll import PAYROLL
from features.indicators.permits_against_pay import PERMITS_AGAINST_PAY
from features.indicators.posting import POSTING, TIPPED
from features.indicators.registration import REGISTRATION
from features.indicators.returns import RETURNS
from features.indicators.sales_against_pay import SALES_AGAINST_PAY
from features.indicators.subsidies import SUBSIDY
from features.indicators.supervision import SUPERVISION
from features.indicators.support_controlled import SUPPORT_CONTROLLED
from features.indicators.tax import TAX
from features.indicators.tax_decisions import TAX_DECISIONS
from features.indicators.trade import EVIDENCE_OF_TRADE, TRADE, TRADE_SHOWN
from features.indicators.vat import VAT_RETURNS
from features.indicators.work_environment import WORK_ENVIRONMENT
from features.reasons import FOLDER
from features.registers import TABLES
from features.registers.employers import EMPLOYERS, WORKPLACES
from features.registers.histories import HISTORIES
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS, USUAL_LISTS
from features.registers.reference import (
    CENTRES,
    COUNTIES,
    MUNICIPALITIES,
    SECTORS,
    SIZE_CLASSES,
    SizeClass,
    sector_case,
    size_class_case,
)
from features.registers.reference.lists import CODE_LISTS
from features.registers.refused import REFUSED
from features.registers.tax import DECLARATIONS
from features.vocabulary import Words

__all__ = ["COUNTRY"]

COUNTY_CENTRES = ", ".join(
    f"('{county}', '{centre.code}')" for centre in CENTRES for county in centre.counties
)
DECLARED_SECTOR = sector_case("sni_2007", "sni_2025")
# Each workplace as its latest known row has it, with its employer's latest state, those paid in
# a month of the last year, and the centre that covers its county. Staff is counted by the
# months that are known and paid: by twelve, an employer of one would be one of none. A code of
# SNI 2025 alone decides where there is one. `sector` is what the employer declares, `trade`
# what a register shows it does: peers go by that, so nobody chooses whom to be compared with.
CANDIDATES = View(
    "candidates_sweden",
    (WORKPLACES, EMPLOYERS, DECLARATIONS, *EVIDENCE_OF_TRADE),
    f"""
    WITH {TRADE_SHOWN},
    place AS (
        SELECT workplace, max({{'h': valid_from, 'v': employer}}).v AS employer,
               max({{'h': valid_from, 'v': county}}).v AS county,
               max({{'h': valid_from, 'v': municipality}}).v AS municipality,
               max({{'h': valid_from, 'v': CASE WHEN sni_2025 IS NULL
                 THEN coalesce(sni_2007, '') ELSE '' END}}).v AS sni_2007,
               max({{'h': valid_from, 'v': coalesce(sni_2025, '')}}).v AS sni_2025,
               max({{'h': valid_from, 'v': coalesce(closed_on, DATE '9999-12-31')}}).v
                 AS closed_on
        FROM workplaces GROUP BY workplace),
    owner AS (
        SELECT employer, max({{'h': valid_from, 'v': status}}).v AS status,
               max({{'h': valid_from, 'v': legal_form}}).v AS legal_form
        FROM employers GROUP BY employer),
    coded AS (
        SELECT workplace, employer, county, municipality, closed_on,
               {DECLARED_SECTOR} AS sector
        FROM place),
    heads AS (
        SELECT employer, period, count(*) AS paid FROM declarations
        WHERE period >= :as_of - INTERVAL 12 MONTH AND gross_pay_ore > 0
        GROUP BY employer, period),
    staff AS (
        SELECT employer, sum(paid) / count(*) AS staff_mean, count(*) AS paid_months
        FROM heads GROUP BY employer)
    SELECT place.workplace, place.employer, centre.code AS centre,
           place.county, place.municipality, place.sector,
           {size_class_case("staff.staff_mean")} AS size_class,
           coalesce(shown.trade, place.sector) AS trade,
           place.closed_on, owner.status, owner.legal_form,
           coalesce(staff.paid_months, 0) AS paid_months
    FROM coded AS place LEFT JOIN owner ON owner.employer = place.employer
    LEFT JOIN staff ON staff.employer = place.employer
    LEFT JOIN shown ON shown.employer = place.employer
    LEFT JOIN (VALUES {COUNTY_CENTRES})
      AS centre(county, code) ON centre.county = place.county
    """,
)

COHORT = Cohort(
    candidates=CANDIDATES,
    steps=(
        Step(
            "employer_known",
            Words(
                "arbetsgivaren finns i företagsregistret",
                "the employer is in the company register",
            ),
            "status IS NOT NULL",
        ),
        Step(
            "not_a_sole_trader",
            Words(
                "inte enskild firma (numret är ett personnummer)",
                "not a sole trader (a personal number)",
            ),
            "legal_form <> 'sole_trader'",
        ),
        Step(
            "active",
            Words("företaget är verksamt", "the company is active"),
            "status = 'active'",
        ),
        Step(
            "open",
            Words("arbetsstället är öppet", "the workplace is open"),
            "closed_on >= :as_of",
        ),
        Step(
            "has_staff",
            Words("lön har redovisats senaste året", "pay was declared in the last year"),
            "paid_months > 0",
        ),
        Step(
            "has_centre",
            Words("länet hör till ett center", "a centre covers the county"),
            "centre IS NOT NULL",
        ),
    ),
    strata=("sector", "trade", "size_class", "county", "municipality"),
)

FOUND = View(
    "found_sweden",
    (CONTROL_OUTCOMES, JOINT_CONTROLS),
    """
    SELECT o.workplace, o.employer, o.control_no AS control, o.controlled_on AS happened,
           o.area,
           CASE o.outcome WHEN 'finding' THEN true WHEN 'none' THEN false END AS found,
           o.severity, o.status, coalesce(c.chosen_by = 'random', false) AS random,
           c.inclusion_probability AS inclusion
    FROM control_outcomes o LEFT JOIN joint_controls c ON c.control_no = o.control_no
    ORDER BY o.control_no, o.area, o.authority
    """,
)

# The place on each centre's own list for the as-of date's month, or the latest before it.
USUAL = View(
    "usual_order",
    (USUAL_LISTS,),
    """
    WITH latest AS (
        SELECT centre, max(listed_for) AS listed_for FROM usual_lists
        WHERE listed_for <= :as_of GROUP BY centre)
    SELECT lists.workplace, -min(lists.place) AS usual
    FROM usual_lists lists JOIN latest
      ON latest.centre = lists.centre AND latest.listed_for = lists.listed_for
    GROUP BY lists.workplace
    """,
)


def size_words(size: SizeClass) -> Words:
    """How many are employed, in words."""
    if size.most is None:
        return Words(f"minst {size.least} anställda", f"{size.least} employees or more")
    if size.most == 0:
        return Words("under en anställd", "under one employee")
    between = size.key.replace("-", "–")
    return Words(f"{between} anställda", f"{between} employees")


COUNTRY = Country(
    name="sweden",
    words=Words("Sverige", "Sweden"),
    tables=TABLES,
    features=(
        *EMPLOYER,
        *COMPANY,
        *TRADE,
        *PAYROLL,
        *PAY_OVER_TIME,
        *TAX,
        *RETURNS,
        *VAT_RETURNS,
        *REGISTRATION,
        *TAX_DECISIONS,
        *WORK_ENVIRONMENT,
        *SUPERVISION,
        *BUILDING,
        *CONTROL_OBJECT,
        *POSTING,
        *TIPPED,
        *MIGRATION,
        *SUBSIDY,
        *SALES_AGAINST_PAY,
        *DEDUCTIONS_AGAINST_PAY,
        *PERMITS_AGAINST_PAY,
        *EMPLOYER_ASSESSED,
        *NOTIFIED_WORK,
        *LODGING,
        *SUPPORT_CONTROLLED,
        *ASSISTANCE,
        *ENFORCEMENT,
        *LICENCES,
        *coverage_by(TABLES),
        *RISEN,
        *STAFF_FLOW,
        *CHAIN,
        *NEIGHBOUR,
        *AGENT,
    ),
    cohort=COHORT,
    outcomes=Outcomes(
        areas=(
            Area("tax_and_pay", Words("Skatt och lön", "Tax and pay"), ("skatteverket",)),
            Area(
                "work_environment",
                Words("Arbetsmiljö", "Work environment"),
                ("arbetsmiljoverket",),
            ),
            Area(
                "permits_and_posting",
                Words("Tillstånd och utstationering", "Permits and posting"),
                ("migrationsverket", "polismyndigheten", "arbetsmiljoverket"),
            ),
            Area(
                "subsidies_and_benefits",
                Words("Bidrag och ersättningar", "Subsidies and benefits"),
                ("arbetsformedlingen", "forsakringskassan"),
            ),
        ),
        rows=FOUND,
        embargo_days=180,  # a sanction's label is mature after 180 days (`domain.md` 1.4)
    ),
    centres=CENTRES,
    rivals=(
        Rival(
            "past_findings",
            Words(
                "Tidigare anmärkningar hos någon myndighet", "Past findings of any authority"
            ),
            score="prohibitions_36m + sanction_fees_36m + ledger_fees_36m"
            " + subsidy_recoveries_36m + permit_revocations_36m",
            then="demands_36m",
        ),
        Rival(
            "three_variables",
            Words("Regel med tre uppgifter", "A rule of three facts"),
            score="(CASE WHEN demands_36m > 0 THEN 1 ELSE 0 END)"
            " + (CASE WHEN late_returns_12m >= 2 THEN 1 ELSE 0 END)"
            " + (CASE WHEN enforcement_items_24m > 0 THEN 1 ELSE 0 END)",
            then="days_below_zero_12m",
        ),
        Rival(
            "business_as_usual",
            Words("Dagens arbetssätt", "Business as usual"),
            score="coalesce(usual, -1000000)",
            view=USUAL,
        ),
    ),
    strata_words={
        **dict.fromkeys(("sector", "trade"), {one.key: one.words for one in SECTORS}),
        "municipality": {code: Words(name, name) for code, name in MUNICIPALITIES.items()},
        "county": {code: Words(name, name) for code, name in COUNTIES.items()},
        "size_class": {one.key: size_words(one) for one in SIZE_CLASSES},
    },
    recipe="models/recipes/sweden.toml",
    reasons=FOLDER / "sweden",
    refused=REFUSED,
    groupings=GROUPINGS,
    histories=HISTORIES,
    code_lists=CODE_LISTS,
)
