"""Rows of a register as the kernels want them: whose each is, when it counts, its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels
from features.engine.calendar import Calendar

__all__ = ["Codes", "Lines", "valid", "words"]

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Lines:
    """A batch of rows: the code of each one's id, its span of dates, its day, and columns."""

    ids: Array
    span: Array
    happened: Array
    columns: tuple[pa.Array, ...]

    @classmethod
    def of(cls, rows: pa.RecordBatch, codes: Codes, calendar: Calendar) -> Lines:
        """The rows of `lines_sql`; ids met for the first time get the next codes."""
        ids = codes.of(rows.column("id"))
        happened, ended = _days(rows.column("happened")), rows.column("ended")
        span = kernels.spans(
            happened,
            _days(rows.column("known")),
            _days(ended),
            valid(ended),
            calendar.first_day,
            calendar.after,
            calendar.opens,
        )
        return cls(ids, span, happened, tuple(rows.columns[4:]))


class Codes:
    """Ids in the order in which they were met."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._rows = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._codes)

    @property
    def most_rows(self) -> int:
        """How many rows the id with the most rows has."""
        return int(self._rows.max(initial=0))

    def of(self, column: pa.Array) -> Array:
        """The code of each row's id.

        Rows of one employer mostly lie together: only where a text differs from the one before
        it is it looked up.
        """
        same = words(column, 1)
        heads = np.flatnonzero((same[1:] != same[:-1]).any(axis=1)) + 1
        heads = np.append(0, heads)[: len(column)]
        lengths = np.diff(heads, append=len(column))
        codes, code_of = self._codes, self._codes.setdefault
        names = column.take(pa.array(heads)).to_pylist()
        found = np.array([code_of(name, len(codes)) for name in names], np.int32)
        if len(codes) > len(self._rows):
            self._rows = np.append(self._rows, np.zeros(len(codes), np.int64))
        np.add.at(self._rows, found, lengths)
        return np.repeat(found, lengths)

    def sorted(self) -> tuple[pa.Array, Array]:
        """The ids in their order, and the code of each."""
        ids = pa.array(self._codes, pa.string())
        order = pc.sort_indices(ids)
        return ids.take(order), order.to_numpy()


def words(column: pa.Array, least: int) -> Array:
    """(rows, words): each value as `least` words or more, the same for equal values alone.

    A text is its bytes, a one to end it, and noughts: it is the same text in more words.
    """
    rows = len(column)
    if not pa.types.is_string(column.type):
        wide = pa.float64() if pa.types.is_floating(column.type) else pa.int64()
        if pa.types.is_date32(column.type):
            column = column.cast(pa.int32())
        numbers = column.cast(wide).fill_null(0).to_numpy(zero_copy_only=False)
        numbers = np.asarray(numbers) + 0  # a nought has one sign
        return np.asarray(numbers.view(np.uint64)[:, None])
    _, begins, letters = column.buffers()
    edges = np.frombuffer(begins, np.int32)[column.offset : column.offset + rows + 1]
    bytes_ = np.frombuffer(letters or b"", np.uint8)
    lengths = np.diff(edges)
    longest = int(lengths.max(initial=0))
    width = max(least, longest // 8 + 1)
    packed = np.zeros((rows, 8 * width), np.uint8)
    if rows and longest == int(lengths.min()):  # as keys are: no loop over letters
        packed[:, :longest] = bytes_[edges[0] : edges[-1]].reshape(rows, longest)
        packed[:, longest] = 1
    else:
        kernels.pack(edges, bytes_, packed)
    return packed.view(np.uint64)


def valid(values: pa.Array) -> Array:
    """A bit for each value, set where there is one."""
    if not values.null_count:
        return np.full(len(values) // 8 + 1, 255, np.uint8)
    bits = values.buffers()[0]
    if values.offset % 8:
        return np.packbits(values.is_valid().to_numpy(zero_copy_only=False), bitorder="little")
    return np.frombuffer(bits, np.uint8)[values.offset // 8 :]


def _days(days: pa.Array) -> Array:
    """As numbers; anything where there is none."""
    numbers = np.frombuffer(days.buffers()[1], np.int32)
    return numbers[days.offset : days.offset + len(days)]
