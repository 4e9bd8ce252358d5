"""CONDUCTOR: a delivery in, checked registers out; all faults told at once, good rows kept."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from features.country import Accepted, Country
from features.engine.landing import Engine, Landed, Unreadable, land, landing_engine
from features.errors import BadOption, RegimeChanged
from features.registers.about import read_about
from features.registers.delivery import (
    Delivered,
    digest_of,
    faults_of_columns,
    find,
    parts_of,
)
from features.registers.numbers import CHECKS, reasons
from features.registers.refusing import faults_of_names
from features.registers.regimes import stop_at_changes
from features.registers.report import LoadReport, TableReport
from features.registers.settling import refuse, settle
from features.registers.tying import DeliveryTies
from features.schema import Table

__all__ = ["LoadReport", "TableReport", "read_delivery"]

Say = Callable[[str], None]
# Part of every stamp: a new way of landing lands everything anew.
WAY_OF_LANDING = "3"


def read_delivery(
    extracts: Path,
    country: Country,
    landed: Path,
    *,
    say: Say,
    memory: str = "3GB",
    accepted: Sequence[Accepted] = (),
    any_codes: bool = False,
) -> LoadReport:
    """Check the delivery in `extracts` and land its registers in `landed`.

    A table whose files, declaration and delivery date are as before is left as it is. Nothing
    is replaced unless the whole delivery is sound: otherwise `DeliveryRefused` lists every
    fault of every table, and the rows set aside lie under `landed`/refused. `any_codes` lets
    codes change without anybody answering for it: for deliveries that are false on purpose.
    """
    _check_declared(country)
    about, faults = read_about(extracts, country)
    faults += faults_of_names(extracts, country)
    staging = landed / ".staging"
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    if country.linking:
        link = importlib.import_module(country.linking).link
        extracts = link(extracts, landed / ".linked", about.delivered_on)
    deliveries = [find(extracts, table) for table in country.tables]
    reports: list[TableReport] = []
    missing: list[str] = []
    with landing_engine(staging / "spill", memory) as engine:
        ties = DeliveryTies(engine, country, landed, staging)
        for delivered in ties.in_order(deliveries):
            wrong = faults_before_rows(delivered)
            faults += [f"{delivered.label}: {fault}" for fault in wrong]
            if not delivered.files and not wrong:
                missing.append(delivered.table.name)
            if wrong or not delivered.files:
                continue
            try:
                report = _land(engine, delivered, landed, staging, about.delivered_on, ties)
            except Unreadable:
                faults.append(f"{delivered.label}: cannot be read to its end")
                continue
            reports.append(report)
            ties.note(report)
            if report.landed.shifted:
                faults.append(f"{delivered.label}: {_shift(report.landed)}")
            if not report.unchanged:
                say(_line(report))
    place = {table.name: number for number, table in enumerate(country.tables)}
    reports.sort(key=lambda report: place[report.table])
    missing.sort(key=lambda name: place[name])
    unchanged = sum(report.unchanged for report in reports)
    if unchanged:
        say(f"{unchanged} of {len(reports)} registers unchanged since they were last loaded")
    if faults:
        refuse(country, staging, landed, reports, faults)
    try:
        if not any_codes:
            stop_at_changes(reports, country, staging, landed, accepted)
    except RegimeChanged:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    result = LoadReport(
        country.name, about.delivered_on, about.control_rate, tuple(reports), tuple(missing)
    )
    settle(result, country, staging, landed)
    return result


def _check_declared(country: Country) -> None:
    """Names that landing adds, and check-digit rules that are not there."""
    for table in country.tables:
        added = {"superseded_at", "counts_from"}
        added |= {"employer"} if table.employer != "employer" else set()
        added |= {"workplace"} if table.workplace != "workplace" else set()
        clash = sorted(added & {column.name for column in table.columns})
        rules = sorted({c.check for c in table.columns if c.check} - set(CHECKS))
        if clash or rules:
            raise BadOption(
                f"Table {table.name}: columns {clash} are added by landing,"
                f" rules {rules} are unknown.",
                f"call the columns something else; the rules are {', '.join(CHECKS)}",
            )


def faults_before_rows(delivered: Delivered) -> list[str]:
    """What stops a table before any row is read."""
    if delivered.fault:
        return [delivered.fault]
    if not delivered.files:
        name = delivered.table.name
        told = f"the register is missing ({name}.parquet, {name}.csv or a folder {name})"
        return [] if delivered.table.optional else [told]
    return faults_of_columns(delivered)


def _land(
    engine: Engine,
    delivered: Delivered,
    landed: Path,
    staging: Path,
    delivered_on: date,
    ties: DeliveryTies,
) -> TableReport:
    table = delivered.table
    source = digest_of(delivered.files)
    stamp = _stamp(table, source, ties.stamp(table))
    earlier = _earlier(landed, table, source, delivered_on, stamp)
    if earlier is not None:
        return earlier
    parts = parts_of(delivered, staging / "text" / table.name)
    folder = staging / table.name
    told = land(
        engine, table, parts.rows, parts.lines, reasons(), delivered_on, folder, ties.of(table)
    )
    shutil.rmtree(staging / "text", ignore_errors=True)
    return TableReport(table.name, str(table.authority), source, told, stamp)


def _stamp(table: Table, source: str, ties: str) -> str:
    return hashlib.sha256(f"{WAY_OF_LANDING} {source} {ties} {table!r}".encode()).hexdigest()


def _earlier(
    landed: Path, table: Table, source: str, delivered_on: date, stamp: str
) -> TableReport | None:
    """The table's report, if it was landed from the same files under the same declaration.

    A later delivery date alone changes nothing unless rows were set aside as too late.
    """
    path = landed / ".done" / f"{table.name}.json"
    if not path.is_file():
        return None
    said = json.loads(path.read_text("utf-8"))
    before = date.fromisoformat(said["delivered_on"])
    told = said["landed"]
    late = any("later than the delivery" in fault for fault, _ in told["faults"])
    same_day = before == delivered_on or (before < delivered_on and not late)
    if said["stamp"] != stamp or not same_day:
        return None
    told |= {key: tuple(told[key]) for key in ("happened", "known")}
    told |= {key: tuple(map(tuple, told[key])) for key in ("faults", "ties")}
    landed_before = Landed(**told)
    return TableReport(
        table.name, str(table.authority), source, landed_before, stamp, unchanged=True
    )


def _shift(landed: Landed) -> str:
    worst = "; ".join(f"{fault} ({count:,})" for fault, count in landed.faults[:5])
    return (
        f"{landed.set_aside:,} of {landed.delivered:,} rows would be set aside,"
        f" as if a column had shifted: {worst}"
    )


def _line(report: TableReport) -> str:
    told = report.landed
    aside = f", {told.set_aside:,} rows set aside" if told.set_aside else ""
    return f"{report.table}: {told.landed:,} of {told.delivered:,} rows landed{aside}"
