"""CONDUCTOR: what corrected facts would mean, worked out one after the other as they wait."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable

from features.errors import LyktaError
from serving.audit_vocabulary import EventType
from serving.correcting import CorrectedEntry, correct_entry
from serving.errand import Errand
from serving.explaining import open_registers
from serving.settings import Settings
from serving.store.database import Database, connect, looking, transaction
from serving.store.lists import entry_of
from serving.store.requests import corrections_of
from serving.store.rescorings import (
    Rescored,
    Rescoring,
    Side,
    finish_rescoring,
    waiting_rescorings,
)
from serving.targeting.inspection_list import ListEntry

__all__ = ["rescore_waiting", "rescored"]

log = logging.getLogger(__name__)

Say = Callable[[str], None]


def rescore_waiting(settings: Settings, *, say: Say) -> int:
    """Work out all that waits, also what comes meanwhile; how many were dealt with.

    One process at a time by the lock of a file, which ends with the process: another returns
    at once with 0, since the first takes what waits. What cannot be worked out is written down
    as failed with the reason, and keeps nothing else waiting.
    """
    database = connect(settings.store)
    done = 0
    with (settings.workspace / "rescoring.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        while True:
            with looking(database) as connection:
                waiting = waiting_rescorings(connection)
            if not waiting:
                return done
            for one in waiting:
                _finish(database, one, _worked_out(settings, database, one, say))
                done += 1


def rescored(found: CorrectedEntry, entry: ListEntry) -> Rescored:
    """What was found, as it is kept: bands and places, never a score."""
    before, after = found.before, found.after
    return Rescored(
        feature=found.feature,
        among=found.rows,
        frozen=Side(int(before.band), found.place_before, entry.rank, before.reasons),
        corrected=Side(int(after.band), found.place_after, found.listed, after.reasons),
    )


def _worked_out(
    settings: Settings, database: Database, one: Rescoring, say: Say
) -> Rescored | str:
    try:
        with looking(database) as connection:
            (request,) = corrections_of(connection, request=one.request)
            there = entry_of(connection, request.place)
        assert there is not None  # it goes with its list
        entry, made = there
        with open_registers(settings) as registers:
            found = correct_entry(
                settings, registers, made, entry, request.reason, one.value, say=say
            )
        return rescored(found, entry)
    except LyktaError as error:
        return error.message
    except Exception as error:  # one that fails must not keep the others waiting for ever
        log.error("rescoring %s failed: %s", one.id, type(error).__name__)
        return "It could not be worked out: the service's log says more."


def _finish(database: Database, one: Rescoring, found: Rescored | str) -> None:
    errand = Errand(one.actor, client="rescoring")
    state = "failed" if isinstance(found, str) else "done"
    event = errand.event(EventType.RESCORING_MADE, (one.request, one.id, state))
    with transaction(database) as connection:
        finish_rescoring(connection, one.id, found, event=event)
