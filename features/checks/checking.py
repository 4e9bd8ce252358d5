"""CONDUCTOR: a delivery examined by the rules of loading and compared with the last one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from features.checks.acceptance import unaccepted
from features.checks.clocks import clocks
from features.checks.codes import findings_of_changes
from features.checks.finding import Finding, Level
from features.checks.moments import moments
from features.checks.regime import changes_of
from features.checks.rows import of_files, of_ties, rows_as_they_came, rows_set_aside
from features.checks.values import values
from features.checks.wording import in_words
from features.country import Accepted, Country
from features.engine.examining import Look, examine, not_found
from features.engine.landing import Engine, Landed, Unreadable, land, landing_engine
from features.engine.sifting import Sifting
from features.errors import NotFound
from features.registers.about import read_about
from features.registers.delivery import Delivered, find, parts_of, strange_files
from features.registers.loading import faults_before_rows
from features.registers.numbers import reasons
from features.registers.refusing import faults_of_names
from features.schema import Table
from features.tally import Tally, read_tally
from features.vocabulary import Words

__all__ = ["Before", "Checked", "Register", "check_delivery", "last_time"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Before:
    """What there was last time: a tally per register, and where its rows lie."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    rows: Path | None = None

    def path(self, table: Table) -> Path | None:
        """The rows of a register as they were, if they are at hand."""
        path = self.rows / f"{table.name}.parquet" if self.rows else None
        return path if path and path.is_file() else None


@dataclass(frozen=True)
class Register:
    """One register of the delivery. `landed` and `tally` are None when no row could be read."""

    table: Table
    delivered: bool
    landed: Landed | None
    tally: Tally | None
    before: Tally | None
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level | None:
        """The gravest finding's; None when nothing but notes was found."""
        return _gravest(self.findings)


@dataclass(frozen=True)
class Checked:
    """A delivery examined. `general` are findings about no one register."""

    country: Country
    delivered_on: date
    last_delivered_on: str
    registers: tuple[Register, ...]
    general: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them."""
        return self.general + tuple(f for r in self.registers for f in r.findings)

    @property
    def level(self) -> Level | None:
        """The gravest finding's; None for a clean delivery."""
        return _gravest(self.findings)


def _gravest(findings: Sequence[Finding]) -> Level | None:
    levels = {finding.level for finding in findings}
    return next((level for level in (Level.STOP, Level.ASK) if level in levels), None)


def check_delivery(
    extracts: Path,
    country: Country,
    before: Before | None = None,
    *,
    authorities: Collection[str] = (),
    accepted: Sequence[Accepted] = (),
    say: Say = lambda _: None,
    memory: str = "3GB",
) -> Checked:
    """Examine the delivery in `extracts`, or the part of some authorities.

    The rows are sifted by the very rules of loading, in a folder that is gone afterwards.
    Raises `DeliveryRefused` when there is no delivery at all.
    """
    before = before or Before()
    about, wrong = read_about(extracts, country)
    refused = faults_of_names(extracts, country)
    general = [Finding(Level.STOP, "delivery", in_words(fault)) for fault in wrong]
    general += [Finding(Level.STOP, "refused", in_words(fault)) for fault in refused]
    tables = [t for t in country.tables if not authorities or t.authority in authorities]
    with TemporaryDirectory(prefix="lykta-check-") as temporary:
        folder = Path(temporary)
        if country.linking:
            link = importlib.import_module(country.linking).link
            extracts = link(extracts, folder / "linked", about.delivered_on)
        else:
            general += _strange(extracts, country, refused)
        registers = []
        with landing_engine(folder / "spill", memory) as engine:
            for table in tables:
                one = _examine(
                    engine, find(extracts, table), before, about.delivered_on, folder
                )
                registers.append(one)
            ties = _ties(engine, country, tables, before, folder)
        known = (*country.accepted, *accepted)
        registers = [_judged(one, ties.get(one.table.name, ()), known) for one in registers]
    for one in registers:
        say(f"{one.table.name}: {len(one.findings)} findings")
    days = sorted(t.delivered_on for t in before.tallies.values())
    return Checked(
        country, about.delivered_on, days[-1] if days else "", tuple(registers), tuple(general)
    )


def last_time(folder: Path, country: Country) -> Before:
    """What was there before: a folder of landed registers, or of an earlier delivery.

    Raises `NotFound` when the folder holds neither.
    """
    if (folder / "tallies").is_dir():
        found = {
            t.name: read_tally(folder / "tallies" / f"{t.name}.json") for t in country.tables
        }
        return Before({name: one for name, one in found.items() if one}, folder)
    if not any(find(folder, table).files for table in country.tables):
        raise NotFound(
            f"{folder.as_posix()} holds neither landed registers nor a delivery.",
            "give the folder of the last delivery, or leave --against out",
        )
    with TemporaryDirectory(prefix="lykta-check-") as temporary:
        here = Path(temporary)
        about, _ = read_about(folder, country)
        with landing_engine(here / "spill", "3GB") as engine:
            told = [
                _examine(engine, find(folder, table), Before(), about.delivered_on, here)
                for table in country.tables
            ]
    return Before({one.table.name: one.tally for one in told if one.tally})


