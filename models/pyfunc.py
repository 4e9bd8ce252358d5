"""How MLflow opens a model whose heads do not combine into one LightGBM text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.ranker import Ranker

__all__ = ["Opened"]


class Opened:
    """What `mlflow.pyfunc.load_model` wraps: a frame of features in, priorities out."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker

    def predict(self, frame: pd.DataFrame) -> npt.NDArray[np.float64]:
        """The priority of every row; columns are found by name."""
        values = frame[list(self._ranker.features)].to_numpy(np.float32)
        return self._ranker.score_values(values)


def _load_pyfunc(path: str) -> Opened:
    """The name that MLflow calls."""
    return Opened(Ranker.load(Path(path)))
