"""The sentences of one workplace explained on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["EXPLAINED_WORDS"]

_W = Words

EXPLAINED_WORDS: Mapping[str, Words] = {
    "explain.reason": _W("Skäl", "Reason"),
    "explain.direction": _W("Prioriteten", "Priority"),
    "explain.peers": _W("Liknande arbetsgivare", "Similar employers"),
    "explain.source": _W("Register", "Register"),
    "explain.latest": _W("Senast", "Latest"),
    "explain.what_if": _W("Med rättade uppgifter", "With facts corrected"),
    "explain.before": _W("Före", "Before"),
    "explain.after": _W("Efter", "After"),
    "correct.place": _W("Plats bland {among}", "Place among {among}"),
    "correct.listed": _W("Plats på listan", "Place on the list"),
    "correct.unlisted": _W("inte med", "not on it"),
    "explain.score": _W("Poäng (för analytiker)", "Score (for analysts)"),
    "explain.built_on": _W(
        "Bygger också på uppgiften och räknas om vid nästa uttag",
        "Also built on the fact, computed anew with the next matrix",
    ),
    "explain.anew": _W("Räknas också om vid nästa uttag", "Also computed anew then"),
    "explain.changes": _W(
        "Enskilda uppgifter som skulle ha gett en annan prioritet",
        "Single facts that would have given another priority",
    ),
    "explain.no_changes": _W(
        "Ingen enskild uppgift inom det vanliga skulle ha gett en annan prioritet.",
        "No single fact within the usual would have given another priority.",
    ),
    "explain.now": _W("Uppgiften", "The fact"),
    "explain.instead": _W("I stället", "Instead"),
    "explain.band": _W("Prioritet", "Priority"),
}
