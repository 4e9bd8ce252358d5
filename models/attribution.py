"""ONE DOOR to SHAP: what each feature adds to the priority of a workplace, exactly."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from features.amounts import value_words
from features.country import Country
from features.errors import LyktaError
from features.matrix import Matrix
from models.attributor import BLOCK, attributor_of
from models.combining import priority, slopes
from models.explanation import Contribution, Explanation
from models.ranker import Ranker
from models.stacking import values_of
from models.telling import Teller

__all__ = [
    "as_shap",
    "blocks",
    "contributions",
    "draw_beeswarm",
    "draw_waterfall",
    "explain",
    "global_importance",
    "interactions",
]

Floats = npt.NDArray[np.float64]


def contributions(ranker: Ranker, values: npt.NDArray[np.float32]) -> tuple[Floats, Floats]:
    """(rows,) bases and (rows, features) amounts that together make the priority.

    Path-dependent TreeSHAP, checked to add up on every row (`models.attributor`). A model that
    combines margins is one sum of trees and is explained as such; one that combines
    probabilities is explained head by head and brought to priority by exact secants.
    """
    bases, amounts, _ = _told(ranker, values)
    return bases, amounts


def _told(ranker: Ranker, values: npt.NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Bases, amounts and (rows,) priorities: the model's own to the last bit, so that equal
    rows are equal wherever they are scored. Ranks have none: there, base and amounts added up.
    """
    if ranker.combine == "margins":
        base, amounts, scores = _by_margin(ranker.whole_text, values)
        return np.full(len(values), base), amounts, scores
    told = [_by_margin(part.text, values) for part in ranker.parts]
    bases = np.array([base for base, _, _ in told])
    margins = np.column_stack([scores for _, _, scores in told])
    factors = slopes(margins, bases, ranker.weights, ranker.combine)
    amounts = np.zeros((len(values), len(ranker.features)))
    for number, (_, part, _) in enumerate(told):
        amounts += factors[:, [number]] * part
    from_base = np.full(len(values), _base(bases, ranker))
    said = from_base + amounts.sum(axis=1)
    if ranker.combine == "ranks":
        return from_base, amounts, said
    scores = priority(margins, ranker.weights, ranker.combine)
    _check(said, scores)
    return from_base, amounts, scores


def blocks(
    ranker: Ranker, values: npt.NDArray[np.float32]
) -> Iterator[tuple[float, Floats, Floats]]:
    """Base, (rows, features) amounts and (rows,) scores, so many rows at a time that memory
    does not grow with them. Every row of every block is checked to add up, as `contributions`.
    """
    if ranker.combine == "margins":
        for found in attributor_of(ranker.whole_text).blocks(values):
            yield (
                float(found.base[0]),
                np.asarray(found.amounts[0], np.float64),
                found.scores[0],
            )
        return
    for begin in range(0, len(values), BLOCK):
        block = values[begin : begin + BLOCK]
        bases, amounts, scores = _told(ranker, block)
        yield float(bases[0]), amounts, scores


def explain(
    ranker: Ranker,
    matrix: Matrix,
    rows: Sequence[int] | npt.NDArray[np.int64],
    country: Country,
) -> tuple[Explanation, ...]:
    """Explain the given rows of a matrix, in the order given.

    Raises `LyktaError` when base and contributions do not add up to the model's score.
    """
    places = np.asarray(rows, dtype=np.int64)
    if not len(places):
        return ()
    values = values_of(matrix, ranker.features)[places]
    bases, amounts, scores = _told(ranker, values)
    if ranker.combine != "ranks":
        _check(scores, ranker.score_values(values))
    workplaces = matrix.frame.column("workplace").to_pylist()
    teller, digest = Teller(ranker.features, country), ranker.digest
    return tuple(
        teller.explanation(
            workplace=workplaces[place],
            as_of=matrix.as_of.isoformat(),
            model=digest,
            base=float(bases[number]),
            score=float(scores[number]),
            values=values[number],
            amounts=amounts[number],
        )
        for number, place in enumerate(places)
    )


