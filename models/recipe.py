"""Everything a training run is asked to do, as one value that never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from features.country import Country
from features.vocabulary import AsOf

__all__ = [
    "SEVERAL",
    "Backtest",
    "Bands",
    "Capacity",
    "Choice",
    "Dates",
    "Fit",
    "Judgement",
    "ModelChoice",
    "Recipe",
    "SelectionPlan",
    "default_recipe",
]

SEVERAL = "several"  # the head of findings in several areas at once; derived, never delivered


@dataclass(frozen=True)
class Dates:
    """Which as-of dates train and which test.

    Without `first` and `last` they are counted back from the delivery. `label_timespan_months`
    is how long after an as-of date a control still tells of it. `labels_known` is `at_test`
    (training labels as known, and mature, on the first test date) or `finally` (as known in
    the end: only for a backtest of adjoining years, and said on the card). A `contested`
    finding is one (`count`) or is unknown until it is settled (`wait`). `history_months` is
    how long registers must have been kept before the first date.
    """

    every_months: int
    train: int
    test: int
    label_timespan_months: int
    history_months: int
    labels_known: str
    contested: str
    first: AsOf | None
    last: AsOf | None


@dataclass(frozen=True)
class Fit:
    """One way of fitting every head, on `all` training dates or the `newest` alone."""

    name: str
    objective: str
    dates: str
    rounds: int
    lightgbm: Mapping[str, float | int | str]


@dataclass(frozen=True)
class ModelChoice:
    """How the boosters are fitted and how their heads become one priority.

    Every head is fitted once per fit and seed. `combine`: `margins` (weighted mean of raw
    margins, additive), `expected` (weighted mean of probabilities) or `ranks` (weighted mean of
    each booster's percentile in the cohort). `weighting`: `none`, or `inverse`, where a control
    weighs one over the chance it had, at most `weight_limit` times the mean weight.
    """

    fits: tuple[Fit, ...]
    seeds: tuple[int, ...]
    combine: str
    min_positives: int
    half_life_months: float | None
    weighting: str
    weight_limit: float


@dataclass(frozen=True)
class Capacity:
    """Visits a centre can make a week, and over how many weeks a ranking is judged."""

    visits_per_week: int
    weeks: int

    @property
    def visits(self) -> int:
        """Visits per centre and as-of date: where the ranking is cut."""
        return self.visits_per_week * self.weeks


@dataclass(frozen=True)
class Bands:
    """Shares of the cohort in each band from the top; the last band is the rest."""

    shares: tuple[float, ...]


@dataclass(frozen=True)
class Judgement:
    """What decides between model and rivals: the outcome, the rivals, the resamples.

    `refits` teach the model by employers drawn anew, for the intervals of ranks; 0 leaves
    them out, since each costs as much as the model.
    """

    primary: str
    rivals: tuple[str, ...]
    resamples: int
    seed: int
    refits: int


@dataclass(frozen=True)
class Choice:
    """How one challenger is picked over all past splits, said before any result is seen.

    `rule` is one of `models.choice.RULES`, on `figure` (and `second`, for the rule of two).
    At most `splits` past test dates; `trials` of the search for parameters.
    """

    rule: str
    figure: str
    second: str
    splits: int
    challengers: tuple[str, ...]
    trials: int


@dataclass(frozen=True)
class SelectionPlan:
    """What control is chosen by: features and rivals (`exposure`), and strata by their codes.

    Read by the model of who is controlled and by nothing else. Without any exposure no figure
    is weighted for selection.
    """

    exposure: tuple[str, ...]
    strata: tuple[str, ...]


@dataclass(frozen=True)
class Backtest:
    """What the backtest needs besides: earlier training dates, and who has a history.

    `offsets_months` are training dates before `--train-as-of` (0 is that date itself), each
    with its own label window; those with less than `min_history_months` of outcomes before
    them are left out. `history` is an expression over features and rivals' scores; those of
    whom it is not true are also judged on their own.
    """

    offsets_months: tuple[int, ...]
    min_history_months: int
    history: str


@dataclass(frozen=True)
class Recipe:
    """A training run before it runs. `features` are in catalogue order, `heads` too.

    `text` is the file as it was read: kept beside the model, and no part of the digest, since
    a comment asks for nothing.
    """

    name: str
    country: str
    features: tuple[str, ...]
    heads: tuple[str, ...]
    monotone: bool
    categorical: bool
    dates: Dates
    model: ModelChoice
    capacity: Capacity
    bands: Bands
    judgement: Judgement
    selection: SelectionPlan
    choice: Choice
    backtest: Backtest
    policy: Path
    text: str = field(default="", repr=False)

    @property
    def digest(self) -> str:
        """Changes when anything asked for changes (the policy file counts by its content)."""
        return hashlib.sha256(json.dumps(self.asked, default=str).encode()).hexdigest()

    @property
    def asked(self) -> dict[str, object]:
        """All that is asked for, every default filled in, as plain data."""
        said = asdict(self) | {"policy": self.policy.read_text("utf-8")}
        del said["text"]
        return said


def default_recipe(country: Country) -> Path:
    """The recipe that a country names, as a path on this machine."""
    return Path(__file__).resolve().parents[1] / country.recipe
