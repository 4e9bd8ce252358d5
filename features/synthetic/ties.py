"""Registers of who stands behind, works for and acts for a company, each by its own stream."""

from __future__ import annotations

from features.synthetic.agents import agent_rows
from features.synthetic.chains import Chains
from features.synthetic.extracts import Extracts
from features.synthetic.owners import owner_rows
from features.synthetic.registry import Registry, own_stream
from features.synthetic.sites import presence_rows

__all__ = ["write_ties"]

_OWNERS, _AGENTS, _SITES = 1401, 1402, 1403


def write_ties(extracts: Extracts, chains: Chains, registry: Registry, seed: int) -> None:
    """Write the three; none of them moves a byte of any other register."""
    owners, agents, sites = (own_stream(seed, topic) for topic in (_OWNERS, _AGENTS, _SITES))
    extracts.write(owner_rows(registry, owners), owners)
    extracts.write(agent_rows(registry, agents), agents)
    extracts.write(presence_rows(chains, registry, sites), sites)
