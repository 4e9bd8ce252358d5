"""Does the prevalence that a year of random visits tells cover the truth?

`python -m benchmarks.random_arm [--years N] [--workplaces N] [--json]`

Every year has 52 weeks of draws at seven centres by the very draw that lists are made by
(`serving.targeting.draw`), eight visits a week and 8 per cent of them by lot. What is found at
a drawn workplace is looked up in a drawn truth, and `models.drawn` turns findings and stored
chances into a frequency with its interval, as for the model card.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

import numpy as np

from models.drawn import drawn_share
from serving.targeting.draw import draw

__all__ = ["simulated_years"]

CENTRES, WEEKS, VISITS, SHARE = 7, 52, 8, 0.08
SIZES = (0.26, 0.22, 0.18, 0.12, 0.1, 0.07, 0.05)  # shares of the workplaces, by centre


def simulated_years(years: int, *, workplaces: int = 2_000, seed: int = 1) -> dict[str, float]:
    """Coverage of 95 per cent intervals over drawn years, and how the estimates lie.

    A fifth of the workplaces share an employer, and what is found goes with the employer, so
    that draws are not of independent things. Centres are of unequal size, and the smaller, the
    more there is to find: every centre makes as many visits, so that without weights the share
    would be too high.
    """
    rng = np.random.default_rng(seed)
    centre = np.sort(rng.choice(CENTRES, workplaces, p=SIZES))
    employer = np.arange(workplaces) - np.arange(workplaces) % 5 % 2
    frequency = rng.beta(1.0, 12.0, workplaces)[employer] * (0.3 + centre)
    found = (rng.random(workplaces) < frequency).astype(np.float64)
    truth = float(found.mean())
    homes = [np.flatnonzero(centre == one) for one in range(CENTRES)]
    names = [([str(n) for n in home], [str(n) for n in employer[home]]) for home in homes]
    estimates, covered, plain, drawn = [], 0, [], 0
    for year in range(years):
        rows, chances = [], []
        for week in range(WEEKS):
            for home, (places, employers) in zip(homes, names, strict=True):
                arm = draw(places, employers, SHARE * VISITS, f"{seed} {year} {week} {home[0]}")
                rows += home[list(arm.drawn)].tolist()
                # Each centre draws from its own, so a visit stands for its centre's workplaces.
                chances += arm.chances[list(arm.drawn)].tolist()
        figure = drawn_share(found[rows], np.asarray(chances), of=workplaces)
        assert figure.value is not None
        assert figure.low is not None
        assert figure.high is not None
        estimates.append(figure.value)
        plain.append(float(found[rows].mean()))
        covered += figure.low <= truth <= figure.high
        drawn += len(rows)
    return {
        "years": years,
        "truth": truth,
        "mean": float(np.mean(estimates)),
        "error_of_mean": float(np.std(estimates) / np.sqrt(years)),
        "unweighted": float(np.mean(plain)),
        "coverage": covered / years,
        "drawn_a_year": drawn / years,
    }


def main(words: Sequence[str] | None = None) -> None:
    """Simulate, and print a table or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=500)
    parser.add_argument("--workplaces", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    result = simulated_years(asked.years, workplaces=asked.workplaces)
    if asked.json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        print(f"{name:14} {value:.4f}")


if __name__ == "__main__":
    main()
