"""Nothing about who people are gets to a model: renamed, encoded, joined, hashed, coded."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from features.country import Country, Rival, Step, read_country
from features.errors import ForbiddenAttribute
from features.feature import (
    Aggregate,
    Covered,
    Expression,
    Feature,
    Grain,
    Measure,
    Mismatch,
    Peer,
    View,
)
from features.forbidden import ground_against, tokens
from features.guard import check_country, check_matrix
from features.schema import Column, Kind, Role, Table, Use
from features.vocabulary import Flag, Words
from tests.features.registers.deliveries import VISITS, country

STAFF = replace(
    VISITS,
    name="staff",
    columns=(
        *VISITS.columns,
        Column("person_key", Kind.TEXT, "the person, under a pseudonym", use=Use.LINK),
        Column("owner_name", Kind.TEXT, "registered name", use=Use.DISPLAY),
        Column("county", Kind.CODE, "county", use=Use.PLACE),
    ),
)
FOUND = replace(VISITS, name="found", role=Role.OUTCOME)
USUAL = replace(VISITS, name="usual", role=Role.COMPARISON)


def land(*features: Feature, **changed: object) -> Country:
    """A lawful country with one feature, and then `features`."""
    visits = Feature(
        "visits_12m", Aggregate(STAFF, Measure.COUNT, months=12), "Besök", "Visits"
    )
    base = country(STAFF, FOUND, USUAL)
    base = replace(base, features=(visits, *features))
    base = replace(base, cohort=replace(base.cohort, strata=("sector", "size_class")))
    return replace(base, **changed)  # type: ignore[arg-type]


def measured(
    measure: Measure = Measure.TOTAL,
    value: str = "",
    where: str = "",
    source: Table | View = STAFF,
) -> Feature:
    """An innocent-looking feature with this definition."""
    return Feature("figure", Aggregate(source, measure, value, where), "Mått", "Figure")


def viewed(
    sql: str, measure: Measure = Measure.COUNT, value: str = "", *reads: Table
) -> Feature:
    """An innocent-looking feature over a view."""
    return measured(measure, value, source=View("seen", reads or (STAFF,), sql))


def expressed(sql: str) -> Feature:
    """An innocent-looking expression."""
    return Feature("figure", Expression(sql), "Mått", "Figure")


def named(name: str, en: str = "Figure", sv: str = "Mått", **more: object) -> Feature:
    """A lawful definition under this name and these words."""
    definition = Aggregate(STAFF, Measure.COUNT)
    return replace(Feature(name, definition, sv, en), **more)  # type: ignore[arg-type]


ATTACKS: dict[str, tuple[Feature, str]] = {
    "flagged as refused": (named("figure", flag=Flag.REFUSED), "flagged as refused"),
    "by name": (named("citizenship_share"), "nationality or citizenship"),
    "by Swedish name": (named("andel_utrikesfödda"), "foreign birth"),
    "abbreviated": (named("natnl_cd"), "nationality or citizenship"),
    "in camel case": (named("shareForeignBorn"), "foreign birth"),
    "by its label": (named("figure", en="Share of staff born abroad"), "foreign birth"),
    "by its Swedish label": (named("figure", sv="Andel kvinnor"), "sex or gender"),
    "as a category": (named("figure", categories=("muslim", "other")), "religion"),
    "as a place": (named("postcode_risk"), "street, district or coordinates"),
    "as an age": (named("mean_owner_age"), "age of persons"),
    "as a coordination number": (named("samordningsnummer_share"), "coordination number"),
    "as special income tax": (named("sink_share"), "SINK"),
    "as union membership": (named("facklig_andel"), "union membership"),
    "a name, straight": (measured(Measure.DISTINCT, "owner_name"), "names owner_name"),
    "a name, in a filter": (
        measured(Measure.COUNT, where="owner_name LIKE 'A%'"),
        "names owner_name",
    ),
    "a name, quoted": (measured(Measure.DISTINCT, '"OWNER_NAME"'), "names owner_name"),
    "a place, straight": (measured(Measure.LATEST, "county = '01'"), "names county"),
    "a place, renamed": (viewed("SELECT employer, county AS x FROM staff"), "names county"),
    "a place, through a common table": (
        viewed("WITH a AS (SELECT employer, county c FROM staff) SELECT employer, c FROM a"),
        "names county",
    ),
    "a place, as a case": (
        viewed("SELECT employer, CASE WHEN county = '01' THEN 1 END AS x FROM staff"),
        "names county",
    ),
    "a place, by joining on it": (
        viewed("SELECT a.employer FROM staff a JOIN staff b USING (county)"),
        "names county",
    ),
    "a stratum, in an expression": (expressed("visits_12m + (sector = 'x')"), "names sector"),
    "a key, in an expression": (expressed("length(employer)"), "names employer"),
    "every column": (viewed("SELECT * FROM staff"), "a star"),
    "every column of one": (viewed("SELECT s.* FROM staff s"), "a star"),
    "every column by pattern": (viewed("SELECT COLUMNS('.*') FROM staff"), "a star"),
    "the row itself": (viewed("SELECT employer, s AS x FROM staff s"), "the whole row of s"),
    "by position": (viewed("SELECT employer, #3 AS x FROM staff"), "positional_reference"),
    "columns renamed by place": (
        viewed("SELECT a AS employer, c AS x FROM staff AS t(a, b, c)"),
        "renamed by place",
    ),
    "a pseudonym, hashed": (
        viewed("SELECT employer, hash(person_key) AS x FROM staff", Measure.HIGHEST, "x"),
        "calls hash",
    ),
    "a pseudonym, encoded": (
        viewed("SELECT employer, ascii(person_key) AS x FROM staff", Measure.HIGHEST, "x"),
        "computes on person_key",
    ),
    "a pseudonym, by its length": (
        measured(Measure.TOTAL, "length(person_key)"),
        "computes on person_key",
    ),
    "a pseudonym, as a value": (
        measured(Measure.LATEST, "person_key"),
        "computes on person_key",
    ),
    "a pseudonym, picked out": (
        measured(Measure.COUNT, where="person_key = 'X1'"),
        "computes on person_key",
    ),
    "a pseudonym, renamed twice": (
        viewed(
            "WITH a AS (SELECT employer, person_key AS p FROM staff)"
            " SELECT employer, q FROM (SELECT employer, p AS q FROM a)",
            Measure.TOTAL,
            "length(q)",
        ),
        "computes on q",
    ),
    "a pseudonym, united under another name": (
        viewed(
            "SELECT employer, kind FROM staff UNION ALL SELECT employer, person_key FROM staff",
            Measure.HIGHEST,
            "length(kind)",
        ),
        "computes on kind",
    ),
    "a pseudonym, as the latest": (
        viewed(
            "SELECT employer, max({'h': present, 'v': person_key}).v x FROM staff GROUP BY 1",
            Measure.HIGHEST,
            "length(x)",
        ),
        "computes on x",
    ),
    "a pseudonym, from inside": (
        viewed("SELECT employer, (SELECT max(person_key) FROM staff) AS x FROM staff"),
        "computes on person_key",
    ),
    "the employer's number": (
        measured(Measure.HIGHEST, "CAST(employer AS BIGINT)"),
        "computes on employer",
    ),
    "a file": (
        viewed("SELECT employer FROM read_parquet('display.parquet')"),
        "calls read_parquet",
    ),
    "a file by its name": (
        viewed("SELECT employer FROM 'display.parquet'"),
        "which it does not declare to read",
    ),
    "a file in a filter": (
        measured(Measure.COUNT, where="employer IN (SELECT employer FROM read_csv('x'))"),
        "calls read_csv",
    ),
    "another register": (viewed("SELECT employer FROM found"), "opens found"),
    "the system's tables": (
        viewed("SELECT table_name AS employer FROM information_schema.tables"),
        "another schema",
    ),
    "a setting": (
        viewed("SELECT current_setting('home_directory') AS employer FROM staff"),
        "calls current_setting",
    ),
    "the environment": (
        measured(Measure.COUNT, where="getenv('HOME') IS NULL"),
        "calls getenv",
    ),
    "what controls found": (measured(Measure.COUNT, source=FOUND), "closed to indicators"),
    "what is done without us": (measured(Measure.COUNT, source=USUAL), "closed to indicators"),
    "what controls found, joined": (
        viewed(
            "SELECT s.employer FROM staff s JOIN found f USING (case_no)",
            Measure.COUNT,
            "",
            STAFF,
            FOUND,
        ),
        "closed to indicators",
    ),
    "a register nobody declared": (
        measured(Measure.COUNT, source=replace(STAFF, name="gossip")),
        "which the country does not declare",
    ),
    "two statements": (viewed("SELECT employer FROM staff; ATTACH 'x'"), "not one SELECT"),
    "another statement": (viewed("COPY staff TO 'x'"), "not one SELECT"),
    "a bracket too many": (
        measured(Measure.TOTAL, "present), max(person_key"),
        "more than one expression",
    ),
    "a comment": (
        measured(Measure.TOTAL, "present) FROM found --"),
        "more than one expression",
    ),
    "a table of its own by a register's name": (
        viewed(
            "SELECT employer FROM found WHERE employer IN"
            " (WITH found AS (SELECT employer FROM staff) SELECT employer FROM found)"
        ),
        "makes a table called found",
    ),
    "a table of its own by a file's name": (
        viewed(
            "SELECT employer FROM 'x.csv' WHERE employer IN"
            ' (WITH "x.csv" AS (SELECT employer FROM staff) SELECT employer FROM "x.csv")'
        ),
        "makes a table called x.csv",
    ),
    "peers by a pseudonym": (
        Feature("figure", Peer("visits_12m", by=("employer",)), "Mått", "Figure"),
        "groups peers by employer",
    ),
    "a mismatch with a pseudonym": (
        Feature("figure", Mismatch("sector", "employer"), "Mått", "Figure"),
        "compares employer, which is no stratum",
    ),
    "a mismatch with a place": (
        Feature("figure", Mismatch("municipality", "sector"), "Mått", "Figure"),
        "compares municipality, which is no stratum",
    ),
    "whether controls found anything of late": (
        Feature("figure", Covered((FOUND,)), "Mått", "Figure"),
        "asks about found, which is closed to indicators",
    ),
    "a fading sum of a pseudonym": (
        Feature(
            "figure",
            Aggregate(STAFF, Measure.DECAYED, "person_key", months=12, half_life=6),
            "Mått",
            "Figure",
        ),
        "computes on person_key",
    ),
    "peers of what is no feature": (
        Feature("figure", Peer("person_key", by=("sector", "size_class")), "Mått", "Figure"),
        "compares person_key",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_way_in_is_shut(attack: str) -> None:
    feature, ground = ATTACKS[attack]

    with pytest.raises(ForbiddenAttribute) as refused:
        check_country(land(feature))

    assert ground in refused.value.message


@pytest.mark.parametrize(
    ("column", "ground"),
    [
        (Column("medborgarskap", Kind.TEXT, "field 081"), "nationality or citizenship"),
        (Column("x1", Kind.CODE, "Födelseland enligt folkbokföringen"), "foreign birth"),
        (Column("x2", Kind.TEXT, "the applicant's citizenship"), "nationality or citizenship"),
        (Column("personnummer", Kind.TEXT, "number", use=Use.LINK), "personal number"),
        (Column("postnr", Kind.TEXT, "postal code", use=Use.PLACE), "street, district"),
        (Column("lat", Kind.REAL, "latitude of the door"), "street, district"),
        (Column("misstankt", Kind.BOOLEAN, "suspected of a crime"), "suspicion"),
    ],
)
def test_a_country_cannot_declare_a_forbidden_column(column: Column, ground: str) -> None:
    table = replace(STAFF, columns=(*STAFF.columns, column))

    with pytest.raises(ForbiddenAttribute, match=ground):
        check_country(land(tables=(table,)))


@pytest.mark.parametrize(
    "words",
    [
        "company_age_years",
        "Age of the company",
        "average_wage",
        "Företagets ålder",
        "page_count",
        "sector_name",
        "konkurser_36m",
        "Lön för arbete på språng",
        "sanction fees",
        "staff_mean",
        "Sex månader utan moms",
        "gatekeeper",
        "raskt",
        "manager changes",
        "European Union",
    ],
)
def test_innocent_words_pass(words: str) -> None:
    assert ground_against(words, swedish=any(letter in words for letter in "åäöS")) is None


def test_what_a_meaning_denies_does_not_count() -> None:
    assert ground_against("a one-way hash; never a name or number", sentence=True) is None
    assert ground_against("a name; never a number", sentence=True) is not None


def test_names_are_divided_into_folded_words() -> None:
    assert tokens("FöretagetsÅlder_12m") == ("foretagets", "alder", "m")


def test_lawful_ways_stay_open() -> None:
    check_country(
        land(
            measured(Measure.DISTINCT, "person_key"),
            replace(expressed("CASE WHEN visits_12m > 3 THEN ln(visits_12m) END"), name="a"),
            replace(
                viewed(
                    "SELECT employer, person_key, count(*) AS n FROM staff"
                    " WHERE person_key IS NOT NULL"
                    " GROUP BY employer, person_key",
                    Measure.HIGHEST,
                    "n",
                ),
                name="b",
            ),
            replace(
                viewed(
                    "SELECT a.employer FROM staff a JOIN staff b ON a.person_key = b.person_key"
                ),
                name="c",
            ),
            replace(
                viewed(
                    "SELECT employer, person_key <> lag(person_key) OVER (PARTITION BY employer"
                    " ORDER BY visited_on) AS new FROM staff",
                    Measure.COUNT,
                ),
                name="d",
            ),
            replace(measured(Measure.COUNT, where="cfar IS NULL"), name="e"),
            Feature("f", Peer("visits_12m", by=("sector",)), "Mått", "Figure"),
        )
    )


def test_a_cohort_may_route_by_place_but_not_see_a_name() -> None:
    lawful = View("c", (STAFF,), "SELECT employer, county FROM staff")
    unlawful = View("c", (STAFF,), "SELECT employer, owner_name FROM staff")
    base = land()

    check_country(replace(base, cohort=replace(base.cohort, candidates=lawful)))
    with pytest.raises(ForbiddenAttribute, match="names owner_name"):
        check_country(replace(base, cohort=replace(base.cohort, candidates=unlawful)))


def test_steps_and_rivals_keep_to_the_subset() -> None:
    words = Words("x", "x")
    base = land()
    step = Step("s", words, "read_text('x') IS NULL")
    rival = Rival("r", words, "hash(workplace)")

    with pytest.raises(ForbiddenAttribute) as refused:
        check_country(
            replace(base, cohort=replace(base.cohort, steps=(step,)), rivals=(rival,))
        )

    assert "Step s calls read_text" in refused.value.message
    assert "Rival r calls hash" in refused.value.message


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ForbiddenAttribute, match="^2 forbidden in testland") as refused:
        check_country(land(named("religion_share"), measured(Measure.LATEST, "county = '01'")))

    assert refused.value.exit_code == 5


def test_sweden_keeps_the_law() -> None:
    check_country(read_country("features.sweden"))


KEYS = ["workplace", "employer", "centre", "sector", "size_class"]


def test_a_matrix_holds_the_keys_and_the_declared_features() -> None:
    part = replace(named("step"), part=True)

    check_matrix([*KEYS, "visits_12m"], land(part))


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ([*KEYS, "visits_12m", "county"], "column county is no declared feature"),
        ([*KEYS, "visits_12m", "step"], "column step is no declared feature"),
        ([*KEYS], "column visits_12m is missing"),
        ([*KEYS, "visits_12m", "visits_12m"], "column visits_12m stands twice"),
    ],
)
def test_a_matrix_with_anything_else_is_refused(columns: list[str], fault: str) -> None:
    with pytest.raises(ForbiddenAttribute, match=fault):
        check_matrix(columns, land(replace(named("step"), part=True)))


def test_a_refused_feature_is_not_wanted_in_a_matrix() -> None:
    refused = named("figure", flag=Flag.REFUSED)

    with pytest.raises(ForbiddenAttribute, match="column figure is no declared feature"):
        check_matrix([*KEYS, "visits_12m", "figure"], land(refused))


def test_text_is_never_a_feature() -> None:
    types = [*((key, pa.string()) for key in KEYS), ("visits_12m", pa.string())]

    with pytest.raises(ForbiddenAttribute, match="visits_12m is string, not a number"):
        check_matrix(pa.schema(types), land())


def test_a_workplace_figure_is_checked_like_an_employers() -> None:
    definition = Aggregate(STAFF, Measure.LATEST, "owner_name", grain=Grain.WORKPLACE)

    with pytest.raises(ForbiddenAttribute, match="names owner_name"):
        check_country(land(Feature("figure", definition, "Mått", "Figure")))
