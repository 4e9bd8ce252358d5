"""The conductor: from one seed to deliveries, audit attributes and truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from features.errors import BadOption
from features.synthetic.aftermath import device_rows, fine_rows
from features.synthetic.audit import draw_backgrounds, write_audit
from features.synthetic.auditors import auditors_of
from features.synthetic.beside import beside_block, beside_world
from features.synthetic.building import site_rows
from features.synthetic.calendar import Calendar
from features.synthetic.chains import Chains, chains_of, flows_of, write_chains
from features.synthetic.companies import born_on, employer_rows, ended_on
from features.synthetic.controls import control_rows
from features.synthetic.economy import economy_of, money_rows
from features.synthetic.extracts import Extracts, write_delivery
from features.synthetic.oversight import Oversight, oversee
from features.synthetic.payroll import declare, revealed_by_visits, true_heads
from features.synthetic.permits import with_permits
from features.synthetic.population import Population, populate
from features.synthetic.posting import posting_rows
from features.synthetic.potential import AREAS, potential_of
from features.synthetic.premises import board_rows, workplace_rows
from features.synthetic.registry import Registry, own_stream, registry_of
from features.synthetic.sales import vat_rows
from features.synthetic.selection import REASONS, practice_of
from features.synthetic.staff import Block, hire
from features.synthetic.supervision import injury_rows, inspection_rows, ledger_rows
from features.synthetic.support import with_support
from features.synthetic.ties import write_ties
from features.synthetic.tips import tip_rows
from features.synthetic.truth import Truth, write_traits

__all__ = ["InventReport", "invent"]

_BLOCK_PERSONS = 40_000  # persons at work per block: bounds the memory of person-months


@dataclass(frozen=True)
class InventReport:
    """What was invented; shares are of workplace-months, or of controls that checked."""

    invented: bool
    control_rate: float
    seed: int
    delivered_on: date
    months: int
    employers: int
    workplaces: int
    rows: tuple[tuple[str, int], ...]
    flaws: tuple[tuple[str, str, int], ...]  # table, flaw, rows
    prevalence: tuple[tuple[str, float, float], ...]  # area, everywhere, at controls
    controls: int
    chosen_by: tuple[tuple[str, int], ...]


def invent(
    folder: Path,
    *,
    employers: int = 20_000,
    months: int = 48,
    control_rate: float = 10.0,
    seed: int = 1,
    delivered_on: date = date(2026, 11, 1),
    say: Callable[[str], None] = lambda _: None,
) -> InventReport:
    """Invent a country under `folder`: extracts, audit and truth, each in its own place.

    `employers` are those alive at any one time; `control_rate` 1 is as dense as reality.
    The same arguments give the same bytes. Raises `BadOption` for what cannot be invented.
    """
    _check(employers, months, control_rate, delivered_on)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(10)]
    calendar = Calendar(months, delivered_on)
    population = populate(employers, months, streams[0])
    registry = registry_of(population, calendar, streams[1])
    backgrounds = draw_backgrounds(population.businesses.sector, streams[2])
    say(f"drew {len(population.entities.business)} employers, with whom, where and since when")

    potential = potential_of(population, streams[3])
    practice = practice_of(population, employers, control_rate, backgrounds.tilt, streams[4])
    truth = Truth(folder / "truth" / "sweden", registry, potential)
    oversight = oversee(population, potential, practice, calendar, truth.record, streams[5])
    truth.close()
    write_traits(truth.folder, registry)
    chains = chains_of(population.businesses, months, streams[9])
    write_chains(truth.folder, chains, registry)
    write_audit(folder / "audit" / "sweden", backgrounds, registry)
    say(f"lived {months} months: {len(oversight.controls.workplace)} joint controls")

    home = folder / "extracts" / "sweden"
    extracts = Extracts(home, calendar.last_day, streams[6])
    rng = streams[7]
    auditors = auditors_of(registry, born_on(registry), ended_on(registry), streams[8])
    extracts.write(employer_rows(registry, auditors, rng))
    extracts.write(workplace_rows(registry, rng))
    extracts.write(board_rows(registry, auditors, rng))
    documents = inspection_rows(oversight.inspections, registry, rng)
    extracts.write(documents)
    extracts.write(ledger_rows(oversight.ledgers, registry, rng))
    extracts.write(injury_rows(registry, rng))
    severity = potential.severity[oversight.controls.workplace]
    later = [
        *site_rows(registry, seed),
        *fine_rows(documents, seed),
        *device_rows(registry, seed),
        *posting_rows(registry, seed),
        *tip_rows(registry, backgrounds.tilt, seed),
    ]
    extracts.write(later, own_stream(seed, 1200))
    extracts.write(control_rows(oversight.controls, oversight.lists, severity, registry, rng))
    beside_world(registry, seed, extracts)
    write_ties(extracts, chains, registry, seed)
    blocks = list(_blocks(population))
    seeds = np.random.SeedSequence([seed, 1]).spawn(len(blocks))
    for block, child in zip(blocks, seeds, strict=True):
        rng = np.random.default_rng(child)
        _block(block, registry, chains, oversight, extracts, rng, seed)
        say(f"paid the staff of {block.stop} of {len(population.businesses.size)} businesses")
    extracts.close()
    write_delivery(
        home,
        {
            "country": "sweden",
            "delivered_on": delivered_on.isoformat(),
            "invented": True,
            "control_rate": control_rate,
            "employers": employers,
            "months": months,
            "seed": seed,
        },
    )
    return _report(
        employers, control_rate, seed, calendar, population, truth, oversight, extracts
    )


def _check(employers: int, months: int, control_rate: float, delivered_on: date) -> None:
    if not 20 <= employers <= 700_000:
        raise BadOption(f"{employers} employers cannot be invented.", "give 20 to 700000")
    if not 6 <= months <= 120:
        raise BadOption(f"{months} months cannot be invented.", "give 6 to 120")
    if not 0 < control_rate <= 50:
        raise BadOption(
            f"A control rate of {control_rate:g} cannot be invented.",
            "give above 0 to 50; 1 is as dense as reality",
        )
    if delivered_on.day != 1:
        raise BadOption(
            f"Delivery on {delivered_on.isoformat()} is not the first of a month.",
            "the invented world lives whole months",
        )


def _blocks(population: Population) -> Iterator[Block]:
    """Runs of businesses with about the same number of persons."""
    edges = np.cumsum(population.businesses.size) // _BLOCK_PERSONS
    stops = np.append(np.flatnonzero(np.diff(edges)) + 1, len(edges))
    start = 0
    for number, stop in enumerate(stops):
        yield Block(number, start, int(stop))
        start = int(stop)


def _block(
    block: Block,
    registry: Registry,
    chains: Chains,
    oversight: Oversight,
    extracts: Extracts,
    rng: np.random.Generator,
    seed: int,
) -> None:
    """Staff, permits, support, pay and money of some businesses."""
    staff = hire(registry.population, block, registry.calendar, rng)
    staff, permits = with_permits(staff, block, registry, rng)
    staff, support = with_support(staff, block, registry, rng)
    economy = economy_of(block, registry, rng)
    revealed = revealed_by_visits(oversight, block, economy, registry, rng)
    heads = true_heads(staff, block, registry.calendar.months)
    pay = declare(staff, block, economy, revealed, registry, rng)
    money = money_rows(
        economy, block, registry, pay.gross, pay.gross_late, pay.tax, pay.tax_late,
        revealed.late_on, rng,
    )  # fmt: skip
    flows = flows_of(chains, block, registry.calendar.months)
    vat = vat_rows(economy, block, registry, flows, heads, pay.gross, rng)
    extracts.write([*permits, *support, *pay.rows, *money, *vat])
    told = {table.name: rows for table, rows in (*permits, *support, *money, *vat)}
    beside_block(block, registry, staff, economy, pay.gross, heads, told, seed, extracts)


def _report(
    employers: int,
    control_rate: float,
    seed: int,
    calendar: Calendar,
    population: Population,
    truth: Truth,
    oversight: Oversight,
    extracts: Extracts,
) -> InventReport:
    controls = oversight.controls
    came = controls.present
    checked = np.column_stack(
        [came[:, 1], came[:, 0], came[:, 2:4].any(axis=1), came[:, 4:].any(axis=1), came[:, 2]]
    )
    seen = checked & controls.found
    prevalence = [
        (
            area,
            float(truth.found[at] / truth.months),
            float(seen[:, at].sum() / max(checked[:, at].sum(), 1)),
        )
        for at, area in enumerate(AREAS)
    ]
    both = checked[:, :4].sum(axis=1) >= 2
    several = seen[both, :4].sum(axis=1) >= 2
    prevalence.append(("several", truth.several / truth.months, float(several.mean())))
    reasons = np.bincount(controls.reason, minlength=len(REASONS))
    return InventReport(
        invented=True,
        control_rate=control_rate,
        seed=seed,
        delivered_on=calendar.delivered_on,
        months=calendar.months,
        employers=employers,
        workplaces=len(population.workplaces.business),
        rows=tuple(sorted(extracts.rows.items())),
        flaws=tuple((table, flaw, n) for (table, flaw), n in sorted(extracts.flaws.items())),
        prevalence=tuple(prevalence),
        controls=len(controls.workplace),
        chosen_by=tuple(zip(REASONS, (int(n) for n in reasons), strict=True)),
    )
