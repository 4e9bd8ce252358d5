"""Feature building measured beside plain numpy, plain pandas and the bare scan, in one run."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median

import typer

from benchmarks.measuring import apart, peak_mb, timed

ROOT = Path(__file__).resolve().parents[1]
app = typer.Typer(add_completion=False)


@app.command()
def main(
    workplaces: int = typer.Option(100_000, help="how many workplaces to draw"),
    events: int = typer.Option(350_000, help="how many events, over four registers"),
    repeat: int = typer.Option(3, help="runs of each; the median counts"),
    seed: int = typer.Option(1, help="seed of the drawn registers"),
    employers: int = typer.Option(
        400_000, help="employers of the country job; 0 leaves it out"
    ),
    memory: str = typer.Option("4GB", help="memory setting of the country job"),
    as_json: bool = typer.Option(False, "--json", help="one JSON object on standard output"),
    job: str = typer.Option("", hidden=True),
    folder: Path = typer.Option(Path(), hidden=True),
) -> None:
    """Two jobs from landed registers to matrices on disk.

    The triage-shaped one: cohort, labels, 135 features at 10 dates. The country's: 60 features
    at 8 dates from 112.5 declaration rows an employer.
    """
    if job:
        _run(job, folder)
        return
    from benchmarks.triage_shape import COUNTRY, DATES, Size, draw

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        size = Size(workplaces, events, workplaces * 6 // 10)
        draw(home / "landed", size, seed)
        measured = [
            (_measure("pipeline", home), _measure("numpy", home)) for _ in range(repeat)
        ]
        worst = _compare(home)
        written = sum(path.stat().st_size for path in (home / "pipeline").rglob("*.parquet"))
    ours, floor = (_middle(list(runs)) for runs in zip(*measured, strict=True))
    # Each run beside its neighbour: what else the machine does weighs on both alike.
    ratio, cpu_ratio = (
        median(one[what] / two[what] for one, two in measured) for what in ("seconds", "cpu")
    )
    ratios = {"triage_job_over_numpy": ratio, "triage_job_over_numpy_cpu": cpu_ratio}
    country = None
    if employers:
        from benchmarks.country import Job, compare

        country = compare(Job(employers, memory=memory, seed=seed, repeat=3))
        ratios |= country.pop("ratios")
    result = {
        "job": f"{workplaces} workplaces, {events} events, {len(DATES)} dates,"
        f" {len(COUNTRY.features)} features",
        "seconds": round(ours["seconds"], 2),
        "cpu_seconds": round(ours["cpu"], 2),
        "peak_mb": round(max(one["peak_mb"] for one, _ in measured)),
        "numpy_seconds": round(floor["seconds"], 2),
        "numpy_cpu_seconds": round(floor["cpu"], 2),
        "numpy_peak_mb": round(max(two["peak_mb"] for _, two in measured)),
        "written_mb": round(written / 1e6, 1),
        "largest_relative_difference": worst,
        "ratios": {key: round(value, 2) for key, value in ratios.items()},
        "country": country,
    }
    if as_json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:28} {value}")


def _measure(job: str, home: Path) -> dict[str, float]:
    """Run one job in a process of its own, so that its peak memory is its own."""
    found = apart("benchmarks.features", "--job", job, "--folder", str(home))
    print(f"  {job}: {found['seconds']:.2f} s, {found['peak_mb']:.0f} MB", file=sys.stderr)
    return found


def _run(job: str, home: Path) -> None:
    """Timed: from landed registers to matrices and labels on disk. Importing is not."""
    import pyarrow.dataset  # noqa: F401  what the library imports at its first file

    import features.completing  # noqa: F401  what it imports at its first matrix
    from benchmarks import triage_numpy, triage_pipeline

    run = {"pipeline": triage_pipeline.run, "numpy": triage_numpy.run}[job]
    shutil.rmtree(home / job, ignore_errors=True)
    (home / job).mkdir()
    found = timed(lambda: run(home / "landed", home / job))
    print(json.dumps(found | {"peak_mb": peak_mb()}))


def _compare(home: Path) -> float:
    """The largest relative difference in any figure or label; above 1e-6 it stops."""
    import numpy as np
    import pyarrow.parquet as pq

    from benchmarks.triage_shape import DATES
    from features.snapshots import read_matrix

    worst = 0.0
    (folder,) = (
        path
        for path in (home / "pipeline").iterdir()
        if path.name != "blocks" and path.is_dir()
    )
    for as_of in DATES:
        name = as_of.isoformat()
        ours = read_matrix(folder, as_of).values()
        floor = np.load(home / "numpy" / f"{name}.npy")
        labels = pq.read_table(home / "pipeline" / f"{name}.labels.parquet").column("any")
        pairs = (
            (ours, floor),
            (labels.to_numpy(), np.load(home / "numpy" / f"{name}.labels.npy")),
        )
        for left, right in pairs:
            if left.shape != right.shape or (np.isnan(left) != np.isnan(right)).any():
                raise SystemExit(f"{name}: {left.shape} against {right.shape}, or other gaps")
            apart = np.abs(left - right) / np.maximum(np.abs(right), 1)
            worst = max(worst, float(np.nanmax(apart)))
    if worst > 1e-6:
        raise SystemExit(f"the figures differ by {worst}")
    return worst


def _middle(runs: list[dict[str, float]]) -> dict[str, float]:
    return sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]


if __name__ == "__main__":
    if not __package__:
        sys.path[0] = str(ROOT)  # run as a file, this folder would hide the package `features`
    app()
