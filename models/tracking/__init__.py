"""ONE DOOR to MLflow: log a run, name a champion, load it; quiet, local and without network."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.errors import NotFound
from models.ranker import Ranker
from models.tracking.database import client_of
from models.tracking.logged_model import log_model

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = [
    "CHALLENGER", "CHAMPION", "Logged", "client_of", "finish", "latest_race",
    "load_champion", "log_race", "log_run", "prepare", "prepare_beside", "promote", "runs_of",
]  # fmt: skip

CHALLENGER, CHAMPION = "challenger", "champion"
EXPERIMENT = "lykta"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Logged:
    """A run that MLflow has: its id, and the version and folder of its model."""

    run: str
    name: str
    version: str
    folder: Path


def prepare(mlruns: Path) -> None:
    """Make the tracking database if there is none: some seconds, the first time only."""
    _experiment(client_of(mlruns), mlruns)


def prepare_beside(mlruns: Path) -> subprocess.Popen[bytes]:
    """Start `prepare` in a process of its own; wait for it before logging."""
    asked = "import sys, pathlib, models.tracking as t; t.prepare(pathlib.Path(sys.argv[1]))"
    return subprocess.Popen([sys.executable, "-c", asked, str(mlruns)])


def log_run(
    mlruns: Path,
    name: str,
    ranker: Ranker,
    *,
    parameters: Mapping[str, object],
    metrics: Mapping[str, float],
    files: Path,
) -> Logged:
    """Log one training run with everything in the folder `files`, and register its model.

    The model is logged so that plain `mlflow.pyfunc.load_model` opens it without our code when
    heads combine by margins (one LightGBM text); other combinations load through
    `models.pyfunc`, which must then be importable. Its parts are beside it under `ranker`. The
    run is at its end when `finish` has been called too.
    """
    client = client_of(mlruns)
    experiment = _experiment(client, mlruns)
    identity = str(parameters.get("identity", ranker.digest))
    _give_up(client, experiment, identity)
    tags = {"identity": identity, "kind": "training", "model": name}
    run = client.create_run(experiment, run_name=f"{name} {ranker.digest[:12]}", tags=tags)
    key = run.info.run_id
    try:
        _log_facts(client, key, parameters, metrics)
        client.log_artifacts(key, str(files))
        ranker.save(_artifacts(mlruns, key) / "ranker")
        version = log_model(client, _artifacts(mlruns, key), key, name, ranker)
    except BaseException:
        client.set_terminated(key, "FAILED")
        raise
    log.info("logged run %s as %s version %s", key, name, version)
    return Logged(key, name, version, _artifacts(mlruns, key))


def finish(mlruns: Path, name: str, run: str, version: str) -> bool:
    """Make a logged model the challenger, and champion too when there is none.

    Tells whether it became champion. Does nothing to a run that is at its end; one that was
    killed on the way is brought there.
    """
    client = client_of(mlruns)
    if client.get_run(run).info.status == "FINISHED":
        return False
    client.set_registered_model_alias(name, CHALLENGER, version)
    first = CHAMPION not in client.get_registered_model(name).aliases
    if first:
        client.set_registered_model_alias(name, CHAMPION, version)
    client.set_terminated(run)
    return first


def log_race(
    mlruns: Path,
    name: str,
    identity: str,
    facts: Mapping[str, object],
    children: Mapping[str, tuple[Mapping[str, object], Mapping[str, float]]],
    files: Path,
) -> str:
    """One run for a race and one nested in it per child (its facts and its figures, by name);
    returns the race's run.

    The same identity is logged once. A race that was killed while it was logged is logged anew,
    and the half of it is marked as killed.
    """
    client = client_of(mlruns)
    experiment = _experiment(client, mlruns)
    same = f"tags.identity = '{identity}' and tags.kind = 'race'"
    wanted = f"{same} and attributes.status = 'FINISHED'"
    there = client.search_runs([experiment], wanted, max_results=1)
    if there:
        return str(there[0].info.run_id)
    _give_up(client, experiment, identity)
    tags = {"identity": identity, "kind": "race", "model": name}
    parent = str(client.create_run(experiment, run_name=f"{name} race", tags=tags).info.run_id)
    _log_facts(client, parent, facts, {})
    for child, (told, figures) in children.items():
        nested = {"mlflow.parentRunId": parent, "identity": identity}
        run = client.create_run(experiment, run_name=child, tags=nested).info.run_id
        _log_facts(client, str(run), told, figures)
        client.set_terminated(str(run))
    client.log_artifacts(parent, str(files))
    client.set_terminated(parent)
    return parent


def latest_race(mlruns: Path, name: str) -> Path | None:
    """The folder of the newest finished race of a country's model; None when there is none."""
    if not (mlruns / "mlflow.db").is_file():
        return None
    client = client_of(mlruns)
    wanted = f"tags.model = '{name}' and tags.kind = 'race' and attributes.status = 'FINISHED'"
    newest = ["attributes.start_time DESC"]
    found = client.search_runs([_experiment(client, mlruns)], wanted, 1, 1, newest)
    return _artifacts(mlruns, str(found[0].info.run_id)) if found else None


