"""What challengers and the figures that compare them are called, for recipes and tables."""

from __future__ import annotations

from features.country import Country

__all__ = ["CHANCY", "FIGURES", "LEARNT", "OWN", "RANDOM", "challenger_names"]

RANDOM, OWN = "random", "lykta"
LEARNT = (
    "logistic_regression", "logistic_splines", "lightgbm_untuned", "lightgbm_monotone",
    "lightgbm_lambdarank", "lightgbm_tuned", "lightgbm_seeds", OWN,
)  # fmt: skip
CHANCY = ("lightgbm_tuned", "lightgbm_seeds", OWN)  # whose order a seed has a say in

# Of each challenger on each split, higher is better. `precision` is at capacity among the
# controlled, `precision_weighted` the same weighted for selection, `lower` its lower bound.
FIGURES = (
    "precision", "precision_lower", "precision_upper", "precision_weighted",
    "recall", "severity", "auc", "average_precision",
)  # fmt: skip


def challenger_names(country: Country) -> tuple[str, ...]:
    """Everyone who may be tried: chance, the country's declared rules, and what learns."""
    return (RANDOM, *(rival.name for rival in country.rivals), *LEARNT)
