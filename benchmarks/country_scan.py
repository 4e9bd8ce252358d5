"""The least anybody could do with the drawn country's files: read once, add up once."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.country_shape import LATE_DAYS, LOW_PAY_ORE

__all__ = ["run"]

# Every column that a feature reads is read, every condition asked and every measure but the
# distinct ones taken: of all rows, at no date, in no window, by neither clock.
DECLARATIONS = f"""
SELECT employer, count(*) AS lines,
       count(*) FILTER (WHERE gross_pay_ore > 0 AND gross_pay_ore < {LOW_PAY_ORE}) AS low,
       count(*) FILTER (WHERE filed_on > period + INTERVAL {LATE_DAYS} DAY) AS late,
       sum(gross_pay_ore) AS pay, sum(ftax_pay_ore) AS ftax, sum(tax_ore) AS tax,
       max(gross_pay_ore) AS highest, max(period) AS period, max(filed_on) AS filed,
       max(superseded_at) AS superseded, max(person_key) AS person
FROM read_parquet('{{}}') GROUP BY employer
"""
EVENTS = """
SELECT employer, count(*) AS events, count(*) FILTER (WHERE kind = 'kind_a') AS kind_a,
       sum(amount_ore) AS amount, max(happened) AS happened, max(known) AS known,
       max(superseded_at) AS superseded
FROM read_parquet('{}') GROUP BY employer
"""


def run(landed: Path, folder: Path, memory: str) -> None:
    """Keep one table per register; nothing is written but what would not fit in `memory`."""
    with duckdb.connect() as connection:
        for setting in (
            "threads = 2",
            f"memory_limit = '{memory}'",
            f"temp_directory = '{(folder / 'spill').as_posix()}'",
            "preserve_insertion_order = false",
            "enable_progress_bar = false",
        ):
            connection.execute(f"SET {setting}")
        for name, sql in (("declarations", DECLARATIONS), ("events", EVENTS)):
            path = (landed / f"{name}.parquet").as_posix()
            connection.execute(f"CREATE TEMP TABLE {name} AS {sql.format(path)}")
