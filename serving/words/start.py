"""The sentences of the start page and of the weeks."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["START_WORDS"]

_W = Words

START_WORDS: Mapping[str, Words] = {
    "start.title": _W("Urval per center, vecka {week}", "Lists by centre, week {week}"),
    "start.empty": _W("Inga listor än", "No lists yet"),
    "start.empty.how": _W(
        "Listorna görs av kommandot lykta demo. Ladda sedan om sidan.",
        "Lists are made by the command lykta demo. Then reload this page.",
    ),
    "start.places": _W("Platser", "Places"),
    "start.key": _W("Teckenförklaring", "Key"),
    "start.random.none": _W("inget slumpval", "no random draw"),
    "start.random.one": _W("1 slumpval", "1 random draw"),
    "start.random.many": _W("{count} slumpval", "{count} random draws"),
    "start.none": _W("Ingen lista den här veckan", "No list this week"),
    "start.how.title": _W("Så blir en lista till", "How a list is made"),
    "start.how.order": _W(
        "Arbetsställen ordnas efter hur ofta kontroller av liknande arbetsställen har hittat"
        " brister inom flera myndigheters områden.",
        "Workplaces are ordered by how often inspections of similar workplaces have found"
        " faults in several authorities' fields.",
    ),
    "start.how.random": _W(
        "En liten del av platserna lottas bland alla. Så ser vi vad ordningen missar.",
        "A small share of the places is drawn among all. That shows what the order misses.",
    ),
    "start.how.rest": _W(
        "Ett arbetsställe som nyss har kontrollerats vilar, och en arbetsgivare får högst ett"
        " ordnat besök i veckan.",
        "A recently inspected workplace rests, and an employer gets at most one ranked visit"
        " a week.",
    ),
    "start.how.person": _W(
        "Listan är ett förslag. Människor avgör vilka kontroller som görs.",
        "The list is a proposal. People decide which inspections are made.",
    ),
    "week.other": _W("Vecka {week}", "Week {week}"),
    "week.nav": _W("Andra veckor", "Other weeks"),
}
