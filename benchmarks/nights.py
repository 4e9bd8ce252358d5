"""A night that is killed ends with the bytes of one that was not; a broken delivery lists none.

On a small invented Sweden with a small model of its own: one night runs through; beside it one
is killed (SIGKILL) again and again at random moments and taken up each time; and a third is
given a delivery with a register cut in half, after a good night. Too long for the tests.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_training
from serving.nights import last_night
from serving.reviewing.invented_reviewers import approve_invented
from serving.settings import Settings
from serving.store.audit_log import check_chain
from serving.store.database import connect, looking
from serving.store.lists import check_lists, find_list, heads
from serving.targeting.inspection_list import list_json

COUNTRY = "features.sweden"
NOW = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
# What a model needs to be one at all; what it is worth is measured elsewhere.
SMALL = {
    "min_positives = 20": "min_positives = 2",
    "rounds = 250": "rounds = 10",
    "seeds = [1, 2]": "seeds = [1]",
    "train = 8": "train = 2",
    "test = 4": "test = 1",
}

NIGHT = """
import sys
from datetime import datetime
from pathlib import Path
from features.country import read_country
from serving.nightly import run_night
from serving.settings import Settings
work = Path(sys.argv[1])
settings = Settings(workspace=work, mlruns=work / "mlruns")
now = datetime.fromisoformat(sys.argv[2])
night = run_night(settings, read_country(sys.argv[3]), now=now, say=lambda _: None)
sys.exit(night.exit_code)
"""


def small_world(work: Path, employers: int) -> None:
    """A country, its registers landed, and a champion trained on them."""
    country = read_country(COUNTRY)
    invent(work, employers=employers, months=36, control_rate=40, seed=3)
    landed = work / "landed" / country.name
    read_delivery(work / "extracts" / country.name, country, landed, say=_quiet)
    shipped = default_recipe(country)
    text = shipped.read_text("utf-8").replace("../policies", f"{shipped.parents[1]}/policies")
    for usual, small in SMALL.items():
        text = text.replace(usual, small)
    (work / "recipe.toml").write_text(text, "utf-8")
    recipe = read_recipe(work / "recipe.toml", country)
    with Registers(landed, country) as registers:
        trained = run_training(registers, recipe, work, work / "mlruns", say=_quiet)
    settings = Settings(workspace=work, mlruns=work / "mlruns")
    approve_invented(settings, country, trained.folder, invented=True)
    # The night begins where nothing is landed and no matrix of the newest month is there.
    shutil.rmtree(work / "landed")
    shutil.rmtree(work / "matrices")


def night(work: Path, kill_after: float | None = None) -> int:
    """Run one in a process of its own; its exit code, negative when it was killed."""
    command = [sys.executable, "-c", NIGHT, str(work), NOW.isoformat(), COUNTRY]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            return process.wait(kill_after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return process.wait()


def bytes_of(work: Path) -> dict[str, str]:
    """A digest of every list in the store, and of every file of lists and choices."""
    settings = Settings(workspace=work, mlruns=work / "mlruns")
    found: dict[str, str] = {}
    database = connect(settings.store)
    with looking(database) as connection:
        faults = [*check_chain(connection), *check_lists(connection)]
        if faults:
            raise SystemExit(f"the store is not whole: {faults}")
        for one in heads(connection):
            made = find_list(connection, one.made.id)
            assert made is not None
            found[one.made.id] = hashlib.sha256(list_json(made).encode()).hexdigest()
    database.dispose()
    for path in sorted([*(work / "lists").rglob("*"), *(work / "choices").rglob("*")]):
        if path.is_file():
            name = path.relative_to(work).as_posix()
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def broken(work: Path) -> None:
    """Cut a register of the delivery in half."""
    largest = max((work / "extracts").rglob("*.parquet"), key=lambda path: path.stat().st_size)
    whole = largest.read_bytes()
    largest.write_bytes(whole[: len(whole) // 2])


def _quiet(_: str) -> None:
    """What the steps say is not of interest here."""


def main(words: Sequence[str] | None = None) -> None:
    """Hold the nights against each other, and print one JSON object; 1 when they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--employers", type=int, default=900)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="the same, on one line")
    asked = parser.parse_args(words)
    dice = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="nights-") as folder:
        whole, cut = Path(folder) / "whole", Path(folder) / "cut"
        # In a process of its own: to copy SQLite's files where they are still open takes the
        # locks from whoever has them open there, and the copy or the store is then no good.
        making = get_context("spawn").Process(target=small_world, args=(whole, asked.employers))
        making.start()
        making.join()
        if making.exitcode:
            raise SystemExit("the small world could not be made")
        shutil.copytree(whole, cut)
        began = time.perf_counter()
        codes = {"good": night(whole)}
        seconds = time.perf_counter() - began
        kills = 0
        while kills < asked.kills and night(cut, dice.uniform(0.1, 0.9) * seconds) < 0:
            kills += 1
        codes["killed"] = night(cut)
        good, resumed = bytes_of(whole), bytes_of(cut)
        taken_up = last_night(cut / "nights")
        broken(whole)
        codes["broken"] = night(whole)
        after = bytes_of(whole)
    result = {
        "seconds": round(seconds, 1),
        "exit_codes": codes,
        "kills": kills,
        "resumed": taken_up.resumed if taken_up else 0,
        "lists": sum(not name.startswith(("lists/", "choices/")) for name in good),
        "files": len(good),
        "killed_is_the_same": good == resumed,
        "broken_left_all": good == after,
    }
    print(json.dumps(result, indent=None if asked.json else 1))
    # With no night that was killed nothing was shown.
    is_well = (
        (kills > 0 or not asked.kills)
        and codes["good"] == codes["killed"] == 0
        and codes["broken"] == 3
    )
    if not (is_well and good == resumed and good == after and good):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
