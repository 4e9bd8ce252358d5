"""All that a week's lists were chosen from, kept so that the choice can be made again."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.targeting.policy import Policy
from serving.targeting.pool import Lot
from serving.targeting.selection import Selection, choose
from serving.targeting.standing import Standing
from serving.targeting.week import Week

__all__ = ["Frozen", "choose_frozen", "read_frozen", "write_frozen"]


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


@dataclass(frozen=True)
class Frozen(_Facts):
    """The inputs of a choice: the scored frame, and all it is chosen by.

    `centres` are the names of the centres that make lists, by code; `areas` the frame's area
    columns with those who answer for each.
    """

    frame: pd.DataFrame


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
    )


def write_frozen(frozen: Frozen, folder: Path) -> str:
    """Keep the inputs in a folder of their own, named by the digest that is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = _Facts(**{name: getattr(frozen, name) for name in _Facts.__dataclass_fields__})
    with tempfile.TemporaryDirectory(dir=folder) as made:
        frame, said = (Path(made) / name for name in _NAMES)
        frozen.frame.sort_values("workplace", ignore_index=True).to_parquet(frame)
        said.write_bytes(_FACTS.dump_json(facts, indent=1))
        digest = _digest(Path(made))
        home = folder / digest[:16]
        if not home.is_dir():
            shutil.copytree(made, home)
    return digest


def read_frozen(folder: Path, digest: str) -> Frozen:
    """The inputs of that digest; `NotFound` when gone, `BadOption` when they were changed."""
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
    facts = _FACTS.validate_json((home / _NAMES[1]).read_bytes())
    said = {name: getattr(facts, name) for name in _Facts.__dataclass_fields__}
    return Frozen(frame=pd.read_parquet(home / _NAMES[0]), **said)


def _digest(home: Path) -> str:
    digest = hashlib.sha256()
    for name in _NAMES:
        digest.update(hashlib.sha256((home / name).read_bytes()).digest())
    return digest.hexdigest()
