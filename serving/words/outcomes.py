"""The sentences of the page on which somebody records what a visit found."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["OUTCOME_WORDS"]

_W = Words

OUTCOME_WORDS: Mapping[str, Words] = {
    "outcome.title": _W("Registrera resultat", "Record what was found"),
    "outcome.back": _W("Till arbetsstället", "To the workplace"),
    "outcome.own": _W("{authority} fann", "What {authority} found"),
    "outcome.day": _W("Besökt den", "Visited on"),
    "outcome.result": _W("Resultat", "Result"),
    "outcome.kind": _W("Område (vid brist)", "Field (of a finding)"),
    "outcome.kind.none": _W("Välj område", "Choose a field"),
    "outcome.severity": _W("Hur allvarlig (vid brist)", "How serious (a finding)"),
    "outcome.status": _W("Hur säkert är resultatet?", "How settled is the result?"),
    "outcome.comment": _W("Fri text", "Free text"),
    "severity.1": _W("Ringa", "Slight"),
    "severity.2": _W("Måttlig", "Moderate"),
    "severity.3": _W("Allvarlig", "Serious"),
    "severity.4": _W("Mycket allvarlig", "Very serious"),
    "outcome.reasons": _W("Stämde skälen?", "Did the reasons hold?"),
    "outcome.reasons.how": _W(
        "Svara för det ni såg på plats. Svaren visar vilka skäl som håller.",
        "Answer for what you saw on site. The answers show which reasons hold.",
    ),
    "outcome.save": _W("Spara resultatet", "Save the result"),
    "outcome.draft": _W("Spara utkast", "Save a draft"),
    "outcome.saved": _W("Resultatet är sparat.", "The result is saved."),
    "outcome.drafted": _W(
        "Utkastet är sparat. Bara du ser det.", "The draft is saved. Only you see it."
    ),
    "outcome.from_draft": _W(
        "Det här är ditt utkast från {day} kl. {time}. Det är inte registrerat än.",
        "This is your draft of {day}, {time}. It has not been recorded yet.",
    ),
    "outcome.recorded": _W(
        "Registrerat, version {version}. En ändring blir en ny version, och den gamla finns"
        " kvar.",
        "Recorded, version {version}. A change becomes a new version, and the old one is kept.",
    ),
    "outcome.others": _W("Övriga myndigheter", "Other authorities"),
    "outcome.missing": _W("{authority}: inget registrerat än", "{authority}: nothing yet"),
    "outcome.early": _W(
        "Planen är ett utkast. Resultat registreras när den är låst.",
        "The plan is a draft. Results are recorded once it is locked.",
    ),
    "outcome.not_visited": _W(
        "Arbetsstället skulle inte besökas enligt planen.",
        "The workplace was not to be visited according to the plan.",
    ),
    "outcome.not_yours": _W(
        "Du har inte rätt att registrera resultat här.",
        "You have no right to record results here.",
    ),
    "outcome.stale": _W(
        "Någon annan på din myndighet har sparat ett resultat sedan du öppnade sidan. Det du"
        " skrev finns kvar nedan. Jämför, och spara igen om ditt ska gälla.",
        "Someone else at your authority has saved a result since you opened the page. What you"
        " wrote is kept below. Compare, and save again if yours is to stand.",
    ),
    "outcome.keep": _W("Behåll det som är sparat", "Keep what is saved"),
    "outcome.fault.day": _W(
        "Ange vilken dag besöket gjordes, inte senare än i dag.",
        "Say on which day the visit was made, today at the latest.",
    ),
    "outcome.fault.result": _W("Välj ett resultat.", "Choose a result."),
    "outcome.fault.kind": _W("En brist behöver ett område.", "A finding needs a field."),
    "outcome.fault.severity": _W(
        "Ange hur allvarlig bristen är.", "Say how serious the finding is."
    ),
    # What the script says, and what is kept when the session is gone
    "keep.saving": _W("Sparar utkast …", "Saving a draft …"),
    "keep.saved": _W("Utkast sparat", "Draft saved"),
    "keep.offline": _W(
        "Ingen kontakt med tjänsten. Det du har skrivit finns kvar här på sidan; stäng den"
        " inte. Nytt försök görs av sig själv.",
        "No contact with the service. What you have written is kept on this page; do not close"
        " it. It will be tried again by itself.",
    ),
    "keep.signed_out": _W(
        "Du är utloggad. Det du har skrivit finns kvar här. Logga in i en ny flik och spara"
        " sedan.",
        "You are signed out. What you have written is kept here. Sign in on a new tab, then"
        " save.",
    ),
    "keep.refused": _W(
        "Utkastet gick inte att spara. Tryck på Spara för att se varför.",
        "The draft could not be saved. Press Save to see why.",
    ),
    "keep.title": _W("Inte sparat, men inte heller borta", "Not saved, and not lost either"),
    "keep.why.session": _W(
        "Din inloggning har upphört, så inget är sparat. Det du skrev finns kvar på den här"
        " sidan.",
        "Your sign-in has ended, so nothing is saved. What you wrote is kept on this page.",
    ),
    "keep.why.purpose": _W(
        "Ändamålet saknas eller gäller ett annat center, så inget är sparat. Det du skrev finns"
        " kvar på den här sidan.",
        "The purpose is missing or is for another centre, so nothing is saved. What you wrote"
        " is kept on this page.",
    ),
    "keep.step.one": _W("Logga in i en ny flik", "Sign in on a new tab"),
    "keep.step.purpose": _W("Ange ändamål i en ny flik", "Give a purpose on a new tab"),
    "keep.step.two": _W("Kom tillbaka hit och spara", "Come back here and save"),
    "keep.typed": _W("Det här skrev du", "This is what you wrote"),
}
