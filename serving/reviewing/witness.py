"""Remembers, beside the models, how far the log had come: an older store in its place shows.

The file holds a number and a digest, as a seal does, unsigned: it is there against the copy put
back by mistake or to get rid of a stop. Whoever may write all files of the machine can take it
away; seals that are kept elsewhere are for that.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import serving.store.audit_log as audit_log
from serving.store.database import Connection, Database, looking

__all__ = ["FILE", "forget", "remember", "witness_fault"]

FILE = "reviews-seen.json"


def remember(database: Database, mlruns: Path) -> None:
    """Take down the log's newest end beside the models, where there are any."""
    if not mlruns.is_dir():
        return
    with looking(database) as connection:
        count, digest = audit_log.head(connection)
    beside = mlruns / f".{FILE}.{os.getpid()}"
    beside.write_text(json.dumps({"count": count, "digest": digest}) + "\n", "utf-8")
    beside.replace(mlruns / FILE)


def forget(mlruns: Path) -> None:
    """After a restoration, which itself makes every earlier approval void."""
    (mlruns / FILE).unlink(missing_ok=True)


def witness_fault(connection: Connection, mlruns: Path) -> Sequence[str]:
    """That the log does not hold the record that was its newest; none when it does."""
    file = mlruns / FILE
    if not file.is_file():
        return []
    try:
        told = json.loads(file.read_text("utf-8"))
        count, digest = int(told["count"]), str(told["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return [f"{FILE} beside the models cannot be read"]
    if count < audit_log.ends(connection).first:
        return []
    newest = audit_log.records_before(connection, count + 1, limit=1)
    if newest and newest[0].number == count and newest[0].digest == digest:
        return []
    return [
        "the store is older than one that models were used with here, or is another's: put a"
        " copy back with lykta store restore, and have the model approved anew"
    ]
