"""What a feature is: a declaration with words, unit, source, owner, ground, flag, direction."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from features.errors import BadOption
from features.schema import Table
from features.vocabulary import Direction, Flag

__all__ = [
    "AGAINST",
    "ANYTHING",
    "Aggregate",
    "Covered",
    "Definition",
    "Expression",
    "Feature",
    "Grain",
    "Measure",
    "Mismatch",
    "Peer",
    "View",
    "over",
    "part",
    "smoothed",
]

# Bounds of one sum against another, which may be the larger, and of a difference of two.
AGAINST = (0.0, math.inf)
ANYTHING = (-math.inf, math.inf)


class Grain(StrEnum):
    """Whom a figure is about; an employer's figure is repeated on each of its workplaces."""

    EMPLOYER = "employer"
    WORKPLACE = "workplace"


class Measure(StrEnum):
    """How the rows of one employer or workplace become one number."""

    COUNT = "count"  # rows
    TOTAL = "total"  # sum of whole numbers (counts, öre): exact, so equal on every engine
    DISTINCT = "distinct"  # different values
    LATEST = "latest"  # value on the row that happened last; ties: the larger value
    MONTHS_SINCE = "months_since"  # whole months from the last such row to the as-of date
    LOWEST = "lowest"
    HIGHEST = "highest"
    MEDIAN = "median"  # exact, never a sketch
    # Sum of rows (or small whole numbers, such as a severity) that fade: each counts
    # 0.5 ^ (age in whole months / half-life). Weights are whole numbers of 2^-20, so the sum
    # is exact and the same on every engine.
    DECAYED = "decayed"


@dataclass(frozen=True)
class View:
    """Rows made of registers *as they were known*, in the fixed SQL subset.

    `sql` names each table it reads by the table's own name and sees only rows known and
    happened before the as-of date, without names, addresses or anything forbidden. It must
    return a column `employer` (and `workplace` for that grain); with `happened` it can be
    windowed. `:as_of` is the as-of date.
    """

    name: str
    reads: tuple[Table, ...]
    sql: str
    happened: str | None = None


@dataclass(frozen=True)
class Aggregate:
    """A measure of one register or view, over the last `months` before the as-of date.

    `months` of None means all that was ever known. `missing` is what an employer or workplace
    without any row gets: 0 where no row means none, None where it means unknown. `half_life`,
    in months, goes with `DECAYED` alone, which needs a window.
    """

    source: Table | View
    measure: Measure
    value: str = ""
    where: str = ""
    months: int | None = None
    missing: float | None = None
    grain: Grain = Grain.EMPLOYER
    half_life: int | None = None

    def __post_init__(self) -> None:
        valueless = (Measure.COUNT, Measure.MONTHS_SINCE, Measure.DECAYED)
        if not self.value and self.measure not in valueless:
            raise BadOption(
                f"{self.measure} of {self.source.name} needs a value.", "name the column"
            )
        fades = self.measure is Measure.DECAYED
        if fades != bool(self.half_life and self.half_life > 0) or (
            fades and self.months is None
        ):
            raise BadOption(
                f"{self.measure} of {self.source.name} with half-life {self.half_life}"
                f" over {self.months} months.",
                "give decayed a half-life of one month or more and a window, and nothing else",
            )
        if (
            self.months is not None
            and isinstance(self.source, View)
            and not self.source.happened
        ):
            raise BadOption(f"View {self.source.name} has no happened date to window by.")


@dataclass(frozen=True)
class Expression:
    """Arithmetic over other declared features of the same row, in the fixed SQL subset."""

    sql: str


@dataclass(frozen=True)
class Peer:
    """Robust distance to peers: (x - median) / (1.4826 × MAD), clipped to ±`clip`.

    Peers share every stratum in `by`, coarsest first. Median and MAD of a group of n lean on
    those of the group one stratum coarser, down to the whole cohort, with weight
    n / (n + shrink). Missing where x is, or where the spread is nought. (Rousseeuw and Croux
    1993 for 1.4826.)
    """

    of: str
    by: tuple[str, ...] = ("trade", "size_class", "centre")
    shrink: int = 30
    clip: float = 10.0


@dataclass(frozen=True)
class Mismatch:
    """1 where two strata of the cohort differ, 0 where they agree; missing where one is.

    That they differ is all a model learns: which value either has never reaches it.
    """

    of: str
    against: str


@dataclass(frozen=True)
class Covered:
    """1 for everybody if a row of any of `registers` became known in the last `months`, else 0.

    Tells a model that a source was silent, so that "none" of those months is not taken for
    innocence.
    """

    registers: tuple[Table, ...]
    months: int = 6


Definition: TypeAlias = Aggregate | Expression | Peer | Mismatch | Covered


@dataclass(frozen=True)
class Feature:
    """A function from linked registers and a date to one number per workplace.

    `ref` is the candidate's number in the domain research. `part` features are steps on the
    way to others and never reach a model. `reason` is the sentence a planner meets, with
    `{value}` where the number goes; without one the label serves. `bounds` are the least and
    the most that a figure can be, where `features.bounds` cannot read them off the rest.
    """

    name: str
    definition: Definition
    sv: str
    en: str
    unit: str = ""
    direction: Direction = Direction.EITHER
    flag: Flag = Flag.FREE
    condition: str = ""  # what must hold for a guarded feature to be used
    ref: str = ""
    part: bool = False
    categories: tuple[str, ...] = ()  # a coded feature: value i means categories[i]
    bounds: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not (self.sv and self.en) and not self.part:
            raise BadOption(f"Feature {self.name} lacks words.", "give a label in sv and en")
        if self.flag is Flag.GUARDED and not self.condition:
            raise BadOption(f"Guarded feature {self.name} lacks its condition.")
        if self.bounds and not self.bounds[0] < self.bounds[1]:
            raise BadOption(
                f"Feature {self.name} lies between {self.bounds[0]:g} and {self.bounds[1]:g}.",
                "give the least first, then the most",
            )


def over(months: tuple[int, ...], feature: Feature) -> tuple[Feature, ...]:
    """The same aggregate over several windows: `{m}` in name and words becomes the months."""
    aggregate = feature.definition
    if not isinstance(aggregate, Aggregate):
        raise BadOption(f"Feature {feature.name}: only an aggregate has windows.")

    def at(m: int) -> Feature:
        definition = replace(aggregate, months=m)
        words = {part: getattr(feature, part).format(m=m) for part in ("name", "sv", "en")}
        return replace(feature, definition=definition, **words)

    return tuple(at(m) for m in months)


def smoothed(hits: str, tries: str, *, base: float, strength: float = 20.0) -> Expression:
    """The rate of `hits` in `tries`, leaning on `base` as if `strength` tries had shown it.

    The mean of the beta posterior whose prior is worth `strength` tries. Without a try it is
    the base, so show the number of tries beside it.
    """
    if not 0 < base < 1 or strength <= 0:
        raise BadOption(
            f"A rate smoothed by {strength:g} tries at {base:g}.",
            "give a base between 0 and 1 and a strength above 0",
        )
    return Expression(f"({hits} + {base * strength!r}) / ({tries} + {strength!r})")


def part(name: str, definition: Aggregate | Expression) -> Feature:
    """A step on the way to other features; it never reaches a model."""
    return Feature(name, definition, "", "", part=True)
