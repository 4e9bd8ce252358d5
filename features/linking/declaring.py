"""What a file without keys declares to be tied: its columns, and how its names read."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from features.errors import BadOption

__all__ = ["Naming", "Ties", "read_ties"]


@dataclass(frozen=True)
class Naming:
    """How names of enterprises are written in a country: all of it in capitals.

    `legal_forms` and `otherwise_called` ("trading as") are regular expressions over a name
    without punctuation. `written_out` gives abbreviations in full, `leading` what may stand
    before a name and tells nothing. `fillers` are words dropped from a name, `faint` words
    that tell little. `shared_brands` are names that many companies carry by agreement
    (franchises): the same brand in two towns is seldom the same company.
    """

    legal_forms: str
    otherwise_called: str
    written_out: Mapping[str, str] = field(default_factory=dict)
    leading: str = ""
    fillers: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    shared_brands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ties:
    """One file whose rows are to be tied by company.

    `file` is a Parquet file in the folder of extracts. `truth` names the column with a
    company number where it is known: it is used to learn weights and to measure, and the
    tying of rows never reads it. `area_digits` leading digits of a postcode make an area.
    `weights` is the path of the learnt weights, beside the module that declares them.
    """

    file: str
    row: str
    name: str
    city: str
    postcode: str
    trade: str
    truth: str
    naming: Naming
    weights: Path
    area_digits: int = 3
    unknown_trades: frozenset[str] = frozenset()

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that tying reads; the truth is not among them."""
        return (self.row, self.name, self.city, self.postcode, self.trade)


def read_ties(module: str) -> Ties:
    """Import `module` and take its `TIES`.

    Raises `BadOption` when the module cannot be imported or declares nothing to tie.
    """
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise BadOption(
            f"Country module '{module}' cannot be imported ({error}).",
            "give a Python module such as examples.washington",
        ) from None
    ties = getattr(found, "TIES", None)
    if not isinstance(ties, Ties):
        raise BadOption(
            f"Module '{module}' declares no TIES.",
            "its registers have numbers of their own, or it should declare the columns to tie"
            " by as examples/washington does",
        )
    return ties
