"""Chooses each centre's workplaces for a week: first the random draw, then the top scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from features.errors import BadOption
from serving.targeting.draw import Arm, draw, order, population_digest
from serving.targeting.inspection_list import Draw, Drawn
from serving.targeting.policy import Policy
from serving.targeting.week import Week

__all__ = ["COLUMNS", "CentreChoice", "Chosen", "Selection", "choose"]

# What the frame must hold, one row per workplace. `eligible` is true or false; `last_control`
# is the day of the last joint control, or missing; `band` is 1 (highest) to 4.
COLUMNS = (
    "workplace",
    "employer",
    "centre",
    "score",
    "band",
    "sector",
    "size_class",
    "municipality",
    "eligible",
    "last_control",
)


@dataclass(frozen=True)
class Chosen:
    """One place on a list. `chance` is that of being drawn at random that week."""

    rank: int
    workplace: str
    employer: str
    band: int
    sector: str
    size_class: str
    municipality: str
    drawn: Drawn
    chance: float


@dataclass(frozen=True)
class CentreChoice:
    """A centre's choice; `funnel` tells how many workplaces were left after each step."""

    centre: str
    capacity: int
    chosen: tuple[Chosen, ...]
    draw: Draw
    funnel: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Selection:
    """All centres' choices for a week, in the order of their codes."""

    week: Week
    policy: Policy
    centres: tuple[CentreChoice, ...]


def choose(
    scores: pd.DataFrame, policy: Policy, week: Week, centres: Sequence[str]
) -> Selection:
    """Choose under `policy`, for each of `centres`, who is visited in `week`.

    The draw comes first, over all who may be visited, so that its chances are exact; the
    ranking fills what is left, highest score first. An employer is ranked at most once in
    the whole country, and never where it was drawn. A draw stands even if another centre
    drew the same employer: to reject it would bend the chances. Equal scores are ordered
    by a seeded hash. Same frame in any order, same choice.

    Raises `BadOption` for a frame that does not keep what `COLUMNS` promises.
    """
    policy.check_in_force(week)
    frame = _checked(scores, centres)
    rested = _rested(frame["last_control"], policy, week)
    ready = frame[frame["eligible"] & rested]
    arms: dict[str, tuple[pd.DataFrame, Arm]] = {}
    for centre in sorted(centres):
        pool = ready[ready["centre"] == centre]
        share = policy.random_share * policy.capacity(centre)
        arms[centre] = (
            pool,
            draw(
                pool["workplace"].tolist(),
                pool["employer"].tolist(),
                share,
                _seed(policy, week, centre),
            ),
        )
    ranked = _ranked(ready, arms, policy, week)
    choices = []
    for centre, (pool, arm) in arms.items():
        here = frame["centre"] == centre
        choices.append(
            CentreChoice(
                centre=centre,
                capacity=policy.capacity(centre),
                chosen=_places(pool, arm, ranked[centre]),
                draw=Draw(
                    seed=_seed(policy, week, centre),
                    expected=policy.random_share * policy.capacity(centre),
                    population=len(pool),
                    population_digest=population_digest(pool["workplace"].tolist()),
                ),
                funnel=(
                    ("workplaces", int(here.sum())),
                    ("eligible", int((here & frame["eligible"]).sum())),
                    ("rested", len(pool)),
                ),
            )
        )
    return Selection(week, policy, tuple(choices))


def _ranked(
    ready: pd.DataFrame, arms: dict[str, tuple[pd.DataFrame, Arm]], policy: Policy, week: Week
) -> dict[str, list[int]]:
    """The labels of the rows that fill each centre's remaining places, in order."""
    taken = {
        str(pool["employer"].iloc[place]) for pool, arm in arms.values() for place in arm.drawn
    }
    room = {
        centre: policy.capacity(centre) - len(arm.drawn) for centre, (_, arm) in arms.items()
    }
    tie = np.empty(len(ready), dtype=np.intp)
    tie[order(ready["workplace"].tolist(), _seed(policy, week, "ties"))] = np.arange(len(ready))
    by_score = np.lexsort((tie, -ready["score"].to_numpy(dtype=np.float64)))
    employers, homes = ready["employer"].to_numpy(), ready["centre"].to_numpy()
    labels = ready.index.to_numpy()
    ranked: dict[str, list[int]] = {centre: [] for centre in arms}
    left = sum(room.values())
    for place in by_score:
        if left == 0:
            break
        employer, centre = str(employers[place]), str(homes[place])
        if room.get(centre, 0) and employer not in taken:
            ranked[centre].append(int(labels[place]))
            taken.add(employer)
            room[centre] -= 1
            left -= 1
    return ranked


def _seed(policy: Policy, week: Week, purpose: str) -> str:
    """The whole seed of a draw, as it is published with the list."""
    return f"{policy.seed} {week} {purpose}"


def _places(pool: pd.DataFrame, arm: Arm, ranked: list[int]) -> tuple[Chosen, ...]:
    """Ranked places first, the drawn after them, numbered from 1."""
    at = {int(label): place for place, label in enumerate(pool.index)}
    picks: list[tuple[int, Drawn]] = [(at[label], "ranking") for label in ranked]
    picks += [(place, "random") for place in arm.drawn]
    return tuple(
        Chosen(
            rank=rank,
            workplace=str(pool["workplace"].iloc[place]),
            employer=str(pool["employer"].iloc[place]),
            band=int(pool["band"].iloc[place]),
            sector=str(pool["sector"].iloc[place]),
            size_class=str(pool["size_class"].iloc[place]),
            municipality=str(pool["municipality"].iloc[place]),
            drawn=drawn,
            chance=float(arm.chances[place]),
        )
        for rank, (place, drawn) in enumerate(picks, start=1)
    )


def _rested(
    last_control: pd.Series[pd.Timestamp], policy: Policy, week: Week
) -> pd.Series[bool]:
    """Whether the cool-down after the last joint control is over by the week's Monday."""
    until = last_control + pd.DateOffset(months=policy.cool_down_months)
    return last_control.isna() | (until <= pd.Timestamp(week.monday))


def _checked(scores: pd.DataFrame, centres: Sequence[str]) -> pd.DataFrame:
    """The frame in one order with plain types, or every fault in it at once."""
    missing = [name for name in COLUMNS if name not in scores.columns]
    if missing:
        raise BadOption(f"The score frame lacks {missing}.", "it needs " + ", ".join(COLUMNS))
    frame = scores.loc[:, list(COLUMNS)].copy()
    for name in ("workplace", "employer", "centre"):
        frame[name] = frame[name].astype(str)
    frame["last_control"] = pd.to_datetime(frame["last_control"])
    counts = {
        "workplaces listed twice": int(frame["workplace"].duplicated().sum()),
        "rows without a finite score": int((~np.isfinite(frame["score"].astype(float))).sum()),
        "rows with a band outside 1 to 4": int((~frame["band"].isin([1, 2, 3, 4])).sum()),
        "rows of a centre that makes no list": int(
            (~frame["centre"].isin(list(centres))).sum()
        ),
        "rows without eligible": int(frame["eligible"].isna().sum()),
    }
    faults = [f"{count} {what}" for what, count in counts.items() if count]
    if faults:
        raise BadOption(
            f"The score frame ({len(frame)} rows) has " + "; ".join(faults) + ".",
            "one row per workplace, scored and banded, of a centre that makes lists",
        )
    frame["eligible"] = frame["eligible"].astype(bool)
    return frame.sort_values("workplace", ignore_index=True)
