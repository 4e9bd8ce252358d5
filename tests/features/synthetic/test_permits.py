"""Permits beside pay: the honest keep what they offered, and the others only partly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from features.registers import DECLARATIONS, PERMITS
from tests.features.synthetic.worlds import World


@pytest.fixture(scope="module")
def pay(world: World) -> pd.DataFrame:
    rows = world.table(DECLARATIONS).select(["org_no", "person_key", "period", "gross_pay_ore"])
    return pd.DataFrame(rows.to_pandas())


@pytest.fixture(scope="module")
def permits(world: World) -> pd.DataFrame:
    rows = world.table(PERMITS).to_pandas()
    traits = world.truth("traits").rename(columns={"employer": "org_no"})
    return pd.DataFrame(rows.merge(traits, on="org_no"))


def test_holders_are_paid_what_was_offered_for_the_hours_offered(
    permits: pd.DataFrame, pay: pd.DataFrame
) -> None:
    median = pay[pay["gross_pay_ore"] > 0].groupby(["org_no", "person_key"])["gross_pay_ore"]
    met = permits[permits["decision"] == "granted"].merge(
        median.median().rename("paid").reset_index(), on=["org_no", "person_key"]
    )
    share = met["paid"] / met["offered_pay_ore"]
    honest = met["underpays_permits"] == 0

    part_time = met["hours_share"] < 0.99
    assert part_time.sum() > 20
    for rows in (honest & part_time, honest & ~part_time):
        assert 0.95 < share[rows].median() < 1.10
    assert share[met["underpays_permits"] > 0.1].median() < 0.95


def test_few_holders_of_the_honest_are_unpaid_in_the_last_months(
    permits: pd.DataFrame, pay: pd.DataFrame
) -> None:
    granted = permits[permits["decision"] == "granted"]
    standing = granted[
        (pd.to_datetime(granted["valid_from"]) < pd.Timestamp(2025, 11, 1))
        & (pd.to_datetime(granted["valid_to"]) > pd.Timestamp(2026, 7, 1))
    ]
    periods = pd.to_datetime(pay["period"])
    late = pay[(periods >= pd.Timestamp(2026, 2, 1)) & (periods < pd.Timestamp(2026, 7, 1))]
    paid = standing["person_key"].isin(set(late["person_key"]))
    shares = standing.assign(unpaid=~paid)
    ghosts = shares["ghost_permits"] > 0.1
    honest = shares[~ghosts & ~shares["clearly_unserious"]].groupby("org_no")["unpaid"]

    assert honest.mean()[honest.size() >= 2].median() == 0
    assert shares[~ghosts]["unpaid"].mean() < 0.15
    assert 2 * shares[~ghosts]["unpaid"].mean() < shares[ghosts]["unpaid"].mean() < 0.8


def test_permits_are_revoked_after_they_were_granted_and_oftener_with_the_unserious(
    permits: pd.DataFrame,
) -> None:
    granted = permits[permits["decision"] == "granted"].drop_duplicates("permit_no")
    revoked = permits[permits["decision"] == "revoked"].drop_duplicates("permit_no")
    met = revoked.merge(granted, on="permit_no", suffixes=("", "_first"))
    share = granted["permit_no"].isin(set(revoked["permit_no"]))
    clearly = granted["clearly_unserious"]

    assert len(met) > 0.95 * len(revoked) > 0
    assert (met["decided_on"] > met["decided_on_first"]).mean() > 0.99
    assert 0.005 < share[~clearly].mean() < 0.08
    assert share[clearly].mean() > 2 * share[~clearly].mean()


def test_alike_pay_says_something_of_the_habit_and_not_all(
    world: World, pay: pd.DataFrame
) -> None:
    month = pay[
        (pd.to_datetime(pay["period"]) == pd.Timestamp(2026, 3, 1)) & (pay["gross_pay_ore"] > 0)
    ]
    amounts = month.groupby(["org_no", "gross_pay_ore"]).size()
    heads, most = month.groupby("org_no").size(), amounts.groupby("org_no").max()
    alike = ((most - 1) / (heads - 1))[heads >= 5]
    habit = world.truth("traits").set_index("employer")["pays_alike"].reindex(alike.index) > 0.1

    assert 0.58 < roc_auc_score(habit, alike) < 0.84
    assert np.mean(alike[~habit] > 0.2) > 0.1
