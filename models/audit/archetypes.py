"""Typical firms and single facts swept over each: how far does one fact alone move a firm?

What Lighthouse Reports did to Rotterdam's model from outside (2023), done to every candidate
from inside. A firm is a point in the middle of its stratum; a sweep changes one figure of it
and nothing else, and asks in which place of the whole cohort it would then stand.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.errors import NotFound, RecipeRefused
from features.matrix import Matrix
from features.vocabulary import Flag, Words
from models.audit.counts import Floats
from models.audit.verdicts import Verdict
from models.stacking import values_of

__all__ = ["FEWEST", "Archetypes", "Firm", "Point", "Swept", "guarded_of", "is_own",
           "read_archetypes", "stratum_of", "sweep", "typical_of"]  # fmt: skip

FOLDER = Path(__file__).parent.parent / "archetypes"
STEPS = (0.05, 0.25, 0.5, 0.75, 0.95)  # of the cohort's figures, where none are named
FEWEST = 5  # firms of a stratum; below that the whole cohort's middle stands in
Narrow = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Firm:
    """A typical firm: the middle of a stratum, but for facts that are said outright."""

    name: str
    words: Words
    strata: Mapping[str, str]
    facts: Mapping[str, float]


@dataclass(frozen=True)
class Archetypes:
    """A version of the file, with what it says and the SHA-256 of its bytes."""

    version: str
    digest: str
    firms: tuple[Firm, ...]
    adjacent: tuple[str, ...]
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Point:
    """One value of a sweep (None: missing): the score, and how many stand above it."""

    value: float | None
    score: float
    place: int


@dataclass(frozen=True)
class Swept:
    """One fact swept over one firm, by value; `moved` is from its lowest place to its highest.

    `is_watched` says that the fact is guarded or near a protected ground. Then it fails beyond
    `limit` places; other facts are meant to move firms, and pass whatever they do.
    """

    firm: str
    feature: str
    is_watched: bool
    stands: int
    points: tuple[Point, ...]
    moved: int
    limit: int
    verdict: Verdict


def read_archetypes(country: Country, path: Path | None = None) -> Archetypes:
    """The country's own file, or another. Raises `NotFound` and `RecipeRefused`."""
    file = path or FOLDER / f"{country.name}.toml"
    if not file.is_file():
        raise NotFound(
            f"There is no file of typical firms {file.name}.",
            "write one as models/archetypes/sweden.toml is, and name it with --file",
        )
    text = file.read_bytes()
    faults: list[str] = []
    try:
        said: dict[str, Any] = tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeRefused(f"Typical firms {file.name} cannot be read: {error}.") from None
    known = {one.name for one in country.features if not one.part}
    firms = [_firm(row, country, known, faults) for row in said.get("firm", [])]
    values = {str(row.get("feature")): row.get("values") for row in said.get("sweep", [])}
    for name, some in values.items():
        if not isinstance(some, list) or not all(isinstance(one, int | float) for one in some):
            faults.append(f"the sweep of {name} has values {some!r}, not a list of numbers")
    adjacent = said.get("adjacent", [])
    for name in [*adjacent, *values]:
        if name not in known:
            faults.append(f"{name} is no feature of {country.name}")
    names = [one.name for one in firms]
    faults += [
        f"two firms are called {one}" for one in sorted(set(names)) if names.count(one) > 1
    ]
    if not said.get("version") or not firms:
        faults.append("there is no version, or no firm")
    if unknown := sorted(set(said) - {"version", "adjacent", "firm", "sweep"}):
        faults.append(f"unknown entries {unknown}")
    if faults:
        raise RecipeRefused(
            f"Typical firms {file.name} are refused:\n  - " + "\n  - ".join(faults),
            "each [[firm]] has name, sv, en, strata such as sector, and may have facts",
        )
    return Archetypes(
        str(said["version"]),
        hashlib.sha256(text).hexdigest(),
        tuple(firms),
        tuple(adjacent),
        {name: tuple(map(float, some)) for name, some in values.items()},
    )


def typical_of(matrix: Matrix, features: Sequence[str], firms: Sequence[Firm]) -> Narrow:
    """(firms, features): each figure's middle in the firm's stratum, or what it says outright.

    A figure that is missing for most of the stratum is missing for the firm.
    """
    values = values_of(matrix, features)
    found = np.empty((len(firms), len(features)), np.float32)
    for number, firm in enumerate(firms):
        here = stratum_of(matrix, firm)
        rows = values[here] if here.sum() >= FEWEST else values
        with np.errstate(all="ignore"):
            middle = np.array([_middle(rows[:, column]) for column in range(len(features))])
        found[number] = middle
        for name, value in firm.facts.items():
            if name in features:
                found[number, features.index(name)] = value
    return found


