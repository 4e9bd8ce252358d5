"""Rows as the kernels want them: ids become codes, conditions bits, and nothing is lost."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from features.engine.kernels import count_up, extremes
from features.engine.lines import Codes, true, valid, words

names = st.text("abåö9", max_size=30)  # of one word of eight bytes, or of several
batches = st.lists(st.lists(names, max_size=20), min_size=1, max_size=5)
kinds = st.sampled_from([pa.string(), pa.string_view()])


@given(batches=batches, kind=kinds)
@settings(deadline=None)  # the first call compiles
def test_ids_have_codes_in_the_order_they_were_met_and_come_back_as_texts(
    batches: list[list[str]], kind: pa.DataType
) -> None:
    codes = Codes()
    met: dict[str, int] = {}
    rows: dict[str, int] = {}
    for batch in batches:
        found = codes.of(words(pa.array(batch, kind)), np.arange(len(batch)))
        assert found.tolist() == [met.setdefault(name, len(met)) for name in batch]
        for more, name in enumerate(batch):
            rows[name] = rows.get(name, 0) + more
    ids, order = codes.sorted()

    assert len(codes) == len(met)
    assert codes.most_rows == max(rows.values(), default=0)
    assert ids.to_pylist() == sorted(met, key=str.encode)
    if order is None:
        assert list(met) == ids.to_pylist()
    else:
        assert [met[name] for name in ids.to_pylist()] == order.tolist()


conditions = st.lists(st.sampled_from([True, False, None]), max_size=40)


@given(before=conditions, held=conditions, middle=st.integers(0, 40))
@settings(deadline=None)  # the first call compiles
def test_conditions_are_counted_where_they_hold(
    before: list[bool | None], held: list[bool | None], middle: int
) -> None:
    middle = min(middle, len(held))
    column = pa.array([*before, *held], pa.bool_())[len(before) :]

    found = count_up(np.array([0, middle, len(held)], np.int32), true(column))

    assert found.tolist() == [held[:middle].count(True), held[middle:].count(True)]


whole = st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))
figures = st.one_of(st.none(), st.floats(allow_infinity=True, allow_nan=True))


@given(
    values=st.one_of(st.lists(whole, min_size=1), st.lists(figures, min_size=1)),
    sign=st.sampled_from([1, -1]),
)
@settings(deadline=None)  # the first call compiles
def test_the_largest_and_the_smallest_are_of_the_values_that_stand(
    values: list[float | None], sign: int
) -> None:
    is_whole = not any(isinstance(value, float) for value in values)
    column = pa.array([None, *values], pa.int64() if is_whole else pa.float64())[1:]
    seen = np.asarray(column.fill_null(0).to_numpy(zero_copy_only=False))
    standing = [value for value in values if value is not None and value == value]

    found = extremes(np.array([0, len(values)], np.int32), seen, valid(column), sign)

    if standing:
        assert found[0] == float(max(standing) if sign > 0 else min(standing))
    else:
        assert np.isnan(found[0])
