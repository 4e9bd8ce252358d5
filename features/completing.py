"""Matrices of several dates: planned, completed and written, two side by side."""

from __future__ import annotations

import gc
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pyarrow as pa

from features.blocks import Column, blocks_of, facts_path
from features.building import Plan, begin, complete, plan_date
from features.engine.asking import OpenRegisters
from features.engine.fingerprints import Fingerprints
from features.engine.folding import Folds
from features.engine.registers import Registers
from features.engine.wide import Wide
from features.errors import NotFound
from features.guard import check_country, check_matrix
from features.matrix import definition_digest, model_features
from features.side_by_side import side_by_side, two_of
from features.vocabulary import AsOf

__all__ = ["build_dates"]


def build_dates(
    registers: OpenRegisters,
    dates: Sequence[AsOf],
    home: Path,
    digest: str,
    say: Callable[[str], None],
) -> int:
    """Write the manifests of `dates` under `home`, and what columns they lack beside it.

    Returns how many columns were computed. Raises `NotFound` at the first date without a
    cohort, when the dates before it are built.
    """
    check_country(registers.country)
    home.mkdir(parents=True, exist_ok=True)
    with two_of(registers, dates) as beside:
        plans, nobody = _plan(registers, beside, dates, home)
        missing = {feature.name: feature for plan in plans for feature in plan.missing}
        folds = (
            Folds(registers, list(missing.values()), [plan.as_of for plan in plans])
            if isinstance(registers, Registers)
            else None
        )
        with _no_walks():
            _build(registers, beside, plans, folds, home, digest, say)
    if nobody:
        raise nobody
    return sum(len(plan.missing) for plan in plans)


@contextmanager
def _no_walks() -> Iterator[None]:
    """Python's search for cycles rests: building makes none of any size, and each search walks
    over all objects of all libraries. For one building of a process at a time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _plan(
    registers: OpenRegisters,
    beside: Sequence[OpenRegisters],
    dates: Sequence[AsOf],
    home: Path,
) -> tuple[list[Plan], NotFound | None]:
    """Plans of the dates up to the first that nobody is in the cohort of, and why it stops."""
    prints = Fingerprints(registers)
    for as_of in dates:  # what is asked of them below is then known
        prints.at(as_of, registers.country.tables)

    def job(mine: OpenRegisters, as_of: AsOf) -> Plan | NotFound:
        try:
            return plan_date(mine, as_of, blocks_of(home, as_of), prints)
        except NotFound as error:
            return error

    plans: list[Plan] = []
    for found in side_by_side(beside, dates, lambda mine, as_of: partial(job, mine, as_of)):
        if isinstance(found, NotFound):
            return plans, found
        plans.append(found)
    return plans, None


def _build(
    registers: OpenRegisters,
    beside: Sequence[OpenRegisters],
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

    for line in side_by_side(beside, plans, job):
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
    path = facts_path(home, plan.as_of)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(facts, indent=1), "utf-8")
    os.replace(fresh, path)


def _line(plan: Plan) -> str:
    of = len(plan.missing)
    new = "" if of == plan.wanted else f", {of} of {plan.wanted} columns computed"
    return f"matrix of {plan.as_of.isoformat()}: {plan.workplaces} workplaces{new}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, partial(hashlib.sha256)).hexdigest()