def global_importance(ranker: Ranker, values: npt.NDArray[np.float32]) -> dict[str, float]:
    """Mean absolute contribution of each feature over all rows, largest first."""
    _, amounts = contributions(ranker, values)
    means = np.abs(amounts).mean(axis=0)
    return {ranker.features[n]: float(means[n]) for n in np.argsort(-means, kind="stable")}


def as_shap(ranker: Ranker, values: npt.NDArray[np.float32]) -> Any:
    """A `shap.Explanation` of the rows, for shap's own plots."""
    bases, amounts = contributions(ranker, values)
    return _shap().Explanation(
        amounts, base_values=bases, data=values, feature_names=list(ranker.features)
    )


def draw_beeswarm(
    ranker: Ranker, values: npt.NDArray[np.float32], path: Path, *, shown: int = 20
) -> None:
    """shap's beeswarm of the rows as a picture: a dot per row in each of the `shown` features.

    Nobody can be told by it: rows have no names, and dots of equal amounts are piled at random.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    told, shap = as_shap(ranker, values), _shap()
    lines = min(shown, len(ranker.features))
    picture = Figure(figsize=(8, 0.35 * lines + 1.5), layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.subplots()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap asks matplotlib for what it is about to give up
        shap.plots.beeswarm(
            told,
            max_display=lines,
            ax=axes,
            show=False,
            plot_size=None,
            group_remaining_features=False,
        )
    axes.set_xlabel("what the value adds to the priority")
    picture.savefig(path, dpi=120)


def draw_waterfall(told: Explanation, path: Path, *, shown: int = 15) -> None:
    """shap's own waterfall of one explanation as a picture; values as they are told."""
    import matplotlib as mpl

    parts = told.contributions
    handed = _shap().Explanation(
        np.array([one.amount for one in parts]),
        base_values=told.base,
        data=np.array([_in_english(one) for one in parts], dtype=object),
        feature_names=[one.feature for one in parts],
    )
    with mpl.rc_context({"backend": "agg"}), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap asks matplotlib for what it is about to give up
        axes = _shap().plots.waterfall(handed, max_display=shown, show=False)
        axes.figure.savefig(path, dpi=120, bbox_inches="tight")
        _close(axes.figure)


def interactions(ranker: Ranker, values: npt.NDArray[np.float32]) -> Floats:
    """(rows, features, features): each pair's part of the priority; the diagonal is a feature's
    own, and each line sums to its contribution. By shap, milliseconds a row: for a few rows.

    Raises `LyktaError` where heads do not combine as one sum of trees, or split by levels.
    """
    if ranker.combine != "margins" or "cat_threshold" in ranker.whole_text:
        raise LyktaError(
            "Interactions are defined here only for a model that is one sum of trees without"
            " categorical splits.",
            'train with combine = "margins" and categorical = false',
        )
    explainer = _shap().TreeExplainer(ranker.whole)
    return np.asarray(explainer.shap_interaction_values(values), dtype=np.float64)


def _shap() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap warns of other libraries' renamed arguments
        import shap
    return shap


def _in_english(one: Contribution) -> str:
    return value_words(one.value, one.unit, one.shown).en


def _close(figure: Any) -> None:
    import matplotlib.pyplot as plt

    plt.close(figure)


def _by_margin(text: str, values: npt.NDArray[np.float32]) -> tuple[float, Floats, Floats]:
    found = attributor_of(text).explain(values)
    return float(found.base[0]), np.asarray(found.amounts[0], dtype=np.float64), found.scores[0]


def _base(bases: Floats, ranker: Ranker) -> float:
    levels = expit(bases) if ranker.combine == "expected" else bases
    return float(levels @ ranker.weights)


def _check(said: Floats, scored: Floats) -> None:
    apart = np.abs(said - scored) / np.maximum(1.0, np.abs(scored))
    if len(apart) and apart.max() > 1e-9:
        raise LyktaError(
            f"Explanations of {int((apart > 1e-9).sum())} of {len(apart)} workplaces do not add"
            f" up to their priority (furthest apart by {apart.max():.2g} of it).",
            "the model and the matrix are not of the same build; make both anew",
        )
