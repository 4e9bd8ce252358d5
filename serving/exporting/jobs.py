"""Files that take long: asked for, made beside the service's answers, taken out, forgotten.

What is asked for lies in the store, and a file gets its name when it is whole. So a service
that was stopped goes on with what it had begun as soon as anybody asks for it, and of several
processes one makes a file: it holds the file's lock, which ends with the process.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from features.errors import NotFound
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of
from serving.audit import now
from serving.audit_vocabulary import EventType
from serving.authorities import AUTHORITIES
from serving.errand import Errand
from serving.errors import Conflict
from serving.exporting.expiring import KEPT, forget_expired
from serving.exporting.table import Heading
from serving.exporting.workbook import write_workbook
from serving.narrowing import Narrowing
from serving.pages.rendering import Reader
from serving.planning.allowing import on_list
from serving.store.audit_log import append
from serving.store.database import Connection, Database, looking, transaction
from serving.store.exports import (
    FAILED,
    Asked,
    Export,
    ask_for_file,
    count_entries,
    entries_in_turn,
    find_export,
    finish_export,
    unfinished,
)
from serving.store.lists import find_head
from serving.wording import Language, in_language

__all__ = ["Jobs", "asked_by", "make_file", "order", "state_of", "take_out"]

log = logging.getLogger(__name__)


def asked_by(caller: Caller, errand: Errand, narrowing: Narrowing, language: str) -> Asked:
    """What a file that this person takes out on this errand says of both."""
    who = caller.name
    if caller.authority is not None:
        who += f", {in_language(AUTHORITIES[caller.authority], language)}"
    return Asked(
        narrowing, language, caller.authority, who, errand.purpose, errand.control_case
    )


def order(
    connection: Connection,
    caller: Caller,
    list_id: str,
    narrowing: Narrowing,
    language: str,
) -> Export:
    """Ask for a workbook of a list, to be made in its turn."""
    errand = on_list(connection, caller, Action.EXPORT_LIST, list_id)
    rows = count_entries(connection, list_id, narrowing)
    event = errand.event(EventType.EXPORT_ASKED, (list_id, "xlsx"), rows, filter=narrowing.said)
    asked = asked_by(caller, errand, narrowing, language)
    return ask_for_file(connection, list_id, "xlsx", asked, rows, event=event)


def state_of(
    connection: Connection, caller: Caller, export: str, *, taken: bool = False
) -> tuple[Export, str]:
    """A file that the caller asked for, and whether it is waiting, done, failed or expired.

    Another's is not there, nor one's own from an authority that one has left: it was made for
    that authority's eyes. `taken` records that it leaves the service.
    """
    found = find_export(connection, export)
    asked_for = None if found is None else (found.actor, found.asked.authority)
    if found is None or asked_for != (caller.errand().actor, caller.authority):
        caller.allow(Action.EXPORT_LIST, Thing(caller.centre))
        raise NotFound("There is no such export.", "ask for one: POST /api/v1/exports")
    errand = on_list(connection, caller, Action.EXPORT_LIST, found.list_id)
    if taken:
        told = (found.list_id, found.kind, found.digest)
        said = found.asked.narrowing.said
        append(connection, errand.event(EventType.LIST_EXPORTED, told, found.rows, filter=said))
    if found.made_at < (now() - KEPT).isoformat():
        return found, "expired"
    return found, {"": "waiting", FAILED: "failed"}.get(found.digest, "done")


def take_out(
    connection: Connection, caller: Caller, export: str, folder: Path
) -> tuple[Export, Path]:
    """The finished file. Raises `Conflict` while it is not, `NotFound` once it has expired."""
    found, state = state_of(connection, caller, export, taken=True)
    path = folder / f"{found.id}.xlsx"
    if state == "waiting":
        raise Conflict("The file is not finished.", "ask again in a while")
    if state == "failed":
        raise Conflict("The file could not be made.", "ask for it anew; the log says more")
    if state == "expired" or not path.is_file():
        raise NotFound("The file has expired.", "ask for it anew: POST /api/v1/exports")
    return found, path


def make_file(database: Database, export: Export, folder: Path) -> str:
    """Make the file of an export, whole or not at all; its SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    asked = export.asked
    with looking(database) as connection:
        made = find_head(connection, export.list_id)
    heading = Heading(
        made,
        asked.who,
        asked.purpose,
        asked.control_case,
        asked.narrowing.said,
        now(),
        export.rows,
    )
    entries = (
        for_eyes_of(asked.authority, entry)
        for entry in entries_in_turn(database, export.list_id, asked.narrowing)
    )
    half = folder / f"{export.id}.part"
    try:
        write_workbook(half, heading, entries, Reader(Language(asked.language)))
        with half.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        half.replace(folder / f"{export.id}.xlsx")
    finally:
        half.unlink(missing_ok=True)
    return digest


@dataclass
class Jobs:
    """Makes what waits, one file after the other, in a thread that ends when nothing does."""

    database: Callable[[], Database]
    folder: Path

    def __post_init__(self) -> None:
        self._guard = Lock()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """See to it that what waits is being made. Called whenever somebody asks."""
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self.run, name="exports", daemon=True)
                self._thread.start()

    def run(self) -> None:
        """Make all that waits and forget what has expired."""
        self.folder.mkdir(parents=True, exist_ok=True)
        database = self.database()
        forget_expired(self.folder)
        with looking(database) as connection:
            waiting = unfinished(connection, (now() - KEPT).isoformat())
        for export in waiting:
            with (self.folder / f"{export.id}.lock").open("w") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue  # another process is at it
                self._make(database, export)

    def _make(self, database: Database, export: Export) -> None:
        with looking(database) as connection:
            there = find_export(connection, export.id)
        if there is None or there.digest:
            return  # made, or removed with its list, since we looked
        try:
            digest = make_file(database, export, self.folder)
        except Exception as error:  # at the door of the thread: nobody else would be told
            log.error("export %s failed: %s", export.id, type(error).__name__)
            digest = FAILED
        told = (export.list_id, export.id, digest)
        errand = Errand(export.actor, purpose=export.asked.purpose, client="exports")
        event = errand.event(EventType.EXPORT_MADE, told, export.rows)
        with transaction(database) as connection:
            finish_export(connection, export.id, digest, event=event)
        log.info("made an export of %d rows", export.rows)