def stratum_of(matrix: Matrix, firm: Firm) -> npt.NDArray[np.bool_]:
    """Who of the cohort is in a firm's stratum."""
    here = np.ones(len(matrix), np.bool_)
    for stratum, wanted in firm.strata.items():
        column = matrix.frame.column(stratum).to_numpy(zero_copy_only=False)
        here &= column.astype(str) == wanted
    return here


def sweep(
    archetypes: Archetypes,
    firms: Narrow,
    cohort: Narrow,
    features: Sequence[str],
    score: Callable[[Narrow], Floats],
    guarded: Sequence[str],
    most_places: float,
) -> list[Swept]:
    """Every watched fact, and every fact with values of its own, over every typical firm.

    `firms` are of `typical_of`, `cohort` everybody's figures; `most_places` is a share of the
    cohort. Facts that the model does not read move nobody and are left out.
    """
    watched = [name for name in features if name in {*guarded, *archetypes.adjacent}]
    asked = [*watched, *(n for n in archetypes.values if n in features and n not in watched)]
    everybody = np.sort(score(cohort))
    limit = int(most_places * len(cohort))

    def place(one: float) -> int:
        return len(everybody) - int(np.searchsorted(everybody, one, side="right"))

    found = []
    stands = [place(float(one)) for one in score(firms)]
    for name in asked:
        column = features.index(name)
        values = archetypes.values.get(name) or _steps(cohort[:, column])
        for number, firm in enumerate(archetypes.firms):
            rows = np.repeat(firms[number : number + 1], len(values) + 1, axis=0)
            rows[:, column] = [*values, np.nan]
            points = tuple(
                Point(None if np.isnan(row[column]) else float(row[column]), float(one),
                      place(float(one)))
                for row, one in zip(rows, score(rows), strict=True)
            )  # fmt: skip
            # That a figure is missing is another question than what it is.
            places = [one.place for one in points if one.value is not None]
            moved = max(places) - min(places)
            fails = name in watched and moved > limit
            verdict = Verdict.FAILS if fails else Verdict.PASSES
            found.append(
                Swept(firm.name, name, name in watched, stands[number], points, moved, limit,
                      verdict)
            )  # fmt: skip
    return found


def guarded_of(country: Country) -> tuple[str, ...]:
    """Every feature that is guarded."""
    return tuple(one.name for one in country.features if one.flag is Flag.GUARDED)


def is_own(country: Country, found: Archetypes) -> bool:
    """Whether these are the country's own firms, byte for byte."""
    own = FOLDER / f"{country.name}.toml"
    return own.is_file() and read_archetypes(country).digest == found.digest


def _firm(row: Mapping[str, Any], country: Country, known: set[str], faults: list[str]) -> Firm:
    name, strata, facts = str(row.get("name", "")), {}, row.get("facts", {})
    for key, value in row.items():
        if key in country.cohort.strata:
            strata[key] = str(value)
            codes = country.strata_words.get(key, {})
            if codes and value not in codes:
                faults.append(
                    f"firm {name}: {value!r} is no {key}; there are {', '.join(codes)}"
                )
        elif key not in ("name", "sv", "en", "facts"):
            faults.append(f"firm {name} has an unknown entry {key}")
    if not (name and row.get("sv") and row.get("en")):
        faults.append(f"firm {name or 'without a name'} lacks name, sv or en")
    for feature, value in facts.items():
        if feature not in known or not isinstance(value, int | float):
            faults.append(f"firm {name}: {feature} = {value!r} is no figure of a feature")
    words = Words(str(row.get("sv", "")), str(row.get("en", "")))
    return Firm(name, words, strata, dict(facts))


def _middle(column: npt.NDArray[np.float32]) -> float:
    there = column[~np.isnan(column)]
    return float(np.median(there)) if 2 * len(there) > len(column) else float("nan")


def _steps(column: npt.NDArray[np.float32]) -> tuple[float, ...]:
    there = column[~np.isnan(column)]
    if not len(there):
        return (0.0,)
    steps = set(np.quantile(there, STEPS).tolist())
    if (there != 0).any():  # what few have is nought at each step: have it as those few do
        steps |= {0.0, float(np.median(there[there != 0]))}
    return tuple(sorted(steps))
