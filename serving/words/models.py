"""The sentences of the page about the model."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["MODEL_WORDS"]

_W = Words

MODEL_WORDS: Mapping[str, Words] = {
    "nav.model": _W("Om modellen", "About the model"),
    "model.title": _W("Om modellen", "About the model"),
    "model.which": _W("{name}, {digest}", "{name}, {digest}"),
    "model.none": _W("Ingen modell har gjort någon lista än.", "No model has made a list yet."),
    "model.no_card": _W(
        "Modellkortet finns inte på den här datorn. Be den som sköter tjänsten att lägga dit"
        " körningens filer.",
        "The model's card is not on this machine. Ask whoever runs the service to put the"
        " files of the run there.",
    ),
    "model.verdict.green": _W(
        "Ordningen är bättre än alla {count} jämförelser, med intervallet fritt från noll.",
        "The order beats all {count} comparisons, with the interval clear of zero.",
    ),
    "model.verdict.red": _W(
        "Ordningen är inte säkert bättre än: {rivals}.",
        "The order is not surely better than: {rivals}.",
    ),
    "model.review": _W("Granskning", "Review"),
    "model.review.none": _W(
        "Inte granskad. Ingen har godkänt modellen i den här tjänsten.",
        "Not reviewed. Nobody has approved the model in this service.",
    ),
    "model.review.invented": _W(
        "Godkänd av två påhittade granskare, bara för de påhittade uppgifterna. Ingen människa"
        " har granskat modellen.",
        "Approved by two invented reviewers, for the invented data alone. No person has"
        " reviewed the model.",
    ),
    "model.review.open": _W(
        "Under granskning. Två granskare ska säga sitt innan den får göra en ny lista.",
        "Under review. Two reviewers must have their say before it makes another list.",
    ),
    "model.review.approved": _W(
        "Godkänd av {names}, till {until}.", "Approved by {names}, until {until}."
    ),
    "model.review.conditions": _W("Villkor: {conditions}.", "Conditions: {conditions}."),
    "model.review.stopped": _W(
        "Stoppad av en granskare. Modellen gör inga fler listor.",
        "Stopped by a reviewer. The model makes no more lists.",
    ),
    "model.review.expired": _W(
        "Godkännandet har gått ut. Modellen gör inga fler listor förrän den godkänts på nytt.",
        "The approval has expired. The model makes no list until it is approved anew.",
    ),
    # What it uses
    "model.uses": _W("Vad den använder", "What it uses"),
    "model.uses.lead": _W(
        "{count} uppgifter ur myndigheternas register, de som väger mest först. Pilen säger åt"
        " vilket håll uppgiften får dra.",
        "{count} facts from the authorities' registers, those that weigh most first. The arrow"
        " says which way a fact may pull.",
    ),
    "model.uses.one": _W(
        "{owners}: {count} uppgift, {share} av tyngden",
        "{owners}: {count} fact, {share} of the weight",
    ),
    "model.uses.many": _W(
        "{owners}: {count} uppgifter, {share} av tyngden",
        "{owners}: {count} facts, {share} of the weight",
    ),
    "model.raises": _W("höjer", "raises"),
    "model.lowers": _W("sänker", "lowers"),
    "model.either": _W("kan höja eller sänka", "may raise or lower"),
    "model.uses.little": _W("under 1 %", "below 1 %"),
    "model.never": _W("Vad den aldrig använder", "What it never uses"),
    # What it is worth
    "model.worth": _W("Hur bra den är", "How good it is"),
    "model.worth.labelled": _W(
        "Bland dem som har kontrollerats, och de var utvalda. Andel av platserna på listan som"
        " hade brister i flera områden.",
        "Among those that were inspected, who were chosen. Share of the places on the list with"
        " faults in several fields.",
    ),
    "model.worth.truth": _W(
        "Mot hela sanningen i det påhittade landet, som bara finns där.",
        "Against the whole truth of the invented country, which exists only there.",
    ),
    "model.worth.how": _W(
        "Prövad på {dates}, {visits} besök per center och tillfälle.",
        "Judged on {dates}, {visits} visits a centre and date.",
    ),
    "model.ranking": _W("Ordning", "Order"),
    "model.ranking.lykta": _W("Lykta", "Lykta"),
    "model.precision": _W("Med brister (95 %)", "With faults (95 %)"),
    "model.bounds": _W("Möjligt för alla", "Possible for all"),
    "model.minus": _W("Lykta minus denna", "Lykta minus this"),
    "model.points": _W(
        "{points} procentenheter ({low} till {high})", "{points} points ({low} to {high})"
    ),
    "model.labels": _W("Vad den har lärt av", "What it learnt from"),
    "model.labels.line": _W(
        "{area}: brister vid {findings} av {controls} kontroller",
        "{area}: findings in {findings} of {controls} inspections",
    ),
    "area.tax_and_pay": _W("Skatt och löner", "Tax and pay"),
    "area.work_environment": _W("Arbetsmiljö", "Work environment"),
    "area.permits_and_posting": _W(
        "Arbetsgivarens ansvar för tillstånd och utstationering",
        "The employer's liability for permits and posting",
    ),
    "area.subsidies_and_benefits": _W("Stöd och ersättningar", "Subsidies and benefits"),
    "area.several": _W("Flera områden på en gång", "Several fields at once"),
    # Weak spots
    "model.weak": _W("Kända svagheter", "Known weak spots"),
    "model.weak.band": _W(
        "Prioritet {band}: andelen med brister höll inte året efter ({before} före, {after}"
        " efter).",
        "Priority {band}: the share with faults did not hold the year after ({before} before,"
        " {after} after).",
    ),
    "model.weak.group": _W(
        "{group}: brister väntades hos {expected} och hittades hos {seen}"
        " ({controls} kontroller).",
        "{group}: faults were expected at {expected} and found at {seen}"
        " ({controls} inspections).",
    ),
    "model.weak.uncalibrated": _W(
        "För få resultat för att säga om andelarna håller året efter.",
        "Too few results to say whether the shares hold the year after.",
    ),
    # Change log, and where to turn
    "model.log": _W("Ändringar", "Changes"),
    "model.log.one": _W(
        "{name} {digest}: en lista, {weeks}", "{name} {digest}: one list, {weeks}"
    ),
    "model.log.many": _W(
        "{name} {digest}: {lists} listor, {weeks}", "{name} {digest}: {lists} lists, {weeks}"
    ),
    "model.turn": _W("Om något är fel", "If something is wrong"),
    "model.turn.fact": _W(
        "Fel uppgift om ett arbetsställe: öppna arbetsstället och välj Rätta uppgift. Frågan"
        " går till den myndighet som äger uppgiften.",
        "A wrong fact of a workplace: open the workplace and choose Correct a fact. The"
        " authority that owns the fact is asked.",
    ),
    "model.turn.use": _W(
        "Synpunkter på hur urvalet görs: din myndighets ansvariga för den gemensamma kontrollen"
        " eller dess dataskyddsombud.",
        "Views on how workplaces are chosen: those at your authority who answer for joint"
        " inspections, or its data protection officer.",
    ),
    "model.turn.outside": _W(
        "Den som berörs kan klaga hos Integritetsskyddsmyndigheten eller JO.",
        "Whoever is concerned may complain to the data protection authority (IMY) or the"
        " Parliamentary Ombudsmen (JO).",
    ),
}
