"""What every model card says in both languages: what is never used, and its limits."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["LIMITS", "NEVER_RANKED_WORDS", "NEVER_USED"]

_W = Words

NEVER_USED: tuple[Words, ...] = (
    _W(
        "namn, kön, ålder, ursprung, medborgarskap, språk, religion eller hälsa hos någon",
        "name, sex, age, origin, citizenship, language, religion or health of anybody",
    ),
    _W(
        "postnummer, stadsdel, gata eller koordinater",
        "postcode, district, street or coordinates",
    ),
    _W(
        "andelen utrikes födda, anställda med samordningsnummer eller tillstånd",
        "shares of foreign-born, coordination-number or permit-holding staff",
    ),
    _W(
        "branschen i sig (den avgör bara vilka som jämförs)",
        "declared industry as such (it sets peers and strata only)",
    ),
    _W(
        "utfall av gemensamma kontroller (modellen lär av dem men läser dem aldrig)",
        "outcomes of joint controls (they are labels, never features)",
    ),
)

# Findings that are reported and never ranked by: rewarding them would harm whom they are of.
NEVER_RANKED_WORDS: Mapping[str, Words] = {
    "worker_without_permit": _W(
        "att en arbetstagare utan tillstånd har hittats",
        "that a worker without a permit was found",
    ),
}

LIMITS: tuple[Words, ...] = (
    _W(
        "Kontrollerna var utvalda, inte lottade: siffror bland de kontrollerade gäller inte"
        " alla. Gränserna säger vad som är möjligt för de övriga.",
        "Controls were chosen, not drawn: figures among the controlled do not carry over to"
        " everybody. The bounds say what is possible for the rest.",
    ),
    _W(
        "”Ingen brist” kan betyda att ingen tittade just där.",
        "'Nothing found' may mean that nobody looked at just that.",
    ),
    _W(
        "Prioriteten ordnar arbetsställen vid ett tillfälle; den är ingen sannolikhet.",
        "Priority orders workplaces within a date; it is no probability.",
    ),
    _W(
        "Modellen som används har lärt av fler tillfällen än den som är prövad här.",
        "The model that serves learnt from more dates than the one judged here.",
    ),
)
