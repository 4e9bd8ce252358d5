"""The sentences of disputed facts: how a request stands, and the page of those who answer."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["CORRECTION_WORDS"]

_W = Words

CORRECTION_WORDS: Mapping[str, Words] = {
    "nav.corrections": _W("Rättelser", "Corrections"),
    # How a request stands, on the workplace's page
    "asked.mark.asked": _W("Ifrågasatt: väntar på svar", "Disputed: waiting for an answer"),
    "asked.mark.corrected": _W(
        "Ifrågasatt: rättad i registret", "Disputed: corrected in its register"
    ),
    "asked.mark.rejected": _W(
        "Ifrågasatt: stämmer som den står", "Disputed: right as it stands"
    ),
    "asked.asked": _W(
        "{owner} fick frågan {day} och har inte svarat än.",
        "{owner} was asked on {day} and has not answered yet.",
    ),
    "asked.corrected": _W(
        "{owner} svarade {day}: uppgiften är rättad hos dem. Det nya värdet kommer med"
        " registrets nästa leverans.",
        "{owner} answered on {day}: the fact is corrected with them. The new value comes with"
        " the register's next delivery.",
    ),
    "asked.rejected": _W(
        "{owner} svarade {day}: uppgiften stämmer som den står.",
        "{owner} answered on {day}: the fact is right as it stands.",
    ),
    "asked.said": _W("Begäran: uppgiften {wrong}.", "The request: the fact {wrong}."),
    "asked.said.why": _W(
        "Begäran: uppgiften {wrong} ({why}).", "The request: the fact {wrong} ({why})."
    ),
    # What a corrected value would mean
    "asked.means.waiting": _W(
        "Vad ett rättat värde skulle betyda räknas ut. Öppna sidan igen om en minut.",
        "What a corrected value would mean is being worked out. Open the page again in a"
        " minute.",
    ),
    "asked.means.failed": _W(
        "Det gick inte att räkna ut vad ett rättat värde skulle betyda.",
        "What a corrected value would mean could not be worked out.",
    ),
    "asked.means.done": _W(
        "{given} skulle prioriteten {priority}, och arbetsstället {listed}.",
        "{given}, the priority would {priority}, and the workplace {listed}.",
    ),
    "asked.means.lot": _W(
        "{given} skulle arbetsstället stå kvar på listan, eftersom det valdes med lott.",
        "{given}, the workplace would still be on the list, since it was drawn by lot.",
    ),
    "asked.means.lot_off": _W(
        "{given} skulle arbetsstället inte stå på listan.",
        "{given}, the workplace would not be on the list.",
    ),
    "asked.given.value": _W("Med värdet {value}", "With the value {value}"),
    "asked.given.none": _W("Utan känt värde", "With no known value"),
    "asked.given.other": _W("Med det rättade värdet", "With the corrected value"),
    "asked.priority.moved": _W(
        "bli {after} i stället för {before}", "be {after} instead of {before}"
    ),
    "asked.priority.same": _W("fortfarande vara {before}", "still be {before}"),
    "asked.listed.moved": _W(
        "hamna på plats {after} på listan i stället för {before}",
        "would come to place {after} on the list instead of {before}",
    ),
    "asked.listed.kept": _W(
        "stå kvar på plats {after} på listan", "would still have place {after} on the list"
    ),
    "asked.listed.off": _W("inte stå på listan", "would not be on the list"),
}
