"""The sentences of a model group by group, and of the audits beside."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["GROUP_WORDS"]

_W = Words

GROUP_WORDS: Mapping[str, Words] = {
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
    "review.burden.now": _W(
        "Grått är den modell som används nu.", "Grey is the model in use now."
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
    # Bands that only audits read, of the invented country; others are shown as delivered
    "group.owner_background.sweden": _W("Född i Sverige", "Born in Sweden"),
    "group.owner_background.europe": _W("Född i övriga Europa", "Born in the rest of Europe"),
    "group.owner_background.elsewhere": _W("Född utanför Europa", "Born outside Europe"),
    "group.workforce_background.under_10": _W(
        "Under 10 % utrikes födda", "Under 10 % born abroad"
    ),
    "group.workforce_background.10_to_29": _W(
        "10 till 29 % utrikes födda", "10 to 29 % born abroad"
    ),
    "group.workforce_background.30_to_59": _W(
        "30 till 59 % utrikes födda", "30 to 59 % born abroad"
    ),
    "group.workforce_background.60_and_over": _W(
        "60 % eller fler utrikes födda", "60 % or more born abroad"
    ),
    "group.owner_sex.woman": _W("Kvinna", "Woman"),
    "group.owner_sex.man": _W("Man", "Man"),
    "group.owner_age.under_35": _W("Under 35 år", "Under 35"),
    "group.owner_age.35_to_54": _W("35 till 54 år", "35 to 54"),
    "group.owner_age.55_and_over": _W("55 år och äldre", "55 and over"),
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
}
