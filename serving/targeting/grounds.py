"""By what right each authority may enter a given workplace: a dated file that lawyers keep."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from features.errors import BadOption
from features.registers.reference import risk_sectors
from features.vocabulary import Authority, Words

__all__ = ["GROUNDS_FILE", "Ground", "Grounds", "Needs", "read_grounds"]

GROUNDS_FILE = Path(__file__).parent / "policies" / "grounds.toml"


class Needs(StrEnum):
    """What must be so of a workplace before a right of entry reaches it."""

    NOTHING = "nothing"
    SECTOR = "sector"
    RISK_SECTOR_AND_INFORMATION = "risk_sector_and_information"


@dataclass(frozen=True)
class Ground:
    """An authority's right of entry from a day on; `partly` qualifies it in some sectors."""

    authority: Authority
    valid_from: date
    words: Words
    needs: Needs
    at_random: bool
    source: str
    valid_to: date | None = None
    sectors: tuple[str, ...] = ()
    partly: Mapping[str, Words] | None = None

    def at(self, sector: str, *, informed: bool, drawn: bool, on: date) -> Words | None:
        """The right as it is written for one workplace, or None where it does not reach."""
        if drawn and not self.at_random:
            return None
        match self.needs:
            case Needs.NOTHING:
                return self.words
            case Needs.SECTOR:
                if sector in self.sectors:
                    return self.words
                part = (self.partly or {}).get(sector)
                if part is None:
                    return None
                return Words(f"{self.words.sv}, {part.sv}", f"{self.words.en}, {part.en}")
            case Needs.RISK_SECTOR_AND_INFORMATION:
                return self.words if informed and sector in risk_sectors(on) else None


@dataclass(frozen=True)
class Grounds:
    """The rights that hold on a day, and which features are information about a workplace."""

    on: date
    grounds: tuple[Ground, ...]
    information: tuple[str, ...]

    def at(self, sector: str, *, informed: bool, drawn: bool) -> Mapping[Authority, Words]:
        """Each authority that may enter a workplace, and by what right."""
        rights = (
            (one.authority, one.at(sector, informed=informed, drawn=drawn, on=self.on))
            for one in self.grounds
        )
        return {authority: words for authority, words in rights if words is not None}


def read_grounds(on: date, path: Path = GROUNDS_FILE) -> Grounds:
    """The rights of entry in force on a day; raises `BadOption` with every fault at once."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BadOption(f"Grounds {path.name} cannot be read: {error}.") from None
    faults: list[str] = []
    found = []
    for number, row in enumerate(content.get("ground", []), start=1):
        try:
            found.append(_ground(row))
        except (KeyError, TypeError, ValueError) as error:
            faults.append(f"ground {number}: {error}")
    in_force = tuple(
        one
        for one in found
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)
    )
    named = [one.authority for one in in_force]
    for authority in sorted({one for one in named if named.count(one) > 1}):
        faults.append(f"{authority} has two rights in force on {on}")
    if faults:
        raise BadOption(
            f"Grounds {path.name}: " + "; ".join(faults) + ".",
            "each [[ground]] has authority, valid_from, sv, en, needs, at_random and source",
        )
    return Grounds(on, in_force, tuple(content.get("information", ())))


def _ground(row: Mapping[str, Any]) -> Ground:
    said = dict(row)
    words = Words(said.pop("sv"), said.pop("en"))
    partly = {
        key: Words(part["sv"], part["en"]) for key, part in said.pop("partly", {}).items()
    }
    return Ground(
        authority=Authority(said.pop("authority")),
        words=words,
        needs=Needs(said.pop("needs")),
        sectors=tuple(said.pop("sectors", ())),
        partly=partly or None,
        **said,
    )
