"""The model card: what a model is for, what it learnt from, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from features.country import Country
from features.vocabulary import Direction, Words
from models.baselines import words_of_rivals
from models.card_words import LIMITS, NEVER_USED
from models.code_version import code_version
from models.intervals import Figure
from models.judging import MODEL
from models.severity import NEVER_RANKED
from models.sources import sources_of_all
from models.training import TrainingResult

__all__ = ["FORM", "Density", "Verdict", "card_of", "verdict_of"]

FORM = 5  # what its groups are called; a new form of card is a new number


@dataclass(frozen=True)
class Density:
    """What the delivery was: invented or real, and how dense its controls are."""

    invented: bool
    control_rate: float | None
    delivered_on: str

    @property
    def said(self) -> str:
        """One sentence for every card."""
        if not self.invented:
            return "Real registers."
        rate = self.control_rate or 1.0
        dense = "as dense as" if rate == 1 else f"{rate:g} times as dense as"
        return f"INVENTED data: no register of a real employer. Controls are {dense} real ones."


@dataclass(frozen=True)
class Verdict:
    """Green when the model beats every rival with the interval clear of zero, else red."""

    green: bool
    outcome: str
    assumes: str
    reasons: tuple[str, ...]


def verdict_of(result: TrainingResult) -> Verdict:
    """Judge precision at capacity against each rival; say which are not beaten, and by what."""
    judged = result.verdict_on
    reasons = []
    for rival, difference in judged.differences.items():
        if not difference.precision.clear_of_zero:
            reasons.append(f"not clearly better than {rival}: {_points(difference.precision)}")
    return Verdict(not reasons, result.recipe.judgement.primary, judged.assumes, tuple(reasons))


def card_of(
    result: TrainingResult,
    country: Country,
    density: Density,
) -> dict[str, Any]:
    """The whole card as plain data; `models.card_text` writes it out."""
    verdict = verdict_of(result)
    split, recipe = result.split, result.recipe
    return {
        "form": FORM,
        "model": f"lykta-{country.name}",
        "digest": result.served.digest,
        "judged_digest": result.ranker.digest,
        "score_digest": result.score_digest,
        "code_version": code_version(),
        "recipe": recipe.name,
        "recipe_digest": recipe.digest,
        "purpose": {
            "sv": "Ordnar arbetsställen för planering av myndighetsgemensamma kontroller."
            " Ett underlag för en människas beslut; ingen bedömning av skuld.",
            "en": "Orders workplaces for planning joint inspections."
            " Support for a person's decision; no judgement of guilt.",
        },
        "data": asdict(density) | {"said": density.said},
        "verdict": asdict(verdict),
        "dates": {
            "trained_on": [day.isoformat() for day in split.before],
            "judged_on": [day.isoformat() for day in split.after],
            "served_model_also_learnt": [day.isoformat() for day in (*split.gap, *split.after)],
            "label_timespan_months": split.label_timespan_months,
            "embargo_days": split.embargo_days,
            "labels_known": recipe.dates.labels_known,
            "contested": recipe.dates.contested,
        },
        "cohort": [{"step": name, "left": left} for name, left in result.funnel],
        "labels": {
            head: {
                "findings": found,
                "controls": controls,
                "contested": result.contested[head],
            }  # fmt: skip
            for head, (found, controls) in result.counts.items()
        },
        "left_out": list(result.ranker.notes),
        "reported_never_ranked": {
            "what": sorted(NEVER_RANKED),
            "findings": result.reported,
            "why": "finding a worker without a permit most often harms the worker",
        },
        "capacity": asdict(recipe.capacity) | {"visits": recipe.capacity.visits},
        "performance": {
            name: _performance(comparison) for name, comparison in result.comparisons.items()
        },
        "against_truth": {
            name: _performance(comparison) for name, comparison in result.against_truth.items()
        },
        "bands": [asdict(band) for band in result.bands],
        "prevalence_by_group": [asdict(one) for one in result.prevalence],
        "calibration": _calibration(result),
        "calibration_by_head": [asdict(one) for one in result.heads],
        "group_words": _group_words(result, country),
        "ranks": _ranks(result),
        "features": _features(result, country),
        "never_used": [*(words.en for words in NEVER_USED), *sorted(NEVER_RANKED)],
        "limits": [words.en for words in LIMITS],
        "rivals": {name: asdict(words) for name, words in words_of_rivals(country).items()},
        "seconds": dict(result.seconds),
    }


def _calibration(result: TrainingResult) -> dict[str, Any] | None:
    held = result.calibrated
    if held is None:
        return None
    said = asdict(held)
    for band, one in zip(said["bands"], held.bands, strict=True):
        band["held"] = one.held
    return said


def _group_words(result: TrainingResult, country: Country) -> dict[str, Any]:
    """What the centres and strata are called that the calibration tells of by their codes."""
    if result.calibrated is None:
        return {}
    told = (*result.calibrated.by_centre, *result.calibrated.by_stratum)
    known = {one.code: Words(one.name, one.name) for one in country.centres}
    for words in country.strata_words.values():
        known = {**words, **known}
    return {one.group: asdict(known[one.group]) for one in told if one.group in known}


def _ranks(result: TrainingResult) -> dict[str, Any] | None:
    """How sure the places on the last test date's lists are; None without refits."""
    ranks = result.ranks
    if ranks is None:
        return None
    listed = ranks.in_top >= 0.5
    return {
        "refits": ranks.refits,
        "listed_in_most_refits": int(listed.sum()),
        "places": float(ranks.in_top.sum()),
        "chance_of_the_listed": float(ranks.in_top[listed].mean()) if listed.any() else None,
        "surely_listed": int((ranks.in_top >= 0.95).sum()),
        "never_listed": int((ranks.in_top == 0).sum()),
        "width_of_the_listed": float(np.median((ranks.high - ranks.low)[listed]))
        if listed.any()
        else None,
    }


