"""Owners, agents and presence at building sites: noisy, lagged, and less than the truth."""

from __future__ import annotations

import pandas as pd
import pytest

from features.registers import AGENTS, BENEFICIAL_OWNERS, EMPLOYERS, SITE_PRESENCE
from tests.features.synthetic.worlds import World


@pytest.fixture(scope="module")
def clearly(world: World) -> pd.Series:
    traits: pd.Series = world.truth("traits").set_index("employer")["clearly_unserious"]
    return traits


@pytest.fixture(scope="module")
def sites(world: World) -> pd.DataFrame:
    return pd.DataFrame(world.table(SITE_PRESENCE).to_pandas())


def test_whoever_is_met_at_a_site_works_for_who_engaged_it(
    world: World, sites: pd.DataFrame
) -> None:
    chains = world.truth("chains")
    contracts = set(zip(chains["contractor"], chains["subcontractor"], strict=True))
    told = sites[sites["engaged_by"] == "contractor"]
    # The chains are named as they began: an entity that passed on in the month of the visit,
    # and a number that the delivery spoiled, may differ.
    right = [
        pair in contracts for pair in zip(told["contractor_no"], told["org_no"], strict=True)
    ]

    assert len(told) > 50
    assert sum(right) / len(right) > 0.97
    assert told["contractor_no"].notna().all()
    assert sites[sites["engaged_by"] != "contractor"]["contractor_no"].isna().all()


def test_visits_show_only_part_of_the_chains(world: World, sites: pd.DataFrame) -> None:
    chains = world.truth("chains")
    pairs = set(zip(chains["contractor"], chains["subcontractor"], strict=True))
    seen = set(zip(sites["contractor_no"], sites["org_no"], strict=True))

    assert 0.05 < len(pairs & seen) / len(pairs) < 0.6
    assert (pd.to_datetime(sites["known_at"]) - pd.to_datetime(sites["visited_on"])).min() >= (
        pd.Timedelta(days=5)
    )


def test_a_missing_owner_is_oftener_carelessness_than_anything_else(
    world: World, clearly: pd.Series
) -> None:
    companies = world.table(EMPLOYERS).select(["org_no", "legal_form"]).to_pandas()
    must = companies[companies["legal_form"].isin(["limited", "partnership", "economic"])]
    entered = set(world.table(BENEFICIAL_OWNERS).column("org_no").to_pylist())
    missing = ~pd.Series(must["org_no"].unique()).isin(entered)
    names = pd.Series(must["org_no"].unique())[missing]

    assert 0.04 < missing.mean() < 0.25
    assert clearly.reindex(names).fillna(False).mean() < 0.4


def test_no_agent_has_mostly_unserious_clients(world: World, clearly: pd.Series) -> None:
    agents = world.table(AGENTS).select(["org_no", "agent_key"]).to_pandas().drop_duplicates()
    agents["clearly"] = clearly.reindex(agents["org_no"]).fillna(False).to_numpy()
    clients = agents.groupby("agent_key")["clearly"].agg(["mean", "size"])

    assert clients[clients["size"] >= 20]["mean"].max() < 0.5
    assert len(clients) > 5
