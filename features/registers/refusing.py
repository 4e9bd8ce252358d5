"""Files and folders of a delivery that hold what is never received, known by their names."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from features.country import Country
from features.registers.delivery import NAME_LIKE, SUFFIXES
from features.schema import Refused, Table
from features.vocabulary import Authority

__all__ = ["faults_of_names", "refused_by", "word_runs"]

MOST_WORDS = 4  # in a name of refused data, written apart or together


def faults_of_names(extracts: Path, country: Country) -> list[str]:
    """One sentence for each file or folder that must not be there, whatever it holds.

    Nothing is opened. A name that looks like a person's or an organisation's number is not
    shown.
    """
    faults: dict[str, None] = {}
    for parts, is_folder in _everything(extracts) if country.refused else ():
        found = refused_by(parts, country, is_folder=is_folder)
        if found:
            faults[_sentence(parts, found)] = None
    return list(faults)


def refused_by(parts: Sequence[str], country: Country, *, is_folder: bool) -> Refused | None:
    """The refused data that a path, given from the top of the delivery, speaks of, or None.

    A folder is told by its own name alone: what lies in it is told by its own path.
    """
    lawful = _declared(parts, country.tables)
    for refused in country.refused:
        for name in parts[lawful:][-1:]:
            if _is_called(name, refused.called):
                return refused
    if lawful or is_folder:
        return None
    return next((refused for refused in country.refused if _is_rest(parts, refused)), None)


def word_runs(name: str) -> Iterator[str]:
    """The words of a name, alone and run together, folded to a-z and digits.

    >>> sorted(word_runs("ID06-Brott"))
    ['06', '06brott', 'brott', 'id', 'id06', 'id06brott']
    """
    name = unicodedata.normalize("NFC", name)
    for form in {name, re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", " ", name)}:
        folded = unicodedata.normalize("NFKD", form.lower())
        plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
        words = re.findall(r"[a-z]+|[0-9]+", plain)
        for start in range(len(words)):
            for stop in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
                yield "".join(words[start:stop])


def _everything(extracts: Path) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Every path below `extracts`, and whether it is a folder; links are followed once."""
    seen: set[str] = set()
    for place, folders, files in os.walk(extracts, followlinks=True):
        real = os.path.realpath(place)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        above = Path(place).relative_to(extracts).parts
        yield from (((*above, name), True) for name in sorted(folders))
        yield from (((*above, name), False) for name in sorted(files))


def _declared(parts: Sequence[str], tables: Sequence[Table]) -> int:
    """How many parts of the path, from its beginning, are where a declared register lies."""
    for table in tables:
        names = (table.name, *(table.name + suffix for suffix in SUFFIXES))
        if len(parts) > 1 and parts[0] == table.authority and parts[1] in names:
            return 2
        if table.authority is Authority.ELSEWHERE and parts[0] in names:
            return 1
    return 0


def _is_called(name: str, called: Sequence[str]) -> bool:
    runs = set(word_runs(name))
    for word in called:
        if word.endswith("*"):
            if any(run.startswith(word[:-1]) for run in runs):
                return True
        elif word in runs:
            return True
    return False


def _is_rest(parts: Sequence[str], refused: Refused) -> bool:
    """A file in the folder of an owner of whom nothing more than what is declared is taken."""
    if not refused.rest or len(parts) < 2:
        return False
    folders = {run for name in parts[:-1] for run in word_runs(name)}
    return any(str(owner) in folders for owner in refused.owners)


def _sentence(parts: Sequence[str], refused: Refused) -> str:
    shown = "/".join(_shown(name) for name in parts)
    what = f"{refused.title.en} ({refused.title.sv}) are never received"
    if not _is_called(parts[-1], refused.called):
        what = f"nothing but declared registers is received from here, not {refused.title.en}"
    return f"{shown}: {what}: {refused.why} ({refused.ground}); take it out of the delivery"


def _shown(name: str) -> str:
    innocent = NAME_LIKE.fullmatch(name) and not re.search(r"\d{4}", name)
    return name if innocent else "(a name not shown)"
