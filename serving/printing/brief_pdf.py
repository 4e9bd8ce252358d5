"""The brief as tagged PDF (PDF/UA-1): the page's words, laid out by Typst.

Typst refuses to write a file that breaks the standard's rules it can check, so a heading that
is skipped or a table without its header is a fault here, not in an inspector's screen reader.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from serving.pages.brief_page import BriefPage
from serving.pages.brief_sheets import Sheet
from serving.wording import sentence

__all__ = ["brief_pdf"]

_TEMPLATE = Path(__file__).with_name("brief.typ")


def brief_pdf(page: BriefPage) -> bytes:
    """The page's overview and sheets on A4, fonts within; the same bytes for the same page."""
    compiled = typst.compile(
        _TEMPLATE,
        format="pdf",
        sys_inputs={"told": json.dumps(_told(page), ensure_ascii=False)},
        pdf_standards=["ua-1"],
        # The fonts that come with Typst: the same on every machine.
        ignore_system_fonts=True,
        timestamp=0,
    )
    assert isinstance(compiled, bytes)  # one file: PDF has all its pages in it
    return compiled


def _told(page: BriefPage) -> dict[str, Any]:
    """All that the template sets, as it sets it."""

    def t(key: str) -> str:
        return sentence(key, page.layout.language)

    return {
        "language": page.layout.language,
        "title": page.title,
        "centre": page.centre,
        "when": page.when,
        "made": page.made,
        "secrecy": t("footer.secrecy"),
        "purpose": page.layout.reads_for,
        "list": page.listed,
        "invented": page.layout.invented,
        "open_mind": t("brief.open_mind"),
        "columns": [
            t("column.rank"),
            t("list.workplace"),
            t("column.municipality"),
            t("column.priority"),
            t("column.lead"),
        ],
        "check": t("brief.check"),
        "result": t("brief.result"),
        "result_columns": [
            t(f"brief.result.{key}") for key in ("by", "none", "found", "unchecked", "what")
        ],
        "notes": t("brief.notes"),
        "sheets": [_sheet(one, t("list.filter.random"), t) for one in page.sheets],
    }


def _sheet(sheet: Sheet, by_lot: str, t: Any) -> dict[str, Any]:
    entry = sheet.entry
    frequency = entry.frequency.sentence if entry.frequency else ""
    gaps = f"{t('gaps.title')} {entry.gaps}" if entry.gaps else ""
    return {
        "number": sheet.number,
        "place": sheet.place,
        "name": entry.name,
        "address": sheet.address,
        "municipality": sheet.municipality,
        "band": by_lot if entry.is_random else entry.band_words,
        "band_line": _band_line(sheet, by_lot, t),
        "lead": entry.lead.name,
        "facts": [[fact.label, fact.value] for fact in entry.facts],
        "why": sheet.why,
        "note": entry.note,
        "groups": [
            {
                "owners": group.owners,
                "lines": [
                    {
                        "sentence": f"{x.sentence}: {x.value}" if x.value else x.sentence,
                        "beside": x.beside,
                        "words": x.words,
                    }
                    for x in group.lines
                ],
            }
            for group in entry.groups
        ],
        "rest": entry.rest,
        "frequency": frequency,
        "gaps": gaps,
        "checks": [
            {"owner": group.authority.name, "items": list(group.items)}
            for group in sheet.checks
        ],
        "results": list(sheet.results),
    }


def _band_line(sheet: Sheet, by_lot: str, t: Any) -> str:
    if sheet.is_added:
        return sheet.entry.band_words
    return (
        by_lot if sheet.entry.is_random else f"{t('column.priority')}: {sheet.entry.band_words}"
    )
