"""The sentences of a list: its head, its rows, its columns and how it was made."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["LISTS_WORDS"]

_W = Words

LISTS_WORDS: Mapping[str, Words] = {
    "list.title": _W("Urval vecka {week}", "List for week {week}"),
    "list.centre": _W("Regionalt center {name}", "Regional centre {name}"),
    "list.made": _W(
        "Listan gjordes {made} av uppgifter som var kända före {as_of}.",
        "Made on {made} from data known before {as_of}.",
    ),
    "list.csv": _W("Ladda ner för Excel (CSV)", "Download for Excel (CSV)"),
    "list.brief": _W("Underlag för utskrift", "Printable brief"),
    "list.places": _W("{filled} av {capacity} platser", "{filled} of {capacity} places"),
    "list.random.none": _W(
        "Inget slumpval föll på den här veckan.", "No random draw fell on this week."
    ),
    "list.random.one": _W(
        "1 av dem är ett slumpval, så att vi kan mäta hur bra listan är.",
        "1 of them was drawn at random, so that we can measure how good the list is.",
    ),
    "list.random.many": _W(
        "{count} av dem är slumpval, så att vi kan mäta hur bra listan är.",
        "{count} of them were drawn at random, so that we can measure how good the list is.",
    ),
    "list.filter": _W("Visa", "Show"),
    "list.filter.all": _W("Alla", "All"),
    "list.filter.random": _W("Slumpval", "Random draw"),
    "list.workplaces.one": _W("1 arbetsställe", "1 workplace"),
    "list.workplaces.many": _W("{count} arbetsställen", "{count} workplaces"),
    "list.ordered": _W("Ordnade efter prioritet, slumpval sist", "By priority, random last"),
    "list.workplace": _W("Arbetsställe", "Workplace"),
    "list.none": _W(
        "Inget arbetsställe här i det här urvalet.", "No workplace here on this list."
    ),
    "list.reasons.one": _W("1 skäl", "1 reason"),
    "list.reasons.many": _W("{count} skäl", "{count} reasons"),
    "list.reasons.show": _W("Visa", "Show"),
    "list.reasons.close": _W("Dölj skälen", "Hide the reasons"),
    "list.reasons.for": _W("för {name}", "for {name}"),
    "list.why": _W("Varför arbetsstället är på listan", "Why the workplace is on the list"),
    "list.why.random": _W("Draget slumpmässigt", "Drawn at random"),
    "list.why.random.long": _W(
        "Arbetsstället lottades bland {population}. Uppgifterna nedan styrde inte valet.",
        "This workplace was drawn among {population}. The facts below did not decide it.",
    ),
    "list.rest.one": _W("1 övrig uppgift", "1 other fact"),
    "list.rest.many": _W("{count} övriga uppgifter", "{count} other facts"),
    "list.rest.each": _W("var och en väger lite", "each weighs little"),
    "list.axis": _W(
        "Vänster om strecket sänker prioriteten, höger om det höjer.",
        "Left of the line lowers the priority, right of it raises.",
    ),
    "column.rank": _W("Plats", "Place"),
    "column.name": _W("Namn", "Name"),
    "column.address": _W("Adress", "Address"),
    "column.municipality": _W("Kommun", "Municipality"),
    "column.employer": _W("Org.nr", "Employer no."),
    "column.workplace": _W("Arbetsställenr", "Workplace no."),
    "column.sector": _W("Bransch", "Industry"),
    "column.employees": _W("Anställda", "Employees"),
    "column.priority": _W("Prioritet", "Priority"),
    "column.drawn": _W("Urval", "Chosen by"),
    "column.lead": _W("Leds av", "Led by"),
    "column.team": _W("Med på besöket", "Joined by"),
    "column.desk": _W("Förbereder från kontoret", "Prepare at the office"),
    "column.ground": _W("Tillträde", "Ground for entry"),
    "column.reasons": _W("Skäl", "Reasons"),
    "drawn.ranking": _W("Ordning", "Ranking"),
    "drawn.random": _W("Slumpval", "Random draw"),
    "drawn.must": _W("Beslutat besök", "Decided visit"),
    "made.title": _W("Så gjordes listan", "How this list was made"),
    "funnel.workplaces": _W(
        "arbetsställen i centrets län", "workplaces in the centre's counties"
    ),
    "funnel.eligible": _W("kan komma i fråga", "may be considered"),
    "funnel.rested": _W("inte nyss kontrollerade", "not recently inspected"),
    "funnel.allowed": _W("inte undantagna", "not excluded"),
    "made.places": _W("på listan", "on the list"),
    "made.chance": _W(
        "Vart och ett hade chansen 1 på {odds} att lottas fram.",
        "Each had a chance of 1 in {odds} to be drawn.",
    ),
    "made.model": _W("Modell", "Model"),
    "made.snapshot": _W("Uppgifter", "Data"),
    "made.policy": _W("Regler", "Policy"),
    "made.seed": _W("Lottens frö", "Seed of the draw"),
    "made.list": _W("Lista", "List"),
}
