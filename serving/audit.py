"""What is recorded: who did what to which list or entry, chained so that changes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from features.errors import BadOption

__all__ = [
    "NOBODY",
    "NO_PURPOSE",
    "START",
    "AuditEvent",
    "EventType",
    "Record",
    "chain",
    "events_table",
    "now",
    "verify",
]

# Until people sign in, every record says so, in the language of those who will read it.
NOBODY = "okänd (inloggning saknas)"
NO_PURPOSE = "ej angivet (ändamål anges vid inloggning)"

# What the first record has as its previous digest.
START = "0" * 64


class EventType(StrEnum):
    """Everything that is recorded."""

    LIST_MADE = "list_made"
    LISTS_FOUND = "lists_found"
    LIST_READ = "list_read"
    LIST_EXPORTED = "list_exported"
    BRIEF_READ = "brief_read"
    ENTRY_READ = "entry_read"
    EXPLANATION_READ = "explanation_read"
    CENTRES_READ = "centres_read"


_MEANINGS = {
    EventType.LIST_MADE: "A list was made and stored, in the same transaction as this record.",
    EventType.LISTS_FOUND: "Lists of a centre or a week were looked up, without their entries.",
    EventType.LIST_READ: "Entries of a list were shown, with their reasons.",
    EventType.LIST_EXPORTED: "A list left the service as a file.",
    EventType.BRIEF_READ: "The printable brief of a list was shown.",
    EventType.ENTRY_READ: "One entry was shown.",
    EventType.EXPLANATION_READ: "One entry's frozen explanation was shown.",
    EventType.CENTRES_READ: "The centres and their latest lists were shown.",
}


def now() -> datetime:
    """The present, to the second: what records carry."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class AuditEvent:
    """One act. `objects` are ids of lists and entries, never names or identity numbers."""

    type: EventType
    objects: tuple[str, ...] = ()
    rows: int = 0
    actor: str = NOBODY
    purpose: str = NO_PURPOSE
    request_id: str = ""
    time: datetime | None = None

    def __post_init__(self) -> None:
        if self.time is None:
            object.__setattr__(self, "time", now())
        elif self.time.tzinfo is None:
            raise BadOption(f"Audit event {self.type} has a time without a zone.", "give UTC")


@dataclass(frozen=True)
class Record:
    """An event in its place in the chain."""

    number: int
    event: AuditEvent
    previous: str
    digest: str


def chain(event: AuditEvent, after: Record | None) -> Record:
    """The record that `event` becomes after the last one, or as the first."""
    number = after.number + 1 if after else 1
    previous = after.digest if after else START
    return Record(number, event, previous, _digest(number, event, previous))


def verify(records: Iterable[Record], *, count: int, head: str) -> Sequence[str]:
    """Every fault found in the log, in words; none when it is whole.

    Finds changed, deleted, reordered and inserted records by the chain, and a truncated end
    by `count` and `head`, which are kept apart from the records.
    """
    faults: list[str] = []
    last: Record | None = None
    seen = 0
    for record in records:
        seen += 1
        expected = last.number + 1 if last else 1
        if record.number != expected:
            faults.append(f"record {expected} is missing: {record.number} follows")
        if record.previous != (last.digest if last else START):
            faults.append(f"record {record.number} does not follow on the one before it")
        if record.digest != _digest(record.number, record.event, record.previous):
            faults.append(f"record {record.number} has been changed")
        last = record
    if seen != count:
        faults.append(f"{seen} records are there, {count} were written")
    if (last.digest if last else START) != head:
        faults.append("the last record is not the one that was written last")
    return faults


def events_table() -> str:
    """The table of `serving/README.md`, made of the declarations above."""
    rows = [f"| `{one}` | {_MEANINGS[one]} |" for one in EventType]
    return "\n".join(["| event | when |", "|---|---|", *rows]) + "\n"


def _digest(number: int, event: AuditEvent, previous: str) -> str:
    """SHA-256 over the record as canonical JSON; the separators and order are part of it."""
    assert event.time is not None  # set when the event was made
    body = [
        number,
        event.time.astimezone(UTC).isoformat(),
        event.actor,
        event.type,
        list(event.objects),
        event.purpose,
        event.request_id,
        event.rows,
        previous,
    ]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
