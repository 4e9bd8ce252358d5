"""`kill -9` at random points of a backtest over time: begun again, it ends the same.

Each trial starts a race of four challengers on two splits of an invented country in an empty
folder, kills its process after a random time, and begins again until it ends. Every score
digest is then compared with that of a race that nobody killed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.training import BEGINS, KNOWN_BY, country, matrix_of, outcomes_of, recipe_of
from models.judging import Sources
from models.racing import race
from models.splits import splits_over_time

__all__ = ["main", "raced"]

ROOT = Path(__file__).resolve().parents[1]
WORKPLACES, SPLITS, CONTROLLED = 600, 2, 0.5


def raced(folder: Path) -> dict[str, object]:
    """The race in `folder`: every score digest, who was picked, and how many cells were new."""
    recipe = recipe_of(folder, SPLITS)
    plan = splits_over_time(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    days = sorted({day for split in plan for day in split.dates})
    matrices = {as_of: matrix_of(as_of, WORKPLACES) for as_of in days}
    found = outcomes_of(list(matrices.values()), CONTROLLED)
    sources = Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)
    done = race(recipe, country(), plan, sources, folder / "cells", say=lambda text: None)
    scores = {f"{day} {name}": cell.scores for (day, name), cell in done.cells.items()}
    return {"scores": scores, "picked": done.picked, "fresh": done.fresh}


def started(folder: Path, kill_after: float | None = None) -> dict[str, object] | None:
    """The race in a process of its own; None when it was killed before its end."""
    asked = [sys.executable, "-m", "benchmarks.resuming", "--race", str(folder)]
    with subprocess.Popen(
        asked, stdout=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as process:
        try:
            out, _ = process.communicate(timeout=kill_after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
    if process.returncode:
        raise SystemExit(f"the race ended with {process.returncode}")
    found: dict[str, object] = json.loads(out)
    return found


def main() -> int:
    """Print how many of the trials ended with the same scores; exit 1 when one did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--race", type=Path, help="run one race in this folder")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    if asked.race is not None:
        print(json.dumps(raced(asked.race)))
        return 0
    rng, same, killed, resumed = random.Random(1), 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        whole.mkdir()
        start = time.perf_counter()
        wanted = started(whole)
        seconds = time.perf_counter() - start
        assert wanted is not None
        made = len(list((whole / "cells").glob("*.json")))
        for number in range(asked.kills):
            folder = Path(name) / str(number)
            folder.mkdir()
            killed += started(folder, kill_after=rng.uniform(0.0, seconds)) is None
            kept = len(list((folder / "cells").glob("*.json")))
            again = started(folder)
            assert again is not None
            resumed += kept > 0 and again["fresh"] == made - kept
            same += (again["scores"], again["picked"]) == (wanted["scores"], wanted["picked"])
    found = {"trials": asked.kills, "killed": killed, "resumed": resumed, "same": same}
    print(json.dumps(found) if asked.json else found)
    return 0 if same == asked.kills else 1


if __name__ == "__main__":
    sys.exit(main())
