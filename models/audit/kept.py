"""Audits kept as plain JSON, to be read where nothing can be computed: by the pages.

`WORKSPACE/audits/COUNTRY/models/DIGEST/PART.json` is of a model, `lists/WEEK/PART.json` of the
lists of a week, `recipes/DIGEST` of what a recipe leads to.
Nothing here needs an array library.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from features.errors import BadOption

__all__ = ["PARTS", "keep", "kept_before", "kept_file", "kept_keys", "plain", "read_kept"]

# What can be kept of a model or of the lists of a week.
PARTS = ("groups", "cases", "reasons", "leakage", "drop", "archetypes", "foresight")
KINDS = ("models", "lists", "recipes")
_KEY = re.compile(r"[0-9a-f]{64}|\d{4}-W\d{2}")


def keep(
    workspace: Path, country: str, kind: str, key: str, part: str, told: Mapping[str, Any]
) -> Path:
    """Write a result whole or not at all, in the place of an earlier one; returns its file."""
    file = _file(workspace, country, kind, key, part)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(plain(told), ensure_ascii=False, allow_nan=False, indent=1)
    beside = file.with_name(f".{part}.{os.getpid()}")
    beside.write_text(text + "\n", "utf-8")
    beside.replace(file)
    return file


def read_kept(
    workspace: Path, country: str, kind: str, key: str, part: str
) -> dict[str, Any] | None:
    """A result that was kept; None where there is none."""
    file = _file(workspace, country, kind, key, part)
    if not file.is_file():
        return None
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def kept_file(workspace: Path, country: str, kind: str, key: str, part: str) -> Path | None:
    """The file of a result that was kept; None where there is none."""
    file = _file(workspace, country, kind, key, part)
    return file if file.is_file() else None


def kept_keys(workspace: Path, country: str, kind: str, part: str) -> tuple[str, ...]:
    """The digests or weeks that something is kept of, in their order."""
    folder = workspace / "audits" / country / kind
    return tuple(sorted(file.parent.name for file in folder.glob(f"*/{part}.json")))


def kept_before(workspace: Path, day: date, in_use: frozenset[str] = frozenset()) -> list[Path]:
    """The folders of digests and weeks of which nothing was kept on the day or since.

    Those of the digests that are `in_use` are left out: they are what a model is judged by.
    """
    told = []
    for folder in sorted((workspace / "audits").glob("*/*/*")):
        if folder.is_dir() and _KEY.fullmatch(folder.name) and folder.name not in in_use:
            last = max((one.stat().st_mtime for one in folder.glob("*.json")), default=0.0)
            if datetime.fromtimestamp(last, UTC).date() < day:
                told.append(folder)
    return told


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: numbers of arrays as numbers, dates as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    return value.item() if hasattr(value, "item") else value


def _file(workspace: Path, country: str, kind: str, key: str, part: str) -> Path:
    if kind not in KINDS or part not in PARTS or not _KEY.fullmatch(key):
        raise BadOption(
            f"No audit is kept as {kind}/{key}/{part}.",
            f"kinds are {', '.join(KINDS)}, parts {', '.join(PARTS)};"
            " keys are a digest's 64 signs or a week as 2026-W48",
        )
    return workspace / "audits" / country / kind / key / f"{part}.json"
