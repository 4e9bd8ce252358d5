"""Matrices on disk: each column once per date, however many matrices, splits and models ask."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from features.blocks import Blocks, Column
from features.building import Plan, begin, complete, plan_date
from features.engine.asking import OpenRegisters
from features.engine.fingerprints import Fingerprints
from features.engine.folding import Folds
from features.engine.registers import Registers
from features.engine.wide import Wide
from features.errors import NotFound
from features.guard import check_country, check_matrix
from features.matrix import Matrix, definition_digest, model_features
from features.side_by_side import side_by_side
from features.vocabulary import AsOf

__all__ = ["Snapshots", "build_snapshots", "newest_matrix", "open_matrix", "read_matrix"]

WAY_OF_KEEPING = "2"  # another way of keeping matrices makes their manifests anew


@dataclass(frozen=True)
class Snapshots:
    """Matrices of one definition over one delivery.

    `folder` holds a manifest `<as_of>.json` per date; the columns lie beside it under `blocks`,
    shared with the matrices of other definitions and deliveries. `built` are the dates
    completed now, the others were there already; `computed` counts the columns it took.
    """

    folder: Path
    digest: str
    dates: tuple[AsOf, ...]
    built: tuple[AsOf, ...]
    computed: int = 0

    def read(self, as_of: AsOf) -> Matrix:
        """The matrix of `as_of`; raises `NotFound` when it was never built."""
        return read_matrix(self.folder, as_of)

    def read_keys(self, as_of: AsOf) -> pa.Table:
        """Workplace, employer, centre and strata of the cohort of `as_of`, without figures."""
        facts = _facts(self.folder, as_of)
        return _read(_blocks(self.folder, as_of), facts["keys"])


def build_snapshots(
    registers: OpenRegisters, dates: Sequence[AsOf], folder: Path, *, say: Callable[[str], None]
) -> Snapshots:
    """Build the matrices of `dates` under `folder`, computing only columns not yet there.

    A column is found again by the digest of its definition and of the registers it read *as
    they were known at the date*: a changed definition computes itself and what reads it, and a
    delivery that adds later facts computes no earlier date. Stopped at any point, the next run
    goes on and ends with the same bytes. Raises `NotFound` at the first date without a cohort,
    when the dates before it are built.
    """
    country = registers.country
    digest = _digest(registers)
    home = folder / digest[:16]
    left = [as_of for as_of in dict.fromkeys(dates) if not _is_whole(home, as_of)]
    if not left:
        return Snapshots(home, digest, tuple(dates), ())
    check_country(country)
    home.mkdir(parents=True, exist_ok=True)
    plans, nobody = _plan(registers, left, home)
    missing = {feature.name: feature for plan in plans for feature in plan.missing}
    folds = (
        Folds(registers, list(missing.values()), [plan.as_of for plan in plans])
        if isinstance(registers, Registers)
        else None
    )
    _build(registers, plans, folds, home, digest, say)
    if nobody:
        raise nobody
    computed = sum(len(plan.missing) for plan in plans)
    return Snapshots(home, digest, tuple(dates), tuple(left), computed)


def read_matrix(folder: Path, as_of: AsOf) -> Matrix:
    """Open the matrix of `as_of` from the folder of one definition and delivery."""
    if not _is_whole(folder, as_of):
        raise NotFound(
            f"There is no matrix of {as_of.isoformat()} in {folder.as_posix()}.",
            f"run: lykta features build --as-of {as_of.isoformat()}",
        )
    facts = _facts(folder, as_of)
    blocks = _blocks(folder, as_of)
    keys, figures = _read(blocks, facts["keys"]), _read(blocks, facts["figures"])
    for name in facts["features"]:
        keys = keys.append_column(name, figures.column(name).cast(pa.float32()))
    rivals = keys.select(["workplace", "employer"])
    orders = _read(blocks, facts["rivals"])
    for name in orders.column_names:
        rivals = rivals.append_column(name, orders.column(name))
    return Matrix(
        as_of=as_of,
        frame=keys,
        rivals=rivals,
        features=tuple(facts["features"]),
        funnel=tuple((name, left) for name, left in facts["funnel"]),
    )


def newest_matrix(workspace: Path, country: str, as_of: AsOf) -> Matrix:
    """The matrix of a date that was built last, whatever its definitions.

    Raises `NotFound` when no matrix of that date has been built.
    """
    folder = workspace / "matrices" / country
    found = list(folder.glob(f"*/{as_of.isoformat()}.json"))
    kept = [path for path in found if path.parent.name != "profiles"]
    newest = max(kept, key=lambda path: path.stat().st_mtime_ns, default=folder / "none")
    return read_matrix(newest.parent, as_of)


def open_matrix(workspace: Path, country: str, as_of: str) -> pd.DataFrame:
    """The newest matrix of a date as a pandas DataFrame, for an analyst's notebook.

    Raises `NotFound` when no matrix of that date has been built.
    """
    return newest_matrix(workspace, country, AsOf.parse(as_of)).to_pandas()


def _plan(
    registers: OpenRegisters, dates: Sequence[AsOf], home: Path
) -> tuple[list[Plan], NotFound | None]:
    """Plans of the dates up to the first that nobody is in the cohort of, and why it stops."""
    prints = Fingerprints(registers)
    for as_of in dates:  # what is asked of them below is then known
        prints.at(as_of, registers.country.tables)

    def job(mine: OpenRegisters, as_of: AsOf) -> Plan | NotFound:
        try:
            return plan_date(mine, as_of, _blocks(home, as_of), prints)
        except NotFound as error:
            return error

    plans: list[Plan] = []
    for found in side_by_side(registers, dates, lambda mine, as_of: partial(job, mine, as_of)):
        if isinstance(found, NotFound):
            return plans, found
        plans.append(found)
    return plans, None


def _build(
    registers: OpenRegisters,
    plans: Sequence[Plan],
    folds: Folds | None,
    home: Path,
    digest: str,
    say: Callable[[str], None],
) -> None:
    """Complete and write what was planned."""

    def finish(wide: Wide, plan: Plan) -> str:
        _keep(home, plan, complete(wide, plan, folded=folds is not None), digest, registers)
        return _line(plan)

    def job(mine: OpenRegisters, plan: Plan) -> Callable[[], str]:
        return partial(finish, begin(mine, plan, folds), plan)

    for line in side_by_side(registers, plans, job):
        say(line)


def _keep(
    home: Path, plan: Plan, frames: Sequence[pa.Table], digest: str, registers: OpenRegisters
) -> None:
    """Write the new columns, then the manifest: a date is there when its manifest is."""
    for frame in frames:
        plan.blocks.write(frame, {name: plan.digests[name] for name in frame.column_names})
    country = registers.country
    features = [feature.name for feature in model_features(country)]
    check_matrix([*plan.keys, *features], country)
    places = {name: plan.place(name) for name in (*features, *plan.rivals)}
    keys = {name: Column(plan.cohort_file, name) for name in plan.keys}
    files = {column.file for column in [*places.values(), *keys.values()]}
    tables = registers.report.get("tables", {})
    aside = {
        name: told["set_aside"]
        for name, told in (tables.items() if isinstance(tables, dict) else ())
    }
    facts = {
        "as_of": plan.as_of.isoformat(),
        "digest": digest,
        "engine": registers.engine,
        "definitions": definition_digest(country),
        "workplaces": plan.workplaces,
        "features": features,
        "funnel": plan.funnel,
        "registers": dict(plan.registers),
        "set_aside": aside,
        "keys": {name: [keys[name].file, name] for name in keys},
        "figures": {name: [places[name].file, places[name].name] for name in features},
        "rivals": {name: [places[name].file, places[name].name] for name in plan.rivals},
        "files": {file: _sha256(plan.blocks.folder / file) for file in sorted(files)},
    }
    path = _facts_path(home, plan.as_of)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(facts, indent=1), "utf-8")
    os.replace(fresh, path)


def _read(blocks: Blocks, places: dict[str, list[str]]) -> pa.Table:
    columns = [Column(*place) for place in places.values()]
    return blocks.read(columns).rename_columns(list(places))


def _digest(registers: OpenRegisters) -> str:
    report = registers.report
    content = json.dumps(report.get("content", report), sort_keys=True, default=str)
    engine = "" if isinstance(registers, Registers) else f"{registers.engine} "
    said = f"{WAY_OF_KEEPING} {engine}{definition_digest(registers.country)} {content}"
    return hashlib.sha256(said.encode()).hexdigest()


def _line(plan: Plan) -> str:
    of = len(plan.missing)
    new = "" if of == plan.wanted else f", {of} of {plan.wanted} columns computed"
    return f"matrix of {plan.as_of.isoformat()}: {plan.workplaces} workplaces{new}"


def _blocks(home: Path, as_of: AsOf) -> Blocks:
    return Blocks(home.parent / "blocks" / as_of.isoformat())


def _facts_path(folder: Path, as_of: AsOf) -> Path:
    return folder / f"{as_of.isoformat()}.json"


def _facts(folder: Path, as_of: AsOf) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_facts_path(folder, as_of).read_text("utf-8"))
    return found


def _is_whole(folder: Path, as_of: AsOf) -> bool:
    """Is the manifest there, and every file it names?"""
    if not _facts_path(folder, as_of).is_file():
        return False
    place = folder.parent / "blocks" / as_of.isoformat()
    return all((place / file).is_file() for file in _facts(folder, as_of)["files"])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.sha256)).hexdigest()
