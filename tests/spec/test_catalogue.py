"""The catalogue as a whole: every indicator drawn, worded to be read aloud, and allowed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from features.engine.folding import Folds
from features.engine.registers import Registers
from features.feature import Aggregate, Covered, Feature
from features.guard import faults_of_country
from features.in_memory import build_matrix
from features.matrix import model_features
from features.registers import DECLARATIONS, EMPLOYERS, WORKPLACES
from features.registers.loading import read_delivery
from features.sweden import COUNTRY
from features.vocabulary import Direction
from tests.drawing import Span, deliver
from tests.spec.conftest import Figures
from tests.spec.world import AS_OF, country_of, rows_drawn

INDICATORS = model_features(COUNTRY)
LONGEST_LABEL = 70  # characters: one line of the list
# What a smoothed figure says of whom nothing is known: the base that it leans on.
USUAL = {
    "ledger_fee_rate": 0.15,
    "cash_register_fee_rate": 0.15,
    "injury_rate": 7,
    "negative_assessment_rate": 0.1,
    "subsidy_recovery_rate": 0.03,
    "food_deviation_rate": 0.3,
    "injury_trend": 1,
    "demands_per_inspection": 1.2,
    "late_answer_rate": 0.2,
    "site_ledger_gap_rate": 0.15,
    "site_without_prenotice_rate": 0.15,
    "posting_late_rate": 0.25,
}


def test_every_indicator_is_drawn_in_some_spec() -> None:
    specs = [p for p in Path(__file__).parent.glob("test_*.py") if p != Path(__file__)]
    drawn = set(re.findall(r'"([a-z0-9_]+)"', "\n".join(p.read_text("utf-8") for p in specs)))
    # One declaration over each authority in turn: what it says of one it says of all.
    alike = {f.name for f in INDICATORS if isinstance(f.definition, Covered)}

    assert len(drawn & alike) > 0
    assert [f.name for f in INDICATORS if f.name not in drawn | alike] == []


def test_nothing_in_sweden_is_forbidden() -> None:
    assert list(faults_of_country(COUNTRY)) == []


@pytest.mark.parametrize("feature", INDICATORS, ids=lambda feature: feature.name)
def test_a_label_fits_on_a_line_and_tells_the_window_of_a_count(feature: Feature) -> None:
    assert len(feature.sv) <= LONGEST_LABEL
    assert feature.unit
    if isinstance(feature.definition, Aggregate) and feature.definition.months:
        months = feature.definition.months
        assert feature.sv.endswith(f", {months} mån")
        assert feature.en.endswith(f", {months} months")


def test_only_figures_with_two_readings_have_no_direction() -> None:
    either = {f.name for f in INDICATORS if f.direction is Direction.EITHER}

    assert either == {
        "staff_mean_12m",
        "reverse_charge_share",
        "ledger_visits_36m",
        "months_since_ledger_visit",
        "cash_register_checks_36m",
        "pay_change_year",
        "gross_margin_peers",
        "deduction_share",
        "inspections_36m",
        "inspections_here_36m",
        "season",
        "employer_assessments_36m",
        "food_controls_36m",
        "subsidies_36m",
        "suppliers_met_24m",
        *(f.name for f in INDICATORS if f.name.endswith("_looked_at")),  # how many, of others
        "due_notices_36m",
        "building_sites_36m",
        "object_visits_36m",
        "long_sites_36m",
        "demolitions_36m",
        "postings_36m",
        "posted_share_at_host",
        *(f.name for f in INDICATORS if isinstance(f.definition, Covered)),
    }


def test_no_two_indicators_read_alike() -> None:
    labels = [words for f in INDICATORS for words in (f.sv, f.en)]

    assert len(set(labels)) == len(labels)


def test_a_name_that_tells_a_window_tells_the_declared_one() -> None:
    windows = [
        (feature.name, feature.definition.months)
        for feature in COUNTRY.features
        if isinstance(feature.definition, Aggregate) and feature.definition.months
    ]

    named = [(name, months) for name, months in windows if re.search(r"_\d+m$", name)]
    assert [pair for pair in named if not pair[0].endswith(f"_{pair[1]}m")] == []
    assert [name for name, _ in windows if not re.search(r"_\d+m$", name)] == [
        "ledger_undecided"  # two months, the time a decision takes
    ]


def test_of_whom_no_register_speaks_counts_are_nought_and_shares_unknown(
    figures: Figures,
) -> None:
    (found,) = figures(tuple(feature.name for feature in INDICATORS)).values()

    known = {name: value for name, value in found.items() if value is not None}
    usual = {name: known.pop(name) for name in USUAL}
    assert usual == USUAL
    assert known.pop("season") == AS_OF.month
    assert known.pop("owner_not_entered") == 1  # the register came, and this one is not in it
    bases = {"work": 0.065, "tax": 0.15, "support": 0.03}  # nobody beside was looked at
    for name in [name for name in known if name.endswith("_rate")]:
        assert known.pop(name) == bases[name.split("_")[-2]]
    assert known.pop("company_age_years") == 9.4976  # registered on 1 January 2015
    assert set(known.values()) == {0}
    assert {name for name in found if name.endswith(("_share", "_peers"))} & set(known) == set()
    assert {name for name in found if re.search(r"_\d\dm$", name)} - set(known) == {
        "staff_mean_12m",
        "board_turnover_12m",  # nobody is known to sit on the board
        "links_above_24m",  # no visit has met it
        "chain_depth_24m",
    }


def test_a_delivery_that_was_loaded_gives_the_figure_of_the_drawing(tmp_path: Path) -> None:
    one = Span(date(2024, 1, 1), date(2024, 1, 1), employers=1, workplaces=1)
    drawn = f"""
        org_no             | cfar               | period           | person_key | gross_pay_kr | filed_on
        {one.employers[0]} | {one.workplaces[0]} | 2024-01..2024-05 | p1         | 20000        | 2024-06-12
        {one.employers[0]} | {one.workplaces[0]} | 2024-03          | p1         | 40000        | 2024-06-30
        {one.employers[0]} | {one.workplaces[0]} | 2024-04          | p1         | 90000        | 2024-07-01
    """  # noqa: E501
    country = replace(
        country_of(("pay_per_person",)), tables=(EMPLOYERS, WORKPLACES, DECLARATIONS)
    )
    rows = rows_drawn({"declarations": drawn})
    keep = {"employers", "workplaces"}
    rows |= {n: [r for r in rows[n] if r["org_no"] == one.employers[0]] for n in keep}
    rows["workplaces"][0]["cfar"] = one.workplaces[0]
    extracts = deliver(tmp_path / "extracts", country, rows, date(2024, 12, 1))

    read_delivery(extracts, country, tmp_path / "landed", say=lambda line: None)
    with Registers(tmp_path / "landed", country) as registers:
        folds = Folds(registers, country.features, (AS_OF,))
        matrix = build_matrix(registers, AS_OF, folds)

    assert matrix.frame.column("pay_per_person").to_pylist() == [24_000]
