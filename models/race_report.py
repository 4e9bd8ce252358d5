"""A race told: one table of all challengers over time, rules that pick, a picture, files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.challenger_names import OWN
from models.choice import regret
from models.racing import Race

__all__ = ["COLUMNS", "RACE_FORM", "race_rows", "race_said", "race_title", "write_race"]

Floats = npt.NDArray[np.float64]
RACE_FORM = 3  # who draws nothing is said in words; a new form is a new number
COLUMNS = (
    "challenger", "precision", "between splits", "bounds", "weighted", "AUC", "regret",
    "times best", "kept between retrains", "between seeds", "calibration", "seconds",
)  # fmt: skip


def race_said(race: Race) -> dict[str, Any]:
    """The race as plain data: per challenger, per split, per rule, and who was picked."""
    plan = race.recipe.choice
    lost = regret(race.figures(plan.figure))
    best = (lost == 0).sum(axis=0)
    challengers = {}
    for number, name in enumerate(race.names):
        mean = {key: _mean(race.figures(key)[:, number]) for key in _figures(race)}
        challengers[name] = {
            **mean,
            "deviation": _deviation(race.figures(plan.figure)[:, number]),
            "regret": _mean(lost[:, number]),
            "times_best": int(best[number]),
            "kept_between_retrains": race.between_retrains[name],
            "kept_between_seeds": race.between_seeds.get(name),
            "draws": name in race.between_seeds,
            "calibration_error": race.carried[name],
            "seconds": round(sum(c.seconds for c in _cells(race, name)), 2),
        }
    return {
        "form": RACE_FORM,
        "splits": [
            {
                "tested_on": split.after[0].isoformat(),
                "trained_on": [day.isoformat() for day in split.before],
                "figures": {
                    name: dict(race.cells[split.after[0].isoformat(), name].figures)
                    for name in race.names
                },
                "scores": {
                    name: race.cells[split.after[0].isoformat(), name].scores
                    for name in race.names
                },
            }
            for split in race.splits
        ],
        "challengers": challengers,
        "rules": [
            {"rule": one.rule, "regret": one.regret, "changes": one.changes, "picks": one.picks}
            for one in race.tried
        ],
        "rule": plan.rule,
        "figure": plan.figure,
        "picked": race.picked,
        "kept_between_seeds": race.between_seeds[OWN],
        "fresh_cells": race.fresh,
        "notes": [
            f"{day} {name}: {cell.why}" for (day, name), cell in race.cells.items() if cell.why
        ],
        "assumes": "precision, AUC and calibration are among the controlled, who were chosen",
    }


def race_title(said: dict[str, Any]) -> str:
    """Over which splits, who was picked and by which rule, and how stable the lists are."""
    splits = said["splits"]
    first, last = splits[0]["tested_on"], splits[-1]["tested_on"]
    seeds = said["kept_between_seeds"]
    kept = "" if seeds is None else f"; two seeds share {100 * seeds:.0f} % of their lists"
    return (
        f"{len(splits)} splits, tested on {first} to {last}: {said['rule']} on"
        f" {said['figure']} picks {said['picked']}{kept}\n{said['assumes']}"
    )


def race_rows(said: dict[str, Any]) -> list[tuple[object, ...]]:
    """One row per challenger, the least regret first."""
    order = sorted(said["challengers"].items(), key=lambda one: _last(one[1]["regret"]))
    return [
        (
            name,
            _text(one["precision"]),
            _text(one["deviation"]),
            f"{_text(one['precision_lower'])}\N{EN DASH}{_text(one['precision_upper'])}",
            _text(one["precision_weighted"]),
            _text(one["auc"]),
            _text(one["regret"]),
            one["times_best"],
            _text(one["kept_between_retrains"]),
            _text(one["kept_between_seeds"]) if one["draws"] else "draws nothing",
            _text(one["calibration_error"]),
            one["seconds"],
        )
        for name, one in order
    ]


def write_race(race: Race, said: dict[str, Any], folder: Path) -> None:
    """Write `race.json`, `race.md` and `regret.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / "race.json").write_text(text + "\n", "utf-8")
    lines = [f"# {race_title(said).replace(chr(10), '. ')}", ""]
    lines += _table(COLUMNS, race_rows(said))
    lines += ["", "## Rules of choosing, each played through", ""]
    rules = [(one["rule"], _text(one["regret"]), one["changes"]) for one in said["rules"]]
    lines += _table(("rule", "regret on the next split", "changes of mind"), rules)
    if said["notes"]:
        lines += ["", "## Could not learn", "", *(f"- {note}" for note in said["notes"])]
    (folder / "race.md").write_text("\n".join(lines) + "\n", "utf-8")
    _draw(race, folder / "regret.png")


def _figures(race: Race) -> list[str]:
    return list(next(iter(race.cells.values())).figures)


def _cells(race: Race, name: str) -> list[Any]:
    return [race.cells[split.after[0].isoformat(), name] for split in race.splits]


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _deviation(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.std(ddof=1)) if len(known) > 1 else None


def _text(value: float | None) -> str:
    return "\N{EN DASH}" if value is None else f"{value:.3f}"


def _last(value: float | None) -> float:
    return float("inf") if value is None else value


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


def _draw(race: Race, path: Path) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    lost = regret(race.figures(race.recipe.choice.figure))
    days = [split.after[0].isoformat()[:7] for split in race.splits]
    picture = Figure(figsize=(7, 4), layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.subplots()
    for number, name in enumerate(race.names):
        axes.plot(days, lost[:, number], marker="o", markersize=3, label=name)
    axes.set_ylabel(f"regret of {race.recipe.choice.figure}")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(fontsize=7, frameon=False)
    picture.savefig(path, dpi=120)
