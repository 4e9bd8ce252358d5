"""Changes of codes that somebody answers for, and the refusal of those that nobody does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from features.checks.regime import Change
from features.country import Accepted
from features.errors import BadOption, RegimeChanged
from features.tally import MALFORMED, MISSING, OTHER

__all__ = ["read_accepted", "refuse_changes", "shown", "unaccepted"]


def read_accepted(path: Path) -> tuple[Accepted, ...]:
    """The acknowledged changes of a TOML file: `[[accept]]` with register, column, since, by,
    why. Raises `BadOption` for a file that does not say all five."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))["accept"]
        return tuple(
            Accepted(one["register"], one["column"], one["since"], one["by"], one["why"])
            for one in said
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadOption(
            f"{path.as_posix()} cannot be read as acknowledged changes"
            f" ({type(error).__name__}: {error}).",
            "give [[accept]] with register, column, since (YYYY-MM), by and why",
        ) from None


def unaccepted(changes: Iterable[Change], accepted: Iterable[Accepted]) -> list[Change]:
    """The changes that nobody has answered for."""
    known = {(one.register, one.column, one.since) for one in accepted}
    return [c for c in changes if (c.table, c.column, c.since) not in known]


def refuse_changes(changes: Sequence[Change]) -> None:
    """Raise `RegimeChanged`, with the difference and what to write to acknowledge it."""
    if not changes:
        return
    told = "\n".join(f"  - {_sentence(change)}" for change in changes)
    blocks = "".join(
        f'\n    [[accept]]\n    register = "{c.table}"\n    column = "{c.column}"\n'
        f'    since = "{c.since}"\n    by = "who answers for it"\n    why = "what it means"'
        for c in {(c.table, c.column, c.since): c for c in changes}.values()
    )
    raise RegimeChanged(
        f"{len(changes)} code list{'s' if len(changes) > 1 else ''} changed, nothing was"
        f" loaded:\n{told}",
        "ask the owner what the codes mean now; mend the declaration or the delivery. If the"
        f" change is right as it stands, acknowledge it with --accept FILE, holding:{blocks}",
    )


WHAT = {
    "new": "a code that was not used before",
    "strange": "codes that are not in the code list",
    "gone": "a code is no longer used",
    "moved": "the mix of codes jumped",
    "swapped": "some codes end and others begin",
    "rewritten": "months delivered before have other codes now",
    "outlived": "a version of the list that is no longer in force",
}


def _sentence(change: Change) -> str:
    said = "; ".join(
        f"{shown(s.code)} {s.before:,} of {s.of_before:,} → {s.now:,} of {s.of_now:,}"
        for s in change.shifts
    )
    return f"{change.table}.{change.column} since {change.since}, {WHAT[change.kind]}: {said}"


def shown(code: str) -> str:
    """A code as it is written in a sentence."""
    return (
        "(missing)" if code == MISSING else code if code in (OTHER, MALFORMED) else f"'{code}'"
    )
