"""The sentences of the report that each night leaves."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["NIGHT_WORDS"]

_W = Words

NIGHT_WORDS: Mapping[str, Words] = {
    "night.title": _W("Nattens körning {id}", "The night's run {id}"),
    "night.began": _W("Började {when} (UTC)", "Began {when} (UTC)"),
    "night.resumed": _W(
        "Avbröts och togs upp igen {times} gånger",
        "Broken off and taken up again {times} times",
    ),
    "night.state.done": _W(
        "Klar. Veckans listor är gjorda.", "Done. The week's lists are made."
    ),
    "night.state.stopped": _W(
        "Stoppad. De senaste listorna gäller tills felet är rättat.",
        "Stopped. The last lists stand until the fault is mended.",
    ),
    "night.state.crashed": _W(
        "Avbruten av ett fel hos oss. De senaste listorna gäller; driftloggen säger var.",
        "Broken off by a fault of ours. The last lists stand; the log tells where.",
    ),
    "night.state.under_way": _W("Pågår.", "Under way."),
    "night.state.left": _W(
        "Övergiven: en ny leverans kom innan den togs upp igen.",
        "Left: another delivery came before it was taken up again.",
    ),
    "night.why": _W("Varför den stoppade", "Why it stopped"),
    "night.do": _W("Att göra", "What to do"),
    "night.steps": _W("Stegen", "The steps"),
    "night.step": _W("Steg", "Step"),
    "night.seconds": _W("Sekunder", "Seconds"),
    "night.came": _W("Vad som kom ut", "What came of it"),
    "night.step.check": _W("Kontroll av leveransen", "Check of the delivery"),
    "night.step.load": _W("Inläsning", "Loading"),
    "night.step.features": _W("Indikatorer", "Features"),
    "night.step.drift": _W("Jämförelse med förra månaden", "Comparison with the month before"),
    "night.step.explanations": _W("Poäng och förklaringar", "Scores and explanations"),
    "night.step.lists": _W("Listor", "Lists"),
    "night.step.differences": _W("Jämförelse", "Comparison"),
    "night.not_reached": _W("hann inte", "not reached"),
    "night.said.check": _W(
        "{ask} saker att titta på, {note} anteckningar", "{ask} things to look at, {note} notes"
    ),
    "night.said.load": _W(
        "{registers} register med {rows} rader, {unchanged} oförändrade sedan förra gången",
        "{registers} registers with {rows} rows, {unchanged} unchanged since last time",
    ),
    "night.said.features": _W(
        "{workplaces} arbetsställen per {as_of}", "{workplaces} workplaces as of {as_of}"
    ),
    "night.said.drift": _W(
        "{moved} indikatorer har rört sig sedan {against}, {too_far} för mycket",
        "{moved} features have moved since {against}, {too_far} too far",
    ),
    "night.said.drift.first": _W(
        "Ingen tidigare månad att jämföra med", "No earlier month to compare with"
    ),
    "night.said.explanations": _W(
        "{workplaces} arbetsställen förklarade", "{workplaces} workplaces explained"
    ),
    "night.said.lists": _W(
        "{lists} listor för {week}, varav {new} nya",
        "{lists} lists for {week}, {new} of them new",
    ),
    "night.said.differences": _W(
        "{compared} listor jämförda med förra veckans",
        "{compared} lists compared with last week's",
    ),
    "night.delivery": _W("Rapport om leveransen", "Report on the delivery"),
}
