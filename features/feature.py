"""What a feature is: a declaration with words, unit, source, owner, ground, flag, direction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from features.errors import BadOption
from features.schema import Table
from features.vocabulary import Direction, Flag

__all__ = [
    "Aggregate",
    "Expression",
    "Feature",
    "Grain",
    "Measure",
    "Peer",
    "View",
    "over",
    "part",
]


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
    without any row gets: 0 where no row means none, None where it means unknown.
    """

    source: Table | View
    measure: Measure
    value: str = ""
    where: str = ""
    months: int | None = None
    missing: float | None = None
    grain: Grain = Grain.EMPLOYER

    def __post_init__(self) -> None:
        if not self.value and self.measure not in (Measure.COUNT, Measure.MONTHS_SINCE):
            raise BadOption(
                f"{self.measure} of {self.source.name} needs a value.", "name the column"
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

    Median and MAD of groups under `shrink` rows lean towards the whole cohort's with weight
    n / (n + shrink). Missing where x is, or where the spread is nought. (Rousseeuw and Croux
    1993 for 1.4826.)
    """

    of: str
    by: tuple[str, ...] = ("sector", "size_class")
    shrink: int = 30
    clip: float = 10.0


@dataclass(frozen=True)
class Feature:
    """A function from linked registers and a date to one number per workplace.

    `ref` is the candidate's number in the domain research. `part` features are steps on the
    way to others and never reach a model. `reason` is the sentence a planner meets, with
    `{value}` where the number goes; without one the label serves.
    """

    name: str
    definition: Aggregate | Expression | Peer
    sv: str
    en: str
    unit: str = ""
    direction: Direction = Direction.EITHER
    flag: Flag = Flag.FREE
    condition: str = ""  # what must hold for a guarded feature to be used
    ref: str = ""
    part: bool = False
    categories: tuple[str, ...] = ()  # a coded feature: value i means categories[i]

    def __post_init__(self) -> None:
        if not (self.sv and self.en) and not self.part:
            raise BadOption(f"Feature {self.name} lacks words.", "give a label in sv and en")
        if self.flag is Flag.GUARDED and not self.condition:
            raise BadOption(f"Guarded feature {self.name} lacks its condition.")


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


def part(name: str, definition: Aggregate | Expression) -> Feature:
    """A step on the way to other features; it never reaches a model."""
    return Feature(name, definition, "", "", part=True)
