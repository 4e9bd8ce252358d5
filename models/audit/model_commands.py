"""What commands that audit a model of ours have in common, and how each answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from features.console import answer, steps
from features.country import read_country
from features.engine.registers import Registers
from features.errors import BadOption
from models.audit.counts import EVERYBODY
from models.audit.groups import GroupAudit
from models.audit.judged import Judged, open_judged
from models.audit.of_model import audit_model
from models.audit.of_reasons import audit_dropping, audit_leakage, audit_reasons
from models.audit.policy import Tolerance
from models.audit.report import write_groups
from models.audit.told import COLUMNS, audit_rows, fails_said
from models.opening import landed_registers
from models.reading import read_recipe
from models.recipe import default_recipe

__all__ = ["Place", "audit_run", "explain_run", "opened", "write_csv_of"]

Say = Callable[[str], None]
Table = tuple[Sequence[str], Sequence[Sequence[object]]]
Place = tuple[str, Path, Path | None, Path]  # country, workspace, recipe, mlruns


@contextmanager
def opened(
    run: str | None, place: Place, title: str
) -> Iterator[tuple[Registers, Judged, Say]]:
    """The registers, and the version that is asked for with its test cohorts."""
    country, workspace, recipe, mlruns = place
    declared = read_country(country)
    asked = read_recipe(recipe or default_recipe(declared), declared)
    with (
        steps(title) as say,
        landed_registers(declared, workspace, None, say=say) as registers,
    ):
        yield registers, open_judged(registers, asked, workspace, mlruns, run, say=say), say


def audit_run(
    run: str | None,
    place: Place,
    tolerance: Tolerance,
    *,
    outcome: str | None,
    write_csv: Path | None,
    as_json: bool,
) -> None:
    """Audit a model's groups, keep what was found, and print it."""
    with opened(run, place, "Auditing a model") as (registers, judged, say):
        found, told = audit_model(
            registers, judged, place[1], tolerance, outcome=outcome, say=say
        )
    if write_csv is not None:
        write_csv_of(found, write_csv)
    title = f"{told['verdict']}: {told['outcome']}, {told['selected']}"
    answer(told, as_json=as_json, title=title, columns=COLUMNS, rows=audit_rows(found))
    if not as_json:
        for why in fails_said(found):
            typer.echo(f"· {why}")


def write_csv_of(found: GroupAudit, path: Path) -> None:
    """The table of groups and intersections, as of any other table."""
    groups = [one.group for one in (*found.groups, *found.pairs)]
    counted = {(one.attribute, one.value): one.counts for one in groups}
    write_groups(path, {EVERYBODY: found.everybody, **counted}, groups, dates=found.dates)


def explain_run(
    run: str | None,
    place: Place,
    tolerance: Tolerance,
    of: str,
    features: Sequence[str],
    *,
    as_json: bool,
) -> None:
    """Audit a model's explanations, leakage or guarded features, keep and print it."""
    if of not in ("reasons", "leakage", "drop"):
        raise BadOption(f"--of {of}: allowed are groups, reasons, leakage and drop.")
    with opened(run, place, f"Auditing a model: {of}") as (registers, judged, say):
        if of == "reasons":
            told = audit_reasons(registers, judged, place[1], tolerance, say=say)
        elif of == "leakage":
            told = audit_leakage(registers, judged, place[1], tolerance, say=say)
        else:
            told = audit_dropping(registers, judged, place[1], features or None, say=say)
    columns, rows = _TABLES[of](told)
    answer(told, as_json=as_json, title=told.get("verdict", of), columns=columns, rows=rows)


def _reasons_table(told: dict[str, Any]) -> Table:
    rows = [
        (one["attribute"], one["value"], one["label"], f"{one['moves']['value']:.3f}",
         None if one["times_everybody"] is None else f"{one['times_everybody']:.2f} times")
        for one in told["by_register"]
        if one["moves"]["value"] > 0
    ]  # fmt: skip
    return ("attribute", "group", "register", "moves", "of everybody"), rows


def _leakage_table(told: dict[str, Any]) -> Table:
    rows = [
        (one["attribute"], one["value"], _number(one["area"]["value"]),
         _number(one["order"]["value"]), ", ".join(by["feature"] for by in one["by"][:3]),
         one["verdict"])
        for one in told["leaks"]
    ]  # fmt: skip
    return ("attribute", "band", "matrix tells", "order tells", "most by", "verdict"), rows


def _drop_table(told: dict[str, Any]) -> Table:
    rows = [
        (one["feature"], _number(one["same_order"], 3), f"{one['same_places']:.0%}",
         _number(one["hits"]["value"]), one["worth"])
        for one in told["dropped"]
    ]  # fmt: skip
    return ("without", "same order", "same places", "hits lost", "worth"), rows


def _number(value: float | None, places: int = 2) -> str | None:
    return None if value is None else f"{value:.{places}f}"


_TABLES: dict[str, Callable[[dict[str, Any]], Table]] = {
    "reasons": _reasons_table,
    "leakage": _leakage_table,
    "drop": _drop_table,
}
