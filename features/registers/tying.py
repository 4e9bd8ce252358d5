"""What a delivery's rows are tied by: registers that tell who is whose, landed first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from features.country import Country
from features.engine.landing import Engine
from features.engine.tying import Tying, tying_of
from features.registers.delivery import Delivered
from features.registers.report import TableReport
from features.schema import Table

__all__ = ["DeliveryTies"]


class DeliveryTies:
    """The ties of one delivery, made once the registers that tell have been landed."""

    def __init__(self, engine: Engine, country: Country, landed: Path, staging: Path) -> None:
        self._engine = engine
        self._histories = country.histories
        self._folders = (staging, landed)
        self._sources: dict[str, str] = {}
        self._paths: dict[str, Path] = {}
        self._tying: Tying | None = None

    @property
    def _telling(self) -> list[str]:
        """The registers that tell, in the order they are landed in."""
        return [t.name for t in self._histories.telling] if self._histories else []

    def _heard(self, table: Table) -> list[str]:
        """The registers that a table's rows are tied by."""
        if self._histories is None or not self._histories.carries(table):
            return []
        own = [one.name for one in self._histories.own]
        return own + [way.register.name for way in self._histories.ways_of(table)]

    def in_order(self, deliveries: Sequence[Delivered]) -> list[Delivered]:
        """Those that tell first."""
        place = {name: number for number, name in enumerate(self._telling)}
        return sorted(deliveries, key=lambda one: place.get(one.table.name, len(place)))

    def stamp(self, table: Table) -> str:
        """What a table's landing depends on beside its own files: those it is tied by."""
        heard = self._sources.keys() & set(self._heard(table))
        return repr([(name, self._sources[name]) for name in sorted(heard)]) if heard else ""

    def note(self, report: TableReport) -> None:
        """A register was landed; keep where, if it tells."""
        if report.table in self._telling and not report.landed.shifted:
            staging, landed = self._folders
            name = f"{report.table}.parquet"
            fresh = staging / report.table / "table.parquet"
            self._paths[report.table] = landed / name if report.unchanged else fresh
            self._sources[report.table] = report.stamp

    def of(self, table: Table) -> Tying | None:
        """What the table's rows are tied by; None where nothing tells, or it tells itself."""
        if self._histories is None or table in self._histories.own:
            return None
        if self._tying is None:
            needed = {self._histories.employers.name, self._histories.workplaces.name}
            if not needed <= self._paths.keys():
                return None
            self._tying = tying_of(self._engine, self._histories, self._paths)
        return self._tying
