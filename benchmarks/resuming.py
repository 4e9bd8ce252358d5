"""`kill -9` at random points of a backtest over time, or of a training run: it ends the same.

Each trial starts a race of four challengers on two splits of an invented country in an empty
folder, kills its process after a random time, and begins again. Every score digest is then
compared with that of a race that nobody killed. With `--training` it is a whole training run of
a small invented Sweden instead: matrices, model, card, MLflow and its database, on few dates
and trees, so that thirty trials are a matter of minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.training import BEGINS, KNOWN_BY, country, matrix_of, outcomes_of, recipe_of
from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.judging import Sources
from models.racing import race
from models.reading import read_recipe
from models.recipe import Recipe, default_recipe
from models.running import run_training
from models.splits import splits_over_time

__all__ = ["main", "raced", "trained"]

Job = Callable[[Path], dict[str, object]]
CONTEXT = multiprocessing.get_context("forkserver")
# What a run imports, at once or on its way.
WARM = [
    "benchmarks.training", "features.synthetic.world", "models.running", "mlflow.lightgbm",
    "matplotlib.pyplot", "shap",
]  # fmt: skip
WORKPLACES, SPLITS, CONTROLLED = 600, 2, 0.5
EMPLOYERS, FEWEST, ROUNDS, RESAMPLES = 400, 5, 40, 100


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
    with Registers(landed, country) as registers:
        done = run_training(registers, _quick(recipe), folder, folder / "mlruns", say=_quiet)
    judged = {key: value for key, value in done.card.items() if key != "seconds"}
    card = hashlib.sha256(json.dumps(judged, sort_keys=True).encode()).hexdigest()
    scores = {"scores": done.card["score_digest"], "model": done.card["digest"], "card": card}
    return {"scores": scores, "picked": done.name, "fresh": int(done.fresh)}


def _quick(recipe: Recipe) -> Recipe:
    """Every step of the recipe, on as few dates, trees and resamples as teach a head."""
    return replace(
        recipe,
        dates=replace(recipe.dates, train=2, test=1),
        model=replace(
            recipe.model,
            min_positives=FEWEST,
            seeds=recipe.model.seeds[:1],
            fits=tuple(replace(fit, rounds=ROUNDS) for fit in recipe.model.fits),
        ),
        judgement=replace(recipe.judgement, resamples=RESAMPLES),
    )


def small_country(folder: Path) -> None:
    """Invent and land a small Sweden in `folder`, fifty times as often controlled as ours."""
    country = read_country("features.sweden")
    invent(folder, employers=EMPLOYERS, control_rate=50.0, seed=7, say=_quiet)
    landed = folder / "landed" / country.name
    read_delivery(folder / "extracts" / country.name, country, landed, say=_quiet)


def _quiet(text: str) -> None:
    """Progress goes nowhere here."""


def started(
    job: Job, folder: Path, kill_after: float | None = None
) -> dict[str, object] | None:
    """The job in a process group of its own; None when it was killed before its end.

    It is forked from a server that has imported everything and run nothing, so that whoever is
    killed dies at work, and not while libraries are loaded.
    """
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_told, args=(job, folder, there))
    process.start()
    there.close()
    assert process.pid is not None
    if not here.poll(kill_after):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:  # so young that it has no group yet
            process.kill()
        process.join()
        return None
    try:
        found: dict[str, object] = here.recv()
    except EOFError:
        process.join()
        raise SystemExit(f"{job.__name__} ended with {process.exitcode}") from None
    process.join()
    return found


def _told(job: Job, folder: Path, to: Connection) -> None:
    os.setsid()
    to.send(job(folder))


def main() -> int:
    """Print how many of the trials ended with the same scores; exit 1 when one did not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--training", action="store_true", help="a training run, not a race")
    parser.add_argument("--beside", type=int, default=2, help="trials side by side")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    job = trained if asked.training else raced
    CONTEXT.set_forkserver_preload(WARM)
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        base, whole = Path(name) / "base", Path(name) / "whole"
        base.mkdir()
        if asked.training:
            small_country(base)
            shutil.rmtree(base / "extracts")
        # The first run on a machine compiles, which is no part of a run: the second is timed.
        for _ in range(2):
            shutil.rmtree(whole, ignore_errors=True)
            shutil.copytree(base, whole)
            start = time.perf_counter()
            wanted = started(job, whole)
            seconds = time.perf_counter() - start
        assert wanted is not None
        made = len(list((whole / "cells").glob("*.json")))

        def trial(kill_after: float) -> tuple[bool, bool, bool]:
            folder = Path(tempfile.mkdtemp(dir=name))
            shutil.copytree(base, folder, dirs_exist_ok=True)
            killed = started(job, folder, kill_after) is None
            kept = len(list((folder / "cells").glob("*.json")))
            again = started(job, folder)
            assert again is not None
            shutil.rmtree(folder)
            resumed = kept > 0 and again["fresh"] == made - kept
            same = (again["scores"], again["picked"]) == (wanted["scores"], wanted["picked"])
            return killed, resumed, same

        with ThreadPoolExecutor(asked.beside) as pool:
            ends = []
            for end in pool.map(trial, [rng.uniform(0, seconds) for _ in range(asked.kills)]):
                ends.append(end)
                print(f"trial {len(ends)}: killed, resumed, same: {end}", file=sys.stderr)
    killed, resumed, same = (sum(column) for column in zip(*ends, strict=True))
    found = {"trials": asked.kills, "killed": killed, "resumed": resumed, "same": same}
    print(json.dumps(found) if asked.json else found)
    return 0 if same == asked.kills else 1


if __name__ == "__main__":
    sys.exit(main())
