"""Two things at once with the registers, each with registers of its own, results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import TypeVar

from features.engine.asking import OpenRegisters
from features.engine.registers import Registers

__all__ = ["side_by_side"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(
    registers: OpenRegisters,
    items: Sequence[Item],
    job: Callable[[OpenRegisters, Item], Callable[[], Result]],
) -> Iterator[Result]:
    """Results in the order of `items`, two of which are worked on at once, never more.

    `job` begins with an item, one after the other, and returns what is left to do of it. Each
    has registers of its own where the engine can; else what is left is done one by one.
    """
    beside: list[OpenRegisters] = [registers]
    with ExitStack() as opened, ThreadPoolExecutor(2) as pool:
        if isinstance(registers, Registers) and len(items) > 1:
            beside = [opened.enter_context(registers.beside(2)) for _ in range(2)]
        waiting: deque[Future[Result]] = deque()
        for number, item in enumerate(items):
            if len(waiting) == len(beside):  # then the one to begin with is free again
                yield waiting.popleft().result()
            waiting.append(pool.submit(job(beside[number % len(beside)], item)))
        while waiting:
            yield waiting.popleft().result()
