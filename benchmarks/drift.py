"""How long a profile and a comparison of 100,000 workplaces × 150 features take."""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import pyarrow as pa

from features.drift import drift
from features.matrix import Matrix
from features.profile import profile
from features.vocabulary import AsOf

ROWS, FEATURES = 100_000, 150


def main() -> None:
    """Print seconds of processor time, and the sort that any exact percentile needs."""
    rng = np.random.default_rng(6)
    figures = {f"f{n}": rng.normal(size=ROWS).astype(np.float32) for n in range(FEATURES)}
    keys = {name: pa.array([str(n) for n in range(ROWS)]) for name in ("workplace", "employer")}
    frame = pa.table({**keys, **figures})
    matrix = Matrix(AsOf(2024, 1, 1), frame, frame, tuple(figures), ())

    def timed(work: object) -> float:
        started = time.process_time()
        work()  # type: ignore[operator]
        return time.process_time() - started

    kept = profile(matrix)
    found = {
        "profile_seconds": timed(lambda: profile(matrix)),
        "drift_seconds": timed(lambda: drift(kept, matrix)),
        "sort_seconds": timed(lambda: [np.sort(values) for values in figures.values()]),
    }
    if "--json" in sys.argv:
        print(json.dumps(found))
    else:
        for name, seconds in found.items():
            print(f"{name:16} {seconds:6.2f}")


if __name__ == "__main__":
    main()
