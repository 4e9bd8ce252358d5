"""What is installed, where things lie, how old they are, and what would mend what is wrong."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from features.country import read_country
from features.errors import LyktaError
from serving.settings import Settings
from serving.store.audit_log import check_chain, head
from serving.store.database import connect, transaction
from serving.store.lists import check_lists, latest_week
from serving.targeting.week import Week

__all__ = ["Finding", "Verdict", "examine", "in_words", "size_in_words"]

_LIBRARIES = ("duckdb", "pyarrow", "pandas", "numpy", "lightgbm", "shap", "mlflow")
_LIBRARIES_TO_SERVE = ("fastapi", "jinja2", "sqlalchemy", "typer", "uvicorn")
_PYTHONS = ((3, 11), (3, 13))
_DEMO = "lykta demo"


class Verdict(StrEnum):
    """How a row stands: well, worth doing something about, or broken."""

    WELL = "✓"
    STALE = "!"
    BROKEN = "✗"


@dataclass(frozen=True)
class Finding:
    """One row: what was looked at, how it stands, and what mends it."""

    name: str
    verdict: Verdict
    says: str
    mend: str = ""
    path: str = ""
    size: int | None = None
    made: datetime | None = None


@dataclass(frozen=True)
class _Heap:
    """A folder's or file's size, and when the newest thing in it was made."""

    path: Path
    size: int
    made: datetime | None


def examine(settings: Settings, today: date) -> tuple[Finding, ...]:
    """Every finding, from the ground up. Reads; makes nothing."""
    return (*_installed(), *_made(settings), *_kept(settings, today))


def in_words(finding: Finding) -> str:
    """A finding in two lines at most: how it stands and what mends it; where, how big, when."""
    mend = f"  → {finding.mend}" if finding.mend else ""
    made = f"{finding.made:%Y-%m-%d %H:%M} UTC" if finding.made else ""
    about = ", ".join(part for part in (size_in_words(finding.size), made) if part)
    where = "  ".join(part for part in (finding.path, about) if part)
    return "\n".join(part for part in (finding.says + mend, where) if part)


def size_in_words(size: int | None) -> str:
    """`12.3 MB`."""
    if size is None:
        return ""
    number = float(size)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _installed() -> Iterator[Finding]:
    now = sys.version_info[:2]
    low, high = ("{}.{}".format(*one) for one in _PYTHONS)
    good = _PYTHONS[0] <= now <= _PYTHONS[1]
    yield Finding(
        "Python",
        Verdict.WELL if good else Verdict.BROKEN,
        f"{platform.python_version()} (allowed {low} to {high})",
        "" if good else "make env PYTHON=python3.11",
    )
    for name, libraries in (
        ("Libraries", _LIBRARIES),
        ("Libraries to serve", _LIBRARIES_TO_SERVE),
    ):
        found = {library: _version(library) for library in libraries}
        missing = [library for library, number in found.items() if number is None]
        says = ", ".join(f"{library} {number}" for library, number in found.items() if number)
        if missing:
            says = f"missing: {', '.join(missing)}"
        verdict = Verdict.BROKEN if missing else Verdict.WELL
        yield Finding(name, verdict, says, "make env" if missing else "")


def _made(settings: Settings) -> Iterator[Finding]:
    """Deliveries, registers, matrices, models: each younger than what it is made of."""
    if settings.workspace.exists() and not os.access(settings.workspace, os.W_OK):
        yield Finding(
            "Workspace",
            Verdict.BROKEN,
            "cannot be written to",
            "chown it, or set LYKTA_WORKSPACE",
            settings.workspace.as_posix(),
        )
    # Another country in the same workspace says nothing of this one.
    workspace, name = settings.workspace, read_country(settings.country).name
    delivered = settings.extracts or workspace / "extracts" / name
    steps = (
        ("Deliveries", "lykta features invent", _heap(delivered)),
        ("Landed registers", "lykta features load", _heap(workspace / "landed" / name)),
        ("Matrices", "lykta features build", _heap(workspace / "matrices" / name)),
        ("Models", "lykta models train", _heap(settings.mlruns / "artifacts")),
    )
    before: tuple[str, _Heap] | None = None
    # A model learns from matrices of past dates; the list's own is built after it. Both are
    # made of the landed registers.
    for what, command, heap in steps:
        if heap.made is None:
            says, mend, verdict = "none yet", command, Verdict.STALE
        elif before and before[1].made and heap.made < before[1].made:
            says, mend = f"older than {before[0].lower()}", command
            verdict = Verdict.STALE
        else:
            says, mend, verdict = "up to date" if before else "there", "", Verdict.WELL
        yield Finding(
            what, verdict, says, mend, heap.path.as_posix(), heap.size or None, heap.made
        )
        if heap.made and what in ("Deliveries", "Landed registers"):
            before = (name, heap)


def _kept(settings: Settings, today: date) -> Iterator[Finding]:
    """The database: whether it opens, is of this week, and is whole."""
    heap = _heap(settings.database)
    where = "" if settings.database_url else settings.database.as_posix()
    if heap.made is None and not settings.database_url:
        yield Finding("Lists", Verdict.STALE, "none yet", _DEMO, where)
        return
    try:
        with transaction(connect(settings.store), steady=True) as connection:
            week = latest_week(connection)
            records, _ = head(connection)
            faults = [*check_chain(connection), *check_lists(connection)]
    except LyktaError as error:
        yield Finding("Lists", Verdict.BROKEN, error.message, error.hint, where, heap.size)
        return
    yield _week_finding(week, Week.of(today), where, heap)
    yield _chain_finding(records, faults)


def _week_finding(week: Week | None, present: Week, where: str, heap: _Heap) -> Finding:
    if week is None:
        return Finding("Lists", Verdict.STALE, "none yet", _DEMO, where, heap.size, heap.made)
    if week < present:
        says = f"last for week {week}, and it is week {present}"
        return Finding("Lists", Verdict.STALE, says, _DEMO, where, heap.size, heap.made)
    return Finding("Lists", Verdict.WELL, f"for week {week}", "", where, heap.size, heap.made)


def _chain_finding(records: int, faults: Sequence[str]) -> Finding:
    if not faults:
        return Finding("Audit log", Verdict.WELL, f"{records} records, whole")
    says = f"{len(faults)} faults; the first: {faults[0]}"
    return Finding("Audit log", Verdict.BROKEN, says, "lykta audit verify, then restore a copy")


def _heap(path: Path) -> _Heap:
    if path.is_file():
        files = [path]
    else:
        files = [one for one in path.rglob("*") if one.is_file() and one.name != "README.md"]
    stats = [one.stat() for one in files]
    newest = max((stat.st_mtime for stat in stats), default=None)
    made = datetime.fromtimestamp(newest, UTC) if newest is not None else None
    return _Heap(path, sum(stat.st_size for stat in stats), made)


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
