"""Every sentence of signing in and of giving a purpose, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["SIGN_IN_WORDS"]

_W = Words

SIGN_IN_WORDS: Mapping[str, Words] = {
    "notice.logged": _W("Varje läsning loggas.", "Every read is logged."),
    "signed.in": _W("Inloggad: {name}", "Signed in: {name}"),
    "signed.dev": _W("{name} (demoläge)", "{name} (demo mode)"),
    "signed.purpose": _W("Läser för: {purpose}", "Reading for: {purpose}"),
    "signed.change": _W("Byt ändamål", "Change purpose"),
    "signed.out": _W("Logga ut", "Sign out"),
    "signin.title": _W("Logga in", "Sign in"),
    "signin.dev": _W(
        "Demoläge. Personerna är påhittade och tjänsten svarar bara på den här datorn.",
        "Demo mode. The people are invented and only this computer is answered.",
    ),
    "signin.as": _W("Logga in som {name}", "Sign in as {name}"),
    "signin.provider": _W(
        "Du loggar in hos din myndighet och kommer sedan tillbaka hit.",
        "You sign in with your authority and then come back here.",
    ),
    "signin.go": _W("Logga in hos din myndighet", "Sign in with your authority"),
    "purpose.title": _W("Ange ändamål", "Give the purpose"),
    "purpose.why": _W(
        "Listor, prioriteter och skäl visas bara i ett kontrollärende. Det du anger skrivs till"
        " loggen tillsammans med det du läser.",
        "Lists, priorities and reasons are shown in a control case only. What you give is"
        " written to the log together with what you read.",
    ),
    "purpose.centre": _W("Center", "Centre"),
    "purpose.case": _W("Kontrollärende", "Control case"),
    "purpose.case.open": _W("Öppna ärenden: {cases}", "Open cases: {cases}"),
    "purpose.case.new": _W(
        "Ett nummer som inte finns öppnas som ett nytt ärende.",
        "A number that is not there is opened as a new case.",
    ),
    "purpose.ground": _W("Grund", "Ground"),
    "purpose.authority": _W("Myndighet: {name}", "Authority: {name}"),
    "purpose.go": _W("Fortsätt", "Continue"),
    "purpose.wrong": _W(
        "Ärendet finns inte, är stängt eller hör till ett annat center.",
        "There is no such case, or it is closed or of another centre.",
    ),
    "purpose.number": _W(
        "Ärendenumret ska ha 3 till 40 tecken: versaler, siffror och / . : -",
        "The case number must have 3 to 40 characters: capitals, figures and / . : -",
    ),
    "fault.401": _W("Du är inte inloggad", "You are not signed in"),
    "fault.403": _W("Du har inte rätt att se detta", "You may not see this"),
    "fault.409": _W("Det går inte just nu", "That cannot be done now"),
    "fault.412": _W("Någon annan hann före", "Someone else was first"),
}
