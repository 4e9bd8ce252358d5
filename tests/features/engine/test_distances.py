"""Distances to peers worked out in memory are those that SQL gives."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.engine.distances import distances
from features.engine.peers import peers_sql
from features.feature import Peer

BY = ("trade", "size_class")
rows = st.lists(
    st.tuples(
        st.sampled_from(["building", "haulage", None]),
        st.sampled_from([1.0, 2.0, None]),
        st.one_of(st.none(), st.integers(-4, 4).map(lambda n: n / 2), st.floats(-1e9, 1e9)),
    ),
    max_size=60,
)


def by_sql(frame: pa.Table, peers: dict[str, Peer]) -> dict[str, list[float | None]]:
    with duckdb.connect() as connection:
        for setting in ("ieee_floating_point_ops", "error_on_division_by_zero"):
            connection.execute(f"SET {setting} = false")  # as the engine is set
        connection.register("wide", frame)
        sql = f"SELECT * FROM ({peers_sql(peers, 'wide')}) ORDER BY row"
        return {name: connection.sql(sql).to_arrow_table()[name].to_pylist() for name in peers}


def in_memory(frame: pa.Table, peers: dict[str, Peer]) -> dict[str, list[float | None]]:
    def figure(name: str) -> np.ndarray:
        return np.array(frame[name].to_pylist(), dtype=np.float64)

    found = distances(peers, [frame[name] for name in BY], figure)
    return {
        name: [None if np.isnan(z) else float(z) for z in column]
        for name, column in found.items()
    }


def table(drawn: list[tuple[str | None, float | None, float | None]]) -> pa.Table:
    trade, size, x = zip(*drawn, strict=True) if drawn else ((), (), ())
    return pa.table(
        {
            "row": pa.array(range(len(drawn)), pa.int32()),
            "trade": pa.array(trade, pa.string()),
            "size_class": pa.array(size, pa.float64()),
            "x": pa.array(x, pa.float64()),
        }
    )


@given(drawn=rows, shrink=st.sampled_from([0, 3, 30]), clip=st.sampled_from([1.5, 10.0]))
@settings(max_examples=60, deadline=None)
def test_a_distance_is_the_same_in_memory_as_in_sql(
    drawn: list[tuple[str | None, float | None, float | None]], shrink: int, clip: float
) -> None:
    frame, peers = table(drawn), {"x_peers": Peer("x", BY, shrink, clip)}
    expected, found = by_sql(frame, peers)["x_peers"], in_memory(frame, peers)["x_peers"]
    assert [one is None for one in found] == [one is None for one in expected]
    told = [one or 0 for one in found]
    assert told == pytest.approx([one or 0 for one in expected], rel=1e-9)


def test_a_distance_worked_out_by_hand() -> None:
    # All: median 3, distances 2 1 0 1 97, median 1. Building (3 of them, shrink 3): median 2,
    # distances 1 0 1; centre (3·2 + 3·3) / 6 = 2.5, spread (3·1 + 3·1) / 6 = 1.
    drawn: list[tuple[str | None, float | None, float | None]] = [
        ("building", 1.0, 1.0),
        ("building", 1.0, 2.0),
        ("building", 1.0, 3.0),
        ("haulage", 1.0, 4.0),
        ("haulage", 1.0, 100.0),
        ("haulage", 1.0, None),
    ]
    found = distances(
        {"x_peers": Peer("x", ("trade",), shrink=3)},
        [table(drawn)["trade"]],
        lambda _: np.array([1, 2, 3, 4, 100, np.nan]),
    )["x_peers"]
    assert found[:3] == pytest.approx([-1.5 / 1.4826, -0.5 / 1.4826, 0.5 / 1.4826])
    # Haulage: median 52, distances 48 48; centre (2·52 + 3·3) / 5 = 22.6, spread 19.8.
    assert found[3:5] == pytest.approx([-18.6 / (1.4826 * 19.8), 77.4 / (1.4826 * 19.8)])
    assert np.isnan(found[5])
