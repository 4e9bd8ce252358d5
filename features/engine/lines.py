"""Rows of a register as the kernels want them: whose each is, when it counts, its columns."""

from __future__ import annotations

from collections.abc import Sequence
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
INLINE = 12  # letters of a text that Arrow keeps in its view


@dataclass(frozen=True)
class Lines:
    """A batch of rows, brought together by segment, and its columns row by row.

    Segment i is the rows from `starts[i]` up to `starts[i + 1]`: of the id with code `ids[i]`,
    of one day `happened[i]`, counting at the dates of `spans[i]`.
    """

    starts: Array
    ids: Array
    spans: Array
    happened: Array
    columns: tuple[pa.Array, ...]

    @classmethod
    def of(cls, rows: pa.RecordBatch, codes: Codes, calendar: Calendar) -> Lines:
        """The rows of `lines_sql`; ids met for the first time get the next codes."""
        names, ended = rows.column("id"), rows.column("ended")
        happened = _days(rows.column("happened"))
        starts, heads, spans = kernels.segments(
            words(names),
            happened,
            _days(rows.column("known")),
            _days(ended),
            valid(ended),
            calendar.first_day,
            calendar.reach,
        )
        met = codes.of(_taken(names, starts[heads]), np.diff(starts[heads], append=len(names)))
        ids = np.repeat(met, np.diff(heads, append=len(spans)))
        return cls(starts, ids, spans, happened[starts[:-1]], tuple(rows.columns[4:]))

    @property
    def rows(self) -> Array:
        """How many rows each segment has."""
        return np.diff(self.starts).astype(np.int64)


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

    def of(self, names: Sequence[str], rows: Array) -> Array:
        """The code of each name, of which there are `rows` more."""
        codes, code_of = self._codes, self._codes.setdefault
        found = np.array([code_of(name, len(codes)) for name in names], np.int32)
        if len(codes) > len(self._rows):
            more = np.zeros(max(len(codes), 2 * len(self._rows)) - len(self._rows), np.int64)
            self._rows = np.append(self._rows, more)
        np.add.at(self._rows, found, rows)
        return found

    def sorted(self) -> tuple[pa.Array, Array | None]:
        """The ids in their order, and the code of each; None where they were met in order."""
        ids = pa.array(self._codes, pa.string())
        if len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py():
            return ids, None
        order = pc.sort_indices(ids)
        return ids.take(order), order.to_numpy()


def words(column: pa.Array) -> Array:
    """(rows, words): each value as so many words, the same for equal values alone.

    A text is its length in four bytes, its letters, and noughts: the same text in more words
    has more noughts. Arrow's views of texts of up to twelve letters are that already.
    """
    if not pa.types.is_string_view(column.type):
        if not pa.types.is_string(column.type):
            return _numbers(column)
    else:
        views = _views(column)
        if not len(views) or int((views[:, 0] & np.uint64(2**32 - 1)).max()) <= INLINE:
            return views
        column = column.cast(pa.string())
    rows = len(column)
    _, begins, letters = column.buffers()
    edges = np.frombuffer(begins, np.int32)[column.offset : column.offset + rows + 1]
    longest = int(np.diff(edges).max(initial=INLINE))
    packed = np.zeros((rows, 8 * ((longest + 4 + 7) // 8)), np.uint8)
    kernels.pack(edges, np.frombuffer(letters or b"", np.uint8), packed)
    return packed.view(np.uint64)


def _numbers(column: pa.Array) -> Array:
    wide = pa.float64() if pa.types.is_floating(column.type) else pa.int64()
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    numbers = column.cast(wide).fill_null(0).to_numpy(zero_copy_only=False)
    numbers = np.asarray(numbers) + 0  # a nought has one sign
    return np.asarray(numbers.view(np.uint64)[:, None])


def _views(column: pa.Array) -> Array:
    views = np.frombuffer(column.buffers()[1], np.uint64).reshape(-1, 2)
    return views[column.offset : column.offset + len(column)]


def _taken(column: pa.Array, places: Array) -> list[str]:
    """The values at `places`."""
    if not pa.types.is_string_view(column.type):
        return list(column.take(pa.array(places)).to_pylist())
    _, _, *letters = column.buffers()
    kept = pa.py_buffer(np.ascontiguousarray(_views(column)[places]))
    taken = pa.Array.from_buffers(column.type, len(places), [None, kept, *letters])
    return list(taken.to_pylist())


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
