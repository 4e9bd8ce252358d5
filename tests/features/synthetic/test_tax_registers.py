"""The tax agency's later registers: late, contested and noisy, as such registers are."""

from __future__ import annotations

import pandas as pd

from features.registers import (
    CASH_REGISTERS,
    DECLARATION_TOTALS,
    REASSESSMENTS,
    REGISTRATIONS,
    VAT,
    WORK_DEDUCTIONS,
    WORKPLACES,
)
from features.schema import Table
from tests.features.synthetic.worlds import World


def rows_of(world: World, table: Table) -> pd.DataFrame:
    """The delivered rows, dates as dates."""
    rows = pd.DataFrame(world.table(table).to_pandas())
    for column in table.columns:
        if column.kind == "date":
            rows[column.name] = pd.to_datetime(rows[column.name])
    return rows


def clearly_unserious(world: World) -> pd.Series:
    """Employer → is it one of the clearly unserious?"""
    found: pd.Series = world.truth("traits").set_index("employer")["clearly_unserious"]
    return found


def test_who_declares_pay_was_registered_and_some_of_them_late(world: World) -> None:
    registrations = rows_of(world, REGISTRATIONS)
    employers = set(rows_of(world, DECLARATION_TOTALS)["org_no"])
    first = registrations[registrations["event"] == "approved"]
    as_employer = set(first.loc[first["kind"] == "employer", "org_no"])

    late = first["applied_on"] > first["applies_from"]

    assert len(employers & as_employer) / len(employers) > 0.99
    assert 0.05 < late.mean() < 0.20
    assert (registrations["known_at"] >= registrations["decided_on"]).all()


def test_most_who_notify_late_are_not_unserious(world: World) -> None:
    registrations = rows_of(world, REGISTRATIONS)
    first = registrations[registrations["event"] == "approved"]
    first = first.assign(late=first["applied_on"] > first["applies_from"])
    by_employer = first.groupby("org_no")["late"].max()
    both = pd.concat([by_employer, clearly_unserious(world)], axis=1).dropna().astype(bool)

    among = both.groupby("clearly_unserious")["late"].mean()

    assert 1.2 < among[True] / among[False] < 4
    assert both.loc[both["late"], "clearly_unserious"].mean() < 0.3


def test_most_doors_open_to_the_public_have_a_cash_register(world: World) -> None:
    places = rows_of(world, WORKPLACES)
    open_doors = set(places.loc[places["opening_hours_week"].notna(), "cfar"].astype(str))
    tills = rows_of(world, CASH_REGISTERS)
    held = {
        event: set(tills.loc[tills["event"] == event, "cfar"].dropna().astype(str))
        for event in ("notified", "exempted")
    }

    assert 0.80 < len(open_doors & held["notified"]) / len(open_doors) < 0.97
    assert 0.01 < len(open_doors & held["exempted"]) / len(open_doors) < 0.10
    assert len(held["notified"] - open_doors) > 0  # a few elsewhere keep one too


def test_a_reassessment_comes_long_after_the_conduct_and_may_fall(world: World) -> None:
    rows = rows_of(world, REASSESSMENTS)
    controls = rows[rows["origin"] != "own"]
    lag = (controls["decided_on"] - controls["period"]).dt.days
    last = rows.sort_values("known_at").groupby("decision_no").last()

    assert lag.between(330, 1200).mean() > 0.99
    assert 0.05 < (rows["status"] == "contested").sum() / len(last) < 0.25
    assert (last["status"] == "annulled").any()
    assert (last.loc[last["origin"] == "own", "surcharge_ore"] == 0).all()


def test_work_in_homes_is_sold_at_likely_prices_and_mostly_within_turnover(
    world: World,
) -> None:
    rows = rows_of(world, WORK_DEDUCTIONS)
    price = rows["labour_ore"] / 100 / rows["hours"]
    last = rows.sort_values("known_at").groupby(["org_no", "kind", "month"]).last()
    sold = last.groupby("org_no")["labour_ore"].sum() / 1.25
    turnover = rows_of(world, VAT).groupby("org_no")["turnover_ore"].sum()
    share = (sold / turnover).dropna()

    assert price.between(150, 1500).mean() > 0.98
    assert (share < 1).mean() > 0.9
    assert (rows["paid_out_ore"] + rows["refused_ore"] <= rows["labour_ore"]).mean() > 0.99
