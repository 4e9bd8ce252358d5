"""One date's matrix, computed in memory alone: nothing is read again and nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence

from features.engine.asking import OpenRegisters
from features.engine.assembling import compute, find_cohort, names_read, rival_columns
from features.engine.folding import Folds
from features.engine.registers import Registers
from features.engine.wide import Wide
from features.guard import check_country, check_matrix
from features.matrix import Matrix, model_features, needed_for
from features.vocabulary import AsOf

__all__ = ["build_matrix", "read_folds"]


def read_folds(registers: OpenRegisters, dates: Sequence[AsOf]) -> Folds | None:
    """Read once what the matrices of all `dates` add up; None where the engine adds by itself.

    Raises `ForbiddenAttribute` when a definition reaches for what it may not have.
    """
    country = registers.country
    check_country(country)
    if not isinstance(registers, Registers):
        return None
    return Folds(registers, needed_for(country, model_features(country)), dates)


def build_matrix(registers: OpenRegisters, as_of: AsOf, folds: Folds | None = None) -> Matrix:
    """Build the matrix of `as_of` from what was known before it, in memory alone.

    `folds`, read for several dates, spares checking the definitions and reading the registers
    anew for each.
    Raises `ForbiddenAttribute` when a definition reaches for what it may not have, and
    `UnknownFeature` when one reads what nobody declared.
    """
    country = registers.country
    wanted = model_features(country)
    folds = folds or read_folds(registers, (as_of,))
    cohort, funnel = find_cohort(registers, as_of)
    needed = needed_for(country, wanted)
    wide = Wide(registers, cohort, names_read(country, needed))
    compute(wide, as_of, needed, folds)
    names = tuple(feature.name for feature in wanted)
    frame = wide.table(dict.fromkeys(names, False))
    check_matrix(frame.column_names, country)
    rivals = wide.table(dict.fromkeys(rival_columns(country), True))
    keys = ["workplace", "employer"]
    return Matrix(as_of, frame, rivals.select([*keys, *rival_columns(country)]), names, funnel)
