"""The registers that joined later: drawn beside the world, which they leave as it was."""

from __future__ import annotations

import numpy as np

from features.schema import Table
from features.synthetic.claims import claim_rows
from features.synthetic.deductions import deduction_rows
from features.synthetic.economy import Economy
from features.synthetic.extracts import Extracts
from features.synthetic.follow_up import (
    assessment_rows,
    housing_rows,
    liability_rows,
    notice_rows,
)
from features.synthetic.licences import licence_rows
from features.synthetic.objects import object_rows
from features.synthetic.payers import provider_rows, support_control_rows
from features.synthetic.reassessments import reassessment_rows
from features.synthetic.registrations import registration_rows
from features.synthetic.registry import Registry
from features.synthetic.renumbered import move_rows
from features.synthetic.rows import Rows
from features.synthetic.staff import Block, Staff
from features.synthetic.successions import succession_rows
from features.synthetic.tills import till_rows

__all__ = ["beside_block", "beside_world"]

# Each topic's own stream, by number: a topic more leaves the others as they were.
_FOLLOW_UP, _PAYERS, _CLAIMS, _LICENCES = 1301, 1302, 1303, 1304
_REGISTRATIONS, _TILLS, _REASSESSMENTS, _DEDUCTIONS = 1101, 1102, 1103, 1104
_SUCCESSIONS, _OBJECTS, _MOVES = 1501, 1502, 1503


def _stream(seed: int, topic: int, place: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([seed, topic, place]))


def beside_world(registry: Registry, seed: int, extracts: Extracts) -> None:
    """What needs no staff to be told: liability, licences, lodging, what a tax agency knows."""
    makers = {
        _FOLLOW_UP: liability_rows,
        _LICENCES: licence_rows,
        _REGISTRATIONS: registration_rows,
        _TILLS: till_rows,
        _REASSESSMENTS: reassessment_rows,
        _SUCCESSIONS: succession_rows,
        _MOVES: move_rows,
    }
    for topic, make in makers.items():
        rng = _stream(seed, topic, 0)
        extracts.write(make(registry, rng), rng)
    rng = _stream(seed, _OBJECTS, 0)
    extracts.write(object_rows(registry, seed, rng), rng)


def beside_block(
    block: Block,
    registry: Registry,
    staff: Staff,
    economy: Economy,
    gross: np.ndarray,
    heads: np.ndarray,
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
    rng = _stream(seed, _DEDUCTIONS, 1 + block.number)
    extracts.write(deduction_rows(told["vat"], heads, block, registry, rng), rng)
