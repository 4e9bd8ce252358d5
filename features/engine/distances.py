"""Distances to peers from columns in memory: rows sorted by strata once for all figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine.kernels import Array, compiled
from features.engine.peers import MAD_TO_SIGMA
from features.feature import Peer

__all__ = ["distances"]

Floats = npt.NDArray[np.float64]


def distances(
    peers: Mapping[str, Peer],
    strata: Sequence[pa.ChunkedArray],
    figure: Callable[[str], Floats],
) -> dict[str, Floats]:
    """What `peers_sql` asks for, without asking: each peer distance under its name.

    All of `peers` share their `strata`, coarsest first, given row by row; a missing one is
    alike to a missing one. `figure` tells a column by its name, NaN being missing.
    """
    order, edges, levels = _grouped([_codes(column) for column in strata])
    found = {}
    for name, peer in peers.items():
        far = _far(figure(peer.of)[order], edges, levels, peer.shrink, peer.clip)
        found[name] = np.empty(len(order))
        found[name][order] = far
    return found


def _codes(column: pa.ChunkedArray) -> Array:
    """A number per row, equal for equal values; a missing value is a value."""
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
    coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return np.asarray(coded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)


def _grouped(codes: Sequence[Array]) -> tuple[Array, Array, Array]:
    """An order that brings groups together at every level, and where they lie in it.

    Level i is of the rows that agree in the first i strata; its groups are the ranges between
    neighbours among `edges[levels[i] : levels[i + 1]]`.
    """
    rows = len(codes[0])
    combined, most = np.zeros(rows, np.int64), 1
    for column in codes:
        width = int(column.max(initial=0)) + 1
        if most * width >= 2**62:  # some of so many cannot occur: number those that do
            combined = np.unique(combined, return_inverse=True)[1]
            most = rows
        combined, most = combined * width + column, most * width
    small = most <= 2**15  # then the order is found without comparing
    order = np.argsort(combined.astype(np.int16) if small else combined, kind="stable")
    starts, levels = [np.array([0, rows])], [0, 2]
    changed = np.zeros(max(0, rows - 1), np.bool_)
    for column in codes:
        ordered = column[order]
        changed |= ordered[1:] != ordered[:-1]
        starts.append(np.concatenate([[0], np.flatnonzero(changed) + 1, [rows]]))
        levels.append(levels[-1] + len(starts[-1]))
    return order, np.concatenate(starts), np.array(levels)


@compiled
def _median(values: Array) -> float:
    return np.nan if len(values) == 0 else float(np.median(values))


@compiled
def _far(x: Array, edges: Array, levels: Array, shrink: float, clip: float) -> Array:
    """Each row's distance to its peers; rows and groups as `_grouped` has them."""
    rows = len(x)
    # Of each row's group: where its median and spread lean to so far.
    centre, spread = np.full(rows, np.nan), np.full(rows, np.nan)
    seen = np.empty(rows)
    for level in range(len(levels) - 1):
        for group in range(levels[level], levels[level + 1] - 1):
            first, last, count = edges[group], edges[group + 1], 0
            for row in range(first, last):
                if not np.isnan(x[row]):
                    seen[count] = x[row]
                    count += 1
            own = _median(seen[:count])
            for row in range(count):
                seen[row] = abs(seen[row] - own)
            apart = _median(seen[:count])
            if level > 0 and first < last:
                if count == 0:
                    own, apart = 0.0, 0.0
                weight = count + shrink if count + shrink > 0 else np.nan
                own = (count * own + shrink * centre[first]) / weight
                apart = (count * apart + shrink * spread[first]) / weight
            centre[first:last] = own
            spread[first:last] = apart
    found = np.full(rows, np.nan)
    for row in range(rows):
        wide = MAD_TO_SIGMA * spread[row]
        if not (np.isnan(x[row]) or np.isnan(wide) or wide == 0):
            found[row] = min(max((x[row] - centre[row]) / wide, -clip), clip)
    return found
