"""Sites, devices, fines, postings and tips as invented are noisy, late and partial."""

from __future__ import annotations

import pandas as pd

from features.registers import (
    BUILDING_SITES,
    DEVICE_CHECKS,
    FINE_APPLICATIONS,
    NOTICES,
    POSTINGS,
    PROHIBITIONS,
    SITE_NOTICES,
    TIPS,
)
from features.schema import Table
from tests.features.synthetic.worlds import World

ROOM = 0.08  # what a share may stray in a world this small


def last(world: World, table: Table) -> pd.DataFrame:
    """The latest version of every fact, without those spoiled by a date far ahead."""
    rows = world.table(table).to_pandas()
    known = pd.to_datetime(rows[table.known])
    rows = rows[known < pd.Timestamp(2026, 11, 1)].assign(**{table.known: known})
    rows = rows.sort_values(table.known, kind="stable")
    return pd.DataFrame(rows.drop_duplicates(list(table.key), keep="last"))


def test_most_postings_name_no_recipient_and_some_come_late(world: World) -> None:
    rows = last(world, POSTINGS)
    late = pd.to_datetime(rows["notified_on"]) > pd.to_datetime(rows["starts_on"])

    assert abs(rows["org_no"].isna().mean() - 0.82) < ROOM
    assert 0.15 < late.mean() < 0.45
    assert rows["posting_firm_key"].nunique() < len(rows)  # firms come back


def test_a_tip_is_often_of_nobody_known_and_a_source_may_write_again(world: World) -> None:
    rows = last(world, TIPS)

    assert abs(rows["org_no"].isna().mean() - 0.4) < ROOM
    assert rows["source_key"].nunique() < 0.95 * len(rows)
    assert 0.2 < (rows["reading"] == "dismissed").mean() < 0.5


def test_tips_fall_on_the_blameless_too(world: World) -> None:
    traits = world.truth("traits").set_index("employer")["clearly_unserious"]
    tipped = last(world, TIPS)["org_no"].dropna().unique()

    blamed = traits.reindex(tipped).dropna().astype(bool).mean()

    # Oftener on the clearly unserious than their share of all, and still mostly on others.
    assert traits.mean() < blamed < 0.35


def test_a_failed_device_is_closed_after_some_forty_days(world: World) -> None:
    rows = last(world, DEVICE_CHECKS)
    days = pd.to_datetime(rows["closed_on"]) - pd.to_datetime(rows["inspected_on"])

    assert 25 < days.dt.days.median() < 75
    assert 0.02 < rows["closed_on"].isna().mean() < 0.4


def test_a_fine_follows_an_order_under_a_fine_or_a_prohibition(world: World) -> None:
    rows = last(world, FINE_APPLICATIONS)
    notices, bans = (world.table(table).to_pandas() for table in (NOTICES, PROHIBITIONS))
    orders = set(notices.loc[notices["kind"] == "order_with_fine", "document_no"])
    orders |= set(bans.loc[bans["kind"] == "with_fine", "document_no"])

    assert len(rows) > 0
    assert set(rows["order_no"]) <= orders


def test_sites_are_mostly_registered_in_time_and_the_large_announced(world: World) -> None:
    sites, notices = last(world, BUILDING_SITES), last(world, SITE_NOTICES)
    late = pd.to_datetime(sites["registered_on"]) > pd.to_datetime(sites["starts_on"])

    assert 0.04 < late.mean() < 0.30
    assert 0.02 < (sites["equipment"] == "not_provided").mean() < 0.20
    assert abs(notices["site_no"].isna().mean() - 0.3) < 2 * ROOM
    # Some sites are announced before they are registered, or though they never are.
    assert notices["site_no"].dropna().isin(sites["site_no"]).mean() > 0.9
    assert len(notices) < len(sites)
