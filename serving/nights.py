"""What is known of each night: its steps as they ended, written down at once, one at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from serving.errors import NightUnderWay

__all__ = [
    "Night",
    "State",
    "Step",
    "Task",
    "keep_night",
    "last_night",
    "new_night",
    "only_one",
]

FACTS = "night.json"


class Task(StrEnum):
    """The steps of a night, in their order."""

    CHECK = "check"
    LOAD = "load"
    FEATURES = "features"
    DRIFT = "drift"
    EXPLANATIONS = "explanations"
    LISTS = "lists"
    DIFFERENCES = "differences"


class State(StrEnum):
    """How a night stands. One that is under way while nobody works at it was killed."""

    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"  # by a rule, with what to do
    CRASHED = "crashed"  # by a fault of ours; the log tells where
    LEFT = "left"  # killed, and another delivery had come before anyone went on


@dataclass(frozen=True)
class Step:
    """A step that ended: its seconds, and its counts by name; nothing of any one workplace."""

    task: Task
    seconds: float
    facts: Mapping[str, int | str]


@dataclass(frozen=True)
class Night:
    """A night. `began_at` is when its lists say that they were made, however often it was
    taken up again; `delivery` is a digest of the files that it reads."""

    id: str
    began_at: datetime
    delivery: str
    state: State = State.UNDER_WAY
    resumed: int = 0
    steps: tuple[Step, ...] = ()
    fault: str = ""
    hint: str = ""
    exit_code: int = 0

    def did(self, task: Task) -> Step | None:
        """The step, if it ended."""
        return next((one for one in self.steps if one.task is task), None)

    def with_step(self, step: Step) -> Night:
        """The night with a step that ended; one that was done before is replaced."""
        others = tuple(one for one in self.steps if one.task is not step.task)
        return replace(self, steps=(*others, step))


_NIGHT = TypeAdapter(Night)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the nights of a workspace; raises `NightUnderWay` while another process does.

    The system lets go of the lock when its holder ends, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NightUnderWay(
                "Another night is under way in this workspace.",
                "wait until it has ended; a night that was killed holds nothing up",
            ) from None
        yield


def new_night(folder: Path, began_at: datetime, delivery: str) -> Night:
    """A night that begins, numbered within its day."""
    day = began_at.date().isoformat()
    number = sum(1 for _ in folder.glob(f"{day}-*/{FACTS}")) + 1
    return Night(f"{day}-{number}", began_at, delivery)


def last_night(folder: Path, state: State | None = None) -> Night | None:
    """The night that began last, or the last that stands so; None when there is none."""
    nights = [_NIGHT.validate_json(path.read_bytes()) for path in folder.glob(f"*/{FACTS}")]
    found = [one for one in nights if state is None or one.state is state]
    return max(found, key=lambda one: (one.began_at, len(one.id), one.id), default=None)


def keep_night(folder: Path, night: Night) -> None:
    """Write the night down so that a machine that fails leaves it as it was, or as it is."""
    home = folder / night.id
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"{FACTS}.new"
    with fresh.open("wb") as to:
        to.write(_NIGHT.dump_json(night, indent=1))
        to.flush()
        os.fsync(to.fileno())
    fresh.replace(home / FACTS)
