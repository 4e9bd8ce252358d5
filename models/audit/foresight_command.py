"""lykta models foresee: what lists do to their own future, with and without a random arm."""

from __future__ import annotations

from pathlib import Path

import typer

from features.console import answer, command, steps

__all__ = ["foresee"]

ATTRIBUTE, RANDOM_SHARE, SEED = "owner_background", 0.08, 1  # what reviewers are shown


@command
def foresee(
    truth: Path = typer.Option(..., help="The invented country's truth, to live in."),
    attribute: str = typer.Option(ATTRIBUTE, help="Whose groups are followed."),
    random_share: float = typer.Option(RANDOM_SHARE, help="Visits by lot, beside none."),
    out: Path | None = typer.Option(None, help="Picture to write, PNG or SVG."),
    seed: int = typer.Option(SEED, help="Seed of the lots."),
    country: str = typer.Option("features.sweden", "--country", help="Who declares it."),
    workspace: Path = typer.Option(Path("data"), "--workspace", help="Where all is kept."),
    recipe: Path | None = typer.Option(None, "--recipe", help="TOML recipe to train by."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object on standard output."),
) -> None:
    """Run the feedback loop 24 months ahead in an invented country, with and without a lot.

    A model is trained before every season on what earlier visits found; its list is visited,
    and teaches the next. Told per group: visits beyond what true findings justify. What is
    asked without --attribute, --random-share and --seed is kept for reviewers.
    """
    from features.country import read_country
    from features.errors import BadOption
    from models.audit.of_foresight import draw_ahead, look_ahead
    from models.opening import landed_registers
    from models.reading import read_recipe
    from models.recipe import default_recipe

    if not 0 < random_share <= 1:
        raise BadOption(f"--random-share {random_share:g}: allowed are above 0 to 1.")
    declared = read_country(country)
    asked = read_recipe(recipe or default_recipe(declared), declared)
    with (
        steps("Two years ahead") as say,
        landed_registers(declared, workspace, None, say=say) as registers,
    ):
        found, told = look_ahead(
            registers, asked, workspace, truth, attribute,
            random_share=random_share, seed=seed,
            keeps=(attribute, random_share, seed) == (ATTRIBUTE, RANDOM_SHARE, SEED), say=say,
        )  # fmt: skip
    if out is not None:
        draw_ahead(found, out)
        told["picture"] = out
    rows = []
    for with_lot, without in zip(found.with_lot, found.without, strict=True):
        for one, other in zip(with_lot.groups, without.groups, strict=True):
            rows.append(
                (with_lot.as_of, one.group, with_lot.hits, _said(one.excess),
                 without.hits, _said(other.excess))
            )  # fmt: skip
    answer(
        told,
        as_json=as_json,
        title=f"Visits beyond what findings justify, by {attribute} (1: none)",
        columns=("season", "group", "hits", "with a lot", "hits", "without"),
        rows=rows,
    )


def _said(value: float | None) -> str | None:
    return None if value is None else f"{value:.2f}"
