"""The service as it runs: `lykta serve` in a process of its own, asked over loopback."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ROOT", "Service", "free_port", "running"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Service:
    """A running service: its process, its port, and the file that its log goes to."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(
        self,
        method: str,
        path: str,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """Status, headers and text of one answer, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def stop(self) -> int:
        """Ask it to stop; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it and its workers at once, as a machine that fails would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(60)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def running(log: Path, *words: str, **settings: object) -> Iterator[Service]:
    """Start `lykta serve` with the `settings` of its environment; wait until it is ready."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if "LYKTA" not in name},
        **{f"LYKTA_{name.upper()}": str(value) for name, value in settings.items()},
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-c", "from serving.cli import main; main()", "serve"]
    with log.open("ab") as to:
        process = subprocess.Popen(
            [*command, "--json", "--port", str(port), *words],
            stdout=subprocess.DEVNULL,
            stderr=to,
            env=environment,
            start_new_session=True,  # a group of its own, so that its workers end with it
        )
    service = Service(process, port, log)
    try:
        _wait(service)
        yield service
    finally:
        if process.poll() is None:
            service.kill()


def _wait(service: Service) -> None:
    for _ in range(600):
        if service.process.poll() is not None:
            break
        try:
            if service.ask("GET", "/health/ready")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the service did not start:\n{service.log.read_text('utf-8')}")
