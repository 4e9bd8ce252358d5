"""MLflow's database of a folder of runs: made whole or not at all, quiet, without network."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["client_of"]

MAKING = ".making-"  # begins the name of a folder where a database is being made


def client_of(mlruns: Path) -> MlflowClient:
    """MLflow's client of a folder of runs, made quiet and kept from the network.

    The first time some seconds go by while the database is made.
    """
    import mlflow
    from mlflow.environment_variables import MLFLOW_DISABLE_TELEMETRY
    from mlflow.telemetry import set_telemetry_client

    # Nothing has been sent yet: MLflow reports when it is first used, not when imported.
    MLFLOW_DISABLE_TELEMETRY.set(True)  # type: ignore[no-untyped-call]
    set_telemetry_client()  # type: ignore[no-untyped-call]

    for chatty in ("mlflow", "alembic"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    mlruns.mkdir(parents=True, exist_ok=True)
    database = (mlruns / "mlflow.db").resolve()
    if not database.exists():
        _make(database)
    uri = _uri(database)
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    return mlflow.MlflowClient(uri, uri)


def _make(database: Path) -> None:
    """Make an empty database elsewhere and let it have its name when it is whole.

    MLflow makes table after table, and could not go on with what a killed process left. Whose
    database was first has the name; one that another process makes meanwhile is dropped.
    """
    import mlflow

    folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=database.parent))
    fresh = folder / database.name
    try:
        mlflow.MlflowClient(_uri(fresh), _uri(fresh)).search_experiments(max_results=1)
        with suppress(FileExistsError):
            os.link(fresh, database)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _uri(database: Path) -> str:
    return f"sqlite:///{database.as_posix()}"
