"""CONDUCTOR: a delivery in, checked registers out; all faults told at once, good rows kept."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from features.country import Accepted, Country
from features.engine.landing import Engine, Landed, Unreadable, land, landing_engine
from features.errors import BadOption, DeliveryRefused, RegimeChanged
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
from features.registers.tying import DeliveryTies
from features.schema import Table

__all__ = ["LoadReport", "TableReport", "read_delivery"]

Say = Callable[[str], None]
# Part of every stamp: a new way of landing lands everything anew.
WAY_OF_LANDING = "2"


def read_delivery(
    extracts: Path,
    country: Country,
    landed: Path,
    *,
    say: Say,
    memory: str = "3GB",
    accepted: Sequence[Accepted] = (),
) -> LoadReport:
    """Check the delivery in `extracts` and land its registers in `landed`.

    A table whose files, declaration and delivery date are as before is left as it is. Nothing
    is replaced unless the whole delivery is sound: otherwise `DeliveryRefused` lists every
    fault of every table, and the rows set aside lie under `landed`/refused.
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
        _refuse(country, staging, landed, reports, faults)
    try:
        stop_at_changes(reports, country, staging, landed, accepted)
    except RegimeChanged:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    result = LoadReport(
        country.name, about.delivered_on, about.control_rate, tuple(reports), tuple(missing)
    )
    _settle(result, country, staging, landed)
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


@dataclass(frozen=True)
class About:
    """What delivery.json says."""

    delivered_on: date
    control_rate: float | None


def read_about(extracts: Path, country: Country) -> tuple[About, list[str]]:
    """delivery.json, if there is one: without it the delivery is of today, and real."""
    today = datetime.now(UTC).date()
    path = extracts / "delivery.json"
    if not extracts.is_dir():
        raise DeliveryRefused(
            f"There is no delivery in {extracts.as_posix()}.",
            "give the folder with --extracts, or run: lykta features invent",
        )
    if not path.is_file():
        return About(today, None), []
    try:
        said = json.loads(path.read_text("utf-8"))
        found = About(date.fromisoformat(said["delivered_on"]), said.get("control_rate"))
    except (ValueError, KeyError, TypeError, AttributeError):
        return About(today, None), ["delivery.json: gives no delivered_on as YYYY-MM-DD"]
    if said.get("country", country.name) != country.name:
        return found, [f"delivery.json: is for another country than {country.name}"]
    return found, []


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


def _settle(result: LoadReport, country: Country, staging: Path, landed: Path) -> None:
    """Put everything new in its place. Each table is unstamped before and stamped after, so a
    run that is killed half-way lands that table again."""
    done = landed / ".done"
    for folder in (done, landed / "display", landed / "set_aside", landed / "tallies"):
        folder.mkdir(parents=True, exist_ok=True)
    for table in country.tables:
        report = next((r for r in result.tables if r.table == table.name), None)
        if report is not None and report.unchanged:
            continue
        stamp = done / f"{table.name}.json"
        stamp.unlink(missing_ok=True)
        places = {
            "table.parquet": landed / f"{table.name}.parquet",
            "tally.json": landed / "tallies" / f"{table.name}.json",
            "display.parquet": landed / "display" / f"{table.name}.parquet",
            "set_aside.csv": landed / "set_aside" / f"{table.name}.csv",
        }
        for name, place in places.items():
            if (staging / table.name / name).is_file():
                os.replace(staging / table.name / name, place)
            else:
                place.unlink(missing_ok=True)
        if report is not None:
            said = {
                "stamp": report.stamp,
                "delivered_on": result.delivered_on.isoformat(),
                "landed": asdict(report.landed),
            }
            _write_json(stamp, said)
    declared = {f"{table.name}.parquet" for table in country.tables}
    for path in landed.glob("*.parquet"):
        if path.name not in declared:
            path.unlink()
    shutil.rmtree(landed / "refused", ignore_errors=True)
    _write_json(landed / "report.json", result.as_json())
    shutil.rmtree(staging, ignore_errors=True)


def _refuse(
    country: Country,
    staging: Path,
    landed: Path,
    reports: Sequence[TableReport],
    faults: Sequence[str],
) -> None:
    """Leave what was landed before as it was; keep the bad rows and the list of faults."""
    refused = landed / "refused"
    shutil.rmtree(refused, ignore_errors=True)
    refused.mkdir(parents=True)
    for report in reports:
        aside = staging / report.table / "set_aside.csv"
        if aside.is_file():
            os.replace(aside, refused / f"{report.table}.csv")
    _write_json(refused / "faults.json", {"country": country.name, "faults": list(faults)})
    shutil.rmtree(staging, ignore_errors=True)
    listed = "\n".join(f"  - {fault}" for fault in faults)
    raise DeliveryRefused(
        f"The delivery for {country.name} cannot be loaded,"
        f" {len(faults)} fault{'s' if len(faults) > 1 else ''}:\n{listed}",
        f"mend these and deliver again; rows set aside, if any, lie in {refused.as_posix()}",
    )


def _write_json(path: Path, said: Mapping[str, object]) -> None:
    fresh = path.with_suffix(".tmp")
    fresh.write_text(
        json.dumps(said, ensure_ascii=False, indent=1, default=str) + "\n", "utf-8"
    )
    os.replace(fresh, path)


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
