"""Work that may wait for nobody: it is done on the spot, or given up before it is written.

Whoever answers many at once in a single thread must not be held up in it by another process'
turn at writing, or by a disk. Within `at_once` whatever would wait for a turn raises `MustWait`
instead, and the same is then done where waiting harms nobody. What only the disk has still to
take is waited for afterwards, elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["AtOnce", "MustWait", "at_once", "is_at_once", "make_final", "waits_afterwards"]


class MustWait(Exception):
    """It cannot be done without waiting. Nothing has been written, and it can be done anew."""


@dataclass
class AtOnce:
    """What was done without waiting. Until all of `afterwards` have returned, nothing of it may
    be told to be on the disk.
    """

    afterwards: list[Callable[[], None]] = field(default_factory=list)
    is_final: bool = False


@contextmanager
def at_once() -> Iterator[AtOnce]:
    """Until it ends, nothing of the store is waited for in this thread."""
    done = _HERE.done = AtOnce()
    try:
        yield done
    finally:
        _HERE.done = None


def is_at_once() -> bool:
    """Whether this thread may wait for nobody just now, and give up instead."""
    done: AtOnce | None = getattr(_HERE, "done", None)
    return done is not None and not done.is_final


def make_final() -> None:
    """Something was decided, which must not be done anew: from now on this thread waits."""
    done: AtOnce | None = getattr(_HERE, "done", None)
    if done is not None:
        done.is_final = True


def waits_afterwards(wait: Callable[[], None]) -> bool:
    """Leave the waiting for later, if this thread may not; whether it is left."""
    done: AtOnce | None = getattr(_HERE, "done", None)
    if done is None:
        return False
    done.afterwards.append(wait)
    return True


_HERE = threading.local()