def _performance(comparison: Any) -> dict[str, Any]:
    rankings = {}
    for name, judged in comparison.evaluations.items():
        top = judged.at_capacity
        rankings[name] = {
            "rows": judged.rows,
            "labelled": judged.labelled,
            "positives": judged.positives,
            "base_rate": judged.base_rate,
            "auc": asdict(judged.auc),
            "average_precision": judged.average_precision,
            "at_capacity": asdict(top),
            "precision_at": {share: asdict(one) for share, one in judged.precision_at.items()},
        }
        if name != MODEL:
            rankings[name]["model_minus_this"] = asdict(comparison.differences[name])
    return {
        "assumes": comparison.assumes,
        "prevalence": asdict(comparison.prevalence),
        "resamples": comparison.resamples,
        "rankings": rankings,
    }


def _features(result: TrainingResult, country: Country) -> list[Mapping[str, Any]]:
    by_name = {feature.name: feature for feature in country.features}
    sources = sources_of_all(country)
    said = {Direction.RAISES: "raises", Direction.LOWERS: "lowers", Direction.EITHER: "either"}
    return [
        {
            "name": name,
            "sv": by_name[name].sv,
            "en": by_name[name].en,
            "unit": by_name[name].unit,
            "expected_direction": said[by_name[name].direction],
            "flag": by_name[name].flag.value,
            "condition": by_name[name].condition,
            "registers": [table.name for table in sources[name]],
            "authorities": sorted({table.authority.value for table in sources[name]}),
            "mean_absolute_contribution": importance,
        }
        for name, importance in result.importance.items()
    ]


def _points(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return f"the difference cannot be told ({figure.why})"
    return (
        f"precision at capacity differs by {100 * figure.value:+.1f} points"
        f" (95 % interval {100 * figure.low:+.1f} to {100 * figure.high:+.1f})"
    )
