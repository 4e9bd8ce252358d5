"""The sentences of the week plan: days, clashes, what each authority has, and the lock."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["WEEK_WORDS"]

_W = Words

WEEK_WORDS: Mapping[str, Words] = {
    "plan.title": _W("Veckoplan vecka {week}", "Plan for week {week}"),
    "plan.none": _W(
        "Ingen har börjat planera veckan. Börja på listan.",
        "Nobody has begun to plan the week. Begin on the list.",
    ),
    "plan.to_list": _W("Till listan", "To the list"),
    "plan.print": _W("Skriv ut alla underlag", "Print all briefs"),
    "plan.unplanned": _W("Utan dag", "Without a day"),
    "plan.empty": _W("Inga besök", "No visits"),
    "plan.all_placed": _W("Alla besök har en dag.", "Every visit has a day."),
    "plan.nothing": _W(
        "Inget arbetsställe är med i planen än.", "No workplace is in the plan yet."
    ),
    "plan.move": _W("Flytta till", "Move to"),
    "plan.move.of": _W("Flytta {name} till", "Move {name} to"),
    "plan.move.go": _W("Flytta", "Move"),
    "plan.drag": _W(
        "Dra ett besök till en annan dag, eller välj dag och tid på kortet.",
        "Drag a visit to another day, or choose day and time on its card.",
    ),
    "plan.route": _W("Resa: {municipalities}", "Travel: {municipalities}"),
    "plan.clash": _W(
        "Krock: {authority} är på {count} ställen samtidigt.",
        "Clash: {authority} is in {count} places at once.",
    ),
    "plan.stale": _W(
        "Någon annan har flyttat besöket. Se var det står nu och flytta igen om det behövs.",
        "Somebody else has moved the visit. See where it is now, and move again if needed.",
    ),
    "plan.moved": _W("Flyttat: {name}.", "Moved: {name}."),
    "plan.authorities": _W("Myndigheternas vecka", "The authorities' week"),
    "plan.visits": _W("Besök", "Visits"),
    "plan.hours": _W("Timmar", "Hours"),
    "plan.of": _W("{count} av {most}", "{count} of {most}"),
    "plan.over": _W("mer än det finns", "more than there is"),
    "plan.no_limits": _W(
        "Reglerna sätter inga gränser per myndighet.",
        "The policy sets no limit per authority.",
    ),
    "plan.ready.title": _W("Innan planen låses", "Before the plan is locked"),
    "plan.ready.undecided": _W("{count} har inget beslut", "{count} undecided"),
    "plan.ready.over": _W(
        "{count} besök för mycket för centret", "{count} visits too many for the centre"
    ),
    "plan.ready.alone": _W(
        "{count} besök saknar myndighet", "{count} visits without authority"
    ),
    "plan.ready.unplaced": _W(
        "{count} besök har ingen dag (hindrar inte)", "{count} visits lack a day (no hindrance)"
    ),
    "plan.ready.clashes": _W(
        "{count} besök krockar med ett annat (hindrar inte)",
        "{count} visits clash with another (no hindrance)",
    ),
    "plan.ready.yes": _W("Allt är på plats.", "Everything is in place."),
    "plan.lock": _W("Lås planen", "Lock the plan"),
    "plan.lock.how": _W(
        "En låst plan ändras inte. Resultat registreras på den.",
        "A locked plan does not change. Outcomes are recorded on it.",
    ),
    "plan.lock.who": _W(
        "Den som leder planeringen låser planen.", "Whoever leads the planning locks the plan."
    ),
    "plan.close": _W("Avsluta veckan", "Close the week"),
    "plan.close.how": _W(
        "Veckan avslutas när varje besök har ett resultat.",
        "The week is closed once every visit has an outcome.",
    ),
    "plan.refused": _W(
        "Planen kunde inte låsas. Det här återstår:", "The plan was not locked. This is left:"
    ),
    "plan.refused.close": _W(
        "Veckan kan inte avslutas än: besök saknar resultat.",
        "The week cannot be closed yet: visits lack outcomes.",
    ),
    "plan.raced": _W(
        "Någon annan hann före. Så här står planen nu.",
        "Someone else was first. This is the plan as it stands.",
    ),
    "weekday.0": _W("Måndag", "Monday"),
    "weekday.1": _W("Tisdag", "Tuesday"),
    "weekday.2": _W("Onsdag", "Wednesday"),
    "weekday.3": _W("Torsdag", "Thursday"),
    "weekday.4": _W("Fredag", "Friday"),
    "weekday.5": _W("Lördag", "Saturday"),
    "weekday.6": _W("Söndag", "Sunday"),
}
