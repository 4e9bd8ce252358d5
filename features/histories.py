"""How rows find their employer: by its number, by what else they name, through successions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from features.errors import BadOption
from features.schema import Table

__all__ = ["Histories", "Moves", "Tells", "Way"]


class Tells(StrEnum):
    """What a row may lack and another register may tell."""

    EMPLOYER = "employer"
    WORKPLACE = "workplace"


@dataclass(frozen=True)
class Way:
    """How a row of `tables` that has no employer's number finds its employer: by `key`.

    It is the employer whose row in `register` names the same `key` (and agrees in the columns
    `also`) and was the state of things on the day the row happened, as that was known at the
    date; where several employers' rows do, nobody knows. Of `register`, rows that differ in
    nothing but the day they are true from are states of one thing; only a state for which
    `where` holds tells anything. `within_days` asks for the same employer throughout so many
    days before as well: for decisions that come long after what they are about. `ends` names
    the column with the last day of a state, where one may end without another beginning. A way
    that `tells` workplaces does all this for rows without a workplace's number. `called` says
    the key in a report.
    """

    called: str
    tables: tuple[Table, ...]
    register: Table
    key: str
    where: str = "true"
    within_days: int = 0
    ends: str = ""
    also: tuple[str, ...] = ()
    tells: Tells = Tells.EMPLOYER

    def __post_init__(self) -> None:
        told = (*self.tables, self.register)
        lacking = [
            one.name for one in told if not set(self.keys) <= {c.name for c in one.columns}
        ]
        silent = [self.register.name] if getattr(self.register, self.tells) is None else []
        if self.tells is Tells.EMPLOYER:
            silent += [one.name for one in self.tables if one.employer is None]
        if lacking or silent:
            raise BadOption(
                f"A way by {self.called} cannot be gone: {lacking} have no column"
                f" {' or '.join(self.keys)}, {silent} name no {self.tells} at all.",
                f"every table of a way needs its key, and its register a {self.tells}",
            )

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that must agree."""
        return (self.key, *self.also)

    @property
    def thing(self) -> tuple[str, ...]:
        """The columns that tell whose states the register's rows are."""
        return tuple(name for name in self.register.key if name != self.register.happened)


@dataclass(frozen=True)
class Moves:
    """A register that gives a workplace's number a `successor`, where `follows` holds."""

    register: Table
    successor: str
    follows: str


@dataclass(frozen=True)
class Histories:
    """The registers that tell who an employer is, and which registers follow them.

    `successions` say that `successor` took over all of its row's employer; only rows where
    `follows` holds are identity. `never` is a condition over `employers` (as `e`) and
    `successions` (as `s`) under which they are not: a business that rises from a bankruptcy is
    another's, and a matter for networks. `stays` are registers about a company itself, which
    no succession carries over. `workplaces` tell whose a workplace was on a day. `ways` are
    those by which rows without a number find their employer or workplace, the surest first;
    `moves` say which workplaces got another number, and their rows follow.
    """

    employers: Table
    workplaces: Table
    successions: Table
    successor: str
    effective: str
    follows: str
    never: str
    stays: tuple[Table, ...] = ()
    ways: tuple[Way, ...] = ()
    moves: Moves | None = None

    @property
    def own(self) -> tuple[Table, ...]:
        """The registers that tell who is who; they are landed before all others."""
        moves = (self.moves.register,) if self.moves else ()
        return (self.employers, self.workplaces, self.successions, *moves)

    @property
    def telling(self) -> tuple[Table, ...]:
        """All registers that others are tied by, in the order they must be landed in."""
        named = {way.register.name: way.register for way in self.ways}
        own = {table.name for table in self.own}
        return (*self.own, *(table for name, table in named.items() if name not in own))

    def carries(self, table: Table) -> bool:
        """Do the table's rows follow an employer to its successor?"""
        apart = {one.name for one in (*self.own, *self.stays)}
        return table.employer is not None and table.name not in apart

    def ways_of(self, table: Table, tells: Tells | None = None) -> tuple[Way, ...]:
        """The ways of the table's rows, the surest first; all, or those that tell one thing."""
        if not self.carries(table):
            return ()
        return tuple(
            way
            for way in self.ways
            if table.name in {t.name for t in way.tables} and tells in (None, way.tells)
        )
