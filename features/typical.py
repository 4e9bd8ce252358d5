"""Typical values of every feature, kept beside the declarations they were computed under."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from features.country import Country
from features.lineage import Lineage
from features.matrix import Matrix, model_features, needed_for
from features.profile import profile

__all__ = ["Typical", "definition_digests", "read_typical", "stale", "write_typical"]


@dataclass(frozen=True)
class Typical:
    """The 5th, 50th and 95th percentile of a feature, and for how many it is missing.

    `digest` is of the definition that gave these figures, its steps included.
    """

    digest: str
    low: float | None
    middle: float | None
    high: float | None
    missing_share: float


def definition_digests(country: Country) -> dict[str, str]:
    """A digest per model feature of what it is declared to be, whatever any register holds."""
    needed = needed_for(country, model_features(country))
    lineage = Lineage(country, needed, prints=lambda _: (), cohort="")
    return {feature.name: lineage.of(feature)[:16] for feature in model_features(country)}


def write_typical(country: Country, matrix: Matrix, world: str, path: Path) -> None:
    """Keep typical values as they are in `matrix`; `world` says whose registers it is from."""
    digests, kept = definition_digests(country), profile(matrix)
    found = {
        name: asdict(
            Typical(
                digests[name],
                _short(column.low),
                _short(column.middle),
                _short(column.high),
                round(column.missing / kept.rows, 3),
            )
        )
        for name, column in kept.features.items()
    }
    said = {"world": world, "as_of": kept.as_of, "workplaces": kept.rows, "features": found}
    path.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", "utf-8")


def read_typical(path: Path) -> tuple[str, Mapping[str, Typical]]:
    """Where the values are from, in words, and the values; both empty without a file."""
    if not path.is_file():
        return "", {}
    said = json.loads(path.read_text("utf-8"))
    found = {name: Typical(**told) for name, told in said["features"].items()}
    return f"{said['world']}, {said['as_of']}, {said['workplaces']:,} workplaces", found


def stale(country: Country, kept: Mapping[str, Typical]) -> list[str]:
    """Features without typical values, or with those of another definition."""
    return [
        name
        for name, digest in definition_digests(country).items()
        if name not in kept or kept[name].digest != digest
    ]


def _short(value: float | None) -> float | None:
    """Four significant figures: nobody reads more, and a page should not change for less."""
    return None if value is None else float(f"{value:.4g}")
