"""Places as analysts see them: a key that stands for the workplace, and no name of it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from features.vocabulary import Words
from serving.targeting.inspection_list import Band, ListEntry

__all__ = ["PseudonymReason", "PseudonymousPlace", "place_under_pseudonym", "pseudonym_key"]


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
    """The store's own 32 random bytes, made the first time, for its owner alone to read."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()


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
