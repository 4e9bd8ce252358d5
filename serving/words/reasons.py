"""The sentences of bands, reasons and frequencies, wherever they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["REASONS_WORDS"]

_W = Words

REASONS_WORDS: Mapping[str, Words] = {
    "reason.known": _W("senast\u00a0{day}", "latest\u00a0{day}"),
    "reason.stale": _W("källan har tystnat", "the source has fallen silent"),
    "gaps.title": _W("Uppgift saknas om:", "No data on:"),
    "band.1": _W("Mycket hög", "Very high"),
    "band.2": _W("Hög", "High"),
    "band.3": _W("Förhöjd", "Raised"),
    "band.4": _W("Grund", "Basic"),
    "band.priority": _W("Prioritet: {band}", "Priority: {band}"),
    "raises.much": _W("höjer mycket", "raises a lot"),
    "raises.some": _W("höjer en del", "raises somewhat"),
    "raises.little": _W("höjer lite", "raises a little"),
    "lowers.much": _W("sänker mycket", "lowers a lot"),
    "lowers.some": _W("sänker en del", "lowers somewhat"),
    "lowers.little": _W("sänker lite", "lowers a little"),
    "frequency": _W(
        "Av 100 kontrollerade arbetsställen med prioritet {band} hittades brister i flera"
        " områden hos {found} ({period}). Hos {not_found} hittades det inte.",
        "Of 100 inspected workplaces with {band} priority, faults in several fields were found"
        " at {found} ({period}). At {not_found} they were not.",
    ),
    "frequency.unknown": _W(
        "För få arbetsställen med prioritet {band} har kontrollerats för att säga hur ofta"
        " brister hittas ({controlled} under {period}).",
        "Too few workplaces with {band} priority have been inspected to say how often faults"
        " are found ({controlled} in {period}).",
    ),
    "frequency.title": _W("Så ofta hittades brister", "How often faults were found"),
    "frequency.lead": _W(
        "Av 100 kontrollerade, brister i flera områden",
        "Of 100 inspected, faults in several fields",
    ),
    "frequency.of": _W("{found} av 100", "{found} of 100"),
    "frequency.few": _W("för få för att säga", "too few to say"),
    "unknown.title": _W("Det här vet modellen inte", "What the model does not know"),
    "unknown.silent": _W(
        "Vad som har hänt på sistone i {registers}: inget nytt har kommit på ovanligt länge.",
        "What has happened lately in {registers}: nothing new has come for unusually long.",
    ),
    "unknown.later": _W(
        "Vad som har hänt eller blivit känt efter {as_of}.",
        "What has happened or become known since {as_of}.",
    ),
    "unknown.tips": _W(
        "Tips, pågående ärenden och det ni själva har sett.",
        "Tips, open cases and what you have seen yourselves.",
    ),
    "unknown.undeclared": _W(
        "Arbete och lön som aldrig har redovisats till någon myndighet.",
        "Work and pay that were never declared to any authority.",
    ),
    "unknown.wrong": _W(
        "Om en uppgift i ett register är fel.", "Whether a fact in a register is wrong."
    ),
}
