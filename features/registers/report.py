"""What became of a delivery: per table, how many rows landed, were corrected or set aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from features.engine.landing import Landed
from features.engine.tying import NOT_TIED

__all__ = ["LoadReport", "TableReport", "told_of_ties"]


@dataclass(frozen=True)
class TableReport:
    """One table of a delivery: `landed` says what became of its rows."""

    table: str
    authority: str
    source: str
    landed: Landed
    stamp: str  # of everything the landing followed from
    unchanged: bool = False

    @property
    def not_tied(self) -> int:
        """Rows without an employer, or whose employer or workplace no register knows.

        A row that lacks both is counted once for each; `landed.ties` tells them apart.
        """
        return sum(count for reason, count in self.landed.ties if reason in NOT_TIED)


@dataclass(frozen=True)
class LoadReport:
    """What was loaded. `missing` are optional registers that were not delivered.

    `control_rate` tells how many times denser than real the controls of an invented delivery
    are; None for a real one.
    """

    country: str
    delivered_on: date
    control_rate: float | None
    tables: tuple[TableReport, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The same for every run on the same delivery."""
        tables = {t.table: {"authority": t.authority, **asdict(t.landed)} for t in self.tables}
        return {
            "country": self.country,
            "delivered_on": self.delivered_on.isoformat(),
            "control_rate": self.control_rate,
            "tables": tables,
            "missing": list(self.missing),
            "content": {t.table: t.landed.digest for t in self.tables},
        }


def told_of_ties(report: LoadReport) -> Iterator[str]:
    """A line for each register with rows tied otherwise than by their own number, or not."""
    for table in report.tables:
        if table.landed.ties:
            reasons = "; ".join(f"{reason} {count:,}" for reason, count in table.landed.ties)
            yield f"{table.table}: {reasons}"
