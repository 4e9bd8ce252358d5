"""Chains of subcontractors: their length, their time, and what they leave in VAT returns."""

from __future__ import annotations

import pandas as pd
import pytest

from features.registers import VAT, WORKPLACES
from tests.features.synthetic.worlds import World


@pytest.fixture(scope="module")
def chains(world: World) -> pd.DataFrame:
    found = world.truth("chains")
    return found.assign(
        from_month=pd.to_datetime(found["from_month"]),
        to_month=pd.to_datetime(found["to_month"]),
    )


def links_above(chains: pd.DataFrame) -> dict[str, int]:
    """How many contractors stand above each firm, at the most."""
    above = dict.fromkeys(chains["contractor"], 0)
    pairs = chains[["contractor", "subcontractor"]].drop_duplicates().to_numpy().tolist()
    for _ in range(6):
        for contractor, subcontractor in pairs:
            above[subcontractor] = max(
                above.get(subcontractor, 0), above.get(contractor, 0) + 1
            )
    return above


def test_chains_are_up_to_four_links_long_and_never_circles(chains: pd.DataFrame) -> None:
    assert max(links_above(chains).values()) in (3, 4)


def test_contracts_lie_within_the_months_and_end_after_they_begin(
    chains: pd.DataFrame,
) -> None:
    assert len(chains) > 200
    assert (chains["to_month"] >= chains["from_month"]).all()
    assert chains["from_month"].min() >= pd.Timestamp(2024, 11, 1)
    assert chains["to_month"].max() <= pd.Timestamp(2026, 10, 1)
    assert (chains[["from_month", "to_month"]].stack().dt.day == 1).all()


def test_the_unserious_gather_under_some_contractors(
    world: World, chains: pd.DataFrame
) -> None:
    traits = world.truth("traits").set_index("employer")
    clearly = traits["clearly_unserious"].reindex(chains["subcontractor"]).to_numpy()
    under = chains.assign(clearly=clearly).groupby("contractor")["clearly"].agg(["sum", "size"])
    few = under.sort_values("sum", ascending=False).head(len(under) // 10)

    assert few["sum"].sum() / under["sum"].sum() > 2 * few["size"].sum() / under["size"].sum()


def test_chains_show_in_the_vat_returns_of_both_parties(
    world: World, chains: pd.DataFrame
) -> None:
    vat = world.table(VAT).select(
        ["org_no", "turnover_ore", "purchased_services_ore", "reverse_charge_sales_ore"]
    )
    sums = vat.to_pandas().groupby("org_no").sum()
    trade = world.table(WORKPLACES).select(["org_no", "sni_2025"]).to_pandas().dropna()
    code = trade.groupby("org_no")["sni_2025"].first()
    builders = sums[code.reindex(sums.index).fillna("").str[:2].isin(["41", "42", "43"])]
    reverse = builders["reverse_charge_sales_ore"] / builders["turnover_ore"].clip(lower=1)
    services = builders["purchased_services_ore"] / builders["turnover_ore"].clip(lower=1)
    sells = builders.index.isin(set(chains["subcontractor"]))
    buys = builders.index.isin(set(chains["contractor"]))

    assert sells.sum() > 50
    assert buys.sum() > 50
    assert reverse[sells].mean() > 2 * reverse[~sells].mean()
    assert services[buys].median() > 1.3 * services[~buys].median()
    assert (sums["reverse_charge_sales_ore"] <= sums["turnover_ore"]).all()
