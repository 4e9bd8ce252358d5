"""Where ids stand in a list of ids: found by their letters, as often as asked."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from features.engine import pairs
from features.engine.kernels import Array
from features.engine.lines import words

__all__ = ["Places"]


class Places:
    """A list of `ids`, each once, that tells where others stand in it."""

    def __init__(self, ids: pa.Array) -> None:
        self._kept = words(ids)
        size = 2
        while size < 2 * len(ids) + 2:
            size *= 2
        self._owner = np.zeros(len(ids), np.int32)  # all are of one list
        self._table = np.full(size, -1, np.int32)
        pairs.fill_list(self._table, self._owner, self._kept)

    def of(self, ids: pa.ChunkedArray) -> Array:
        """The place of each of `ids`, which may be null; the length of the list without one."""
        asked = words(ids.combine_chunks())
        wider = self._kept.shape[1] - asked.shape[1]
        if wider > 0:
            asked = np.pad(asked, ((0, 0), (0, wider)))
        found = pairs.look_up(self._table, self._owner, self._kept, asked)
        if ids.null_count:
            found[ids.is_null().to_numpy()] = len(self._kept)
        return found
