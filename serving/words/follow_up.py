"""The sentences of the page on how visits turned out."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["FOLLOW_UP_WORDS"]

_W = Words

FOLLOW_UP_WORDS: Mapping[str, Words] = {
    "nav.follow": _W("Uppföljning", "Follow-up"),
    "follow.title": _W("Uppföljning", "Follow-up"),
    "follow.when": _W("{first} till {last}", "{first} to {last}"),
    "follow.week": _W("vecka {week} {year}", "week {week} {year}"),
    "follow.none": _W(
        "Inga låsta planer under perioden. Här visas hur besöken gick när planer har låsts och"
        " resultat har registrerats.",
        "No locked plans in the period. How visits went is shown here once plans are locked and"
        " results recorded.",
    ),
    "follow.period": _W("Period", "Period"),
    "follow.period.quarter": _W("Senaste kvartalet", "Last quarter"),
    "follow.period.year": _W("Senaste året", "Last year"),
    "follow.period.all": _W("Alla veckor", "All weeks"),
    "follow.outcomes": _W("Resultat", "Results"),
    "follow.every": _W("Alla registrerade", "All recorded"),
    "follow.mature": _W("Bara mogna", "Mature only"),
    "follow.csv": _W("Ladda ner för Excel (CSV)", "Download for Excel (CSV)"),
    "follow.summary": _W(
        "{planned} besök planerades. Vid {visited} kontrollerade minst en myndighet något, och"
        " {mature} av dem har mogna resultat. {unchecked} har inget resultat, eller så"
        " kontrollerades inget; de räknas inte.",
        "{planned} visits were planned. At {visited} at least one authority checked something,"
        " and {mature} of them have mature results. {unchecked} have no result, or nothing was"
        " checked; they are not counted.",
    ),
    "follow.how_often": _W("Hur ofta hittades brister?", "How often were faults found?"),
    "follow.kind": _W("Varför besöket gjordes", "Why the visit was made"),
    "follow.visits": _W("Besök", "Visits"),
    "follow.hits": _W("Med brist", "With a fault"),
    "follow.share": _W("Andel (95 %)", "Share (95 %)"),
    "follow.several": _W("Flera områden (95 %)", "Several fields (95 %)"),
    "follow.model": _W("Listans ordning, rådet följdes", "The list's order, advice followed"),
    "follow.random": _W("Slumpval", "Random draw"),
    "follow.picked": _W("Egna val i stället för listans", "Own picks instead of the list's"),
    "follow.tip": _W("varav tips", "of which tips"),
    "follow.own": _W("varav andra egna val", "of which other own picks"),
    "follow.must": _W("Besök beslutade i förväg", "Visits decided beforehand"),
    "follow.few": _W("få besök", "few visits"),
    "follow.too_few": _W("färre än {least}, visas inte", "fewer than {least}, not shown"),
    "follow.interval": _W(
        "{share} ({low}\N{EN DASH}{high})", "{share} ({low}\N{EN DASH}{high})"
    ),
    # Differences
    "follow.contrasts": _W("Skillnader", "Differences"),
    "follow.more": _W(
        "{one} hittade brister {points} procentenheter oftare än {other} (95 % intervall {low}"
        " till {high}).",
        "{one} found faults {points} percentage points more often than {other} (95 % interval"
        " {low} to {high}).",
    ),
    "follow.less": _W(
        "{one} hittade brister {points} procentenheter mer sällan än {other} (95 % intervall"
        " {low} till {high}).",
        "{one} found faults {points} percentage points less often than {other} (95 % interval"
        " {low} to {high}).",
    ),
    "follow.sure": _W(
        "Skillnaden är större än slumpen förklarar.", "More than chance explains."
    ),
    "follow.unsure": _W(
        "Det kan vara slumpen: intervallet går över noll.",
        "It may be chance: the interval crosses zero.",
    ),
    "follow.untold": _W(
        "{one} mot {other}: för få besök för att jämföra.",
        "{one} against {other}: too few visits to compare.",
    ),
    "follow.short.model": _W("Listans ordning", "The list's order"),
    "follow.short.random": _W("slumpvalet", "the random draw"),
    "follow.short.picked": _W("egna val", "own picks"),
    "follow.short.tip": _W("tips", "tips"),
    # Promised and found
    "follow.bands": _W("Lovat och funnet, flera områden", "Promised and found, several fields"),
    "follow.band": _W("Prioritet", "Priority"),
    "follow.promised": _W("Lovat av 100", "Promised of 100"),
    "follow.found": _W("Funnet (95 %)", "Found (95 %)"),
    "follow.holds": _W("Stämmer?", "Holds?"),
    "follow.holds.yes": _W("kan stämma", "may hold"),
    "follow.holds.no": _W("stämmer inte", "does not hold"),
    "follow.holds.unknown": _W("för få för att säga", "too few to say"),
    "follow.from": _W("{found} (av {controls} kontroller)", "{found} (of {controls} controls)"),
    # What was left, and what is late
    "follow.left": _W("Råd som inte följdes", "Advice not followed"),
    "follow.left.lead": _W(
        "Vad ett besök där hade hittat vet ingen, så de har ingen träffandel.",
        "What a visit there would have found nobody knows, so they have no share.",
    ),
    "follow.left.line": _W("{status}: {reason}", "{status}: {reason}"),
    "follow.overdue": _W("Försenade resultat", "Overdue results"),
    "follow.overdue.none": _W("Inget resultat är försenat.", "No result is overdue."),
    "follow.overdue.line": _W(
        "Vecka {week}, saknas från {missing}. Skulle ha funnits {due}.",
        "Week {week}, missing from {missing}. Was due on {due}.",
    ),
    "follow.overdue.lead": _W(
        "Resultat ska vara registrerat {days} dagar efter veckans slut.",
        "Results are to be recorded {days} days after the week's end.",
    ),
    # What is assumed
    "follow.assumes": _W("Det här bygger siffrorna på", "What the figures assume"),
    "follow.assumes.checked": _W(
        "Bara besök där minst en myndighet kontrollerade något. Ingen brist betyder att de som"
        " var där inte fann någon, inte att det inte fanns någon.",
        "Only visits where at least one authority checked something. No fault means that those"
        " present found none, not that there was none.",
    ),
    "follow.assumes.several": _W(
        "Flera områden kräver att minst två myndigheter kontrollerade; andra besök räknas inte"
        " där.",
        "Several fields needs two authorities or more that checked; other visits do not count"
        " there.",
    ),
    "follow.assumes.mature": _W(
        "Ett resultat är moget när det är slutligt eller {days} dagar gammalt. Innan dess kan"
        " fler brister beslutas.",
        "A result is mature when it is final or {days} days old. Until then more faults may be"
        " decided on.",
    ),
    "follow.assumes.chosen": _W(
        "Bara slumpvalet säger hur vanliga brister är bland alla. De andra besöken var"
        " utvalda.",
        "Only the random draw tells how common faults are among all. Other visits were chosen.",
    ),
    "follow.assumes.teams": _W(
        "Lag och tid kan skilja mellan slagen av besök. En skillnad kan bero på det också.",
        "Teams and time may differ between kinds of visit. A difference can be due to that,"
        " too.",
    ),
    "follow.assumes.method": _W(
        "Intervallen är Wilsons för andelar och Newcombes för skillnader, och tar besöken som"
        " oberoende av varandra.",
        "The intervals are Wilson's for shares and Newcombe's for differences, and take the"
        " visits as independent.",
    ),
    "follow.assumes.people": _W(
        "Inga siffror finns per person, och andelar visas inte för färre än {least} besök.",
        "There are no figures per person, and no shares of fewer than {least} visits.",
    ),
}
