"""The sentences of the reviewer's desk: a model handed in, its checks, groups and votes."""

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
    # Groups, as the card has them
    "review.held": _W(
        "Hittas brister så ofta som väntat, i varje grupp?",
        "Are faults found as often as expected, in each group?",
    ),
    "review.held.lead": _W(
        "Av kontroller {dates} som modellen inte hade lärt av. Punkten är vad som hittades, med"
        " 95 % intervall; romben är vad modellen väntade sig. Grått är den modell som används"
        " nu.",
        "Of inspections {dates} that the model had not learnt from. The dot is what was found,"
        " with its 95 % interval; the diamond is what the model expected. Grey is the model in"
        " use now.",
    ),
    "review.held.none": _W(
        "För få resultat för att säga om andelarna håller året efter.",
        "Too few results to say whether the shares hold the year after.",
    ),
    "review.held.by_centre": _W("Center", "Centre"),
    "review.held.by_stratum": _W("Bransch och storlek", "Industry and size"),
    "review.group": _W("Grupp", "Group"),
    "review.inspections": _W("Kontroller", "Inspections"),
    "review.expected": _W("Väntat", "Expected"),
    "review.found": _W("Hittat", "Found"),
    "review.verdict": _W("Bedömning", "Verdict"),
    "held.inside": _W("Som väntat", "As expected"),
    "held.outside": _W("Utanför intervallet", "Outside the interval"),
    "held.few": _W("Få kontroller", "Few inspections"),
    "held.deviates": _W("{count} utanför", "{count} outside"),
    # Groups, as the group audit has them
    "review.burden": _W("Hur hårt träffas varje grupp?", "How hard is each group hit?"),
    "review.burden.lead": _W(
        "Listad så många gånger så ofta som andra, delat med hur mycket oftare brister hittas i"
        " gruppen när lotten avgör. 1 är lika; fältet är vad policyn tillåter, {low} till"
        " {high} gånger.",
        "Listed so many times as often as others, over how much more often faults are found in"
        " the group when lot decides. 1 is equal; the field is what the policy allows, {low} to"
        " {high} times.",
    ),
    "review.burden.none": _W(
        "Ingen gruppgranskning är gjord av den här modellen. Analytikern gör den med lykta"
        " models audit. Utan den säger kontrollen av grupper att det inte kan avgöras.",
        "No group audit has been made of this model. The analyst makes it with lykta models"
        " audit. Without it the check of groups says that it cannot be told.",
    ),
    "review.burden.sent": _W(
        "Listorna som skickades {week}", "The lists that were sent {week}"
    ),
    "review.burden.model": _W("Modellen", "The model"),
    "review.size": _W("Arbetsställen", "Workplaces"),
    "review.share": _W("Del av listan mot del av alla", "Share of list over share of all"),
    "review.arm": _W("Brister i slumpvalet", "Findings in the random arm"),
    "review.excess": _W("Träffas, gånger", "Hit, times"),
    "review.times": _W("{value} ({low}–{high})", "{value} ({low}–{high})"),
    "review.other": _W("uppgift saknas", "not given"),
    # Other audits
    "review.signs": _W("Åt rätt håll?", "The right way?"),
    "review.signs.lead": _W(
        "{raises} uppgifter får bara höja, {lowers} bara sänka och {either} kan göra båda.",
        "{raises} facts may only raise, {lowers} only lower, and {either} may do either.",
    ),
    "review.archetypes": _W("Typföretag", "Typical firms"),
    "review.reasons": _W("Förklaringarna", "The explanations"),
    "review.leakage": _W("Läcker modellen gruppen?", "Does the model leak the group?"),
    "review.drop": _W("Utan de bevakade uppgifterna", "Without the guarded facts"),
    "review.missing.archetypes": _W(
        "Modellen är inte prövad på typföretag än (lykta models archetypes).",
        "The model has not been tried on typical firms yet (lykta models archetypes).",
    ),
    "review.missing.reasons": _W(
        "Förklaringarna är inte granskade per grupp än (lykta models audit-reasons).",
        "The explanations have not been audited per group yet (lykta models audit-reasons).",
    ),
    "review.missing.leakage": _W(
        "Ingen har mätt än om uppgifterna avslöjar en skyddad grupp (lykta models"
        " audit-leakage).",
        "Nobody has measured yet whether the facts give away a protected group (lykta models"
        " audit-leakage).",
    ),
    "review.missing.drop": _W(
        "Ingen har prövat listan utan de bevakade uppgifterna än (lykta models audit-drop).",
        "Nobody has tried the list without the guarded facts yet (lykta models audit-drop).",
    ),
    "review.part.verdict": _W("Bedömning: {verdict}", "Verdict: {verdict}"),
    "review.part.made": _W(
        "Resultatet finns, utan en samlad bedömning.", "The result is there, without a verdict."
    ),
    # Voting
    "vote.title": _W("Ditt beslut", "Your decision"),
    "vote.choice": _W("Beslut", "Decision"),
    "vote.approve": _W("Godkänn", "Approve"),
    "vote.approve_with_conditions": _W("Godkänn med villkor", "Approve with conditions"),
    "vote.stop": _W("Stoppa modellen", "Stop the model"),
    "vote.conditions": _W(
        "Villkor (krävs när du godkänner med villkor)",
        "Conditions (needed to approve with them)",
    ),
    "vote.comment": _W("Motivering (krävs när du stoppar)", "Reason (needed to stop)"),
    "vote.until": _W("Gäller till", "Holds until"),
    "vote.until.how": _W("Senast {day}.", "{day} at the latest."),
    "vote.sign": _W("Signera beslut", "Sign the decision"),
    "vote.how": _W(
        "Ditt namn står kvar vid beslutet för alltid.",
        "Your name stays with the decision for ever.",
    ),
    "vote.given": _W("Du har sagt: {decision}.", "You said: {decision}."),
    "vote.then_stop": _W("Stoppa modellen ändå", "Stop the model after all"),
    "vote.closed": _W(
        "Granskningen är stoppad. Modellen kan lämnas in på nytt.",
        "The review was stopped. The model can be handed in again.",
    ),
    "vote.none": _W(
        "Granskare fattar beslutet. Du kan läsa och kommentera.",
        "Reviewers decide. You may read and comment.",
    ),
    "vote.saved": _W("Beslutet är signerat.", "The decision is signed."),
    "vote.fault.decision": _W("Välj ett beslut.", "Choose a decision."),
    "vote.fault.conditions": _W("Skriv villkoren.", "Write the conditions."),
    "vote.fault.stop": _W("Skriv varför modellen stoppas.", "Say why the model is stopped."),
    "vote.fault.unclean": _W(
        "Alla kontroller är inte uppfyllda. Godkänn med villkor och säg varför modellen får"
        " användas ändå.",
        "Not all checks are met. Approve with conditions and say why the model may be used all"
        " the same.",
    ),
    "vote.fault.public": _W(
        "Den offentliga sidan har tomma fält. Modellen kan inte godkännas förrän de är ifyllda"
        " och den har lämnats in på nytt.",
        "The public page has empty fields. The model cannot be approved until they are filled"
        " in and it has been handed in again.",
    ),
    "vote.fault.until": _W(
        "Välj en dag efter i dag och senast {day}.",
        "Choose a day after today, {day} at the latest.",
    ),
    "vote.fault.long": _W(
        "Texten är för lång: högst 4 000 tecken.",
        "The text is too long: 4,000 characters at most.",
    ),
    "vote.fault.own": _W(
        "Den som har tränat eller lämnat in modellen, eller är analytiker, godkänner den inte."
        " Be en annan granskare. Stoppa den kan du.",
        "Whoever trained the model or handed it in, or is an analyst, does not approve it. Ask"
        " another reviewer. Stop it you may.",
    ),
    "vote.fault.late": _W(
        "Någon hann före, eller så har du redan röstat. Så här står granskningen nu.",
        "Someone was first, or you have voted already. This is how the review stands.",
    ),
    # What has happened, and talk
    "events.title": _W("Händelser", "Events"),
    "events.handed": _W("{name} lämnade in modellen.", "{name} handed the model in."),
    "events.approve": _W("{name} godkände.", "{name} approved."),
    "events.approve_with_conditions": _W(
        "{name} godkände med villkor.", "{name} approved with conditions."
    ),
    "events.stop": _W("{name} stoppade modellen.", "{name} stopped the model."),
    "events.comment": _W("{name} skrev:", "{name} wrote:"),
    "events.hidden": _W(
        "{count} röster och kommentarer visas när du själv har röstat.",
        "{count} votes and comments are shown once you have voted yourself.",
    ),
    "comment.label": _W("Skriv i granskningen", "Write in the review"),
    "comment.how": _W(
        "Skriv inget som pekar ut ett arbetsställe eller en person.",
        "Write nothing that points out a workplace or a person.",
    ),
    "comment.send": _W("Skicka", "Send"),
    "comment.saved": _W("Kommentaren är sparad.", "The comment is saved."),
    "comment.fault": _W(
        "Skriv något, högst 4 000 tecken.", "Write something, 4,000 characters at most."
    ),
}
