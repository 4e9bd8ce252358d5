"""Starts the web server, on this computer only, and says so."""

from __future__ import annotations

import json
import sys

import uvicorn
from rich.console import Console

from features.errors import BadOption
from serving.logs import configure_logging
from serving.settings import Settings
from serving.store.database import connect
from serving.web.app import create_app

__all__ = ["address", "serve"]


def address(settings: Settings) -> str:
    """Where the service answers."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}/"


def serve(settings: Settings, *, as_json: bool = False) -> None:
    """Serve until interrupted.

    Raises `NotFound` when there is no database yet, `BadOption` when the port is taken.
    """
    connect(settings.store).dispose()
    configure_logging(settings.log_level)
    if as_json:
        sys.stdout.write(json.dumps({"address": address(settings)}) + "\n")
        sys.stdout.flush()
    else:
        console = Console(highlight=False)
        console.print(f"Lykta answers at [bold]{address(settings)}[/bold] (stop with Ctrl+C).")
        if settings.sign_in == "dev":
            console.print(
                "[dim]Only this computer can reach it. Sign in as Demo Planerare.[/dim]"
            )
    # The host was checked when the settings were read: loopback or nothing.
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
        )
    )
    try:
        server.run()
    except SystemExit:
        # uvicorn has told the log why; it gives up so when it cannot bind.
        raise BadOption(
            f"Port {settings.port} cannot be used.", "choose another: lykta serve --port 8001"
        ) from None
