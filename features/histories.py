"""How rows find their employer: by its number, and through successions."""

from __future__ import annotations

from dataclasses import dataclass

from features.schema import Table

__all__ = ["Histories"]


@dataclass(frozen=True)
class Histories:
    """Three registers that tell who an employer is, and which registers follow them.

    `successions` say that `successor` took over all of its row's employer; only rows where
    `follows` holds are identity. `never` is a condition over `employers` (as `e`) and
    `successions` (as `s`) under which they are not: a business that rises from a bankruptcy is
    another's, and a matter for networks. `stays` are registers about a company itself, which
    no succession carries over. `workplaces` tell whose a workplace was on a day.
    """

    employers: Table
    workplaces: Table
    successions: Table
    successor: str
    effective: str
    follows: str
    never: str
    stays: tuple[Table, ...] = ()

    @property
    def own(self) -> tuple[Table, ...]:
        """The registers that tell; they are landed before the others."""
        return (self.employers, self.workplaces, self.successions)

    def carries(self, table: Table) -> bool:
        """Do the table's rows follow an employer to its successor?"""
        apart = {one.name for one in (*self.own, *self.stays)}
        return table.employer is not None and table.name not in apart
