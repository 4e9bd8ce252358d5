"""The engine's connection reads the registers it is given, and nothing else at all."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.engine.sealing import sealed
from features.errors import NotFound


@pytest.fixture
def landed(tmp_path: Path) -> Path:
    folder = tmp_path / "landed"
    for file in ("vat.parquet", "display/employers.parquet", "../audit/owners.parquet"):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({"a": [1]}), path)
    (folder / "report.json").write_text("{}")
    return folder


def test_a_landed_register_can_be_read(landed: Path) -> None:
    connection = sealed(landed, [landed / "vat.parquet"])

    assert connection.execute(f"FROM read_parquet('{landed}/vat.parquet')").fetchall() == [(1,)]


@pytest.mark.parametrize(
    "query",
    [
        "FROM read_parquet('{landed}/display/employers.parquet')",
        "FROM read_parquet('{landed}/../audit/owners.parquet')",
        "FROM '{landed}/display/employers.parquet'",
        "FROM read_text('{landed}/report.json')",
        "FROM glob('{landed}/*')",
        "COPY (SELECT 1) TO '{landed}/vat.parquet'",
        "COPY (SELECT 1) TO '{landed}/other.parquet'",
        "ATTACH '{landed}/other.db'",
        "SET allowed_paths = ['{landed}/report.json']",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ],
)
def test_nothing_else_can_be_read_written_or_unlocked(landed: Path, query: str) -> None:
    connection = sealed(landed, [landed / "vat.parquet"])

    with pytest.raises(duckdb.Error):
        connection.execute(query.format(landed=landed))


def test_a_country_that_was_never_loaded_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="lykta features load"):
        sealed(tmp_path / "nowhere", [])
