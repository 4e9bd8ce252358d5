"""A Spark session that reckons as the embedded engine does, or says what is missing for it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from features.engine.spark.starting import check_master, fault_of_java
from features.errors import BadOption

__all__ = ["open_session"]

LOG = Path(__file__).with_name("log4j2.properties")
# Without any of these the same SQL would give other figures, or read what it may not.
ALIKE = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # an overflow is an error, not another number
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.caseSensitive": "false",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.runSQLOnFiles": "false",  # no definition can name a file
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.int96RebaseModeInRead": "CORRECTED",
}
# One machine: everything in one process, spilling beside the registers and nowhere else.
LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.default.parallelism": "4",
    # Registers are small beside one machine's memory, and there are some seventy questions a
    # date: what Spark does to plan each anew between its stages costs more than it saves.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.lightweightPlanChangeValidation": "false",
    # A short register against the returns: hash the short one, do not sort the long one.
    "spark.sql.join.preferSortMergeJoin": "false",
}


def open_session(
    master: str,
    *,
    spill: Path,
    memory: str = "4GB",
    java_options: str = "",
    more: Mapping[str, str] | None = None,
) -> SparkSession:
    """The session of this process at `master`, opened when there is none.

    `master` is any URL that Spark takes, as local[2] or spark://host:7077; a cluster must reach
    the landed files by the same path. `memory` is the driver's, which on one machine is all of
    Spark's. A session that is open already is used as it is. Raises `BadOption` that says what
    is missing when Spark does not start.
    """
    check_master(master)
    builder = SparkSession.builder.master(master).appName("lykta")
    settings = {
        **ALIKE,
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": _as_java_writes(memory),
        "spark.driver.maxResultSize": "0",  # a row per workplace, however many
        "spark.driver.extraJavaOptions": (
            f"-Dlog4j2.configurationFile={LOG.resolve().as_uri()} {java_options}".strip()
        ),
    }
    if master.startswith("local"):
        spill.mkdir(parents=True, exist_ok=True)
        settings |= {**LOCAL, "spark.local.dir": spill.resolve().as_posix()}
    for name, value in {**settings, **(more or {})}.items():
        builder = builder.config(name, value)
    try:
        with warnings.catch_warnings():
            # pyspark 4.3 says that it has not tried all of pandas 3; we hand it Arrow alone.
            warnings.simplefilter("ignore", FutureWarning)
            return builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        if fault := fault_of_java():
            raise BadOption(
                f"Spark did not start at {master}: {fault}, and it needs 17 or later.",
                "install one (on Debian: apt-get install default-jre-headless), or let"
                " JAVA_HOME name one that is there",
            ) from None
        raise BadOption(
            f"Spark did not start at {master}: {_first_line(error)}",
            "what Spark itself said stands above; a master must be one of Spark 4, and this"
            " machine one that it can reach",
        ) from None


def _as_java_writes(memory: str) -> str:
    """4GB as 4g: the embedded engine's way of writing an amount is not Java's."""
    found = re.fullmatch(r"(\d+)\s*([MGT])i?B", memory.strip(), re.IGNORECASE)
    if not found:
        raise BadOption(
            f"'{memory}' is no amount of memory that Spark can be given.",
            "write a whole number of MB, GB or TB, as --memory 4GB",
        )
    return found[1] + found[2].lower()


def _first_line(error: Exception) -> str:
    """What a person can read of it: of a failure in Java, its own first line."""
    cause = getattr(error, "java_exception", None)
    said = str(cause.toString() if cause is not None else error).strip()
    return said.splitlines()[0] if said else type(error).__name__
