"""A pair's score: a start and one weight per comparison's level, added up; kept as a text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from features.errors import NotFound
from features.linking.comparing import COMPARISONS

__all__ = ["Weights", "learn", "read_weights"]

Floats = NDArray[np.float64]
SHRINK = 0.3  # inverse strength of the pull towards nought; chosen by trial


@dataclass(frozen=True)
class Weights:
    """Log odds: `start` for any pair, `levels` to add for each level. `threshold` is the
    least probability with which two are tied."""

    start: float
    levels: Floats
    threshold: float = 0.5

    def probability(self, levels: sp.csr_array) -> Floats:
        """That the two of a pair are one company, for each row of `levels`."""
        odds = self.start + levels @ self.levels
        return np.asarray(1 / (1 + np.exp(-odds)))

    def write(self, path: Path) -> None:
        """As JSON: the weights of each comparison in the order of its levels."""
        said: dict[str, list[float]] = {}
        first = 0
        for comparison in COMPARISONS:
            own = self.levels[first : first + comparison.count]
            said[comparison.name] = [round(float(weight), 3) for weight in own]
            first += comparison.count
        body = {
            "threshold": self.threshold,
            "start": round(self.start, 3),
            "weights": said,
        }
        lines = json.dumps(body, ensure_ascii=False, indent=1)
        path.write_text(_narrow(lines) + "\n", "utf-8")


def read_weights(path: Path) -> Weights:
    """The weights kept at `path`. Raises `NotFound` where they are of other comparisons."""
    if not path.is_file():
        raise NotFound(
            f"No learnt weights lie at {path.name}.",
            "learn them with: lykta features link --learn, where company numbers are known",
        )
    body = json.loads(path.read_text("utf-8"))
    kept = {name: len(own) for name, own in body["weights"].items()}
    wanted = {comparison.name: comparison.count for comparison in COMPARISONS}
    if kept != wanted:
        odd = sorted(set(kept.items()) ^ set(wanted.items()))
        raise NotFound(
            f"{path.name} holds weights of other comparisons: {len(odd)} differ,"
            f" the first is '{odd[0][0]}'.",
            "learn them anew with: lykta features link --learn",
        )
    levels = np.concatenate([body["weights"][c.name] for c in COMPARISONS])
    return Weights(body["start"], levels, body["threshold"])


def learn(levels: sp.csr_array, is_same: NDArray[np.bool_], worth: Floats) -> Weights:
    """Weights by logistic regression; `worth` is how much each pair counts."""
    model = LogisticRegression(C=SHRINK, max_iter=400)
    model.fit(levels, is_same, sample_weight=worth)
    return Weights(float(model.intercept_[0]), np.asarray(model.coef_[0], dtype=np.float64))


def _narrow(text: str) -> str:
    """Lists of numbers on one line each."""
    out: list[str] = []
    inside = False
    for line in text.splitlines():
        stripped = line.strip()
        if inside:
            out[-1] += stripped + (" " if stripped.endswith(",") else "")
            inside = not stripped.startswith("]")
            continue
        out.append(line)
        inside = stripped.endswith("[")
    return "\n".join(line.rstrip() for line in out)
