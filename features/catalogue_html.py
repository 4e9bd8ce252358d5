"""The catalogue as one HTML page for those who do not read Markdown: reviewers, the public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from features.catalogue import Entry, catalogue
from features.country import Country
from features.errors import BadOption
from features.typical import Typical

__all__ = ["LANGUAGES", "catalogue_html"]

LANGUAGES = ("sv", "en")
WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "title": "Uppgifter som prioriteringen bygger på",
        "lead": "Varje uppgift med betydelse, enhet, hur den räknas, ur vilka register, på"
        " vilken grund och åt vilket håll den väntas verka. Inget om vem någon är.",
        "count": "uppgifter", "free": "fri", "guarded": "med villkor", "refused": "vägras",
        "raises": "höjer", "lowers": "sänker", "either": "beror på",
        "unit": "Enhet", "definition": "Beräkning", "registers": "Register", "owner": "Ägare",
        "ground": "Grund", "flag": "Får användas", "direction": "Väntad riktning",
        "condition": "Villkor", "typical": "Vanliga värden", "steps": "Delsteg",
        "contents": "Innehåll", "from": "Vanliga värden är från", "ref": "Förlaga",
    },
    "en": {
        "title": "The facts that the priority rests on",
        "lead": "Each with its meaning, unit, how it is computed, from which registers, on"
        " which ground, and which way it is expected to work. Nothing of who anybody is.",
        "count": "facts", "free": "free", "guarded": "under a condition", "refused": "refused",
        "raises": "raises", "lowers": "lowers", "either": "either way",
        "unit": "Unit", "definition": "Definition", "registers": "Registers", "owner": "Owner",
        "ground": "Ground", "flag": "May be used", "direction": "Expected direction",
        "condition": "Condition", "typical": "Typical values", "steps": "Steps",
        "contents": "Contents", "from": "Typical values are from", "ref": "Model",
    },
}  # fmt: skip


def catalogue_html(
    country: Country,
    language: str,
    *,
    world: str = "",
    typical: Mapping[str, Typical] | None = None,
) -> str:
    """One self-contained page, without scripts, by owner of the registers read.

    Raises `BadOption` for a language that there are no words in.
    """
    if language not in LANGUAGES:
        raise BadOption(f"There is no catalogue in '{language}'.", f"one of {LANGUAGES}")
    groups: dict[str, list[Entry]] = {}
    for entry in catalogue(country, typical):
        groups.setdefault(_owners(entry.owners), []).append(entry)
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("catalogue.html").render(
        words=WORDS[language],
        language=language,
        country=country.words.sv if language == "sv" else country.words.en,
        groups=groups,
        titles={
            table.name: table.title.sv if language == "sv" else table.title.en
            for table in country.tables
        },
        world=world,
        count=sum(len(entries) for entries in groups.values()),
    )


def _owners(owners: Sequence[str]) -> str:
    return " + ".join(name.capitalize() for name in owners) or "–"
