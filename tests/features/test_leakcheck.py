"""The leak check passes what is tight and finds what leaks, and says where."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from features.engine.poisoning import poison
from features.engine.registers import Registers
from features.errors import BadOption
from features.leakcheck import leakcheck, leakcheck_delivery
from features.registers.control_objects import CONTROL_OBJECTS
from features.registers.futures import deliver_another_future
from features.registers.loading import read_delivery
from features.schema import Table
from features.vocabulary import AsOf
from tests.drawing import deliver, land, random_rows
from tests.properties.test_no_time_travel import PLACES, SMALL, SPAN, random_registers
from tests.properties.tied import FEW

AS_OF = AsOf(2024, 7, 1)


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    rows = random_registers(SMALL, np.random.default_rng(2), 80)
    return land(tmp_path / "landed", SMALL, rows)


class OneClock(Registers):
    """A careless engine: of events it asks when they happened, not when they were known."""

    def show(self, tables: tuple[Table, ...], as_of: AsOf) -> None:
        super().show(tables, as_of)
        for table in (table for table in tables if table is not PLACES):
            self.connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {table.name} AS SELECT *"
                f" FROM read_parquet('{self.path(table)}')"
                f" WHERE {table.happened} < DATE '{as_of.isoformat()}'"
            )


def test_an_engine_with_two_clocks_is_tight(tmp_path: Path, landed: Path) -> None:
    found = leakcheck(landed, SMALL, AS_OF, tmp_path / "scratch")

    assert found.leaks == ()
    assert found.tight
    assert found.workplaces > 0
    assert all(one.true > 0 and one.false > 0 for one in found.poisoned)


def test_an_engine_with_one_clock_leaks_and_every_column_is_named(
    tmp_path: Path, landed: Path
) -> None:
    found = leakcheck(landed, SMALL, AS_OF, tmp_path / "scratch", opening=OneClock)

    assert not found.tight
    # Medians and views are asked of what the careless engine shows; the rest is folded apart
    # from it for employers, and stays tight.
    leaked = dict(found.leaks)
    assert {"median_employer_None", "highest_workplace_None", "gap"} <= leaked.keys()
    assert "count_employer_None" not in leaked
    assert all(0 < rows <= found.workplaces for rows in leaked.values())


def test_the_poison_leaves_what_was_known_and_falsifies_the_rest(
    tmp_path: Path, landed: Path
) -> None:
    told = {one.table: one for one in poison(landed, SMALL, AS_OF, tmp_path / "p")}

    before = pq.read_table(landed / "visits.parquet").to_pylist()
    after = pq.read_table(tmp_path / "p" / "visits.parquet").to_pylist()

    def past(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
        names = ("number", "employer", "workplace", "happened", "known", "minutes")
        return sorted(
            tuple(str(row[name]) for name in names)
            for row in rows
            if row["known"] < AS_OF and row["happened"] < AS_OF  # type: ignore[operator]
        )

    assert past(before) == past(after)
    later = [row for row in after if row["known"] >= AS_OF]
    truths = {(row["number"], row["known"], row["minutes"]) for row in before}
    assert later
    assert not [r for r in later if (r["number"], r["known"], r["minutes"]) in truths]
    assert told["visits"].true == len(before) - len(past(before))
    assert told["visits"].false == len(after) - len(past(after))
    # Some of what was known is corrected later, and in the poisoned register ends then.
    assert any(row["superseded_at"] and row["superseded_at"] >= AS_OF for row in after)


def test_without_a_future_nothing_was_proved(tmp_path: Path, landed: Path) -> None:
    found = leakcheck(landed, SMALL, AsOf(2030, 1, 1), tmp_path / "scratch")

    # Even then corrections and made-up facts are added, so there is something to leak.
    assert found.tight
    assert all(one.true == 0 for one in found.poisoned)
    assert any(one.false > 0 for one in found.poisoned)


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = random_registers(FEW, np.random.default_rng(4), 120)
    return deliver(tmp_path_factory.mktemp("in"), FEW, rows, SPAN.last)


def test_ties_told_by_other_registers_are_tight_from_the_delivery_on(
    tmp_path: Path, extracts: Path
) -> None:
    found = leakcheck_delivery(extracts, FEW, AS_OF, tmp_path / "scratch")

    assert found.leaks == ()
    assert found.tight
    assert found.workplaces > 0
    assert all(one.true > 0 and one.false > 0 for one in found.poisoned)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_linking_that_knows_the_future_is_found_out_where_landed_registers_show_nothing(
    tmp_path: Path, extracts: Path
) -> None:
    leaking = replace(FEW, histories=None, linking="tests.features.leaking")
    read_delivery(extracts, leaking, tmp_path / "landed", say=lambda _: None, any_codes=True)

    landed = leakcheck(tmp_path / "landed", leaking, AS_OF, tmp_path / "scratch")
    found = leakcheck_delivery(extracts, leaking, AS_OF, tmp_path / "scratch")

    assert landed.tight
    assert not found.tight
    leaked = dict(found.leaks)
    assert {"fees_employer_None", "last_employer_None"} <= leaked.keys()
    # It ties to employers: what is counted per workplace stays as it was, and so do demands.
    assert not [name for name in leaked if "workplace" in name or "demands" in name]


def test_a_delivery_without_a_future_proves_nothing_and_is_refused(
    tmp_path: Path, extracts: Path
) -> None:
    with pytest.raises(BadOption, match="made on 2025-03-31") as refused:
        leakcheck_delivery(extracts, FEW, AsOf(2026, 1, 1), tmp_path / "scratch")

    assert "no later than the day of the delivery" in str(refused.value.hint)


def test_a_linking_that_says_nothing_of_other_futures_is_refused_by_name(
    tmp_path: Path, extracts: Path
) -> None:
    silent = replace(FEW, linking="tests.features.registers.tying")

    with pytest.raises(BadOption, match="tests.features.registers.tying"):
        leakcheck_delivery(extracts, silent, AS_OF, tmp_path / "scratch")


def test_another_future_leaves_what_was_known_and_keeps_to_the_declaration(
    tmp_path: Path, extracts: Path
) -> None:
    told = {t.table: t for t in deliver_another_future(extracts, FEW, AS_OF, tmp_path / "p")}

    before = pq.read_table(extracts / "elsewhere" / "fees.parquet").to_pylist()
    after = pq.read_table(tmp_path / "p" / "elsewhere" / "fees.parquet").to_pylist()

    def known(rows: list[dict[str, object]], *, later: bool) -> list[str]:
        return sorted(str(row) for row in rows if (row["known"] >= AS_OF) == later)  # type: ignore[operator]

    assert known(before, later=False) == known(after, later=False)
    assert not set(known(before, later=True)) & set(known(after, later=True))
    assert (told["fees"].true, told["fees"].false) == (
        len(known(before, later=True)),
        len(known(after, later=True)),
    )
    report = read_delivery(
        tmp_path / "p", FEW, tmp_path / "landed", say=lambda _: None, any_codes=True
    )
    faults = {fault for table in report.tables for fault, _ in table.landed.faults}
    assert faults <= {"the same key and known date as another row, with other values"}


def test_false_rows_say_nothing_of_a_home_that_is_never_received(tmp_path: Path) -> None:
    objects = random_rows(CONTROL_OBJECTS, SPAN, np.random.default_rng(1), 120)
    small = replace(FEW, tables=(CONTROL_OBJECTS,), histories=None)
    extracts = deliver(tmp_path / "in", small, {CONTROL_OBJECTS.name: objects}, SPAN.last)

    (told,) = deliver_another_future(extracts, small, AS_OF, tmp_path / "p")

    folder = tmp_path / "p" / CONTROL_OBJECTS.authority
    rows = pq.read_table(folder / "control_objects.parquet").to_pylist()
    homes = [row for row in rows if row["kind"] == "home" and row["known_at"] >= AS_OF]
    assert told.false > 0
    assert homes
    assert [row for row in homes if row["municipality"]] == []
