"""A delivery with another future, to see whether loading it changes what was before."""

from __future__ import annotations

import importlib
import shutil
from datetime import date
from pathlib import Path

from features.country import Country
from features.engine.futures import write_another_future
from features.engine.landing import landing_engine
from features.engine.poisoning import Poisoned
from features.engine.sifting import Sifting
from features.errors import BadOption
from features.registers.about import read_about
from features.registers.delivery import find, parts_of
from features.registers.numbers import reasons
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["deliver_another_future", "has_futures", "spoil_tables"]


def has_futures(country: Country) -> bool:
    """Can the country's deliveries be given another future?

    One that ties registers by a module of its own receives files that only the module knows:
    it must say there what another future of them is: `another_future(extracts, into, as_of,
    delivered_on)` writes it and returns what it falsified.
    """
    if not country.linking:
        return True
    return hasattr(importlib.import_module(country.linking), "another_future")


def deliver_another_future(
    extracts: Path, country: Country, as_of: AsOf, into: Path
) -> tuple[Poisoned, ...]:
    """Write to the new folder `into` the delivery `extracts`, false from `as_of` on.

    Raises `BadOption` when the delivery was made before `as_of`: it has no future to falsify;
    and when the country's linking says nothing of other futures.
    """
    if not has_futures(country):
        raise BadOption(
            f"{country.linking} ties {country.name}'s registers and has no another_future():"
            " whether it knows the future cannot be found out.",
            "write another_future(extracts, into, as_of, delivered_on) in that module",
        )
    about, faults = read_about(extracts, country)
    if faults or about.delivered_on < as_of:
        said = faults[0] if faults else f"it was made on {about.delivered_on.isoformat()}"
        raise BadOption(
            f"The delivery in {extracts.as_posix()} has no future after"
            f" {as_of.isoformat()}: {said}.",
            "give an --as-of no later than the day of the delivery",
        )
    into.mkdir(parents=True)
    if (extracts / "delivery.json").is_file():
        shutil.copyfile(extracts / "delivery.json", into / "delivery.json")
    if country.linking:
        module = importlib.import_module(country.linking)
        return tuple(module.another_future(extracts, into, as_of, about.delivered_on))
    return spoil_tables(country.tables, extracts, into, as_of, about.delivered_on)


def spoil_tables(
    tables: tuple[Table, ...], extracts: Path, into: Path, as_of: AsOf, delivered_on: date
) -> tuple[Poisoned, ...]:
    """`write_another_future` for each of the tables that lies in `extracts`.

    Rows that loading would set aside are left out. A table's folder in `into` is its owner's.
    """
    found: list[Poisoned] = []
    for number, table in enumerate(tables):
        delivered = find(extracts, table)
        if not delivered.files:
            continue
        scratch = into / f".{number}"
        with landing_engine(scratch / "spill", "3GB") as engine, engine.cursor() as connection:
            parts = parts_of(delivered, scratch / "text")
            sifting = Sifting(connection, table, parts.rows, parts.lines, scratch)
            sifting.sift(reasons(), delivered_on)
            sifting.find_versions()
            target = into / table.authority / f"{table.name}.parquet"
            found.append(write_another_future(sifting, as_of, delivered_on, target))
        shutil.rmtree(scratch)
    return tuple(found)
