"""Starts the service, in one process or several, and says where it answers."""

from __future__ import annotations

import gc
import json
import socket
import sys
import tempfile
from typing import TYPE_CHECKING, Any

import uvicorn
from rich.console import Console
from uvicorn.supervisors import Multiprocess

from features.errors import BadOption
from serving.logs import configure_logging
from serving.settings import Settings, hand_on, read_settings
from serving.store.database import Database, connect
from serving.store.pulse import pulse_of

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["address", "listen", "serve", "worker"]

# What an answer may take to finish once the service is told to stop; systemd waits longer.
_GRACE_SECONDS = 20

# A person reads between two clicks: longer than nginx keeps its own connections (60 s), so
# that never we close one on which a request is on its way.
_KEEP_ALIVE_SECONDS = 75

# Whoever has waited for the disk waits for a turn at Python then, which by default may take
# five milliseconds, longer than most answers.
_TURN_SECONDS = 0.0005


def address(settings: Settings) -> str:
    """Where the service answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def serve(settings: Settings, *, as_json: bool = False) -> None:
    """Serve until told to stop; answers that are under way are finished first.

    Raises `NotFound` when there is no database yet, `BadOption` when a port is taken.
    """
    database = connect(settings.store)
    configure_logging(settings.log_level, settings.log_format)
    with tempfile.TemporaryDirectory(prefix="lykta-figures-") as folder:
        listener = listen(settings)
        try:
            if settings.workers > 1:
                # Before the library is imported, here and in what starts from here.
                shared = {"PROMETHEUS_MULTIPROC_DIR": folder} if settings.metrics_port else {}
                hand_on(settings, **shared)
            _publish(settings, database, folder)
            _tell(settings, as_json=as_json)
            _run(settings, listener)
        finally:
            listener.close()
            database.dispose()


def worker() -> FastAPI:
    """The app of one process of several, which reads the settings handed on to it."""
    settings = read_settings()
    configure_logging(settings.log_level, settings.log_format)
    return _app(settings)


def listen(settings: Settings) -> socket.socket:
    """A socket at the service's address; raises `BadOption` when the port is taken."""
    # The host was checked when the settings were read: without a provider, loopback alone.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With the protocol said, answers go out at once (TCP_NODELAY): asyncio sees to that only
    # then, and without it the body waits until the headers were acknowledged, some 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        # Whoever comes as soon as the address is told waits, and is not turned away.
        listener.listen()
    except OSError:
        listener.close()
        raise BadOption(
            f"Port {settings.port} cannot be used.", "choose another: lykta serve --port 8001"
        ) from None
    listener.set_inheritable(True)
    return listener


def _publish(settings: Settings, database: Database, folder: str) -> None:
    if not settings.metrics_port:
        return
    from serving.metrics import publish

    try:
        publish(
            settings.metrics_port,
            lambda: pulse_of(database),
            folder if settings.workers > 1 else None,
        )
    except OSError:
        raise BadOption(
            f"Port {settings.metrics_port} for Prometheus cannot be used.",
            "choose another: lykta serve --metrics-port 9109",
        ) from None


def _run(settings: Settings, listener: socket.socket) -> None:
    said: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": _GRACE_SECONDS,
        "timeout_keep_alive": _KEEP_ALIVE_SECONDS,
    }
    if settings.workers > 1:
        several = uvicorn.Config(
            "serving.starting:worker", factory=True, workers=settings.workers, **said
        )
        Multiprocess(several, [listener]).run()
        return
    uvicorn.Server(uvicorn.Config(_app(settings), **said)).run([listener])


def _app(settings: Settings) -> FastAPI:
    """The app, in a process that does nothing but answer."""
    from serving.web.app import create_app

    sys.setswitchinterval(_TURN_SECONDS)
    app = create_app(settings)
    # What is left stays: to look through it for waste takes up to 70 ms each time, in which
    # nobody is answered.
    gc.collect()
    gc.freeze()
    return app


def _tell(settings: Settings, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps({"address": address(settings)}) + "\n")
        sys.stdout.flush()
        return
    console = Console(highlight=False)
    console.print(f"Lykta answers at [bold]{address(settings)}[/bold] (stop with Ctrl+C).")
    if settings.sign_in == "dev":
        console.print("[dim]Only this computer can reach it. Sign in as Demo Planerare.[/dim]")
