"""Explaining rows exactly: LightGBM, shap and ours, on the same trees and rows, in one run.

Model A has 300 trees of 31 leaves, B 1,000 of 63, on 150 features, with and without 30
categorical ones, 15.5 % missing. Every measurement is processor time on one thread, the best of
several interleaved runs, so that other work on the machine falls on all alike. Then
1.3 million rows are scored and explained with A and streamed to Parquet on two threads.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before LightGBM: shap leaves threads to it

import lightgbm as lgb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.attribution_rivals import RIVALS, rival_jobs
from benchmarks.attribution_shape import FEATURES, Values, drawn, trained
from benchmarks.measuring import apart, peak_mb
from models.attributor import Attributor

KINDS = ("float32", "float64")
SHAP_ROWS = {"A": 96, "B": 24}  # of 3 and of 20 milliseconds each
OUR_ROWS = 4096
COUNTRY_ROWS = 1_300_000


def microseconds(job: Callable[[], object], rows: int) -> float:
    """Processor time a row, all threads together."""
    start = time.process_time()
    job()
    return (time.process_time() - start) / rows * 1e6


def measured(
    model: str, text: str, values: Values, coded: bool, repeat: int
) -> tuple[dict[str, float], dict[str, str]]:
    """Microseconds a row and distance from LightGBM's of all there is; why a rival is not."""
    import shap

    booster = lgb.Booster(model_str=text)
    few, many = values[: SHAP_ROWS[model]], values[:OUR_ROWS]
    explainer = shap.TreeExplainer(booster)
    ours = {kind: Attributor(text, kind) for kind in KINDS}
    jobs: dict[str, tuple[Callable[[], object], int]] = {
        "lightgbm": (lambda: booster.predict(few, pred_contrib=True, num_threads=1), len(few)),
        "shap": (lambda: explainer.shap_values(few), len(few)),
        "score_only": (lambda: booster.predict(many, raw_score=True, num_threads=1), len(many)),
        "lykta_float32": (lambda: ours["float32"].explain(many), len(many)),
        "lykta_float64": (lambda: ours["float64"].explain(many), len(many)),
    }
    rivals, refused = rival_jobs(booster, coded, lambda rows: drawn(rows, coded, seed=8)[0])
    for kind in KINDS:
        ours[kind].explain(values[:300])
    best = dict.fromkeys(jobs, np.inf)
    for _ in range(repeat):
        for name, (job, rows) in jobs.items():
            best[name] = min(best[name], microseconds(job, rows))
    for name, (rival, theirs) in rivals.items():
        best[name] = min(microseconds(rival, len(theirs)) for _ in range(2))
    told = np.asarray(booster.predict(few, pred_contrib=True, num_threads=1))[:, :-1]
    for kind in KINDS:
        apart_by = np.abs(ours[kind].explain(few).amounts[0] - told).max()
        best[f"difference_{kind}"] = float(apart_by)
        ours[kind].explain(values[:1])
        singly = []
        for number in range(50):
            start = time.perf_counter()
            ours[kind].explain(values[number : number + 1])
            singly.append(time.perf_counter() - start)
        best[f"one_row_ms_{kind}"] = float(np.median(singly) * 1e3)
    for name, (rival, theirs) in rivals.items():
        told = np.asarray(booster.predict(theirs[:24], pred_contrib=True))[:, :-1]
        best[f"difference_{name}"] = float(np.abs(rival()[:24] - told).max())
    return best, refused


def peak_of(who: str, model: str, coded: bool, text: str) -> None:
    """Print the peak of explaining the rows in this process."""
    values, _ = drawn(OUR_ROWS, coded, seed=8)
    if who in KINDS:
        Attributor(text, who).explain(values)
    elif who in RIVALS:
        made = rival_jobs(lgb.Booster(model_str=text), coded, lambda rows: values[:rows])[0]
        made[who][0]()
    elif who == "lightgbm":
        few = values[: SHAP_ROWS[model]]
        lgb.Booster(model_str=text).predict(few, pred_contrib=True, num_threads=1)
    else:
        import shap

        shap.TreeExplainer(lgb.Booster(model_str=text)).shap_values(values[: SHAP_ROWS[model]])
    print(json.dumps({"peak_mb": own_peak_mb()}))


