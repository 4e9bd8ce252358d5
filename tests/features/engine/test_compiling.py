"""Each measure, expression and peer distance gives the figure worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.country import Cohort, Country, Outcomes, Rival, Step
from features.engine.registers import Registers
from features.errors import BadOption, LyktaError
from features.feature import (
    Aggregate,
    Covered,
    Definition,
    Expression,
    Feature,
    Grain,
    Measure,
    Mismatch,
    Peer,
    View,
    smoothed,
)
from features.in_memory import build_matrix
from features.matrix import Matrix
from features.schema import Column, Kind
from features.vocabulary import AsOf, Words
from tests.drawing import drawn, land, register

PLACES = register(
    "places",
    Column("sector", Kind.TEXT, "sector", required=False),
    Column("size", Kind.TEXT, "size", required=False),
)
CASES = register(
    "cases",
    Column("kind", Kind.CODE, "kind", required=False, codes={"a": "", "b": ""}),
    Column("amount", Kind.INTEGER, "an amount", required=False),
    Column("withdrawn", Kind.BOOLEAN, "taken back", required=False),
    retracts="withdrawn",
)
CANDIDATES = View(
    "candidates_drawn",
    (PLACES,),
    "SELECT workplace, employer, sector, size, 'c' AS centre FROM places",
)
NOTHING = View("nothing", (PLACES,), "SELECT workplace, employer FROM places")
AS_OF = AsOf(2024, 7, 1)
ONE_PLACE = """
    happened   | workplace
    2020-01-01 | W
"""
SIX_CASES = """
    happened   | known      | kind | amount
    2022-03-10 | 2022-03-11 | b    | 9
    2024-02-10 | 2024-02-11 | a    | 4
    2024-03-31 | 2024-04-01 | a    | 2
    2024-04-01 | 2024-05-01 | b    | 7
    2024-06-30 | 2024-06-30 | a    |
    2024-06-20 | 2024-07-01 | a    | 99
