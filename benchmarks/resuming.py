"""`kill -9` at random points of a backtest over time, or of a training run: it ends the same.

Each trial starts a race of four challengers on two splits of an invented country in an empty
folder, kills its process after a random time, and begins again until it ends. Every score
digest is then compared with that of a race that nobody killed. With `--training` it is a whole
training run of a small invented Sweden instead: matrices, model, card, MLflow and its database.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.training import BEGINS, KNOWN_BY, country, matrix_of, outcomes_of, recipe_of
from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.judging import Sources
from models.racing import race
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_training
from models.splits import splits_over_time

__all__ = ["main", "raced", "trained"]

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


def trained(folder: Path) -> dict[str, object]:
    """A training run in `folder`, invented there if need be: digests of scores, model, card."""
    country = read_country("features.sweden")
    landed = folder / "landed" / country.name
    recipe = read_recipe(default_recipe(country), country)
    few = replace(recipe.dates, train=3, test=2)
    with Registers(landed, country) as registers:
        done = run_training(
            registers, replace(recipe, dates=few), folder, folder / "mlruns", say=_quiet
        )
    judged = {key: value for key, value in done.card.items() if key != "seconds"}
    card = hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()
    scores = {"scores": done.card["score_digest"], "model": done.card["digest"], "card": card}
    return {"scores": scores, "picked": done.name, "fresh": int(done.fresh)}


def small_country(folder: Path) -> None:
    """Invent and land a small Sweden in `folder`."""
    country = read_country("features.sweden")
    invent(folder, employers=600, control_rate=50.0, seed=7, say=_quiet)
    landed = folder / "landed" / country.name
    read_delivery(folder / "extracts" / country.name, country, landed, say=_quiet)


def _quiet(text: str) -> None:
    """Progress goes nowhere here."""


def started(
    folder: Path, kill_after: float | None = None, *, job: str = "--race"
) -> dict[str, object] | None:
    """The job in a process of its own; None when it was killed before its end."""
    asked = [sys.executable, "-m", "benchmarks.resuming", job, str(folder)]
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
        raise SystemExit(f"{job} ended with {process.returncode}")
    found: dict[str, object] = json.loads(out.splitlines()[-1])
    return found


def main() -> int:
    """Print how many of the trials ended with the same scores; exit 1 when one did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--training", action="store_true", help="a training run, not a race")
    parser.add_argument("--race", type=Path, help="run one race in this folder")
    parser.add_argument("--train", type=Path, help="run one training in this folder")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    if asked.race is not None:
        print(json.dumps(raced(asked.race)))
        return 0
    if asked.train is not None:
        print(json.dumps(trained(asked.train)))
        return 0
    job = "--train" if asked.training else "--race"
    rng, same, killed, resumed = random.Random(1), 0, 0, 0
    with tempfile.TemporaryDirectory() as name:
        base, whole = Path(name) / "base", Path(name) / "whole"
        base.mkdir()
        if asked.training:
            small_country(base)
            shutil.rmtree(base / "extracts")
        shutil.copytree(base, whole)
        start = time.perf_counter()
        wanted = started(whole, job=job)
        seconds = time.perf_counter() - start
        assert wanted is not None
        made = len(list((whole / "cells").glob("*.json")))
        for number in range(asked.kills):
            folder = Path(name) / str(number)
            shutil.copytree(base, folder)
            killed += started(folder, rng.uniform(0.0, seconds), job=job) is None
            kept = len(list((folder / "cells").glob("*.json")))
            again = started(folder, job=job)
            assert again is not None
            resumed += kept > 0 and again["fresh"] == made - kept
            same += (again["scores"], again["picked"]) == (wanted["scores"], wanted["picked"])
    found = {"trials": asked.kills, "killed": killed, "resumed": resumed, "same": same}
    print(json.dumps(found) if asked.json else found)
    return 0 if same == asked.kills else 1


if __name__ == "__main__":
    sys.exit(main())
