"""The sentences of the reviewer's desk: a model handed in, its checks and figures."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["REVIEW_WORDS"]

_W = Words

REVIEW_WORDS: Mapping[str, Words] = {
    "nav.review": _W("Granskning", "Review"),
    "nav.log": _W("Logg", "Log"),
    # Every review
    "reviews.title": _W("Granskning av modeller", "Reviews of models"),
    "reviews.lead": _W(
        "En modell gör listor först när två granskare har godkänt den. Den som har tränat eller"
        " lämnat in den godkänner den inte.",
        "A model makes lists once two reviewers have approved it. Whoever trained it or handed"
        " it in does not approve it.",
    ),
    "reviews.none": _W("Ingen modell har lämnats in än.", "No model has been handed in yet."),
    "reviews.model": _W("Modell", "Model"),
    "reviews.state": _W("Läge", "State"),
    "reviews.handed": _W("Inlämnad", "Handed in"),
    "reviews.votes": _W("Röster", "Votes"),
    "reviews.compare": _W("Jämför två listor", "Compare two lists"),
    "review.state.open": _W("Väntar på granskare", "Awaits reviewers"),
    "review.state.approved": _W("Godkänd", "Approved"),
    "review.state.approved_with_conditions": _W(
        "Godkänd med villkor", "Approved with conditions"
    ),
    "review.state.stopped": _W("Stoppad", "Stopped"),
    "review.state.expired": _W("Godkännandet har gått ut", "The approval has expired"),
    # One review
    "review.title": _W("Granska modell {version}", "Review model {version}"),
    "review.handed": _W("Inlämnad av {name} den {day}.", "Handed in by {name} on {day}."),
    "review.against": _W(
        "Jämförs med {name}, som används nu.", "Set against {name}, in use now."
    ),
    "review.alone": _W(
        "Ingen annan modell används nu att jämföra med.",
        "No other model is in use to set it against.",
    ),
    "review.votes": _W(
        "{count} av {of} granskare har godkänt.", "{count} of {of} have approved."
    ),
    "review.until": _W("Gäller till {day}.", "Holds until {day}."),
    "review.trainers": _W("Tränad av {names}.", "Trained by {names}."),
    "review.parts": _W("Delar av granskningen", "Parts of the review"),
    "review.report": _W("Rapport (PDF)", "Report (PDF)"),
    "review.report.markdown": _W("Rapport (Markdown)", "Report (Markdown)"),
    "review.public": _W("Offentlig sida", "Public page"),
    "review.no_card": _W(
        "Modellkortet finns inte på den här datorn, så siffrorna saknas. Be den som sköter"
        " tjänsten att lägga dit körningens filer.",
        "The model's card is not on this machine, so the figures are missing. Ask whoever runs"
        " the service to put the files of the run there.",
    ),
    # Checks
    "review.checks": _W("Kontroller vid inlämning", "Checks when it was handed in"),
    "verdict.passes": _W("Uppfyllt", "Met"),
    "verdict.fails": _W("Inte uppfyllt", "Not met"),
    "verdict.cannot_tell": _W("Kan inte avgöras", "Cannot be told"),
    "check.files": _W("Filer", "Files"),
    "check.cutoff": _W("Tidsgräns", "Cut-off"),
    "check.order": _W("Ordningen", "The order"),
    "check.public_page": _W("Offentlig sida", "Public page"),
    "check.groups": _W("Grupper", "Groups"),
    "check.files.passes": _W(
        "Kortet hör till just de här filerna.", "The card is of these very files."
    ),
    "check.files.fails": _W(
        "Kortet hör till en annan modell.", "The card is of another model."
    ),
    "check.cutoff.passes": _W(
        "Kortet säger när modellen hade lärt färdigt.",
        "The card tells by when the model had learnt.",
    ),
    "check.cutoff.fails": _W(
        "Kortet säger inte när modellen hade lärt färdigt.",
        "The card does not tell by when the model had learnt.",
    ),
    "check.order.passes": _W(
        "Bättre än alla jämförelser, med intervallet fritt från noll.",
        "Better than every comparison, with the interval clear of zero.",
    ),
    "check.order.fails": _W(
        "Inte säkert bättre än alla jämförelser.", "Not surely better than every comparison."
    ),
    "check.order.cannot_tell": _W("Kortet säger inget om det.", "The card says nothing of it."),
    "check.public_page.passes": _W("Alla fält är ifyllda.", "Every field is filled in."),
    "check.public_page.fails": _W(
        "Obligatoriska fält är tomma. Modellen kan inte godkännas.",
        "Mandatory fields are empty. The model cannot be approved.",
    ),
    "check.groups.passes": _W(
        "Ingen grupp är utanför gränsen.", "No group is outside the limit."
    ),
    "check.groups.fails": _W(
        "Minst en grupp är utanför gränsen.", "At least one group is outside the limit."
    ),
    "check.groups.cannot_tell": _W(
        "Ingen gruppgranskning av just den här modellen lämnades in, eller så räcker den inte.",
        "No group audit of this very model was handed in, or it does not suffice.",
    ),
    # Against the current model
    "review.figures": _W("Mot den modell som används nu", "Against the model in use now"),
    "review.measure": _W("Mått", "Measure"),
    "review.this": _W("Den här", "This one"),
    "review.now": _W("Används nu", "In use now"),
    "measure.precision": _W(
        "Brister bland platserna på listan, av de kontrollerade",
        "Findings among the listed, of those inspected",
    ),
    "measure.truth": _W(
        "Brister bland platserna på listan, mot sanningen i det påhittade landet",
        "Findings among the listed, against the truth of the invented country",
    ),
    "measure.recall": _W(
        "Så stor del av bristerna når listan, mot den sanningen",
        "Share of findings that the list reaches, against that truth",
    ),
    "measure.random": _W("Brister i slumpvalet", "Findings in the random arm"),
    "review.unknown": _W("går inte att säga", "cannot be told"),
    "review.group": _W("Grupp", "Group"),
    "review.inspections": _W("Kontroller", "Inspections"),
    "review.expected": _W("Väntat", "Expected"),
    "review.found": _W("Hittat", "Found"),
    "review.verdict": _W("Bedömning", "Verdict"),
    "review.size": _W("Arbetsställen", "Workplaces"),
    "review.share": _W("Del av listan mot del av alla", "Share of list over share of all"),
    "review.arm": _W("Brister i slumpvalet", "Findings in the random arm"),
    "review.excess": _W("Träffas, gånger", "Hit, times"),
    "review.times": _W("{value} ({low}–{high})", "{value} ({low}–{high})"),
    "review.other": _W("uppgift saknas", "not given"),
    # Other audits
    "review.signs": _W("Åt rätt håll?", "The right way?"),
    "review.signs.lead": _W(
        "{raises} får bara höja, {lowers} bara sänka och {either} kan göra båda.",
        "{raises} may only raise, {lowers} only lower, and {either} may do either.",
    ),
    "review.facts.one": _W("{count} uppgift", "{count} fact"),
    "review.facts.many": _W("{count} uppgifter", "{count} facts"),
    "review.archetypes": _W("Typföretag", "Typical firms"),
    "review.reasons": _W("Förklaringarna", "The explanations"),
    "review.leakage": _W("Läcker modellen gruppen?", "Does the model leak the group?"),
    "review.drop": _W("Utan de bevakade uppgifterna", "Without the guarded facts"),
    "review.part.verdict": _W("Bedömning: {verdict}", "Verdict: {verdict}"),
    "review.part.made": _W(
        "Resultatet finns, utan en samlad bedömning.", "The result is there, without a verdict."
    ),
    "review.cases": _W("Läs fall blint", "Read cases blind"),
    "check.name": _W("Kontroll", "Check"),
    "check.says": _W("Vad den säger", "What it says"),
}
