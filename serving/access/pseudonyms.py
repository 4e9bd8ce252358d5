"""Places as analysts see them: a key that stands for the workplace, and no name of it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from features.errors import LyktaError
from features.vocabulary import Words
from serving.targeting.inspection_list import Band, ListEntry

__all__ = ["PseudonymReason", "PseudonymousPlace", "place_under_pseudonym", "pseudonym_key"]

_BYTES = 32  # as long as the digest that it keys


@dataclass(frozen=True)
class PseudonymReason:
    """A reason without its value, which alone may single a workplace out."""

    feature: str
    sentence: Words
    authorities: tuple[str, ...]
    direction: str
    strength: str
    share: float


@dataclass(frozen=True)
class PseudonymousPlace:
    """A place without name, number, address, municipality and number of employees.

    `key` is the same for a workplace on every list of this store, and `employer` likewise, so
    that weeks can be followed; without the store's key nobody gets from one to the other.
    """

    key: str
    employer: str
    rank: int
    band: Band
    drawn: str
    chance: float
    sector: Words
    reasons: tuple[PseudonymReason, ...]


def pseudonym_key(path: Path) -> bytes:
    """The store's own 32 random bytes, made the first time, for its owner alone to read.

    Raises `LyktaError` for a file of another length: a short key would be guessed.
    """
    if not path.exists():
        _make_key(path)
    key = path.read_bytes()
    if len(key) != _BYTES:
        raise LyktaError(
            f"The key of pseudonyms has {len(key)} bytes; it has {_BYTES} when it is whole.",
            f"take {path.name} from a backup; without it, remove it, and all pseudonyms change",
        )
    return key


def _make_key(path: Path) -> None:
    """Give a whole key its name, unless another request was first: its key then stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
            to.write(secrets.token_bytes(_BYTES))
            to.flush()
            os.fsync(to.fileno())
        with suppress(FileExistsError):
            os.link(half, path)
    finally:
        half.unlink(missing_ok=True)


def place_under_pseudonym(entry: ListEntry, key: bytes) -> PseudonymousPlace:
    """The place as an analyst sees it. Sentences of hidden facts are hidden in it already."""
    return PseudonymousPlace(
        key=_keyed(key, "workplace", entry.workplace),
        employer=_keyed(key, "employer", entry.employer),
        rank=entry.rank,
        band=entry.band,
        drawn=entry.drawn,
        chance=entry.chance,
        sector=entry.sector,
        reasons=tuple(
            PseudonymReason(
                one.feature,
                # A sentence may hold its figure; what the fact is about says enough.
                Words("", "") if one.is_in_sentence else one.sentence,
                one.authorities,
                one.direction,
                one.strength.value,
                one.share,
            )
            for one in entry.reasons
        ),
    )


def _keyed(key: bytes, kind: str, number: str) -> str:
    """Numbers have eight or ten digits: a plain digest of one would be looked up in seconds."""
    return hmac.new(key, f"{kind}\x1f{number}".encode(), hashlib.sha256).hexdigest()[:20]
