"""Washington's complaints tied by company: our weights beside Splink and beside equal names.

`--data DIR` names the folder of the public file. Splink gets the same columns, sensible
blocking, comparisons with term frequencies, agreement learnt from the known numbers and the
threshold that suits it best on them: it is flattered, ours is judged on unknown companies.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import splink.comparison_library as compare_by
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from examples.washington import TIES
from features.linking.learning import judge_ties
from features.linking.measuring import Figures, measure
from features.linking.resolving import compare
from features.linking.weights import read_weights

WANTED_PRECISION = 0.90
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


def ours(data: Path) -> tuple[Figures, Figures]:
    """Of rows and of spellings, on companies the weights did not know."""
    compared = compare(data, TIES)
    judged = judge_ties(data, TIES, compared, read_weights(TIES.weights).threshold)
    assert judged is not None
    return judged.rows, judged.spellings


def equal_names(frame: pd.DataFrame) -> tuple[Figures, Figures]:
    """Whatever has the same normalised name is one company."""
    groups = pd.factorize(frame["name"].where(frame["name"] != "", frame["unique_id"]))[0]
    return _judged(groups.astype(np.int64), frame)


def splinks(frame: pd.DataFrame) -> tuple[Figures, Figures]:
    """Splink's clusters at the least threshold with nine of ten pairs of rows true."""
    tokens = frame["name"].str.split()
    given = frame.assign(first=tokens.str[0], second=tokens.str[1])
    given["name"] = given["name"].replace("", None)
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("name"),
            block_on("first", "second"),
            block_on("first", "zip"),
            block_on("first", "city"),
            block_on("second", "zip"),
        ],
        comparisons=[
            compare_by.JaroWinklerAtThresholds("name", [0.95, 0.9, 0.8, 0.7]).configure(
                term_frequency_adjustments=True
            ),
            compare_by.ExactMatch("city").configure(term_frequency_adjustments=True),
            compare_by.ExactMatch("zip"),
            compare_by.ExactMatch("industry"),
        ],
    )
    linker = Linker(DuckDBAPI().register(given), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("name")], recall=0.6
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    linker.training.estimate_m_from_label_column("company")
    edges = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    best: tuple[Figures, Figures] | None = None
    for threshold in THRESHOLDS:
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
            edges, threshold
        )
        found = clustered.as_pandas_dataframe().set_index("unique_id")["cluster_id"]
        groups = pd.factorize(found.reindex(frame["unique_id"]))[0].astype(np.int64)
        judged = _judged(groups, frame)
        if best is None or (judged[0].precision >= WANTED_PRECISION > best[0].precision):
            best = judged
    assert best is not None
    return best


def _judged(groups: np.ndarray, frame: pd.DataFrame) -> tuple[Figures, Figures]:
    return measure(groups, frame["company"]), measure(
        groups, frame["company"], frame["spelling"]
    )


def _plain(data: Path) -> pd.DataFrame:
    """The complaints that have a name, normalised the way one does first."""
    frame = pd.read_parquet(data / TIES.file)
    frame = frame[frame["employer"].notna()]
    bare = frame["employer"].str.upper().str.replace(r"[^A-Z0-9 ]", " ", regex=True)
    bare = bare.str.replace(rf"\b(?:{TIES.naming.legal_forms})\b", " ", regex=True)
    return pd.DataFrame(
        {
            "unique_id": frame["case_id"].astype(str),
            "name": bare.str.split().str.join(" "),
            "city": frame["city"].str.upper().str.replace(r"[^A-Z ]", "", regex=True),
            "zip": frame["zip"].str[:5],
            "industry": frame["industry"].mask(frame["industry"].isin(TIES.unknown_trades)),
            "company": frame["ubi"],
            "spelling": frame["employer"].str.split().str.join(" "),
        }
    ).reset_index(drop=True)


def main() -> int:
    """Print a line per way of tying, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).resolve().parents[2] / "shared" / "data" / "washington"
    parser.add_argument("--data", type=Path, default=beside)
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    if not (asked.data / TIES.file).is_file():
        print("SKIPPED: Washington's public file is not here; --data names its folder.")
        return 0
    frame = _plain(asked.data)
    found: dict[str, dict[str, object]] = {}
    for name, way in (
        ("lykta", lambda: ours(asked.data)),
        ("splink", lambda: splinks(frame)),
        ("equal_names", lambda: equal_names(frame)),
    ):
        start = time.perf_counter()
        rows, spellings = way()
        seconds = round(time.perf_counter() - start, 1)
        found[name] = {
            "seconds": seconds, "rows": rows.as_json(), "spellings": spellings.as_json()
        }  # fmt: skip
        if not asked.json:
            print(
                f"{name:12} {seconds:6.1f} s"
                f"  rows: recall {rows.recall:.3f} at {rows.precision:.3f}"
                f"  spellings: recall {spellings.recall:.3f} at {spellings.precision:.3f}"
            )
    if asked.json:
        print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
