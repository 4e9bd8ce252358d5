"""CONDUCTOR: from the store's outcomes to files that `lykta features load` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from features.country import Country
from features.errors import BadOption
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS
from features.schema import Table
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.planning.feeding_back import fed_back
from serving.store.audit_log import append
from serving.store.database import Database, transaction
from serving.store.visits_found import visits_found

__all__ = ["Delivery", "deliver_outcomes"]

Say = Callable[[str], None]
_PART = "lykta.parquet"


@dataclass(frozen=True)
class Delivery:
    """How many rows of each register were written, where, and what could not be told."""

    controls: int
    outcomes: int
    files: tuple[Path, ...]
    left_out: Mapping[str, int]


def deliver_outcomes(
    database: Database, country: Country, extracts: Path, errand: Errand, *, say: Say
) -> Delivery:
    """Write what visits found into a delivery, as parts of its registers of joint controls.

    All that the store holds is written each time, over what was written before, so that a
    delivery made again is the same. A register that the delivery has as one file becomes the
    first of two parts. Raises `BadOption` for a country without these registers, or without a
    delivery there to add to.
    """
    missing = [
        one.name for one in (JOINT_CONTROLS, CONTROL_OUTCOMES) if one not in country.tables
    ]
    if missing:
        raise BadOption(
            f"{country.name} has no registers {', '.join(missing)} to add outcomes to.",
            "its outcomes come in registers of its own",
        )
    if not extracts.is_dir():
        raise BadOption(
            f"There is no delivery in {extracts.as_posix()}.",
            "name the folder that `lykta features load --extracts` will read",
        )
    with transaction(database) as connection:
        visits = visits_found(connection)
        made = fed_back(visits, country)
        told = (JOINT_CONTROLS.name, CONTROL_OUTCOMES.name)
        append(
            connection,
            errand.event(EventType.OUTCOMES_DELIVERED, told, made.outcomes.num_rows),
        )
    files = (
        _write(made.controls, JOINT_CONTROLS, extracts),
        _write(made.outcomes, CONTROL_OUTCOMES, extracts),
    )
    told_of = len(made.controls.column("control_no").unique())
    say(f"delivered {made.outcomes.num_rows} outcomes of {told_of} visits")
    return Delivery(made.controls.num_rows, made.outcomes.num_rows, files, made.left_out)


def _write(rows: pa.Table, register: Table, extracts: Path) -> Path:
    home = extracts / register.authority
    folder = home / register.name
    folder.mkdir(parents=True, exist_ok=True)
    for single in (home / f"{register.name}{suffix}" for suffix in (".parquet", ".csv")):
        if single.is_file():
            single.replace(folder / f"delivered{single.suffix}")
    file, half = folder / _PART, folder / f"{_PART}.half"
    pq.write_table(rows, half)
    half.replace(file)
    return file
