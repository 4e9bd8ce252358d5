"""Changes of codes as findings, with the codes before and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from features.checks.acceptance import shown
from features.checks.finding import Finding, Level
from features.checks.limits import per_cent
from features.checks.regime import Change, Shift
from features.schema import Table
from features.tally import MALFORMED, MISSING, OTHER
from features.vocabulary import Words

__all__ = ["findings_of_changes"]

SAYS = {
    "new": Words("en kod som inte använts förut", "a code that was not used before"),
    "strange": Words("koder som inte finns i kodlistan", "codes that are not in the code list"),
    "gone": Words("en kod används inte längre", "a code is no longer used"),
    "moved": Words("fördelningen av koder har hoppat", "the mix of codes has jumped"),
    "swapped": Words("några koder upphör och andra börjar", "some codes end and others begin"),
    "rewritten": Words(
        "månader som levererats förut har andra koder nu",
        "months delivered before have other codes now",
    ),
    "outlived": Words(
        "en version av listan som inte längre gäller",
        "a version of the list that is no longer in force",
    ),
}


def findings_of_changes(
    table: Table, changes: Sequence[Change], open_: Sequence[Change]
) -> Iterator[Finding]:
    """One finding per change; those that somebody has answered for are notes."""
    for change in changes:
        says = SAYS[change.kind]
        yield Finding(
            Level.STOP if change in open_ else Level.NOTE,
            f"codes_{change.kind}",
            Words(
                f"{says.sv} från {change.since}: {'; '.join(_sv(s) for s in change.shifts)}",
                f"{says.en} since {change.since}: {'; '.join(_en(s) for s in change.shifts)}",
            ),
            Words(
                "Inläsningen stannar tills någon svarat för vad koderna betyder nu.",
                "Loading stops until somebody has answered for what the codes mean now.",
            )
            if change in open_
            else Words("Ändringen är känd.", "The change is known."),
            table.name,
            change.column,
        )


def _en(shift: Shift) -> str:
    return f"{shown(shift.code)} {_shares(shift)}"


def _sv(shift: Shift) -> str:
    words = {MISSING: "(saknas)", OTHER: "(utanför kodlistan)", MALFORMED: "(fel form)"}
    return f"{words.get(shift.code, shown(shift.code))} {_shares(shift)}"


def _shares(shift: Shift) -> str:
    before = per_cent(shift.before, shift.of_before) if shift.of_before else "–"
    return f"{before} → {per_cent(shift.now, shift.of_now)} ({shift.before:,} → {shift.now:,})"
