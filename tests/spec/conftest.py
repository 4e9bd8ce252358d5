"""Figures of drawn registers, for every file here."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from features.vocabulary import AsOf
from tests.spec.world import AS_OF, country_of, matrix_of

Figures: TypeAlias = Callable[..., dict[str, dict[str, float | None]]]
Figure: TypeAlias = Callable[..., dict[str, float | None]]


@pytest.fixture
def figures(tmp_path: Path) -> Figures:
    """Workplace → {indicator: figure} of drawn registers at a date, to four decimals."""
    runs = itertools.count()

    def find(
        names: tuple[str, ...], as_of: AsOf = AS_OF, **drawn: str
    ) -> dict[str, dict[str, float | None]]:
        matrix = matrix_of(tmp_path / str(next(runs)), country_of(names), drawn, as_of)
        return {
            row["workplace"]: {
                name: None if row[name] is None else round(row[name], 4) for name in names
            }
            for row in matrix.frame.to_pylist()
        }

    return find


@pytest.fixture
def figure(figures: Figures) -> Figure:
    """Workplace → figure, of one indicator."""

    def find(name: str, as_of: AsOf = AS_OF, **drawn: str) -> dict[str, float | None]:
        return {place: row[name] for place, row in figures((name,), as_of, **drawn).items()}

    return find
