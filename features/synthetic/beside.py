"""The registers that joined later: drawn beside the world, which they leave as it was."""

from __future__ import annotations

import numpy as np

from features.schema import Table
from features.synthetic.claims import claim_rows
from features.synthetic.economy import Economy
from features.synthetic.extracts import Extracts
from features.synthetic.follow_up import (
    assessment_rows,
    housing_rows,
    liability_rows,
    notice_rows,
)
from features.synthetic.licences import licence_rows
from features.synthetic.payers import provider_rows, support_control_rows
from features.synthetic.registry import Registry
from features.synthetic.rows import Rows
from features.synthetic.staff import Block, Staff

__all__ = ["beside_block", "beside_world"]

# Each topic's own stream, by number: a topic more leaves the others as they were.
_FOLLOW_UP, _PAYERS, _CLAIMS, _LICENCES = 1301, 1302, 1303, 1304


def _stream(seed: int, topic: int, place: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([seed, topic, place]))


def beside_world(registry: Registry, seed: int, extracts: Extracts) -> None:
    """What needs no staff to be told: liability, licences, lodging."""
    for topic, make in ((_FOLLOW_UP, liability_rows), (_LICENCES, licence_rows)):
        rng = _stream(seed, topic, 0)
        extracts.write(make(registry, rng), rng)


def beside_block(
    block: Block,
    registry: Registry,
    staff: Staff,
    economy: Economy,
    gross: np.ndarray,
    told: dict[str, Rows],
    seed: int,
    extracts: Extracts,
) -> None:
    """What follows from staff, permits, support and money; `told` are rows by register."""
    rng = _stream(seed, _FOLLOW_UP, 1 + block.number)
    found: list[tuple[Table, Rows]] = [
        *assessment_rows(told["permits"], block, registry, rng),
        *housing_rows(told["permits"], block, registry, rng),
        *notice_rows(staff, block, registry, rng),
    ]
    extracts.write(found, rng)
    rng = _stream(seed, _PAYERS, 1 + block.number)
    found = support_control_rows(told["subsidies"], block, registry, rng)
    extracts.write([*found, *provider_rows(gross, block, registry, rng)], rng)
    rng = _stream(seed, _CLAIMS, 1 + block.number)
    extracts.write(claim_rows(told["tax_account"], economy, block, registry, rng), rng)
