"""What was quick is answered on the spot; what takes long or must wait goes to a thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from serving.store.at_once import MustWait, is_at_once, waits_afterwards
from serving.web.pace import Pace


def answered(pace: Pace, *asked: Callable[[], object], is_one: bool = True) -> list[object]:
    """The answers to the same address, one after another."""

    async def all_of_them() -> list[object]:
        return [await pace.answer("/here", one, is_one=is_one) for one in asked]

    return asyncio.run(all_of_them())


def where() -> str:
    return "here" if threading.current_thread() is threading.main_thread() else "beside"


def slowly() -> str:
    time.sleep(0.03)
    return where()


def test_the_first_answer_and_whatever_was_slow_go_to_a_thread() -> None:
    told = answered(Pace(), where, where, slowly, where, where)
    assert told == ["beside", "here", "here", "beside", "here"]


def test_what_is_done_in_several_steps_always_goes_to_a_thread() -> None:
    assert answered(Pace(), where, where, is_one=False) == ["beside", "beside"]


def test_what_would_have_to_wait_is_asked_again_where_it_may() -> None:
    asked: list[str] = []

    def wait() -> str:
        asked.append(where())
        if is_at_once():
            raise MustWait
        return where()

    assert answered(Pace(), where, wait) == ["beside", "beside"]
    assert asked == ["here", "beside"]


def test_the_answer_is_given_after_the_disk_was_waited_for_in_a_thread() -> None:
    told: list[str] = []

    def flush() -> None:
        time.sleep(0.03)
        told.append(where())

    def decide() -> str:
        assert waits_afterwards(flush)
        return where()

    async def ask() -> None:
        pace = Pace()
        await pace.answer("/here", where, is_one=True)
        for _ in range(2):  # the disk's slowness is not the answer's
            assert await pace.answer("/here", decide, is_one=True) == "here"
            told.append("answered")

    asyncio.run(ask())
    assert told == ["beside", "answered"] * 2


def test_a_fault_is_raised_as_it_is_and_ends_the_hurry() -> None:
    def fail() -> None:
        raise LookupError("nothing there")

    pace = Pace()
    answered(pace, where)
    with pytest.raises(LookupError, match="nothing there"):
        answered(pace, fail)
    assert not is_at_once()
