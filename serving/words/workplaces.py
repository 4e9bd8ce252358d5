"""The sentences of a workplace's own page, and of deciding on it."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["WORKPLACE_WORDS"]

_W = Words

WORKPLACE_WORDS: Mapping[str, Words] = {
    "place.back": _W("Urval vecka {week}", "List for week {week}"),
    "place.on": _W("Plats {rank} på listan", "Place {rank} on the list"),
    "place.added": _W("Tillagt av planerare: {reason}", "Added by planners: {reason}"),
    "place.added.why": _W(
        "Arbetsstället står inte på listan. Människor har lagt till det, så här finns varken"
        " skäl eller uppgifter från modellen.",
        "The workplace is not on the list. People added it, so there are neither reasons nor"
        " facts of the model's.",
    ),
    "place.parts": _W("Delar av sidan", "Parts of the page"),
    "place.reasons": _W("Skäl", "Reasons"),
    "place.facts": _W("Uppgifter", "Facts"),
    "place.history": _W("Historik", "History"),
    "place.similar": _W("Liknande", "Similar"),
    "place.brief": _W("Underlag", "Brief"),
    "place.result": _W("Registrera resultat", "Record what was found"),
    "place.frozen": _W(
        "Skälen frystes när listan gjordes och ändras inte.",
        "The reasons were frozen when the list was made, and do not change.",
    ),
    # Facts
    "place.facts.lead": _W(
        "Uppgifterna bakom skälen, som de var kända före {as_of}.",
        "The facts behind the reasons, as they were known before {as_of}.",
    ),
    "place.facts.other": _W(
        "{count} övriga uppgifter, var och en väger lite",
        "{count} other facts, each of which weighs little",
    ),
    "place.facts.none": _W(
        "Uppgifterna är inte kvar för den här listan.", "The facts of this list are not kept."
    ),
    "place.facts.hidden": _W(
        "{hidden}: {count} från {owners}", "{hidden}: {count} from {owners}"
    ),
    "place.known": _W("senast {day}", "latest {day}"),
    "place.correct": _W("Rätta uppgift", "Correct a fact"),
    "place.correct.what": _W("Vad är fel?", "What is wrong?"),
    "place.correct.why": _W("Hur vet du det?", "How do you know?"),
    "place.correct.fault.what": _W("Välj vad som är fel.", "Choose what is wrong."),
    "place.correct.fault.why": _W("Välj hur du vet det.", "Choose how you know."),
    "place.correct.of": _W("Rätta: {label}", "Correct: {label}"),
    "place.correct.how": _W(
        "{owner} får frågan med ditt skäl och svarar. Registret ändras bara där.",
        "{owner} is asked with your reason, and answers. The register is changed only there.",
    ),
    "place.correct.send": _W("Begär rättelse", "Ask for a correction"),
    "place.correct.sent": _W(
        "Begäran är skickad till den myndighet som äger uppgiften.",
        "The request went to the authority that owns the fact.",
    ),
    # The decision
    "decision.title": _W("Ditt beslut", "Your decision"),
    "decision.status": _W("Beslut", "Decision"),
    "decision.include": _W("Ta med i planen", "Include in the plan"),
    "decision.wait": _W("Avvakta", "Wait"),
    "decision.decline": _W("Avstå", "Decline"),
    "decision.reason": _W(
        "Skäl (krävs om du avvaktar eller avstår)", "Reason (needed to wait or decline)"
    ),
    "decision.reason.none": _W("Välj skäl", "Choose a reason"),
    "decision.reason.wait": _W("För att avvakta", "To wait"),
    "decision.reason.decline": _W("För att avstå", "To decline"),
    "decision.comment": _W("Kommentar", "Comment"),
    "decision.comment.how": _W(
        "Skriv inga namn, personnummer eller organisationsnummer.",
        "Write no names, personal numbers or employer numbers.",
    ),
    "decision.agencies": _W("Deltar i kontrollen", "Takes part in the visit"),
    "decision.save": _W("Spara beslut", "Save the decision"),
    "decision.undo": _W("Ångra beslutet", "Take the decision back"),
    "decision.saved": _W("Beslutet är sparat.", "The decision is saved."),
    "decision.stands": _W("Nu gäller", "What stands now"),
    "decision.yours": _W("Det du skrev", "What you wrote"),
    "decision.stale": _W(
        "Någon annan har sparat ett beslut sedan du öppnade sidan. Inget av ditt är borta:"
        " läs det som gäller, och spara igen om du vill ersätta det.",
        "Someone else has saved a decision since you opened the page. Nothing of yours is"
        " lost: read what stands, and save again to replace it.",
    ),
    "decision.locked": _W(
        "Planen är {state}. Beslut ändras inte längre.",
        "The plan is {state}. Decisions do not change any more.",
    ),
    "decision.random": _W(
        "Ett slumpval mäter bara om det besöks. Det går att avstå när verksamheten har"
        " upphört, ett ärende pågår, säkerheten brister eller ingen har rätt till tillträde.",
        "A random draw only measures if it is visited. It can be declined when the business"
        " has ceased, a matter is open, it is unsafe, or nobody has a right of entry.",
    ),
    "decision.fault.reason": _W(
        "Välj ett skäl som hör till beslutet.", "Choose a reason that goes with the decision."
    ),
    "decision.fault.other": _W(
        "Skriv en kommentar när skälet är Annat.", "Write a comment when the reason is Other."
    ),
    "decision.fault.random": _W(
        "Ett slumpval väljs bara bort om verksamheten har upphört, ett ärende pågår, säkerheten"
        " kräver det eller ingen har tillträde. Annars mäter lottningen ingenting.",
        "A random draw is declined only if the business has ceased, a matter is ongoing, safety"
        " demands it or nobody may enter. Otherwise the draw measures nothing.",
    ),
    "decision.fault.team": _W(
        "Kryssa för minst en myndighet som åker.", "Tick at least one authority that goes."
    ),
    "decision.fault.status": _W("Välj ett beslut.", "Choose a decision."),
    "text.fault.long": _W(
        "Kommentaren är för lång: högst 1 000 tecken.",
        "The comment is too long: 1,000 characters at most.",
    ),
    "text.fault.number": _W(
        "Kommentaren innehåller något som ser ut som ett personnummer eller"
        " organisationsnummer. Ta bort det.",
        "The comment holds what looks like a personal or employer number. Take it out.",
    ),
    # The regionkoordinator
    "refer.title": _W("Regionkoordinator", "Regional coordinator"),
    "refer.how": _W(
        "Be regionkoordinatorn mot människohandel om stöd. Här finns inget fält för uppgifter"
        " om någon person: dem lämnar ni muntligt eller i ert eget ärende.",
        "Ask the regional coordinator against trafficking for support. There is no field for"
        " anything about a person: that is told by word of mouth or in your own case.",
    ),
    "refer.when": _W("När behövs stödet?", "When is it wanted?"),
    "refer.send": _W("Be om stöd", "Ask for support"),
    "refer.sent": _W("Regionkoordinatorn har fått frågan.", "The coordinator has been asked."),
    "refer.asked": _W(
        "Regionkoordinatorn tillfrågades {day}: {wanted}",
        "The regional coordinator was asked, {day}: {wanted}",
    ),
    "refer.taken": _W(
        "Regionkoordinatorn tog sig an frågan {day}: {wanted}",
        "The regional coordinator took it on, {day}: {wanted}",
    ),
    # History and the similar
    "history.lead": _W(
        "Vad som är skrivet här i Lykta om arbetsstället. Tidigare tillsyn som myndigheterna"
        " själva har lämnat står bland uppgifterna.",
        "What has been written here in Lykta of the workplace. Earlier supervision that the"
        " authorities themselves have reported is among the facts.",
    ),
    "history.week": _W("Vecka {week} {year}", "Week {week} {year}"),
    "history.rank": _W("plats {rank}, {band}", "place {rank}, {band}"),
    "history.lot": _W("slumpval", "random draw"),
    "history.must": _W("beslutat besök", "decided visit"),
    "history.added": _W("tillagt: {reason}", "added: {reason}"),
    "history.none": _W("Inget beslut än.", "No decision yet."),
    "history.found": _W("{authority}: {result}", "{authority}: {result}"),
    "history.hidden": _W("{authority}: {hidden}", "{authority}: {hidden}"),
    "history.here": _W("den här platsen", "this place"),
    "similar.lead": _W(
        "Arbetsställen nära på samma lista som delar minst två skäl åt samma håll.",
        "Workplaces near on the same list that share two reasons or more, the same way.",
    ),
    "similar.shared": _W("Delar: {reasons}", "In common: {reasons}"),
    "similar.none": _W(
        "Inget annat på listan delar två skäl.", "Nothing else on the list shares two reasons."
    ),
}
