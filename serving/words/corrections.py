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
        "{owner} answered on {day}: the fact is corrected in their register. The new value"
        " comes with the register's next delivery.",
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
        "Nu räknas det ut vad ett rättat värde skulle betyda. Öppna sidan igen om en minut.",
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
    "asked.try": _W(
        "Vad skulle ett rättat värde betyda?", "What would a corrected value mean?"
    ),
    "asked.try.value": _W("Rätt värde ({unit})", "The right value ({unit})"),
    "asked.try.percent": _W("procent", "per cent"),
    "asked.try.how": _W(
        "Värdet prövas mot uppgifterna som listan gjordes av. Varken listan eller registret"
        " ändras.",
        "The value is tried on the facts that the list was made of. Neither the list nor the"
        " register changes.",
    ),
    "asked.try.send": _W("Räkna ut", "Work it out"),
    "asked.try.fault": _W(
        "Skriv ett tal, till exempel 2 eller 0,5.", "Write a number, such as 2 or 0.5."
    ),
    "asked.try.sent": _W(
        "Det räknas ut nu. Öppna sidan igen om en minut för att läsa svaret.",
        "It is being worked out. Open the page again in a minute to read the answer.",
    ),
    # The page of those who answer
    "corrections.title": _W("Rättelser", "Corrections"),
    "corrections.lead": _W(
        "Uppgifter ur era register som någon säger är fel. Titta i registret och svara här."
        " Själva rättelsen gör ni hos er, och den når Lykta med nästa leverans.",
        "Facts from your registers that somebody says are wrong. Look in the register and"
        " answer here. The correction itself is made in your register, and reaches Lykta with"
        " the next delivery.",
    ),
    "corrections.one": _W("1 fråga till {owner}", "{owner}: 1 request"),
    "corrections.many": _W(
        "{count} frågor till {owner}, äldst först", "{owner}: {count} requests, oldest first"
    ),
    "corrections.none": _W(
        "Inget väntar på svar från {owner}. När någon säger att en uppgift ur era register är"
        " fel står det här.",
        "{owner}: nothing waits for an answer. When somebody says that a fact from your"
        " registers is wrong, it is shown here.",
    ),
    "corrections.value": _W("Visat värde", "Value as shown"),
    "corrections.as_of": _W("Känt före", "Known before"),
    "corrections.source": _W("Källa", "Source"),
    "corrections.wrong": _W("Invändning", "Objection"),
    "corrections.why": _W("Hur man vet det", "How it is known"),
    "corrections.comment": _W("Kommentar", "Comment"),
    "corrections.asked": _W("Frågan ställd", "Asked on"),
    "corrections.corrected": _W("Rättad hos oss", "Corrected in our register"),
    "corrections.rejected": _W("Stämmer som den står", "Right as it stands"),
    "corrections.said.corrected": _W(
        "Svaret är sparat: uppgiften är rättad hos er. Den som frågade ser svaret på"
        " arbetsställets sida.",
        "The answer is saved: the fact is corrected in your register. Whoever asked sees the"
        " answer on the workplace's page.",
    ),
    "corrections.said.rejected": _W(
        "Svaret är sparat: uppgiften stämmer som den står. Den som frågade ser svaret på"
        " arbetsställets sida.",
        "The answer is saved: the fact is right as it stands. Whoever asked sees the answer on"
        " the workplace's page.",
    ),
    "corrections.late.corrected": _W(
        "Frågan var redan besvarad av din myndighet: uppgiften är rättad. Det svaret gäller,"
        " och ditt har inte ändrat något.",
        "Your authority had answered already: the fact is corrected. That answer stands, and"
        " yours has changed nothing.",
    ),
    "corrections.late.rejected": _W(
        "Frågan var redan besvarad av din myndighet: uppgiften stämmer som den står. Det svaret"
        " gäller, och ditt har inte ändrat något.",
        "Your authority had answered already: the fact is right as it stands. That answer"
        " stands, and yours has changed nothing.",
    ),
}
