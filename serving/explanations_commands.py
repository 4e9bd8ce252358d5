"""lykta explanations: what moves a whole cohort, in figures and pictures; two models."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.console import answer, command, steps
from serving.commands import AS_JSON, COUNTRY, WORKSPACE, settings_with

if TYPE_CHECKING:
    from serving.explaining import Cohort
    from serving.settings import Settings

__all__ = ["explanations_app"]

explanations_app = typer.Typer(
    help="What moves priorities over a whole cohort.", no_args_is_help=True
)

AS_OF = typer.Option(None, "--as-of", help="First of a month; the delivery's when left out.")
OUT = typer.Option(..., "--out", help="Picture to write, PNG or SVG.")


@explanations_app.command("importance")
@command
def show_importance(
    by: str = typer.Option("group", "--by", help="feature, group, register or authority."),
    as_of: str | None = AS_OF,
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """What moves priorities, over every workplace of the cohort and no sample."""
    from features.errors import BadOption
    from models.grouping import WAYS
    from models.population import importance

    if by not in WAYS:
        raise BadOption(f"--by {by}: allowed are {', '.join(WAYS)}.")
    cohort = _open(settings_with(workspace=workspace, country=country), as_of, quiet=as_json)
    table = importance(cohort.frozen, cohort.country, by)
    answer(
        {"by": by, "workplaces": len(cohort.frozen), "rows": table.to_dict("records")},
        as_json=as_json,
        title=f"{len(cohort.frozen)} workplaces, {cohort.matrix.as_of.isoformat()}",
        columns=(by, "moves", "share", "raises"),
        rows=[
            (one[by], f"{one['moves']:.4f}", f"{one['share']:.1%}", f"{one['raises']:.0%}")
            for one in table.head(40).to_dict("records")
        ],
    )


@explanations_app.command("swarm")
@command
def picture_swarm(
    out: Path = OUT,
    shown: int = typer.Option(15, "--shown", min=1, help="Features shown."),
    as_of: str | None = AS_OF,
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Draw every workplace's contributions of the features that move most."""
    from models.population import draw_swarm, swarm

    cohort = _open(settings_with(workspace=workspace, country=country), as_of, quiet=as_json)
    found = swarm(cohort.frozen, cohort.country, shown)
    draw_swarm(found, {one.name: one.en for one in cohort.country.features}, out)
    answer({"picture": out, "features": list(found.features)}, as_json=as_json)


@explanations_app.command("dependence")
@command
def picture_dependence(
    feature: str = typer.Argument(help="A feature of the model."),
    out: Path = OUT,
    as_of: str | None = AS_OF,
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Draw what a feature's figures add, over every workplace."""
    from features.catalogue import describe
    from features.errors import UnknownFeature
    from models.population import dependence, draw_dependence

    cohort = _open(settings_with(workspace=workspace, country=country), as_of, quiet=as_json)
    entry = describe(cohort.country, feature)
    if feature not in cohort.frozen.features:
        raise UnknownFeature(f"The model does not read {feature}.", "lykta models card tells")
    found = dependence(cohort.frozen, feature)
    draw_dependence(found, f"{entry.en} ({entry.unit})", out)
    steps_told = zip(found.at, found.middle, found.rows, strict=True)
    answer(
        {
            "picture": out,
            "steps": [[float(at), float(adds), int(rows)] for at, adds, rows in steps_told],
        },
        as_json=as_json,
    )


@explanations_app.command("stability")
@command
def show_stability(
    workplace: str | None = typer.Option(None, "--workplace", help="One workplace's reasons."),
    against: str = typer.Option("challenger", "--against", help="Alias of the other model."),
    as_of: str | None = AS_OF,
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Hold the champion's reasons against another model's, on the same cohort."""
    from models.stability import reasons_changed, stability

    settings = settings_with(workspace=workspace, country=country)
    ours = _open(settings, as_of, quiet=as_json)
    theirs = _open(settings, as_of, quiet=as_json, alias=against)
    if workplace:
        table = reasons_changed(ours.frozen, theirs.frozen, ours.country, workplace)
        answer(
            {"rows": table.to_dict("records")},
            as_json=as_json,
            title=f"champion, {against}",
            columns=tuple(table.columns),
            rows=[
                (one["group"], *(f"{one[key]:+.3f}" for key in ("before", "after", "change")))
                for one in table.head(20).to_dict("records")
            ],
        )
        return
    found = stability(ours.frozen, theirs.frozen, ours.country)
    told = {
        "workplaces": found.workplaces,
        "rank_correlation": found.rank_correlation,
        "same_reasons": found.same_reasons,
        "same_reasons_top": found.same_reasons_top,
        "same_first": found.same_first,
    }
    rows = found.groups.to_dict("records")
    answer(told | {"groups": rows}, as_json=as_json)
    if not as_json:
        answer(
            {},
            as_json=False,
            columns=("group", "before", "after", "came", "went"),
            rows=[
                (one["group"], *(f"{one[k]:.1%}" for k in ("before", "after", "came", "went")))
                for one in rows[:20]
            ],
        )


def _open(
    settings: Settings, as_of: str | None, *, quiet: bool, alias: str = "champion"
) -> Cohort:
    from features.vocabulary import AsOf
    from serving.explaining import open_cohort, open_registers

    date = AsOf.parse(as_of) if as_of else None
    with steps("Lykta", quiet=quiet) as say, open_registers(settings) as registers:
        return open_cohort(settings, registers, date, alias=alias, say=say)
