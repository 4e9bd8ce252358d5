"""Starts the process that works out what corrected facts mean: the service loads no model."""

from __future__ import annotations

import logging
import subprocess
import sys
from threading import Lock, Thread

from serving.settings import Settings, environment_of

__all__ = ["Rescorer"]

log = logging.getLogger(__name__)

_COMMAND = (
    sys.executable,
    "-c",
    "from serving.cli import main; main()",
    *("lists", "rescore", "--json"),
)


class Rescorer:
    """Keeps one process at work while something waits; `command` is what it runs.

    A service that stops leaves what it had begun waiting, for the next who asks.
    """

    def __init__(self, settings: Settings, command: tuple[str, ...] = _COMMAND) -> None:
        self._settings = settings
        self._command = command
        self._guard = Lock()
        self._thread: Thread | None = None

    def wake(self) -> None:
        """See to it that what waits is being worked out. Called whenever somebody asks."""
        with self._guard:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self.run, name="rescoring", daemon=True)
                self._thread.start()

    def run(self) -> None:
        """Run the process to its end; what it works out lies in the store."""
        try:
            done = subprocess.run(
                self._command,
                env=environment_of(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        except OSError as error:
            log.error("rescoring was not begun: %s", type(error).__name__)
            return
        if done.returncode:
            log.error("rescoring ended with %d", done.returncode)
