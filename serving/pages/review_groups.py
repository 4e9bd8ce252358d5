"""A model group by group: what it expected and what was found, and how hard each is hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from models.intervals import Figure
from serving.pages.group_names import Names, group_name, kind_name
from serving.pages.interval_chart import paired_bar, ratio_bar
from serving.pages.rendering import Reader
from serving.phrasing import listed, number
from serving.wording import WORDS

__all__ = [
    "Choice",
    "GroupLine",
    "GroupTable",
    "burden_table",
    "figure_of",
    "held_table",
    "percent",
]

LEAST = 30  # controls; below it an interval is too wide to find anybody out


@dataclass(frozen=True)
class GroupLine:
    """One group: its cells in the order of the table's columns, a chart, and the verdict.

    `tone` is ok, bad or unsure. At `url` are the cases behind it; empty where none are kept.
    """

    name: str
    cells: tuple[str, ...]
    chart: Markup
    verdict: str
    tone: str
    url: str = ""


@dataclass(frozen=True)
class Choice:
    """A way to choose what is shown; `deviates` says in words how many lie outside."""

    words: str
    url: str
    is_chosen: bool
    deviates: str


@dataclass(frozen=True)
class GroupTable:
    """Groups of one kind. `columns` name the cells; `choices` are the other kinds; `note` says
    why the cases behind them are not shown."""

    columns: tuple[str, ...]
    lines: tuple[GroupLine, ...]
    choices: tuple[Choice, ...]
    note: str = ""


def held_table(
    card: Mapping[str, Any],
    current: Mapping[str, Any] | None,
    chosen: str,
    reader: Reader,
    path: str,
) -> GroupTable | None:
    """Whether shares held in each group the year after; None where the card cannot tell."""
    held = card.get("calibration")
    if not held:
        return None
    kinds = ("by_centre", "by_stratum")
    kind = chosen if chosen in kinds else kinds[0]
    before = ((current or {}).get("calibration") or {}).get(kind, ())
    of_before = {one["group"]: Figure(**one["seen"]) for one in before}
    words = card.get("group_words", {})
    lines = {
        name: tuple(_held_line(one, of_before, words, reader) for one in held[name])
        for name in kinds
    }
    return GroupTable(
        columns=tuple(
            reader.text(f"review.{one}") for one in ("inspections", "expected", "found")
        ),
        lines=lines[kind],
        choices=tuple(
            Choice(
                reader.text(f"review.held.{name}"),
                f"{reader.url(path, utfall=name)}#utfall",
                name == kind,
                _deviates(lines[name], reader),
            )
            for name in kinds
        ),
    )


def burden_table(
    audit: Mapping[str, Any],
    chosen: str,
    card: Mapping[str, Any],
    reader: Reader,
    path: str,
    asked: str = "grupp",
    before: Mapping[str, Any] | None = None,
    cases: Mapping[str, Mapping[str, Any]] | None = None,
) -> GroupTable:
    """How hard each group of a group audit is hit, of the grouping that is chosen.

    Beside each stands the same of the model in use, where `before` is an audit of it. Groups
    that have `cases`, by grouping and group, lead to them.

    Without a choice the first with a group outside the limit is shown, else the first. `asked`
    is the parameter of the address that chooses.
    """
    tolerance = float(audit["policy"]["tolerance"])
    names = Names(audit.get("words", {}), card.get("group_words", {}))
    now = {
        (one["attribute"], one["value"]): figure_of((one.get("burden") or {}).get("excess"))
        for one in (before or {}).get("groups", ())
    }
    kinds = tuple(dict.fromkeys(one["attribute"] for one in audit["groups"]))
    lines = {
        name: tuple(
            replace(
                _burden_line(one, tolerance, names, reader, now if before else None),
                url=_behind(one, cases or {}, path, reader),
            )
            for one in audit["groups"]
            if one["attribute"] == name
        )
        for name in kinds
    }
    bad = [name for name in kinds if any(one.tone == "bad" for one in lines[name])]
    kind = chosen if chosen in kinds else (*bad, *kinds, "")[0]
    return GroupTable(
        columns=tuple(
            reader.text(f"review.{one}")
            for one in ("size", "share", "arm", "excess", *(("now",) if before else ()))
        ),
        lines=lines.get(kind, ()),
        choices=tuple(
            Choice(
                kind_name(name, reader),
                f"{reader.url(path, **{asked: name})}#grupper",
                name == kind,
                _deviates(lines[name], reader),
            )
            for name in kinds
        ),
        note=reader.text("behind.apart")
        if cases and kind in audit.get("read_by_audits_alone", ())
        else "",
    )


def _behind(
    one: Mapping[str, Any],
    cases: Mapping[str, Mapping[str, Any]],
    path: str,
    reader: Reader,
) -> str:
    grouping, group = str(one["attribute"]), str(one["value"])
    if not cases.get(grouping, {}).get(group):
        return ""
    return reader.url(f"{path}/bakom", indelning=grouping, grupp=group)


def percent(figure: Figure, reader: Reader) -> str:
    """`60 % (39–78)`, or that nothing can be said."""
    if figure.value is None:
        return reader.text("review.unknown")
    if figure.low is None or figure.high is None:
        return f"{100 * figure.value:.0f}\N{NO-BREAK SPACE}%"
    return reader.text(
        "follow.interval",
        share=f"{100 * figure.value:.0f}\N{NO-BREAK SPACE}%",
        low=f"{100 * figure.low:.0f}",
        high=f"{100 * figure.high:.0f}",
    )


def figure_of(said: Mapping[str, Any] | None) -> Figure:
    """A figure as audits keep it; nothing where there is none."""
    if not said:
        return Figure(None)
    low, high = said["interval"]
    return Figure(said["value"], low, high, str(said.get("why", "")))


def _held_line(
    one: Mapping[str, Any],
    before: Mapping[str, Figure],
    words: Mapping[str, Mapping[str, str]],
    reader: Reader,
) -> GroupLine:
    seen = Figure(**one["seen"])
    expected = float(one["expected"])
    tone = "ok"
    if one["labelled"] < LEAST or seen.low is None or seen.high is None:
        tone = "unsure"
    elif not seen.low <= expected <= seen.high:
        tone = "bad"
    word = {"ok": "inside", "bad": "outside", "unsure": "few"}[tone]
    group = str(one["group"])
    return GroupLine(
        name=words.get(group, {}).get(reader.language.value, group),
        cells=(
            number(int(one["labelled"]), reader.language),
            f"{100 * expected:.0f}\N{NO-BREAK SPACE}%",
            percent(seen, reader),
        ),
        chart=paired_bar(seen, before.get(group), expected),
        verdict=reader.text(f"held.{word}"),
        tone=tone,
    )


def _burden_line(
    one: Mapping[str, Any],
    tolerance: float,
    names: Names,
    reader: Reader,
    now: Mapping[tuple[str, str], Figure] | None,
) -> GroupLine:
    before = None if now is None else now.get((one["attribute"], one["value"]), Figure(None))
    excess = figure_of(one["burden"]["excess"]) if one.get("burden") else Figure(None)
    verdict = str(one.get("verdict") or "cannot tell").replace(" ", "_")
    return GroupLine(
        name=group_name(str(one["attribute"]), str(one["value"]), names, reader),
        cells=(
            number(round(one["size"]), reader.language),
            _times(figure_of(one.get("burden_ratio")), reader),
            percent(figure_of(one.get("random_arm")), reader),
            _times(excess, reader),
            *(() if before is None else (_times(before, reader),)),
        ),
        chart=ratio_bar(excess, tolerance, before),
        verdict=_verdict(verdict, one.get("verdicts", {}), reader),
        tone={"passes": "ok", "fails": "bad"}.get(verdict, "unsure"),
    )


def _verdict(verdict: str, each: Mapping[str, Mapping[str, str]], reader: Reader) -> str:
    """The verdict; of a group that fails, by which of the figures it is judged on."""
    word = reader.text(f"verdict.{verdict}")
    failed = tuple(
        reader.text(f"judged.{name}") if f"judged.{name}" in WORDS else name
        for name, one in each.items()
        if one["verdict"] == "fails"
    )
    return f"{word}: {listed(failed, reader.language)}" if failed else word


def _times(figure: Figure, reader: Reader) -> str:
    if figure.value is None:
        return reader.text("review.unknown")
    value, low, high = (
        "?" if one is None else _decimal(one, reader)
        for one in (figure.value, figure.low, figure.high)
    )
    if figure.low is None and figure.high is None:
        return value
    return reader.text("review.times", value=value, low=low, high=high)


def _decimal(value: float, reader: Reader) -> str:
    told = f"{value:.2f}"
    return told if reader.language.value == "en" else told.replace(".", ",")


def _deviates(lines: Sequence[GroupLine], reader: Reader) -> str:
    count = sum(one.tone == "bad" for one in lines)
    return reader.text("held.deviates", count=count) if count else ""
