"""Rows of a register as the kernels want them: whose each is, when it counts, its columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels
from features.engine.calendar import Calendar

__all__ = ["Lines", "lines_of"]

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Lines:
    """A part of a register, in batches: whose each row is, when it counts, its columns."""

    ids: int
    codes: tuple[Array, ...]
    spans: tuple[Array, ...]
    happened: tuple[Array, ...]
    columns: tuple[tuple[pa.Array, ...], ...]
    calendar: Calendar

    @cached_property
    def grouped(self) -> tuple[Array, Array]:
        """Rows of all batches in the order of their ids, and where each id's begin."""
        order, begins = kernels.grouped(np.concatenate(self.codes), self.ids)
        return order, begins

    @cached_property
    def span(self) -> Array:
        return np.concatenate(self.spans, axis=1)


def lines_of(rows: pa.Table, calendar: Calendar, columns: int) -> tuple[pa.Array, Lines]:
    """The ids of `rows`, sorted, and the rows as the kernels want them."""
    ids, codes = _coded(rows.column("id"))
    happened = tuple(_days(chunk) for chunk in rows.column("happened").chunks)
    first, after, opens = calendar.first_day, calendar.after, calendar.opens
    clocks = zip(
        happened, rows.column("known").chunks, rows.column("ended").chunks, strict=True
    )
    spans = tuple(
        kernels.spans(h, _days(k), _days(e), _valid(e), first, after, opens)
        for h, k, e in clocks
    )
    own = tuple(tuple(rows.column(f"c{number}").chunks) for number in range(columns))
    return ids, Lines(len(ids), codes, spans, happened, own, calendar)


def _coded(column: pa.ChunkedArray) -> tuple[pa.Array, tuple[Array, ...]]:
    """The different texts, sorted, and for each batch the place of each row's among them.

    Rows of one employer mostly lie together: only where a text differs from the one before it
    is it looked up.
    """
    found, heads = [], []
    for chunk in column.chunks:
        _, begins, letters = chunk.buffers()
        edges = np.frombuffer(begins, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        run, begun = kernels.runs(edges, np.frombuffer(letters, np.uint8))
        found.append(run)
        heads.append(chunk.take(pa.array(begun)))
    ids = pa.chunked_array(heads, pa.string()).unique()
    ids = ids.take(pc.sort_indices(ids))
    places = [pc.index_in(head, value_set=ids).to_numpy() for head in heads]
    return ids, tuple(place[run] for place, run in zip(places, found, strict=True))


def _days(days: pa.Array) -> Array:
    """As numbers; anything where there is none."""
    numbers = np.frombuffer(days.buffers()[1], np.int32)
    return numbers[days.offset : days.offset + len(days)]


def _valid(values: pa.Array) -> Array:
    """A bit for each value, set where there is one."""
    bits = values.buffers()[0]
    if bits is None or values.offset:
        flags = values.is_valid().to_numpy(zero_copy_only=False)
        return np.packbits(flags, bitorder="little")
    return np.frombuffer(bits, np.uint8)
