"""The country's features beside plain pandas and beside the bare scan of the same files."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import typer

from benchmarks.measuring import apart, peak_mb, timed

__all__ = ["Job", "compare"]

app = typer.Typer(add_completion=False)


@dataclass(frozen=True)
class Job:
    """What is drawn and how it is built. `folder` keeps the drawn registers for another run."""

    employers: int = 400_000
    rows: float = 112.5  # declaration rows per employer
    dates: int = 8
    memory: str = "4GB"
    seed: int = 1
    repeat: int = 1
    folder: Path | None = None


@app.command()
def main(
    employers: int = typer.Option(400_000, help="how many employers to draw"),
    rows: float = typer.Option(112.5, help="declaration rows per employer"),
    dates: int = typer.Option(8, help="how many quarterly as-of dates, at most 8"),
    memory: str = typer.Option("4GB", help="memory setting of the engine"),
    seed: int = typer.Option(1, help="seed of the drawn registers"),
    repeat: int = typer.Option(1, help="runs of the scan and of ours; the median counts"),
    folder: Path | None = typer.Option(None, help="where the drawn registers are kept"),
    plain: bool = typer.Option(True, help="measure plain pandas too, and compare all figures"),
    as_json: bool = typer.Option(False, "--json", help="one JSON object on standard output"),
    part: str = typer.Option("", hidden=True),
) -> None:
    """The country's features: ours, plain pandas, and the bare scan of the same files."""
    job = Job(employers, rows, dates, memory, seed, repeat, folder)
    if part and folder:
        print(json.dumps(_run(part, folder, job)))
        return
    found = compare(job, plain=plain)
    print(json.dumps(found) if as_json else "\n".join(f"{k:28} {v}" for k, v in found.items()))


def compare(job: Job, *, plain: bool = True) -> dict[str, Any]:
    """Draw the registers, unless the folder has them, and run the parts in turn.

    pandas runs once, over two of the dates, and is scaled; what it reads it reads once.
    """
    with tempfile.TemporaryDirectory() as name:
        home = job.folder or Path(name)
        if not (home / "landed" / "report.json").is_file():
            _go("draw", home, job)
        pairs = [(_go("scan", home, job), _go("country", home, job)) for _ in range(job.repeat)]
        pandas = _scaled(_go("pandas", home, job), job.dates) if plain else None
        worst = _differ(home) if plain else None
        written = sum(path.stat().st_size for path in (home / "country").rglob("*.parquet"))
    scans, ours = zip(*pairs, strict=True)
    mine = {key: median(one[key] for one in ours) for key in ("seconds", "cpu")}
    ratios = {
        "country_over_scan": median(o["seconds"] / s["seconds"] for s, o in pairs),
        "country_over_scan_cpu": median(o["cpu"] / s["cpu"] for s, o in pairs),
    }
    if pandas:
        ratios["pandas_over_country"] = pandas["seconds"] / mine["seconds"]
        ratios["pandas_over_country_cpu"] = pandas["cpu"] / mine["cpu"]
    return {
        "job": f"{job.employers} employers, {job.rows:g} rows each, {job.dates} dates,"
        f" memory {job.memory}",
        **{key: round(value, 2) for key, value in mine.items()},
        "peak_mb": round(max(one["peak_mb"] for one in ours)),
        "scan": {key: round(median(one[key] for one in scans), 2) for key in mine},
        "pandas_scaled_from_two_dates": pandas,
        "written_mb": round(written / 1e6),
        "largest_relative_difference": worst,
        "ratios": {key: round(value, 2) for key, value in ratios.items()},
    }


def _go(part: str, home: Path, job: Job) -> dict[str, float]:
    """One part in a process of its own, so that its peak memory is its own."""
    words = {key: value for key, value in asdict(job).items() if key != "repeat"}
    words |= {"part": part, "folder": home}
    options = [text for key, value in words.items() for text in (f"--{key}", str(value))]
    found = apart("benchmarks.country", *options)
    told = ", ".join(f"{key} {value:.1f}" for key, value in found.items())
    print(f"  {part}: {told}", file=sys.stderr)
    return found


def _run(part: str, home: Path, job: Job) -> dict[str, float]:
    """One part in this process. Importing and emptying folders are not timed."""
    import pyarrow.dataset  # noqa: F401  what the library imports at its first file

    import features.completing  # noqa: F401  what it imports at its first matrix
    from benchmarks import country_pandas, country_pipeline, country_scan
    from benchmarks.country_data import Extent, draw
    from benchmarks.country_shape import DATES

    landed, out = home / "landed", home / part
    shutil.rmtree(out, ignore_errors=True)
    if part == "draw":
        extent = Extent(job.employers, job.rows, job.employers * 15 // 2)
        found = timed(lambda: draw(landed, extent, job.seed))
        once = timed(lambda: country_pipeline.prepare(landed))
        return found | {f"fingerprints_{key}": value for key, value in once.items()}
    out.mkdir()
    if part == "scan":
        found = timed(lambda: country_scan.run(landed, out, job.memory))
    elif part == "country":
        found = timed(
            lambda: country_pipeline.run(landed, out, job.memory, DATES[-job.dates :])
        )
    else:
        tables: list[country_pandas.Tables] = []
        found = timed(lambda: tables.append(country_pandas.read(landed)))
        found = {f"read_{key}": value for key, value in found.items()}
        found |= timed(lambda: country_pandas.build(tables[0], out, country_pandas.MEASURED))
    return found | {"peak_mb": peak_mb()}


def _scaled(found: dict[str, float], dates: int) -> dict[str, float]:
    """What the plain way would take for all dates."""
    scaled = {
        key: round(found[f"read_{key}"] + found[key] / 2 * dates, 1)
        for key in ("seconds", "cpu")
    }
    return scaled | {"peak_mb": round(found["peak_mb"])}


def _differ(home: Path) -> float:
    """The largest relative difference in any figure pandas has too; above 1e-6 it stops."""
    import numpy as np
    import pandas as pd

    from benchmarks.country_pandas import MEASURED
    from features.snapshots import read_matrix

    (folder,) = (path for path in (home / "country").iterdir() if path.name != "blocks")
    worst = 0.0
    for as_of in MEASURED:
        matrix = read_matrix(folder, as_of)
        ours, plain = matrix.to_pandas(), pd.read_parquet(home / "pandas" / f"{as_of}.parquet")
        if list(ours["workplace"]) != list(plain["workplace"]):
            raise SystemExit(f"{as_of}: other workplaces, or in another order")
        for name in matrix.features:
            one = ours[name].to_numpy(np.float64)
            other = plain[name].to_numpy(np.float64, na_value=np.nan)
            gaps = int((np.isnan(one) != np.isnan(other)).sum())
            apart_by = np.abs(one - other) / np.maximum(np.abs(other), 1)
            most = float(np.nanmax(apart_by, initial=0))
            if gaps or most > 1e-6:
                raise SystemExit(f"{as_of} {name}: {gaps} gaps differ, figures by {most}")
            worst = max(worst, most)
    return worst


if __name__ == "__main__":
    app()
