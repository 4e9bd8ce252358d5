"""What holds for every delivery: rows add up, and order, split and format change no byte."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.features.registers.deliveries import VISITS, load, visits, write

# Few values, so that keys repeat, versions clash and copies occur; some of them bad.
ROW = st.fixed_dictionaries(
    {
        "case_no": st.sampled_from(["A", "B", "C", ""]),
        "org_no": st.sampled_from(["5560000001", "5560000035", "5560000002"]),
        "cfar": st.sampled_from(["10000001", "10000002", "1"]),
        "visited_on": st.sampled_from(["2024-01-01", "2024-02-30", "2024-03-01"]),
        "kind": st.sampled_from(["joint", "alone", "solo"]),
        "present": st.sampled_from(["1", "2", "501", "two"]),
        "fee_ore": st.sampled_from(["", "100"]),
        "share": st.sampled_from(["", "0.5"]),
        "withdrawn": st.sampled_from(["true", "false"]),
        "known_at": st.sampled_from(["2024-03-01", "2024-04-01", "2025-01-01"]),
    }
)
# Mostly sound rows, so that the table is not refused as shifted.
SOUND = [{name: "" if v is None else str(v) for name, v in zip(visits(), row, strict=True)}
         for row in zip(*visits(60).values(), strict=True)]  # fmt: skip


def text_table(rows: list[dict[str, str]]) -> pa.Table:
    """Rows as they stand in a CSV file: text, and nothing where nothing is."""
    names = [column.name for column in VISITS.columns]
    return pa.table({n: pa.array([row[n] or None for row in rows], pa.string()) for n in names})


def landed(
    rows: list[dict[str, str]], save: Callable[[Path, pa.Table], None]
) -> dict[str, bytes]:
    """Deliver and load `rows`; every file that comes out."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        write(home / "in")
        (home / "in" / "skatteverket" / "visits.parquet").unlink()
        save(home / "in" / "skatteverket", text_table(rows))
        report = load(home / "in", home / "out", VISITS)
        (told,) = report.tables
        count = told.landed
        assert count.delivered == len(rows) == count.landed + count.duplicates + count.set_aside
        found = pq.read_table(home / "out" / "visits.parquet").to_pylist()
        assert len(found) == count.landed
        assert_versions_hold(found)
        return {
            p.name: p.read_bytes()
            for p in (home / "out").rglob("visits.*")
            if ".done" not in p.parts
        }


def assert_versions_hold(rows: list[dict[str, object]]) -> None:
    """Each key's versions end each other in the order they were known; the last stands."""
    by_key: dict[object, list[tuple[date, object]]] = {}
    for row in rows:
        known_at = row["known_at"]
        assert isinstance(known_at, date)
        by_key.setdefault(row["case_no"], []).append((known_at, row["superseded_at"]))
    for versions in by_key.values():
        versions.sort(key=lambda version: version[0])
        known = [day for day, _ in versions]
        assert len(set(known)) == len(known)
        assert [end for _, end in versions] == [*known[1:], None]


def as_parquet(folder: Path, table: pa.Table) -> None:
    pq.write_table(table, folder / "visits.parquet")


def as_csv(folder: Path, table: pa.Table) -> None:
    pacsv.write_csv(table, folder / "visits.csv")


def as_parts(folder: Path, table: pa.Table) -> None:
    (folder / "visits").mkdir()
    for number in range(3):
        part = table.slice(
            number * table.num_rows // 3,
            (number + 1) * table.num_rows // 3 - number * table.num_rows // 3,
        )
        pq.write_table(part, folder / "visits" / f"{number}.parquet")


@settings(max_examples=12, deadline=None)
@given(rows=st.lists(ROW, max_size=12), seed=st.integers(0, 2**32))
def test_rows_add_up_and_neither_order_nor_split_nor_format_changes_a_byte(
    rows: list[dict[str, str]], seed: int
) -> None:
    delivered = [*SOUND, *rows]
    shuffled = random.Random(seed).sample(delivered, len(delivered))

    first = landed(delivered, as_parquet)

    assert landed(shuffled, as_parts) == first
    assert landed(shuffled, as_csv) == first


def test_a_repeated_delivery_changes_only_the_count_of_copies() -> None:
    once, twice = landed(SOUND, as_parquet), landed([*SOUND, *SOUND], as_parquet)

    tally, other = json.loads(once.pop("visits.json")), json.loads(twice.pop("visits.json"))
    assert twice == once
    assert other == tally | {"delivered": 120, "duplicates": 60}
