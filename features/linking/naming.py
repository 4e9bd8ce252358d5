"""What a written name tells: the names it holds, without legal form, number and filling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from features.linking.declaring import Naming

__all__ = ["Reading", "Written", "read_name"]

NUMBER = r"\d{2,}"  # a single digit is more often part of a name than a number of a shop
STORE_NUMBER = r"#? ?\d[\dA-Z]*|#"
BETWEEN_NAMES = r"/|\s-|-\s|@|–|:"


@dataclass(frozen=True)
class Written:
    """One spelling. `names` holds each name in it once, the first ones by their order; the
    same company may be called by any of them."""

    names: tuple[str, ...]
    numbers: frozenset[str]
    form: str


class Reading:
    """Reads names as one country writes them."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self._forms = re.compile(rf"\b({naming.legal_forms})\b")
        self._called = re.compile(naming.otherwise_called)
        self._leading = re.compile(naming.leading or "(?!)")

    def read(self, spelling: str) -> Written:
        """The names that `spelling` holds, its numbers, and the legal form it tells."""
        upper = _plain(spelling)
        form = self._forms.search(re.sub(r"[^A-Z0-9 ]", "", upper))
        parts = self._parts(upper)
        for piece in re.split(BETWEEN_NAMES, upper):
            parts += [part for part in self._parts(piece) if len(part.replace(" ", "")) > 2]
        names = dict.fromkeys(filter(None, map(self._telling, parts)))
        return Written(
            tuple(names),
            frozenset(re.findall(NUMBER, spelling)),
            form[0].replace(" ", "") if form else "",
        )

    def is_shared(self, written: Written) -> bool:
        """Is a brand among the names that many companies carry?"""
        return any(self._brands.search(name) for name in written.names)

    @cached_property
    def _brands(self) -> re.Pattern[str]:
        return re.compile(rf"\b({'|'.join(self.naming.shared_brands) or '(?!)'})")

    def _parts(self, upper: str) -> list[str]:
        """The names told apart by "trading as", ";" or brackets, without their legal forms."""
        inside = re.findall(r"\(([^)]{3,})", upper)
        outside = re.sub(r"\([^)]*\)?", " ", upper)
        parts = [part for part in self._called.split(outside) if part is not None] + inside
        return [part for part in map(self._bare, parts) if part]

    def _bare(self, part: str) -> str:
        part = re.sub(r"[^A-Z0-9# ]", " ", part)
        part = re.sub(r"\b([A-Z]) (?=[A-Z] [A-Z]\b|[A-Z]\b)", r"\1", part)  # A B C is ABC
        return " ".join(self._forms.sub(" ", part).split())

    def _telling(self, part: str) -> str:
        """Without numbers and fillers, in singular, abbreviations written out."""
        numberless = re.sub(STORE_NUMBER, " ", part)
        kept = [word for word in numberless.split() if word not in self.naming.fillers]
        words = kept or part.split()
        full = self.naming.written_out
        name = " ".join(full.get(word) or full.get(s := singular(word), s) for word in words)
        return self._leading.sub("", name)


def read_name(
    spellings: Sequence[str], naming: Naming
) -> tuple[list[Written], NDArray[np.bool_]]:
    """Each spelling as it reads, and whether it holds a brand that many companies carry."""
    reading = Reading(naming)
    written = [reading.read(spelling) for spelling in spellings]
    return written, np.array([reading.is_shared(one) for one in written], dtype=bool)


def singular(word: str) -> str:
    """Without a plural's s."""
    return word[:-1] if len(word) > 3 and word[-1] == "S" and word[-2] != "S" else word


def _plain(spelling: str) -> str:
    """In capitals without accents, apostrophes and points of initials; signs as their words."""
    bare = unicodedata.normalize("NFKD", spelling.upper())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    text = re.sub(r"['`\"’]", "", bare)
    text = re.sub(r"\b([A-Z])\s*[/.]\s*([A-Z])\s*[/.]\s*([A-Z])\b\.?", r" \1\2\3 ", text)
    text = re.sub(r"\bC/O\b", " DBA ", text).replace("&", " AND ").replace("+", " AND ")
    return re.sub(r"\b([A-Z])\.(?=[A-Z]\b)", r"\1", text)
