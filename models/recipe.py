"""Everything a training run is asked to do, read from one TOML file and checked as a whole."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from features.country import Country
from features.errors import RecipeRefused
from features.matrix import model_features
from features.vocabulary import AsOf
from models.sections import Section
from models.severity import NEVER_RANKED

__all__ = [
    "SEVERAL",
    "Backtest",
    "Bands",
    "Capacity",
    "Dates",
    "Judgement",
    "ModelChoice",
    "Recipe",
    "default_recipe",
    "read_recipe",
]

SEVERAL = "several"  # the head of findings in several areas at once; derived, never delivered


@dataclass(frozen=True)
class Dates:
    """Which as-of dates train and which test.

    Without `first` and `last` they are counted back from the delivery. `label_timespan_months`
    is how long after an as-of date a control still tells of it. `labels_known` is `at_test`
    (training labels as known, and mature, on the first test date) or `finally` (as known in
    the end: only for a backtest of adjoining years, and said on the card).
    """

    every_months: int
    train: int
    test: int
    label_timespan_months: int
    labels_known: str
    first: AsOf | None
    last: AsOf | None


@dataclass(frozen=True)
class ModelChoice:
    """How the boosters are fitted and how their heads become one priority.

    Every head is fitted once per objective and seed. `combine`: `margins` (weighted mean of raw
    margins, additive), `expected` (weighted mean of probabilities) or `ranks` (weighted mean of
    each booster's percentile in the cohort). `parts` fits one more set of boosters on the rows
    where an expression over features holds and uses it for those rows.
    """

    objectives: tuple[str, ...]
    seeds: tuple[int, ...]
    rounds: int
    combine: str
    min_positives: int
    half_life_months: float | None
    lightgbm: Mapping[str, float | int | str]


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
    """What decides between model and rivals: the outcome, the rivals, the resamples."""

    primary: str
    rivals: tuple[str, ...]
    resamples: int
    seed: int


@dataclass(frozen=True)
class Backtest:
    """What the backtest needs besides: earlier training dates, and who has a history.

    `offsets_months` are training dates before `--train-as-of` (0 is that date itself), each
    with its own label window. `history` is an expression over features; the others are also
    judged on their own.
    """

    offsets_months: tuple[int, ...]
    history: str


@dataclass(frozen=True)
class Recipe:
    """A training run before it runs. `features` are in catalogue order, `heads` too."""

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
    backtest: Backtest
    policy: Path

    @property
    def digest(self) -> str:
        """Changes when anything asked for changes (the policy file counts by its content)."""
        said = json.dumps(
            asdict(self) | {"policy": self.policy.read_text("utf-8")}, default=str
        )
        return hashlib.sha256(said.encode()).hexdigest()


def default_recipe(country: Country) -> Path:
    """The recipe that a country names, as a path on this machine."""
    return Path(__file__).resolve().parents[1] / country.recipe


def read_recipe(path: Path, country: Country) -> Recipe:
    """Read and check a recipe against what `country` declares.

    Raises `RecipeRefused` with every fault at once: unknown keys, wrong types, features and
    heads that nobody declared, dates that cannot be.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RecipeRefused(
            f"Recipe {path.name} cannot be read: {error}.",
            "start from models/recipes/sweden.toml, which names every key",
        ) from None
    top = Section(found)
    recipe = Recipe(
        name=path.stem,
        country=top.text("country", (country.name,)),
        features=_features(top.section("features"), country),
        heads=_heads(top.section("heads"), country),
        monotone=top.section("features").flag("monotone", False),
        categorical=top.section("features").flag("categorical", False),
        dates=_dates(top.section("dates")),
        model=_model(top.section("model")),
        capacity=_capacity(top.section("capacity")),
        bands=_bands(top.section("bands")),
        judgement=_judgement(top.section("judgement"), country),
        backtest=_backtest(top.section("backtest")),
        policy=path.parent / top.text("severity", default="../policies/severity.toml"),
    )
    if not recipe.policy.is_file():
        top.fault(f"severity: there is no file {recipe.policy.name} beside the policies")
    allowed = {*recipe.heads, "any"}
    if recipe.judgement.primary not in allowed:
        top.fault(
            f"judgement.primary: '{recipe.judgement.primary}' is none of {sorted(allowed)}"
        )
    faults = top.close()
    if faults:
        raise RecipeRefused(
            f"Recipe {path.name} has {len(faults)} fault(s):\n  - " + "\n  - ".join(faults),
            "models/README.md lists every key with its meaning",
        )
    return recipe


def _features(section: Section, country: Country) -> tuple[str, ...]:
    there = [feature.name for feature in model_features(country)]
    asked = section.names("use", there, every=tuple(there))
    left_out = section.names("exclude", there, every=())
    chosen = tuple(name for name in there if name in asked and name not in left_out)
    if not chosen:
        section.fault("use: no feature is left")
    return chosen


def _heads(section: Section, country: Country) -> tuple[str, ...]:
    there = [area.name for area in country.outcomes.areas if area.name not in NEVER_RANKED]
    areas = section.names("areas", there, every=tuple(there))
    several = section.flag("several", len(there) > 1)
    if several and len(there) < 2:
        section.fault(f"several: {country.name} has one area only")
    return (*areas, SEVERAL) if several else tuple(areas)


def _dates(section: Section) -> Dates:
    dates = Dates(
        every_months=section.whole("every_months", 3, (1, 24)),
        train=section.whole("train", 8, (1, 400)),
        test=section.whole("test", 4, (1, 100)),
        label_timespan_months=section.whole("label_timespan_months", 3, (1, 60)),
        labels_known=section.text("labels_known", ("at_test", "finally"), "at_test"),
        first=section.as_of("first"),
        last=section.as_of("last"),
    )
    if dates.first and dates.last and dates.first >= dates.last:
        section.fault(f"first {dates.first} is not before last {dates.last}")
    return dates


def _model(section: Section) -> ModelChoice:
    objectives = ["binary", "lambdarank", "poisson", "regression"]
    return ModelChoice(
        objectives=section.names("objectives", objectives, every=("binary",)),
        seeds=tuple(int(seed) for seed in section.numbers("seeds", (1,), (0, 2**31 - 1))),
        rounds=section.whole("rounds", 200, (1, 20_000)),
        combine=section.text("combine", ("margins", "expected", "ranks"), "margins"),
        min_positives=section.whole("min_positives", 20, (1, 10**6)),
        half_life_months=section.number("half_life_months", None, (0.1, 1200)),
        lightgbm=section.table("lightgbm"),
    )


def _capacity(section: Section) -> Capacity:
    return Capacity(
        visits_per_week=section.whole("visits_per_week", 8, (1, 10_000)),
        weeks=section.whole("weeks", 4, (1, 53)),
    )


def _bands(section: Section) -> Bands:
    shares = section.numbers("shares", (0.01, 0.04, 0.15), (1e-6, 1.0))
    if len(shares) != 3 or sum(shares) >= 1:
        section.fault(f"shares: {list(shares)} must be three shares that leave a rest")
    return Bands(shares)


def _judgement(section: Section, country: Country) -> Judgement:
    there = [rival.name for rival in country.rivals]
    return Judgement(
        primary=section.text("primary", default=SEVERAL),
        rivals=section.names("rivals", there, every=tuple(there)),
        resamples=section.whole("resamples", 1000, (100, 100_000)),
        seed=section.whole("seed", 1, (0, 2**31 - 1)),
    )


def _backtest(section: Section) -> Backtest:
    offsets = section.numbers("offsets_months", (0,), (-120, 0))
    return Backtest(
        tuple(int(offset) for offset in offsets), section.text("history", default="")
    )
