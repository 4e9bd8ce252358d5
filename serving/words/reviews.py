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
        "Listorna som skickades, {week}", "The lists that were sent, {week}"
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
        "Förklaringarna är inte granskade per grupp än (lykta models audit --of reasons).",
        "The explanations have not been audited per group yet (lykta models"
        " audit --of reasons).",
    ),
    "review.missing.leakage": _W(
        "Ingen har mätt än om uppgifterna avslöjar en skyddad grupp (lykta models"
        " audit --of leakage).",
        "Nobody has measured yet whether the facts give away a protected group (lykta models"
        " audit --of leakage).",
    ),
    "review.missing.drop": _W(
        "Ingen har prövat listan utan de bevakade uppgifterna än (lykta models"
        " audit --of drop).",
        "Nobody has tried the list without the guarded facts yet (lykta models"
        " audit --of drop).",
    ),
    "review.part.verdict": _W("Bedömning: {verdict}", "Verdict: {verdict}"),
    "review.part.made": _W(
        "Resultatet finns, utan en samlad bedömning.", "The result is there, without a verdict."
    ),
    "judged.precision": _W("träffsäkerhet", "precision"),
    "judged.pprev": _W("andel på listan", "share listed"),
    "judged.fpr": _W("listade utan brister", "listed without findings"),
    "judged.fnr": _W("missade brister", "missed findings"),
    "judged.burden": _W("träffas för hårt", "hit too hard"),
    "judged.calibration": _W("väntat mot hittat", "expected against found"),
    "judged.repeats": _W("återbesök utan brister", "repeat visits without findings"),
    "kind.size": _W("Storlek", "Size"),
    "kind.age_of_firm": _W("Företagets ålder", "Age of the firm"),
    "kind.county": _W("Län", "County"),
    "kind.sector": _W("Bransch", "Industry"),
    "kind.ownership": _W("Företagsform", "Form of ownership"),
    "kind.owner_background": _W("Ägarens bakgrund", "Owner's background"),
    "kind.workforce_background": _W("De anställdas bakgrund", "Workforce background"),
    "kind.owner_sex": _W("Ägarens kön", "Owner's sex"),
    "kind.owner_age": _W("Ägarens ålder", "Owner's age"),
    "archetypes.lead": _W(
        "{firms} typföretag i {sweeps} prov med en uppgift i taget. I {far} av dem flyttar en"
        " bevakad uppgift företaget längre än {limit} av {cohort} platser.",
        "{firms} typical firms in {sweeps} trials of one fact at a time. In {far} of them a"
        " guarded fact moves the firm further than {limit} of {cohort} places.",
    ),
    "archetypes.true": _W(
        "Ingen uppgift drar åt fel håll i något träd; alla träd är genomgångna.",
        "No fact pulls the wrong way in any tree; every tree was gone through.",
    ),
    "archetypes.directions": _W(
        "{count} uppgifter drar åt fel håll i något träd.",
        "{count} facts pull the wrong way in some tree.",
    ),
    "archetypes.far": _W(
        "{firm}: {feature} flyttar {moved} platser.", "{firm}: {feature} moves {moved} places."
    ),
    "leakage.lead": _W(
        "Så väl går gruppen att gissa av uppgifterna: 0,5 är slump, 1 är säkert, gränsen är"
        " {limit}.",
        "How well the group can be guessed from the facts: 0.5 is chance, 1 is certain, the"
        " limit is {limit}.",
    ),
    "leakage.line": _W("{group}: {area}, mest av {by}", "{group}: {area}, mostly by {by}"),
    "drop.earns_its_place": _W(
        "{feature}: {low} till {high} träffar med den. Den gör nytta.",
        "{feature}: {low} to {high} hits with it. It earns its place.",
    ),
    "drop.nothing_speaks_for_it": _W(
        "{feature}: {low} till {high} träffar med den. Inget talar för den: ta bort den, eller"
        " säg varför inte.",
        "{feature}: {low} to {high} hits with it. Nothing speaks for it: drop it, or say why"
        " not.",
    ),
    "drop.cannot_tell": _W(
        "{feature}: {low} till {high} träffar med den. Det går inte att säga.",
        "{feature}: {low} to {high} hits with it. It cannot be told.",
    ),
    "reasons.pairs": _W(
        "{count} par har samma poäng av olika skäl.",
        "{count} pairs have the same score for different reasons.",
    ),
    "reasons.churn": _W(
        "Efter omträning: samma första skäl hos {first} av 100, samma skäl bland de högst"
        " rangordnade hos {top} av 100.",
        "After retraining: the same first reason at {first} of 100, the same reasons among the"
        " highest ranked at {top} of 100.",
    ),
    "reasons.signs": _W(
        "{count} av {of} uppgifter med utpekad riktning följer den inte.",
        "{count} of {of} facts with a declared direction do not follow it.",
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
    # Workplaces looked at blind
    "cases.title": _W("Fall att läsa blint", "Cases to read blind"),
    "cases.back": _W("Till granskningen", "To the review"),
    "cases.lead": _W(
        "Arbetsställen ur hela landet, några som modellen hade listat och några som den inte"
        " hade listat. Du ser skälen, men inte namn, prioritet eller vad andra har svarat,"
        " förrän du har svarat själv.",
        "Workplaces from all the country, some that the model would list and some that it would"
        " not. You see the reasons, but no name, priority or answer of others until you have"
        " answered yourself.",
    ),
    "cases.none": _W(
        "Inga fall är dragna för granskningen än (lykta reviews cases).",
        "No cases have been drawn for the review yet (lykta reviews cases).",
    ),
    "cases.done": _W("{done} av {count} besvarade.", "{done} of {count} answered."),
    "cases.next": _W("Nästa fall", "Next case"),
    "cases.number": _W("Fall {number}", "Case {number}"),
    "cases.unanswered": _W("Inte besvarat", "Not answered"),
    "cases.figures": _W("Vad dina svar säger", "What your answers say"),
    "cases.of_listed": _W(
        "Av dem som modellen hade listat skulle du besöka {would} av {count}.",
        "Of those the model would list you would visit {would} of {count}.",
    ),
    "cases.of_unlisted": _W(
        "Av dem som den inte hade listat skulle du besöka {would} av {count}.",
        "Of those it would not list you would visit {would} of {count}.",
    ),
    "cases.figures.how": _W(
        "Fallen är dragna jämnt över prioriteterna. Talen säger hur du och modellen skiljer er,"
        " inte hur ofta brister finns.",
        "The cases are drawn evenly over the priorities. The figures say how you and the model"
        " differ, not how often there are faults.",
    ),
    "case.blind": _W(
        "Namn, prioritet och andras svar visas inte.",
        "Name, priority and others' answers are not shown.",
    ),
    "case.answered": _W("Ditt svar är sparat.", "Your answer is saved."),
    "case.why": _W("Vad registren säger", "What the registers say"),
    "case.question": _W("Skulle du besöka arbetsstället?", "Would you visit the workplace?"),
    "case.visit": _W("Ja, besöka", "Yes, visit"),
    "case.leave": _W("Nej, inte besöka", "No, not visit"),
    "case.cannot_say": _W("Går inte att säga av skälen", "Cannot be said from the reasons"),
    "case.comment": _W("Varför", "Why"),
    "case.answer": _W("Svara", "Answer"),
    "case.once": _W("Svaret ges en gång, med ditt namn.", "The answer is given once, by name."),
    "case.own": _W("Du svarade: {said}.", "You answered: {said}."),
    "case.other": _W("{name} svarade: {said}.", "{name} answered: {said}."),
    "case.listed": _W("Modellen hade listat det.", "The model would list it."),
    "case.unlisted": _W("Modellen hade inte listat det.", "The model would not list it."),
    "case.fault.said": _W("Välj ett svar.", "Choose an answer."),
    "review.cases": _W("Läs fall blint", "Read cases blind"),
    "check.name": _W("Kontroll", "Check"),
    "check.says": _W("Vad den säger", "What it says"),
    # Two lists
    "compare.title": _W("Jämför två listor", "Compare two lists"),
    "compare.before": _W("Tidigare lista", "Earlier list"),
    "compare.after": _W("Senare lista", "Later list"),
    "compare.choose": _W("Välj lista", "Choose a list"),
    "compare.go": _W("Jämför", "Compare"),
    "compare.list": _W(
        "{centre}, {week}, {model}, gjord {day}", "{centre}, {week}, {model}, made {day}"
    ),
    "compare.fault": _W(
        "Välj två olika listor för samma center.",
        "Choose two different lists of the same centre.",
    ),
    "compare.short": _W("I korthet", "In short"),
    "compare.both": _W(
        "{count} arbetsställen är på båda listorna, av {before} rangordnade på den tidigare och"
        " {after} på den senare.",
        "{count} workplaces are on both lists, of {before} ranked on the earlier and {after} on"
        " the later.",
    ),
    "compare.same_model": _W(
        "Samma modell gjorde båda: {after}.", "The same model made both: {after}."
    ),
    "compare.two_models": _W(
        "Två modeller: {before} och {after}.", "Two models: {before} and {after}."
    ),
    "compare.order": _W(
        "Av 100 par som är på båda står {share} i samma ordning.",
        "Of 100 pairs on both, {share} stand in the same order.",
    ),
    "compare.lot": _W(
        "Slumpvalen räknas inte: {before} på den tidigare, {after} på den senare.",
        "Random draws are not counted: {before} on the earlier, {after} on the later.",
    ),
    "compare.why": _W(
        "Varför, delat på rättade uppgifter, nya uppgifter, modell och regler: lykta lists diff"
        " {before} {after}",
        "Why, split into corrected facts, later facts, model and rules: lykta lists diff"
        " {before} {after}",
    ),
    "compare.came": _W("Nya på listan: {count}", "New on the list: {count}"),
    "compare.left": _W("Borta från listan: {count}", "Gone from the list: {count}"),
    "compare.far": _W(
        "Flyttade {places} platser eller mer: {count}", "Moved {places} places or more: {count}"
    ),
    "compare.reason": _W("Tyngsta skälet", "Weightiest reason"),
    "compare.none": _W("Inga.", "None."),
    # The log
    "log.title": _W("Logg", "Log"),
    "log.lead": _W(
        "Vem som har läst och gjort vad, nyast först. Att du läser loggen står också i den.",
        "Who has read and done what, newest first. That you read the log stands in it too.",
    ),
    "log.sample.lead": _W(
        "Högst 20 läsningar av arbetsställen de senaste 30 dagarna, dragna av lotten. Fråga dem"
        " som läste vad de behövde uppgifterna till. Urvalet är detsamma hela dagen.",
        "At most 20 readings of workplaces in the last 30 days, drawn by lot."
        " Ask those who read"
        " what they needed the facts for. The sample is the same all day.",
    ),
    "log.sample": _W("Stickprov att följa upp", "A sample to follow up"),
    "log.all": _W("Hela loggen", "The whole log"),
    "log.kind": _W("Händelse", "Event"),
    "log.about": _W("Gäller (lista, plats eller granskning)", "About (list, place or review)"),
    "log.of": _W("Gäller", "About"),
    "log.number": _W("Nr", "No."),
    "log.when": _W("När", "When"),
    "log.who": _W("Vem", "Who"),
    "log.what": _W("Vad", "What"),
    "log.rows": _W("{count} rader", "{count} rows"),
    "log.filter": _W("filter {filter}", "filter {filter}"),
    "log.more": _W("Äldre", "Older"),
    "log.none": _W("Inga poster.", "No records."),
    # What the public is told
    "public.title": _W(
        "Så väljs arbetsställen för kontroll", "How workplaces are chosen for inspection"
    ),
    "public.lead": _W(
        "Gjord av modellkortet för {name} {digest}.",
        "Made from the card of model {name} {digest}.",
    ),
    "public.purpose": _W("Vad modellen är till för", "What the model is for"),
    "public.person": _W(
        "En handläggare avgör vilka som besöks. Att stå på en lista säger inget om att något är"
        " fel.",
        "A person decides who is visited. To stand on a list does not say that"
        " anything is wrong.",
    ),
    "public.ground": _W("Rättslig grund", "Legal ground"),
    "public.ground.act": _W(
        "Uppgifterna lämnas och behandlas enligt {act}, för att planera,"
        " genomföra och följa upp"
        " myndighetsgemensamma kontroller.",
        "The facts are handed over and processed under {act} (Swedish act), to plan, carry out"
        " and follow up joint inspections.",
    ),
    "public.inputs": _W("Uppgifter den använder. {owners}", "Facts it uses. {owners}"),
    "public.groups": _W("Hur den slår mot olika grupper", "How it bears on different groups"),
    "public.groups.lead": _W(
        "Så ofta väntades brister, och så ofta hittades de, vid kontroller som"
        " modellen inte hade"
        " lärt av.",
        "How often faults were expected, and how often they were found, at inspections that the"
        " model had not learnt from.",
    ),
    "public.contact": _W("Vart du vänder dig", "Where to turn"),
    "public.file": _W("Ladda ner som fil", "Download as a file"),
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
