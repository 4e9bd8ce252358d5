"""The check of a delivery as a page for those who sent it, in Swedish or English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from features.checks.checking import Checked, Register
from features.checks.finding import Finding, Level
from features.checks.limits import complete_months, per_cent
from features.vocabulary import Words

__all__ = ["LANGUAGES", "page"]

LANGUAGES = ("sv", "en")
GRAVITY = ("stop", "ask", "note", "ok", "absent")
MOST_BARS = 36  # months shown of a register
WORDS: Mapping[str, Words] = {
    "title": Words("Kontroll av leverans", "Check of a delivery"),
    "brand": Words("Kontroll före inläsning", "Check before loading"),
    "delivered": Words("Levererad", "Delivered"),
    "compared": Words("Jämförd med leveransen", "Compared with the delivery of"),
    "alone": Words(
        "Ingen tidigare leverans att jämföra med.", "No earlier delivery to compare with."
    ),
    "clean": Words("Leveransen kan läsas in", "The delivery can be loaded"),
    "clean_about": Words(
        "Inget behöver åtgärdas. Upplysningarna nedan är av det slag som brukar finnas.",
        "Nothing needs mending. The notes below are of the kind there usually is.",
    ),
    "ask": Words("Något behöver ses över", "Something must be looked at"),
    "ask_about": Words(
        "Leveransen går att läsa in, men något är annorlunda än det brukar. Rätta det, eller"
        " svara att det stämmer.",
        "The delivery can be loaded, but something is unlike what it usually is. Mend it, or"
        " answer that it is right.",
    ),
    "stop": Words("Leveransen kan inte läsas in", "The delivery cannot be loaded"),
    "stop_about": Words(
        "Rätta det som är märkt Stoppar och sänd om.",
        "Mend what is marked Stops, and send again.",
    ),
    "level_stop": Words("Stoppar", "Stops"),
    "level_ask": Words("Se över", "Look at"),
    "level_note": Words("Upplysning", "Note"),
    "level_ok": Words("Utan anmärkning", "As usual"),
    "level_absent": Words("Inte levererat", "Not delivered"),
    "overview": Words("Registren i leveransen", "The registers of the delivery"),
    "register": Words("Register", "Register"),
    "verdict": Words("Bedömning", "Verdict"),
    "rows": Words("Rader", "Rows"),
    "aside": Words("Åt sidan", "Set aside"),
    "copies": Words("Dubbletter", "Copies"),
    "last": Words("Förra gången", "Last time"),
    "latest": Words("Senast känt", "Latest known"),
    "general": Words("Leveransen som helhet", "The delivery as a whole"),
    "of_rows": Words("av", "of"),
    "bars": Words(
        "Rader per månad då uppgiften blev känd", "Rows by the month they became known"
    ),
    "bars_last": Words("streck: förra gången", "line: last time"),
    "not_sent": Words("Register som inte levererades", "Registers that were not delivered"),
    "foot": Words(
        "Sidan innehåller bara antal, kolumnnamn och koder. Inga namn, nummer eller andra"
        " värden ur raderna.",
        "This page holds counts, names of columns and codes only: no names, numbers or other"
        " values of the rows.",
    ),
    "none_landed": Words(
        "Kontrollen läser in och sparar ingenting.", "The check loads and keeps nothing."
    ),
}


@dataclass(frozen=True)
class Bar:
    """One month of a register: heights as shares of the largest."""

    month: str
    now: float
    last: float | None


def page(checked: Checked, language: str = "sv") -> str:
    """The page, complete in itself: no script, font or picture is fetched."""
    swedish = language == "sv"

    def said(words: Words) -> str:
        return words.sv if swedish else words.en

    def number(count: int | None) -> str:
        if count is None:
            return "–"
        return f"{count:,}".replace(",", "\u202f" if swedish else ",")

    def share(finding: Finding) -> str:
        if finding.count is None or not finding.of:
            return "" if finding.count is None else number(finding.count)
        text = per_cent(finding.count, finding.of)
        return text.replace(".", ",") if swedish else text

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words = {name: said(one) for name, one in WORDS.items()}
    verdict = checked.level.value if checked.level else "clean"
    template = environment.get_template("page.html")
    return template.render(
        checked=checked,
        language=language,
        words=words,
        verdict=verdict,
        sent=sorted(
            (r for r in checked.registers if r.delivered or r.findings),
            key=lambda r: GRAVITY.index(_level_of(r)),
        ),
        absent=[r for r in checked.registers if not r.delivered and not r.findings],
        said=said,
        number=number,
        share=share,
        level_of=_level_of,
        bars=_bars,
    )


def _level_of(register: Register) -> str:
    if register.level:
        return register.level.value
    if not register.delivered:
        return "absent"
    return "note" if any(f.level is Level.NOTE for f in register.findings) else "ok"


def _bars(register: Register) -> list[Bar]:
    if register.tally is None:
        return []
    months = complete_months(register.tally)[-MOST_BARS:]
    now = {month: told.rows for month, told in register.tally.months.items()}
    before = register.before
    then = {month: told.rows for month, told in before.months.items()} if before else {}
    until = before.delivered_on[:7] if before else ""
    top = max([*(now.get(m, 0) for m in months), *(then.get(m, 0) for m in months), 1])
    return [
        Bar(m, now.get(m, 0) / top, then.get(m, 0) / top if before and m < until else None)
        for m in months
    ]
