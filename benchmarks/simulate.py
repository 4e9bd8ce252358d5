"""`make simulate`: what selection does to figures in simulated years, and what mends it.

Each year a ranking is judged in a cohort that was controlled by choice and a little by chance.
Everybody's outcome is known to the simulation alone. The table tells how far each estimate is
from it on average, and how often its 95 % interval holds it. A second one tells how often the
intervals of ranks hold the places that workplaces would have if their chances were known.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.simulated_ranks import Held, held_in
from models.drawn import drawn_share
from models.intervals import Figure, wilson
from models.selection import selection_of
from models.ties import cut
from models.weighting import doubly_robust, inverse_weighted

__all__ = ["Year", "judge", "simulated_year"]

Floats = npt.NDArray[np.float64]
WORKPLACES, CENTRES, PLACES = 6_000, 7, 32
ESTIMATES = ("among the controlled", "inverse-weighted", "doubly robust", "random arm")


@dataclass(frozen=True)
class Year:
    """A cohort of one year. `exposure` is what control is chosen by, `score` the ranking."""

    exposure: Floats
    score: Floats
    found: Floats  # of everybody: known to nobody in the service
    outcome: Floats  # NaN where nobody looked
    drawn: npt.NDArray[np.int64]
    inclusion: float
    centre: npt.NDArray[np.int64]
    employer: npt.NDArray[np.int64]


def simulated_year(seed: int) -> Year:
    """Workplaces whose employers differ; controls follow tips, campaigns, size and history.

    A tenth is controlled, as in the invented Sweden at ten times the real density. What control
    is chosen by also tells of findings, and bends: the naive figure is off by ten points.
    """
    rng = np.random.default_rng([2026, seed])
    centre = rng.integers(0, CENTRES, WORKPLACES)
    employer = np.arange(WORKPLACES) // 2
    shared = rng.normal(0, 0.5, WORKPLACES // 2)[employer]
    tips = rng.poisson(np.exp(-1.2 + 0.6 * shared))
    campaign = rng.random(WORKPLACES) < 0.2
    size = rng.normal(0, 1, WORKPLACES)
    history = rng.poisson(0.4, WORKPLACES)
    debts = rng.gamma(1.0, 1.0, WORKPLACES) * np.exp(0.5 * shared)
    pull = (
        -3.3 + 1.1 * np.minimum(tips, 2.5) + 1.2 * campaign + 0.5 * np.minimum(history, 2)
        + 0.25 * size - 0.15 * size**2 + 0.3 * (centre % 3)
    )  # fmt: skip
    risk = (
        -2.6 + 0.7 * np.minimum(tips, 3) + 0.5 * campaign + 0.4 * np.minimum(history, 3)
        + 0.7 * np.log1p(debts) + 0.4 * shared
    )  # fmt: skip
    found = (rng.random(WORKPLACES) < _share(risk)).astype(np.float64)
    score = 0.8 * np.log1p(debts) + 0.5 * tips + 0.2 * history + rng.normal(0, 0.4, WORKPLACES)
    # Half the employers are visited at both their workplaces or at none, if equally tempting.
    luck = rng.random((2, WORKPLACES))
    together = (rng.random(WORKPLACES // 2) < 0.5)[employer]
    chosen = np.where(together, luck[0][employer], luck[1]) < _share(pull)
    inclusion = 0.08 * chosen.mean()
    drawn = rng.random(WORKPLACES) < inclusion
    return Year(
        exposure=np.column_stack([tips, campaign, size, history]).astype(np.float64),
        score=score,
        found=found,
        outcome=np.where(chosen | drawn, found, np.nan),
        drawn=np.flatnonzero(drawn),
        inclusion=inclusion,
        centre=centre,
        employer=employer,
    )


def _share(margin: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-margin)), dtype=np.float64)


def judge(year: Year) -> dict[str, tuple[float, dict[str, Figure]]]:
    """Per question the truth, and the figure of each estimate."""
    member = (year.centre[:, None] == np.arange(1, CENTRES)).astype(np.float64)
    selection = selection_of(
        np.column_stack([year.exposure, member]),
        [year.score],
        year.outcome,
        np.array([f"centre {number}" for number in year.centre], dtype=object),
        year.employer,
    )
    top = np.zeros(WORKPLACES)
    for centre in range(CENTRES):
        mine = np.flatnonzero(year.centre == centre)
        top[mine] = cut(year.score[mine], PLACES).chance
    found = {}
    for name, share in (("everybody", np.ones(WORKPLACES)), ("top of each centre", top)):
        known = share * ~np.isnan(year.outcome)
        figures = {
            ESTIMATES[0]: wilson(
                float(known @ np.nan_to_num(year.outcome)), float(known.sum())
            ),
            ESTIMATES[1]: inverse_weighted(selection, year.outcome, share),
            ESTIMATES[2]: doubly_robust(selection, year.outcome, share),
        }
        if name == "everybody":
            chances = np.full(len(year.drawn), year.inclusion)
            figures[ESTIMATES[3]] = drawn_share(year.found[year.drawn], chances, of=WORKPLACES)
        found[name] = (float(share @ year.found / share.sum()), figures)
    return found


def _one(seed: int) -> dict[str, tuple[float, dict[str, Figure]]]:
    return judge(simulated_year(seed))


def table(years: list[dict[str, tuple[float, dict[str, Figure]]]]) -> list[dict[str, Any]]:
    """One row per question and estimate, over all years."""
    rows: list[dict[str, Any]] = []
    for question in years[0]:
        naive = 0.0
        for estimate in years[0][question][1]:
            pairs = [(one[question][0], one[question][1][estimate]) for one in years]
            said = [(t, f) for t, f in pairs if f.value is not None]
            errors = np.array([float(f.value or 0.0) - t for t, f in said])
            held = sum((f.low or 0.0) <= t <= (f.high or 0.0) for t, f in said)
            naive = float(errors.mean()) if estimate == ESTIMATES[0] else naive
            coverage = wilson(held, len(said))
            rows.append(
                {
                    "question": question,
                    "estimate": estimate,
                    "years": len(said),
                    "refused": len(pairs) - len(said),
                    "truth": round(float(np.mean([t for t, _ in said])), 4),
                    "bias": round(float(errors.mean()), 5),
                    "bias_over_naive": round(abs(float(errors.mean()) / naive), 3),
                    "spread": round(float(errors.std(ddof=1)), 5),
                    "coverage": round(held / len(said), 4),
                    "coverage_interval": [
                        round(coverage.low or 0, 3),
                        round(coverage.high or 0, 3),
                    ],
                    "width": round(
                        float(np.mean([(f.high or 0) - (f.low or 0) for _, f in said])), 4
                    ),
                }
            )
    return rows


def ranks_table(years: list[Held]) -> list[dict[str, Any]]:
    """How often intervals of ranks hold, of all workplaces and of the listed ones."""
    rows: list[dict[str, Any]] = []
    for of in ("everybody", "listed"):
        shares = np.array([getattr(one, of) for one in years])
        rows.append(
            {
                "workplaces": of,
                "years": len(years),
                "coverage": round(float(shares.mean()), 4),
                "standard_error": round(float(shares.std(ddof=1) / np.sqrt(len(shares))), 4),
                "width_places": round(float(np.mean([one.width for one in years])), 1),
            }
        )
    return rows


def main() -> None:
    """Simulate, and print each table when it is ready, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=200)
    parser.add_argument(
        "--no-ranks", action="store_true", help="only the first table, a small part of the time"
    )
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    seeds = range(max(asked.years, 2))
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        rows = table(list(pool.map(_one, seeds, chunksize=5)))
        if not asked.json:
            _print_figures(rows)
        ranks = []
        if not asked.no_ranks:
            ranks = ranks_table(list(pool.map(held_in, seeds, chunksize=5)))
    if asked.json:
        print(json.dumps({"years": len(seeds), "rows": rows, "ranks": ranks}))
    elif ranks:
        _print_ranks(ranks)


def _print_figures(rows: list[dict[str, Any]]) -> None:
    heads = ("question", "estimate", "truth", "bias", "/naive", "95 % holds", "refused")
    print("{:20}{:22}{:>7}{:>9}{:>8}{:>12}{:>9}".format(*heads))
    for one in rows:
        print(
            f"{one['question']:20}{one['estimate']:22}{one['truth']:7.3f}{one['bias']:+9.4f}"
            f"{one['bias_over_naive']:8.3f}{one['coverage']:12.3f}{one['refused']:9}",
            flush=True,
        )


def _print_ranks(ranks: list[dict[str, Any]]) -> None:
    columns = ("place of", "95 % holds", "std error", "width, places")
    print("\n{:20}{:>12}{:>12}{:>16}".format(*columns))
    for one in ranks:
        print(
            f"{one['workplaces']:20}{one['coverage']:12.3f}{one['standard_error']:12.3f}"
            f"{one['width_places']:16.1f}"
        )


if __name__ == "__main__":
    main()
