"""Ties tell of others only: not of oneself, nor of tomorrow, in any order, under a ceiling."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from features.country import Country
from features.engine.folding import Folds
from features.engine.registers import Registers
from features.feature import Aggregate
from features.in_memory import build_matrix
from features.indicators.networks.agents import AGENT
from features.indicators.networks.chains import CHAIN
from features.indicators.networks.neighbours import CEILING, NEIGHBOUR
from features.indicators.networks.outcomes import SUPERVISION
from features.indicators.networks.risen import RISEN
from features.indicators.networks.staff_flow import STAFF_FLOW
from features.registers import AGENTS, BOARDS, DECLARATIONS, EMPLOYERS, SITE_PRESENCE
from features.schema import Table
from features.vocabulary import AsOf
from tests.drawing import Row, Rows, Span, known_on, land, random_rows
from tests.spec.world import country_of

SPAN = Span(date(2021, 1, 1), date(2024, 12, 31), employers=8, workplaces=12)
AS_OF = AsOf(2024, 7, 1)
TIES: tuple[Table, ...] = (BOARDS, EMPLOYERS, SITE_PRESENCE, AGENTS, DECLARATIONS)
GUILT = tuple(f.name for f in (*NEIGHBOUR, *AGENT) if not f.part)
ALL = (*GUILT, *(f.name for f in (*RISEN, *STAFF_FLOW, *CHAIN) if not f.part))
COUNTRY = country_of(ALL)

seeds = st.integers(0, 2**32 - 1)


def invented(rng: np.random.Generator) -> dict[str, list[Row]]:
    """Eight employers, closely tied: some hundred rows of each register that ties read."""
    rows = {
        table.name: random_rows(table, SPAN, rng, 90)
        for table in COUNTRY.tables
        if table in TIES or table in SUPERVISION
    }
    for table in SUPERVISION:
        rows[table.name] = [_own_case(table, row) for row in rows[table.name]]
    for row in rows["employers"]:
        row["address_key"] = f"d{rng.integers(5)}"
        row["status"] = "bankrupt" if rng.random() < 0.2 else "active"
    places = COUNTRY.table("workplaces")
    rows["workplaces"] = [
        {**random_rows(places, SPAN, rng, 1)[0], "cfar": f"1000000{n}", "org_no": employer,
         "valid_from": SPAN.first, "known_at": SPAN.first}
        for n, employer in enumerate(SPAN.employers)
    ]  # fmt: skip
    return rows


def _own_case(table: Table, row: Row) -> Row:
    """A case is one employer's for good: a correction never passes it to another."""
    (number,) = table.key
    return {**row, number: f"{row['org_no']}/{row[number]}"}


def figures(rows: Rows, country: Country = COUNTRY) -> pa.Table:
    with tempfile.TemporaryDirectory() as folder:
        landed = land(Path(folder) / "landed", country, rows)
        with Registers(landed, country) as registers:
            folds = Folds(registers, country.features, (AS_OF,))
            return build_matrix(registers, AS_OF, folds).frame.select(["employer", *ALL])


def of(matrix: pa.Table, employer: str, names: Sequence[str]) -> dict[str, object]:
    row = matrix.filter(pc.equal(matrix.column("employer"), employer)).to_pylist()[0]
    return {name: row[name] for name in names}


@given(seed=seeds)
@settings(max_examples=4, deadline=None)
def test_ones_own_outcomes_never_change_ones_own_figure(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = invented(rng)
    employer = str(rng.choice(SPAN.employers))
    without = dict(rows)
    for table in SUPERVISION:
        kept = [row for row in rows[table.name] if row["org_no"] != employer]
        drawn = random_rows(table, SPAN, rng, 20, prefix="x")
        more = [_own_case(table, {**row, "org_no": employer}) for row in drawn]
        without[table.name] = kept if rng.random() < 0.5 else [*kept, *more]

    # Decided on those of others alone: however the employer fared itself, or was looked at.
    assert of(figures(without), employer, GUILT) == of(figures(rows), employer, GUILT)


@given(seed=seeds)
@settings(max_examples=4, deadline=None)
def test_a_tie_known_later_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = invented(rng)
    later = dict(rows)
    for table in TIES:
        known = AS_OF + timedelta(int(rng.integers(100)))
        new = random_rows(table, SPAN, rng, 30, prefix="x")
        moved = [{**row, table.known: max(known, known_on(table, row))} for row in new]
        unique = {tuple(row[n] for n in (*table.key, table.known)): row for row in moved}
        later[table.name] = [*rows[table.name], *unique.values()]

    assert figures(later).equals(figures(rows))


@given(seed=seeds)
@settings(max_examples=4, deadline=None)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = invented(rng)
    turned = {
        name: [listed[place] for place in rng.permutation(len(listed))]
        for name, listed in rows.items()
    }

    assert figures(turned).equals(figures(rows))


@given(seed=seeds)
@settings(max_examples=4, deadline=None)
def test_no_rate_of_neighbours_is_above_the_ceiling_and_no_share_above_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = invented(rng)
    for row in rows["ledger_visits"]:  # whoever was visited was found
        row["fee_ore"] = 1_250_000
    matrix = figures(rows)

    for feature in COUNTRY.features:
        if feature.part or feature.name not in ALL or feature.unit != "andel":
            continue
        limit = CEILING if "neighbours" in feature.name else 1
        highest = pc.max(matrix.column(feature.name)).as_py()
        assert highest is None or 0 <= highest <= limit, feature.name
    assert isinstance(COUNTRY.features[0].definition, Aggregate)
    assert pc.max(matrix.column("neighbours_tax_rate")).as_py() > 0.15
