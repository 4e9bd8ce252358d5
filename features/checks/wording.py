"""The faults that loading finds, in Swedish: loading itself speaks English."""

from __future__ import annotations

import re

from features.registers.numbers import FAULTS
from features.vocabulary import Words

__all__ = ["in_words"]

NUMBERS = {
    "missing": "numret saknas",
    "hyphen": "bindestreck mellan sjätte och sjunde siffran",
    "century_prefix": "tolv siffror: 16 står före numret",
    "vat_number": "ett momsregistreringsnummer: tolv siffror, eller SE före dem",
    "trailing_mark": "ett tecken efter tio siffror",
    "glued_with_hyphen": "organisations- och arbetsställenummer i ett, med bindestreck",
    "glued": "organisations- och arbetsställenummer i ett",
    "letters": "bokstäver där bara siffror ska stå",
    "single_digit": "en ensam siffra",
    "too_short": "för få siffror",
    "too_long": "för många siffror",
    "personal_number": "tredje siffran är lägre än 2, som i ett personnummer",
    "check_digit": "kontrollsiffran stämmer inte med de andra siffrorna",
    "leading_zero": "ett arbetsställenummer som börjar med noll",
    "identity": "ett personnummer där ägarens pseudonym ska stå",
    "unreadable": "något annat än ett nummer",
}
UNITS = {
    "persons": "personer", "days": "dagar", "months": "månader", "demands": "krav",
    "items": "poster", "steps": "steg", "place": "plats", "share": "andel",
    "h/week": "tim/vecka", "hours": "timmar",
}  # fmt: skip

# What a fault says, as a pattern, and the same in Swedish. The first that fits is used.
PATTERNS: tuple[tuple[str, str], ...] = (
    *((re.escape(FAULTS[key]), swedish) for key, swedish in NUMBERS.items()),
    (r"cannot be read as a date \(YYYY-MM-DD\)", "kan inte läsas som datum (ÅÅÅÅ-MM-DD)"),
    (r"cannot be read as a whole number of öre", "kan inte läsas som hela öre"),
    (r"cannot be read as a whole number", "kan inte läsas som heltal"),
    (r"cannot be read as a number", "kan inte läsas som tal (punkt som decimaltecken)"),
    (r"cannot be read as true or false", "kan inte läsas som true eller false"),
    (r"missing", "saknas"),
    (r"not in the code list", "finns inte i kodlistan"),
    (r"outside (\S+) to (\S+)(?: (.+))?", r"utanför \1 till \2 \3"),
    (r"later than the delivery", "senare än leveransen"),
    (
        r"before (\w+), known before it happened",
        r"före \1: känt innan det hände (har datumen bytt plats?)",
    ),
    (
        r"the same key and known date as another row, with other values",
        "samma nyckel och samma kända datum som en annan rad, men andra värden",
    ),
    (
        r"the line has (\d+) fields, the header (\d+)",
        r"raden har \1 fält, rubrikraden \2",
    ),
    (r"(\S+) is empty, without even a line of column names",
     r"\1 är tom, utan ens en rad med kolumnnamn"),
    (r"(\S+) is written in UTF-16; UTF-8 is read", r"\1 är skriven i UTF-16; spara som UTF-8"),
    (r"(\S+) has a single column: its fields are not divided by , ; tab or \|",
     r"\1 har bara en kolumn: fälten skiljs inte åt av , ; tabb eller |"),
    (r"(\S+) cannot be read as (\w+)", r"\1 kan inte läsas som \2"),
    (r"cannot be read to its end", "kan inte läsas till slutet; är filen avhuggen?"),
    (r"none of the (\d+) columns is declared; is the line of column names missing\?",
     r"ingen av de \1 kolumnerna är deklarerad; saknas raden med kolumnnamn?"),
    (r"missing columns? (.+)", r"kolumner saknas: \1"),
    (r"undeclared columns? (.+)", r"kolumner som inte är deklarerade: \1"),
    (r"columns? (.+) delivered more than once", r"kolumner som levererats mer än en gång: \1"),
    (r"column (.+) must never be delivered: it speaks of (.+)",
     r"kolumnen \1 får aldrig levereras; förbjuden uppgift: \2"),
    (r"column (.+) must never be delivered: (.+)",
     r"kolumnen \1 får aldrig levereras; förbjuden uppgift: \2"),
    (r"delivered more than once \((.+)\); which one counts\?",
     r"levererat mer än en gång (\1); vilken gäller?"),
    (r"the register is missing \((.+)\)", r"registret saknas (\1)"),
    (r".+ \((.+)\) are never received: .+ \((.+)\); take it out of the delivery",
     r"\1 tas aldrig emot (\2); ta bort det ur leveransen"),
    (r"nothing but declared registers is received from here, .+ \((.+)\); take it out of the"
     r" delivery",
     r"härifrån tas bara deklarerade register emot (\1); ta bort det ur leveransen"),
    (r"is for another country than (\w+)", r"gäller ett annat land än \1"),
    (r"gives no delivered_on as YYYY-MM-DD", "anger inget delivered_on som ÅÅÅÅ-MM-DD"),
)  # fmt: skip


def in_words(fault: str) -> Words:
    """A fault as loading tells it, and in Swedish; what is not known stays English.

    A column's name before a colon stays as it is.
    """
    said = _swedish(fault)
    if said is None:
        head, mark, rest = fault.partition(": ")
        said = _swedish(rest)
        said = None if said is None else head + mark + said
    return Words(said or fault, fault)


def _swedish(fault: str) -> str | None:
    for pattern, swedish in PATTERNS:
        found = re.fullmatch(pattern, fault)
        if found:
            said = swedish
            for number, text in enumerate(found.groups(), 1):
                said = said.replace(f"\\{number}", text or "")
            for english, unit in UNITS.items():
                said = re.sub(rf"\b{re.escape(english)}$", unit, said.strip())
            return re.sub(r"(?<=\d),(?=\d{3})", " ", said)
    return None
