"""The audit log as a file of JSON lines that can be checked where there is no store.

The first line says where the log begins, then one record a line, and last where it ends.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from features.errors import BadOption, NotFound
from serving.audit import START, Record, record_from_json, record_json, verify
from serving.sealing import Seal, check_seals

__all__ = ["check_file", "write_log"]


def write_log(
    path: Path, records: Iterable[Record], *, count: int, digest: str, first: int, before: str
) -> int:
    """Write the log to `path`, whole or not at all; how many records it holds."""
    unfinished = path.with_suffix(path.suffix + ".part")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with unfinished.open("w", encoding="utf-8", newline="\n") as to:
        to.write(json.dumps({"log": "lykta", "first": first, "before": before}) + "\n")
        for record in records:
            to.write(record_json(record) + "\n")
            written += 1
        to.write(json.dumps({"count": count, "digest": digest}) + "\n")
    unfinished.replace(path)
    return written


def check_file(
    path: Path, seals: Sequence[Seal] = (), key: Ed25519PublicKey | None = None
) -> tuple[int, Sequence[str]]:
    """How many records a file says were written, and every fault in it, in words."""
    if not path.is_file():
        raise NotFound(f"There is no file {path.name}.", "write one: lykta audit export")
    lines = path.read_text("utf-8").splitlines()
    try:
        start, end = json.loads(lines[0]), json.loads(lines[-1])
        first, before = int(start["first"]), str(start["before"])
        count, digest = int(end["count"]), str(end["digest"])
    except (ValueError, TypeError, KeyError, IndexError):
        return 0, [f"{path.name} lacks the line that says where the log begins or ends"]
    faults: list[str] = []
    digests: dict[int, str] = {}
    found = _read(lines[1:-1], faults, digests)
    faults += verify(found, count=count, head=digest, first=first, before=before)
    if seals and key is None:
        raise BadOption("Seals were given and no key to check them with.", "give --key")
    if key is not None:
        faults += check_seals(seals, {0: START, **digests}, first=first, key=key)
    return count, faults


def _read(lines: Sequence[str], faults: list[str], digests: dict[int, str]) -> Iterator[Record]:
    for number, line in enumerate(lines, start=2):
        try:
            record = record_from_json(line)
        except BadOption:
            faults.append(f"line {number} is no record")
            continue
        digests[record.number] = record.digest
        yield record
