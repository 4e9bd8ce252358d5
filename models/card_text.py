"""The model card as a page: Markdown out of the card's data, Swedish first, English beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["card_text"]


def card_text(card: Mapping[str, Any]) -> str:
    """Write the card out as Markdown."""
    verdict, dates = card["verdict"], card["dates"]
    colour = "GRÖN / GREEN" if verdict["green"] else "RÖD / RED"
    lines = [
        f"# {card['model']}: modellkort / model card",
        "",
        f"**{colour}** ({verdict['outcome']}, {verdict['assumes']})",
        "",
        *(f"- {reason}" for reason in verdict["reasons"]),
        "",
        f"> {card['data']['said']}",
        "",
        f"**Syfte.** {card['purpose']['sv']}",
        "",
        f"**Purpose.** {card['purpose']['en']}",
        "",
        "## Data",
        "",
        f"- Tränad på / trained on: {', '.join(dates['trained_on'])}",
        f"- Prövad på / judged on: {', '.join(dates['judged_on'])}",
        f"- Utfall inom / outcomes within {dates['label_timespan_months']} months,"
        f" embargo {dates['embargo_days']} days, labels known {dates['labels_known']}",
        f"- Modell / model `{card['digest'][:12]}`, recept / recipe `{card['recipe']}`"
        f" `{card['recipe_digest'][:12]}`",
        "",
        "### Urval / cohort",
        "",
        *_table(
            ("steg / step", "kvar / left"), [(s["step"], s["left"]) for s in card["cohort"]]
        ),
        "### Utfall i träningen / labels in training",
        "",
        *_table(
            (
                "område / area",
                "brister / findings",
                "varav överklagade / of which contested",
                "kontroller / controls",
            ),
            [
                (name, one["findings"], one["contested"], one["controls"])
                for name, one in card["labels"].items()
            ],
        ),
        "Överklagade brister räknas som brister. / Contested findings count as findings."
        if dates["contested"] == "count"
        else "Överklagade brister väntar på avgörandet. / Contested findings wait.",
        "",
        *(f"- Utelämnad / left out: {note}" for note in card["left_out"]),
        "",
        "## Vad rangordningen är värd / what the ranking is worth",
        "",
        f"{card['capacity']['visits']} besök per centrum och datum / visits a centre and date.",
        "",
    ]
    for part in ("against_truth", "performance"):
        for outcome, judged in card[part].items():
            lines += [f"### {outcome}, {judged['assumes']}", "", *_worth(judged)]
    lines += ["## Hur vanligt är det var? / how common where?", ""]
    lines += _common(card["prevalence_by_group"])
    lines += ["## Band", "", *_bands(card["bands"])]
    lines += ["## Håller andelarna året efter? / do the frequencies hold after?", ""]
    lines += _held(card["calibration"])
    lines += _by_head(card["calibration_by_head"])
    lines += ["## Uppgifter / features", "", *_features(card["features"])]
    lines += ["## Används aldrig / never used", ""]
    lines += [f"- {what}" for what in card["never_used"]]
    lines += ["", "## Gränser / limits", "", *(f"- {limit}" for limit in card["limits"]), ""]
    return "\n".join(lines)


def _worth(judged: Mapping[str, Any]) -> list[str]:
    rows = []
    for name, one in judged["rankings"].items():
        top = one["at_capacity"]
        minus = one.get("model_minus_this")
        rows.append(
            (
                name,
                _figure(top["precision"]["labelled"]),
                _bounds(top["precision"]),
                _figure(top["precision"]["weighted"]),
                _figure(top["recall"]["labelled"]),
                f"{top['hits']:.1f} / {top['labelled']:.1f} / {top['places']}",
                _figure(one["auc"], percent=False),
                _figure(minus["precision"], signed=True) if minus else "",
            )
        )
    columns = (
        "ordning / ranking",
        "precision (95 %)",
        "gränser / bounds",
        "viktad för urvalet / weighted for selection",
        "recall",
        "brister / kontrollerade / platser",
        "AUC",
        "modellen minus denna / model minus this",
    )
    common = judged["prevalence"]
    among = common["among"]
    told = (
        "Hos alla i urvalet / in the whole cohort:"
        f" bland kontrollerade / among the controlled {_figure(among['labelled'])};"
        f" gränser / bounds {_bounds(among)};"
        f" viktad / weighted {_figure(among['weighted'])};"
        f" slumpvis dragna / drawn at random {_figure(common['random_arm'])}."
    )
    return [told, "", *_table(columns, rows)]


def _bounds(four: Mapping[str, Any]) -> str:
    return f"{_percent(four['lower'])}\N{EN DASH}{_percent(four['upper'])}"


def _common(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    rows = [
        (
            one["by"], one["group"], one["workplaces"], one["controls"],
            _figure(one["among"]), _figure(one["weighted"]),
        )
        for one in groups
    ]  # fmt: skip
    columns = (
        "efter / by", "grupp / group", "rader / rows", "kontroller / controls",
        "bland kontrollerade / among the controlled", "viktad / weighted",
    )  # fmt: skip
    return _table(columns, rows)


def _bands(bands: list[Mapping[str, Any]]) -> list[str]:
    rows = [
        (
            band["name"],
            f"{_percent(band['above_share'])}\N{EN DASH}{_percent(band['below_share'])}",
            one["outcome"],
            f"{one['findings']:.0f} / {one['controls']:.0f}",
            _figure(one["share"]),
        )
        for band in bands
        for one in band["frequencies"]
    ]
    text = "Kontrollerna var utvalda, inte slumpade. / The controls were chosen, not random."
    columns = (
        "band",
        "andel / share",
        "utfall / outcome",
        "brister / kontroller",
        "andel (95 %)",
    )
    return [text, "", *_table(columns, rows)]


def _held(held: Mapping[str, Any] | None) -> list[str]:
    if held is None:
        return ["För få utfall för att säga något. / Too few outcomes to tell.", ""]
    bands = [
        (
            one["band"],
            _figure(one["before"]),
            _figure(one["after"]),
            _figure(one["difference"], signed=True),
            {True: "ja / yes", False: "NEJ / NO", None: "\N{EN DASH}"}[one["held"]],
        )
        for one in held["bands"]
    ]
    groups = [held["overall"], *held["by_centre"], *held["by_stratum"]]
    reliable = [
        (one["group"], one["labelled"], _percent(one["expected"]), _figure(one["seen"]))
        for one in groups
    ]
    return [
        f"Lärt på / learnt on {', '.join(held['learnt_on'])};"
        f" prövat på / judged on {', '.join(held['judged_on'])}."
        " I medel skiljer sig väntad andel från den sedda med"
        f" / on average, expected differs from seen by {_percent(held['error'])}.",
        "",
        *_table(
            ("band", "före / before", "efter / after", "skillnad", "håller / holds"), bands
        ),
        *_table(("grupp / group", "kontroller", "väntat / expected", "sett / seen"), reliable),
    ]


def _by_head(heads: Sequence[Mapping[str, Any]]) -> list[str]:
    if not heads:
        return []
    rows = [
        (
            one["head"],
            one["overall"]["labelled"],
            _percent(one["overall"]["expected"]),
            _figure(one["overall"]["seen"]),
            _percent(one["error"]),
        )
        for one in heads
    ]
    columns = (
        "område / area", "kontroller", "väntat / expected", "sett / seen", "fel / error",
    )  # fmt: skip
    return _table(columns, rows)


def _features(features: list[Mapping[str, Any]]) -> list[str]:
    signs = {"raises": "↑", "lowers": "↓", "either": "↕"}
    rows = [
        (
            one["sv"],
            one["en"],
            one["unit"],
            signs[one["expected_direction"]],
            ", ".join(one["authorities"]),
            f"{one['mean_absolute_contribution']:.3f}",
        )
        for one in features
    ]
    return _table(("uppgift", "feature", "enhet / unit", "", "källa / source", "|SHAP|"), rows)


def _table(columns: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> list[str]:
    lines = [f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return [*lines, ""]


def _percent(value: float | None) -> str:
    return "\N{EN DASH}" if value is None else f"{100 * value:.1f} %"


def _figure(figure: Mapping[str, Any], *, percent: bool = True, signed: bool = False) -> str:
    if figure["value"] is None:
        return figure["why"] or "\N{EN DASH}"
    scale, places = (100, 1) if percent else (1, 3)
    sign = "+" if signed else ""
    text = f"{scale * figure['value']:{sign}.{places}f}"
    if figure["low"] is None:
        return f"{text} ({figure['why']})"
    low, high = (f"{scale * figure[end]:{sign}.{places}f}" for end in ("low", "high"))
    return f"{text} ({low} to {high})"
