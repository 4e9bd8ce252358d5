"""A delivery's files: where a table lies, whether its columns are as declared, CSV to text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from features.engine.checking import delivered_columns
from features.engine.landing import Unreadable
from features.forbidden import ground_against
from features.registers.texts import EMPTY, WIDE, csv_header, land_as_text
from features.schema import Table, Use
from features.vocabulary import Authority

__all__ = [
    "Delivered",
    "Parts",
    "digest_of",
    "faults_of_columns",
    "find",
    "parts_of",
    "strange_files",
]

SUFFIXES = (".parquet", ".csv")
# What may be wrong with a file as a whole.
UNDIVIDED = "has a single column: its fields are not divided by , ; tab or |"
# A column name may be shown when it looks like one: a headerless file's first row must not be.
NAME_LIKE = re.compile(r"[A-Za-zÅÄÖåäö_][\wåäöÅÄÖ.-]{0,40}")


@dataclass(frozen=True)
class Delivered:
    """The files that hold one table, or in `fault` why they cannot be used."""

    table: Table
    files: tuple[Path, ...]
    fault: str = ""

    @property
    def label(self) -> str:
        """How messages name the table: `skatteverket/vat`."""
        return f"{self.table.authority}/{self.table.name}"


def find(extracts: Path, table: Table) -> Delivered:
    """`<authority>/<table>.parquet`, `.csv` or a folder of parts; flat from elsewhere.

    No files and no fault means that the table was not delivered.
    """
    places = [extracts / table.authority]
    if table.authority is Authority.ELSEWHERE:
        places.append(extracts)
    for place in places:
        single = [place / (table.name + suffix) for suffix in SUFFIXES]
        found = [path for path in single if path.is_file()]
        folder = place / table.name
        parts = (
            sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES)
            if folder.is_dir()
            else []
        )
        if len(found) + bool(parts) > 1:
            names = ", ".join(
                [*(path.name for path in found), *([f"{table.name}/"] if parts else [])]
            )
            return Delivered(
                table, (), f"delivered more than once ({names}); which one counts?"
            )
        if found or parts:
            return Delivered(table, tuple(found or parts))
    return Delivered(table, ())


def digest_of(files: Sequence[Path]) -> str:
    """A hash of what the files hold, whatever their names and order."""
    digests: list[str] = []
    for path in files:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
        digests.append(f"{path.suffix} {found.hexdigest()}")
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def faults_of_columns(delivered: Delivered) -> list[str]:
    """What is wrong with the columns of the files; one sentence each, naming no value."""
    faults: dict[str, None] = {}
    for path in delivered.files:
        try:
            names = _names(path, delivered.table)
        except (Unreadable, OSError, pa.ArrowInvalid) as error:
            why = str(error) if str(error) in (EMPTY, WIDE) else "cannot be read as "
            faults[f"{path.name} {why}{'' if why in (EMPTY, WIDE) else path.suffix[1:]}"] = None
            continue
        if path.suffix == ".csv" and len(names) == 1 < len(delivered.table.columns):
            faults[f"{path.name} {UNDIVIDED}"] = None
            continue
        faults |= dict.fromkeys(_faults_of_names(names, delivered.table))
    return list(faults)


def _names(path: Path, table: Table) -> list[str]:
    if path.suffix == ".csv":
        return csv_header(path, table)[0]
    return list(pq.read_schema(path).names)


def _faults_of_names(names: list[str], table: Table) -> Iterator[str]:
    wanted = [column.name for column in delivered_columns(table)]
    if not set(names) & set(wanted):
        count = len(names)
        yield f"none of the {count} columns is declared; is the line of column names missing?"
        return
    missing = [name for name in wanted if name not in names]
    if missing:
        yield f"missing {_listed('column', missing)}"
    twice = sorted(
        {name for name in names if [n.lower() for n in names].count(name.lower()) > 1}
    )
    if twice:
        yield f"{_listed('column', [_shown(name) for name in twice])} delivered more than once"
    banned = {c.name: c.meaning for c in table.columns if c.use is Use.FORBIDDEN}
    strange: list[str] = []
    for name in names:
        attribute = ground_against(name)
        if name in banned:
            yield f"column {_shown(name)} must never be delivered: {banned[name]}"
        elif name not in wanted and attribute:
            yield (
                f"column {_shown(name)} must never be delivered:"
                f" it speaks of {attribute.name} ({attribute.ground})"
            )
        elif name not in wanted:
            strange.append(_shown(name))
    if strange:
        yield f"undeclared {_listed('column', strange)}"


def _listed(noun: str, names: Sequence[str]) -> str:
    return f"{noun}{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _shown(name: str) -> str:
    """A column name, unless it may be a value."""
    innocent = NAME_LIKE.fullmatch(name) and not re.search(r"\d{4}", name)
    return name if innocent else "(a name that looks like a value, not shown)"


class Parts(NamedTuple):
    """A table's files as Parquet, the lines that could not be divided, and how each CSV was
    encoded, by the file's name."""

    rows: list[Path]
    lines: list[Path]
    encodings: dict[str, str]


def parts_of(delivered: Delivered, folder: Path) -> Parts:
    """Parquet as it lies, CSV turned into text under `folder`. Raises `Unreadable`."""
    parts = Parts([], [], {})
    for number, path in enumerate(delivered.files):
        if path.suffix != ".csv":
            parts.rows.append(path)
            continue
        text = land_as_text(path, delivered.table, folder, number)
        parts.rows.append(text.rows)
        parts.lines.extend([text.lines] if text.lines else [])
        parts.encodings[path.name] = text.encoding
    return parts


def strange_files(extracts: Path, tables: Sequence[Table]) -> list[str]:
    """Files that belong to no declared table, as `folder/name`; odd names are not shown."""
    known = {path for table in tables for path in find(extracts, table).files}
    # Several forms of one table are a fault of that table, told where it is found.
    stems = {(table.authority.value, table.name) for table in tables}
    found = []
    for path in sorted(extracts.rglob("*")):
        place = path.relative_to(extracts)
        mine = place.parts[0] != "delivery.json" and not any(
            part.startswith(".") for part in place.parts
        )
        own = len(place.parts) > 1 and (place.parts[0], Path(place.parts[1]).stem) in stems
        if path.is_file() and mine and path not in known and not own:
            found.append("/".join(_shown(part) for part in place.parts))
    return found
