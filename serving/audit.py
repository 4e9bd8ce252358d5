"""What is recorded: who did what to which list or entry, chained so that changes show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from features.errors import BadOption
from serving.audit_vocabulary import EventType

__all__ = [
    "NOBODY",
    "NO_PURPOSE",
    "START",
    "AuditEvent",
    "EventType",
    "Record",
    "chain",
    "is_whole",
    "now",
    "record_from_json",
    "record_json",
    "verify",
]

# Until people sign in, every record says so, in the language of those who will read it.
NOBODY = "okänd (inloggning saknas)"
NO_PURPOSE = "ej angivet (ändamål anges vid inloggning)"

# What the first record has as its previous digest.
START = "0" * 64


def now() -> datetime:
    """The present, to the second: what records carry."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class AuditEvent:
    """One act. `objects` are ids of lists and entries, never names or identity numbers.

    Who: `actor`, their `authority` and `role`. Why: `purpose` in words, and the `centre`,
    `control_case` and `ground` it rests on. What else: the `filter` that narrowed what was
    shown, and the `client` it was shown to (session, token or command).
    """

    type: EventType
    objects: tuple[str, ...] = ()
    rows: int = 0
    actor: str = NOBODY
    purpose: str = NO_PURPOSE
    request_id: str = ""
    time: datetime | None = None
    authority: str = ""
    role: str = ""
    centre: str = ""
    control_case: str = ""
    ground: str = ""
    filter: str = ""
    client: str = ""

    def __post_init__(self) -> None:
        if self.time is None:
            object.__setattr__(self, "time", now())
        elif self.time.tzinfo is None:
            raise BadOption(f"Audit event {self.type} has a time without a zone.", "give UTC")


@dataclass(frozen=True)
class Record:
    """An event in its place in the chain.

    `form` says what the digest is taken over. Form 1, of the first workspaces, knew neither
    authority, role, centre, case and ground nor filter and client.
    """

    number: int
    event: AuditEvent
    previous: str
    digest: str
    form: int = 2


def chain(event: AuditEvent, count: int = 0, digest: str = START) -> Record:
    """The record that `event` becomes after `count` others, the last with `digest`."""
    return Record(count + 1, event, digest, _digest(count + 1, event, digest, 2))


def verify(
    records: Iterable[Record], *, count: int, head: str, first: int = 1, before: str = START
) -> Sequence[str]:
    """Every fault found in the log, in words; none when it is whole.

    Finds changed, deleted, reordered and inserted records by the chain, and a truncated end
    by `count` and `head`, which are kept apart from the records. Where retention has removed
    the oldest, the log begins at `first`, after a record with the digest `before`; a record
    further on must vouch for just that.
    """
    faults: list[str] = []
    number, digest = first - 1, before
    vouched = first == 1 and before == START
    for record in records:
        if record.number != number + 1:
            faults.append(_misplaced(record.number, number + 1))
        if record.previous != digest:
            faults.append(f"record {record.number} does not follow on the one before it")
        if not is_whole(record):
            faults.append(f"record {record.number} has been changed")
        removed = (str(first - 1), before)
        if record.event.type is EventType.RECORDS_REMOVED and record.event.objects == removed:
            vouched = True
        number, digest = record.number, record.digest
    if number != count:
        faults.append(f"the last record there is number {number}, and {count} were written")
    if digest != head:
        faults.append("the last record is not the one that was written last")
    if not vouched:
        faults.append(f"the log begins at record {first}, and no record of removal says why")
    return faults


def is_whole(record: Record) -> bool:
    """Whether the record says what it said when it was written."""
    if record.form == 1 and any(getattr(record.event, name) for name in _FORM_2):
        return False
    return record.form in (1, 2) and record.digest == _digest(
        record.number, record.event, record.previous, record.form
    )


def record_json(record: Record) -> str:
    """The record as one line; `record_from_json` gives back an equal one."""
    event = asdict(record.event)
    event["time"] = _moment(record.event)
    return json.dumps(
        {
            "number": record.number,
            "form": record.form,
            "event": event,
            "previous": record.previous,
            "digest": record.digest,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def record_from_json(line: str) -> Record:
    """The record of a line. Raises `BadOption` for a line that is none."""
    try:
        told = json.loads(line)
        event = told["event"]
        made = AuditEvent(
            **{
                **event,
                "type": EventType(event["type"]),
                "objects": tuple(event["objects"]),
                "time": datetime.fromisoformat(event["time"]),
            }
        )
        return Record(
            int(told["number"]), made, told["previous"], told["digest"], int(told["form"])
        )
    except (ValueError, TypeError, KeyError) as error:
        raise BadOption(
            f"A line of the log is no record ({type(error).__name__}).",
            "give the file as lykta audit export wrote it",
        ) from None


def _misplaced(found: int, expected: int) -> str:
    if found > expected:
        return f"record {expected} is missing: {found} follows"
    return f"record {found} stands where {expected} was expected"


# What form 2 added to form 1, in the order of the digest.
_FORM_2 = ("authority", "role", "centre", "control_case", "ground", "filter", "client")


def _moment(event: AuditEvent) -> str:
    assert event.time is not None  # set when the event was made
    return event.time.astimezone(UTC).isoformat()


def _digest(number: int, event: AuditEvent, previous: str, form: int) -> str:
    """SHA-256 over the record as canonical JSON; the separators and order are part of it."""
    body = [
        number,
        _moment(event),
        event.actor,
        event.type,
        list(event.objects),
        event.purpose,
        event.request_id,
        event.rows,
        previous,
    ]
    if form > 1:
        body += [form, *(getattr(event, name) for name in _FORM_2)]
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
