"""The sentences of files that leave the service."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words

__all__ = ["FILES_WORDS"]

_W = Words

FILES_WORDS: Mapping[str, Words] = {
    "file.sheet.secrecy": _W("Sekretess", "Secrecy"),
    "file.sheet.list": _W("Lista", "List"),
    "file.list": _W("Urval", "List"),
    "file.id": _W("Listans beteckning", "Id of the list"),
    "file.digest": _W("Listans kontrollsumma", "Digest of the list"),
    "file.who": _W("Uttagen av", "Taken out by"),
    "file.purpose": _W("Ändamål", "Purpose"),
    "file.case": _W("Kontrollärende", "Control case"),
    "file.taken": _W("Uttagen", "Taken out"),
    "file.filter": _W("Filter", "Filter"),
    "file.rows": _W("Antal rader", "Number of rows"),
    "file.place": _W(
        "Punkten är kommunens mitt, inte arbetsställets adress.",
        "The point is the middle of the municipality, not the workplace's address.",
    ),
}
