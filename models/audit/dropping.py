"""Drop-proxy: what the list and its hits would be without each guarded feature.

A guarded feature must earn its place: the model is trained again without it, on the same rows,
and cut at the same capacity. Where the hits do not fall by more than chance explains, nothing
speaks for keeping it (`domain.md` 7.3, test 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from features.country import Country
from features.errors import BadOption
from features.vocabulary import Flag
from models.audit.counts import Floats
from models.audit.judged import Judged, selected_in
from models.exposure import weights_of
from models.intervals import Figure
from models.judging import LABELLED, MODEL, Dated, dated, judge, question
from models.rank_order import same_order
from models.ranker import Ranker
from models.severity import read_policy
from models.stacking import stack

__all__ = ["Dropped", "Worth", "asked_of", "drop_each", "guarded_in"]


class Worth(StrEnum):
    """What speaks for a guarded feature."""

    EARNS = "earns its place"
    NOTHING = "nothing speaks for it"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Dropped:
    """The list without one feature, against the list with it.

    `same_order` is Spearman's correlation of the scores (None where either orders nobody),
    `same_places` the share of places that both lists have, `hits` those among the labelled with
    the feature less those without, with the interval over employers drawn anew, `lost_share`
    that as a share of the hits with it.
    """

    feature: str
    condition: str
    same_order: float | None
    same_places: float
    hits: Figure
    lost_share: float | None
    worth: Worth
    why: str


def guarded_in(country: Country, features: Sequence[str]) -> tuple[str, ...]:
    """The guarded features that a model reads, in its order."""
    guarded = {one.name for one in country.features if one.flag is Flag.GUARDED}
    return tuple(name for name in features if name in guarded)


def asked_of(features: Sequence[str], read: Sequence[str]) -> None:
    """Raises `BadOption` where one of `features` is none of those that a model reads."""
    if unread := [name for name in features if name not in read]:
        raise BadOption(
            f"The model does not read {', '.join(unread)}.",
            "name features as `lykta models card` does, or none for every guarded one",
        )


def drop_each(opened: Judged, country: Country, features: Sequence[str]) -> list[Dropped]:
    """Train the judged model again without each of `features`, and cut both lists.

    A feature that it does not read is left out.
    """
    recipe, sources = opened.recipe, opened.sources
    begins = opened.cohorts[0][0].as_of
    policy = read_policy(recipe.policy, begins, recipe.heads)
    until = sources.known_by if recipe.dates.labels_known == "finally" else begins
    before = [dated(sources, recipe, country, policy, day, until) for day in opened.before]
    weights = weights_of(before, recipe)
    cohorts = list(opened.cohorts)
    scores = {MODEL: _scores(opened.judged, cohorts)}
    asked = [name for name in features if name in opened.judged.features]
    for name in asked:
        left = tuple(one for one in opened.judged.features if one != name)
        rows = stack(before, left, weights)
        scores[name] = _scores(Ranker.fit(rows, recipe, country, policy), cohorts)
    if not asked:
        return []
    judged = judge(
        scores, question(cohorts, recipe.judgement.primary, recipe, LABELLED), recipe
    )
    ours = _places(cohorts, scores[MODEL], recipe.capacity.visits)
    conditions = {one.name: one.condition for one in country.features}
    found = []
    for name in asked:
        theirs = _places(cohorts, scores[name], recipe.capacity.visits)
        hits = judged.differences[name].hits
        with_it = judged.evaluations[MODEL].at_capacity.hits
        found.append(
            Dropped(
                name,
                conditions[name],
                same_order(scores[MODEL], scores[name]),
                float(np.minimum(ours, theirs).sum() / max(ours.sum(), 1.0)),
                hits,
                None if hits.value is None or not with_it else hits.value / with_it,
                *_worth(name, hits),
            )
        )
    return found


def _scores(ranker: Ranker, cohorts: Sequence[Dated]) -> Floats:
    return np.concatenate([ranker.score(matrix) for matrix, _ in cohorts])


def _places(cohorts: Sequence[Dated], scores: Floats, visits: int) -> Floats:
    ends = np.cumsum([len(matrix) for matrix, _ in cohorts])[:-1]
    parts = zip(cohorts, np.split(scores, ends), strict=True)
    return np.concatenate([selected_in(matrix, part, visits) for (matrix, _), part in parts])


def _worth(name: str, hits: Figure) -> tuple[Worth, str]:
    if hits.value is None or hits.low is None or hits.high is None:
        return Worth.CANNOT_TELL, f"{name}: {hits.why or 'no interval'}"
    said = f"{name}: {hits.value:+.1f} hits with it ({hits.low:+.1f} to {hits.high:+.1f})"
    if hits.low > 0:
        return Worth.EARNS, f"{said}: it earns its place"
    return Worth.NOTHING, f"{said}: no more than chance explains; drop it, or say why not"
