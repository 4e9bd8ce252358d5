"""Registers that joined later: noisy, late, about employers, and apart from the world."""

from __future__ import annotations

import pandas as pd

from features.registers import (
    ASSISTANCE_HOURS,
    ASYLUM_WORK_NOTICES,
    CARE_PERMITS,
    EMPLOYER_ASSESSMENTS,
    ENFORCEMENT_CLAIMS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    LODGING_AT_WORKPLACE,
    PROVIDER_RECOVERIES,
    SEASONAL_HOUSING,
    SERVING_PERMITS,
    SUPPORT_CONTROLS,
    UNLAWFUL_EMPLOYMENT,
)
from features.schema import Table
from tests.features.synthetic.worlds import World

JOINED = (
    ASSISTANCE_HOURS,
    ASYLUM_WORK_NOTICES,
    CARE_PERMITS,
    EMPLOYER_ASSESSMENTS,
    ENFORCEMENT_CLAIMS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    LODGING_AT_WORKPLACE,
    PROVIDER_RECOVERIES,
    SEASONAL_HOUSING,
    SERVING_PERMITS,
    SUPPORT_CONTROLS,
    UNLAWFUL_EMPLOYMENT,
)
# What tells against an employer, where a register holds that and more.
AGAINST = {
    "care_permits": "decision != 'granted'",
    "employer_assessments": "kind == 'negative'",
    "food_controls": "result == 'serious'",
    "serving_permits": "decision in ('warning', 'revoked')",
    "support_controls": "result == 'deviation'",
}


def unserious_among(world: World, table: Table) -> pd.Series:
    """Whether each employer that a register speaks against is clearly unserious."""
    rows = world.table(table).to_pandas().query(AGAINST.get(table.name, "org_no == org_no"))
    truth = world.truth("traits").set_index("employer")["clearly_unserious"]
    employers = pd.Series(rows["org_no"].unique())
    return employers.map(truth).dropna().astype(bool)


def test_no_register_that_joined_tells_the_hidden_trait(world: World) -> None:
    found = {table.name: unserious_among(world, table) for table in JOINED}
    many = {name: who for name, who in found.items() if len(who) >= 15}
    # Of fewer than fifteen employers a share says little: those registers are told as one.
    few = pd.concat([who for name, who in found.items() if name not in many])

    assert len(many) >= 5
    assert len(few) >= 15
    assert {name: who.mean() for name, who in many.items() if who.mean() >= 0.5} == {}
    assert few.mean() < 0.5


def test_taken_together_they_lean_towards_the_unserious(world: World) -> None:
    against = pd.concat([unserious_among(world, table) for table in JOINED])
    usual = world.truth("traits")["clearly_unserious"].mean()

    assert 1.2 * usual < against.mean() < 6 * usual


def test_a_correction_is_never_known_before_what_it_corrects(world: World) -> None:
    controls = world.table(SUPPORT_CONTROLS).to_pandas()
    closed = controls[controls["closed_on"].notna()].groupby("case_no")["known_at"].min()
    opened = controls[controls["closed_on"].isna()].groupby("case_no")["known_at"].max()
    both = pd.concat([opened.rename("opened"), closed.rename("closed")], axis=1).dropna()

    assert len(both) > 10
    assert (both["closed"] >= both["opened"]).mean() > 0.95  # flaws apart


def test_groups_under_five_are_in_no_row(world: World) -> None:
    assert world.table(ASSISTANCE_HOURS).to_pandas()["clients"].min() >= 5
    assert world.table(LODGING_AT_WORKPLACE).to_pandas()["persons"].min() >= 5


def test_what_is_claimed_back_is_first_decided_and_only_then_final(world: World) -> None:
    rows = world.table(PROVIDER_RECOVERIES).to_pandas().sort_values("known_at")

    first = rows.groupby("case_no")["status"].first()
    last = rows.groupby("case_no")["status"].last()

    assert set(first) == {"decided"}
    assert "final" in set(last)