def own_peak_mb() -> float:
    """As `peak_mb`, without what the parent held: on Linux a child inherits its peak."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return peak_mb()
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 2**10


def country(text: str, coded: bool, kind: str = "float32") -> dict[str, float]:
    """Score, explain and write 1.3 million rows; then write the same again alone."""
    attributor, block = Attributor(text, kind), 65_536
    values, _ = drawn(block, coded, seed=9)
    attributor.explain(values[:1000])
    names = ["score", *(f"f{number}" for number in range(FEATURES))]
    schema = pa.schema(
        [(names[0], pa.float64()), *((name, pa.float32()) for name in names[1:])]
    )

    def tables() -> Iterator[pa.Table]:
        left = COUNTRY_ROWS
        while left > 0:
            for found in attributor.blocks(values[: min(block, left)]):
                amounts = found.amounts[0].T.astype(np.float32, copy=False)
                yield pa.table([pa.array(found.scores[0]), *map(pa.array, amounts)], schema)
            left -= block

    def written(pieces: Iterator[pa.Table], path: Path) -> tuple[float, float]:
        start, used = time.perf_counter(), time.process_time()
        with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as file:
            for piece in pieces:
                file.write_table(piece)
        return time.perf_counter() - start, time.process_time() - used

    with tempfile.TemporaryDirectory() as folder:
        whole, whole_cpu = written(tables(), Path(folder) / "explained.parquet")
        size = (Path(folder) / "explained.parquet").stat().st_size
        peak = own_peak_mb()
        file = pq.ParquetFile(Path(folder) / "explained.parquet")
        kept = list(islice(file.iter_batches(8192), 8))
        again = (
            pa.Table.from_batches([kept[n % len(kept)]]) for n in range(COUNTRY_ROWS // 8192)
        )
        alone, alone_cpu = written(again, Path(folder) / "alone.parquet")
    return {
        "seconds": whole,
        "cpu": whole_cpu,
        "write_alone_seconds": alone,
        "write_alone_cpu": alone_cpu,
        "times_writing_alone": whole_cpu / alone_cpu,
        "peak_mb": peak,
        "written_mb": size / 2**20,
        "microseconds_per_row": whole_cpu / COUNTRY_ROWS * 1e6,
    }


def main() -> None:
    """Train or read the models, measure, print."""
    parser = argparse.ArgumentParser(description="Time and memory of exact explanations.")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--repeat", type=int, default=5, help="interleaved runs; the best counts"
    )
    parser.add_argument("--folder", type=Path, help="keep the trained models here")
    parser.add_argument("--models", default="A,B", help="A, B or both")
    parser.add_argument("--no-country", action="store_true", help="leave the 1.3 million out")
    parser.add_argument("--peak", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--whole", nargs=1, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    if asked.peak:
        who, model, coded = asked.peak
        text = (folder / f"{model}{coded}.txt").read_text("utf-8")
        return peak_of(who, model, coded == "1", text)
    if asked.whole:
        text = (folder / f"{asked.whole[0]}.txt").read_text("utf-8")
        return print(json.dumps(country(text, asked.whole[0].endswith("1"))))
    result: dict[str, dict[str, object]] = {
        "microseconds_per_row": {},
        "peak_mb": {},
        "max_abs_difference": {},
        "one_row_ms": {},
        "ratios": {},
        "not_measured": {},
    }
    for model in asked.models.split(","):
        found = {}
        for coded in (False, True):
            name = f"{model}{int(coded)}"
            file = folder / f"{name}.txt"
            if not file.is_file():
                print(f"training {name} ...", file=sys.stderr)
                file.write_text(trained(model, coded), "utf-8")
            values, _ = drawn(OUR_ROWS, coded, seed=8)
            text = file.read_text("utf-8")
            found[coded], refused = measured(model, text, values, coded, asked.repeat)
            result["not_measured"][name] = dict(refused)
            for who in ("lightgbm", "shap", *KINDS, *(r for r in RIVALS if r not in refused)):
                peak = apart(
                    "benchmarks.attribution", "--folder", str(folder),
                    "--peak", who, model, str(int(coded)),
                )  # fmt: skip
                result["peak_mb"][f"{name}_{who}"] = round(peak["peak_mb"])
        add(result, model, found)
    if not asked.no_country and "A" in asked.models:
        result["country"] = dict(
            apart("benchmarks.attribution", "--folder", str(folder), "--whole", "A0")
        )
    print(json.dumps(result) if asked.json else json.dumps(result, indent=1))


def add(
    result: dict[str, dict[str, object]], model: str, found: dict[bool, dict[str, float]]
) -> None:
    """Put one model's figures into the result; those with categories end in `_coded`."""
    for coded, figures in found.items():
        tail = "_coded" if coded else ""
        for kind in KINDS:
            ratio = figures["shap"] / figures[f"lykta_{kind}"]
            name = f"{model}_{kind}{tail}"
            result["ratios"][name] = {
                "shap_over_lykta": round(ratio, 1),
                "lightgbm_over_lykta": round(figures["lightgbm"] / figures[f"lykta_{kind}"], 1),
            }
            result["max_abs_difference"][name] = figures[f"difference_{kind}"]
            result["one_row_ms"][name] = round(figures[f"one_row_ms_{kind}"], 2)
        for who in RIVALS:
            if who in figures:
                result["ratios"][f"{model}_{who}{tail}"] = {
                    "shap_over_rival": round(figures["shap"] / figures[who], 1)
                }
                result["microseconds_per_row"][f"{model}_{who}{tail}"] = round(figures[who], 1)
                result["max_abs_difference"][f"{model}_{who}{tail}"] = figures[
                    f"difference_{who}"
                ]
        for who in ("lightgbm", "shap", "score_only", "lykta_float32", "lykta_float64"):
            result["microseconds_per_row"][f"{model}_{who}{tail}"] = round(figures[who], 1)


if __name__ == "__main__":
    main()
