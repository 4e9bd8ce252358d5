"""Two things at once with the registers, each with registers of its own, results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from features.engine.asking import OpenRegisters
from features.engine.registers import Registers

__all__ = ["side_by_side", "two_of"]

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def two_of(
    registers: OpenRegisters, items: Sequence[object]
) -> Iterator[Sequence[OpenRegisters]]:
    """Registers for two items at once, each with an engine of its own where the engine can.

    One item needs one: the registers themselves, as they do where there can be no other.
    """
    with ExitStack() as opened:
        if isinstance(registers, Registers) and len(items) > 1:
            yield [opened.enter_context(registers.beside(2)) for _ in range(2)]
        else:
            yield [registers]


def side_by_side(
    beside: Sequence[OpenRegisters],
    items: Sequence[Item],
    job: Callable[[OpenRegisters, Item], Callable[[], Result]],
) -> Iterator[Result]:
    """Results in the order of `items`, as many of which are worked on at once as `beside` has
    registers (`two_of`).

    `job` begins with an item, one after the other, and returns what is left to do of it.
    """
    with ThreadPoolExecutor(len(beside)) as pool:
        waiting: deque[Future[Result]] = deque()
        for number, item in enumerate(items):
            if len(waiting) == len(beside):  # then the one to begin with is free again
                yield waiting.popleft().result()
            waiting.append(pool.submit(job(beside[number % len(beside)], item)))
        while waiting:
            yield waiting.popleft().result()
