"""Seven centres' lists chosen from 100,000 workplaces, exactly, under every kind of limit.

`python -m benchmarks.lists [--workplaces N] [--limits none|usual|all] [--json]`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from benchmarks.measuring import peak_mb, timed
from features.registers.reference import CENTRES, MUNICIPALITIES, SECTORS
from features.vocabulary import Authority
from serving.targeting.limits import Effort, Limits, VisitLimit
from serving.targeting.policy import Policy, read_policy
from serving.targeting.selection import choose
from serving.targeting.standing import Exclusion, MustVisit, Standing
from serving.targeting.week import Week

WEEK = Week(2026, 48)
REPEATS = 5
AREAS = {
    "area tax_and_pay": (Authority.SKATTEVERKET,),
    "area work_environment": (Authority.ARBETSMILJOVERKET,),
    "area permits_and_posting": (Authority.MIGRATIONSVERKET, Authority.POLISMYNDIGHETEN),
    "area subsidies_and_benefits": (
        Authority.ARBETSFORMEDLINGEN,
        Authority.FORSAKRINGSKASSAN,
    ),
}


def drawn_frame(workplaces: int, seed: int = 1) -> pd.DataFrame:
    """A cohort with Sweden's centres, municipalities and sectors; a fifth share an employer.

    Scores are log-odds about a frequency of some 3 per cent, kept in 32 bits as a booster of
    few leaves gives them: rounded, so that there are ties.
    """
    rng = np.random.default_rng(seed)
    counties = np.array([code[:2] for code in MUNICIPALITIES])
    centre_of = {county: centre.code for centre in CENTRES for county in centre.counties}
    town = rng.integers(len(counties), size=workplaces)
    scores = np.round(rng.normal(-3.5, 1.0, workplaces), 3)
    place = (-scores).argsort().argsort() / workplaces
    last = pd.Series(pd.NaT, index=range(workplaces), dtype="datetime64[us]")
    last[rng.random(workplaces) < 0.02] = pd.Timestamp(2026, 6, 1)
    frame = pd.DataFrame(
        {
            "workplace": [f"{10_000_000 + number}" for number in range(workplaces)],
            "employer": [
                f"E{number // 5 * 5 + max(number % 5, 1)}" for number in range(workplaces)
            ],
            "centre": [centre_of[counties[one]] for one in town],
            "score": scores,
            "value": 1 / (1 + np.exp(-scores)),
            "band": 1 + np.searchsorted([0.01, 0.05, 0.2], place),
            "sector": rng.choice([one.key for one in SECTORS], workplaces),
            "size_class": rng.choice(["1-4", "5-9", "10-49", "50-"], workplaces),
            "municipality": np.array(list(MUNICIPALITIES))[town],
            "eligible": True,
            "last_control": last,
            "informed": rng.random(workplaces) < 0.01,
        }
    )
    for column in AREAS:
        frame[column] = rng.normal(scores, 1.0)
    return frame


def limits(kind: str) -> Limits:
    """None; those of the shipped policy; or every kind at once, so tight that they bind."""
    if kind == "none":
        return Limits()
    if kind == "usual":
        return read_policy().limits
    focus = "a focus of the year"
    hours = (
        (Authority.ARBETSMILJOVERKET, 4, 20),
        (Authority.SKATTEVERKET, 4, 16),
        (Authority.POLISMYNDIGHETEN, 3, 6),
        (Authority.MIGRATIONSVERKET, 2, 4),
    )
    return Limits(
        municipalities=4,
        groups=("size_class",),
        visits=(
            VisitLimit("sector", "hospitality", focus, least=2, most=3),
            VisitLimit("sector", "construction", focus, most=2),
            VisitLimit("size_class", "1-4", focus, most_share=0.4),
            VisitLimit("size_class", "50-", focus, least_share=0.1),
        ),
        authorities=tuple(Effort(one, each, week) for one, each, week in hours),
    )


def policy_with(kind: str) -> Policy:
    """The shipped policy under one kind of limits."""
    return replace(read_policy(), limits=limits(kind))


def decisions(frame: pd.DataFrame) -> Standing:
    """Fifty workplaces that are excluded, and one visit per centre that must be made."""
    ready = frame[frame["last_control"].isna()]
    must = ready.groupby("centre")["workplace"].nth(7)
    away = ready.nlargest(50, "score")["workplace"]
    since = date(2026, 11, 1)
    return Standing(
        tuple(Exclusion(one, "planner", "an investigation", since) for one in away),
        tuple(MustVisit(one, "planner", "a tip", WEEK) for one in must if one not in set(away)),
    )


def measured(kind: str, frame: pd.DataFrame) -> dict[str, float]:
    """The least seconds of several choices under one kind of limits, and what was chosen."""
    policy = policy_with(kind)
    standing = decisions(frame) if kind == "all" else Standing()
    centres = [centre.code for centre in CENTRES]
    found: list[float] = []
    expected: list[float] = []

    def once() -> None:
        made = choose(frame, policy, WEEK, centres, standing=standing, areas=AREAS)
        expected.append(sum(one.expected for one in made.centres))

    for _ in range(REPEATS):
        found.append(timed(once)["seconds"])
    return {"seconds": min(found), "worst": max(found), "expected_findings": expected[0]}


def main(words: Sequence[str] | None = None) -> None:
    """Measure, and print a table or one JSON object; `seconds` is under every limit at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workplaces", type=int, default=100_000)
    parser.add_argument("--limits", choices=("none", "usual", "all"))
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    frame = drawn_frame(asked.workplaces)
    kinds = [asked.limits] if asked.limits else ["none", "usual", "all"]
    figures = {kind: measured(kind, frame) for kind in kinds}
    result = {
        "workplaces": asked.workplaces,
        "seconds": max(one["seconds"] for one in figures.values()),
        "limits": figures,
        "peak_mb": peak_mb(),
    }
    if asked.json:
        print(json.dumps(result))
        return
    for kind, one in figures.items():
        print(f"{kind:6}", "  ".join(f"{name} {value:.3f}" for name, value in one.items()))


if __name__ == "__main__":
    main()
