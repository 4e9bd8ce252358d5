"""CONDUCTOR: the feedback loop of an invented country, with a random arm and without."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from features.engine.registers import Registers
from features.errors import BadOption
from features.vocabulary import AsOf
from models.audit.attributes import attributes_of
from models.audit.foresight import Season, World, foresee
from models.audit.kept import keep
from models.backtest import earliest
from models.judging import dated
from models.opening import density_of, known_by, open_sources, read_truth
from models.pictures import INK, axes_for
from models.recipe import Recipe
from models.severity import read_policy

__all__ = ["MONTHS", "Ahead", "draw_ahead", "look_ahead"]

MONTHS = 24
WEEKS_A_MONTH = 52 / 12
OTHER_INK = "#b4472b"


@dataclass(frozen=True)
class Ahead:
    """The seasons with and without visits by lot, of one attribute's groups."""

    attribute: str
    random_share: float
    with_lot: tuple[Season, ...]
    without: tuple[Season, ...]


def look_ahead(
    registers: Registers,
    recipe: Recipe,
    workspace: Path,
    truth: Path,
    attribute: str,
    *,
    random_share: float = 0.08,
    seed: int = 1,
    keeps: bool = True,
    say: Callable[[str], None],
) -> tuple[Ahead, dict[str, Any]]:
    """Live the last two years of an invented delivery again, under lists of our own making.

    Begins with the labels that were mature when they began. With `keeps` the answer is the one
    that reviewers are shown for the recipe: another attribute, share or seed is another
    question, whose answer must not stand in its place. Raises `BadOption` where the
    country is real (there is no truth to live in), too short, or has no such attribute.
    """
    if not density_of(registers).invented:
        raise BadOption("The feedback loop can be run in an invented country alone.")
    country, every = registers.country, recipe.dates.every_months
    until = known_by(registers)
    days = [until.plus(-every * (MONTHS // every - n)) for n in range(MONTHS // every)]
    begins = earliest(registers.rows(country.outcomes.rows, until))
    first = begins.plus(recipe.dates.history_months)
    timespan, embargo = recipe.dates.label_timespan_months, country.outcomes.embargo_days
    mature = math.ceil(embargo / 30.4) + timespan
    before = _dates_before(days[0].plus(-mature), first, every, recipe.dates.train)
    if not before:
        raise BadOption(
            f"The delivery has no mature labels {MONTHS} months before its end.",
            "invent more months",
        )
    sources = open_sources(registers, workspace, [*before, *days], say=say)
    policy = read_policy(recipe.policy, days[0], recipe.heads)
    true = read_truth(truth, recipe, policy)
    initial = [dated(sources, recipe, country, policy, day, days[0]) for day in before]
    worlds = []
    for day in days:
        matrix = sources.matrix(day)
        attributes, _ = attributes_of(registers, matrix, workspace)
        if attribute not in attributes:
            raise BadOption(
                f"There is no attribute {attribute}.", f"there are {', '.join(attributes)}"
            )
        worlds.append(World(matrix, true(matrix), attributes[attribute]))
    lived = {}
    for share in (random_share, 0.0):
        say(f"two years with {share:.0%} of the visits by lot")
        lived[share] = tuple(
            foresee(
                worlds,
                initial,
                recipe,
                country,
                policy,
                random_share=share,
                visits=round(recipe.capacity.visits_per_week * WEEKS_A_MONTH * every),
                delay=math.ceil(mature / every),
                rest=math.ceil(12 / every) - 1,
                seed=seed,
                say=say,
            )
        )
    found = Ahead(attribute, random_share, lived[random_share], lived[0.0])
    told = {
        "recipe": recipe.digest,
        "months": MONTHS,
        "began": days[0],
        "seed": seed,
        "kept": keeps,
        **asdict(found),
    }
    if keeps:
        keep(workspace, country.name, "recipes", recipe.digest, "foresight", told)
    return found, told


def draw_ahead(found: Ahead, path: Path) -> None:
    """Burden beyond what is justified, a line per group: whole with a lot, broken without."""
    axes, save = axes_for(path, (8, 4.5))
    groups = [one.group for one in found.with_lot[0].groups]
    for number, group in enumerate(groups):
        shade = 0.25 + 0.75 * (number + 1) / len(groups)
        for seasons, style, ink in (
            (found.with_lot, "-", INK),
            (found.without, "--", OTHER_INK),
        ):
            points = [
                (date.fromisoformat(season.as_of), one.excess)
                for season in seasons
                for one in season.groups
                if one.group == group and one.excess is not None
            ]
            label = f"{group}, {'with' if style == '-' else 'without'} a random arm"
            axes.plot(
                [x for x, _ in points], [y for _, y in points], style, color=ink, alpha=shade,
                marker="o", markersize=3, label=label,
            )  # fmt: skip
    axes.axhline(1, color="grey", linewidth=0.8)
    axes.set_ylabel("visits beyond what findings justify (1: none)")
    axes.set_xlabel(f"groups of {found.attribute}")
    axes.legend(frameon=False, fontsize=7, ncols=2)
    save()


def _dates_before(last: AsOf, first: AsOf, every: int, most: int) -> Sequence[AsOf]:
    found: list[AsOf] = []
    while last >= first and len(found) < most:
        found.append(last)
        last = last.plus(-every)
    return found[::-1]
