"""How visits turned out: followed advice, chance and own picks; promised against found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from models.intervals import Figure
from serving.follow_up import LEAST, BandRow, Contrast, Rate, Row
from serving.pages.interval_chart import interval_bar
from serving.pages.narrowing import Choice
from serving.pages.parts import names_of
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day
from serving.planning.following import Followed, Period
from serving.planning.vocabulary import Declined, Status, Waited, in_words
from serving.store.followed import DUE_DAYS, MATURE_DAYS, Overdue

__all__ = ["FollowUpPage", "follow_up_page", "interval_words", "left_words"]


@dataclass(frozen=True)
class KindLine:
    """One kind of visit: how many, how many with a fault, and shares with intervals."""

    name: str
    is_part: bool
    visits: str
    hits: str
    share: str
    several: str
    few: str
    chart: Markup


@dataclass(frozen=True)
class BandLine:
    """What a band promised and what was found there."""

    name: str
    promised: str
    visits: str
    found: str
    holds: str
    is_broken: bool
    chart: Markup


@dataclass(frozen=True)
class Late:
    """A visit with results that should have been there."""

    name: str
    url: str
    about: str


@dataclass(frozen=True)
class FollowUpPage:
    """All that `follow_up.html` receives."""

    template: ClassVar[str] = "follow_up.html"

    layout: Layout
    heading: str
    centre: str
    when: str
    csv_url: str
    periods: tuple[Choice, ...]
    outcomes: tuple[Choice, ...]
    summary: str
    kinds: tuple[KindLine, ...]
    contrasts: tuple[str, ...]
    bands: tuple[BandLine, ...]
    left: tuple[tuple[str, int], ...]
    overdue: tuple[Late, ...]
    overdue_lead: str
    assumes: tuple[str, ...]


def follow_up_page(told: Followed, reader: Reader, *, mature_only: bool) -> FollowUpPage:
    """The page of a centre's follow-up."""
    heading = reader.text("follow.title")
    figures = told.figures
    chosen = {"period": told.period.value, "mogna": "1" if mature_only else ""}
    here = Reader(reader.language).url("/uppfoljning", **chosen)
    return FollowUpPage(
        layout=Layout.of(reader, heading, here, told.provenance, sheets=("follow_up.css",)),
        heading=heading,
        centre=reader.text("list.centre", name=told.centre.name) if told.centre else "",
        when=_weeks(told, reader),
        csv_url=reader.url("/uppfoljning.csv", **chosen),
        periods=tuple(
            Choice(
                reader.text(f"follow.period.{one.value}"),
                0,
                reader.url("/uppfoljning", period=one.value, mogna=chosen["mogna"]),
                one is told.period,
            )
            for one in Period
        ),
        outcomes=tuple(
            Choice(
                reader.text(key),
                0,
                reader.url("/uppfoljning", period=told.period.value, mogna=value),
                value == chosen["mogna"],
            )
            for key, value in (("follow.every", ""), ("follow.mature", "1"))
        ),
        summary=reader.text(
            "follow.summary",
            planned=figures.planned,
            visited=figures.visited,
            mature=figures.mature,
            unchecked=figures.unchecked,
        )
        if told.first
        else reader.text("follow.none"),
        kinds=tuple(_kind(one, reader) for one in figures.rows) if told.first else (),
        contrasts=tuple(_contrast(one, reader) for one in figures.contrasts)
        if told.first
        else (),
        bands=tuple(_band(one, reader) for one in figures.bands) if told.first else (),
        left=tuple(
            (left_words(status, reason, reader), count)
            for status, reason, count in figures.left_out
        ),
        overdue=tuple(_late(one, reader) for one in told.overdue),
        overdue_lead=reader.text("follow.overdue.lead", days=DUE_DAYS),
        assumes=tuple(
            reader.text(f"follow.assumes.{key}", days=MATURE_DAYS, least=LEAST)
            for key in ("checked", "several", "mature", "chosen", "teams", "method", "people")
        ),
    )


def _weeks(told: Followed, reader: Reader) -> str:
    if told.first is None or told.last is None:
        return ""
    first, last = (
        reader.text("follow.week", week=one.number, year=one.year)
        for one in (told.first, told.last)
    )
    said = first if first == last else reader.text("follow.when", first=first, last=last)
    return said[:1].upper() + said[1:]


def interval_words(figure: Figure, reader: Reader) -> str:
    """`60 % (39–78)`; empty where nothing can be said."""
    if figure.value is None or figure.low is None or figure.high is None:
        return ""
    return reader.text(
        "follow.interval",
        share=f"{100 * figure.value:.0f}\N{NO-BREAK SPACE}%",
        low=f"{100 * figure.low:.0f}",
        high=f"{100 * figure.high:.0f}",
    )


def left_words(status: Status, reason: str, reader: Reader) -> str:
    """Why advice was not followed."""
    closed = Waited if status is Status.WAIT else Declined
    return reader.text(
        "follow.left.line",
        status=reader.in_words(in_words(status)),
        reason=reader.in_words(in_words(closed(reason))).lower(),
    )


def _kind(row: Row, reader: Reader) -> KindLine:
    return KindLine(
        name=reader.text(f"follow.{row.name}"),
        is_part=row.name in ("tip", "own"),
        visits=str(row.any.visits),
        hits="" if row.any.hits is None else str(row.any.hits),
        share=_share(row.any, reader),
        several=_share(row.several, reader),
        few=reader.text("follow.few") if row.any.is_few and row.any.hits is not None else "",
        chart=interval_bar(row.any.share),
    )


def _share(rate: Rate, reader: Reader) -> str:
    if rate.hits is None:
        return reader.text("follow.too_few", least=LEAST) if rate.visits else "\N{EN DASH}"
    return interval_words(rate.share, reader)


def _contrast(one: Contrast, reader: Reader) -> str:
    names = {
        "one": reader.text(f"follow.short.{one.one}"),
        "other": reader.text(f"follow.short.{one.other}"),
    }
    gap = one.difference
    if gap.value is None or gap.low is None or gap.high is None:
        return reader.text("follow.untold", **names)
    key = "follow.more" if gap.value >= 0 else "follow.less"
    ends = (gap.low, gap.high) if gap.value >= 0 else (-gap.high, -gap.low)
    low, high = (_points(end) for end in ends)
    said = reader.text(key, points=_points(abs(gap.value)), low=low, high=high, **names)
    is_sure = gap.low > 0 or gap.high < 0
    return f"{said} {reader.text('follow.sure' if is_sure else 'follow.unsure')}"


def _points(share: float) -> str:
    return f"{100 * share:.0f}".replace("-", "\N{MINUS SIGN}")


def _band(row: BandRow, reader: Reader) -> BandLine:
    word = {True: "yes", False: "no", None: "unknown"}[row.holds]
    promised = row.promised
    return BandLine(
        name=reader.text(f"band.{row.band}"),
        promised="\N{EN DASH}"
        if promised is None
        else reader.text(
            "follow.from", found=f"{100 * promised:.0f}", controls=row.promised_from
        ),
        visits=str(row.found.visits),
        found=_share(row.found, reader),
        holds=reader.text(f"follow.holds.{word}"),
        is_broken=row.holds is False,
        chart=interval_bar(row.found.share, promised),
    )


def _late(one: Overdue, reader: Reader) -> Late:
    return Late(
        name=one.name,
        url=reader.url(f"/resultat/{one.place}"),
        about=reader.text(
            "follow.overdue.line",
            week=one.week.number,
            missing=names_of(one.missing, reader),
            due=day(one.due, reader.language),
        ),
    )
