"""Opening landed registers on the engine that was asked for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from features.country import Country
from features.engine.asking import OpenRegisters
from features.engine.registers import Registers
from features.errors import BadOption

__all__ = ["ENGINES", "open_registers"]

ENGINES = ("embedded", "spark")


def open_registers(
    folder: Path,
    country: Country,
    *,
    engine: str = "embedded",
    master: str = "",
    memory: str = "4GB",
) -> AbstractContextManager[OpenRegisters]:
    """The landed registers in `folder`, on the embedded engine or on the Spark at `master`.

    Raises `NotFound` when nothing has been loaded, and `BadOption` when Spark is asked for and
    cannot be had, or a master is named for an engine that has none. `memory` is what the engine
    may take before it spills; of a cluster, what the part beside the caller may.
    """
    if engine not in ENGINES:
        raise BadOption(f"There is no engine '{engine}'.", f"there are: {', '.join(ENGINES)}")
    if engine == "embedded":
        if master:
            raise BadOption(
                f"The embedded engine has no master, and '{master}' was given.",
                "add --engine spark, or leave --master out",
            )
        return Registers(folder, country, memory=memory)
    try:  # half a gigabyte that most never need: nothing else imports it
        from features.engine.spark.registers import SparkRegisters
    except ModuleNotFoundError as error:
        raise BadOption(
            f"The second engine is not installed ({error}).", "run: make spark"
        ) from None
    return SparkRegisters(folder, country, master=master or "local[*]", memory=memory)
