"""Every sentence a reader of the pages meets, in Swedish and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from features.errors import UnknownFeature
from features.vocabulary import Words
from serving.sign_in_wording import SIGN_IN_WORDS

__all__ = [
    "FORBIDDEN",
    "WORDS",
    "Language",
    "in_language",
    "sentence",
]


class Language(StrEnum):
    """The languages of the service."""

    SV = "sv"
    EN = "en"


# Words that accuse. A place on the list is a priority, never a suspicion (`domain.md` R7).
FORBIDDEN = re.compile(r"misst[äa]nk|brottslig|suspect|suspicio|criminal|skyldig till", re.I)

_W = Words

WORDS: Mapping[str, Words] = {
    **SIGN_IN_WORDS,
    "service": _W("Lykta", "Lykta"),
    "service.about": _W("Urval för gemensamma kontroller", "Choosing joint inspections"),
    "skip": _W("Hoppa till innehållet", "Skip to content"),
    "language.other": _W("English", "Svenska"),
    "nav.label": _W("Sidor", "Pages"),
    "nav.centres": _W("Alla center", "All centres"),
    "notice.invented": _W("Påhittade uppgifter.", "Invented data."),
    "notice.denser": _W(
        "Kontrollerna är {times} gånger så täta som i verkligheten.",
        "Inspections are {times} times as frequent as in reality.",
    ),
    "notice.real_rate": _W(
        "Kontrollerna är lika täta som i verkligheten.",
        "Inspections are as frequent as in reality.",
    ),
    "footer.secrecy": _W(
        "Sekretess enligt 17 kap. 1 § OSL", "Secret under chapter 17, section 1 of OSL"
    ),
    # The start page
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
    # The list
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
    "list.reasons.one": _W("Visa skälet", "Show the reason"),
    "list.reasons.many": _W("Visa alla {count} skäl", "Show all {count} reasons"),
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
    # Under a reason
    "reason.known": _W("senast\u00a0{day}", "latest\u00a0{day}"),
    "reason.stale": _W("källan har tystnat", "the source has fallen silent"),
    "gaps.title": _W("Uppgift saknas om:", "No data on:"),
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
    # Bands, directions, strengths
    "band.1": _W("Mycket hög", "Very high"),
    "band.2": _W("Hög", "High"),
    "band.3": _W("Förhöjd", "Raised"),
    "band.4": _W("Grund", "Ground"),
    "band.priority": _W("Prioritet: {band}", "Priority: {band}"),
    "raises.much": _W("höjer mycket", "raises a lot"),
    "raises.some": _W("höjer en del", "raises somewhat"),
    "raises.little": _W("höjer lite", "raises a little"),
    "lowers.much": _W("sänker mycket", "lowers a lot"),
    "lowers.some": _W("sänker en del", "lowers somewhat"),
    "lowers.little": _W("sänker lite", "lowers a little"),
    # Frequencies
    "frequency": _W(
        "Av 100 kontrollerade arbetsställen med prioritet {band} hade {found} brister i flera"
        " områden ({period}). {not_found} hade det inte.",
        "Of 100 inspected workplaces with {band} priority, {found} had faults in several"
        " fields ({period}). {not_found} did not.",
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
    # One workplace explained on the command line
    "explain.reason": _W("Skäl", "Reason"),
    "explain.direction": _W("Prioriteten", "Priority"),
    "explain.peers": _W("Liknande arbetsgivare", "Similar employers"),
    "explain.source": _W("Register", "Register"),
    "explain.latest": _W("Senast", "Latest"),
    "explain.what_if": _W("Med rättade uppgifter", "With facts corrected"),
    "explain.before": _W("Före", "Before"),
    "explain.after": _W("Efter", "After"),
    "explain.score": _W("Poäng (för analytiker)", "Score (for analysts)"),
    "explain.built_on": _W(
        "Bygger också på uppgiften och räknas om vid nästa uttag",
        "Also built on the fact, computed anew with the next matrix",
    ),
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
    # What the model does not know
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
    # The brief
    "brief.title": _W("Kontrollunderlag, vecka {week} {year}", "Brief, week {week} {year}"),
    "brief.how": _W(
        "Ett blad per arbetsställe. Skriv ut med webbläsarens utskrift (Ctrl+P).",
        "One sheet per workplace. Print with the browser (Ctrl+P).",
    ),
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
    # Faults
    "fault.400": _W("Frågan gick inte att förstå", "The request could not be understood"),
    "fault.404": _W("Sidan finns inte", "There is no such page"),
    "fault.405": _W("Så kan sidan inte användas", "The page cannot be used that way"),
    "fault.422": _W("Frågan gick inte att förstå", "The request could not be understood"),
    "fault.500": _W("Något gick fel hos oss", "Something went wrong on our side"),
    "fault.503": _W("Tjänsten är inte klar", "The service is not ready"),
    "fault.home": _W("Till alla center", "To all centres"),
    "fault.id": _W("Ange det här numret om du hör av dig: {id}", "Quote this number: {id}"),
}


def sentence(key: str, language: str, **values: object) -> str:
    """The sentence called `key`, filled in. Raises `UnknownFeature` for a key nobody wrote."""
    words = WORDS.get(key)
    if words is None:
        raise UnknownFeature(f"There is no sentence '{key}'.", "add it to serving/wording.py")
    return in_language(words, language).format(**values)


def in_language(words: Words, language: str) -> str:
    """The words in one of the two languages."""
    return words.en if language == Language.EN else words.sv
