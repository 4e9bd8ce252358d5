"""Chains of subcontractors: who works for whom, from when to when, and for how much a month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from features.registers.reference import SECTORS
from features.synthetic.branches import column
from features.synthetic.extracts import ParquetFile
from features.synthetic.population import FAR, Businesses
from features.synthetic.registry import Registry
from features.synthetic.staff import Block

__all__ = ["Chains", "Flows", "chains_of", "flows_of", "write_chains"]

_KEYS = [sector.key for sector in SECTORS]
_BUILDING = _KEYS.index("construction")
# Trades that buy from each other, and the share of their firms that is in a chain. Hired staff
# work for builders, cleaners and hauliers, so staffing is a trade that sells into the three.
_TRADES = {"construction": 0.60, "cleaning": 0.40, "transport": 0.45}
_STAFFING, _STAFFING_SHARE = _KEYS.index("staffing"), 0.75
_TIERS = np.array([0.40, 0.33, 0.16, 0.07, 0.04])  # tier 0 has the client, four links at most
_CONTRACTS = 3.5  # by each subcontractor over the months, about
_LASTS = 14.0  # months, mean
_TOLERANT = 40.0  # how much likelier the clearly unserious are to work for the tolerant


@dataclass(frozen=True)
class Chains:
    """One row per contract; parties are businesses, `until` is the month after the last."""

    contractor: np.ndarray
    subcontractor: np.ndarray
    begins: np.ndarray
    until: np.ndarray
    monthly_ore: np.ndarray
    building: np.ndarray  # reverse charge: sold to a builder

    def __len__(self) -> int:
        return len(self.contractor)

    def take(self, rows: np.ndarray) -> Chains:
        """Some of the contracts."""
        return Chains(
            self.contractor[rows],
            self.subcontractor[rows],
            self.begins[rows],
            self.until[rows],
            self.monthly_ore[rows],
            self.building[rows],
        )


@dataclass(frozen=True)
class Flows:
    """Öre per business of a block and month; `reversed` is the part of `sold` to builders."""

    bought: np.ndarray
    sold: np.ndarray
    reversed: np.ndarray


def chains_of(businesses: Businesses, months: int, rng: np.random.Generator) -> Chains:
    """Every subcontractor works for firms one tier above it, the larger the likelier.

    Some contractors ask no questions: the clearly unserious gather under them.
    """
    count = len(businesses.size)
    trade = np.full(count, -1)
    for number, (key, share) in enumerate(_TRADES.items()):
        trade[(businesses.sector == _KEYS.index(key)) & (rng.random(count) < share)] = number
    hired = (businesses.sector == _STAFFING) & (rng.random(count) < _STAFFING_SHARE)
    trade[hired] = rng.choice(len(_TRADES), hired.sum(), p=[0.6, 0.2, 0.2])
    tier = _tiers(businesses, trade, hired, rng)
    unserious = businesses.traits.unserious
    tolerant = rng.random(count) < 0.05 + 0.25 * unserious
    pull = businesses.size**0.6
    sellers, buyers = [], []
    for number in range(len(_TRADES)):
        for step in range(1, len(_TIERS)):
            below = np.flatnonzero((trade == number) & (tier == step))
            above = np.flatnonzero((trade == number) & (tier == step - 1) & ~hired)
            if not len(above):
                continue
            seller = np.repeat(below, 1 + rng.poisson(_CONTRACTS - 1, len(below)))
            clearly = businesses.traits.clearly[seller]
            buyer = np.where(
                clearly,
                _weighted(above, pull * np.where(tolerant, _TOLERANT, 1.0), len(seller), rng),
                _weighted(above, pull * np.where(tolerant, 0.5, 1.0), len(seller), rng),
            )
            sellers.append(seller)
            buyers.append(buyer)
    seller, buyer = np.concatenate(sellers), np.concatenate(buyers)
    return _dated(businesses, months, buyer, seller, rng)


def _tiers(
    businesses: Businesses, trade: np.ndarray, hired: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The large have the clients; staffing never does, and the unserious stand further down."""
    rank = rng.normal(0, 0.9, len(trade)) - 0.7 * np.log(businesses.size)
    rank += 0.8 * businesses.traits.clearly
    tier = np.full(len(trade), -1)
    inside = np.flatnonzero(trade >= 0)
    order = inside[np.argsort(rank[inside], kind="stable")]
    edges = np.round(np.cumsum(_TIERS)[:-1] * len(order)).astype(np.int64)
    for step, part in enumerate(np.split(order, edges)):
        tier[part] = step
    tier[hired & (tier == 0)] = 1
    return tier


