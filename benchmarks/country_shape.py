"""A drawn country at full size: registers, cohort and sixty features, as declarations."""

from __future__ import annotations

from features.country import Cohort, Country, Outcomes
from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, over
from features.schema import Column, Kind, Table
from features.vocabulary import AsOf, Authority, Words

__all__ = ["COUNTRY", "DATES", "DECLARATIONS", "EMPLOYERS", "EVENTS", "KINDS", "WINDOWS"]

WINDOWS = (3, 12, 36)  # and all that was ever known
DATES = tuple(AsOf(2023 + quarter // 4, 1 + quarter % 4 * 3, 1) for quarter in range(8))
KINDS = ("kind_a", "kind_b", "kind_c")
LATE_DAYS = 75  # from the first of the month the pay is for
LOW_PAY_ORE = 1_250_000


def _table(name: str, happened: str, known: str, key: tuple[str, ...], *own: Column) -> Table:
    return Table(
        name=name,
        authority=Authority.ELSEWHERE,
        title=Words(name, name),
        about="drawn for measuring",
        ground="none: drawn",
        secrecy="none: drawn",
        columns=(
            Column("org_no", Kind.TEXT, "employer"),
            Column(happened, Kind.DATE, "when it happened"),
            *own,
            Column(known, Kind.DATE, "when it was known"),
        ),
        key=key,
        happened=happened,
        known=known,
        employer="org_no",
        workplace="cfar" if "cfar" in {column.name for column in own} else None,
    )


EMPLOYERS = _table(
    "employers",
    "opened",
    "known",
    ("org_no",),
    Column("cfar", Kind.TEXT, "workplace"),
    Column("sector", Kind.CODE, "sector", codes=dict.fromkeys("abcdefghij", "drawn")),
    Column("size_class", Kind.CODE, "size class", codes=dict.fromkeys("1234", "drawn")),
    Column("centre", Kind.CODE, "centre", codes=dict.fromkeys("ABCDEFG", "drawn")),
)
DECLARATIONS = _table(
    "declarations",
    "period",
    "filed_on",
    ("org_no", "period", "person_key"),
    Column("person_key", Kind.TEXT, "pseudonym"),
    Column("gross_pay_ore", Kind.ORE, "pay"),
    Column("ftax_pay_ore", Kind.ORE, "pay to persons with F-tax"),
    Column("tax_ore", Kind.ORE, "tax withheld"),
)
EVENTS = _table(
    "events",
    "happened",
    "known",
    ("number",),
    Column("number", Kind.INTEGER, "running number"),
    Column("kind", Kind.CODE, "what kind", codes=dict.fromkeys(KINDS, "drawn")),
    Column("amount_ore", Kind.ORE, "an amount"),
)


def _feature(name: str, definition: Aggregate | Expression | Peer) -> Feature:
    return Feature(name, definition, sv=name, en=name)


def _windows(name: str, definition: Aggregate) -> tuple[Feature, ...]:
    always = _feature(f"{name}_always", definition)
    return (*over(WINDOWS, _feature(name + "_{m}m", definition)), always)


def _declared(measure: Measure, value: str = "", where: str = "") -> Aggregate:
    return Aggregate(DECLARATIONS, measure, value, where, missing=0)


def _features() -> tuple[Feature, ...]:
    late = f"filed_on > period + INTERVAL {LATE_DAYS} DAY"
    low = f"gross_pay_ore > 0 AND gross_pay_ore < {LOW_PAY_ORE}"
    sums = (
        ("lines", _declared(Measure.COUNT)),
        ("low_lines", _declared(Measure.COUNT, where=low)),
        ("late_lines", _declared(Measure.COUNT, where=late)),
        ("pay", _declared(Measure.TOTAL, "gross_pay_ore")),
        ("ftax", _declared(Measure.TOTAL, "ftax_pay_ore")),
        ("tax", _declared(Measure.TOTAL, "tax_ore")),
        ("months", _declared(Measure.DISTINCT, "period")),
        ("persons", _declared(Measure.DISTINCT, "person_key")),
        ("events", Aggregate(EVENTS, Measure.COUNT, missing=0)),
        ("amount", Aggregate(EVENTS, Measure.TOTAL, "amount_ore", missing=0)),
    )
    last_a = Aggregate(EVENTS, Measure.MONTHS_SINCE, where="kind = 'kind_a'")
    singles = (
        ("latest_pay", Aggregate(DECLARATIONS, Measure.LATEST, "gross_pay_ore")),
        (
            "highest_pay_12m",
            Aggregate(DECLARATIONS, Measure.HIGHEST, "gross_pay_ore", months=12),
        ),
        ("months_since_line", Aggregate(DECLARATIONS, Measure.MONTHS_SINCE)),
        ("latest_amount", Aggregate(EVENTS, Measure.LATEST, "amount_ore")),
        ("months_since_kind_a", last_a),
    )
    ratios = (
        ("pay_per_line", "pay_{w} / nullif(lines_{w}, 0)", ("12m", "36m")),
        ("tax_share", "tax_{w} / nullif(pay_{w}, 0)", ("3m", "12m", "36m")),
        ("low_share", "low_lines_{w} / nullif(lines_{w}, 0)", ("12m", "36m")),
        ("late_share", "late_lines_{w} / nullif(lines_{w}, 0)", ("12m",)),
        ("ftax_share", "ftax_{w} / nullif(pay_{w} + ftax_{w}, 0)", ("12m",)),
        ("lines_per_person", "lines_{w} / nullif(persons_{w}, 0)", ("12m", "36m")),
    )
    peers = ("pay_per_line_12m", "tax_share_12m", "low_share_12m", "lines_per_person_12m")
    return (
        *(feature for name, definition in sums for feature in _windows(name, definition)),
        *(_feature(name, definition) for name, definition in singles),
        *(
            _feature(f"{name}_{window}", Expression(sql.format(w=window)))
            for name, sql, windows in ratios
            for window in windows
        ),
        *(
            _feature(f"{name}_peers", Peer(name, by=("sector", "size_class", "centre")))
            for name in peers
        ),
    )


CANDIDATES = View(
    "candidates_measured",
    (EMPLOYERS,),
    "SELECT workplace, employer, centre, sector, size_class FROM employers",
)
COUNTRY = Country(
    name="country_shape",
    words=Words("Hela landet, uppmätt", "The country, measured"),
    tables=(EMPLOYERS, DECLARATIONS, EVENTS),
    features=_features(),
    cohort=Cohort(CANDIDATES, ()),
    outcomes=Outcomes((), CANDIDATES, 0),
    centres=(),
    rivals=(),
    recipe="",
)
