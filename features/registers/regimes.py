"""Whether a delivery's codes are what they were, asked before anything of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from features.checks.acceptance import refuse_changes, unaccepted
from features.checks.regime import changes_of
from features.country import Accepted, Country
from features.registers.report import TableReport
from features.tally import read_tally

__all__ = ["stop_at_changes"]


def stop_at_changes(
    reports: Sequence[TableReport],
    country: Country,
    staging: Path,
    landed: Path,
    accepted: Sequence[Accepted],
) -> None:
    """Compare each register's tally with that of the last landing.

    A country with a linking of its own is left out. Raises `RegimeChanged` for changes that
    neither the country nor `accepted` answers for.
    """
    if country.linking:
        # What is landed is what the country's own linking made of a delivery: its codes are
        # ours (from which register a row is, say), and begin and end as the sources do.
        return
    changes = []
    for report in reports:
        now = read_tally(staging / report.table / "tally.json")
        if now is None:  # as it was last time, or not to be landed at all
            continue
        last = read_tally(landed / "tallies" / f"{report.table}.json")
        changes += changes_of(country.table(report.table), now, last)
    refuse_changes(unaccepted(changes, (*country.accepted, *accepted)))
