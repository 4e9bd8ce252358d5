"""The sentences of the brief that an inspector takes along."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["BRIEF_WORDS"]

_W = Words

BRIEF_WORDS: Mapping[str, Words] = {
    "brief.title": _W("Kontrollunderlag, vecka {week} {year}", "Brief, week {week} {year}"),
    "brief.how": _W(
        "Ett blad per arbetsställe. Skriv ut med webbläsarens utskrift (Ctrl+P).",
        "One sheet per workplace. Print with the browser (Ctrl+P).",
    ),
    "brief.pdf": _W("Hämta som PDF", "Fetch as PDF"),
    "brief.list": _W("Lista {id}, {digest}", "List {id}, {digest}"),
    "brief.back": _W("Tillbaka till listan", "Back to the list"),
    "brief.overview": _W("Översikt", "Overview"),
    "brief.why": _W("Varför kontrollen föreslås", "Why the visit is proposed"),
    "brief.check": _W("Att kontrollera på plats", "To check on site"),
    "brief.result": _W("Resultat", "Result"),
    "brief.result.by": _W("Myndighet", "Authority"),
    "brief.result.none": _W("Ingen brist", "No fault"),
    "brief.result.found": _W("Brist", "Fault"),
    "brief.result.unchecked": _W("Ej kontrollerat", "Not checked"),
    "brief.result.what": _W("Vad", "What"),
    "brief.notes": _W("Anteckningar", "Notes"),
    "brief.open_mind": _W(
        "Möt arbetsgivaren utan förutfattad mening.", "Meet the employer with an open mind."
    ),
    "brief.sheet": _W("{rank} av {count}", "{rank} of {count}"),
}
