"""What is told of a model in sections, whatever it is written as: page, Markdown or PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.registers.grounds import JOINT_CONTROLS_ACT
from models.intervals import Figure
from serving.pages.model_page import model_parts
from serving.pages.rendering import Reader
from serving.pages.review_groups import percent
from serving.pages.review_page import ReviewPage
from serving.phrasing import number

__all__ = ["Section", "as_markdown", "public_sections", "review_sections"]


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it: a sentence, points, and a table of rows."""

    title: str
    lead: str = ""
    points: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def public_sections(
    card: Mapping[str, Any], reader: Reader, contact: str = ""
) -> tuple[Section, ...]:
    """What the public is told of a model, from its card: nothing is written by hand for it.

    `contact` is whom a site says one can turn to.
    """
    told = model_parts(card, reader)
    groups = (card.get("calibration") or {}).get("by_stratum", ())
    words = card.get("group_words", {})
    return (
        Section(reader.text("public.purpose"), told.purpose, (reader.text("public.person"),)),
        Section(
            reader.text("public.ground"),
            reader.text("public.ground.act", act=JOINT_CONTROLS_ACT),
        ),
        *(
            Section(
                reader.text("public.inputs", owners=group.words),
                points=tuple(f"{fact} ({way})" for fact, _, way in group.facts),
            )
            for group in told.sources
        ),
        Section(reader.text("model.never"), points=told.never),
        *(
            Section(
                reader.text("model.worth"),
                one.assumes,
                columns=tuple(
                    reader.text(f"model.{key}") for key in ("ranking", "precision", "bounds")
                ),
                rows=tuple((line.name, line.precision, line.bounds) for line in one.lines),
            )
            for one in told.worth
        ),
        Section(
            reader.text("public.groups"),
            reader.text("public.groups.lead" if groups else "review.held.none"),
            columns=tuple(
                reader.text(f"review.{key}")
                for key in ("group", "inspections", "expected", "found")
            )
            if groups
            else (),
            rows=tuple(_group(one, words, reader) for one in groups),
        ),
        Section(reader.text("model.weak"), points=told.weak),
        Section(
            reader.text("public.contact"),
            points=((contact,) if contact else ()) + told.turn[1:],
        ),
    )


def review_sections(page: ReviewPage, reader: Reader) -> tuple[Section, ...]:
    """What the review page shows, without its forms; of groups all kinds that it chose."""
    found = [
        Section(
            reader.text("review.checks"),
            columns=(
                reader.text("check.name"),
                reader.text("review.verdict"),
                reader.text("check.says"),
            ),
            rows=tuple((one.name, one.verdict, one.says) for one in page.checks),
        ),
        Section(
            reader.text("review.figures"),
            columns=tuple(reader.text(f"review.{key}") for key in ("measure", "this", "now")),
            rows=tuple((one.words, one.this, one.now) for one in page.measures),
        ),
    ]
    for title, lead, table in (
        (reader.text("review.burden"), page.burden_lead, page.burden),
        *(((page.sent_title, page.burden_lead, page.sent),) if page.sent else ()),
        (reader.text("review.held"), page.held_lead, page.held),
    ):
        if table is None:
            missing = lead or reader.text("review.burden.none")
            found.append(Section(title, missing))
            continue
        found.append(
            Section(
                title,
                lead,
                columns=(
                    reader.text("review.group"),
                    *table.columns,
                    reader.text("review.verdict"),
                ),
                rows=tuple((one.name, *one.cells, one.verdict) for one in table.lines),
            )
        )
    found.append(Section(reader.text("review.signs"), page.signs))
    found += [Section(one.title, one.says, one.lines) for one in page.parts]
    events = [f"{one.when}. {one.did} {one.text}".strip() for one in page.events]
    if page.hidden:
        events.append(page.hidden)
    found.append(Section(reader.text("events.title"), points=tuple(events)))
    return tuple(found)


def as_markdown(title: str, about: Sequence[str], sections: Sequence[Section]) -> str:
    """The sections as Markdown; what people wrote is escaped, so that it stays text."""
    lines = [f"# {_plain(title)}", "", " ".join(_plain(one) for one in about), ""]
    for one in sections:
        lines += [f"## {_plain(one.title)}", ""]
        if one.lead:
            lines += [_plain(one.lead), ""]
        if one.points:
            lines += [f"- {_plain(point)}" for point in one.points] + [""]
        if one.rows:
            lines += [_row(one.columns), _row(("---",) * len(one.columns))]
            lines += [_row(tuple(_plain(cell) for cell in row)) for row in one.rows] + [""]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    told = re.sub(r"[ \t\r\n]+", " ", text).strip()  # a fixed space stays one
    for sign in "\\`*_[]<>|#":
        told = told.replace(sign, f"\\{sign}")
    return told


def _group(
    one: Mapping[str, Any], words: Mapping[str, Mapping[str, str]], reader: Reader
) -> tuple[str, ...]:
    name = words.get(one["group"], {}).get(reader.language.value, one["group"])
    return (
        name,
        number(int(one["labelled"]), reader.language),
        f"{100 * float(one['expected']):.0f}\N{NO-BREAK SPACE}%",
        percent(Figure(**one["seen"]), reader),
    )
