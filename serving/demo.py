"""CONDUCTOR: from nothing to seven lists on an invented country, and then to a service."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from features.console import Say, answer, steps
from features.country import Country, read_country
from features.engine.registers import Registers
from features.errors import BadOption
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.opening import density_of
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import Trained, run_training
from models.tracking import load_champion, prepare_beside
from models.verdict_table import COLUMNS, verdict_rows, verdict_title
from serving.listing import MadeLists, make_lists
from serving.pages.parts import entry_view
from serving.pages.rendering import Reader
from serving.reviewing.invented_reviewers import approve_invented
from serving.settings import Settings
from serving.starting import serve
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language

__all__ = ["run"]

INVENTED = "features.sweden"  # the one country that can be invented


def run(
    settings: Settings, *, employers: int, control_rate: float, seed: int, as_json: bool
) -> None:
    """Invent, load, build, train, judge, list; print what came of it; serve unless told not to.

    Each step does only what is new, so a second run goes straight to the lists.
    """
    if settings.country != INVENTED:
        raise BadOption(
            f"The demo invents {INVENTED}, not {settings.country}.",
            "for another country: lykta models backtest --country MODULE --extracts DIR",
        )
    country = read_country(settings.country)
    began = time.perf_counter()
    with steps("Lykta, on invented registers") as say:
        # MLflow's database takes seconds to make the first time: beside the rest, not after it.
        database = prepare_beside(settings.mlruns)
        _invent(settings, country, employers, control_rate, seed, say)
        trained, made = _train_and_list(settings, country, say, wait_for=database.wait)
    seconds = time.perf_counter() - began
    _tell(trained, made, seconds, as_json=as_json)
    if settings.serve:
        serve(settings, as_json=as_json)


def _invent(
    settings: Settings,
    country: Country,
    employers: int,
    control_rate: float,
    seed: int,
    say: Say,
) -> None:
    """Write the registers, unless the very same ones are there."""
    wanted = {"employers": employers, "control_rate": control_rate, "seed": seed}
    note = settings.workspace / "extracts" / country.name / "delivery.json"
    there = json.loads(note.read_text("utf-8")) if note.is_file() else {}
    if settings.extracts is None and any(there.get(k) != v for k, v in wanted.items()):
        invent(
            settings.workspace,
            employers=employers,
            control_rate=control_rate,
            seed=seed,
            say=say,
        )


def _train_and_list(
    settings: Settings, country: Country, say: Say, *, wait_for: Callable[[], object]
) -> tuple[Trained, MadeLists]:
    delivery = settings.extracts or settings.workspace / "extracts" / country.name
    landed = settings.workspace / "landed" / country.name
    read_delivery(delivery, country, landed, say=say)
    recipe = read_recipe(default_recipe(country), country)
    # Only because this country is invented is there a truth to judge by.
    truth = settings.workspace / "truth" / country.name / "potential.parquet"
    with Registers(landed, country) as registers:
        wait_for()
        trained = run_training(
            registers,
            recipe,
            settings.workspace,
            settings.mlruns,
            truth=truth if truth.is_file() else None,
            say=say,
        )
        # Nothing is listed by a model that nobody approved, not here either.
        invented = density_of(registers).invented
        # The champion: trained again by newer code, a model is only the challenger.
        _, serves = load_champion(settings.mlruns, trained.name)
        approve_invented(
            settings, country, serves.folder, invented=invented, version=serves.version
        )
        say("two invented reviewers approved the model: no person has reviewed it")
        return trained, make_lists(settings, country, registers, say=say)


def _tell(trained: Trained, made: MadeLists, seconds: float, *, as_json: bool) -> None:
    """The seven lists, their files, and the table that says what the ranking is worth."""
    card = (trained.folder / "card.md").as_posix()
    files = [one.html.as_posix() for one in made.files]
    if as_json:
        lists = [
            {
                "centre": one.centre.code,
                "week": str(one.week),
                "entries": len(one.entries),
                "random": one.random,
                "file": file,
            }
            for one, file in zip(made.lists, files, strict=True)
        ]
        result = {
            "seconds": round(seconds, 1),
            "lists": lists,
            "new_lists": made.new,
            "verdict": trained.card["verdict"],
            "data": trained.card["data"],
            "comparison": [
                dict(zip(COLUMNS, row, strict=True)) for row in verdict_rows(trained.card)
            ],
            "card": card,
        }
        answer(result, as_json=True)
        return
    for one, file in zip(made.lists, files, strict=True):
        title = f"{one.centre.name}, vecka {one.week.number}\n{file}"
        columns = ("", "arbetsställe", "kommun", "prioritet", "främsta skäl")
        answer({}, as_json=False, title=title, columns=columns, rows=_places(one))
    table = verdict_rows(trained.card)
    answer({}, as_json=False, title=verdict_title(trained.card), columns=COLUMNS, rows=table)
    told = {"model card": card, "took, installation apart": f"{seconds:.0f} s"}
    answer(told, as_json=False)


def _places(made: InspectionList) -> list[tuple[object, ...]]:
    reader = Reader(Language.SV)
    views = [entry_view(made, entry, reader) for entry in made.entries]
    return [
        (
            view.rank,
            view.name,
            entry.municipality,
            reader.text("list.filter.random") if view.is_random else view.band_words,
            "; ".join(f"{one.sentence}: {one.value}".rstrip(": ") for one in view.top[:1]),
        )
        for view, entry in zip(views, made.entries, strict=True)
    ]
