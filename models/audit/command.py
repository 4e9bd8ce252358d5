"""lykta models audit and directions: a table group by group, a model figure by figure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import typer

from features.console import answer, command
from features.errors import BadOption

__all__ = ["audit", "directions"]

COUNTRY = typer.Option("features.sweden", "--country", help="Module that declares the country.")
WORKSPACE = typer.Option(Path("data"), "--workspace", help="Folder that everything is kept in.")
RECIPE = typer.Option(None, "--recipe", help="TOML recipe; by default the country's own.")
MLRUNS = typer.Option(Path("mlruns"), "--mlruns", help="Folder of MLflow's runs.")


@command
def audit(
    run: str | None = typer.Option(None, help="Audit a model: version or alias ..."),
    scores: Path | None = typer.Option(None, help="... or a table, CSV or Parquet."),
    label_column: str = typer.Option("", help="0, 1, or empty where nobody knows."),
    score_column: str = typer.Option("", help="Higher is selected first."),
    group_columns: str = typer.Option("", help="Columns of groups, with commas between."),
    threshold: float | None = typer.Option(None, help="Selected from this score up."),
    top: int | None = typer.Option(None, "--top", "--k", help="Selected are so many."),
    reference: list[str] = typer.Option([], help="ATTRIBUTE=VALUE to compare with."),
    pairs: bool = typer.Option(False, help="Intersections of two groups too."),
    arm_column: str | None = typer.Option(None, help="Which rows were drawn at random ..."),
    random_arm: str | None = typer.Option(None, help="... those with this value."),
    policy_date: str | None = typer.Option(None, help="Judge as of a day; today by default."),
    write_csv: Path | None = typer.Option(None, help="Write the table of groups here."),
    of: str = typer.Option("groups", help="Of a model: groups, reasons, leakage or drop."),
    feature: list[str] = typer.Option([], help="With --of drop: these, not all guarded."),
    outcome: str | None = typer.Option(None, help="Of a model: a head, or any; else its own."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    recipe: Path | None = RECIPE,
    mlruns: Path = MLRUNS,
    as_json: bool = typer.Option(False, "--json", help="One JSON object on standard output."),
) -> None:
    """Rates of every group with intervals and bounds, against a group, and what can be said.

    Of a model (--run), every centre's list is cut at its capacity on each date that the model
    was judged on; groups are the country's own and those that audits alone can read. --of
    reasons tells what moves each group, pairs of one priority and other reasons, and what
    changed between retrains; leakage, how well the figures tell each audit band; drop, the
    list and its hits without each guarded feature.
    Groups are judged by the dated policy of this release; the verdict is the worst of theirs,
    and is of the model whose digest stands beside its scores (S_digest beside S). With a random
    arm, a group's share of the picks is held against the errors that the arm found in it.
    """
    from models.audit.asked import read_asked, read_table
    from models.audit.burden import burdens_of
    from models.audit.counts import EVERYBODY, count_groups
    from models.audit.disparities import compare_groups
    from models.audit.policy import read_tolerance
    from models.audit.report import burden_said, group_said, totals_said, write_groups
    from models.audit.verdicts import Verdict, worst

    tolerance = read_tolerance(_day(policy_date))
    if (run is None) == (scores is None):
        raise BadOption(
            "Neither a model nor a table is named, or both are.",
            "--run champion, or --scores FILE with its columns",
        )
    if scores is None:
        table = {"--label-column": label_column, "--score-column": score_column,
                 "--group-columns": group_columns, "--threshold": threshold, "--top": top,
                 "--reference": reference, "--arm-column": arm_column,
                 "--random-arm": random_arm}  # fmt: skip
        if given := [name for name, value in table.items() if value not in (None, "", [])]:
            raise BadOption(
                f"{', '.join(given)}: of a table, not of a model.",
                "leave them out with --run, whose groups and cuts are the model's own",
            )
        _only_of(
            of,
            {
                "--feature": ("drop", feature),
                "--outcome": ("groups", outcome),
                "--write-csv": ("groups", write_csv),
            },
        )
        from models.audit.model_commands import audit_run, explain_run

        place = (country, workspace, recipe, mlruns)
        if of == "groups":
            audit_run(
                run, place, tolerance, outcome=outcome, write_csv=write_csv, as_json=as_json
            )
        else:
            explain_run(run, place, tolerance, of, feature, as_json=as_json)
        return
    model = {"--of": of != "groups", "--feature": feature, "--outcome": outcome}
    if given := [name for name, value in model.items() if value]:
        raise BadOption(
            f"{', '.join(given)}: of a model, not of a table.",
            "leave them out with --scores, whose outcome is its --label-column",
        )
    asked = read_asked(
        read_table(scores),
        label=label_column,
        score=score_column,
        groups=[name.strip() for name in group_columns.split(",") if name.strip()],
        threshold=threshold,
        top=top,
        arm=arm_column,
        random_arm=random_arm,
    )
    counted = count_groups(asked.selected, asked.outcomes, asked.attributes, pairs=pairs)
    groups = compare_groups(counted, tolerance, _references(reference))
    if write_csv is not None:
        write_groups(write_csv, counted, groups)
    burdens = []
    if asked.random is not None:
        arms = [
            count_groups(
                asked.selected[rows],
                asked.outcomes[rows],
                {name: column[rows] for name, column in asked.attributes.items()},
            )
            for rows in (~asked.random & (asked.selected > 0), asked.random)
        ]
        burdens = burdens_of(arms[0], arms[1], tolerance)
    judged = (*(group.verdict for group in groups), *(burden.verdict for burden in burdens))
    result = {
        "verdict": worst(judged) or Verdict.CANNOT_TELL,
        "model_digest": asked.model or None,
        "selected": asked.cut,
        "assumes": "rates are among the labelled; bounds let missing outcomes be anything",
        "policy": {"valid_from": tolerance.valid_from, "tolerance": tolerance.ratio,
                   "fewest": tolerance.fewest, "judged": list(tolerance.judged)},
        "total": totals_said(counted[EVERYBODY]),
        "groups": [group_said(group) for group in groups],
        "burdens": [burden_said(burden) for burden in burdens],
    }  # fmt: skip
    shown = ("pprev", "precision", "tpr", "fpr", "fnr", "for")
    rows: list[tuple[object, ...]] = [
        (
            group.attribute,
            group.value,
            f"{group.counts.size:g}",
            *(_percent(group.rates[name].figure.value) for name in shown),
            group.verdict or "reference",
        )
        for group in groups
    ]
    answer(
        result,
        as_json=as_json,
        title=f"Selected: {asked.cut}. Rates among the labelled, per cent.",
        columns=("attribute", "group", "rows", *shown, "verdict"),
        rows=rows,
    )
    if not as_json:
        reasons = [why for g in groups for v, why in g.verdicts.values() if v == "fails"]
        for why in [*reasons, *(burden.why for burden in burdens)]:
            typer.echo(f"· {why}")


@command
def directions(
    country: str = typer.Option("features.sweden", "--country", help="Who declares them."),
    mlruns: Path = typer.Option(Path("mlruns"), "--mlruns", help="Folder of MLflow's runs."),
    alias: str = typer.Option("champion", help="Which version: champion or challenger."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object on standard output."),
) -> None:
    """Every declared direction that some tree goes against, and by how much at most.

    Answered from all boxes of all trees. None means proven; where there are some, the score
    as a whole may still follow the direction, and cannot turn by more than the last column.
    """
    from features.country import read_country
    from models.audit.monotone import find_reversals
    from models.tracking import load_champion

    declared = read_country(country)
    ranker, logged = load_champion(mlruns, f"lykta-{declared.name}", alias)
    wanted = {f.name: int(f.direction) for f in declared.features if f.name in ranker.features}
    asked = {name: way for name, way in wanted.items() if way}
    found = find_reversals(ranker.whole_text, ranker.features, asked)
    found.sort(key=lambda one: -one.at_most)
    told = {
        "version": logged.version,
        "digest": ranker.digest,
        "declared": len(asked),
        "proven": len(asked) - len(found),
        "reversals": [vars(one) for one in found],
    }
    answer(
        told,
        as_json=as_json,
        title=f"{told['proven']} of {len(asked)} declared directions are proven on every tree.",
        columns=("feature", "declared", "trees", "worst", "at most"),
        rows=[
            (one.feature, "raises" if one.direction > 0 else "lowers", one.trees,
             f"{one.worst:.4f}", f"{one.at_most:.4f}")
            for one in found
        ] or [("–",) * 5],
    )  # fmt: skip


def _only_of(of: str, asked: Mapping[str, tuple[str, object]]) -> None:
    """Refuse an option of one part of a model's audit that is asked with another."""
    if given := [(name, part) for name, (part, value) in asked.items() if value and part != of]:
        raise BadOption(
            f"{', '.join(name for name, _ in given)}: has no meaning with --of {of}.",
            "; ".join(f"{name} goes with --of {part}" for name, part in given),
        )


def _day(asked: str | None) -> date:
    try:
        return date.fromisoformat(asked) if asked else datetime.now().astimezone().date()
    except ValueError:
        raise BadOption(f"{asked!r} is no day.", "write it as 2026-11-25") from None


def _references(asked: list[str]) -> dict[str, str]:
    wrong = [text for text in asked if "=" not in text]
    if wrong:
        raise BadOption(
            f"{', '.join(wrong)}: a reference is named as ATTRIBUTE=VALUE.",
            "such as --reference size=large",
        )
    pairs = (text.split("=", 1) for text in asked)
    return {name.strip(): value.strip() for name, value in pairs}


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
