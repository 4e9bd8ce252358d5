"""Reading a recipe: one TOML file, checked as a whole against what the country declares."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from features.country import Country
from features.errors import RecipeRefused
from features.matrix import model_features
from models.challenger_names import FIGURES, challenger_names
from models.choice import RULES
from models.recipe import (
    SEVERAL,
    Backtest,
    Bands,
    Capacity,
    Choice,
    Dates,
    Fit,
    Judgement,
    ModelChoice,
    Recipe,
    SelectionPlan,
)
from models.sections import Section
from models.severity import NEVER_RANKED

__all__ = ["read_recipe"]


def read_recipe(path: Path, country: Country) -> Recipe:
    """Read and check a recipe against what `country` declares.

    Raises `RecipeRefused` with every fault at once: unknown keys, wrong types, features and
    heads that nobody declared, dates that cannot be.
    """
    try:
        text = path.read_text("utf-8")
        found = tomllib.loads(text)
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
        selection=_selection(top.section("selection"), country),
        choice=_choice(top.section("choice"), country),
        backtest=_backtest(top.section("backtest")),
        policy=path.parent / top.text("severity", default="../policies/severity.toml"),
        text=text,
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
        history_months=section.whole("history_months", 0, (0, 600)),
        labels_known=section.text("labels_known", ("at_test", "finally"), "at_test"),
        contested=section.text("contested", ("count", "wait"), "count"),
        first=section.as_of("first"),
        last=section.as_of("last"),
    )
    if dates.first and dates.last and dates.first >= dates.last:
        section.fault(f"first {dates.first} is not before last {dates.last}")
    return dates


def _model(section: Section) -> ModelChoice:
    shared = section.table("lightgbm")
    rounds = section.whole("rounds", 200, (1, 20_000))
    fits = tuple(_fit(one, rounds, shared) for one in section.sections("fits"))
    if len({fit.name for fit in fits}) < len(fits):
        section.fault(f"fits: two have the same name among {[fit.name for fit in fits]}")
    return ModelChoice(
        fits=fits or (Fit("binary", "binary", "all", rounds, shared),),
        seeds=tuple(int(seed) for seed in section.numbers("seeds", (1,), (0, 2**31 - 1))),
        combine=section.text("combine", ("margins", "expected", "ranks"), "margins"),
        min_positives=section.whole("min_positives", 20, (1, 10**6)),
        half_life_months=section.number("half_life_months", None, (0.1, 1200)),
        weighting=section.text("weighting", ("none", "inverse"), "none"),
        weight_limit=section.number("weight_limit", 10.0, (1.0, 1000.0)) or 10.0,
    )


def _fit(section: Section, rounds: int, shared: Mapping[str, float | int | str]) -> Fit:
    objective = section.text("objective", ("binary", "lambdarank"), "binary")
    return Fit(
        name=section.text("name", default=objective),
        objective=objective,
        dates=section.text("dates", ("all", "newest"), "all"),
        rounds=section.whole("rounds", rounds, (1, 20_000)),
        lightgbm={**shared, **section.table("lightgbm")},
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
    refits = section.whole("refits", 0, (0, 1000))
    if refits == 1:
        section.fault("refits: must be 0 or at least 2, is 1: one refit tells of no spread")
    return Judgement(
        primary=section.text("primary", default=SEVERAL),
        rivals=section.names("rivals", there, every=tuple(there)),
        resamples=section.whole("resamples", 1000, (100, 100_000)),
        seed=section.whole("seed", 1, (0, 2**31 - 1)),
        refits=refits,
    )


def _selection(section: Section, country: Country) -> SelectionPlan:
    rivals = tuple(rival.name for rival in country.rivals)
    there = [*rivals, *(feature.name for feature in model_features(country))]
    return SelectionPlan(
        exposure=section.names("exposure", there, every=rivals),
        strata=section.names("strata", country.cohort.strata, every=()),
    )


def _choice(section: Section, country: Country) -> Choice:
    names = challenger_names(country)
    return Choice(
        rule=section.text("rule", tuple(RULES), "best_average_value"),
        figure=section.text("figure", FIGURES, "precision"),
        second=section.text("second", FIGURES, "average_precision"),
        splits=section.whole("splits", 9, (1, 100)),
        challengers=section.names("challengers", names, every=names),
        trials=section.whole("trials", 15, (1, 1000)),
    )


def _backtest(section: Section) -> Backtest:
    offsets = section.numbers("offsets_months", (0,), (-120, 0))
    return Backtest(
        offsets_months=tuple(int(offset) for offset in offsets),
        min_history_months=section.whole("min_history_months", 0, (0, 600)),
        history=section.text("history", default=""),
    )
