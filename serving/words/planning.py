"""The sentences of the planner's week: deciding, filters, the map, days and locking."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["PLANNING_WORDS"]

_W = Words

PLANNING_WORDS: Mapping[str, Words] = {
    "nav.list": _W("Urval", "List"),
    "nav.week": _W("Veckoplan", "Week plan"),
    "nav.brief": _W("Underlag", "Briefs"),
    "state.draft": _W("Utkast", "Draft"),
    "state.locked": _W("Låst", "Locked"),
    "state.done": _W("Klar", "Done"),
    "state.none": _W("Inte påbörjad", "Not begun"),
    # The strip that tells the week at a glance
    "strip.label": _W("Veckans kontroller", "The week's visits"),
    "strip.chosen": _W(
        "{chosen} av {capacity} kontroller valda", "{chosen} of {capacity} chosen"
    ),
    "strip.left": _W("{count} kvar att välja.", "{count} left to choose."),
    "strip.full": _W("Veckan är full.", "The week is full."),
    "strip.over": _W(
        "{count} fler än centret hinner. Planen kan inte låsas.",
        "{count} more than the centre can make. The plan cannot be locked.",
    ),
    "strip.random.one": _W("1 slumpval väntar på beslut.", "1 random draw awaits a decision."),
    "strip.random.many": _W(
        "{count} slumpval väntar på beslut.", "{count} random draws await a decision."
    ),
    "strip.undecided": _W("{count} utan beslut.", "{count} undecided."),
    "strip.begin": _W("Börja planera", "Begin planning"),
    "strip.begin.how": _W(
        "Det som fick vänta förra veckan följer med.",
        "What had to wait last week comes along.",
    ),
    "list.side": _W("Om listan", "About the list"),
    "strip.go_on": _W("Till veckoplanen", "To the week plan"),
    # Deciding
    "decide.go": _W("Ta med", "Include"),
    "decide.go.with": _W("Ta med i planen", "Include in the plan"),
    "decide.undo": _W("Ångra", "Undo"),
    "decide.other": _W("Annat beslut", "Decide otherwise"),
    "decide.change": _W("Ändra", "Change"),
    "decide.of": _W("för {name}", "for {name}"),
    "decide.team": _W("Vilka åker", "Who goes"),
    "decide.not": _W("Avvakta eller avstå", "Wait or decline"),
    "decide.why": _W("Skäl", "Reason"),
    "decide.save": _W("Spara beslutet", "Save the decision"),
    "decide.by": _W("{name}, {when}", "{name}, {when}"),
    "decide.someone": _W("okänd", "unknown"),
    "decide.saved": _W("Sparat: {name}, {status}.", "Saved: {name}, {status}."),
    "decide.saved.many": _W("{count} beslut sparade.", "{count} decisions saved."),
    "decide.stale": _W(
        "Någon annan har sparat ett beslut sedan du öppnade sidan.",
        "Somebody else has saved a decision since you opened the page.",
    ),
    "decide.stale.theirs": _W("Deras: {told}", "Theirs: {told}"),
    "decide.stale.yours": _W("Ditt, inte sparat: {told}", "Yours, not saved: {told}"),
    "decide.fault.locked": _W(
        "Planen är låst och ändras inte längre.", "The plan is locked and changes no more."
    ),
    "decide.fault.other": _W("Beslutet kunde inte sparas.", "The decision was not saved."),
    # Several at once
    "bulk.label": _W("Beslut för flera", "Decide on several"),
    "bulk.all": _W("Markera alla som visas", "Mark all that are shown"),
    "bulk.mark": _W("Markera {name}", "Mark {name}"),
    "bulk.what": _W("Beslut för de markerade", "Decision on those marked"),
    "bulk.go": _W("Ta med, med föreslaget lag", "Include, with the suggested team"),
    "bulk.undo": _W("Ångra beslutet", "Undo the decision"),
    "bulk.save": _W("Spara för markerade", "Save for those marked"),
    "bulk.none": _W("Markera minst ett arbetsställe.", "Mark at least one workplace."),
    "bulk.some": _W(
        "{saved} sparade, {refused} kunde inte sparas. Se raderna.",
        "{saved} saved, {refused} could not be. See the rows.",
    ),
    # Filters
    "filter.label": _W("Filtrera", "Filter"),
    "filter.q": _W("Sök namn eller nummer", "Search name or number"),
    "filter.sector": _W("Bransch", "Industry"),
    "filter.municipality": _W("Kommun", "Municipality"),
    "filter.source": _W("Uppgifter från", "Facts from"),
    "filter.decision": _W("Beslut", "Decision"),
    "filter.all": _W("Alla", "All"),
    "filter.go": _W("Visa", "Show"),
    "filter.clear": _W("Rensa filter", "Clear filters"),
    "filter.pages": _W("Sidor av listan", "Pages of the list"),
    "filter.page": _W("{first}–{last} av {count}", "{first}–{last} of {count}"),
    "filter.before": _W("Föregående", "Previous"),
    "filter.after": _W("Nästa", "Next"),
    # The map
    "map.title": _W("Karta", "Map"),
    "map.about": _W(
        "Antal arbetsställen per kommun. Välj en kommun för att se bara den.",
        "Workplaces per municipality. Choose one to see only that.",
    ),
    "map.one": _W("{name}: 1 arbetsställe, {what}", "{name}: 1 workplace, {what}"),
    "map.many": _W(
        "{name}: {count} arbetsställen, {what}", "{name}: {count} workplaces, {what}"
    ),
    "map.highest": _W("högst {band}", "highest {band}"),
    "map.outside": _W("Utanför kartan: {count}", "Outside the map: {count}"),
    "map.region": _W("Hela regionen", "The whole region"),
    # What changed since the week before
    "change.title": _W("Sedan vecka {week}", "Since week {week}"),
    "change.told": _W(
        "{new} nya, {up} högre upp, {down} längre ner, {gone} borta",
        "{new} new, {up} higher, {down} lower, {gone} gone",
    ),
    "change.gone": _W("Inte längre på listan: {names}", "No longer on the list: {names}"),
    "change.show": _W("Vilka", "Which"),
    "change.show.why": _W("Vilka, och mest varför", "Which, and mostly why"),
    "change.causes": _W("Platser uppåt och nedåt, efter orsak", "Places up and down, by cause"),
    "change.places.one": _W("en plats", "one place"),
    "change.places.many": _W("{count} platser", "{count} places"),
    "change.new": _W("Ny", "New"),
    "change.new.long": _W("Ny på listan", "New on the list"),
    "change.left": _W("Inte längre på listan", "No longer on the list"),
    "change.up.one": _W("En plats högre upp", "One place higher"),
    "change.up.many": _W("{count} platser högre upp", "{count} places higher"),
    "change.down.one": _W("En plats längre ner", "One place lower"),
    "change.down.many": _W("{count} platser längre ner", "{count} places lower"),
    # What people add
    "add.title": _W("Lägg till ett arbetsställe", "Add a workplace"),
    "add.name": _W("Namn", "Name"),
    "add.workplace": _W("Arbetsställenummer", "Workplace number"),
    "add.municipality": _W("Kommun", "Municipality"),
    "add.why": _W("Varför", "Why"),
    "add.save": _W("Lägg till", "Add"),
    "add.added": _W("Tillagt av er", "Added by you"),
    "add.fault": _W(
        "Det gick inte att lägga till. Fyll i namn, nummer, kommun och skäl; ett arbetsställe"
        " som redan är på listan läggs inte till igen.",
        "It could not be added. Fill in name, number, municipality and reason; a workplace"
        " that is on the list already is not added again.",
    ),
    "add.saved": _W("Tillagt. Det står sist i listan.", "Added. It stands last on the list."),
}
