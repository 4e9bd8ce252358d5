"""All that a week's lists were chosen from, kept so that the choice can be made again."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.targeting.first_draw import FirstDraw
from serving.targeting.policy import Policy
from serving.targeting.pool import Lot, Pool
from serving.targeting.scored_frame import checked
from serving.targeting.selection import Selection, choose
from serving.targeting.standing import Standing
from serving.targeting.week import Week

__all__ = [
    "unused_inputs",
    "Frozen",
    "choose_frozen",
    "keep_first_draws",
    "read_frozen",
    "write_frozen",
]


@dataclass(frozen=True)
class _Facts:
    """What is not in the frame."""

    policy: Policy
    week: Week
    standing: Standing
    areas: Mapping[str, tuple[Authority, ...]]
    centres: Mapping[str, str]
    as_of: date
    model: str
    model_digest: str
    snapshot_digest: str
    first: Mapping[str, str] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True)
class Frozen(_Facts):
    """The inputs of a choice: the scored frame, and all it is chosen by.

    `centres` are the names of the centres that make lists, by code; `areas` the frame's area
    columns with those who answer for each. `first` names, by centre, the inputs that the week's
    first list was drawn from, and `draws` holds those draws: they stand.
    """

    frame: pd.DataFrame
    draws: Mapping[str, tuple[str, FirstDraw]] = field(default_factory=dict, kw_only=True)


_FACTS = TypeAdapter(_Facts)
_NAMES = ("frame.parquet", "facts.json")


def choose_frozen(frozen: Frozen, lot: Lot | None = None) -> Selection:
    """The choice that follows from the inputs, the same whenever it is made.

    With a `lot`, the random visits are those of an earlier list (`selection.choose`).
    """
    return choose(
        frozen.frame,
        frozen.policy,
        frozen.week,
        list(frozen.centres),
        standing=frozen.standing,
        areas=frozen.areas,
        names=frozen.centres,
        lot=lot,
        first=frozen.draws,
    )


def keep_first_draws(frozen: Frozen, first: Mapping[str, str], folder: Path) -> Frozen:
    """The inputs with the draws of the week's first lists, whose inputs' digests are `first`.

    Unchanged where those lists were made of these very inputs, or where there are none. Raises
    `NotFound` when what a first list was drawn from is gone: to draw anew would be to roll the
    lot again.
    """
    if not first or set(first.values()) == {_written(frozen, None)}:
        return frozen
    return replace(frozen, first=dict(first), draws=_draws(first, folder))


def write_frozen(frozen: Frozen, folder: Path) -> str:
    """Keep the inputs in a folder of their own, named by the digest that is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    return _written(frozen, folder)


def _written(frozen: Frozen, folder: Path | None) -> str:
    """The digest of the inputs, kept in `folder` when there is one: whole, or not at all."""
    facts = _Facts(**{name: getattr(frozen, name) for name in _Facts.__dataclass_fields__})
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        frame, said = (made / name for name in _NAMES)
        frozen.frame.sort_values("workplace", ignore_index=True).to_parquet(frame)
        said.write_bytes(_FACTS.dump_json(facts, indent=1))
        digest = _digest(made)
        if folder is not None:
            with suppress(OSError):  # the very same was there before us, or is told below
                made.rename(folder / digest[:16])
            _read_facts(folder, digest)
    return digest


def _draws(first: Mapping[str, str], folder: Path) -> Mapping[str, tuple[str, FirstDraw]]:
    """Each centre's first draw, made once more of what it was made from."""
    pools: dict[str, Pool] = {}
    for digest in sorted(set(first.values())):
        facts, frame = _read_facts(folder, digest), _read_frame(folder, digest)
        seen = checked(frame, list(facts.centres))
        pools[digest] = Pool(seen, facts.policy, facts.week, facts.standing)
    return {
        centre: (digest, pools[digest].first_draw(centre)) for centre, digest in first.items()
    }


def read_frozen(folder: Path, digest: str) -> Frozen:
    """The inputs of that digest; `NotFound` when gone, `BadOption` when they were changed."""
    facts = _read_facts(folder, digest)
    said = {name: getattr(facts, name) for name in _Facts.__dataclass_fields__}
    return Frozen(frame=_read_frame(folder, digest), draws=_draws(facts.first, folder), **said)


def _read_frame(folder: Path, digest: str) -> pd.DataFrame:
    return pd.read_parquet(folder / digest[:16] / _NAMES[0])


def _read_facts(folder: Path, digest: str) -> _Facts:
    home = folder / digest[:16]
    if not digest or not all((home / name).is_file() for name in _NAMES):
        raise NotFound(
            "What the list was chosen from is not kept in this workspace.",
            "it is deleted after a time, and lists from before it was kept have none",
        )
    if _digest(home) != digest:
        raise BadOption(
            "What the list was chosen from has been changed since.",
            "restore the folder choices/ of the workspace from a backup",
        )
    return _FACTS.validate_json((home / _NAMES[1]).read_bytes())


def unused_inputs(folder: Path, used: Collection[str], before: datetime) -> tuple[Path, ...]:
    """The inputs in `folder` that no list was chosen from, and that are older than `before`.

    Newer ones may be of lists that are being made.
    """
    names = {digest[:16] for digest in used}
    return tuple(
        home
        for home in sorted(folder.glob("*"))
        if home.name not in names and home.stat().st_mtime < before.timestamp()
    )


def _digest(home: Path) -> str:
    digest = hashlib.sha256()
    for name in _NAMES:
        digest.update(hashlib.sha256((home / name).read_bytes()).digest())
    return digest.hexdigest()
