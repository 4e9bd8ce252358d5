"""How the time and memory of the country's features grow with employers, rows and dates."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import typer

from benchmarks.country import Job, compare

BASE = Job(employers=100_000, rows=112.5, dates=4)
STEPS: dict[str, tuple[float, ...]] = {
    "employers": (25_000, 50_000, 100_000, 200_000, 400_000),
    "rows": (56.25, 112.5, 225.0, 450.0),
    "dates": (1, 2, 4, 8),
}
app = typer.Typer(add_completion=False)
Measured = dict[str, list[dict[str, float]]]


@app.command()
def main(
    scale: float = typer.Option(1.0, help="share of the employers; less is quicker"),
    repeat: int = typer.Option(3, help="runs of each; the median counts"),
    plot: Path | None = typer.Option(None, help="where to draw the curves, .svg or .png"),
    as_json: bool = typer.Option(False, "--json", help="one JSON object on standard output"),
) -> None:
    """Change one thing at a time, and fit a power of it to the processor seconds.

    The power of a job that grows in proportion is 1. What is the same whatever the size (the
    start of the engine, the checking of definitions) makes it less.
    """
    found: Measured = {}
    with tempfile.TemporaryDirectory() as name:
        for what, sizes in STEPS.items():
            found[what] = [_measure(what, size, scale, repeat, Path(name)) for size in sizes]
    powers = {what: round(_power(rows), 2) for what, rows in found.items()}
    if plot:
        _draw(found, powers, plot)
    if as_json:
        print(json.dumps({"measured": found, "powers": powers}))
        return
    for what, rows in found.items():
        print(f"{what}: power {powers[what]}")
        for row in rows:
            print("   " + ", ".join(f"{key} {value:g}" for key, value in row.items()))


def _measure(what: str, size: float, scale: float, repeat: int, home: Path) -> dict[str, float]:
    job = Job(**asdict(BASE) | {what: int(size) if what != "rows" else size, "repeat": repeat})
    job = replace(job, employers=max(100, int(job.employers * scale)))
    # Drawn once for all jobs over the same registers.
    job = replace(job, folder=home / f"{job.employers}x{job.rows:g}")
    told = compare(job, plain=False)
    at = job.employers if what == "employers" else size
    return {what: at, **{key: told[key] for key in ("seconds", "cpu", "peak_mb")}}


def _power(rows: Sequence[dict[str, float]]) -> float:
    """The slope of log processor seconds over log size, by least squares."""
    sizes, seconds = zip(*((next(iter(row.values())), row["cpu"]) for row in rows), strict=True)
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def _draw(found: Measured, powers: dict[str, float], path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, len(found), figsize=(4 * len(found), 3.4), sharey=True)
    for axis, (what, rows) in zip(axes, found.items(), strict=True):
        sizes = np.array([row[what] for row in rows])
        for key, label in (("seconds", "seconds"), ("cpu", "processor seconds")):
            axis.loglog(sizes, [row[key] for row in rows], marker="o", label=label)
        first = rows[0]["cpu"]
        axis.loglog(sizes, first * sizes / sizes[0], ":", color="grey", label="in proportion")
        axis.set_xlabel(f"{what} (power {powers[what]})")
        axis.minorticks_off()
        axis.set_xticks(sizes, [f"{size:,g}" for size in sizes])
        axis.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    least, most = axes[0].get_ylim()
    axes[0].set_yticks([n for n in (1, 2, 5, 10, 20, 50, 100, 200) if least < n < most])
    axes[0].set_ylabel("seconds")
    axes[0].legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    if not __package__:
        sys.path[0] = str(Path(__file__).resolve().parents[1])
    app()