"""


def feature(name: str, definition: Definition) -> Feature:
    return Feature(name, definition, sv=name, en=name)


def country(*features: Feature, rivals: tuple[Rival, ...] = ()) -> Country:
    open_ones = Step("named", Words("namngivna", "named"), "workplace <> 'nameless'")
    return Country(
        name="drawn",
        words=Words("ritad", "drawn"),
        tables=(PLACES, CASES),
        features=features,
        cohort=Cohort(CANDIDATES, (open_ones,), strata=("sector", "size")),
        outcomes=Outcomes((), NOTHING, 0),
        centres=(),
        rivals=rivals,
        recipe="",
    )


def matrix(
    folder: Path,
    *features: Feature,
    places: str = ONE_PLACE,
    cases: str | None = SIX_CASES,
    rivals: tuple[Rival, ...] = (),
) -> Matrix:
    rows = {"places": drawn(PLACES, places)}
    if cases is not None:
        rows["cases"] = drawn(CASES, cases)
    declared = country(*features, rivals=rivals)
    with Registers(land(folder, declared, rows), declared) as registers:
        return build_matrix(registers, AS_OF)


def figures(found: Matrix, name: str) -> list[float | None]:
    return [None if f is None else round(f, 5) for f in found.frame.column(name).to_pylist()]


# The last of the six cases is not yet known; of the five others three are in the window.
@pytest.mark.parametrize(
    ("measure", "value", "three_months", "always"),
    [
        (Measure.COUNT, "", 2, 5),
        (Measure.TOTAL, "amount", 7, 22),
        (Measure.DISTINCT, "kind", 2, 2),
        (Measure.LATEST, "amount", 7, 7),  # the latest row has no amount to tell
        (Measure.LOWEST, "amount", 7, 2),
        (Measure.HIGHEST, "amount", 7, 9),
        (Measure.MEDIAN, "amount", 7, 5.5),
        (Measure.MONTHS_SINCE, "", 1, 1),
    ],
)
def test_a_measure_sees_what_was_known_and_happened_in_its_window(
    tmp_path: Path, measure: Measure, value: str, three_months: float, always: float
) -> None:
    within = feature("within", Aggregate(CASES, measure, value, months=3))
    ever = feature("ever", Aggregate(CASES, measure, value))

    found = matrix(tmp_path, within, ever)

    assert figures(found, "within") == [three_months]
    assert figures(found, "ever") == [always]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        # Known a day after, a day after, a day after, thirty after and the same day.
        ("known > happened + INTERVAL 1 DAY", 1),
        ("known >= happened + INTERVAL 1 DAY", 4),
        ("happened < known - INTERVAL 29 DAY", 1),
        ("happened < known - INTERVAL 30 DAY", 0),
        # Not of a column: a moment stays a moment.
        ("CAST(known AS TIMESTAMP) - INTERVAL 1 DAY >= happened", 4),
    ],
)
def test_days_between_two_clocks_are_counted_as_a_definition_writes_them(
    tmp_path: Path, where: str, expected: float
) -> None:
    definition = Aggregate(CASES, Measure.COUNT, where=where)

    assert figures(matrix(tmp_path, feature("f", definition)), "f") == [expected]


@pytest.mark.parametrize(
    ("measure", "value", "expected"),
    [
        (Measure.COUNT, "", 3),
        (Measure.TOTAL, "amount", 6),
        (Measure.DISTINCT, "kind", 1),
        (Measure.LATEST, "amount", 2),
        (Measure.LOWEST, "amount", 2),
        (Measure.HIGHEST, "amount", 4),
        (Measure.MEDIAN, "amount", 3),
        (Measure.MONTHS_SINCE, "", 1),
    ],
)
def test_a_condition_chooses_the_rows(
    tmp_path: Path, measure: Measure, value: str, expected: float
) -> None:
    definition = Aggregate(
        CASES, measure, value, where="kind = 'a' OR kind = 'none'", months=12
    )

    assert figures(matrix(tmp_path, feature("f", definition)), "f") == [expected]


def test_of_two_latest_values_on_one_day_the_larger_counts(tmp_path: Path) -> None:
    cases = """
        happened   | amount
        2024-05-05 | 3
        2024-05-05 | 8
        2024-05-04 | 9
    """
    latest = feature("latest", Aggregate(CASES, Measure.LATEST, "amount"))

    assert figures(matrix(tmp_path, latest, cases=cases), "latest") == [8]


def test_a_correction_replaces_and_a_retraction_removes_from_when_it_is_known(
    tmp_path: Path,
) -> None:
    cases = """
        number | happened   | known      | amount | withdrawn
        1      | 2024-01-05 | 2024-01-06 | 10     | no
        1      | 2024-01-05 | 2024-03-01 | 20     | no
        1      | 2024-01-05 | 2024-07-01 | 40     | no
        2      | 2024-02-05 | 2024-02-06 | 1      | no
        2      | 2024-02-05 | 2024-04-06 | 1      | yes
        3      | 2024-02-05 | 2024-02-06 | 2      | no
        3      | 2024-02-05 | 2024-08-06 | 2      | yes
    """
    total = feature("total", Aggregate(CASES, Measure.TOTAL, "amount"))
    highest = feature("highest", Aggregate(CASES, Measure.HIGHEST, "amount"))

    found = matrix(tmp_path, total, highest, cases=cases)

    assert figures(found, "total") == [22]
    assert figures(found, "highest") == [20]


def test_whoever_has_no_row_gets_the_declared_answer(tmp_path: Path) -> None:
    places = """
        happened   | workplace | employer
        2020-01-01 | W         | E
        2020-01-01 | X         | E
        2020-01-01 | Z         | F
    """
    counted = feature("counted", Aggregate(CASES, Measure.COUNT, months=1, missing=0))
    local = feature(
        "local", Aggregate(CASES, Measure.COUNT, months=1, missing=None, grain=Grain.WORKPLACE)
    )
    lowest = feature("lowest", Aggregate(CASES, Measure.LOWEST, "amount", missing=-1))

    found = matrix(tmp_path, counted, local, lowest, places=places)

    assert figures(found, "counted") == [1, 1, 0]  # an employer's figure on each workplace
    assert figures(found, "local") == [1, None, None]
    assert figures(found, "lowest") == [2, 2, -1]


def test_a_register_that_was_not_delivered_says_nothing_about_anybody(tmp_path: Path) -> None:
    counted = feature("counted", Aggregate(CASES, Measure.COUNT, missing=0))
    highest = feature("highest", Aggregate(CASES, Measure.HIGHEST, "amount", missing=0))

    found = matrix(tmp_path, counted, highest, cases=None)

    assert figures(found, "counted") == figures(found, "highest") == [None]


def test_a_view_sees_only_what_was_known_and_is_windowed_by_its_own_day(tmp_path: Path) -> None:
    doubled = View(
        "doubled",
        (CASES,),
        "SELECT employer, happened AS day, amount * 2 AS twice, :as_of - happened AS age"
        " FROM cases",
        happened="day",
    )
    total = feature("total", Aggregate(doubled, Measure.TOTAL, "twice", months=4))
    youngest = feature("youngest", Aggregate(doubled, Measure.LOWEST, "age"))

    found = matrix(tmp_path, total, youngest)

    assert figures(found, "total") == [18]
    assert figures(found, "youngest") == [1]


def test_an_expression_without_an_answer_is_missing(tmp_path: Path) -> None:
    features = (
        feature("rows", Aggregate(CASES, Measure.COUNT)),
        feature("none", Aggregate(CASES, Measure.COUNT, where="kind = 'none'", missing=0)),
        feature("share", Expression("none / rows")),
        feature("by_nought", Expression("rows / none")),
        feature("nought_by_nought", Expression("none / none")),
        feature("logarithm", Expression("ln(none)")),
        feature("again", Expression("ln(none) + 1")),  # worked out once for both, it would stop
        feature("root", Expression("sqrt(none - rows)")),
        feature("power", Expression("pow(rows, 1000)")),
        feature("later", Expression("share + 1")),
    )

    found = matrix(tmp_path, *features)

    assert figures(found, "share") == [0]
    assert figures(found, "later") == [1]
    for name in ("by_nought", "nought_by_nought", "logarithm", "again", "root", "power"):
        assert figures(found, name) == [None], name


def test_a_peer_distance_is_robust_leans_on_all_and_is_missing_where_the_figure_is(
    tmp_path: Path,
) -> None:
    places = """
        happened   | workplace | employer | sector
        2020-01-01 | V         | A        | x
        2020-01-01 | W         | B        | x
        2020-01-01 | X         | C        | x
        2020-01-01 | Y         | D        | y
        2020-01-01 | Z         | E        | y
    """
    cases = """
        happened   | employer | amount
        2024-01-01 | A        | 1
        2024-01-01 | B        | 2
        2024-01-01 | C        | 9
        2024-01-01 | D        | 100
    """
    amount = feature("amount", Aggregate(CASES, Measure.HIGHEST, "amount"))
    alone = feature("alone", Peer("amount", by=("sector",), shrink=0, clip=10))
    shrunk = feature("shrunk", Peer("amount", by=("sector",), shrink=3, clip=10))

    found = matrix(tmp_path, amount, alone, shrunk, places=places, cases=cases)

    # Sector x: median 2, MAD 1. Sector y: its only figure is its median, and MAD is 0.
    assert figures(found, "alone") == [
        round(-1 / 1.4826, 5),
        0,
        round(7 / 1.4826, 5),
        None,
        None,
    ]
    # All: median 5.5, distances 4.5, 3.5, 3.5, 94.5, MAD 4. Sector x leans half way: 3.75, 2.5.
    apart = [round((x - 3.75) / (1.4826 * 2.5), 5) for x in (1, 2, 9)]
    # Sector y, 1 row: (100 + 3 × 5.5) / 4 = 29.125 and (0 + 3 × 4) / 4 = 3: beyond the clip.
    assert figures(found, "shrunk") == [*apart, 10, None]


def test_a_small_group_of_peers_leans_on_the_group_one_stratum_coarser(tmp_path: Path) -> None:
    places = """
        happened   | workplace | employer | sector | size
        2020-01-01 | V         | A        | x      | s
        2020-01-01 | W         | B        | x      | t
        2020-01-01 | X         | C        | x      | t
        2020-01-01 | Y         | D        | y      | t
        2020-01-01 | Z         | E        | y      | u
    """
    cases = """
        happened   | employer | amount
        2024-01-01 | A        | 1
        2024-01-01 | B        | 2
        2024-01-01 | C        | 9
        2024-01-01 | D        | 100
    """
    amount = feature("amount", Aggregate(CASES, Measure.HIGHEST, "amount"))
    near = feature("near", Peer("amount", by=("sector", "size"), shrink=3))

    found = matrix(tmp_path, amount, near, places=places, cases=cases)

    # All: median 5.5, MAD 4. Sector x, 3 figures: 3.75 and 2.5; sector y, 1: 29.125 and 3.
    # x and t, 2 (median 5.5, MAD 3.5): (2 × 5.5 + 3 × 3.75) / 5, (2 × 3.5 + 3 × 2.5) / 5.
    # x and s, 1 figure: (1 + 3 × 3.75) / 4 and (0 + 3 × 2.5) / 4.
    assert figures(found, "near") == [
        round((1 - 3.0625) / (1.4826 * 1.875), 5),
        round((2 - 4.45) / (1.4826 * 2.9), 5),
        round((9 - 4.45) / (1.4826 * 2.9), 5),
        10,  # (100 - 46.84) / (1.4826 × 2.25), beyond the clip
        None,
    ]


def test_what_fades_counts_by_half_for_every_half_life(tmp_path: Path) -> None:
    cases = """
        happened   | known      | kind | amount
        2024-06-30 | 2024-06-30 | a    | 3
        2024-05-01 | 2024-05-01 | b    | 5
        2023-11-15 | 2023-11-15 | a    |
        2023-10-31 | 2023-10-31 | a    | 7
        2024-03-01 | 2024-07-01 | a    | 9
    """

    def fading(value: str = "", missing: float | None = 0, where: str = "") -> Aggregate:
        return Aggregate(
            CASES, Measure.DECAYED, value, where, months=8, missing=missing, half_life=2
        )

    seen = View("seen", (CASES,), "SELECT employer, happened, amount FROM cases", "happened")
    # Another employer without a case, to see what none is.
    places = """
        happened   | workplace | employer
        2020-01-01 | W         | E
        2020-01-01 | X         | F
    """

    found = matrix(
        tmp_path,
        feature("rows", fading()),
        feature("amounts", fading("amount", missing=None)),
        feature("a_alone", fading(where="kind = 'a'", missing=-1)),
        feature(
            "of_a_view",
            Aggregate(seen, Measure.DECAYED, "amount", months=8, missing=0, half_life=2),
        ),
        places=places,
        cases=cases,
    )

    half = 0.5**0.5  # one month old; May is two months old, November eight, October too old
    assert figures(found, "rows") == [round(half + 0.5 + 0.5**4, 5), 0]
    assert figures(found, "amounts") == [round(3 * half + 5 * 0.5, 5), None]
    assert figures(found, "a_alone") == [round(half + 0.5**4, 5), -1]
    assert figures(found, "of_a_view") == [round(3 * half + 5 * 0.5, 5), 0]


def test_a_smoothed_rate_starts_from_its_base_and_follows_the_tries(tmp_path: Path) -> None:
    hits = feature("hits", Aggregate(CASES, Measure.COUNT, where="kind = 'b'", missing=0))
    tries = feature("tries", Aggregate(CASES, Measure.COUNT, missing=0))
    rate = feature("rate", smoothed("hits", "tries", base=0.1, strength=10))
    places = """
        happened   | workplace | employer
        2020-01-01 | W         | E
        2020-01-01 | X         | F
    """

    found = matrix(tmp_path, hits, tries, rate, places=places)

    # Two of five known cases; (2 + 1) / (5 + 10), and nobody's none of none: 1 / 10.
    assert figures(found, "rate") == [0.2, 0.1]
    with pytest.raises(BadOption, match="base"):
        smoothed("hits", "tries", base=1.0)


def test_strata_may_be_told_apart_but_never_told(tmp_path: Path) -> None:
    places = """
        happened   | workplace | sector | size
        2020-01-01 | V         | x      | x
        2020-01-01 | W         | x      | y
        2020-01-01 | X         |        | y
    """

    found = matrix(tmp_path, feature("apart", Mismatch("sector", "size")), places=places)

    assert figures(found, "apart") == [0, 1, None]


def test_a_register_covers_a_date_if_it_told_anything_lately(tmp_path: Path) -> None:
    spoke = [feature(f"m{m}", Covered((CASES,), months=m)) for m in (1, 2, 24)]
    older = SIX_CASES.replace("2024-06-30 | 2024-06-30", "2024-06-30 | 2024-07-30")

    now = matrix(tmp_path / "now", *spoke)
    then = matrix(tmp_path / "then", *spoke, cases=older)
    never = matrix(tmp_path / "never", *spoke, cases=None)

    assert [figures(now, f"m{m}") for m in (1, 2, 24)] == [[1], [1], [1]]
    assert [figures(then, f"m{m}") for m in (1, 2, 24)] == [[0], [1], [1]]
    assert [figures(never, f"m{m}") for m in (1, 2, 24)] == [[0], [0], [0]]


@pytest.mark.parametrize(
    "wrong", [{"half_life": 0}, {"half_life": 3, "months": None}, {"half_life": None}]
)
def test_what_fades_needs_a_half_life_and_a_window(wrong: dict[str, int | None]) -> None:
    with pytest.raises(BadOption, match="half-life"):
        Aggregate(CASES, Measure.DECAYED, **{"months": 6, "half_life": 3, **wrong})  # type: ignore[arg-type]


def test_a_rival_reads_features_parts_and_its_own_view(tmp_path: Path) -> None:
    beside = View(
        "beside_drawn", (CASES,), "SELECT workplace, count(*) AS seen FROM cases GROUP BY ALL"
    )
    part = Feature("hidden", Aggregate(CASES, Measure.TOTAL, "amount"), "", "", part=True)
    rival = Rival("rule", Words("regel", "rule"), "hidden + seen", "-hidden", view=beside)

    found = matrix(tmp_path, part, rivals=(rival,))

    assert found.features == ()
    assert found.rivals.column("rule_score").to_pylist() == [27]
    assert found.rivals.column("rule_then").to_pylist() == [-22]


def test_the_funnel_counts_who_is_left_and_rows_come_in_order(tmp_path: Path) -> None:
    places = """
        happened   | workplace | employer
        2020-01-01 | W2        | E
        2020-01-01 | nameless  | E
        2020-01-01 | W1        | E
        2024-07-01 | W3        | E
    """
    found = matrix(tmp_path, places=places)

    assert found.funnel == (("candidates", 3), ("named", 2))
    assert found.frame.column("workplace").to_pylist() == ["W1", "W2"]


def test_a_cohort_that_lists_a_workplace_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="twice"):
        matrix(tmp_path, places=ONE_PLACE + "2020-02-01 | W")


@pytest.mark.parametrize(
    "definition",
    [
        Aggregate(CASES, Measure.HIGHEST, "colour"),
        Aggregate(CASES, Measure.TOTAL, "colour"),
        Aggregate(CASES, Measure.COUNT, where="colour = 'red'"),
        Expression("colour + 1"),
    ],
)
def test_a_definition_of_something_undeclared_is_told_by_name(
    tmp_path: Path, definition: Aggregate | Expression
) -> None:
    with pytest.raises(LyktaError, match="colour"):
        matrix(tmp_path, feature("f", definition))
