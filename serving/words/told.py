"""The sentences of two lists compared, of the log, and of what the public is told."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["TOLD_WORDS"]

_W = Words

TOLD_WORDS: Mapping[str, Words] = {
    # Two lists
    # The cases behind a group's figure
    "behind.title": _W("Fallen bakom {kind}: {group}", "The cases behind {kind}: {group}"),
    "behind.back": _W("Tillbaka till grupperna", "Back to the groups"),
    "behind.lead": _W(
        "Platser på listan för {centre}, {week}, som ordningen eller ett beslut valde.",
        "Places on the list of {centre}, {week}, that the order or a decision chose.",
    ),
    "behind.none": _W(
        "Ingen plats i gruppen finns på listan för det center du läser för, {week}.",
        "No place of the group is on the list of the centre you read for, {week}.",
    ),
    "behind.elsewhere": _W(
        "På andra centers listor: {count}. Byt ändamål för att se dem.",
        "On other centres' lists: {count}. Change your purpose to see them.",
    ),
    "behind.decision": _W("Beslut", "Decision"),
    "behind.outcome": _W("Vad besöken gav", "What visits found"),
    "behind.unvisited": _W("Inget besök redovisat", "No visit reported"),
    "behind.hidden": _W(
        "{count} utfall dolda (sekretess)", "{count} outcomes hidden (secrecy)"
    ),
    "behind.apart": _W(
        "Vilka arbetsställen som hör till gruppen läses bara av granskningen och sparas"
        " ingenstans.",
        "Which workplaces are in the group is read by the audit alone and kept nowhere.",
    ),
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
        "Högst 20 läsningar av arbetsställen de 30 senaste dagarna före i dag, dragna av"
        " lotten. Fråga dem som läste vad de behövde uppgifterna till. Urvalet är detsamma hela"
        " dagen (UTC).",
        "At most 20 readings of workplaces in the last 30 days before today, drawn by lot. Ask"
        " those who read what they needed the facts for. The sample is the same all day (UTC).",
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
    "log.rows.one": _W("1 rad", "1 row"),
    "log.rows.many": _W("{count} rader", "{count} rows"),
    "log.filter": _W("filter {filter}", "filter {filter}"),
    "log.more": _W("Äldre", "Older"),
    "log.none": _W("Inga poster.", "No records."),
    # What the public is told
    "public.title": _W(
        "Så väljs arbetsställen för kontroll", "How workplaces are chosen for inspection"
    ),
    "public.lead": _W(
        "Gjord ur modellkortet för {name} {digest}.",
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
}
