"""A ranker as a model of MLflow: opened and served without our code where that is possible."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from models.ranker import Ranker

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.models import ModelSignature

__all__ = ["log_model"]

REQUIREMENTS = ("lightgbm", "mlflow", "numpy", "pandas", "scipy")  # to serve the logged model


def log_model(
    client: MlflowClient, artifacts: Path, run: str, name: str, ranker: Ranker
) -> str:
    """Save the model among the `artifacts` of a run and register it; returns its version.

    Its parts must lie there already, under `ranker`.
    """
    folder = artifacts / "model"
    if ranker.combine == "margins":
        import mlflow.lightgbm

        mlflow.lightgbm.save_model(
            ranker.whole,
            str(folder),
            signature=_signature(ranker),
            pip_requirements=list(REQUIREMENTS),
        )
    else:
        import mlflow.pyfunc

        mlflow.pyfunc.save_model(
            str(folder),
            loader_module="models.pyfunc",
            data_path=str(artifacts / "ranker"),
            signature=_signature(ranker),
            pip_requirements=[*REQUIREMENTS, "lykta"],
        )
    (folder / "features.json").write_text(json.dumps(list(ranker.features)), "utf-8")
    if not client.search_registered_models(f"name = '{name}'"):
        client.create_registered_model(name)
    made = client.create_model_version(name, folder.resolve().as_uri(), run)
    return str(made.version)


def _signature(ranker: Ranker) -> ModelSignature:
    """Columns by name, so that MLflow puts them in the model's order and misses none.

    LightGBM alone would take a frame's columns as they come, whatever they are called.
    """
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    values = Schema([ColSpec("double", name) for name in ranker.features])
    return ModelSignature(values, Schema([ColSpec("double")]))
