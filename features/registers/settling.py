"""What was landed, put in its place so that a run killed half-way does it again; or refused."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from features.country import Country
from features.errors import DeliveryRefused
from features.registers.report import LoadReport, TableReport

__all__ = ["refuse", "settle"]


def settle(result: LoadReport, country: Country, staging: Path, landed: Path) -> None:
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


def refuse(
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
