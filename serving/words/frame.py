"""What stands around every page, and what is said when something went wrong."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["FRAME_WORDS"]

_W = Words

FRAME_WORDS: Mapping[str, Words] = {
    "service": _W("Lykta", "Lykta"),
    "service.about": _W("Urval för gemensamma kontroller", "Choosing joint inspections"),
    "skip": _W("Hoppa till innehållet", "Skip to content"),
    "language.other": _W("English", "Svenska"),
    "nav.label": _W("Sidor", "Pages"),
    "nav.centres": _W("Alla center", "All centres"),
    "notice.invented": _W("Påhittade uppgifter.", "Invented data."),
    "notice.denser": _W(
        "Kontrollerna är {times} gånger så täta som i verkligheten.",
        "Inspections are {times} times as frequent as in reality.",
    ),
    "notice.real_rate": _W(
        "Kontrollerna är lika täta som i verkligheten.",
        "Inspections are as frequent as in reality.",
    ),
    "footer.secrecy": _W(
        "Sekretess enligt 17 kap. 1 § OSL", "Secret under chapter 17, section 1 of OSL"
    ),
    "fault.400": _W("Frågan gick inte att förstå", "The request could not be understood"),
    "fault.404": _W("Sidan finns inte", "There is no such page"),
    "fault.405": _W("Så kan sidan inte användas", "The page cannot be used that way"),
    "fault.422": _W("Frågan gick inte att förstå", "The request could not be understood"),
    "fault.500": _W("Något gick fel hos oss", "Something went wrong on our side"),
    "fault.503": _W("Tjänsten är inte klar", "The service is not ready"),
    "fault.home": _W("Till alla center", "To all centres"),
    "fault.begin": _W("Till början", "To the beginning"),
    "fault.id": _W("Ange det här numret om du hör av dig: {id}", "Quote this number: {id}"),
}
