"""The report of a night: how it ended, what to do, and what each step came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from serving.nights import Night, State, Task
from serving.pages.rendering import Layout, Reader

__all__ = ["NightPage", "StepRow", "night_page"]


@dataclass(frozen=True)
class StepRow:
    """A step in words; `seconds` and `said` tell that it was not reached."""

    name: str
    seconds: str
    said: str


@dataclass(frozen=True)
class NightPage:
    """All that `night.html` receives."""

    template: ClassVar[str] = "night.html"

    layout: Layout
    heading: str
    began: str
    resumed: str
    ended: str
    is_done: bool
    fault: str
    hint: str
    steps: tuple[StepRow, ...]
    delivery_url: str


def night_page(night: Night, reader: Reader) -> NightPage:
    """The report as a file of its own, beside the report on the delivery."""
    heading = reader.text("night.title", id=night.id)
    return NightPage(
        layout=Layout.of(reader, heading, "", alone=True),
        heading=heading,
        began=reader.text("night.began", when=f"{night.began_at:%Y-%m-%d %H:%M}"),
        resumed=reader.text("night.resumed", times=night.resumed) if night.resumed else "",
        ended=reader.text(f"night.state.{night.state}"),
        is_done=night.state is State.DONE,
        fault=night.fault,
        hint=night.hint,
        steps=tuple(_row(night, task, reader) for task in Task),
        delivery_url="delivery.html",
    )


def _row(night: Night, task: Task, reader: Reader) -> StepRow:
    step, name = night.did(task), reader.text(f"night.step.{task}")
    if step is None:
        return StepRow(name, "–", reader.text("night.not_reached"))
    key = f"night.said.{task}"
    if task is Task.DRIFT and not step.facts["against"]:
        key += ".first"
    grouped = {
        name: f"{value:,}".replace(",", " ") if isinstance(value, int) else value
        for name, value in step.facts.items()
    }
    return StepRow(name, f"{step.seconds:.1f}", reader.text(key, **grouped))