def _weighted(
    among: np.ndarray, weight: np.ndarray, count: int, rng: np.random.Generator
) -> np.ndarray:
    edges = np.cumsum(weight[among])
    at = np.searchsorted(edges, rng.random(count) * edges[-1])
    chosen: np.ndarray = among[np.minimum(at, len(among) - 1)]
    return chosen


def _dated(
    businesses: Businesses, months: int, buyer: np.ndarray, seller: np.ndarray,
    rng: np.random.Generator,
) -> Chains:  # fmt: skip
    """Months within both lives; a contract ends when either passes to a new entity."""
    first = np.maximum(np.maximum(businesses.begins[buyer], businesses.begins[seller]), 0)
    last = np.minimum(np.minimum(businesses.ends[buyer], businesses.ends[seller]), months)
    lasts = 1 + rng.exponential(_LASTS, len(buyer)).astype(np.int64)
    # What began before the first month is under way in it.
    begins = first - 8 + (rng.random(len(buyer)) * (last - first + 8)).astype(np.int64)
    until = begins + lasts
    begins = np.maximum(begins, first)
    until = np.minimum(until, last)
    for party in (buyer, seller):
        for month in businesses.switches[party].T:
            until = np.where((month > begins) & (month < FAR), np.minimum(until, month), until)
    sector = businesses.sector[seller]
    size = np.minimum(businesses.size[seller], 3.0 * businesses.size[buyer])
    share = rng.beta(2.2, 2.5, len(buyer))
    value = size * column("turnover")[sector] * share * 100
    found = Chains(buyer, seller, begins, until, value, businesses.sector[buyer] == _BUILDING)
    found = found.take(until > begins)
    return found.take(np.lexsort((found.begins, found.subcontractor, found.contractor)))


def flows_of(chains: Chains, block: Block, months: int) -> Flows:
    """What the block's businesses buy and sell in chains, month by month."""
    return Flows(
        _monthly(chains, chains.contractor, block, months),
        _monthly(chains, chains.subcontractor, block, months),
        _monthly(
            chains.take(chains.building), chains.subcontractor[chains.building], block, months
        ),
    )


def _monthly(chains: Chains, party: np.ndarray, block: Block, months: int) -> np.ndarray:
    mine = (party >= block.start) & (party < block.stop)
    business = party[mine] - block.start
    sums = np.zeros((block.count, months + 1))
    np.add.at(sums, (business, chains.begins[mine]), chains.monthly_ore[mine])
    np.add.at(sums, (business, chains.until[mine]), -chains.monthly_ore[mine])
    monthly: np.ndarray = np.maximum(np.cumsum(sums, axis=1)[:, :-1], 0)
    return monthly


def write_chains(folder: Path, chains: Chains, registry: Registry) -> None:
    """`chains.parquet`: contractor, subcontractor, first and last month of each contract."""
    of, calendar = registry.population.businesses.entity, registry.calendar

    def named(business: np.ndarray) -> pa.DictionaryArray:
        at = pa.array(of(business, chains.begins).astype(np.int32))
        return pa.DictionaryArray.from_arrays(at, registry.organisations)

    def month(at: np.ndarray) -> pa.Array:
        return pa.array(calendar.start(at).astype(np.int32)).cast(pa.date32())

    table = pa.table(
        {
            "contractor": named(chains.contractor),
            "subcontractor": named(chains.subcontractor),
            "from_month": month(chains.begins),
            "to_month": month(chains.until - 1),
        }
    )
    file = ParquetFile(folder / "chains.parquet", table.schema)
    file.write(table)
    file.close()
