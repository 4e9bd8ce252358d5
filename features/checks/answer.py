"""The check of a delivery as one JSON object, a table for the terminal, and an exit code."""

from __future__ import annotations

from collections.abc import Sequence

from features.checks.checking import Checked, Register
from features.checks.finding import Finding, Level
from features.errors import DeliveryRefused, RegimeChanged

__all__ = ["LOOK_AT", "as_json", "as_rows", "exit_code"]

LOOK_AT = 10  # nothing stops the load, but somebody must look


def exit_code(checked: Checked) -> int:
    """0 when clean; what `lykta features load` would end with; 10 when something must be
    looked at."""
    stops = [finding for finding in checked.findings if finding.level is Level.STOP]
    if stops:
        codes = all(finding.kind.startswith("codes_") for finding in stops)
        return RegimeChanged.exit_code if codes else DeliveryRefused.exit_code
    return LOOK_AT if checked.level is Level.ASK else 0


def as_json(checked: Checked) -> dict[str, object]:
    """Counts, names of columns and sentences; nothing personal."""
    return {
        "country": checked.country.name,
        "delivered_on": checked.delivered_on.isoformat(),
        "last_delivered_on": checked.last_delivered_on or None,
        "verdict": checked.level.value if checked.level else "clean",
        "exit_code": exit_code(checked),
        "stop": sum(f.level is Level.STOP for f in checked.findings),
        "ask": sum(f.level is Level.ASK for f in checked.findings),
        "note": sum(f.level is Level.NOTE for f in checked.findings),
        "general": [_finding(f) for f in checked.general],
        "registers": [_register(r) for r in checked.registers],
    }


def _register(register: Register) -> dict[str, object]:
    landed, before = register.landed, register.before
    return {
        "register": register.table.name,
        "authority": register.table.authority.value,
        "delivered": register.delivered,
        "rows": landed.delivered if landed else None,
        "usable": landed.landed if landed else None,
        "set_aside": landed.set_aside if landed else None,
        "copies": landed.duplicates if landed else None,
        "corrections": landed.corrections if landed else None,
        "rows_last": before.delivered if before else None,
        "findings": [_finding(f) for f in register.findings],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "level": finding.level.value,
        "kind": finding.kind,
        "column": finding.column or None,
        "sv": finding.says.sv,
        "en": finding.says.en,
        "do_sv": finding.do.sv,
        "do_en": finding.do.en,
        "count": finding.count,
        "of": finding.of,
    }


def as_rows(checked: Checked, language: str) -> Sequence[tuple[str, str, str, str]]:
    """What must be mended or looked at, gravest first: level, register, column, sentence."""
    order = list(Level)
    told = [f for f in checked.findings if f.level is not Level.NOTE]
    told.sort(key=lambda f: order.index(f.level))
    return [
        (f.level.value, f.table, f.column, f.says.sv if language == "sv" else f.says.en)
        for f in told
    ]
