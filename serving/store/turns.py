"""Turns at writing, and the moment from which what was written is on the disk.

Every transaction ends in the log, so writers of a store take turns. One that waited for the
disk within its turn would keep all others waiting with it, readers too, whose record is a
write. So a turn ends with a commit that waits for nothing, and whoever must be sure waits after
it, beside the turns of others.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving.store.at_once import MustWait, is_at_once

__all__ = ["BUSY_SECONDS", "Turns"]

# How long a writer waits for its turn before it gives up.
BUSY_SECONDS = 10.0


class Turns:
    """The turns of one process at a SQLite file; those of others are kept by SQLite itself.

    SQLite lets whoever finds the file locked sleep and try again, 25 ms and more apart, while
    others overtake: here they are woken at once.
    """

    def __init__(self, file: Path) -> None:
        self._log = Path(f"{file}-wal")
        self._turn = threading.Lock()
        self._flushing = threading.Lock()
        self._counting = threading.Lock()
        self._asked = 0
        self._done = 0
        self._named = -1

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn. After `BUSY_SECONDS` without one SQLite itself is asked, and refuses.

        Raises `MustWait` where nobody is to be waited for.
        """
        if is_at_once():
            if not self._turn.acquire(blocking=False):
                raise MustWait
            mine = True
        else:
            mine = self._turn.acquire(timeout=BUSY_SECONDS)
        try:
            yield
        finally:
            if mine:
                self._turn.release()

    def reach_disk(self) -> None:
        """Wait until all that was committed before is on the disk.

        To be called with the connection that committed still open, since SQLite removes its
        log with the last one. Raises `OSError` when the disk does not take it. Those who wait
        while a flush is under way share the next one.
        """
        with self._counting:
            self._asked += 1
            mine = self._asked
        with self._flushing:
            if self._done >= mine:
                return
            with self._counting:
                upto = self._asked
            self._flush()
            self._done = upto

    def _flush(self) -> None:
        log = os.open(self._log, os.O_RDWR)
        try:
            # What SQLite itself uses; elsewhere than on Linux not every system has it.
            getattr(os, "fdatasync", os.fsync)(log)
            number = os.fstat(log).st_ino
        finally:
            os.close(log)
        if number != self._named:  # a new file, whose name must be found again as well
            folder = os.open(self._log.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
            self._named = number