def promote(mlruns: Path, name: str, version: str | None = None) -> str:
    """Make a version (the challenger when none is named) the champion; returns the version."""
    client = client_of(mlruns)
    chosen = version or _version(client, name, CHALLENGER)
    client.set_registered_model_alias(name, CHAMPION, chosen)
    return chosen


def load_champion(mlruns: Path, name: str, alias: str = CHAMPION) -> tuple[Ranker, Logged]:
    """The model that serves, checked against its digest; `NotFound` when there is none."""
    if not (mlruns / "mlflow.db").is_file():
        raise NotFound(f"There is no model named {name} yet.", "run: lykta models train")
    client = client_of(mlruns)
    version = _version(client, name, alias)
    run = client.get_model_version(name, version).run_id
    # By the run's number, not by the recorded path: the folder may have been moved since.
    folder = _artifacts(mlruns, str(run))
    return Ranker.load(folder / "ranker"), Logged(str(run), name, version, folder)


def runs_of(mlruns: Path, name: str) -> list[dict[str, Any]]:
    """Every version of a model, newest first: run, aliases, metrics, folder."""
    if not (mlruns / "mlflow.db").is_file():
        return []
    client = client_of(mlruns)
    found = client.search_model_versions(f"name = '{name}'")
    aliases = client.get_registered_model(name).aliases if found else {}
    runs = {str(one.run_id): client.get_run(str(one.run_id)).data for one in found}
    return [
        {
            "version": str(one.version),
            "run": one.run_id,
            "aliases": sorted(
                a for a, version in aliases.items() if str(version) == str(one.version)
            ),
            "metrics": runs[str(one.run_id)].metrics,
            "identity": runs[str(one.run_id)].params.get("identity"),
            "folder": _artifacts(mlruns, str(one.run_id)),
        }
        for one in sorted(found, key=lambda one: -int(one.version))
    ]


def _experiment(client: MlflowClient, mlruns: Path) -> str:
    found = client.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    where = (mlruns / "artifacts").resolve().as_uri()
    return str(client.create_experiment(EXPERIMENT, artifact_location=where))


def _give_up(client: MlflowClient, experiment: str, identity: str) -> None:
    """Mark as killed what another process of the same identity began and did not end."""
    begun = f"tags.identity = '{identity}' and attributes.status = 'RUNNING'"
    for left in client.search_runs([experiment], begun):
        client.set_terminated(left.info.run_id, "KILLED")


def _artifacts(mlruns: Path, run: str) -> Path:
    return mlruns / "artifacts" / run / "artifacts"


def _log_facts(
    client: MlflowClient,
    key: str,
    parameters: Mapping[str, object],
    metrics: Mapping[str, float],
) -> None:
    from mlflow.entities import Metric, Param

    now = int(time.time() * 1000)
    client.log_batch(
        key,
        metrics=[Metric(name, float(value), now, 0) for name, value in metrics.items()],
        params=[Param(name, str(value)[:500]) for name, value in parameters.items()],
    )


def _version(client: MlflowClient, name: str, alias: str) -> str:
    from mlflow.exceptions import MlflowException

    try:
        return str(client.get_model_version_by_alias(name, alias).version)
    except MlflowException:
        raise NotFound(
            f"There is no {alias} of {name}.",
            "run: lykta models train, then: lykta models promote",
        ) from None
