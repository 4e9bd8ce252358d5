"""A small country whose fees seldom say whose they are: other registers tell, or do not."""

from __future__ import annotations

from dataclasses import replace

from features.country import Cohort, Country, Outcomes
from features.feature import Aggregate, Feature, Grain, Measure, View
from features.histories import Histories, Moves, Tells, Way
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Words
from tests.drawing import register

__all__ = ["COMPANIES", "DEMANDS", "FEES", "FEW", "PLACES", "TIED"]


def text(name: str, *, required: bool = True, check: str | None = None) -> Column:
    return Column(name, Kind.TEXT, name, required=required, check=check, use=Use.LINK)


COMPANIES = register(
    "companies",
    Column("state", Kind.CODE, "state", codes={"active": "", "bankrupt": ""}),
    text("address"),
    key=("employer", "happened"),
)
PLACES = register("places", key=("workplace", "happened"))
SUCCESSIONS = register(
    "successions",
    text("successor", check="organisation_number"),
    Column("kind", Kind.CODE, "kind", codes={"merger": "", "division": ""}),
    Column("withdrawn", Kind.BOOLEAN, "taken back"),
)
INSPECTIONS = register("inspections", text("case_no"), key=("case_no",))
SITES = register(
    "sites",
    text("site_no"),
    Column("last_on", Kind.DATE, "last day", required=False),
    key=("site_no", "employer", "happened"),
)


def nameless(table: Table) -> Table:
    """The table, where a row need not say which employer it is about."""
    columns = tuple(
        replace(column, required=False) if column.name == "employer" else column
        for column in table.columns
    )
    return replace(table, columns=columns)


MOVES = register("moves", Column("moved_to", Kind.TEXT, "new number", use=Use.LINK))
LOCALS = register("locals", text("local_no"), key=("employer", "local_no", "happened"))
HEADS = register(
    "heads",
    text("local_no", required=False),
    Column("persons", Kind.INTEGER, "persons", between=(0, 90)),
)


FEES = nameless(
    register(
        "fees",
        Column("amount", Kind.INTEGER, "amount", between=(0, 500)),
        text("case_no", required=False),
        text("address", required=False),
    )
)
DEMANDS = nameless(register("demands"))
VISITS = nameless(register("visits", text("site_no", required=False)))

TIED = Country(
    name="tied",
    words=Words("bunden", "tied"),
    tables=(
        COMPANIES,
        PLACES,
        SUCCESSIONS,
        INSPECTIONS,
        SITES,
        MOVES,
        LOCALS,
        FEES,
        DEMANDS,
        VISITS,
        HEADS,
    ),
    features=tuple(
        Feature(f"{name}_{grain}_{months}", definition, "x", "x")
        for grain in Grain
        for months in (None, 6)
        for name, definition in (
            ("fees", Aggregate(FEES, Measure.TOTAL, "amount", months=months, grain=grain)),
            ("last", Aggregate(FEES, Measure.LATEST, "amount", months=months, grain=grain)),
            ("middle", Aggregate(FEES, Measure.MEDIAN, "amount", months=months, grain=grain)),
            ("demands", Aggregate(DEMANDS, Measure.COUNT, months=months, grain=grain)),
            ("heads", Aggregate(HEADS, Measure.TOTAL, "persons", months=months, grain=grain)),
            ("visits", Aggregate(VISITS, Measure.COUNT, months=months, grain=grain)),
        )
    ),
    cohort=Cohort(
        View(
            "candidates_tied",
            (PLACES,),
            "SELECT workplace, max({'h': happened, 'v': employer}).v AS employer, 'c' AS centre"
            " FROM places WHERE workplace IS NOT NULL GROUP BY workplace",
        ),
        (),
        strata=(),
    ),
    outcomes=Outcomes((), View("nothing", (PLACES,), "SELECT workplace FROM places"), 0),
    centres=(),
    rivals=(),
    recipe="",
    histories=Histories(
        employers=COMPANIES,
        workplaces=PLACES,
        successions=SUCCESSIONS,
        successor="successor",
        effective="happened",
        follows="s.kind = 'merger'",
        never="e.state = 'bankrupt' AND e.happened <= s.happened",
        ways=(
            Way("case number", (FEES,), INSPECTIONS, "case_no"),
            Way("workplace number", (FEES,), PLACES, "workplace", within_days=60),
            Way("workplace number", (DEMANDS,), PLACES, "workplace"),
            Way("site number", (VISITS,), SITES, "site_no", ends="last_on"),
            Way(
                "local number",
                (HEADS,),
                LOCALS,
                "local_no",
                also=("employer",),
                tells=Tells.WORKPLACE,
            ),
            Way("address", (FEES,), COMPANIES, "address", where="state = 'active'"),
        ),
        moves=Moves(MOVES, "moved_to", "moved_to IS NOT NULL"),
    ),
)
# The same, without what needs no other register than those of employers and workplaces.
FEW = replace(
    TIED,
    tables=(COMPANIES, PLACES, SUCCESSIONS, FEES, DEMANDS),
    features=tuple(f for f in TIED.features if f.name.split("_")[0] not in ("heads", "visits")),
)