def _examine(
    engine: Engine, delivered: Delivered, before: Before, delivered_on: date, folder: Path
) -> Register:
    """Sift one register; what is found about its rows, not yet its counts."""
    table, last = delivered.table, before.tallies.get(delivered.table.name)
    wrong = faults_before_rows(delivered)
    if wrong or not delivered.files:
        found = [Finding(Level.STOP, "files", in_words(f), table=table.name) for f in wrong]
        if not wrong and last is not None:
            found.append(_absent(table, last))
        return Register(table, bool(delivered.files), None, None, last, tuple(found))
    looks: list[Look] = []

    def look(sifting: Sifting) -> None:
        looks.append(examine(sifting))

    try:
        parts = parts_of(delivered, folder / "text" / table.name)
        landed = land(
            engine, table, parts.rows, parts.lines, reasons(), delivered_on,
            folder / table.name, look=look,
        )  # fmt: skip
    except Unreadable:
        fault = in_words("cannot be read to its end")
        stop = Finding(Level.STOP, "files", fault, table=table.name)
        return Register(table, True, None, None, last, (stop,))
    found = [*of_files(table, parts.encodings)]
    found += rows_set_aside(table, landed, looks[0], last)
    found += rows_as_they_came(table, looks[0], landed.delivered)
    tally = read_tally(folder / table.name / "tally.json")
    return Register(table, True, landed, tally, last, tuple(found))


def _judged(one: Register, ties: Sequence[Finding], accepted: Sequence[Accepted]) -> Register:
    """The register with every finding about its counts."""
    found = [*one.findings, *ties]
    if one.tally is not None:
        found += moments(one.table, one.tally, one.before)
        found += clocks(one.table, one.tally, one.before)
        found += values(one.table, one.tally, one.before)
        changes = changes_of(one.table, one.tally, one.before)
        found += findings_of_changes(one.table, changes, unaccepted(changes, accepted))
    order = list(Level)
    found.sort(key=lambda f: (order.index(f.level), f.column, f.kind))
    return Register(one.table, one.delivered, one.landed, one.tally, one.before, tuple(found))


def _absent(table: Table, last: Tally) -> Finding:
    return Finding(
        Level.ASK,
        "absent",
        Words("registret levererades förra gången men inte nu",
              "the register was delivered last time, and not now"),
        Words("Glömdes filen?", "Was the file forgotten?"),
        table.name, count=0, of=last.delivered,
    )  # fmt: skip


def _strange(extracts: Path, country: Country, refused: Sequence[str]) -> Iterator[Finding]:
    for name in strange_files(extracts, country.tables):
        if any(fault.startswith(f"{name}:") for fault in refused):
            continue  # worse than strange, and told already
        yield Finding(
            Level.ASK,
            "unknown_file",
            Words(f"{name} är inget register som landet har deklarerat",
                  f"{name} is no register that the country has declared"),
            Words("Sänd bara de register som begärs; ta bort filen.",
                  "Send only the registers that are asked for; take the file away."),
        )  # fmt: skip


def _ties(
    engine: Engine, country: Country, tables: Sequence[Table], before: Before, folder: Path
) -> dict[str, list[Finding]]:
    """Rows about employers and workplaces that the cohort's own registers do not know."""
    found: dict[str, list[Finding]] = {}
    registers = {
        kind: next((t for t in country.cohort.candidates.reads if _tells_of(t, kind)), None)
        for kind in ("employer", "workplace")
    }
    # What tells how numbers follow each other tells of numbers that ended before any register.
    own = country.histories.own if country.histories else ()
    for table in tables:
        rows = folder / table.name / "table.parquet"
        if not rows.is_file() or table in (*registers.values(), *own):
            continue
        for kind, columns in (
            ("employer", ("employer",)),
            ("workplace", ("workplace",)),
            ("pair", ("employer", "workplace")),
        ):
            register = registers["employer" if kind == "employer" else "workplace"]
            asked = all(getattr(table, column) for column in columns)
            if register is None or not asked:
                continue
            now = folder / register.name / "table.parquet"
            then = before.path(register)
            known = now if now.is_file() else then
            old = before.path(table)
            if known is None:
                continue
            counted = not_found(engine, rows, columns, known, columns)
            last = not_found(engine, old, columns, then, columns) if old and then else None
            found.setdefault(table.name, []).extend(of_ties(table, kind, counted, last))
    return found


def _tells_of(table: Table, kind: str) -> bool:
    """Is a row of the table the entry of one employer, or of one workplace?"""
    own = table.employer if kind == "employer" else table.workplace
    return own is not None and set(table.key) - {table.happened} == {own}
