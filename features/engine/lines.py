"""Rows of a register as the kernels want them: whose each is, when it counts, its columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels, pairs
from features.engine.calendar import Calendar

__all__ = ["Codes", "Lines", "true", "valid", "words"]

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
    noted: dict[tuple[object, ...], Array] = field(default_factory=dict)  # see `once`

    @classmethod
    def of(cls, rows: pa.RecordBatch, codes: Codes, calendar: Calendar) -> Lines:
        """The rows of `lines_sql`; ids met for the first time get the next codes."""
        names, ended = rows.column("id"), rows.column("ended")
        happened = _days(rows.column("happened"))
        letters = words(names)
        starts, heads, spans = kernels.segments(
            letters,
            happened,
            _days(rows.column("known")),
            _days(ended),
            valid(ended),
            calendar.first_day,
            calendar.reach,
        )
        met = codes.of(letters[starts[heads]], np.diff(starts[heads], append=len(names)))
        ids = np.repeat(met, np.diff(heads, append=len(spans)))
        return cls(starts, ids, spans, happened[starts[:-1]], tuple(rows.columns[4:]))

    @cached_property
    def rows(self) -> Array:
        """How many rows each segment has."""
        return np.diff(self.starts).astype(np.int64)

    def once(self, key: tuple[object, ...], find: Callable[[], Array]) -> Array:
        """What several terms ask of these rows, found by the first that asks."""
        if key not in self.noted:
            self.noted[key] = find()
        return self.noted[key]


class Codes:
    """Ids in the order in which they were met."""

    def __init__(self) -> None:
        self._count = 0
        self._kept = np.zeros((0, 1), np.uint64)
        self._rows = np.zeros(0, np.int64)
        self._owner = np.zeros(0, np.int32)  # all are of one list
        self._table = np.full(2**10, -1, np.int32)

    def __len__(self) -> int:
        return self._count

    @property
    def most_rows(self) -> int:
        """How many rows the id with the most rows has."""
        return int(self._rows.max(initial=0))

    def of(self, names: Array, rows: Array) -> Array:
        """The code of each name, given as `words`, of which there are `rows` more."""
        self._make_room(self._count + len(names), names.shape[1])
        if (narrower := self._kept.shape[1] - names.shape[1]) > 0:
            names = np.pad(names, ((0, 0), (0, narrower)))
        found = np.empty(len(names), np.int32)
        self._count = pairs.note_codes(
            self._table, self._owner, self._kept, self._rows, self._count, names, rows, found
        )
        return found

    def sorted(self) -> tuple[pa.Array, Array | None]:
        """The ids in their order, and the code of each; None where they were met in order."""
        ids = _texts(self._kept[: self._count])
        if len(ids) < 2 or pc.all(pc.less(ids[:-1], ids[1:])).as_py():
            return ids, None
        order = pc.sort_indices(ids)
        return ids.take(order), order.to_numpy()

    def _make_room(self, most: int, width: int) -> None:
        """For `most` names of `width` words; either may only grow."""
        wider = max(0, width - self._kept.shape[1])
        if most > len(self._kept) or wider:
            more = max(0, max(most, 2 * len(self._kept)) - len(self._kept))
            self._kept = np.pad(self._kept, ((0, more), (0, wider)))
            self._rows = np.pad(self._rows, (0, more))
            self._owner = np.zeros(len(self._kept), np.int32)
        size = len(self._table)
        while size < 2 * most:
            size *= 2
        if size > len(self._table) or wider:
            self._table = np.full(size, -1, np.int32)
            pairs.fill_list(self._table, self._owner, self._kept[: self._count])


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
        _, _, *letters = column.buffers()  # of texts that are longer
        if not any(letters) or int((views[:, 0] & np.uint64(2**32 - 1)).max()) <= INLINE:
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


def _texts(words: Array) -> pa.Array:
    """What `words` made of texts, as texts again."""
    lengths = (words[:, 0] & np.uint64(2**32 - 1)).astype(np.int32)
    letters = (
        np.ascontiguousarray(words)
        .view(np.uint8)
        .reshape(len(words), 8 * words.shape[1])[:, 4:]
    )
    kept = letters[np.arange(letters.shape[1]) < lengths[:, None]]
    begins = np.append(np.int32(0), np.cumsum(lengths, dtype=np.int32))
    buffers = [None, pa.py_buffer(begins), pa.py_buffer(kept)]
    return pa.Array.from_buffers(pa.string(), len(words), buffers)


def valid(values: pa.Array) -> Array:
    """A bit for each value, set where there is one."""
    if not values.null_count:
        return np.full(len(values) // 8 + 1, 255, np.uint8)
    bits = values.buffers()[0]
    if values.offset % 8:
        return np.packbits(values.is_valid().to_numpy(zero_copy_only=False), bitorder="little")
    return np.frombuffer(bits, np.uint8)[values.offset // 8 :]


def true(conditions: pa.Array) -> Array:
    """A bit for each condition, set where it holds; neither null nor false does."""
    if conditions.offset % 8:
        held = conditions.fill_null(False).to_numpy(zero_copy_only=False)
        return np.packbits(held, bitorder="little")
    bits = np.frombuffer(conditions.buffers()[1], np.uint8)[conditions.offset // 8 :]
    if not conditions.null_count:
        return bits
    stand = valid(conditions)
    rows = min(len(bits), len(stand))
    return np.bitwise_and(bits[:rows], stand[:rows])


def _days(days: pa.Array) -> Array:
    """As numbers; anything where there is none."""
    numbers = np.frombuffer(days.buffers()[1], np.int32)
    return numbers[days.offset : days.offset + len(days)]
