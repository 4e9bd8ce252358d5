"""The invented Sweden as a whole: same seed same bytes, ranges held, nothing slipped out."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from features.errors import BadOption
from features.registers import TABLES
from features.schema import Table
from features.synthetic import invent
from features.synthetic.audit import BANDS
from tests.features.synthetic.worlds import World

AREAS = ("tax_and_pay", "work_environment", "permits_and_posting", "subsidies_and_benefits")


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        invent(tmp_path / name, employers=120, months=14, seed=seed)

    one, two, three = (digests(tmp_path / name) for name in ("one", "two", "three"))

    assert one == two
    assert one.keys() == three.keys()
    assert one != three


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_delivery_has_exactly_the_declared_columns(world: World, table: Table) -> None:
    rows = world.table(table)

    assert rows.column_names == [column.name for column in table.columns]
    assert rows.num_rows == dict(world.report.rows)[table.name] > 0


def test_nothing_is_known_after_the_delivery_but_for_the_future_dates_counted(
    world: World,
) -> None:
    future = {table: n for table, flaw, n in world.report.flaws if flaw == "future_date"}
    for table in TABLES:
        known = world.table(table).column(table.known).to_pandas()

        late = (pd.to_datetime(known) >= pd.Timestamp(2026, 11, 1)).sum()

        assert late == future.get(table.name, 0), table.name


def test_no_audit_attribute_is_in_any_delivery(world: World) -> None:
    delivered = {name for table in TABLES for name in world.table(table).column_names}
    (audit,) = (world.folder / "audit" / "sweden").glob("*.parquet")

    assert set(pq.read_schema(audit).names) == {"employer", *BANDS}
    assert not delivered & set(BANDS)


def test_the_density_is_said_with_the_delivery(world: World) -> None:
    note = json.loads((world.folder / "extracts" / "sweden" / "delivery.json").read_text())

    assert note["invented"] is True
    assert note["control_rate"] == 10
    assert note["delivered_on"] == "2026-11-01"
    assert world.report.control_rate == 10


def test_prevalences_at_controls_lie_in_the_ranges_of_the_field(world: World) -> None:
    at_controls = {area: share for area, _, share in world.report.prevalence}

    assert 0.15 <= at_controls["tax_and_pay"] <= 0.45
    assert 0.12 <= at_controls["work_environment"] <= 0.30
    assert 0.02 <= at_controls["permits_and_posting"] <= 0.10
    assert 0.01 <= at_controls["subsidies_and_benefits"] <= 0.09
    assert 0.02 <= at_controls["worker_without_permit"] <= 0.10
    assert 0.05 <= at_controls["several"] <= 0.16


def test_selection_is_informative(world: World) -> None:
    for area, everywhere, at_controls in world.report.prevalence:
        assert at_controls > 1.2 * everywhere, area


def test_careless_shows_in_the_work_environment_alone(world: World) -> None:
    truth = world.truth("potential").merge(world.truth("traits"), on="employer")
    linked = {
        area: np.corrcoef(truth["careless"], truth[f"found_{area}"])[0, 1] for area in AREAS
    }

    assert linked["work_environment"] > 0.10
    assert all(abs(linked[area]) < 0.05 for area in AREAS if area != "work_environment")


def test_unserious_shows_in_several_areas(world: World) -> None:
    truth = world.truth("potential").merge(world.truth("traits"), on="employer")
    serious, not_so = (truth[truth["clearly_unserious"] == is_so] for is_so in (False, True))

    for area in AREAS:
        assert not_so[f"found_{area}"].mean() > 2 * serious[f"found_{area}"].mean(), area
    assert not_so["found_several"].mean() > 8 * serious["found_several"].mean()


def test_what_is_found_in_a_month_is_mostly_found_in_the_next(world: World) -> None:
    truth = world.truth("potential").sort_values(["workplace", "month"])
    same = truth["workplace"].eq(truth["workplace"].shift(-1))
    now, after = truth["found_tax_and_pay"][same], truth["found_tax_and_pay"].shift(-1)[same]

    assert after[now].mean() > 0.6
    assert after[~now].mean() < 0.1


def test_a_control_finds_the_potential_outcome_of_its_month(world: World) -> None:
    tables = {table.name: table for table in TABLES}
    outcomes = world.table(tables["control_outcomes"]).to_pandas()
    outcomes["month"] = pd.to_datetime(outcomes["controlled_on"]).dt.to_period("M")
    truth = world.truth("potential")
    truth["month"] = pd.to_datetime(truth["month"]).dt.to_period("M")
    truth = truth.rename(columns={"workplace": "cfar"})
    for area in AREAS:
        rows = outcomes[(outcomes["area"] == area) & (outcomes["status"] != "preliminary")]
        met = rows.merge(truth, on=["cfar", "month"])

        assert len(met) == len(rows) > 0
        assert met[f"found_{area}"].all()


def test_police_neither_lead_nor_come_where_a_workplace_was_drawn(world: World) -> None:
    tables = {table.name: table for table in TABLES}
    controls = world.table(tables["joint_controls"]).to_pandas()
    drawn = controls["chosen_by"] == "random"

    assert 0.02 < drawn.mean() < 0.11
    assert not controls.loc[drawn, "present"].str.contains("polismyndigheten").any()
    assert controls.loc[drawn, "inclusion_probability"].between(0, 1, inclusive="right").all()
    assert controls.loc[~drawn, "inclusion_probability"].isna().all()


def test_the_usual_list_is_made_before_its_month_and_has_no_gaps(world: World) -> None:
    tables = {table.name: table for table in TABLES}
    lists = world.table(tables["usual_lists"]).to_pandas()

    assert (lists["listed_on"] < lists["listed_for"]).all()
    assert lists["listed_for"].nunique() == 24 + 1
    for _, places in lists.groupby(["centre", "listed_for"])["place"]:
        assert sorted(places) == list(range(1, len(places) + 1))


def test_a_phoenix_takes_its_workplace_along(world: World) -> None:
    tables = {table.name: table for table in TABLES}
    rows = world.table(tables["workplaces"]).to_pandas()
    traits = world.truth("traits")
    rose = set(traits.loc[traits["rose_from_bankruptcy"], "employer"])
    owners = rows.groupby("cfar")["org_no"].agg(set)

    assert rose
    assert all(any(len(o) > 1 and new in o for o in owners) for new in rose)


def test_the_boards_hold_an_auditor_when_the_register_says_so(world: World) -> None:
    tables = {table.name: table for table in TABLES}
    said = world.table(tables["employers"]).to_pandas().sort_values(["org_no", "valid_from"])
    boards = world.table(tables["boards"]).to_pandas()
    audits = boards[boards["role"] == "auditor"]
    came = audits[audits["change"] == "appointed"].groupby("org_no").size()
    left = audits[audits["change"] == "left"].groupby("org_no").size()

    held = came.sub(left, fill_value=0)

    last = said.groupby("org_no")["has_auditor"].last()
    agree = held.reindex(last.index, fill_value=0).gt(0) == last
    assert held.isin([0, 1]).mean() > 0.99  # a spoiled number has an auditor too few or many
    assert agree.mean() > 0.99
    assert 0.02 < len(left) / len(came) < 0.5


@pytest.mark.parametrize(
    "wrong",
    [
        {"employers": 3},
        {"months": 1},
        {"control_rate": 0.0},
        {"delivered_on": date(2026, 11, 2)},
    ],
)
def test_what_cannot_be_invented_is_refused(tmp_path: Path, wrong: dict[str, object]) -> None:
    with pytest.raises(BadOption):
        invent(tmp_path, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_two_rows_claim_the_same_fact_on_the_same_day_but_those_counted(
    world: World, table: Table
) -> None:
    flaws = {flaw: n for name, flaw, n in world.report.flaws if name == table.name}
    rows = world.table(table).select([*dict.fromkeys([*table.key, table.known])]).to_pandas()

    doubled = int(rows.duplicated().sum())

    counted = flaws.get("exact_duplicate", 0) + flaws.get("conflicting_duplicate", 0)
    # A twin whose number is wrong or whose date lies ahead is no twin any more.
    assert counted - 3 <= doubled <= counted
