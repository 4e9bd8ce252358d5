"""What commands that audit a model of ours have in common, and how each answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from features.console import answer, steps
from features.country import read_country
from features.engine.registers import Registers
from models.audit.counts import EVERYBODY
from models.audit.groups import GroupAudit
from models.audit.judged import Judged, open_judged
from models.audit.of_model import audit_model
from models.audit.policy import Tolerance
from models.audit.report import write_groups
from models.audit.told import COLUMNS, audit_rows, fails_said
from models.opening import landed_registers
from models.reading import read_recipe
from models.recipe import default_recipe

__all__ = ["Place", "audit_run", "opened"]

Say = Callable[[str], None]
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
    write_groups(path, {EVERYBODY: found.everybody, **counted}, groups)
