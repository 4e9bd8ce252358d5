"""lykta models: train, backtest, compare, card, show, audit, archetypes; serving promotes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from features.console import answer, command, steps
from features.errors import BadOption
from models.audit.archetype_command import archetypes
from models.audit.command import audit, directions
from models.audit.foresight_command import foresee

if TYPE_CHECKING:
    from features.country import Country
    from models.recipe import Recipe

__all__ = ["app"]

app = typer.Typer(
    name="models", help="A matrix in, a ranked and explained model out.", no_args_is_help=True
)

app.command()(audit)
app.command()(directions)
app.command()(archetypes)
app.command()(foresee)

COUNTRY = typer.Option("features.sweden", "--country", help="Module that declares the country.")
WORKSPACE = typer.Option(Path("data"), "--workspace", help="Folder that everything is kept in.")
EXTRACTS = typer.Option(None, "--extracts", help="Folder where deliveries are read.")
RECIPE = typer.Option(None, "--recipe", help="TOML recipe; by default the country's own.")
MLRUNS = typer.Option(Path("mlruns"), "--mlruns", help="Folder of MLflow's runs.")
VERSION = typer.Option(None, "--version", help="Version or alias; by default the newest.")
TRUTH = typer.Option(None, "--truth", help="The invented country's truth, to judge against.")
AS_JSON = typer.Option(False, "--json", help="One JSON object on standard output.")


def _asked(country: str, recipe: Path | None) -> tuple[Country, Recipe]:
    from features.country import read_country
    from models.reading import read_recipe
    from models.recipe import default_recipe

    declared = read_country(country)
    return declared, read_recipe(recipe or default_recipe(declared), declared)


@app.command()
@command
def train(
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    extracts: Path | None = EXTRACTS,
    recipe: Path | None = RECIPE,
    mlruns: Path = MLRUNS,
    truth: Path | None = TRUTH,
    as_json: bool = AS_JSON,
) -> None:
    """Train on the past, judge on what came after, and log the model as challenger."""
    from models.opening import landed_registers
    from models.running import run_training

    declared, asked = _asked(country, recipe)
    with (
        steps("Training a model") as say,
        landed_registers(declared, workspace, extracts, say=say) as registers,
    ):
        trained = run_training(registers, asked, workspace, mlruns, truth=truth, say=say)
    told = {
        "name": trained.name,
        "version": trained.version,
        "run": trained.run,
        "card": trained.folder / "card.md",
        "fresh": trained.fresh,
        "verdict": trained.card["verdict"],
        "digest": trained.card["digest"],
    }
    _tell(told, trained.card, as_json=as_json)


@app.command()
@command
def backtest(
    train_as_of: str | None = typer.Option(None, help="First of a month to learn at."),
    test_as_of: str | None = typer.Option(None, help="First of a month to rank at."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    extracts: Path | None = EXTRACTS,
    recipe: Path | None = RECIPE,
    mlruns: Path = MLRUNS,
    write_scores: Path | None = typer.Option(None, help="CSV of the whole test cohort."),
    as_json: bool = AS_JSON,
) -> None:
    """Every challenger on every past split; or, with two dates, one against the other.

    Without dates, only what is missing is run, and the recipe's rule picks a challenger.
    """
    if train_as_of is None and test_as_of is None and write_scores is None:
        _race(country, workspace, extracts, recipe, mlruns, as_json=as_json)
        return
    if train_as_of is None or test_as_of is None:
        raise BadOption(
            "A backtest of one date against another needs both, and one is missing.",
            "give --train-as-of and --test-as-of, or neither (then nothing else but --json)",
        )
    from features.vocabulary import AsOf
    from models.backtest import said
    from models.backtest import write_scores as write
    from models.opening import landed_registers
    from models.running import run_backtest

    declared, asked = _asked(country, recipe)
    dates = AsOf.parse(train_as_of), AsOf.parse(test_as_of)
    with (
        steps("Backtesting") as say,
        landed_registers(declared, workspace, extracts, say=say) as registers,
    ):
        result = run_backtest(registers, asked, workspace, *dates, say=say)
    if write_scores is not None:
        write(result, asked.judgement.rivals[0], write_scores)
    told = said(result)
    rows = []
    for who, part in (("all", told), ("without history", told.get("without_history"))):
        if part is None:
            continue
        for name, one in (("lykta", part), *part["baselines"].items()):
            cells = [_span(one["auc"], one["auc_interval"])]
            for share, value in one["precision_at"].items():
                cells.append(_span(value, one["precision_at_interval"][share]))
            rows.append((who, name, part["n"], part["positives"], *cells))
    shares = [f"precision at {float(share):.0%}" for share in told["precision_at"]]
    columns = ("who", "ranking", "n", "positives", "AUC", *shares)
    title = f"Trained at {dates[0].isoformat()}, tested at {dates[1].isoformat()}"
    answer(told, as_json=as_json, title=title, columns=columns, rows=rows)


def _race(
    country: str,
    workspace: Path,
    extracts: Path | None,
    recipe: Path | None,
    mlruns: Path,
    *,
    as_json: bool,
) -> None:
    from models.opening import landed_registers
    from models.race_report import COLUMNS, race_rows, race_title
    from models.running import run_race

    declared, asked = _asked(country, recipe)
    with (
        steps("Backtesting over time") as say,
        landed_registers(declared, workspace, extracts, say=say) as registers,
    ):
        told = run_race(registers, asked, workspace, mlruns, say=say)
    answer(told, as_json=as_json, title=race_title(told), columns=COLUMNS, rows=race_rows(told))


@app.command()
@command
def compare(
    country: str = COUNTRY,
    mlruns: Path = MLRUNS,
    version: str | None = VERSION,
    as_json: bool = AS_JSON,
) -> None:
    """Set a model beside every rival, from its card, and all challengers beside each other.

    The second table is of the newest backtest over time: figures, regret, stability of lists
    between retrains and seeds, calibration.
    """
    from features.country import read_country
    from models.race_report import COLUMNS, race_rows, race_title
    from models.running import latest_card, over_time

    name = f"lykta-{read_country(country).name}"
    card, folder = latest_card(mlruns, name, version)
    raced = over_time(mlruns, name)
    parts = ("verdict", "performance", "against_truth", "capacity")
    told = {"name": name, "card": folder / "card.md", **{part: card[part] for part in parts}}
    _tell({**told, "over_time": raced}, card, as_json=as_json)
    if as_json:
        return
    print()
    if raced is None:
        print("Nobody was tried over time yet; run: lykta models backtest")
    else:
        answer(
            raced,
            as_json=False,
            title=race_title(raced),
            columns=COLUMNS,
            rows=race_rows(raced),
        )


@app.command()
@command
def card(
    country: str = COUNTRY,
    mlruns: Path = MLRUNS,
    version: str | None = VERSION,
    as_json: bool = AS_JSON,
) -> None:
    """Print the model card: as Markdown, or whole as JSON."""
    from features.country import read_country
    from models.card_text import card_text
    from models.running import latest_card

    found, _ = latest_card(mlruns, f"lykta-{read_country(country).name}", version)
    if as_json:
        answer(found, as_json=True)
    else:
        print(card_text(found))


@app.command()
@command
def show(country: str = COUNTRY, mlruns: Path = MLRUNS, as_json: bool = AS_JSON) -> None:
    """List the versions of a country's model, newest first."""
    from features.country import read_country
    from models.tracking import runs_of

    name = f"lykta-{read_country(country).name}"
    runs = runs_of(mlruns, name)
    rows = [
        (one["version"], ", ".join(one["aliases"]), one["run"], one["folder"]) for one in runs
    ]
    told = {"name": name, "versions": runs}
    columns = ("version", "alias", "run", "folder")
    answer(told, as_json=as_json, title=name, columns=columns, rows=rows or [("–",) * 4])


def _tell(told: dict[str, Any], card: dict[str, Any], *, as_json: bool) -> None:
    """The comparison that decides as a table, with the verdict above it."""
    from models.verdict_table import COLUMNS, verdict_rows, verdict_title

    title, rows = verdict_title(card), verdict_rows(card)
    answer(told, as_json=as_json, title=title, columns=COLUMNS, rows=rows)


def _span(value: float | None, interval: list[float] | None) -> str | None:
    from models.verdict_table import ends, number

    if value is None or interval is None:
        return number(value)
    return f"{value:.3f} ({ends(*interval)})"
