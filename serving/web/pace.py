"""Which requests are answered on the spot, and which in a thread beside.

To hand a request to a thread and back takes as long as to answer most of them, and while two
threads take turns at Python both are slower. So what was quick the last time is answered at
once in the thread that receives requests, and only the disk is waited for elsewhere. What takes
long, or would have to wait for somebody else, must not hold up everybody there: it goes to a
thread, until it is quick again.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from serving.store.at_once import MustWait, at_once

__all__ = ["Pace"]

T = TypeVar("T")

# Within that, whoever comes meanwhile notices no delay.
_SHORT_SECONDS = 0.02
_ROOM = 4096  # addresses that are remembered


class Pace:
    """How long each address took the last time; used by one thread alone."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[str, float] = OrderedDict()

    async def answer(self, address: str, answer: Callable[[], T], *, is_one: bool) -> T:
        """What `answer` gives, called here if it may be, else in a thread.

        It `is_one` if it asks the store for one thing alone, so that it can be called again
        when it finds that it must wait. Its errors are raised as they are.
        """
        if not is_one:
            return await run_in_threadpool(answer)
        if self._seconds.get(address, _SHORT_SECONDS) < _SHORT_SECONDS:
            try:
                with self._timed(address), at_once() as done:
                    given = answer()
            except MustWait:
                pass
            else:
                for wait in done.afterwards:
                    await run_in_threadpool(wait)
                return given
        with self._timed(address):
            return await run_in_threadpool(answer)

    @contextmanager
    def _timed(self, address: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[address] = time.perf_counter() - began
            self._seconds.move_to_end(address)
            while len(self._seconds) > _ROOM:
                self._seconds.popitem(last=False)
