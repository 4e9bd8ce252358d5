"""Killed under load, the service has lost no write that it acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.killing import Ledger, faults, killed
from benchmarks.served import fill, postgresql
from serving.store.database import connect


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_service_that_is_killed_keeps_what_it_acknowledged(
    engine: str, tmp_path: Path
) -> None:
    """A handful of the two hundred kills of `benchmarks/killing.py`, which need minutes."""
    if engine == "sqlite":
        told = killed(tmp_path / "lykta.db", tmp_path, 2, people=4)
    else:
        with postgresql() as url:
            told = killed(url, tmp_path, 2, people=4)
    assert told["faults"] == []
    assert isinstance(told["acknowledged"], int)
    assert told["acknowledged"] > 0


def test_a_lost_write_would_be_noticed(tmp_path: Path) -> None:
    """The check itself: a decision and a place that the store never had."""
    where = tmp_path / "lykta.db"
    fill(where)
    assert faults(where, Ledger()) == []
    ledger = Ledger({("2026-W48-vast-0.1", 1): "said"}, {"2026-W48-vast-0.m1": "20000001"})
    assert faults(where, ledger) == [
        "version 1 of a decision was acknowledged and is lost",
        "a place that was added is not there just once",
    ]
    connect(where).dispose()
