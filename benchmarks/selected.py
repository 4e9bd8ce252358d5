"""What selected labels cost: the same LightGBM taught by controls, and by the whole truth.

On workspaces of invented countries (`lykta demo --seed N` makes one). Both are judged by the
truth of the test dates: findings at each centre's capacity, with the interval over resampled
employers. One country's few hundred findings tell little, and its interval knows nothing of who
happened to be controlled; of several countries the hits are added up, and the interval is over
countries.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import t as student

from features.country import read_country
from features.engine.registers import Registers
from models.evaluation import evaluate
from models.judging import IN_TRUTH, Dated, dated, question
from models.labels import Labelled
from models.opening import open_sources, read_truth
from models.ranker import Ranker
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import plan_dates
from models.severity import read_policy
from models.stacking import stack

__all__ = ["compared", "together"]


def compared(workspace: Path, module: str = "features.sweden") -> dict[str, Any]:
    """Hits of both, their ratio with a 95 % interval, and what each learnt from."""
    country = read_country(module)
    recipe = read_recipe(default_recipe(country), country)
    truth_file = workspace / "truth" / country.name / "potential.parquet"
    with Registers(workspace / "landed" / country.name, country) as registers:
        split = plan_dates(registers, recipe)
        sources = open_sources(registers, workspace, split.dates, say=lambda text: None)
        policy = read_policy(recipe.policy, split.after[0], recipe.heads)
        truth = read_truth(truth_file, recipe, policy)
        before = [
            dated(sources, recipe, country, policy, as_of, split.after[0])
            for as_of in split.before
        ]
        after = [
            dated(sources, recipe, country, policy, as_of, sources.known_by)
            for as_of in split.after
        ]
    whole: list[Dated] = []
    for matrix, labelled in before:
        all_of_it = truth(matrix)
        found = np.column_stack([all_of_it[head] for head in labelled.heads]).astype(np.float32)
        whole.append((matrix, _seen(labelled, found)))
    scores, taught = {}, {}
    for name, lessons in (("selected", before), ("truth", whole)):
        rows = stack(lessons, recipe.features)
        ranker = Ranker.fit(rows, recipe, country, policy)
        scores[name] = np.concatenate([ranker.score(matrix) for matrix, _ in after])
        taught[name] = len(rows)
    known = [truth(matrix) for matrix, _ in after]
    primary = recipe.judgement.primary
    asked = replace(
        question(after, primary, recipe, IN_TRUTH),
        outcome=np.concatenate([one[primary] for one in known]),
        severity=np.concatenate([one["severity"] for one in known]),
    )
    judged = evaluate(scores, asked, resamples=recipe.judgement.resamples)
    hits = {name: one.at_capacity.hits for name, one in judged.evaluations.items()}
    minus = judged.differences["truth"].hits
    ends = [None if end is None else 1 + end / hits["truth"] for end in (minus.low, minus.high)]
    return {
        "rows_taught": taught,
        "places": judged.evaluations["truth"].at_capacity.places,
        "hits": {name: round(value, 1) for name, value in hits.items()},
        "ratio": round(hits["selected"] / hits["truth"], 3),
        "interval": [None if end is None else round(end, 3) for end in ends],
    }


def _seen(labelled: Labelled, found: np.ndarray) -> Labelled:
    return replace(labelled, found=found)


def together(hits: Sequence[tuple[float, float]]) -> tuple[float, tuple[float, float] | None]:
    """Hits of (selected, truth) per country: the ratio of their sums, and its 95 % interval.

    The jackknife over countries (Quenouille 1956, Tukey 1958), Student's for their number; no
    interval of one country alone.
    """
    ours, theirs = np.array(hits, dtype=np.float64).T
    ratio = float(ours.sum() / theirs.sum())
    count = len(ours)
    if count < 2:
        return ratio, None
    without = (ours.sum() - ours) / (theirs.sum() - theirs)
    error = float(np.sqrt((count - 1) / count * ((without - without.mean()) ** 2).sum()))
    reach = float(student.ppf(0.975, count - 1)) * error
    return ratio, (ratio - reach, ratio + reach)


def main() -> None:
    """Print the comparison of each country and of all, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, nargs="+", default=[Path("data")])
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    there = [
        one
        for one in asked.workspace
        if (one / "truth" / "sweden" / "potential.parquet").is_file()
    ]
    if not there:
        print("SKIPPED: there is no invented country here; lykta demo makes one, --workspace.")
        return
    each = [compared(one) for one in there]
    ratio, ends = together([(one["hits"]["selected"], one["hits"]["truth"]) for one in each])
    found = {
        "countries": each,
        "ratio": round(ratio, 3),
        "interval": None if ends is None else [round(end, 3) for end in ends],
    }
    print(json.dumps(found) if asked.json else json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
