"""Rows on their way to a delivery: plain columns, and words held once and pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from features.schema import Kind, Table

__all__ = ["NO_DAY", "NO_ORE", "Keys", "Rows", "Values", "codes", "to_arrow"]

# The least number of a type stands for a missing value: no real day or sum comes near it.
NO_DAY = int(np.iinfo(np.int32).min)
NO_ORE = int(np.iinfo(np.int64).min)


@dataclass(frozen=True)
class Keys:
    """A text column: `at` points into `words`; -1 is missing."""

    at: np.ndarray
    words: pa.StringArray

    def __len__(self) -> int:
        return len(self.at)

    def take(self, rows: np.ndarray) -> Keys:
        """The same words, other rows."""
        return Keys(self.at[rows], self.words)


Values: TypeAlias = np.ndarray | Keys

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.ORE: pa.int64(),
    Kind.REAL: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.BOOLEAN: pa.bool_(),
}


@dataclass(frozen=True)
class Rows:
    """Columns of equal length, by name."""

    columns: Mapping[str, Values]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> Values:
        return self.columns[name]

    def numbers(self, name: str) -> np.ndarray:
        """A column that is not text."""
        values = self.columns[name]
        assert isinstance(values, np.ndarray)
        return values

    def texts(self, name: str) -> Keys:
        """A text column."""
        values = self.columns[name]
        assert isinstance(values, Keys)
        return values

    def take(self, rows: np.ndarray) -> Rows:
        """Some of the rows, in the order given, or where a mask is true."""
        return Rows({name: _take(values, rows) for name, values in self.columns.items()})

    def having(self, **columns: Values) -> Rows:
        """The same rows with some columns replaced or added."""
        return Rows({**self.columns, **columns})

    def then(self, *others: Rows) -> Rows:
        """These rows and the others after them; words must be the same or are joined."""
        parts = [self, *(other for other in others if len(other))]
        if len(parts) == 1:
            return self
        return Rows({name: _join([part[name] for part in parts]) for name in self.columns})


def codes(words: Sequence[str], at: np.ndarray) -> Keys:
    """A text column from a short list of words."""
    return Keys(np.asarray(at, dtype=np.int32), pa.array(list(words), type=pa.string()))


def to_arrow(table: Table, rows: Rows) -> pa.Table:
    """The rows as a delivery has them: columns in declared order, with their types."""
    extra = sorted(set(rows.columns) - {column.name for column in table.columns})
    assert not extra, f"{table.name}: undeclared columns {extra}"
    arrays = []
    for column in table.columns:
        values = rows[column.name]
        if isinstance(values, Keys):
            at = pa.array(values.at, mask=values.at < 0) if (values.at < 0).any() else values.at
            arrays.append(pa.DictionaryArray.from_arrays(at, values.words))
        else:
            arrays.append(_plain(values, _TYPES[column.kind]))
    return pa.table(arrays, names=[column.name for column in table.columns])


def _plain(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    if values.dtype.kind == "f":
        return pa.array(values, type=pa.float64(), from_pandas=True)
    if values.dtype.kind == "b":
        return pa.array(values)
    missing = values == np.iinfo(values.dtype).min
    if pa.types.is_date32(kind):  # a missing day may have become wider than it was
        missing |= values == NO_DAY
    mask = missing if missing.any() else None
    if pa.types.is_date32(kind):
        return pa.array(values.astype(np.int32, copy=False), mask=mask).cast(kind)
    return pa.array(values.astype(np.int64, copy=False), mask=mask)


def _take(values: Values, rows: np.ndarray) -> Values:
    return values.take(rows) if isinstance(values, Keys) else values[rows]


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """One after another. What is missing in a narrow type stays missing in a wider one."""
    kind = np.result_type(*parts)
    if kind.kind == "i":
        parts = [
            part
            if part.dtype == kind
            else np.where(
                part == np.iinfo(part.dtype).min, np.iinfo(kind).min, part.astype(kind)
            )
            for part in parts
        ]
    return np.concatenate(parts)


def _join(parts: list[Values]) -> Values:
    if all(isinstance(part, np.ndarray) for part in parts):
        return _joined([part for part in parts if isinstance(part, np.ndarray)])
    keys = [part for part in parts if isinstance(part, Keys)]
    # Words must stay distinct: Parquet's writer is not byte-stable over a doubled dictionary.
    if all(key.words is keys[0].words or key.words.equals(keys[0].words) for key in keys):
        return Keys(np.concatenate([key.at for key in keys]), keys[0].words)
    shifts = np.cumsum([0, *(len(key.words) for key in keys[:-1])])
    at = [np.where(k.at < 0, -1, k.at + s) for k, s in zip(keys, shifts, strict=True)]
    words = pa.concat_arrays([key.words for key in keys])
    return Keys(np.concatenate(at).astype(np.int32), words)
