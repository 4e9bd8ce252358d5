"""The attributes that must never reach a model: which words speak of them, and why not."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Attribute", "attributes", "ground_against", "tokens"]


@dataclass(frozen=True)
class Attribute:
    """One forbidden attribute, read from forbidden.toml; all its words are folded to a-z."""

    name: str
    ground: str
    words: frozenset[str]
    stems: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]


@cache
def attributes() -> tuple[Attribute, ...]:
    """All of forbidden.toml, in its order."""
    listed = tomllib.loads((Path(__file__).parent / "forbidden.toml").read_text("utf-8"))
    return tuple(
        Attribute(
            entry["says"],
            entry["ground"],
            frozenset(entry.get("words", "").split()),
            tuple(entry.get("stems", "").split()),
            tuple(tuple(phrase.split()) for phrase in entry.get("phrases", [])),
        )
        for entry in listed.values()
    )


# A code list or a form has a name, an enterprise or a case has an age: `sector_name`,
# `company_age`. An enterprise's own name stays forbidden: it may tell where its owner is from.
NAMED = frozenset((
    "agency", "area", "authority", "centre", "code", "column", "county", "feature",
    "file", "form", "industry", "kommun", "lan", "municipality", "occupation",
    "register", "sector", "sektor", "table", "trade",
))  # fmt: skip
AGEING = frozenset((
    "account", "arbetsgivarens", "arbetsstallets", "arendets", "arrears", "bolag",
    "bolagets", "business", "case", "companies", "company", "debt", "employer",
    "enterprise", "establishment", "firm", "firms", "foretag", "foretagets", "permit",
    "registration", "report", "skuldens", "workplace",
))  # fmt: skip
PARDONS = {
    **dict.fromkeys(("name", "names", "namn", "language"), NAMED),
    **dict.fromkeys(("age", "ages", "alder"), AGEING),
    "union": frozenset(("european",)),
}
PERSONS = frozenset((
    "agare", "agarens", "anstalld", "anstallda", "applicant", "applicants", "board",
    "child", "director", "directors", "employee", "employees", "foretradare", "holder",
    "holders", "innehavare", "ledamot", "man", "member", "members", "owner", "owners",
    "parent", "people", "person", "personal", "persons", "sokande", "staff", "styrelse",
    "woman", "worker", "workers",
))  # fmt: skip
# Swedish for six, and for but: innocent in a Swedish sentence, forbidden in an English one.
INNOCENT_IN_SWEDISH = frozenset(("sex", "men"))
# What follows one of these, up to the end of the clause, is denied: "never a name or number".
# Only so strong a word denies: "not born here" speaks of birth all the same.
DENIED = re.compile(r"\b(never|aldrig)\b[^.;:]*", re.IGNORECASE)


def ground_against(
    text: str, *, sentence: bool = False, swedish: bool = False
) -> Attribute | None:
    """The forbidden attribute that a name or label speaks of, or None.

    With `sentence`, what the text denies ("never a name") does not count.
    """
    words = tokens(DENIED.sub(" ", text) if sentence else text)
    if swedish:
        words = tuple(word for word in words if word not in INNOCENT_IN_SWEDISH)
    for attribute in attributes():
        if any(_holds(words, phrase) for phrase in attribute.phrases):
            return attribute
        for place, word in enumerate(words):
            named = word in attribute.words or any(map(word.startswith, attribute.stems))
            if named and not _is_of_a_thing(words, place):
                return attribute
    return None


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name or sentence: folded to a-z, camelCase and digits divided.

    >>> tokens("företagsÅlder_2")
    ('foretags', 'alder')
    """
    divided = re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", " ", text)
    folded = unicodedata.normalize("NFKD", divided.lower())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple(re.findall(r"[a-z]+", plain))


def _is_of_a_thing(words: tuple[str, ...], place: int) -> bool:
    near = words[max(0, place - 2) : place] + words[place + 1 : place + 4]
    pardons = PARDONS.get(words[place], frozenset())
    return bool(pardons & set(near)) and not PERSONS & set(words)


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(
        words[start : start + len(phrase)] == phrase
        for start in range(len(words) - len(phrase) + 1)
    )
