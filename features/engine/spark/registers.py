"""Landed registers on Spark, asked by the same SQL as the embedded engine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import AnalysisException, ArithmeticException, PySparkException
from pyspark.sql import DataFrame

from features.country import Country
from features.engine.compiling import bind, visible_sql, words
from features.engine.registers import table_of, told
from features.engine.sealing import sealed
from features.engine.spark.columns import landed_types_of, sorts_of, types_of
from features.engine.spark.kinds import Columns
from features.engine.spark.parting import parted
from features.engine.spark.session import open_session
from features.engine.spark.writing import spark_sql
from features.errors import BadOption, NotFound, UnknownFeature
from features.feature import View
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["SparkRegisters"]

# Spark writes a program for every query. Where no register has more rows than this, compiling
# it takes longer than going through them without.
FEW_ROWS = 20_000
AT_ONCE = 2  # questions under way: one is planned while the other computes


class SparkRegisters:
    """The landed registers of a country, read by Spark: what a definition names, no more.

    Registers are scanned and aggregated where `master` says; a row per workplace comes back.
    The wall is the translator's: it lets through the relations it was shown and no others, and
    only the columns that indicators may read are in them. Raises `NotFound` when nothing has
    been loaded.
    """

    engine = "spark"

    def __init__(
        self,
        folder: Path,
        country: Country,
        *,
        master: str = "local[*]",
        memory: str = "4GB",
    ) -> None:
        report = folder / "report.json"
        if not report.is_file():
            raise NotFound(
                f"{folder.as_posix()} holds no report.json.", "run: lykta features load"
            )
        self.folder = folder
        self.country = country
        self.report: dict[str, object] = json.loads(report.read_text("utf-8"))
        # Relations of one country are never seen by another that shares the process.
        self.session = open_session(master, spill=folder / ".spill", memory=memory).newSession()
        self._columns: dict[str, Columns] = {}  # of every relation that a question may read
        self._shown: dict[str, AsOf] = {}  # what each register's view shows at present
        # A row per workplace has come back already: what follows from those rows alone costs
        # less here than sending them out again, and is then the very same arithmetic.
        self._beside = sealed(folder, [], memory=memory)
        self._parts: dict[str, list[tuple[str, DataFrame]]] = defaultdict(list)  # by the whole
        self._asking = Lock()  # what a question reads is laid out by one at a time
        self._asked_so_far = count()
        rows = 0
        for table in country.tables:
            if self.has(table):
                said = ", ".join(f"`{n}` {kind}" for n, kind in landed_types_of(table).items())
                path = self._path(table).resolve().as_uri()
                landed = self.session.read.schema(said).parquet(path)
                landed.createOrReplaceTempView(_landed(table))
                rows = max(rows, pq.read_metadata(self._path(table)).num_rows)
        if rows < FEW_ROWS:
            self.session.conf.set("spark.sql.codegen.wholeStage", False)
            self.session.conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN")

    def __enter__(self) -> SparkRegisters:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._beside.close()
        self._let_go(set(self._parts))
        for name in [*self._columns, *map(_landed, self.country.tables)]:
            self.session.catalog.dropTempView(name)

    def has(self, table: Table) -> bool:
        """Was the table delivered? Only optional tables may be absent."""
        return self._path(table).is_file()

    def show(self, tables: tuple[Table, ...], as_of: AsOf) -> None:
        """Make each table visible, under its own name, as it was known at `as_of`."""
        for table in tables:
            if self._shown.get(table.name) == as_of:
                continue
            if self.has(table):
                # The one query that may read all that was ever landed: nobody else is let to.
                landed = {_landed(table): sorts_of(landed_types_of(table))}
                sql = visible_sql(table, _landed(table), as_of)
                sql = spark_sql(sql, landed, about=f"register {table.name}")
            else:
                columns = (f"CAST(NULL AS {k}) AS `{n}`" for n, k in types_of(table).items())
                sql = f"SELECT {', '.join(columns)} WHERE false"
            self._let(table.name, self.session.sql(sql))
            self._shown[table.name] = as_of

    def keep(self, name: str, sql: str, *, about: str) -> None:
        """Let queries read the rows of `sql` as `name`; Spark computes them when asked."""
        with _told_by_spark(about):
            self._let(name, self._asked(sql, about, name))

    def put(self, name: str, frame: pa.Table) -> None:
        """Let `work_out` read `frame` as the table `name`; Spark never sees it."""
        self._beside.register(name, frame)

    def work_out(self, sql: str, *, about: str) -> pa.Table:
        """Run one query over what was put, on the embedded engine, where nothing else is."""
        with told(about):
            return table_of(self._beside.sql(sql))

    def query(self, sql: str, *, about: str) -> pa.Table:
        """Run one query; a mistake in a definition is told with the definition's name."""
        name = f"asked{next(self._asked_so_far)}"
        try:
            with _told_by_spark(about):
                with self._asking:
                    asked = self._asked(sql, about, name)
                return asked.toArrow()
        finally:
            with self._asking:
                self._let_go(words(sql) | {name})

    def each(self, questions: Sequence[tuple[str, str]]) -> Iterator[pa.Table]:
        """Answers to several queries, some at once: one is planned while another computes."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(lambda one: self.query(one[0], about=one[1]), questions)

    def rows(self, view: View, as_of: AsOf) -> pa.Table:
        """The rows of a view as known at `as_of`, in the order its SQL gives."""
        self.show(view.reads, as_of)
        return self.query(bind(view.sql, as_of), about=view.name)

    def _asked(self, sql: str, about: str, name: str) -> DataFrame:
        """What `sql` asks; parts that it reads again are kept until `name` has been asked.

        To drop a part's relation before that would be to forget its rows.
        """
        parts, rest = parted(sql, name)
        for part in parts:
            frame = self._written(part.sql, about)
            if part.again:
                frame.persist()
            self._let(part.name, frame)
            self._parts[name].append((part.name, frame))
        asked = self._written(rest, about)
        for part in parts:  # of no concern to any other question
            del self._columns[part.name]
        return asked

    def _written(self, sql: str, about: str) -> DataFrame:
        return self.session.sql(spark_sql(sql, self._columns, about=about))

    def _let_go(self, names: set[str]) -> None:
        for name in names:
            for part, frame in self._parts.pop(name, ()):
                self.session.catalog.dropTempView(part)
                frame.unpersist()

    def _let(self, name: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(name)
        self._columns[name] = sorts_of(dict(frame.dtypes))

    def _path(self, table: Table) -> Path:
        return self.folder / f"{table.name}.parquet"


def _landed(table: Table) -> str:
    """The relation that holds all that was ever landed of a register."""
    return f"landed__{table.name}"


@contextmanager
def _told_by_spark(about: str) -> Iterator[None]:
    """Spark's errors in our words. Those of a running query may quote a value: never told."""
    try:
        yield
    except AnalysisException as error:
        first = str(error).splitlines()[0]
        raise UnknownFeature(
            f"The definition of {about} cannot be computed: {first}",
            "it may read only declared tables, readable columns and declared features",
        ) from None
    except ArithmeticException as error:
        raise BadOption(
            f"A whole number in the definition of {about} outgrew 64 bits"
            f" ({error.getCondition()}).",
            "declare a smaller unit, or build without --engine spark",
        ) from None
    except PySparkException as error:
        raise BadOption(
            f"Spark stopped while computing {about}: {error.getCondition() or 'no reason'}.",
            "look at Spark's own log",
        ) from None
