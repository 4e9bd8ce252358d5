"""What a training run leaves behind as files: card, figures, pictures, recipe, policy."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.attribution import draw_beeswarm
from models.card_text import card_text
from models.judging import MODEL
from models.pictures import draw_curve, draw_reliability
from models.topk import Four
from models.training import TrainingResult

__all__ = ["metrics_of", "parameters_of", "write_files"]

SHOWN = 20  # features in a picture; the table beside it has all


def write_files(result: TrainingResult, card: Mapping[str, Any], folder: Path) -> None:
    """Write card, bands, importance, pictures, recipe and `ranks.csv` (the last test date).

    `recipe.toml` is the recipe as it was read, `recipe.json` what was asked in the end, and
    `severity.toml` the policy that weighed the heads. `judged` holds the model that the figures
    are of, for audits: what serves has learnt from the test dates too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "judged", ignore_errors=True)  # of an earlier run, with other heads
    result.ranker.save(folder / "judged")
    recipe = result.recipe
    (folder / "recipe.toml").write_text(recipe.text, "utf-8")
    asked = json.dumps(recipe.asked, ensure_ascii=False, indent=1, default=str)
    (folder / "recipe.json").write_text(asked + "\n", "utf-8")
    (folder / "severity.toml").write_text(recipe.policy.read_text("utf-8"), "utf-8")
    text = json.dumps(card, ensure_ascii=False, indent=1, default=str)
    (folder / "card.json").write_text(text + "\n", "utf-8")
    (folder / "card.md").write_text(card_text(card), "utf-8")
    bands = json.dumps(card["bands"], ensure_ascii=False, indent=1)
    (folder / "bands.json").write_text(bands + "\n", "utf-8")
    with (folder / "importance.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["feature", "mean_absolute_contribution"])
        rows.writerows((name, f"{size:.9g}") for name, size in result.importance.items())
    _draw(result.importance, folder / "importance.png")
    draw_beeswarm(result.ranker, result.shown, folder / "beeswarm.png", shown=SHOWN)
    if any(point[1] is not None for point in result.curve):
        draw_curve(result.curve, recipe.capacity.visits, folder / "precision_at_capacity.png")
    if result.calibrated is not None:
        draw_reliability(result.calibrated, folder / "reliability.png")
    if result.ranks is not None:
        with (folder / "ranks.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["row", "low", "high", "in_top"])
            columns = zip(result.ranks.low, result.ranks.high, result.ranks.in_top, strict=True)
            for number, (low, high, chance) in enumerate(columns):
                rows.writerow([number, f"{low:.1f}", f"{high:.1f}", f"{chance:.4f}"])


def metrics_of(result: TrainingResult) -> dict[str, float]:
    """Every figure of every ranking as one flat table of numbers."""
    found: dict[str, float] = {}
    judged = {"labelled": result.comparisons, "truth": result.against_truth}
    for basis, comparisons in judged.items():
        for outcome, comparison in comparisons.items():
            for name, one in comparison.evaluations.items():
                where = f"{basis}.{outcome}.{name}"
                top = one.at_capacity
                figures = {
                    "auc": one.auc.value,
                    "average_precision": one.average_precision,
                    "hits": top.hits,
                    **_four("precision", top.precision),
                    **_four("recall", top.recall),
                    **_four("lift", top.lift),
                    **_four("severity", top.severity),
                }
                if name != MODEL:
                    difference = comparison.differences[name].precision
                    figures["model_minus_this"] = difference.value
                    figures["model_minus_this_low"] = difference.low
                    figures["model_minus_this_high"] = difference.high
                found |= {f"{where}.{k}": v for k, v in figures.items() if v is not None}
    return found | {f"seconds.{_plain(k)}": v for k, v in result.seconds.items()}


def _four(name: str, four: Four) -> dict[str, float | None]:
    return {
        name: four.labelled.value,
        f"{name}_low": four.labelled.low,
        f"{name}_high": four.labelled.high,
        f"{name}_lower_bound": four.lower,
        f"{name}_upper_bound": four.upper,
        f"{name}_weighted": four.weighted.value,
        f"{name}_weighted_low": four.weighted.low,
        f"{name}_weighted_high": four.weighted.high,
    }


def parameters_of(result: TrainingResult) -> dict[str, object]:
    """What the run was asked, short enough for a table."""
    recipe, split = result.recipe, result.split
    asked: dict[str, object] = {
        "recipe": recipe.name,
        "recipe_digest": recipe.digest,
        "model_digest": result.served.digest,
        "features": len(recipe.features),
        "heads": ",".join(result.served.heads),
        "combine": recipe.model.combine,
        "seeds": ",".join(str(seed) for seed in recipe.model.seeds),
        "trained_on": f"{split.before[0]} to {split.before[-1]}, {len(split.before)} dates",
        "judged_on": f"{split.after[0]} to {split.after[-1]}, {len(split.after)} dates",
        "label_timespan_months": split.label_timespan_months,
        "embargo_days": split.embargo_days,
        "visits": recipe.capacity.visits,
    }
    for fit in recipe.model.fits:
        asked |= {f"{fit.name}.{key}": value for key, value in fit.lightgbm.items()}
        asked[f"{fit.name}.rounds"] = fit.rounds
    return asked


def _draw(importance: Mapping[str, float], path: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = list(importance)[:SHOWN][::-1]
    picture = Figure(figsize=(7, 0.3 * len(names) + 1), layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.subplots()
    axes.barh(names, [importance[name] for name in names], color="#1f5a7a")
    axes.set_xlabel("mean |SHAP|")
    axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(path, dpi=120)


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in text)[:80]
