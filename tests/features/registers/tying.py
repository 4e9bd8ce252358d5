"""A country module that also ties registers without keys, for tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.features.registers.deliveries import FIRMS, VISITS, country, visits, write

__all__ = ["COUNTRY", "link"]

COUNTRY = country(VISITS, FIRMS)


def link(extracts: Path, out: Path, delivered_on: date) -> Path:
    """Write a delivery of seven visits, as if tied from what lies in `extracts`."""
    assert extracts.is_dir()
    assert delivered_on == date(2024, 6, 30)
    write(out, (VISITS, visits(7)))
    return out
