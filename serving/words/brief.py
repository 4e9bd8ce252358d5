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
    "brief.sheet.added": _W("Tillagt {number} av {count}", "Added {number} of {count}"),
    "brief.added": _W("Tillagt av planerare", "Added by planners"),
    "brief.added.why": _W("Varför besöket görs", "Why the visit is made"),
    "brief.added.reason": _W("Skäl: {reason}.", "Reason: {reason}."),
    "brief.added.by": _W("Tillagt av {name} {day}.", "Added by {name}, {day}."),
    "brief.added.no_reasons": _W(
        "Arbetsstället står inte på den beräknade listan, så här finns inga skäl från"
        " modellen. Vad som är skrivet om det står i Lykta, inte på papper.",
        "The workplace is not on the computed list, so there are no reasons of the model's."
        " What has been written of it stands in Lykta, not on paper.",
    ),
}
