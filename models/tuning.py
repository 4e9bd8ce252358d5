"""ONE DOOR to Optuna: LightGBM's parameters, searched in time order and pruned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optuna import Trial

__all__ = ["Attempt", "SPACE", "tuned"]

# What is searched, from least to most: what bends a small, noisy, selected sample most.
SPACE: Mapping[str, tuple[float, float, str]] = {
    "learning_rate": (0.01, 0.2, "logarithmic"),
    "num_leaves": (4, 64, "whole"),
    "min_data_in_leaf": (10, 200, "whole"),
    "lambda_l2": (0.1, 100.0, "logarithmic"),
    "feature_fraction": (0.3, 1.0, "even"),
    "bagging_fraction": (0.5, 1.0, "even"),
}
BEFORE_PRUNING = 4  # attempts that are seen to the end, so that there is something to compare

# One attempt's figure on each fold in time order; higher is better.
Attempt = Callable[[Mapping[str, float | int | str], int], float]


def tuned(
    attempt: Attempt, *, folds: int, trials: int, seed: int
) -> Mapping[str, float | int | str]:
    """The parameters with the best mean over `folds`, after so many trials.

    Each trial is judged fold by fold, oldest first, and given up once it does worse than most
    did up to there. The same seed and answers give the same parameters. The plain parameters
    are the first trial, so that a search never ends below them.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=BEFORE_PRUNING),
    )
    study.enqueue_trial(dict(PLAIN))

    def judged(trial: Trial) -> float:
        asked = {name: _drawn(trial, name, span) for name, span in SPACE.items()}
        figures: list[float] = []
        for fold in range(folds):
            figures.append(attempt({**asked, **ALWAYS}, fold))
            trial.report(sum(figures) / len(figures), fold)
            if trial.should_prune():
                raise optuna.TrialPruned
        return sum(figures) / len(figures)

    study.optimize(judged, n_trials=trials)
    return {**study.best_params, **ALWAYS}


# LightGBM's own defaults, as far as they are searched.
PLAIN: Mapping[str, float] = {
    "learning_rate": 0.1,
    "num_leaves": 31,
    "min_data_in_leaf": 20,
    "lambda_l2": 0.1,
    "feature_fraction": 1.0,
    "bagging_fraction": 1.0,
}
ALWAYS: Mapping[str, float | int | str] = {"bagging_freq": 1}


def _drawn(trial: Trial, name: str, span: tuple[float, float, str]) -> float:
    low, high, kind = span
    if kind == "whole":
        return int(trial.suggest_int(name, int(low), int(high), log=True))
    return float(trial.suggest_float(name, low, high, log=kind == "logarithmic"))
