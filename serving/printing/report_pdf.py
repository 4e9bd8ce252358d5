"""A report in sections as tagged PDF (PDF/UA-1), laid out by Typst."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typst

from serving.pages.report import Section

__all__ = ["report_pdf"]

_TEMPLATE = Path(__file__).with_name("report.typ")


def report_pdf(
    title: str,
    about: Sequence[str],
    sections: Sequence[Section],
    *,
    language: str,
    service: str,
    digest: str,
) -> bytes:
    """The sections on A4, fonts within; the same bytes for the same words."""
    told = {
        "title": title,
        "about": " ".join(about),
        "language": language,
        "service": service,
        "digest": digest,
        "sections": [asdict(one) for one in sections],
    }
    compiled = typst.compile(
        _TEMPLATE,
        format="pdf",
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        # The fonts that come with Typst: the same on every machine.
        ignore_system_fonts=True,
        timestamp=0,
    )
    assert isinstance(compiled, bytes)  # one file: PDF has all its pages in it
    return compiled
