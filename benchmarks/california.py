"""California on the real public files: four pairs of dates, every rule beside the model.

`--data DIR` names the folder of the public files. Nothing is shown of any employer.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from examples.california import COUNTRY
from features.vocabulary import AsOf
from models.backtest import said
from models.opening import landed_registers
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_backtest

PAIRS = (
    ("2018-09-01", "2019-09-01"),
    ("2018-06-01", "2019-06-01"),
    ("2018-03-01", "2019-03-01"),
    ("2018-01-01", "2019-01-01"),
)
# The rule to beat, which counts within the lookback, and the same rule given all time.
RULES = ("past_claims", "every_past_claim")


def measure(data: Path, train: str, test: str, workspace: Path) -> dict[str, object]:
    """One pair of dates: figures of the model, of both rules, and of their differences."""
    start = time.perf_counter()
    recipe = read_recipe(default_recipe(COUNTRY), COUNTRY)
    with landed_registers(COUNTRY, workspace, data, say=lambda _: None) as registers:
        result = run_backtest(
            registers,
            recipe,
            workspace,
            AsOf.parse(train),
            AsOf.parse(test),
            say=lambda _: None,
        )
    told = said(result)
    return {
        "train": train,
        "test": test,
        "seconds": round(time.perf_counter() - start, 1),
        **{name: told[name] for name in ("n", "positives", "auc", "precision_at")},
        **{
            rule: {
                **{name: told["baselines"][rule][name] for name in ("auc", "precision_at")},
                "difference": told["difference_to"][rule],
            }
            for rule in RULES
        },
        "auc_without_history": told["without_history"]["auc"],
    }


def main() -> int:
    """Print a line per pair, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "california"
    parser.add_argument("--data", type=Path, default=beside)
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    if not (asked.data / "wage_claims.parquet").is_file():
        print("SKIPPED: the public files of California are not here; --data names them.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = [measure(asked.data, *pair, Path(folder)) for pair in PAIRS]
    if asked.json:
        print(json.dumps(found))
        return 0
    for one in found:
        print(json.dumps(one), file=sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
