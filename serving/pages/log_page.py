"""The audit log as a page: who did what, when and what for; or a sample to follow up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from serving.audit import Record
from serving.audit_vocabulary import EventType
from serving.pages.decision_panel import Option
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day

__all__ = ["LogLine", "LogPage", "log_page"]


_DIGEST = 64  # signs of SHA-256 in hex: the first twelve tell one from another


@dataclass(frozen=True)
class LogLine:
    """One record as it is shown. `who` is a name where the person is still known."""

    number: int
    when: str
    who: str
    what: str
    about: str
    beside: str


@dataclass(frozen=True)
class LogPage:
    """All that `log.html` receives. `more_url` is empty at the beginning of the log."""

    template: ClassVar[str] = "log.html"

    layout: Layout
    lines: tuple[LogLine, ...]
    kinds: tuple[Option, ...]
    about: str
    url: str
    sample_url: str
    is_sample: bool
    more_url: str


def log_page(
    found: Sequence[Record],
    names: Mapping[str, str],
    reader: Reader,
    *,
    kind: str = "",
    about: str = "",
    is_sample: bool = False,
    following: int = 0,
) -> LogPage:
    """The records, in the order they are given. `following` is the number to go on before."""
    return LogPage(
        layout=Layout.of(
            reader,
            reader.text("log.title"),
            "/logg",
            sheets=("workplace.css", "follow_up.css", "review.css"),
        ),
        lines=tuple(_line(one, names, reader) for one in found),
        kinds=tuple(
            Option(one.value, reader.text(f"event.{one.value}"), one.value == kind)
            for one in EventType
        ),
        about=about,
        url=reader.url("/logg"),
        sample_url=reader.url("/logg", stickprov="1"),
        is_sample=is_sample,
        more_url=reader.url("/logg", typ=kind, om=about, fore=str(following))
        if following
        else "",
    )


def _line(record: Record, names: Mapping[str, str], reader: Reader) -> LogLine:
    event = record.event
    when = ""
    if event.time is not None:
        local = event.time.astimezone()
        when = f"{day(local.date(), reader.language)}, {local:%H.%M}"
    who = names.get(event.actor, event.actor)
    role = ", ".join(x for x in (event.role, event.authority) if x)
    purpose = ", ".join(x for x in (event.centre, event.control_case, event.ground) if x)
    beside = (
        reader.text(f"log.rows.{'one' if event.rows == 1 else 'many'}", count=event.rows)
        if event.rows
        else "",
        reader.text("log.filter", filter=event.filter) if event.filter else "",
        event.client,
    )
    return LogLine(
        number=record.number,
        when=when,
        who=f"{who} ({role})" if role else who,
        what=reader.text(f"event.{event.type.value}"),
        about=_few(event.objects),
        beside=" · ".join(x for x in (purpose, *beside) if x),
    )


def _few(objects: Sequence[str]) -> str:
    """The first of them: a list's reading names every place on it."""
    told = " ".join(one[:12] if len(one) == _DIGEST else one for one in objects[:4])
    return f"{told} \N{HORIZONTAL ELLIPSIS}" if len(objects) > 4 else told
