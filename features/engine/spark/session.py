"""A Spark session that reckons as the embedded engine does, or says what is missing for it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

from pyspark.errors import PySparkRuntimeError
from pyspark.sql import SparkSession

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
}


def open_session(
    master: str,
    *,
    spill: Path,
    memory: str = "4g",
    java_options: str = "",
    more: Mapping[str, str] | None = None,
) -> SparkSession:
    """The session of this process at `master`, opened when there is none.

    `master` is any URL that Spark takes, as local[2] or spark://host:7077; a cluster must reach
    the landed files by the same path. `memory` is the driver's. A session that is open already
    is used as it is. Raises `BadOption` when Spark does not start.
    """
    builder = SparkSession.builder.master(master).appName("lykta")
    settings = {
        **ALIKE,
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.driver.memory": memory,
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
    except (PySparkRuntimeError, OSError) as error:
        first = str(error).splitlines()[0]
        raise BadOption(
            f"Spark did not start at {master}: {first}",
            "it needs a Java runtime, 17 or later, and a master that answers; `make spark`"
            " installs what local[2] needs",
        ) from None
