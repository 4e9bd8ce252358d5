"""What a register table is: columns with units and bounds, two clocks, an owner, a ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from features.errors import BadOption
from features.vocabulary import Authority, Words

__all__ = ["Classification", "Column", "Kind", "Refused", "Role", "Table", "Use"]


class Kind(StrEnum):
    """The physical type of a column, and how its unit is read."""

    TEXT = "text"
    CODE = "code"  # a text from the closed list in `Column.codes`
    INTEGER = "integer"
    ORE = "ore"  # money, in whole öre (or cents): sums are exact on every engine
    REAL = "real"
    DATE = "date"
    BOOLEAN = "boolean"


class Use(StrEnum):
    """What a column may be used for. The engine never even sees the last two."""

    MODEL = "model"  # may be read by indicators
    LINK = "link"  # ties rows together (pseudonyms, case numbers); counted, never a value
    PLACE = "place"  # routes a workplace to its centre and strata; never a feature
    DISPLAY = "display"  # names and addresses, shown to people, never computed on
    FORBIDDEN = "forbidden"  # a delivery that carries it is refused


class Role(StrEnum):
    """What a table is for."""

    FACT = "fact"  # indicators may read it
    OUTCOME = "outcome"  # what joint controls found: labels only, closed to indicators
    COMPARISON = "comparison"  # what was done without us: baselines only


@dataclass(frozen=True)
class Classification:
    """A version of a long code list that another version follows or followed.

    `foreign` are codes that only the `other` version has: in a column of this one they tell
    that versions were mixed up.
    """

    name: str
    pattern: str
    other: str
    foreign: frozenset[str]
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class Column:
    """One column of a delivery.

    `codes` maps each allowed code to its meaning. `between` is an inclusive range in the
    column's own unit. `check` names a check-digit rule of `features.registers.numbers`.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)
    between: tuple[float, float] | None = None
    check: str | None = None
    use: Use = Use.MODEL
    classification: Classification | None = field(default=None, repr=False)
    never_where: tuple[str, str] | None = None


@dataclass(frozen=True)
class Table:
    """A register table as its owner delivers it.

    `key` identifies a fact: a later `known` with the same key corrects it, and the corrected
    version is never counted again after that date. `happened` and `known` are the two clocks.
    `employer` and `workplace` name the columns that say whom a row is about (a workplace may
    be missing: the row then counts for the employer alone). `retracts` names a boolean column
    that takes a fact back. `lag_days` is the usual time from happened to known: median, 95 %.
    """

    name: str
    authority: Authority
    title: Words
    about: str
    ground: str
    secrecy: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    happened: str
    known: str
    employer: str | None = None
    workplace: str | None = None
    retracts: str | None = None
    optional: bool = False
    role: Role = Role.FACT
    lag_days: tuple[int, int] = (0, 0)
    foresight: bool = False  # may be known before it happens (a decision about the future)

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        wanted = [*self.key, self.happened, self.known]
        wanted += [name for name in (self.employer, self.workplace, self.retracts) if name]
        missing = sorted(set(wanted) - set(names))
        twice = sorted({name for name in names if names.count(name) > 1})
        if missing or twice:
            raise BadOption(
                f"Table {self.name}: undeclared columns {missing}, declared twice {twice}.",
                "every column the table's keys and clocks name must be declared once",
            )

    def column(self, name: str) -> Column:
        """The column called `name`; raises `KeyError` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def readable(self) -> tuple[Column, ...]:
        """The columns the engine may see."""
        hidden = (Use.DISPLAY, Use.FORBIDDEN)
        return tuple(column for column in self.columns if column.use not in hidden)


@dataclass(frozen=True)
class Refused:
    """Data that is never received, whoever sends it, and the ground for that.

    `called` are the words a file or folder of it would be named by, folded to a-z and digits;
    one that ends in `*` matches any longer word. With `rest`, whatever the owners deliver
    beyond their declared registers is refused as well, however it is named.
    """

    name: str
    owners: tuple[Authority, ...]
    title: Words
    ground: str
    why: str
    called: tuple[str, ...] = ()
    rest: bool = False

    def __post_init__(self) -> None:
        if not (self.ground and self.why and (self.called or self.rest)):
            raise BadOption(
                f"Refused data {self.name} lacks a ground, a reason or what to know it by.",
                "say on what ground and why, and give names or rest=True",
            )
