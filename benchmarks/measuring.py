"""Seconds, processor seconds and peak memory of a job, each in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["apart", "peak_mb", "timed"]

ROOT = Path(__file__).resolve().parents[1]


def apart(module: str, *arguments: str) -> dict[str, float]:
    """Run a module as a command; its last line is one JSON object of numbers."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def timed(job: Callable[[], object]) -> dict[str, float]:
    """`seconds` by the clock, and `cpu` of all threads; importing comes before."""
    start, used = time.perf_counter(), time.process_time()
    job()
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - used}


def peak_mb() -> float:
    """The most memory this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
